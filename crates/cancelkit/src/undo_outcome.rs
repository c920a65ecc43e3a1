use std::collections::BTreeMap;
use std::fmt;

use cancelkit_runtime::Answer;
use serde::{Deserialize, Serialize};

use crate::shown::Shown;
use crate::version::{VERSION, versioned};
use crate::{Certainty, ProviderId, RawAnswer};

/// What became of taking a cancellation back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(remote = "Self")]
#[non_exhaustive]
pub struct UndoOutcome {
    #[cfg_attr(feature = "schemars", schemars(extend("const" = VERSION)))]
    version: u32,
    /// Who answered.
    pub provider: ProviderId,
    /// What became of it.
    #[serde(flatten)]
    pub what: UndoWhat,
    /// What may be believed of the subscription.
    pub certainty: Certainty,
    /// What the provider said of it, by its own names.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub details: BTreeMap<String, String>,
    /// The answer as it came.
    pub answer: Box<RawAnswer>,
}

versioned!(UndoOutcome, "outcome");

/// What became of taking a cancellation back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(tag = "what", rename_all = "kebab-case")]
#[non_exhaustive]
pub enum UndoWhat {
    /// The subscription goes on.
    Undone,
    /// The answer proves nothing. Read it back.
    Unconfirmed {
        /// Why it proves nothing.
        why: String,
    },
}

impl UndoOutcome {
    /// An outcome by an answer.
    #[must_use]
    pub fn new(provider: ProviderId, what: UndoWhat, answer: &Answer) -> Self {
        let certainty = match &what {
            UndoWhat::Undone => Certainty::Done,
            UndoWhat::Unconfirmed { .. } => Certainty::MaybeDone,
        };
        let answer = Box::new(RawAnswer::from(answer));
        Self { version: VERSION, provider, what, certainty, details: BTreeMap::new(), answer }
    }

    /// Adds something that the provider said; nothing where it did not say it.
    #[must_use]
    pub fn with_detail(mut self, name: &str, value: Option<String>) -> Self {
        self.details.extend(value.map(|value| (name.to_owned(), value)));
        self
    }
}

impl fmt::Display for UndoOutcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = self.provider.name();
        match &self.what {
            UndoWhat::Undone => write!(f, "{name}: the cancellation is taken back and the subscription goes on")?,
            UndoWhat::Unconfirmed { why } => {
                write!(f, "{name}: not confirmed, since {}; read it back before anything is sent again", Shown(why))?;
            }
        }
        for (name, value) in &self.details {
            write!(f, "; {} {}", Shown(name), Shown(value))?;
        }
        Ok(())
    }
}
