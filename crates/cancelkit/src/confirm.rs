use std::fmt;

use serde::{Deserialize, Serialize};

use crate::shown::Shown;
use crate::version::{VERSION, versioned};
use crate::{CancelRequest, Evidence, Key, Plan, Target};

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
