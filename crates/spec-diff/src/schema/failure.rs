//! Why values of one schema are not all values of another.

use serde_json::Value;

use super::shape::Shape;
use super::side::Id;

/// One reason.
#[derive(Clone, Debug)]
pub(crate) struct Failure {
    pub(crate) kind: Kind,
    /// The schemas that allow the value.
    pub(crate) left: Vec<Id>,
    /// The schema that does not.
    pub(crate) right: Id,
    /// What the left side says about it, as text for people; empty where it says nothing.
    pub(crate) allowed: String,
    /// What the right side says.
    pub(crate) wanted: String,
    /// A value that should show it.
    pub(crate) example: Option<Value>,
    /// Why it is not certain; `None` where it is.
    pub(crate) doubt: Option<String>,
    /// It hurts only who relied on more than was said: the left side declared nothing there, or another branch takes the value.
    pub(crate) soft: bool,
}

/// The sorts of reasons.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Kind {
    /// A JSON type.
    Type,
    /// One value that is not listed.
    Value(Value),
    /// The values are listed, and these are not.
    Values,
    Minimum,
    Maximum,
    MultipleOf,
    MinLength,
    MaxLength,
    Pattern,
    Format,
    MinItems,
    MaxItems,
    UniqueItems,
    MinProperties,
    MaxProperties,
    /// A property that need not be there.
    Required(String),
    /// A property that must not be there.
    Forbidden(String),
    /// No branch takes it: `anyOf` or `oneOf`.
    Branch(&'static str),
    /// More than one branch of a `oneOf` may take it. `known` says that it was so before.
    Overlap {
        known: bool,
    },
    /// A keyword that nobody here can judge.
    Keyword(String),
    /// A reference that leads out of the document.
    Reference,
    /// Nothing is allowed.
    Nothing,
    /// It takes too long to tell.
    TooMuch,
}

impl Kind {
    /// The keyword of the right side that says it.
    pub(crate) fn keyword(&self) -> &str {
        match self {
            Self::Type => "type",
            Self::Value(_) | Self::Values => "enum",
            Self::Minimum => "minimum",
            Self::Maximum => "maximum",
            Self::MultipleOf => "multipleOf",
            Self::MinLength => "minLength",
            Self::MaxLength => "maxLength",
            Self::Pattern => "pattern",
            Self::Format => "format",
            Self::MinItems => "minItems",
            Self::MaxItems => "maxItems",
            Self::UniqueItems => "uniqueItems",
            Self::MinProperties => "minProperties",
            Self::MaxProperties => "maxProperties",
            Self::Required(_) => "required",
            Self::Forbidden(_) => "additionalProperties",
            Self::Branch(keyword) => keyword,
            Self::Overlap { .. } => "oneOf",
            Self::Keyword(keyword) => keyword,
            Self::Reference => "$ref",
            Self::Nothing | Self::TooMuch => "",
        }
    }
}

impl Failure {
    /// Adds a value that should show it.
    pub(crate) fn shown(mut self, example: Option<Value>) -> Self {
        self.example = example;
        self
    }

    /// Says why it is not certain.
    pub(crate) fn doubted(mut self, why: String) -> Self {
        self.doubt = Some(why);
        self
    }
}

/// A reason why values of a shape are none of a schema.
pub(crate) fn failure(shape: &Shape<'_>, right: Id, kind: Kind) -> Failure {
    Failure {
        kind,
        left: shape.sources.clone(),
        right,
        allowed: String::new(),
        wanted: String::new(),
        example: None,
        doubt: None,
        soft: false,
    }
}

/// A comparison that takes too long.
pub(crate) fn too_much(left: &[Id], right: Id) -> Failure {
    Failure {
        kind: Kind::TooMuch,
        left: left.to_vec(),
        right,
        allowed: String::new(),
        wanted: String::new(),
        example: None,
        doubt: Some("the schemas are too large or too deep to compare".to_owned()),
        soft: false,
    }
}
