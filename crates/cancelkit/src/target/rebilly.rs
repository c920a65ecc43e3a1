use std::fmt;

use serde::{Deserialize, Deserializer, Serialize};

use super::TargetError;
use crate::ProviderId;

/// A subscription at Rebilly.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct RebillyTarget {
    #[serde(deserialize_with = "checked")]
    #[cfg_attr(feature = "schemars", schemars(length(min = 1, max = 50), regex(pattern = r"^[@~\-\.\w]+$")))]
    subscription_id: String,
}

impl RebillyTarget {
    /// The subscription with this id.
    ///
    /// # Errors
    ///
    /// [`TargetError`] for an id that Rebilly cannot have given out.
    pub fn new(subscription_id: impl Into<String>) -> Result<Self, TargetError> {
        let subscription_id = subscription_id.into();
        match problem(&subscription_id) {
            None => Ok(Self { subscription_id }),
            Some(problem) => Err(TargetError::new(ProviderId::Rebilly, problem)),
        }
    }

    /// The id.
    #[must_use]
    pub fn subscription_id(&self) -> &str {
        &self.subscription_id
    }
}

fn problem(id: &str) -> Option<&'static str> {
    if id.is_empty() {
        Some("the id of the subscription is empty")
    } else if id.len() > 50 {
        Some("the id of a subscription has at most 50 characters")
    } else if !id.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"@~-._".contains(&byte)) {
        Some("the id of a subscription has letters, digits and @ ~ - . _ alone")
    } else if matches!(id, "." | "..") {
        Some("the id would lead to another address")
    } else {
        None
    }
}

fn checked<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    let id = String::deserialize(deserializer)?;
    RebillyTarget::new(id).map(|target| target.subscription_id).map_err(serde::de::Error::custom)
}

impl fmt::Display for RebillyTarget {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.subscription_id)
    }
}

#[cfg(test)]
mod tests {
    use super::RebillyTarget;

    #[test]
    fn what_rebilly_cannot_have_given_out_is_refused() {
        let long = "a".repeat(51);
        for text in ["", ".", "..", "a/b", "a b", "a%2fb", "sub:1", "sübscription", "a\n", long.as_str()] {
            let error = RebillyTarget::new(text).expect_err(text).to_string();
            assert!(error.ends_with("a right one is sub_EXAMPLE0001"), "{error}");
        }
    }

    #[test]
    fn all_allowed_characters_pass() {
        for text in ["sub_01HRF27SATGE4Z6PBJE6PD8328", "@~-._aZ9", "...", &"a".repeat(50)] {
            assert_eq!(RebillyTarget::new(text).expect(text).subscription_id(), text);
        }
    }
}
