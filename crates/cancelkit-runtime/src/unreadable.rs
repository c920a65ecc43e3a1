use std::fmt;

use crate::{Answer, Answered, Truncation};

/// What keeps a body from being read. No part of it is a value from the body.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Problem {
    /// The body is not complete.
    Truncated(Truncation),
    /// The `Content-Type` is none that the document lists for this status.
    MediaType {
        /// The media type that came, without parameters; `None` where the header is not text.
        found: Option<String>,
        /// What the document lists.
        expected: Vec<String>,
    },
    /// There is no body, and the document describes one.
    Empty,
    /// There is a body under a success status, and the document describes none.
    Unexpected,
    /// The body is not JSON.
    Syntax {
        /// The line, from 1.
        line: usize,
        /// The byte in the line, from 1.
        column: usize,
    },
    /// The body is JSON and does not match the schema.
    Schema {
        /// Where it was noticed, as a JSON Pointer; empty for the whole body.
        pointer: String,
        /// What is wanted there, where it is known: a missing member's name or the expected type, never the value found.
        wanted: Option<String>,
    },
    /// The body is not UTF-8.
    NotUtf8,
}

/// A documented status whose body does not match its description.
///
/// What the provider did is not certain: a status alone is not its word. Read the state before sending anything again, and compare
/// [`Unreadable::answer`] with the provider's document, which may have changed.
#[derive(Clone, Debug)]
pub struct Unreadable {
    answer: Answer,
    problem: Problem,
}

impl Unreadable {
    /// An answer and what keeps it from being read.
    #[must_use]
    pub fn new(answer: Answer, problem: Problem) -> Self {
        Self { answer, problem }
    }

    /// The answer as it came.
    #[must_use]
    pub fn answer(&self) -> &Answer {
        &self.answer
    }

    /// What keeps it from being read.
    #[must_use]
    pub fn problem(&self) -> &Problem {
        &self.problem
    }
}

impl Answered for Unreadable {
    fn answer(&self) -> &Answer {
        &self.answer
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Truncated(Truncation::OverLimit) => f.write_str("the body is longer than the limit"),
            Self::Truncated(Truncation::ConnectionLost) => {
                f.write_str("the connection was lost in the middle of the body")
            }
            Self::Truncated(Truncation::Timeout) => {
                f.write_str("the time for the call ran out in the middle of the body")
            }
            Self::MediaType { found, expected } => {
                let found = found.as_deref().unwrap_or("unreadable");
                write!(f, "the media type is {} where the document lists {}", found.escape_debug(), expected.join(", "))
            }
            Self::Empty => f.write_str("the body is empty where the document describes one"),
            Self::Unexpected => f.write_str("there is a body where the document describes none"),
            Self::Syntax { line, column } => {
                write!(f, "the body is not JSON (line {line}, column {column})")
            }
            Self::Schema { pointer, wanted } => {
                f.write_str("the body does not match its schema at ")?;
                if pointer.is_empty() {
                    f.write_str("its root")?;
                } else {
                    write!(f, "{}", pointer.escape_debug())?;
                }
                match wanted {
                    Some(wanted) => write!(f, " ({wanted})"),
                    None => Ok(()),
                }
            }
            Self::NotUtf8 => f.write_str("the body is not UTF-8"),
        }
    }
}

impl fmt::Display for Unreadable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "the answer with status {} cannot be read: {}; whether the request was carried out is not certain: read the state before sending it again",
            self.answer.status().as_u16(),
            self.problem
        )
    }
}

impl std::error::Error for Unreadable {}
