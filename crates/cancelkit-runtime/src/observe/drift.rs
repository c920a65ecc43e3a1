use std::fmt;

use http::StatusCode;

/// In what way an answer is not what the document says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum DriftKind {
    /// A value that its schema refuses: of another type, out of bounds, a required member that is missing, a write-only one that came.
    Violation,
    /// A member that the document does not declare.
    UnknownField,
    /// A value of the right type that an enum does not list.
    UnknownValue,
    /// A status that the document does not list for this operation.
    UndocumentedStatus,
    /// A media type that the document does not list for this status, or a body where it describes none.
    UndocumentedMediaType,
    /// A body that is no JSON where the document describes JSON; an empty one too.
    NotJson,
}

impl DriftKind {
    /// Its name in text: `violation`, `unknown-field`, and so on.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Violation => "violation",
            Self::UnknownField => "unknown-field",
            Self::UnknownValue => "unknown-value",
            Self::UndocumentedStatus => "undocumented-status",
            Self::UndocumentedMediaType => "undocumented-media-type",
            Self::NotJson => "not-json",
        }
    }
}

impl fmt::Display for DriftKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// One way in which an answer is not what the document says. It can be logged: no part of it is free data of the answer.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Drift {
    /// The `operationId`. An answer in an envelope is judged under its operation, the envelope under its own method.
    pub operation: String,
    /// The status of the answer.
    pub status: StatusCode,
    /// In what way.
    pub kind: DriftKind,
    /// Where in the answer's body, as a JSON Pointer; empty for the whole. Names that the document does not declare stand as `*`, since
    /// keys of maps are data, but for the name of an unknown field where it does not look like data, cut at 64 characters. What several
    /// items of one list share is told once, at the first.
    pub pointer: String,
    /// The place in the effective document that says otherwise, as a JSON Pointer.
    pub place: String,
    /// What that place says, in short.
    pub expected: String,
    /// What came instead, where that can be told without repeating data: the name of an unknown field, a media type, or an enum's
    /// unknown value if it is a word (a letter first, at most 32 letters, `_` and `-`, at most two digits, and under no secret name).
    pub found: Option<String>,
}

impl fmt::Display for Drift {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} answered {}: {}", self.operation, self.status.as_u16(), self.kind)?;
        if !self.pointer.is_empty() {
            write!(f, " at {}", self.pointer)?;
        }
        if let Some(found) = &self.found {
            write!(f, " ({found})")?;
        }
        write!(f, "; {} says: {}", self.place, self.expected)
    }
}
