#![doc = include_str!("../README.md")]

mod callable;
mod culprit;
mod docs;
mod emit;
mod generator;
mod import;
mod ledger;
mod lower;
mod names;
mod output;
mod proof;
mod read;
#[cfg(test)]
mod testing;
mod version;
mod worker;
mod workspace;

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use spec_contract::{Contract, Operation};
use spec_document::{Diagnostic, Effective, Report};

pub use generator::Job;
pub use import::{Origin, Origins, Selection, select};
pub use ledger::{Entry, Ledger};
pub use output::{Change, Output, difference, write_whole};
pub use proof::{Difference, differences};
pub use worker::{Worker, serve};
pub use workspace::{Provider, Workspace};

/// Operations of one document that progenitor may fail at before it is given up.
const MOST_CULPRITS: usize = 32;
/// The pass of what the proof has found and no other pass has given up: a defect of the generator, or of the proof.
pub const PROOF: &str = "proof";
/// What to do about what no document should lead to.
const DEFECT: &str = "This is a defect of the generator: please report it with the document.";

/// A generated client crate.
#[derive(Debug)]
pub struct Generated {
    /// The package's name, which is its folder's.
    pub package: String,
    /// The files, by their path in the crate.
    pub files: BTreeMap<String, String>,
    /// What was given up.
    pub ledger: Ledger,
    /// How many operations have a method.
    pub callable: usize,
    /// How many of them send a parameter that the runtime writes, since progenitor cannot.
    pub own_parameters: usize,
    /// How long progenitor took, in its own process.
    pub progenitor: Duration,
}

/// Whose a document is, and so who can mend it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Author {
    /// Ours: what is wrong with it, or cannot be done with it, is an error.
    Us,
    /// The provider's own, as it came: what can be understood is, and what cannot be done is given up in the ledger.
    Provider,
}

/// Generates the client crate of a provider's own document. Its version is that of its workspace.
///
/// # Errors
///
/// A report: what progenitor cannot do with the document.
pub fn generate(document: &Effective, contract: &Contract, worker: &Worker) -> Result<Generated, Report> {
    generate_as(document, contract, None, Author::Provider, worker)
}

/// The same with a version of its own.
fn generate_as(
    document: &Effective,
    contract: &Contract,
    version: Option<&semver::Version>,
    author: Author,
    worker: &Worker,
) -> Result<Generated, Report> {
    let failed = |code, message: String, help: &str| {
        document.report(vec![
            Diagnostic::error(code, message).at(document.root.span, "while generating from this document").help(help),
        ])
    };
    let mut lowered = lower::lower(contract);
    let started = Instant::now();
    let code = progenitor(document, contract, &mut lowered, author, worker)?;
    let progenitor = started.elapsed();
    let written = read::written(&code).map_err(|message| failed("progenitor-output", message, DEFECT))?;
    let requests = read::written_requests(&written);
    callable::run(&mut lowered, &requests);
    let source =
        emit::Source { document, contract, lowered: &lowered, written: &written, requests: &requests, version };
    let mut files = emit::files(&source).map_err(|message| failed("emit", message, DEFECT))?;
    let differences = proof::differences(contract, &files);
    let package = source.package();
    let mut ledger = lowered.ledger.clone();
    let covered = |difference: &proof::Difference| ledger.covers(&difference.place.pointer.to_string());
    let uncovered: Vec<proof::Difference> = differences.into_iter().filter(|it| !covered(it)).collect();
    if author == Author::Us && !uncovered.is_empty() {
        let lost = uncovered.into_iter().map(|difference| {
            Diagnostic::error("lost", difference.lost)
                .at(difference.place.span, "promised here, and not expressed by the crate")
                .help(DEFECT)
        });
        return Err(document.report(lost.collect()));
    }
    for difference in uncovered {
        // What no pass has said is said all the same: a reviewer of the ledger sees that nobody meant it.
        ledger.give_up(PROOF, &difference.place.pointer, difference.lost);
    }
    files.insert("LEDGER.md".to_owned(), emit::ledger(&source, &ledger));
    let called: Vec<&Operation> = (lowered.contract.operations.iter().enumerate())
        .filter(|(index, _)| lowered.requests.iter().any(|request| request.index == *index))
        .map(|(_, operation)| operation)
        .collect();
    let has_own = |operation: &&&Operation| {
        operation.parameters.iter().any(|parameter| lower::is_own(&lowered.contract, operation, parameter))
    };
    Ok(Generated {
        package,
        files,
        ledger,
        callable: called.len(),
        own_parameters: called.iter().filter(has_own).count(),
        progenitor,
    })
}

/// Runs progenitor. An operation that it cannot take is given up and said so, and the rest of the client stands.
fn progenitor(
    document: &Effective,
    contract: &Contract,
    lowered: &mut lower::Lowered,
    author: Author,
    worker: &Worker,
) -> Result<String, Report> {
    for _ in 0..MOST_CULPRITS {
        let job = Job::new(lower::document(lowered), lowered);
        let failure = match worker.run_within(&job, worker::TIME_LIMIT) {
            Ok(code) => return Ok(code),
            Err(failure) => failure,
        };
        let culprit = culprit::find(lowered, &failure, worker);
        let operation = culprit.as_ref().and_then(culprit::Culprit::operation);
        let Some(index) = operation.filter(|_| author == Author::Provider) else {
            let diagnostic = culprit::diagnostic(document, contract, lowered, culprit.as_ref(), &failure);
            return Err(document.report(vec![diagnostic]));
        };
        lowered.requests.retain(|request| request.index != index);
        let place = &contract.operations[index].place.pointer;
        let given_up = format!("it cannot be called: {}", failure.message);
        lowered.ledger.give_up("progenitor", place, given_up);
    }
    let message = format!("progenitor cannot take more than {MOST_CULPRITS} operations");
    Err(document
        .report(vec![Diagnostic::error("progenitor", message).at(document.root.span, "in this document").help(DEFECT)]))
}
