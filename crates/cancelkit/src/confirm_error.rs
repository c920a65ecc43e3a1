use std::fmt;

use cancelkit_runtime::{Answer, CallError};
use serde::{Deserialize, Serialize};

use crate::failure::failure;
use crate::said::is_silent;
use crate::shown::Shown;
use crate::version::{VERSION, versioned};
use crate::{ProviderId, RawAnswer, Said};

/// A read that failed. It changed nothing, and it says nothing of the subscription.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(remote = "Self")]
#[non_exhaustive]
pub struct ConfirmError {
    #[cfg_attr(feature = "schemars", schemars(extend("const" = VERSION)))]
    version: u32,
    /// Who was asked.
    pub provider: ProviderId,
    /// What happened, in one sentence.
    pub cause: String,
    /// What the provider said.
    #[serde(default, skip_serializing_if = "is_silent")]
    pub said: Box<Said>,
    /// The answer as it came.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answer: Option<Box<RawAnswer>>,
}

versioned!(ConfirmError, "error");

impl ConfirmError {
    /// A read that failed for this cause.
    #[must_use]
    pub fn new(provider: ProviderId, cause: impl Into<String>) -> Self {
        Self { version: VERSION, provider, cause: cause.into(), said: Box::default(), answer: None }
    }

    /// An answer came that is not what was asked for.
    #[must_use]
    pub fn answered(provider: ProviderId, cause: impl Into<String>, answer: &Answer) -> Self {
        Self { answer: Some(Box::new(RawAnswer::from(answer))), ..Self::new(provider, cause) }
    }

    /// The call itself failed.
    #[must_use]
    pub fn call(provider: ProviderId, error: &CallError) -> Self {
        Self {
            answer: error.answer().map(|answer| Box::new(RawAnswer::from(answer))),
            ..Self::new(provider, failure(error))
        }
    }

    /// Adds what the provider said.
    #[must_use]
    pub fn with_said(mut self, said: Said) -> Self {
        self.said = Box::new(said);
        self
    }

    /// The status of the answer, where one came.
    #[must_use]
    pub fn status(&self) -> Option<u16> {
        self.answer.as_ref().map(|answer| answer.status)
    }
}

impl fmt::Display for ConfirmError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = self.provider.name();
        write!(
            f,
            "{name} could not be read, which says nothing of the subscription: {}",
            Shown(self.cause.trim_end_matches('.'))
        )?;
        if self.said.has_words() {
            write!(f, "; {name} says: {}", self.said.to_string().trim_end_matches('.'))?;
        }
        match &self.said.retry {
            Some(retry) => write!(f, ". Read again {retry}."),
            None => f.write_str(". Reading again is always safe."),
        }
    }
}

impl std::error::Error for ConfirmError {}
