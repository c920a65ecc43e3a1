//! Why a simulator does not start.

use std::fmt;
use std::io;

use crate::Provider;

/// Why a simulator does not start.
#[derive(Debug)]
#[non_exhaustive]
pub enum StartError {
    /// The port cannot be bound.
    Bind(io::Error),
    /// An embedded document cannot be read, which is a mistake of this crate.
    #[non_exhaustive]
    Document {
        /// Whose.
        provider: Provider,
        /// What is wrong with it.
        report: String,
    },
}

impl StartError {
    pub(crate) fn document(provider: Provider, report: &str) -> Self {
        Self::Document { provider, report: report.to_owned() }
    }
}

impl fmt::Display for StartError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Bind(error) => write!(f, "the simulator cannot listen on 127.0.0.1: {error}"),
            Self::Document { provider, report } => write!(f, "the embedded document of {provider}: {report}"),
        }
    }
}

impl std::error::Error for StartError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Bind(error) => Some(error),
            Self::Document { .. } => None,
        }
    }
}
