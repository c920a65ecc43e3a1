use std::fmt;

use serde::{Deserialize, Serialize};

use crate::ProviderId;
use crate::shown::Shown;
use crate::version::{VERSION, versioned};

/// Everything in a request that a provider cannot do, all at once, each with what it can do instead. Nothing was sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(remote = "Self")]
#[non_exhaustive]
pub struct Refusal {
    #[cfg_attr(feature = "schemars", schemars(extend("const" = VERSION)))]
    version: u32,
    /// Who cannot.
    pub provider: ProviderId,
    /// What it cannot do. Never empty.
    pub objections: Vec<Objection>,
}

versioned!(Refusal, "refusal");

impl Refusal {
    /// Nothing where there is no objection.
    ///
    /// # Errors
    ///
    /// The refusal, where there is one.
    pub fn unless_empty(provider: ProviderId, objections: Vec<Objection>) -> Result<(), Self> {
        if objections.is_empty() { Ok(()) } else { Err(Self { version: VERSION, provider, objections }) }
    }

    /// A refusal for one reason.
    #[must_use]
    pub fn because(provider: ProviderId, objection: Objection) -> Self {
        Self { version: VERSION, provider, objections: vec![objection] }
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} cannot do this, and nothing was sent:", self.provider.name())?;
        for objection in &self.objections {
            write!(f, "\n- {objection}")?;
        }
        Ok(())
    }
}

impl std::error::Error for Refusal {}

/// One thing that a provider cannot do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Objection {
    /// Which part of the request it is about.
    pub about: Aspect,
    /// What was asked for; `None` where something is missing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub asked: Option<String>,
    /// Why it cannot be.
    pub why: String,
    /// What can be instead; empty where nothing can.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub possible: Vec<Possible>,
}

impl Objection {
    /// An objection to what was asked.
    #[must_use]
    pub fn to(about: Aspect, asked: impl Into<String>, why: impl Into<String>) -> Self {
        Self { about, asked: Some(asked.into()), why: why.into(), possible: Vec::new() }
    }

    /// An objection to what is missing.
    #[must_use]
    pub fn missing(about: Aspect, why: impl Into<String>) -> Self {
        Self { about, asked: None, why: why.into(), possible: Vec::new() }
    }

    /// Says what can be instead.
    #[must_use]
    pub fn instead(mut self, possible: impl IntoIterator<Item = Possible>) -> Self {
        self.possible.extend(possible);
        self
    }
}

impl fmt::Display for Objection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.about.fmt(f)?;
        if let Some(asked) = &self.asked {
            write!(f, " `{}`", Shown(asked))?;
        }
        write!(f, ": {}", Shown(&self.why))?;
        for (index, possible) in self.possible.iter().enumerate() {
            write!(f, "\n    {} {possible}", if index == 0 { "instead:" } else { "or:     " })?;
        }
        Ok(())
    }
}

/// Something that a provider can do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Possible {
    /// The word to ask for it.
    pub value: String,
    /// What comes of it, where that needs words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub effect: Option<String>,
}

impl Possible {
    /// A word with its effect.
    #[must_use]
    pub fn with_effect(value: impl Into<String>, effect: impl Into<String>) -> Self {
        Self { value: value.into(), effect: Some(effect.into()) }
    }
}

impl From<&str> for Possible {
    fn from(value: &str) -> Self {
        Self { value: value.to_owned(), effect: None }
    }
}

impl fmt::Display for Possible {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        Shown(&self.value).fmt(f)?;
        match &self.effect {
            Some(effect) => write!(f, " ({})", Shown(effect)),
            None => Ok(()),
        }
    }
}

crate::words::words! {
    /// A part of a request.
    pub enum Aspect as "part of a request" {
        /// What is cancelled.
        Target = "target",
        /// When.
        Timing = "timing",
        /// What happens to charges.
        Money = "money",
        /// Who asked.
        Actor = "actor",
        /// Why.
        Reason = "reason",
        /// Why, in free words.
        Comment = "comment",
        /// The caller's own name for it.
        Key = "key",
        /// Taking it back.
        Undo = "undo",
        /// The request as a whole.
        Request = "request",
    }
}
