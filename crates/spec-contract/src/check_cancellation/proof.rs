//! The proofs of statuses: each must be something that the body of its status can say.

use spec_document::{Diagnostic, Pointer, nearest};

use super::Check;
use super::declared::{Declared, Verdict};
use crate::cancellation::Proof;
use crate::media_type::is_json;
use crate::model::{Media, Response};

impl Check<'_> {
    pub(super) fn proofs(&self, found: &mut Vec<Diagnostic>) {
        for (status, meaning) in &self.cancellation.statuses {
            let response = self.operation.responses.iter().find(|response| response.status.to_string() == *status);
            // A status that is not documented is reported as that.
            if let (Some(proof), Some(response)) = (&meaning.proof, response) {
                self.proof(status, proof, response, found);
            }
        }
    }

    fn proof(&self, status: &str, proof: &Proof, response: &Response, found: &mut Vec<Diagnostic>) {
        let bodies: Vec<&Media> = response.media.iter().filter(|media| is_json(&media.media_type)).collect();
        if bodies.is_empty() {
            found.push(
                Diagnostic::error(
                    "cancellation-proof",
                    format!("{status} has no JSON body, so nothing in it can be a proof"),
                )
                .at(self.span(&["statuses", status, "proof"]), "wants a body")
                .also(response.place.span, "the answer is documented here")
                .help("Document the body under `content`, or delete the proof."),
            );
            return;
        }
        let place = self.span(&["statuses", status, "proof", "pointer"]);
        let Ok(pointer) = Pointer::parse(&proof.pointer) else {
            found.push(
                Diagnostic::error("cancellation-proof", format!("`{}` is not a JSON Pointer", proof.pointer))
                    .at(place, "a `~` stands before neither 0 nor 1")
                    .help("Write `~0` for `~` and `~1` for `/` in a name."),
            );
            return;
        };
        let mut declared = Declared::new(self.document, self.root, &pointer);
        let places: Vec<Pointer> = bodies
            .iter()
            .filter_map(|media| media.schema.as_ref())
            .map(|schema| schema.place.pointer.clone())
            .collect();
        if let Verdict::Undeclared = declared.any(&places, None) {
            let help = match declared.missed() {
                Some((name, known)) => match nearest(name, known.iter().map(String::as_str)) {
                    Some(near) => format!("Did you mean `{near}`?"),
                    None => format!("Declare `{name}` in the schema of the body, or point at what is declared there."),
                },
                None => "Give the body a schema that declares it.".to_owned(),
            };
            found.push(
                Diagnostic::error("cancellation-proof", format!("no schema of {status} declares `{}`", proof.pointer))
                    .at(place, "leads to nothing that the body is said to have")
                    .also(response.place.span, "the answer is documented here")
                    .help(help),
            );
            return;
        }
        for (index, value) in proof.one_of.iter().enumerate() {
            let place = self.span(&["statuses", status, "proof", "oneOf", &index.to_string()]);
            if value.is_null() {
                found.push(
                    Diagnostic::error(
                        "cancellation-proof",
                        "null proves nothing: it is what is there when nothing happened",
                    )
                    .at(place, "never believed")
                    .help("Name the values that are there only once it happened."),
                );
            } else if let Verdict::Unfit(why) = declared.any(&places, Some(value)) {
                found.push(
                    Diagnostic::error(
                        "cancellation-proof",
                        format!("`{}` of {status} never has this value: {why}", proof.pointer),
                    )
                    .at(place, "does not fit the schema there")
                    .help("Mend the value, or the schema if the provider really answers so."),
                );
            }
        }
    }
}
