//! What is known of one document.

use serde::{Deserialize, Serialize};

/// How it went with one document.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Row {
    /// The file's name.
    pub document: String,
    /// Its size in bytes.
    pub bytes: u64,
    /// How generating ended.
    pub ended: Ended,
    /// What was said where it did not end well, on one line.
    pub message: String,
    /// Mistakes of the document that were read all the same.
    pub warnings: usize,
    /// Operations in the document.
    pub operations: usize,
    /// Operations that have a method.
    pub callable: usize,
    /// Operations of which the runtime writes a parameter that progenitor cannot.
    pub own_parameters: usize,
    /// Schemas in the document, references not followed.
    pub schemas: usize,
    /// Schemas that became untyped JSON and were not.
    pub erased: usize,
    /// Entries in the ledger.
    pub given_up: usize,
    /// Those of them that only the proof has found.
    pub unproven: usize,
    /// Seconds to read the document and its contract.
    pub reading: f64,
    /// Seconds that progenitor took in its own process.
    pub progenitor: f64,
    /// Seconds of all of it.
    pub seconds: f64,
    /// Bytes of Rust that were written.
    pub written: usize,
    /// Whether the client compiles, where that was asked.
    pub checked: Option<Checked>,
}

/// How generating a client ended.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Ended {
    /// There is a client.
    Generated,
    /// The document was refused, with a diagnostic.
    Refused,
    /// The process took too long and was stopped.
    TimedOut,
    /// The process ended without a word: a crash, or more memory than it may have.
    #[default]
    Crashed,
}

/// How `cargo check` of a client ended.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Checked {
    /// Whether it compiles.
    pub compiles: bool,
    /// The first error.
    pub message: String,
    /// CPU seconds of the compiler, dependencies apart.
    pub seconds: f64,
}

impl Row {
    /// Whether everything that was asked for went well.
    #[must_use]
    pub fn is_good(&self) -> bool {
        self.ended == Ended::Generated && self.checked.as_ref().is_none_or(|checked| checked.compiles)
    }
}
