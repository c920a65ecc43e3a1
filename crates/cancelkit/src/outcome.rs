use std::collections::BTreeMap;
use std::fmt;

use cancelkit_runtime::{Answer, Timestamp};
use serde::{Deserialize, Serialize};

use crate::shown::Shown;
use crate::version::{VERSION, versioned};
use crate::{Certainty, Evidence, ProviderId, RawAnswer};

/// What became of a cancellation that was answered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(remote = "Self")]
#[non_exhaustive]
pub struct Outcome {
    #[cfg_attr(feature = "schemars", schemars(extend("const" = VERSION)))]
    version: u32,
    /// Who answered.
    pub provider: ProviderId,
    /// What became of it.
    #[serde(flatten)]
    pub what: What,
    /// What may be believed of the subscription.
    pub certainty: Certainty,
    /// Whether this call sent the cancellation. It is false where the cancellation was found under the caller's key, was believed and
    /// was not sent again, and where a read that comes first showed that there is nothing to cancel.
    pub sent: bool,
    /// When the subscription ended, as the provider said it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ended_at: Option<Timestamp>,
    /// Until when the subscription runs on, as the provider said it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub access_until: Option<Timestamp>,
    /// What the provider said about money, by its own names.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub money: BTreeMap<String, String>,
    /// The answer as it came.
    pub answer: Box<RawAnswer>,
}

versioned!(Outcome, "outcome");

/// What became of a cancellation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(tag = "what", rename_all = "kebab-case")]
#[non_exhaustive]
pub enum What {
    /// The subscription has ended.
    Cancelled,
    /// The subscription is cancelled and runs on for a time.
    Scheduled {
        /// Until when, as the provider said it; `None` where it did not say.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        at: Option<Timestamp>,
    },
    /// There was nothing to cancel, since the subscription had ended before, and a read proves it: one that comes first, or one that
    /// follows a refusal. What was asked about money was not done by this call.
    NothingToCancel {
        /// What proves it.
        evidence: Evidence,
    },
    /// The answer proves nothing. Read it back.
    Unconfirmed {
        /// Why it proves nothing.
        why: String,
    },
}

impl Outcome {
    /// An outcome by an answer to a cancellation that this call sent.
    #[must_use]
    pub fn new(provider: ProviderId, what: What, answer: &Answer) -> Self {
        let certainty = match &what {
            What::Cancelled | What::Scheduled { .. } => Certainty::Done,
            What::NothingToCancel { .. } => Certainty::Rejected,
            What::Unconfirmed { .. } => Certainty::MaybeDone,
        };
        Self {
            version: VERSION,
            provider,
            what,
            certainty,
            sent: true,
            ended_at: None,
            access_until: None,
            money: BTreeMap::new(),
            answer: Box::new(RawAnswer::from(answer)),
        }
    }

    /// Says that this call sent no cancellation: it was found, or a read showed that there is nothing to cancel.
    #[must_use]
    pub fn unsent(mut self) -> Self {
        self.sent = false;
        if matches!(self.what, What::NothingToCancel { .. }) {
            self.certainty = Certainty::NotSent;
        }
        self
    }

    /// Adds when the subscription ended.
    #[must_use]
    pub fn with_ended_at(mut self, time: Option<Timestamp>) -> Self {
        self.ended_at = time;
        self
    }

    /// Adds until when the subscription runs on.
    #[must_use]
    pub fn with_access_until(mut self, time: Option<Timestamp>) -> Self {
        self.access_until = time;
        self
    }

    /// Adds something that the provider said about money; nothing where it did not say it.
    #[must_use]
    pub fn with_money(mut self, name: &str, value: Option<String>) -> Self {
        self.money.extend(value.map(|value| (name.to_owned(), value)));
        self
    }
}

impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = self.provider.name();
        match &self.what {
            What::Cancelled => write!(f, "{name}: cancelled")?,
            What::Scheduled { at: Some(at) } => {
                write!(f, "{name}: cancelled, and runs on until {}", Shown(at.as_str()))?
            }
            What::Scheduled { at: None } => {
                write!(f, "{name}: cancelled, and runs on for a time that it does not say")?
            }
            What::NothingToCancel { evidence } => write!(f, "{name}: nothing to cancel, since {evidence}")?,
            What::Unconfirmed { why } => {
                write!(f, "{name}: not confirmed, since {}; read it back before anything is sent again", Shown(why))?;
            }
        }
        if let Some(at) = &self.ended_at {
            write!(f, "; ended at {}", Shown(at.as_str()))?;
        }
        for (name, value) in &self.money {
            write!(f, "; {} {}", Shown(name), Shown(value))?;
        }
        match &self.what {
            _ if self.sent => Ok(()),
            What::NothingToCancel { .. } => f.write_str("; nothing was sent"),
            _ => f.write_str("; it was found under this key and not sent again"),
        }
    }
}
