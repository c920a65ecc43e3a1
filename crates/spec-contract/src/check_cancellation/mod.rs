//! What an `x-cancellation` says of the rest of its document must be so: the facade believes it without looking again.

mod declared;
mod proof;

use serde_json::Value;
use spec_document::{Diagnostic, Effective, Pointer, Span, nearest};

use crate::cancellation::{Cancellation, Certainty};
use crate::model::{Contract, Operation};

/// Checks what every `x-cancellation` says of operations, statuses and bodies of its document.
#[must_use]
pub fn check_cancellation(document: &Effective, contract: &Contract) -> Vec<Diagnostic> {
    let root = document.root.to_json();
    let mut found = further(contract);
    for operation in &contract.operations {
        let Some(cancellation) = &operation.cancellation else { continue };
        let check = Check { document, root: &root, contract, operation, cancellation };
        check.operations(&mut found);
        check.statuses(&mut found);
        check.successes(&mut found);
        check.proofs(&mut found);
    }
    found
}

/// One cancel operation, and what its extension is compared with.
struct Check<'a> {
    document: &'a Effective,
    /// The document as plain JSON.
    root: &'a Value,
    contract: &'a Contract,
    operation: &'a Operation,
    cancellation: &'a Cancellation,
}

impl Check<'_> {
    /// Where the extension says something; the operation where an alias or an overlay hides it.
    fn span(&self, path: &[&str]) -> Span {
        let extension = self.operation.place.pointer.child("x-cancellation");
        let pointer: Pointer = path.iter().fold(extension, |pointer, key| pointer.child(key));
        self.document.root.at(&pointer).map_or(self.operation.place.span, |node| node.span)
    }

    /// The operations that it names are there.
    fn operations(&self, found: &mut Vec<Diagnostic>) {
        let named = [
            ("confirm", Some(&self.cancellation.confirm.operation_id)),
            ("undo", self.cancellation.undo.operation_id.as_ref()),
            ("repetition", self.cancellation.repetition.operation_id.as_ref()),
        ];
        for (key, name) in named {
            let Some(name) = name.filter(|name| self.contract.operation(name).is_none()) else { continue };
            let known = self.contract.operations.iter().map(|operation| operation.id.as_str());
            let help = match nearest(name, known) {
                Some(near) => format!("Did you mean `{near}`?"),
                None => "Name an `operationId` of this document.".to_owned(),
            };
            found.push(
                Diagnostic::error("cancellation-operation", format!("no operation is called `{name}`"))
                    .at(self.span(&[key, "operationId"]), "named here")
                    .help(help),
            );
        }
    }

    /// It explains the statuses that are documented, all of them and no others.
    fn statuses(&self, found: &mut Vec<Diagnostic>) {
        let explained = &self.cancellation.statuses;
        let documented: Vec<String> =
            self.operation.responses.iter().map(|response| response.status.to_string()).collect();
        for status in explained.keys().filter(|status| !documented.contains(status)) {
            found.push(
                Diagnostic::error("cancellation-status", format!("the operation does not document {status}"))
                    .at(self.span(&["statuses", status]), "explained here")
                    .help("Document the status under `responses`, or delete it here."),
            );
        }
        for status in documented.iter().filter(|status| !explained.contains_key(*status)) {
            found.push(
                Diagnostic::error(
                    "cancellation-status",
                    format!("nothing says what {status} means for a cancellation"),
                )
                .at(self.span(&["statuses"]), "missing here")
                .help("Add it under `statuses`: done, rejected or maybe-done."),
            );
        }
    }

    /// Only a success can mean that it is done: the facade takes no other status for one.
    fn successes(&self, found: &mut Vec<Diagnostic>) {
        for (status, meaning) in &self.cancellation.statuses {
            if meaning.certainty == Certainty::Done && !status.starts_with('2') {
                found.push(
                    Diagnostic::error(
                        "cancellation-status",
                        format!("{status} cannot mean that the cancellation is done"),
                    )
                    .at(self.span(&["statuses", status, "certainty"]), "only a 2xx can be `done`")
                    .help("Say `maybe-done`: the read under `confirm` then tells what became of it."),
                );
            }
        }
    }
}

/// Every cancel operation after the first: the facade could not choose.
fn further(contract: &Contract) -> Vec<Diagnostic> {
    let all: Vec<&Operation> =
        contract.operations.iter().filter(|operation| operation.cancellation.is_some()).collect();
    let title = format!("{} operations carry `x-cancellation`: one is expected", all.len());
    let report = |operation: &&Operation| {
        Diagnostic::error("cancellation", title.as_str())
            .at(operation.place.span, "a further one")
            .help("Keep `x-cancellation` on the operation that the facade is to call.")
    };
    all.iter().skip(1).map(report).collect()
}
