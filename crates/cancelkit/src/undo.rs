use std::collections::BTreeMap;
use std::fmt;

use cancelkit_runtime::{Answer, Preview};
use serde::{Deserialize, Serialize};

use crate::plan::Indented;
use crate::shown::Shown;
use crate::version::{VERSION, versioned};
use crate::{Abilities, Aspect, Certainty, Key, Objection, ProviderId, RawAnswer, Refusal, Target};

/// A cancellation that is to be taken back. Only one that lies ahead can be.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(remote = "Self", deny_unknown_fields)]
#[non_exhaustive]
pub struct UndoRequest {
    #[cfg_attr(feature = "schemars", schemars(extend("const" = VERSION)))]
    version: u32,
    /// Whose cancellation is taken back.
    pub target: Target,
    /// The key that it was sent with. With it only that very cancellation is taken back, and without it whichever there is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key: Option<Key>,
    /// Why, in free words. They are sent to the provider.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub comment: Option<String>,
}

versioned!(UndoRequest, "request");

impl UndoRequest {
    /// Takes back the cancellation of this target.
    #[must_use]
    pub fn new(target: impl Into<Target>) -> Self {
        Self { version: VERSION, target: target.into(), key: None, comment: None }
    }

    /// Takes back only the cancellation that was sent with this key.
    #[must_use]
    pub fn with_key(mut self, key: Key) -> Self {
        self.key = Some(key);
        self
    }

    /// Says why in free words, which are sent to the provider.
    #[must_use]
    pub fn with_comment(mut self, comment: impl Into<String>) -> Self {
        self.comment = Some(comment.into());
        self
    }
}

/// What taking a cancellation back would send, and what the provider says comes of it. Like a [`Plan`](crate::Plan) it is made
/// again and compared before it is sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(remote = "Self", deny_unknown_fields)]
#[non_exhaustive]
pub struct UndoPlan {
    #[cfg_attr(feature = "schemars", schemars(extend("const" = VERSION)))]
    version: u32,
    /// Who is asked.
    pub provider: ProviderId,
    /// What was asked for.
    pub request: UndoRequest,
    /// The reads that are sent before, whose answers decide whether anything is sent at all.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub reads_first: Vec<Preview>,
    /// The request as it will be sent, credentials redacted.
    pub preview: Preview,
    /// What comes of it, in the provider's own words.
    pub effect: String,
}

versioned!(UndoPlan, "undo plan");

impl UndoPlan {
    /// The plan of a request that is sent as `preview`, after these reads. Providers make it.
    ///
    /// # Errors
    ///
    /// [`Refusal`], by the provider's abilities.
    pub fn new(request: &UndoRequest, reads_first: Vec<Preview>, preview: Preview) -> Result<Self, Refusal> {
        let provider = request.target.provider();
        let abilities = Abilities::of(provider);
        abilities.refuse_undo(request)?;
        Ok(Self {
            version: VERSION,
            provider,
            request: request.clone(),
            reads_first,
            preview,
            effect: abilities.undo.effect.to_owned(),
        })
    }
}

impl Abilities {
    /// Whether a cancellation can be taken back here at all.
    ///
    /// # Errors
    ///
    /// [`Refusal`], where it cannot.
    pub fn refuse_undo(&self, request: &UndoRequest) -> Result<(), Refusal> {
        let target = request.target.to_string();
        let objection = if request.target.provider() != self.provider {
            let other = request.target.provider().name();
            Objection::to(Aspect::Target, target, format!("it is a target at {other}; ask {other}"))
        } else if self.undo.possible {
            return Ok(());
        } else {
            Objection::to(Aspect::Undo, target, self.undo.effect)
        };
        Err(Refusal::because(self.provider, objection))
    }
}

impl fmt::Display for UndoPlan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "Take back the cancellation of {} at {}.", self.request.target, self.provider.name())?;
        writeln!(f, "Effect: {}", Shown(&self.effect))?;
        for read in &self.reads_first {
            writeln!(f, "\nRead first:\n{}", Indented(read))?;
        }
        write!(f, "\nThen sent:\n{}", Indented(&self.preview))
    }
}

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
