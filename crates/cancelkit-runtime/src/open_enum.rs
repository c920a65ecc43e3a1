/// Declares a string enum that keeps a value which the document does not list.
///
/// A provider that adds a status must not break who reads it: such a value becomes `Unknown` and is written back as it came. Two
/// values are equal when they are the same text.
///
/// ```
/// cancelkit_runtime::open_enum! {
///     /// Where a subscription stands.
///     pub enum State {
///         /// It runs.
///         Active = "active",
///         /// It has ended.
///         Ended = "ended",
///     }
/// }
///
/// assert_eq!(State::from("active"), State::Active);
/// assert_eq!(State::from("paused").as_str(), "paused");
/// assert!(!State::from("paused").is_known());
/// assert_eq!(State::VALUES, ["active", "ended"]);
/// ```
#[macro_export]
macro_rules! open_enum {
    (
        $(#[$meta:meta])*
        $vis:vis enum $name:ident {
            $( $(#[$variant_meta:meta])* $variant:ident = $wire:literal ),* $(,)?
        }
    ) => {
        $(#[$meta])*
        #[derive(Clone, Debug)]
        #[non_exhaustive]
        $vis enum $name {
            $( $(#[$variant_meta])* $variant, )*
            /// A value that the document does not list, as it came.
            Unknown(::std::string::String),
        }

        impl $name {
            /// The values that the document lists, in its order.
            $vis const VALUES: &'static [&'static str] = &[$($wire),*];

            /// The value as it is written.
            #[must_use]
            $vis fn as_str(&self) -> &str {
                match self {
                    $( Self::$variant => $wire, )*
                    Self::Unknown(text) => text,
                }
            }

            /// Whether the document lists the value.
            #[must_use]
            $vis fn is_known(&self) -> bool {
                Self::VALUES.contains(&self.as_str())
            }
        }

        impl ::std::cmp::PartialEq for $name {
            fn eq(&self, other: &Self) -> bool {
                self.as_str() == other.as_str()
            }
        }

        impl ::std::cmp::Eq for $name {}

        impl ::std::hash::Hash for $name {
            fn hash<H: ::std::hash::Hasher>(&self, state: &mut H) {
                ::std::hash::Hash::hash(self.as_str(), state);
            }
        }

        impl ::std::fmt::Display for $name {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                f.pad(self.as_str())
            }
        }

        impl ::std::convert::From<&str> for $name {
            fn from(text: &str) -> Self {
                match text {
                    $( $wire => Self::$variant, )*
                    _ => Self::Unknown(::std::string::String::from(text)),
                }
            }
        }

        impl ::std::convert::From<::std::string::String> for $name {
            fn from(text: ::std::string::String) -> Self {
                match text.as_str() {
                    $( $wire => Self::$variant, )*
                    _ => Self::Unknown(text),
                }
            }
        }

        impl ::std::str::FromStr for $name {
            type Err = ::std::convert::Infallible;

            // Not `Self::Err`, which is a variant where the document lists `err`.
            fn from_str(text: &str) -> ::std::result::Result<Self, ::std::convert::Infallible> {
                ::std::result::Result::Ok(Self::from(text))
            }
        }

        impl $crate::__private::serde::Serialize for $name {
            fn serialize<S>(&self, serializer: S) -> ::std::result::Result<S::Ok, S::Error>
            where
                S: $crate::__private::serde::Serializer,
            {
                serializer.serialize_str(self.as_str())
            }
        }

        impl<'de> $crate::__private::serde::Deserialize<'de> for $name {
            fn deserialize<D>(deserializer: D) -> ::std::result::Result<Self, D::Error>
            where
                D: $crate::__private::serde::Deserializer<'de>,
            {
                <::std::string::String as $crate::__private::serde::Deserialize<'de>>::deserialize(deserializer)
                    .map(Self::from)
            }
        }

        $crate::__open_enum_schema!($name);
    };
}

/// The JSON Schema of an open enum: the listed values, or any string.
#[cfg(feature = "schemars")]
#[doc(hidden)]
#[macro_export]
macro_rules! __open_enum_schema {
    ($name:ident) => {
        impl $crate::__private::schemars::JsonSchema for $name {
            fn schema_name() -> ::std::borrow::Cow<'static, str> {
                ::std::borrow::Cow::Borrowed(::std::stringify!($name))
            }

            fn schema_id() -> ::std::borrow::Cow<'static, str> {
                ::std::borrow::Cow::Borrowed(::std::concat!(::std::module_path!(), "::", ::std::stringify!($name)))
            }

            fn json_schema(
                _: &mut $crate::__private::schemars::SchemaGenerator,
            ) -> $crate::__private::schemars::Schema {
                $crate::__private::open_enum_schema(Self::VALUES)
            }
        }
    };
}

/// The JSON Schema of an open enum: nothing, since the feature `schemars` is off.
#[cfg(not(feature = "schemars"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __open_enum_schema {
    ($name:ident) => {};
}

#[cfg(feature = "schemars")]
#[doc(hidden)]
#[must_use]
pub fn schema(values: &[&str]) -> schemars::Schema {
    schemars::json_schema!({ "anyOf": [{ "type": "string", "enum": values }, { "type": "string" }] })
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    crate::open_enum! {
        /// Where a subscription stands.
        pub(crate) enum State {
            /// It runs.
            Active = "active",
            /// It has ended.
            Ended = "ENDED now",
        }
    }

    #[test]
    fn an_unknown_value_is_kept_as_it_came() {
        let state: State = serde_json::from_str(r#""Active""#).unwrap();
        assert!(matches!(&state, State::Unknown(text) if text == "Active"));
        assert!(!state.is_known());
        assert_eq!(serde_json::to_string(&state).unwrap(), r#""Active""#);
    }

    #[test]
    fn another_type_is_refused() {
        assert!(serde_json::from_str::<State>("1").is_err());
        assert!(serde_json::from_str::<State>("null").is_err());
    }

    #[test]
    fn known_values_go_both_ways() {
        for text in State::VALUES {
            let state: State = text.parse().unwrap();
            assert!(state.is_known());
            assert_eq!(state.to_string(), *text);
            assert_eq!(state, State::from(text.to_string()));
        }
        assert!(matches!(State::from("ENDED now"), State::Ended));
    }

    #[test]
    fn equality_is_that_of_the_text() {
        let by_hand = State::Unknown("active".to_owned());
        assert_eq!(by_hand, State::Active);
        assert!(by_hand.is_known());
        assert_eq!(HashSet::from([by_hand, State::Active]).len(), 1);
    }
}
