use std::fmt::{self, Write};

use serde::{Deserialize, Serialize};

use crate::shown::{Capped, Shown};

/// The most fields at fault in a sentence for people.
const MAX_FIELDS: usize = 10;

/// The most characters of all that a provider said in a sentence for people.
const MAX_CHARS: usize = 3000;

/// What a provider said about an error, as it said it.
///
/// `Display` is for people: it is bounded, and names the first fields alone.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Said {
    /// Its sentence for people.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub message: Option<String>,
    /// Its identifier for the error: `invalid_blog`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// The fields at fault.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub fields: Vec<FaultyField>,
    /// When to try again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retry: Option<RetryAt>,
}

impl Said {
    /// A message and an identifier.
    #[must_use]
    pub fn new(message: Option<String>, code: Option<String>) -> Self {
        Self { message, code, ..Self::default() }
    }

    /// Adds the fields at fault.
    #[must_use]
    pub fn with_fields(mut self, fields: impl IntoIterator<Item = FaultyField>) -> Self {
        self.fields.extend(fields);
        self
    }

    /// Adds when to try again.
    #[must_use]
    pub fn with_retry(mut self, retry: Option<RetryAt>) -> Self {
        self.retry = retry;
        self
    }

    pub(crate) fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Whether there is anything in it that a provider says, beside when to try again.
    pub(crate) fn has_words(&self) -> bool {
        !self.fields.is_empty() || self.parts().next().is_some()
    }

    /// The identifier and the message, without the dots at their ends.
    fn parts(&self) -> impl Iterator<Item = &str> {
        let parts = [self.code.as_deref(), self.message.as_deref()];
        parts.into_iter().flatten().map(|part| part.trim().trim_end_matches('.')).filter(|part| !part.is_empty())
    }
}

impl fmt::Display for Said {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut f = Capped::new(f, MAX_CHARS);
        let mut separator = "";
        for part in self.parts() {
            write!(f, "{separator}{}", Shown(part))?;
            separator = ": ";
        }
        let before = |index: usize| if index == 0 && separator.is_empty() { "" } else { "; " };
        // Some providers have nothing but what they say of each field, and then it is their message too.
        let message = self.message.as_deref().unwrap_or_default();
        for (index, field) in self.fields.iter().take(MAX_FIELDS).enumerate() {
            let is_said = |text: &str| text == message || message.split("; ").take(MAX_FIELDS).any(|said| said == text);
            match field.message.as_deref().filter(|text| !is_said(text)) {
                Some(_) => write!(f, "{}{field}", before(index))?,
                None => write!(f, "{}{}", before(index), Shown(&field.field))?,
            }
        }
        match self.fields.len().saturating_sub(MAX_FIELDS) {
            0 => Ok(()),
            more => write!(f, "; and {more} more"),
        }
    }
}

/// Whether there is nothing to store.
#[expect(clippy::borrowed_box, reason = "serde passes the field as it is")]
pub(crate) fn is_silent(said: &Box<Said>) -> bool {
    said.is_empty()
}

/// A field that a provider found at fault.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct FaultyField {
    /// The field, as the provider names it.
    pub field: String,
    /// What is wrong with it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub message: Option<String>,
}

impl FaultyField {
    /// A field and what is wrong with it.
    #[must_use]
    pub fn new(field: impl Into<String>, message: Option<String>) -> Self {
        Self { field: field.into(), message }
    }
}

impl fmt::Display for FaultyField {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", Shown(&self.field))?;
        match &self.message {
            Some(message) => write!(f, ": {}", Shown(message)),
            None => Ok(()),
        }
    }
}

/// When a provider says that a request can be sent again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct RetryAt {
    /// The header that says it.
    pub header: String,
    /// Its value, as it came.
    pub value: String,
    /// The moment, where the value names one beyond doubt. A time without a zone names none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub moment: Option<jiff::Timestamp>,
}

impl RetryAt {
    /// A header's value and the moment that it names.
    #[must_use]
    pub fn new(header: impl Into<String>, value: impl Into<String>, moment: Option<jiff::Timestamp>) -> Self {
        Self { header: header.into(), value: value.into(), moment }
    }
}

impl fmt::Display for RetryAt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.moment {
            Some(moment) => write!(f, "not before {moment}"),
            None => write!(
                f,
                "after {} (so says {}; which moment that is, is not certain)",
                Shown(&self.value),
                Shown(&self.header)
            ),
        }
    }
}
