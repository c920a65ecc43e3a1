use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::{Item, Site, TargetError};
use crate::ProviderId;

/// One plan or item of one site. As text `SITE#ITEM`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct JetpackTarget {
    /// The site.
    pub site: Site,
    /// What of it is cancelled.
    pub item: Item,
}

impl JetpackTarget {
    /// An item of a site.
    #[must_use]
    pub fn new(site: Site, item: Item) -> Self {
        Self { site, item }
    }
}

impl FromStr for JetpackTarget {
    type Err = TargetError;

    fn from_str(text: &str) -> Result<Self, TargetError> {
        let Some((site, item)) = text.split_once('#') else {
            return Err(TargetError::new(
                ProviderId::Jetpack,
                "what to cancel is not named; write the site, #, and plan for the site's Jetpack plan or the slug of an item",
            ));
        };
        Ok(Self::new(site.parse()?, item.parse()?))
    }
}

impl fmt::Display for JetpackTarget {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}#{}", self.site, self.item)
    }
}

#[cfg(test)]
mod tests {
    use super::JetpackTarget;

    #[test]
    fn what_is_cancelled_must_be_named() {
        for (text, part) in [
            ("example.com", "what to cancel is not named"),
            ("example.com#", "`` is no item"),
            ("example.com#all", "`all` is no item"),
            ("example.com#cancel-all", "`cancel-all` is no item"),
            ("example.com#plan#plan", "`plan#plan` is no item"),
            ("#plan", "the site is empty"),
        ] {
            let error = text.parse::<JetpackTarget>().expect_err(text).to_string();
            assert!(error.contains(part), "{error}");
            assert!(error.ends_with("a right one is example.com/demo#jetpack-scan"), "{error}");
        }
    }
}
