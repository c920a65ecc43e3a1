use std::fmt;

use cancelkit_runtime::{Answer, CallError, Timestamp};
use serde::{Deserialize, Serialize};

use crate::shown::Shown;
use crate::version::{VERSION, versioned};
use crate::{CancelRequest, Key, Plan, ProviderId, RawAnswer, Said, Target};

/// What is to be read back.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(remote = "Self", deny_unknown_fields)]
#[non_exhaustive]
pub struct ConfirmRequest {
    #[cfg_attr(feature = "schemars", schemars(extend("const" = VERSION)))]
    version: u32,
    /// Whose end is asked about.
    pub target: Target,
    /// The key that the cancellation was sent with. With it the question is about that very cancellation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key: Option<Key>,
    /// When an earlier read answered [`Confirmation::StillActive`] for this target. A weak read can prove an end only after one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seen_active: Option<jiff::Timestamp>,
}

versioned!(ConfirmRequest, "question");

impl ConfirmRequest {
    /// Asks about a target.
    #[must_use]
    pub fn new(target: impl Into<Target>) -> Self {
        Self { version: VERSION, target: target.into(), key: None, seen_active: None }
    }

    /// Asks about the cancellation that was sent with this key.
    #[must_use]
    pub fn with_key(mut self, key: Key) -> Self {
        self.key = Some(key);
        self
    }

    /// Says that an earlier read answered [`Confirmation::StillActive`], and its `as_of`.
    #[must_use]
    pub fn with_seen_active(mut self, as_of: jiff::Timestamp) -> Self {
        self.seen_active = Some(as_of);
        self
    }
}

impl From<&CancelRequest> for ConfirmRequest {
    fn from(request: &CancelRequest) -> Self {
        Self { key: request.key.clone(), ..Self::new(request.target.clone()) }
    }
}

impl From<&Plan> for ConfirmRequest {
    fn from(plan: &Plan) -> Self {
        Self::from(&plan.request)
    }
}

/// What reading back showed. Only [`Confirmation::Ended`] settles a cancellation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(tag = "confirmation", rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Confirmation {
    /// The subscription has ended, or is cancelled and will end at a time that the evidence names.
    Ended {
        /// What proves it.
        evidence: Evidence,
    },
    /// The subscription was still active. A request that is under way can still end it: wait for the provider's
    /// [settle time](crate::Repetition::settle_seconds), or let a person decide.
    StillActive {
        /// When the read was made.
        as_of: jiff::Timestamp,
    },
    /// The read leaves the question open.
    Undecided {
        /// Why.
        why: String,
    },
}

impl fmt::Display for Confirmation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Ended { evidence } if evidence.scheduled => write!(f, "cancelled and still running: {evidence}"),
            Self::Ended { evidence } => write!(f, "ended: {evidence}"),
            Self::StillActive { as_of } => {
                write!(f, "still active as of {as_of}; a request that is under way can still end it")
            }
            Self::Undecided { why } => write!(f, "undecided: {}", Shown(why)),
        }
    }
}

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
    #[serde(default)]
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
        let cause = match error {
            CallError::NotSent(error) => error.to_string(),
            CallError::NoAnswer(_) => "no answer came".to_owned(),
            CallError::Unreadable(error) => format!("the answer cannot be read: {}", error.problem()),
            error => error.to_string(),
        };
        Self { answer: error.answer().map(|answer| Box::new(RawAnswer::from(answer))), ..Self::new(provider, cause) }
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
        write!(f, "{name} could not be read, which says nothing of the subscription: {}", Shown(&self.cause))?;
        if !self.said.is_empty() {
            write!(f, "; {name} says: {}", self.said)?;
        }
        match &self.said.retry {
            Some(retry) => write!(f, ". Read again {retry}."),
            None => f.write_str(". Reading again is always safe."),
        }
    }
}

impl std::error::Error for ConfirmError {}
