//! Unions of generated types: which variant a value is of.

use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer, de};
use serde_json::value::RawValue;

use crate::nested;

/// A value whose variant is not known yet, as the text that came.
///
/// It reads from JSON text and from [`serde_json::Value`], not from other formats.
#[derive(Debug)]
pub struct Undecided(Box<RawValue>);

impl Undecided {
    /// Takes a value as it came.
    ///
    /// # Errors
    ///
    /// What is no JSON.
    pub fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Deserialize::deserialize(deserializer).map(Self)
    }

    /// The text of the member that tells the variants apart. `None` where the value is no object or has no such text.
    #[must_use]
    pub fn tag(&self, name: &str) -> Option<String> {
        let members: std::collections::HashMap<String, &RawValue> = serde_json::from_str(self.0.get()).ok()?;
        match serde_json::from_str(members.get(name)?.get()).ok()? {
            serde_json::Value::String(text) => Some(text),
            // A tag that is no text is told apart by how it is written.
            value => Some(value.to_string()),
        }
    }

    /// The value as the variant that its tag names.
    ///
    /// # Errors
    ///
    /// It is not of the variant's type.
    pub fn variant<T: DeserializeOwned, U, E: de::Error>(&self, variant: fn(T) -> U) -> Result<U, E> {
        nested::value(&self.0).map(variant).map_err(|(pointer, wanted)| nested::error(&pointer, wanted.as_deref()))
    }

    /// The value as whichever variant fits it best; see [`Choice`].
    pub fn choice<U>(&self) -> Choice<'_, U> {
        Choice { value: self, best: None, closest: None }
    }

    /// The value as plain JSON, for a variant that the document does not list.
    ///
    /// # Errors
    ///
    /// A value that nests too deep.
    pub fn unlisted<E: de::Error>(&self) -> Result<serde_json::Value, E> {
        nested::note_strangers(1);
        self.variant(std::convert::identity)
    }
}

/// The variant that fits a value best, while all are tried.
///
/// A variant fits where the value can be read as its type. Of those that fit, the one is taken that leaves fewest members and enum
/// values unexplained, and of equals the one that the document lists first.
#[must_use]
pub struct Choice<'a, U> {
    value: &'a Undecided,
    best: Option<(usize, U)>,
    /// What kept the value from the variant that came closest: the error that lies deepest.
    closest: Option<(String, Option<String>)>,
}

impl<U> Choice<'_, U> {
    /// Tries one variant.
    pub fn or<T: DeserializeOwned>(mut self, variant: fn(T) -> U) -> Self {
        if matches!(self.best, Some((0, _))) {
            return self;
        }
        let (read, strangers) = nested::strangers(|| nested::value::<T>(&self.value.0));
        match read {
            Ok(value) if self.best.as_ref().is_none_or(|(least, _)| strangers < *least) => {
                self.best = Some((strangers, variant(value)));
            }
            Ok(_) => {}
            Err(error) if self.closest.as_ref().is_none_or(|(pointer, _)| error.0.len() > pointer.len()) => {
                self.closest = Some(error);
            }
            Err(_) => {}
        }
        self
    }

    /// The variant that fits best.
    ///
    /// # Errors
    ///
    /// None fits. The error is that of the variant which came closest.
    pub fn decide<E: de::Error>(self) -> Result<U, E> {
        match (self.best, self.closest) {
            (Some((strangers, value)), _) => {
                nested::note_strangers(strangers);
                Ok(value)
            }
            (None, Some((pointer, wanted))) => Err(nested::error(&pointer, wanted.as_deref())),
            (None, None) => Err(nested::error("", None)),
        }
    }
}

#[cfg(test)]
mod tests {
    use serde::{Deserialize, Deserializer};

    use super::Undecided;
    use crate::AdditionalProperties;
    use crate::object::Members;

    #[derive(Debug, PartialEq)]
    struct Cat {
        purrs: Option<bool>,
        rest: AdditionalProperties,
    }

    #[derive(Debug, PartialEq)]
    struct Dog {
        barks: bool,
        friend: Option<Box<Pet>>,
        rest: AdditionalProperties,
    }

    #[derive(Debug, PartialEq)]
    enum Pet {
        Cat(Cat),
        Dog(Dog),
    }

    impl<'de> Deserialize<'de> for Cat {
        fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
            let mut members = Members::read(deserializer)?;
            Ok(Self { purrs: members.optional("purrs")?, rest: members.rest()? })
        }
    }

    impl<'de> Deserialize<'de> for Dog {
        fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
            let mut members = Members::read(deserializer)?;
            Ok(Self { barks: members.required("barks")?, friend: members.optional("friend")?, rest: members.rest()? })
        }
    }

    impl<'de> Deserialize<'de> for Pet {
        fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
            Undecided::read(deserializer)?.choice().or(Self::Cat).or(Self::Dog).decide()
        }
    }

    #[test]
    fn what_fits_none_says_what_the_closest_wanted() {
        let error = serde_json::from_str::<Pet>(r#"{"barks":true,"friend":{"purrs":"marker-secret"}}"#);
        // The cat takes whatever is no cat's member, so it is one with strangers.
        assert!(matches!(error, Ok(Pet::Cat(_))));
        let error = serde_json::from_str::<Pet>("7").expect_err("no pet").to_string();
        assert_eq!(error, "at ``: expected an object");
    }

    #[test]
    fn the_variant_with_fewest_strangers_is_taken() {
        assert!(matches!(serde_json::from_str(r#"{"barks":true}"#), Ok(Pet::Dog(_))));
        assert!(matches!(serde_json::from_str(r#"{"purrs":true}"#), Ok(Pet::Cat(_))));
        assert!(matches!(serde_json::from_str("{}"), Ok(Pet::Cat(_))));
        assert!(matches!(
            serde_json::from_str(r#"{"barks":true,"friend":{"barks":false,"x":1}}"#),
            Ok(Pet::Dog(Dog { friend: Some(friend), .. })) if matches!(*friend, Pet::Dog(_))
        ));
    }

    #[test]
    fn unions_in_unions_end() {
        let depth = 100;
        let text = r#"{"barks":true,"friend":"#.repeat(depth) + "1" + &"}".repeat(depth);
        let started = std::time::Instant::now();
        let _ = serde_json::from_str::<Pet>(&text);
        assert!(started.elapsed().as_secs() < 5);
    }

    #[test]
    fn a_tag_is_read_from_an_object_alone() {
        let tag = |text: &str| serde_json::from_str::<Tagged>(text).expect("a value").0;
        assert_eq!(tag(r#"{"kind":"a"}"#), Some("a".to_owned()));
        assert_eq!(tag(r#"{"kind":1}"#), Some("1".to_owned()));
        assert_eq!(tag(r#"{"kind":null}"#), Some("null".to_owned()));
        assert_eq!(tag("{}"), None);
        assert_eq!(tag("[]"), None);
    }

    struct Tagged(Option<String>);

    impl<'de> Deserialize<'de> for Tagged {
        fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
            Undecided::read(deserializer).map(|value| Self(value.tag("kind")))
        }
    }
}
