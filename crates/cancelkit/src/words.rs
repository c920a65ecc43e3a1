//! Enums whose values are words: one list for `Display`, `FromStr`, JSON and the error that names them all.

use std::fmt;

/// Writes `a, b, c`.
pub(crate) fn list<'a>(f: &mut fmt::Formatter<'_>, words: impl IntoIterator<Item = &'a str>) -> fmt::Result {
    for (index, word) in words.into_iter().enumerate() {
        if index > 0 {
            f.write_str(", ")?;
        }
        f.write_str(word)?;
    }
    Ok(())
}

/// A text that is none of the words that were asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownWord {
    pub(crate) what: &'static str,
    pub(crate) text: String,
    pub(crate) words: &'static [&'static str],
}

impl fmt::Display for UnknownWord {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` is no {}; write one of ", self.text.escape_debug(), self.what)?;
        list(f, self.words.iter().copied())
    }
}

impl std::error::Error for UnknownWord {}

/// Declares a closed enum of words.
macro_rules! words {
    (
        $(#[$meta:meta])*
        pub enum $name:ident as $what:literal {
            $( $(#[$variant_meta:meta])* $variant:ident = $word:literal ),* $(,)?
        }
    ) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, ::serde::Serialize, ::serde::Deserialize)]
        #[cfg_attr(feature = "schemars", derive(::schemars::JsonSchema))]
        #[non_exhaustive]
        pub enum $name {
            $( $(#[$variant_meta])* #[serde(rename = $word)] $variant, )*
        }

        impl $name {
            /// All values, in the order in which they are listed for people.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            const WORDS: &'static [&'static str] = &[$($word),*];

            /// The word for it in arguments and stored data.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self {
                    $( Self::$variant => $word, )*
                }
            }
        }

        impl ::std::fmt::Display for $name {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                f.pad(self.as_str())
            }
        }

        impl ::std::str::FromStr for $name {
            type Err = $crate::UnknownWord;

            fn from_str(text: &str) -> ::std::result::Result<Self, $crate::UnknownWord> {
                Self::ALL.iter().copied().find(|value| value.as_str() == text).ok_or_else(|| $crate::UnknownWord {
                    what: $what,
                    text: text.to_owned(),
                    words: Self::WORDS,
                })
            }
        }
    };
}

pub(crate) use words;

#[cfg(test)]
mod tests {
    use crate::{Actor, Certainty, Money, Reason};

    #[test]
    fn another_word_is_refused_with_those_there_are() {
        let error = "refund".parse::<Money>().unwrap_err().to_string();
        assert_eq!(
            error,
            "`refund` is no choice about money; write one of leave-charges, reverse-unearned, reverse-current-period, \
             credit-remainder, not-controllable"
        );
        assert!("Customer".parse::<Actor>().is_err());
        assert!("".parse::<Reason>().is_err());
    }

    #[test]
    fn a_word_is_the_same_in_text_and_in_json() {
        fn check<T>(all: &[T])
        where
            T: serde::Serialize
                + std::fmt::Display
                + std::fmt::Debug
                + std::str::FromStr<Err: std::fmt::Debug>
                + PartialEq,
        {
            for value in all {
                assert_eq!(serde_json::to_value(value).unwrap(), value.to_string());
                assert_eq!(value.to_string().parse::<T>().unwrap(), *value);
            }
        }
        check(Actor::ALL);
        check(Certainty::ALL);
        check(Money::ALL);
        check(Reason::ALL);
    }
}
