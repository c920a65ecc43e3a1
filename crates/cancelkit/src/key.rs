use std::fmt;
use std::str::FromStr;

use cancelkit_runtime::is_hidden;
use serde::{Deserialize, Serialize};

/// The caller's own name for one cancellation: the same key always means the same cancellation.
///
/// It has 1 to 200 characters, without control characters, without characters that cannot be seen or that reorder
/// text, and without white space at either end. It is never sent as it is. At a
/// provider whose calls are [repeated by key](crate::RepetitionRule::ByKey) an id is derived from it and from the subscription; the
/// others take none, and it only names the cancellation in the caller's own records. It is no secret: put none into it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(try_from = "String", into = "String")]
pub struct Key(#[cfg_attr(feature = "schemars", schemars(length(min = 1, max = 200)))] String);

impl Key {
    /// The most characters that a key can have.
    pub const MAX_CHARS: usize = 200;

    /// A key of this text.
    ///
    /// # Errors
    ///
    /// [`KeyError`] for an empty or too long text, control characters and others that cannot be seen, and white space at either end,
    /// which is lost too easily.
    pub fn new(text: impl Into<String>) -> Result<Self, KeyError> {
        let text = text.into();
        if text.is_empty() {
            Err(KeyError::Empty)
        } else if text.chars().count() > Self::MAX_CHARS {
            Err(KeyError::TooLong)
        } else if text.chars().any(is_hidden) || text.trim() != text {
            Err(KeyError::Character)
        } else {
            Ok(Self(text))
        }
    }

    /// The key's text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

impl FromStr for Key {
    type Err = KeyError;

    fn from_str(text: &str) -> Result<Self, KeyError> {
        Self::new(text)
    }
}

impl TryFrom<String> for Key {
    type Error = KeyError;

    fn try_from(text: String) -> Result<Self, KeyError> {
        Self::new(text)
    }
}

impl From<Key> for String {
    fn from(key: Key) -> Self {
        key.0
    }
}

/// Why a text is no [`Key`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum KeyError {
    /// It is empty.
    Empty,
    /// It has more than 200 characters.
    TooLong,
    /// It has a control character or another that cannot be seen, or white space at either end.
    Character,
}

impl fmt::Display for KeyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let why = match self {
            Self::Empty => "it is empty",
            Self::TooLong => "it has more than 200 characters",
            Self::Character => {
                "it has a control character or another that cannot be seen, or white space at its beginning or end"
            }
        };
        write!(f, "this is no key: {why}; write 1 to 200 characters that name this one cancellation, like ticket-4711")
    }
}

impl std::error::Error for KeyError {}

#[cfg(test)]
mod tests {
    use super::{Key, KeyError};

    #[test]
    fn what_is_no_key_is_refused() {
        for (text, error) in [
            (String::new(), KeyError::Empty),
            ("k".repeat(201), KeyError::TooLong),
            ("ü".repeat(201), KeyError::TooLong),
            ("a\nb".to_owned(), KeyError::Character),
            (" a".to_owned(), KeyError::Character),
            ("a ".to_owned(), KeyError::Character),
            ("a\u{202e}b".to_owned(), KeyError::Character),
            ("a\u{200b}".to_owned(), KeyError::Character),
            ("a\u{ad}b".to_owned(), KeyError::Character),
            ("a\u{e0041}".to_owned(), KeyError::Character),
        ] {
            assert_eq!(Key::new(text.clone()), Err(error), "{text:?}");
            assert!(serde_json::from_value::<Key>(text.into()).is_err());
        }
    }

    #[test]
    fn characters_are_counted_and_not_bytes() {
        assert_eq!(Key::new("ü".repeat(200)).unwrap().as_str().len(), 400);
        assert_eq!(serde_json::to_value(Key::new("ticket 4711").unwrap()).unwrap(), "ticket 4711");
    }
}
