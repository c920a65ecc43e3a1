//! What a comparison finds.

use std::fmt;

use serde::Serialize;
use serde_json::Value;
use sha2::{Digest, Sha256};

/// How much a change matters to somebody who followed the old document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Severity {
    /// Nobody who followed the old document notices.
    Info,
    /// It hurts who relied on more than most do: a bound, a closed list of values, a member that was optional.
    Warning,
    /// It stops somebody's program, or nobody can tell that it does not.
    Breaking,
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Info => "info",
            Self::Warning => "warning",
            Self::Breaking => "breaking",
        })
    }
}

/// Who is hurt.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Audience {
    /// Who sends requests by the old document.
    Senders,
    /// Who reads answers by the old document.
    Readers,
    /// Who compiles against the client crate.
    Callers,
    /// Who cancels through the facade.
    FacadeUsers,
}

impl fmt::Display for Audience {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Senders => "who sends requests",
            Self::Readers => "who reads answers",
            Self::Callers => "who compiles against the crate",
            Self::FacadeUsers => "who calls the facade",
        })
    }
}

/// How it is known.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case", tag = "known", content = "why")]
pub enum Certainty {
    /// The two documents say it.
    Stated,
    /// An example shows it, and an independent validator agrees.
    Shown,
    /// It could not be shown to be harmless, for this reason; it counts as what it would be at worst.
    CannotTell(String),
}

/// Where something stands.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Place {
    /// JSON Pointer into the effective document.
    pub pointer: String,
    /// The file: the document's or the overlay's.
    pub file: String,
    /// From 1.
    pub line: usize,
    /// In characters, from 1.
    pub column: usize,
}

/// One place on the wire at which a change shows.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Occurrence {
    /// The HTTP method in capital letters; empty where the change is not about one operation.
    pub method: String,
    /// The path template.
    pub path: String,
    /// The part of the operation, such as `request body application/json` or `query parameter limit`.
    pub part: String,
    /// The way from there into the value, such as `.items[].price`; empty for the whole.
    pub value: String,
}

impl fmt::Display for Occurrence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { method, path, part, value } = self;
        let pieces = [format!("{method} {path}"), format!("{part} {value}")];
        let pieces: Vec<&str> = pieces.iter().map(|piece| piece.trim()).filter(|piece| !piece.is_empty()).collect();
        f.write_str(&pieces.join(", "))
    }
}

/// One change: one cause, however many operations it shows in.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Finding {
    /// A stable name of the kind of change, such as `request-property-required`.
    pub id: String,
    /// How much it matters.
    pub severity: Severity,
    /// Whom it hurts; empty where it hurts nobody.
    pub hurts: Vec<Audience>,
    /// One plain sentence.
    pub sentence: String,
    /// How it is known.
    pub certainty: Certainty,
    /// Where the old document says it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub base: Option<Place>,
    /// Where the new document says it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub revision: Option<Place>,
    /// A value that one document allows and the other does not.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub example: Option<Value>,
    /// Where it shows, sorted.
    pub occurrences: Vec<Occurrence>,
    /// Names this change, whatever else is edited around it: 16 hexadecimal digits.
    pub fingerprint: String,
}

/// 16 hexadecimal digits for these texts, in this order.
#[must_use]
pub fn digest(parts: &[&str]) -> String {
    let mut hasher = Sha256::new();
    for part in parts {
        // After its length, so that no letter can move from one to the next.
        hasher.update((part.len() as u64).to_be_bytes());
        hasher.update(part);
    }
    hasher.finalize().iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}
