use std::fmt;

use serde::{Deserialize, Serialize};

use crate::shown::Shown;

/// What a provider said about an error, as it said it.
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
}

impl fmt::Display for Said {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let parts = [self.code.as_deref(), self.message.as_deref()];
        let mut separator = "";
        for part in parts.into_iter().flatten() {
            write!(f, "{separator}{}", Shown(part.trim_end_matches('.')))?;
            separator = ": ";
        }
        let message = self.message.as_deref().unwrap_or_default();
        for (index, field) in self.fields.iter().enumerate() {
            let before = if index == 0 && separator.is_empty() { "" } else { "; " };
            // Some providers have nothing but what they say of each field, and then it is their message too.
            match field.message.as_deref().filter(|text| !message.contains(text)) {
                Some(_) => write!(f, "{before}{field}")?,
                None => write!(f, "{before}{}", Shown(&field.field))?,
            }
        }
        Ok(())
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
