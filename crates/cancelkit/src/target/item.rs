use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::TargetError;
use crate::ProviderId;

/// What of a site is cancelled. It has no default, and none of the values means everything.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub enum Item {
    /// The site's Jetpack plan, whichever it is: `plan`.
    #[serde(rename = "plan")]
    Plan,
    /// The free plan: `free`.
    #[serde(rename = "free")]
    Free,
    /// The Personal plan: `personal`.
    #[serde(rename = "personal")]
    Personal,
    /// The Premium plan: `premium`.
    #[serde(rename = "premium")]
    Premium,
    /// The Professional plan: `professional`.
    #[serde(rename = "professional")]
    Professional,
    /// The standalone realtime backup: `jetpack-backup-realtime`.
    #[serde(rename = "jetpack-backup-realtime")]
    BackupRealtime,
    /// The standalone daily backup: `jetpack-backup-daily`.
    #[serde(rename = "jetpack-backup-daily")]
    BackupDaily,
    /// The standalone scan: `jetpack-scan`.
    #[serde(rename = "jetpack-scan")]
    Scan,
    /// The standalone anti-spam: `jetpack-anti-spam`.
    #[serde(rename = "jetpack-anti-spam")]
    AntiSpam,
}

impl Item {
    /// All of them.
    pub const ALL: [Self; 9] = [
        Self::Plan,
        Self::Free,
        Self::Personal,
        Self::Premium,
        Self::Professional,
        Self::BackupRealtime,
        Self::BackupDaily,
        Self::Scan,
        Self::AntiSpam,
    ];

    /// The word for it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Plan => "plan",
            Self::Free => "free",
            Self::Personal => "personal",
            Self::Premium => "premium",
            Self::Professional => "professional",
            Self::BackupRealtime => "jetpack-backup-realtime",
            Self::BackupDaily => "jetpack-backup-daily",
            Self::Scan => "jetpack-scan",
            Self::AntiSpam => "jetpack-anti-spam",
        }
    }
}

impl fmt::Display for Item {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl FromStr for Item {
    type Err = TargetError;

    fn from_str(text: &str) -> Result<Self, TargetError> {
        Self::ALL.into_iter().find(|item| item.as_str() == text).ok_or_else(|| {
            let words = Self::ALL.map(Self::as_str).join(", ");
            TargetError::new(ProviderId::Jetpack, format!("`{}` is no item; it is one of {words}", text.escape_debug()))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::Item;

    #[test]
    fn the_word_is_the_same_in_text_and_in_json() {
        for item in Item::ALL {
            assert_eq!(item.to_string().parse(), Ok(item));
            assert_eq!(serde_json::to_value(item).unwrap(), item.as_str());
        }
    }
}
