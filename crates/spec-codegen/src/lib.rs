#![doc = include_str!("../README.md")]

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

use spec_contract::Contract;
use spec_document::{Diagnostic, Effective, Report};

pub use generator::Job;
pub use import::{Origin, Origins, Selection, select};
pub use ledger::{Entry, Ledger};
pub use output::{Change, Output, difference, write_whole};
pub use proof::{Difference, differences};
pub use worker::{Worker, serve};
pub use workspace::{Provider, Workspace};

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
}

/// Generates the client crate of a document. Its version is that of its workspace.
///
/// # Errors
///
/// A report: what progenitor cannot do with the document, or a difference between document and crate that no ledger
/// entry covers.
pub fn generate(document: &Effective, contract: &Contract, worker: &Worker) -> Result<Generated, Report> {
    generate_as(document, contract, None, worker)
}

/// The same with a version of its own.
fn generate_as(
    document: &Effective,
    contract: &Contract,
    version: Option<&semver::Version>,
    worker: &Worker,
) -> Result<Generated, Report> {
    let failed = |code, message: String, help: &str| {
        document.report(vec![
            Diagnostic::error(code, message).at(document.root.span, "while generating from this document").help(help),
        ])
    };
    let lowered = lower::lower(contract);
    let job = Job::new(lower::document(&lowered), &lowered.enums);
    let code = worker.run_within(&job, worker::TIME_LIMIT).map_err(|failure| {
        document.report(vec![culprit::diagnostic(document, contract, &lowered, &failure, worker)])
    })?;
    let written = read::written(&code).map_err(|message| failed("progenitor-output", message, DEFECT))?;
    let requests = read::written_requests(&written.requests);
    let source =
        emit::Source { document, contract, lowered: &lowered, written: &written, requests: &requests, version };
    let files = emit::files(&source).map_err(|message| failed("emit", message, DEFECT))?;
    let differences = proof::differences(contract, &files);
    let uncovered: Vec<Diagnostic> = differences
        .into_iter()
        .filter(|difference| !lowered.ledger.covers(&difference.place.pointer.to_string()))
        .map(|difference| {
            Diagnostic::error("lost", difference.lost)
                .at(difference.place.span, "promised here, and not expressed by the crate")
                .help(DEFECT)
        })
        .collect();
    if !uncovered.is_empty() {
        return Err(document.report(uncovered));
    }
    Ok(Generated { package: source.package(), files, ledger: lowered.ledger.clone() })
}
