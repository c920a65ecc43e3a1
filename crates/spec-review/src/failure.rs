//! Why there is no report.

use std::fmt;

/// What stood in the way of a comparison.
#[derive(Debug)]
pub enum Failure {
    /// In a sentence, with what to do.
    Message(String),
    /// Documents with mistakes: of which side, and what is wrong with them.
    Documents(Vec<(String, spec_document::Report)>),
}

impl Failure {
    pub(crate) fn message(text: impl Into<String>) -> Self {
        Self::Message(text.into())
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Message(text) => f.write_str(text),
            Self::Documents(reports) => {
                for (side, report) in reports {
                    writeln!(f, "in {side}:\n{report}")?;
                }
                Ok(())
            }
        }
    }
}

impl std::error::Error for Failure {}
