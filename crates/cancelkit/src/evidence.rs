use std::fmt;

use cancelkit_runtime::Timestamp;
use serde::{Deserialize, Serialize};

use crate::shown::Shown;

/// What proves an end.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Evidence {
    /// The operation that was read, by its id in the provider's document.
    pub operation_id: String,
    /// What it said.
    pub said: String,
    /// The time of the end, as the provider said it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at: Option<Timestamp>,
    /// Whether the end is fixed and the subscription runs until then.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub scheduled: bool,
}

impl Evidence {
    /// What an operation said.
    #[must_use]
    pub fn new(operation_id: impl Into<String>, said: impl Into<String>) -> Self {
        Self { operation_id: operation_id.into(), said: said.into(), at: None, scheduled: false }
    }

    /// Adds the time of the end.
    #[must_use]
    pub fn with_at(mut self, at: Option<Timestamp>) -> Self {
        self.at = at;
        self
    }

    /// Says that the subscription runs until its end.
    #[must_use]
    pub fn as_scheduled(mut self) -> Self {
        self.scheduled = true;
        self
    }
}

impl fmt::Display for Evidence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} says that {}", Shown(&self.operation_id), Shown(&self.said))?;
        match &self.at {
            Some(at) => write!(f, " ({})", Shown(at.as_str())),
            None => Ok(()),
        }
    }
}
