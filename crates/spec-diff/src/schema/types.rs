//! The six types of JSON, and sets of them.

use std::fmt;

use serde_json::Value;

/// A type of JSON. That an integer is asked for is a bound on numbers, not a type.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Type {
    Null,
    Boolean,
    Number,
    String,
    Array,
    Object,
}

impl Type {
    pub(crate) const ALL: [Self; 6] =
        [Self::Null, Self::Boolean, Self::Number, Self::String, Self::Array, Self::Object];

    pub(crate) fn of(value: &Value) -> Self {
        match value {
            Value::Null => Self::Null,
            Value::Bool(_) => Self::Boolean,
            Value::Number(_) => Self::Number,
            Value::String(_) => Self::String,
            Value::Array(_) => Self::Array,
            Value::Object(_) => Self::Object,
        }
    }
}

/// What `type` allows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Types {
    bits: u8,
    /// Numbers are allowed, but only whole ones.
    pub(crate) only_whole: bool,
}

impl Types {
    pub(crate) const ALL: Self = Self { bits: 0b11_1111, only_whole: false };
    const NONE: Self = Self { bits: 0, only_whole: true };

    /// The types of these names; a name that is none allows nothing.
    pub(crate) fn named<'a>(names: impl IntoIterator<Item = &'a str>) -> Self {
        let mut types = Self::NONE;
        for name in names {
            let found = match name {
                "null" => Type::Null,
                "boolean" => Type::Boolean,
                "number" | "integer" => Type::Number,
                "string" => Type::String,
                "array" => Type::Array,
                "object" => Type::Object,
                _ => continue,
            };
            types.bits |= 1 << found as u8;
            types.only_whole &= name != "number";
        }
        types.only_whole &= types.has(Type::Number);
        types
    }

    pub(crate) fn has(self, one: Type) -> bool {
        self.bits & (1 << one as u8) != 0
    }
}

impl fmt::Display for Types {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names = Type::ALL.into_iter().filter(|one| self.has(*one)).map(|one| match one {
            Type::Number if self.only_whole => "integer",
            Type::Null => "null",
            Type::Boolean => "boolean",
            Type::Number => "number",
            Type::String => "string",
            Type::Array => "array",
            Type::Object => "object",
        });
        let names: Vec<&str> = names.collect();
        f.write_str(&names.join(" or "))
    }
}
