//! The tree that everything else reads.

use serde_json::Number;

use crate::{Object, Pointer, Span};

/// A value and where it stands.
#[derive(Clone, Debug)]
pub struct Node {
    /// The value.
    pub value: Value,
    /// Where it stands; of an alias's copy, where the anchor's value stands; of an overlay's value, in the overlay.
    pub span: Span,
}

/// A JSON value whose parts are [`Node`]s.
#[derive(Clone, Debug)]
pub enum Value {
    /// `null`.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A number that an `i64`, a `u64` or an `f64` holds.
    Number(Number),
    /// A string.
    String(String),
    /// A list.
    Array(Vec<Node>),
    /// Named members.
    Object(Object),
}

impl Node {
    /// The string, if it is one.
    pub fn as_str(&self) -> Option<&str> {
        match &self.value {
            Value::String(text) => Some(text),
            _ => None,
        }
    }

    /// The boolean, if it is one.
    pub fn as_bool(&self) -> Option<bool> {
        match self.value {
            Value::Bool(value) => Some(value),
            _ => None,
        }
    }

    /// The number, if it is one.
    pub fn as_number(&self) -> Option<&Number> {
        match &self.value {
            Value::Number(number) => Some(number),
            _ => None,
        }
    }

    /// The number, if it is an integer that an `i64` holds.
    pub fn as_i64(&self) -> Option<i64> {
        self.as_number()?.as_i64()
    }

    /// The number, if it is an integer that a `u64` holds.
    pub fn as_u64(&self) -> Option<u64> {
        self.as_number()?.as_u64()
    }

    /// The number as the nearest `f64`, if it is a number.
    pub fn as_f64(&self) -> Option<f64> {
        self.as_number()?.as_f64()
    }

    /// The object, if it is one.
    pub fn as_object(&self) -> Option<&Object> {
        match &self.value {
            Value::Object(object) => Some(object),
            _ => None,
        }
    }

    /// The elements, if it is an array.
    pub fn as_array(&self) -> Option<&[Node]> {
        match &self.value {
            Value::Array(elements) => Some(elements),
            _ => None,
        }
    }

    /// Whether it is `null`.
    pub fn is_null(&self) -> bool {
        matches!(self.value, Value::Null)
    }

    /// Whether both are the same value that has no parts.
    pub fn is_same_leaf(&self, other: &Node) -> bool {
        match (&self.value, &other.value) {
            (Value::Null, Value::Null) => true,
            (Value::Bool(one), Value::Bool(other)) => one == other,
            (Value::Number(one), Value::Number(other)) => one == other,
            (Value::String(one), Value::String(other)) => one == other,
            _ => false,
        }
    }

    /// The value of a member, if it is an object that has one of this name.
    pub fn get(&self, key: &str) -> Option<&Node> {
        self.as_object()?.get(key)
    }

    /// The node that a pointer leads to from here.
    pub fn at(&self, pointer: &Pointer) -> Option<&Node> {
        pointer.tokens().try_fold(self, Node::step)
    }

    /// The node that a pointer leads to from here, to change it.
    pub fn at_mut(&mut self, pointer: &Pointer) -> Option<&mut Node> {
        pointer.tokens().try_fold(self, |node, token| match &mut node.value {
            Value::Object(object) => object.get_mut(token),
            Value::Array(elements) => elements.get_mut(array_index(token)?),
            _ => None,
        })
    }

    /// The part that one token of a pointer names.
    pub(crate) fn step(&self, token: &str) -> Option<&Node> {
        match &self.value {
            Value::Object(object) => object.get(token),
            Value::Array(elements) => elements.get(array_index(token)?),
            _ => None,
        }
    }

    /// The plain value, without positions.
    pub fn to_json(&self) -> serde_json::Value {
        match &self.value {
            Value::Null => serde_json::Value::Null,
            Value::Bool(value) => serde_json::Value::Bool(*value),
            Value::Number(number) => serde_json::Value::Number(number.clone()),
            Value::String(text) => serde_json::Value::String(text.clone()),
            Value::Array(elements) => elements.iter().map(Node::to_json).collect(),
            Value::Object(object) => object.iter().map(|member| (member.key.clone(), member.value.to_json())).collect(),
        }
    }

    /// What the value is, in a word for messages: `null`, `boolean`, `number`, `string`, `array` or `object`.
    pub fn kind(&self) -> &'static str {
        match self.value {
            Value::Null => "null",
            Value::Bool(_) => "boolean",
            Value::Number(_) => "number",
            Value::String(_) => "string",
            Value::Array(_) => "array",
            Value::Object(_) => "object",
        }
    }

    /// How many nodes there are here, this one included.
    pub(crate) fn count(&self) -> usize {
        1 + match &self.value {
            Value::Array(elements) => elements.iter().map(Node::count).sum(),
            Value::Object(object) => object.iter().map(|member| member.value.count()).sum(),
            _ => 0,
        }
    }

    /// How many levels there are here, this one included.
    pub(crate) fn height(&self) -> usize {
        1 + match &self.value {
            Value::Array(elements) => elements.iter().map(Node::height).max().unwrap_or(0),
            Value::Object(object) => object.iter().map(|member| member.value.height()).max().unwrap_or(0),
            _ => 0,
        }
    }
}

/// The index that a token stands for. RFC 6901 knows no sign and no leading zero.
fn array_index(token: &str) -> Option<usize> {
    let plain = token.bytes().all(|byte| byte.is_ascii_digit()) && (token == "0" || !token.starts_with('0'));
    if plain { token.parse().ok() } else { None }
}

#[cfg(test)]
mod tests {
    use crate::{Pointer, load_text};

    #[test]
    fn what_is_not_there_is_none() {
        let root = load_text("a.yaml", "a: [1, {b: x}]").unwrap().root;
        for pointer in ["/b", "/a/2", "/a/01", "/a/+1", "/a/-", "/a/1/b/c", "/a/99999999999999999999999"] {
            assert!(root.at(&Pointer::parse(pointer).unwrap()).is_none(), "{pointer}");
        }
        assert!(root.get("a").unwrap().get("b").is_none());
        assert!(root.as_str().is_none() && root.as_bool().is_none() && root.as_array().is_none());
    }

    #[test]
    fn a_pointer_leads_through_objects_and_arrays() {
        let mut root = load_text("a.yaml", "a: [1, {b: x}]").unwrap().root;
        let pointer = Pointer::parse("/a/1/b").unwrap();
        assert_eq!(root.at(&pointer).unwrap().as_str(), Some("x"));
        assert_eq!(root.at_mut(&pointer).unwrap().kind(), "string");
        assert_eq!(root.at(&Pointer::root()).unwrap().kind(), "object");
        assert_eq!((root.count(), root.height()), (5, 4));
    }
}
