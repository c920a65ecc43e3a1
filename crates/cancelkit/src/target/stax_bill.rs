use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize};

use super::TargetError;
use crate::ProviderId;

/// A subscription at Stax Bill. A wrong number can be somebody else's subscription.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct StaxBillTarget {
    #[serde(deserialize_with = "checked")]
    #[cfg_attr(feature = "schemars", schemars(range(min = 1)))]
    subscription_id: i64,
}

impl StaxBillTarget {
    /// The subscription with this number.
    ///
    /// # Errors
    ///
    /// [`TargetError`] for a number that is not positive.
    pub fn new(subscription_id: i64) -> Result<Self, TargetError> {
        if subscription_id > 0 { Ok(Self { subscription_id }) } else { Err(problem()) }
    }

    /// The number.
    #[must_use]
    pub fn subscription_id(&self) -> i64 {
        self.subscription_id
    }
}

fn problem() -> TargetError {
    TargetError::new(ProviderId::StaxBill, "the number of a subscription is a positive whole number, digits alone")
}

fn checked<'de, D: Deserializer<'de>>(deserializer: D) -> Result<i64, D::Error> {
    let number = i64::deserialize(deserializer)?;
    StaxBillTarget::new(number).map(|target| target.subscription_id).map_err(serde::de::Error::custom)
}

impl FromStr for StaxBillTarget {
    type Err = TargetError;

    fn from_str(text: &str) -> Result<Self, TargetError> {
        // `parse` would take a sign too.
        if !text.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(problem());
        }
        text.parse().map_err(|_| problem()).and_then(Self::new)
    }
}

impl fmt::Display for StaxBillTarget {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.subscription_id.fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::StaxBillTarget;

    #[test]
    fn what_is_no_positive_number_is_refused() {
        for text in ["", "0", "-1", "+1", " 1", "1 ", "1.0", "0x1", "12345a", "9223372036854775808", "١"] {
            let error = text.parse::<StaxBillTarget>().expect_err(text).to_string();
            assert!(error.ends_with("a right one is 12345"), "{error}");
        }
    }

    #[test]
    fn a_positive_number_is_a_target() {
        assert_eq!("9223372036854775807".parse::<StaxBillTarget>().unwrap().subscription_id(), i64::MAX);
    }
}
