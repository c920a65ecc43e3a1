use std::fmt;

use cancelkit_runtime::Preview;
use serde::{Deserialize, Serialize};

use crate::plan::Indented;
use crate::shown::Shown;
use crate::version::{VERSION, versioned};
use crate::{Abilities, Aspect, Objection, ProviderId, Refusal, UndoRequest};

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
        writeln!(
            f,
            "Take back the cancellation of {} at {}.",
            Shown(&self.request.target.to_string()),
            self.provider.name()
        )?;
        writeln!(f, "Effect: {}", Shown(&self.effect))?;
        for read in &self.reads_first {
            writeln!(f, "\nRead first:\n{}", Indented(read))?;
        }
        write!(f, "\nThen sent:\n{}", Indented(&self.preview))
    }
}
