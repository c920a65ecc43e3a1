use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// A provider that cancelkit knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum ProviderId {
    /// Jetpack Start, the partner API of WordPress.com: `jetpack`.
    Jetpack,
    /// Stax Bill, formerly Fusebill: `stax-bill`.
    StaxBill,
    /// Rebilly: `rebilly`.
    Rebilly,
    /// Kajabi: `kajabi`.
    Kajabi,
}

impl ProviderId {
    /// All of them, whichever features are on.
    pub const ALL: [Self; 4] = [Self::Jetpack, Self::StaxBill, Self::Rebilly, Self::Kajabi];

    /// The word for it in arguments and stored data: `stax-bill`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Jetpack => "jetpack",
            Self::StaxBill => "stax-bill",
            Self::Rebilly => "rebilly",
            Self::Kajabi => "kajabi",
        }
    }

    /// Its name as it writes it itself: `Stax Bill`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Jetpack => "Jetpack",
            Self::StaxBill => "Stax Bill",
            Self::Rebilly => "Rebilly",
            Self::Kajabi => "Kajabi",
        }
    }
}

impl fmt::Display for ProviderId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl FromStr for ProviderId {
    type Err = UnknownProvider;

    fn from_str(text: &str) -> Result<Self, UnknownProvider> {
        Self::ALL.into_iter().find(|id| id.as_str() == text).ok_or_else(|| UnknownProvider(text.to_owned()))
    }
}

/// A text that is no provider's word.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownProvider(String);

impl fmt::Display for UnknownProvider {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` is no provider; write one of ", self.0.escape_debug())?;
        crate::words::list(f, ProviderId::ALL.iter().map(|id| id.as_str()))
    }
}

impl std::error::Error for UnknownProvider {}

#[cfg(test)]
mod tests {
    use super::ProviderId;

    #[test]
    fn what_is_no_provider_is_refused_with_the_words_there_are() {
        for text in ["", "Jetpack", "stax_bill", "staxbill", "rebilly ", "\u{1b}[31m"] {
            let error = text.parse::<ProviderId>().expect_err(text).to_string();
            assert!(error.ends_with("write one of jetpack, stax-bill, rebilly, kajabi"), "{error}");
            assert!(!error.contains('\u{1b}'), "{error}");
        }
    }

    #[test]
    fn the_word_is_the_same_in_text_and_in_json() {
        for id in ProviderId::ALL {
            assert_eq!(id.to_string().parse(), Ok(id));
            assert_eq!(serde_json::to_value(id).unwrap(), id.as_str());
        }
    }
}
