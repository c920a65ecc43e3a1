//! The version that everything stored carries.

use serde::Deserializer;
use serde::de::Error;
use serde_json::Value;

use crate::unrepeated::Unrepeated;

/// The version that this crate writes and reads.
pub(crate) const VERSION: u32 = 1;

/// Refuses a member that is there twice, since programs do not agree on which of the two holds. Then reads the version before anything
/// else, so that what a newer cancelkit stored is refused for that reason and for no other.
pub(crate) fn checked<'de, D: Deserializer<'de>, T>(
    deserializer: D,
    what: &str,
    read: impl FnOnce(Value) -> Result<T, serde_json::Error>,
) -> Result<T, D::Error> {
    let Unrepeated(value) = serde::Deserialize::deserialize(deserializer)?;
    if !value.is_object() {
        return Err(D::Error::custom(format_args!("this is no {what}: it is no JSON object")));
    }
    match value.get("version") {
        Some(version) if version.as_u64() == Some(VERSION.into()) => read(value).map_err(D::Error::custom),
        Some(version) => Err(D::Error::custom(format_args!(
            "this {what} has the version {version} and this cancelkit reads version {VERSION}; use a cancelkit that reads it, or make the {what} anew"
        ))),
        None => Err(D::Error::custom(format_args!("this {what} has no `version`; write \"version\": {VERSION}"))),
    }
}

/// Gives a type, whose derives are `remote = "Self"`, a `Deserialize` that checks the version first.
macro_rules! versioned {
    ($name:ty, $what:literal) => {
        impl ::serde::Serialize for $name {
            fn serialize<S: ::serde::Serializer>(&self, serializer: S) -> ::std::result::Result<S::Ok, S::Error> {
                Self::serialize(self, serializer)
            }
        }

        impl<'de> ::serde::Deserialize<'de> for $name {
            fn deserialize<D: ::serde::Deserializer<'de>>(deserializer: D) -> ::std::result::Result<Self, D::Error> {
                // The inherent function that the derive of `remote = "Self"` makes, not this one.
                $crate::version::checked(deserializer, $what, |value| Self::deserialize(value))
            }
        }
    };
}

pub(crate) use versioned;
