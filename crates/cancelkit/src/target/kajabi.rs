use std::fmt;

use cancelkit_runtime::is_hidden;
use serde::{Deserialize, Deserializer, Serialize};

use super::TargetError;
use crate::ProviderId;

/// A purchase at Kajabi, by the purchase's own id and not by that of the subscription at Stripe, PayPal or Kajabi Payments.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct KajabiTarget {
    #[serde(deserialize_with = "checked")]
    #[cfg_attr(feature = "schemars", schemars(length(min = 1, max = 255)))]
    purchase_id: String,
}

impl KajabiTarget {
    /// The purchase with this id. Kajabi documents no form for it, so every text is taken that stays one part of the address.
    ///
    /// # Errors
    ///
    /// [`TargetError`] for a text that would address something else, has white space or a character that cannot be seen, begins with a
    /// dash, or is longer than 255 bytes.
    pub fn new(purchase_id: impl Into<String>) -> Result<Self, TargetError> {
        let purchase_id = purchase_id.into();
        let problem = if purchase_id.is_empty() {
            "the id of the purchase is empty"
        } else if purchase_id.len() > 255 {
            "the id of the purchase is longer than 255 bytes"
        } else if purchase_id.chars().any(|c| c.is_whitespace() || is_hidden(c)) {
            "the id of the purchase has white space, a control character or another that cannot be seen"
        } else if purchase_id.starts_with('-') {
            "the id of the purchase begins with a dash, which a command line takes for an option"
        } else if cancelkit_runtime::path_segment("id", &purchase_id).is_err() {
            "the id of the purchase would lead to another address"
        } else {
            return Ok(Self { purchase_id });
        };
        Err(TargetError::new(ProviderId::Kajabi, problem))
    }

    /// The id.
    #[must_use]
    pub fn purchase_id(&self) -> &str {
        &self.purchase_id
    }
}

fn checked<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    let id = String::deserialize(deserializer)?;
    KajabiTarget::new(id).map(|target| target.purchase_id).map_err(serde::de::Error::custom)
}

impl fmt::Display for KajabiTarget {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.purchase_id)
    }
}

#[cfg(test)]
mod tests {
    use super::KajabiTarget;

    #[test]
    fn what_would_address_something_else_is_refused() {
        let long = "1".repeat(256);
        for text in [
            "",
            ".",
            "..",
            "1/deactivate",
            "1\\2",
            "%2e%2e",
            "..;",
            "1 2",
            "1\n",
            "?",
            "-1",
            "--yes",
            "1\u{202e}",
            "1\u{200b}",
            "\u{ad}1",
            "1\u{fe0f}",
            "1\u{61c}",
            "1\u{e0031}",
            long.as_str(),
        ] {
            let error = KajabiTarget::new(text).expect_err(text).to_string();
            assert!(error.ends_with("a right one is 900000001"), "{error}");
        }
    }

    #[test]
    fn an_id_of_any_other_form_passes() {
        for text in ["900000001", "pur_1", "3f2504e0-4f89-11d3-9a0c-0305e82c3301"] {
            assert_eq!(KajabiTarget::new(text).expect(text).purchase_id(), text);
        }
    }
}
