use std::fmt;

use cancelkit_runtime::Preview;
use serde::{Deserialize, Serialize};

use crate::shown::Shown;
use crate::version::{VERSION, versioned};
use crate::{Abilities, CancelRequest, ProviderId, Refusal};

/// What a cancellation would send, and what the provider says comes of it. It is made without any I/O and holds no credential.
///
/// A plan can be stored, shown and approved. Before it is sent it is made again from its request and compared: one that was changed,
/// or that another version or another server's provider made, is refused.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(remote = "Self", deny_unknown_fields)]
#[non_exhaustive]
pub struct Plan {
    #[cfg_attr(feature = "schemars", schemars(extend("const" = VERSION)))]
    version: u32,
    /// Who is asked.
    pub provider: ProviderId,
    /// What was asked for.
    pub request: CancelRequest,
    /// The reads that are sent before, whose answers decide whether the cancellation is sent at all.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub reads_first: Vec<Preview>,
    /// The cancellation as it will be sent, credentials redacted.
    pub preview: Preview,
    /// When the subscription ends, in the provider's own words.
    pub timing_effect: String,
    /// What happens to charges, in the provider's own words.
    pub money_effect: String,
    /// What makes it safe to send it again.
    pub repetition: String,
    /// How it is read back, and what that proves.
    pub confirm: String,
    /// Whether it can be taken back.
    pub undo: String,
    /// What has surprised people, or would.
    pub traps: Vec<String>,
}

versioned!(Plan, "plan");

impl Plan {
    /// The plan of a request that is sent as `preview`. Providers make it.
    ///
    /// # Errors
    ///
    /// [`Refusal`], by the provider's abilities.
    pub fn new(request: &CancelRequest, preview: Preview) -> Result<Self, Refusal> {
        let provider = request.target.provider();
        let abilities = Abilities::of(provider);
        Refusal::unless_empty(provider, abilities.objections(request))?;
        let effect = |found: Option<&str>| found.unwrap_or_default().to_owned();
        Ok(Self {
            version: VERSION,
            provider,
            request: request.clone(),
            reads_first: Vec::new(),
            preview,
            timing_effect: effect(abilities.timing_effect(request.timing.kind())),
            money_effect: effect(abilities.money_effect(request.money)),
            repetition: abilities.repetition.effect.to_owned(),
            confirm: abilities.confirm.effect.to_owned(),
            undo: abilities.undo.effect.to_owned(),
            traps: abilities.traps.iter().map(|&trap| trap.to_owned()).collect(),
        })
    }

    /// Adds a read that is sent before.
    #[must_use]
    pub fn with_read_first(mut self, preview: Preview) -> Self {
        self.reads_first.push(preview);
        self
    }
}

impl fmt::Display for Plan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "Cancel {} at {}.", Shown(&self.request.target.to_string()), self.provider.name())?;
        writeln!(f, "When: {}", Shown(&self.timing_effect))?;
        writeln!(f, "Money: {}", Shown(&self.money_effect))?;
        writeln!(f, "Sending it again: {}", Shown(&self.repetition))?;
        writeln!(f, "Reading it back: {}", Shown(&self.confirm))?;
        writeln!(f, "Taking it back: {}", Shown(&self.undo))?;
        writeln!(f, "Beware:")?;
        for trap in &self.traps {
            writeln!(f, "- {}", Shown(trap))?;
        }
        for read in &self.reads_first {
            writeln!(f, "\nRead first:\n{}", Indented(read))?;
        }
        let when = if self.reads_first.is_empty() { "Sent" } else { "Then sent" };
        write!(f, "\n{when}:\n{}", Indented(&self.preview))
    }
}

/// An HTTP message, four spaces in.
pub(crate) struct Indented<'a>(pub(crate) &'a Preview);

impl fmt::Display for Indented<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, line) in self.0.to_string().lines().enumerate() {
            let end = if index == 0 { "" } else { "\n" };
            let indent = if line.is_empty() { "" } else { "    " };
            write!(f, "{end}{indent}{line}")?;
        }
        Ok(())
    }
}
