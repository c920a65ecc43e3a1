//! What is cancelled: a type for each provider, made from text or from parts, always checked.

mod error;
mod item;
mod jetpack;
mod kajabi;
mod rebilly;
mod site;
mod stax_bill;

use std::fmt;

use serde::{Deserialize, Serialize};

pub use self::error::TargetError;
pub use self::item::Item;
pub use self::jetpack::JetpackTarget;
pub use self::kajabi::KajabiTarget;
pub use self::rebilly::RebillyTarget;
pub use self::site::Site;
pub use self::stax_bill::StaxBillTarget;
use crate::ProviderId;

/// The one subscription to cancel. What would reach more than one cannot be written here.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(tag = "provider", rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Target {
    /// A plan or an item of a site.
    Jetpack(JetpackTarget),
    /// A subscription.
    StaxBill(StaxBillTarget),
    /// A subscription.
    Rebilly(RebillyTarget),
    /// A purchase.
    Kajabi(KajabiTarget),
}

impl Target {
    /// A provider's target from its text, which [`Display`](fmt::Display) writes too:
    ///
    /// | provider | text |
    /// |---|---|
    /// | Jetpack | `SITE#ITEM`: see [`Site`] and [`Item`]; the item has no default |
    /// | Stax Bill | the number of the subscription |
    /// | Rebilly | the id of the subscription |
    /// | Kajabi | the id of the purchase |
    ///
    /// ```
    /// use cancelkit::{ProviderId, Target};
    ///
    /// let target = Target::parse(ProviderId::Jetpack, "example.com/demo/wp#jetpack-scan")?;
    /// assert_eq!(target.to_string(), "example.com/demo/wp#jetpack-scan");
    /// # Ok::<(), cancelkit::TargetError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// [`TargetError`], which says what is wrong and shows a right one.
    pub fn parse(provider: ProviderId, text: &str) -> Result<Self, TargetError> {
        match provider {
            ProviderId::Jetpack => text.parse().map(Self::Jetpack),
            ProviderId::StaxBill => text.parse().map(Self::StaxBill),
            ProviderId::Rebilly => RebillyTarget::new(text).map(Self::Rebilly),
            ProviderId::Kajabi => KajabiTarget::new(text).map(Self::Kajabi),
        }
    }

    /// Whose subscription it is.
    #[must_use]
    pub fn provider(&self) -> ProviderId {
        match self {
            Self::Jetpack(_) => ProviderId::Jetpack,
            Self::StaxBill(_) => ProviderId::StaxBill,
            Self::Rebilly(_) => ProviderId::Rebilly,
            Self::Kajabi(_) => ProviderId::Kajabi,
        }
    }
}

impl fmt::Display for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Jetpack(target) => target.fmt(f),
            Self::StaxBill(target) => target.fmt(f),
            Self::Rebilly(target) => target.fmt(f),
            Self::Kajabi(target) => target.fmt(f),
        }
    }
}

macro_rules! into_target {
    ($($target:ident => $variant:ident),*) => {
        $(impl From<$target> for Target {
            fn from(target: $target) -> Self {
                Self::$variant(target)
            }
        })*
    };
}

into_target!(JetpackTarget => Jetpack, StaxBillTarget => StaxBill, RebillyTarget => Rebilly, KajabiTarget => Kajabi);

#[cfg(test)]
mod tests {
    use super::Target;
    use crate::ProviderId;

    #[test]
    fn stored_targets_are_checked_like_written_ones() {
        for json in [
            r#"{"provider":"jetpack","site":"https://example.com","item":"plan"}"#,
            r#"{"provider":"jetpack","site":"example.com","item":"everything"}"#,
            r#"{"provider":"jetpack","site":"example.com"}"#,
            r#"{"provider":"jetpack","site":"example.com","item":"plan","cancel-all":true}"#,
            r#"{"provider":"stax-bill","subscription_id":0}"#,
            r#"{"provider":"stax-bill","subscription_id":"12345"}"#,
            r#"{"provider":"rebilly","subscription_id":"a/b"}"#,
            r#"{"provider":"kajabi","purchase_id":".."}"#,
            r#"{"provider":"kajabi","purchase_id":"1","subscription_id":"2"}"#,
            r#"{"provider":"stripe","id":"1"}"#,
            r#"{"purchase_id":"1"}"#,
        ] {
            assert!(serde_json::from_str::<Target>(json).is_err(), "{json}");
        }
    }

    #[test]
    fn text_and_json_go_both_ways() {
        for (provider, text, json) in [
            (ProviderId::Jetpack, "12345#plan", r#"{"provider":"jetpack","site":"12345","item":"plan"}"#),
            (
                ProviderId::Jetpack,
                "example.com/demo/wp#jetpack-scan",
                r#"{"provider":"jetpack","site":"example.com/demo/wp","item":"jetpack-scan"}"#,
            ),
            (ProviderId::StaxBill, "12345", r#"{"provider":"stax-bill","subscription_id":12345}"#),
            (ProviderId::Rebilly, "sub_EXAMPLE0001", r#"{"provider":"rebilly","subscription_id":"sub_EXAMPLE0001"}"#),
            (ProviderId::Kajabi, "900000001", r#"{"provider":"kajabi","purchase_id":"900000001"}"#),
        ] {
            let target = Target::parse(provider, text).unwrap();
            assert_eq!(target.provider(), provider);
            assert_eq!(target.to_string(), text);
            assert_eq!(serde_json::to_string(&target).unwrap(), json);
            assert_eq!(serde_json::from_str::<Target>(json).unwrap(), target);
        }
    }
}
