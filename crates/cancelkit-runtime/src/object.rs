//! Objects of generated types, read and written member by member.
//!
//! `#[derive(Deserialize)]` makes a visitor for each type, which is most of what compiling a client of many types costs. Here a
//! type's code is one line for each member, and everything else is here once.

use std::collections::BTreeMap;
use std::fmt;

use serde::de::{DeserializeOwned, Error as _, MapAccess, Visitor};
use serde::ser::SerializeMap;
use serde::{Deserializer, Serialize, Serializer, de, ser};
use serde_json::value::RawValue;

use crate::nested::{self, note_strangers};
use crate::{AdditionalProperties, Field};

/// The members of an object that are not read yet, each as the text that came.
///
/// It reads from JSON text and from [`serde_json::Value`], not from other formats.
#[derive(Debug)]
pub struct Members(BTreeMap<String, Box<RawValue>>);

impl Members {
    /// Takes an object apart.
    ///
    /// # Errors
    ///
    /// Something else than an object, or one that has a member twice: nobody can say which of them is meant.
    pub fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(Reader).map(Self)
    }

    /// The value of a member that has to be there.
    ///
    /// # Errors
    ///
    /// It is not there, or is of another type. The error says where, and repeats no value.
    pub fn required<T: DeserializeOwned, E: de::Error>(&mut self, name: &'static str) -> Result<T, E> {
        match self.0.remove(name) {
            Some(text) => nested::member(name, &text),
            None => Err(E::missing_field(name)),
        }
    }

    /// The value of a member that may be left out. Null is taken for left out.
    ///
    /// # Errors
    ///
    /// It is of another type.
    pub fn optional<T: DeserializeOwned, E: de::Error>(&mut self, name: &'static str) -> Result<Option<T>, E> {
        self.0.remove(name).map_or(Ok(None), |text| nested::member(name, &text))
    }

    /// The value of a member that may be left out or null.
    ///
    /// # Errors
    ///
    /// It is of another type.
    pub fn field<T: DeserializeOwned, E: de::Error>(&mut self, name: &'static str) -> Result<Field<T>, E> {
        Ok(match self.0.remove(name) {
            Some(text) => Field::from(nested::member::<Option<T>, E>(name, &text)?),
            None => Field::Absent,
        })
    }

    /// What the document does not declare.
    ///
    /// # Errors
    ///
    /// A member that nests too deep to be read.
    pub fn rest<E: de::Error>(self) -> Result<AdditionalProperties, E> {
        note_strangers(self.0.len());
        self.map().map(AdditionalProperties)
    }

    /// What the document declares by the type of its values alone.
    ///
    /// # Errors
    ///
    /// A value of another type.
    pub fn map<M: FromIterator<(String, T)>, T: DeserializeOwned, E: de::Error>(self) -> Result<M, E> {
        self.0.into_iter().map(|(name, text)| nested::member(&name, &text).map(|value| (name, value))).collect()
    }
}

struct Reader;

impl<'de> Visitor<'de> for Reader {
    type Value = BTreeMap<String, Box<RawValue>>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<Self::Value, A::Error> {
        let mut found = BTreeMap::new();
        while let Some(name) = access.next_key::<String>()? {
            if found.insert(name, access.next_value()?).is_some() {
                return Err(A::Error::custom("an object has a member twice"));
            }
        }
        Ok(found)
    }
}

/// Writes an object member by member, in the order of the calls.
pub struct MemberWriter<S: Serializer>(S::SerializeMap);

impl<S: Serializer> MemberWriter<S> {
    /// Begins an object.
    ///
    /// # Errors
    ///
    /// The serializer's own.
    pub fn begin(serializer: S) -> Result<Self, S::Error> {
        serializer.serialize_map(None).map(Self)
    }

    /// Writes a member.
    ///
    /// # Errors
    ///
    /// The serializer's own.
    pub fn required<T: Serialize>(&mut self, name: &'static str, value: &T) -> Result<(), S::Error> {
        self.0.serialize_entry(name, value)
    }

    /// Writes a member where it has a value.
    ///
    /// # Errors
    ///
    /// The serializer's own.
    pub fn optional<T: Serialize>(&mut self, name: &'static str, value: &Option<T>) -> Result<(), S::Error> {
        value.as_ref().map_or(Ok(()), |value| self.0.serialize_entry(name, value))
    }

    /// Writes a member where it is null or has a value.
    ///
    /// # Errors
    ///
    /// The serializer's own.
    pub fn field<T: Serialize>(&mut self, name: &'static str, value: &Field<T>) -> Result<(), S::Error> {
        if value.is_absent() { Ok(()) } else { self.0.serialize_entry(name, value) }
    }

    /// Writes the members that the document does not declare and ends the object.
    ///
    /// # Errors
    ///
    /// The serializer's own.
    pub fn end<'a, T: Serialize + 'a>(
        mut self,
        rest: impl IntoIterator<Item = (&'a String, &'a T)>,
    ) -> Result<S::Ok, S::Error> {
        for (name, value) in rest {
            self.0.serialize_entry(name, value)?;
        }
        ser::SerializeMap::end(self.0)
    }
}

#[cfg(test)]
mod tests {
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    use super::{MemberWriter, Members};
    use crate::{AdditionalProperties, Field};

    #[derive(Debug, PartialEq)]
    struct Node {
        id: i64,
        note: Field<String>,
        next: Option<Box<Node>>,
        list: Option<Vec<Node>>,
        rest: AdditionalProperties,
    }

    impl<'de> Deserialize<'de> for Node {
        fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
            let mut members = Members::read(deserializer)?;
            Ok(Self {
                id: members.required("id")?,
                note: members.field("note")?,
                next: members.optional("next")?,
                list: members.optional("list")?,
                rest: members.rest()?,
            })
        }
    }

    impl Serialize for Node {
        fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            let mut writer = MemberWriter::begin(serializer)?;
            writer.required("id", &self.id)?;
            writer.field("note", &self.note)?;
            writer.optional("next", &self.next)?;
            writer.optional("list", &self.list)?;
            writer.end(&self.rest.0)
        }
    }

    fn error(text: &str) -> String {
        serde_json::from_str::<Node>(text).expect_err("an error").to_string()
    }

    #[test]
    fn what_is_wrong_is_said_with_its_place_and_without_a_value() {
        assert_eq!(error("{}"), "missing field `id`");
        assert_eq!(error(r#"{"id":"marker-secret"}"#), "at `/id`: expected i64");
        assert_eq!(error(r#"{"id":1,"next":{"id":2,"next":{"id":true}}}"#), "at `/next/next/id`: expected i64");
        assert_eq!(error(r#"{"id":1,"list":[{"id":2},{"note":"x"}]}"#), "at `/list/1`: missing `id`");
        assert!(error(r#"{"id":1,"id":2}"#).starts_with("an object has a member twice"));
        assert!(error("[]").contains("expected an object"), "{}", error("[]"));
    }

    #[test]
    fn depth_is_bounded() {
        let text = r#"{"id":1,"next":"#.repeat(100_000) + "null" + &"}".repeat(100_000);
        assert!(error(&text).contains("nests too deep"));
    }

    #[test]
    fn everything_comes_back_as_it_was() {
        let text = r#"{"id":1,"note":null,"next":{"id":2},"list":[],"z":{"y":[1,2.5]}}"#;
        let node: Node = serde_json::from_str(text).expect("a node");
        assert_eq!(serde_json::to_string(&node).expect("JSON"), text);
        let value: serde_json::Value = serde_json::from_str(text).expect("JSON");
        assert_eq!(serde_json::from_value::<Node>(value).expect("a node"), node);
    }
}
