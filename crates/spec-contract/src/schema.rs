//! A schema as the contract sees it: 3.0 and 3.1 spellings read into one form.

use serde_json::Value;

use crate::place::Place;

/// What a value may be.
#[derive(Clone, Debug)]
pub struct Schema {
    /// The shape.
    pub kind: Kind,
    /// Whether null is allowed beside the shape.
    pub nullable: bool,
    /// The title.
    pub title: Option<String>,
    /// What it means.
    pub description: Option<String>,
    /// The value that the provider takes where none is sent.
    pub default: Option<Value>,
    /// The member whose text tells apart which component a value is.
    pub discriminator: Option<Discriminator>,
    /// Bounds on the value.
    pub constraints: Constraints,
    /// Only in answers.
    pub read_only: bool,
    /// Only in requests.
    pub write_only: bool,
    /// Whether it is deprecated.
    pub deprecated: bool,
    /// Examples of the value.
    pub examples: Vec<Value>,
    /// Keywords that no other field of this struct holds: name and value, so that nothing goes missing unseen.
    pub other: Vec<(String, Value)>,
    /// Where it stands.
    pub place: Place,
}

/// The shape of a value.
#[derive(Clone, Debug)]
pub enum Kind {
    /// Anything at all.
    Any,
    /// Nothing at all (`false`).
    Never,
    /// A component schema, by its name.
    Reference(String),
    /// A boolean.
    Boolean,
    /// An integer, with its `format`.
    Integer(Option<String>),
    /// A number, with its `format`.
    Number(Option<String>),
    /// A string, with its `format`.
    String(Option<String>),
    /// One of these values; null is not among them (see [`Schema::nullable`]).
    Enumeration(Vec<Value>),
    /// A list of these.
    Array(Box<Schema>),
    /// An object.
    Object {
        /// The declared properties, in the order of the document.
        properties: Vec<Property>,
        /// What other members may be.
        additional: Additional,
    },
    /// Exactly one of these.
    OneOf(Vec<Schema>),
    /// At least one of these.
    AnyOf(Vec<Schema>),
    /// All of these.
    AllOf(Vec<Schema>),
}

/// `discriminator`: the member whose text names the component that a value is of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Discriminator {
    /// The member.
    pub property: String,
    /// Its texts that `mapping` lists, each with the component's name. A component that is not listed goes by its own name.
    pub mapping: Vec<(String, String)>,
}

/// A property of an object.
#[derive(Clone, Debug)]
pub struct Property {
    /// Its name on the wire.
    pub name: String,
    /// Whether an object without it is invalid.
    pub required: bool,
    /// Its schema.
    pub schema: Schema,
}

/// What members an object may have beside its declared properties.
#[derive(Clone, Debug)]
pub enum Additional {
    /// Any: what OpenAPI takes where nothing is said.
    Open,
    /// None.
    Closed,
    /// Values of this schema.
    Schema(Box<Schema>),
}

/// Bounds on a value. Lengths count Unicode scalar values.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Constraints {
    /// `minLength`
    pub min_length: Option<u64>,
    /// `maxLength`
    pub max_length: Option<u64>,
    /// `pattern`, an ECMA 262 regular expression.
    pub pattern: Option<String>,
    /// `minimum`
    pub minimum: Option<serde_json::Number>,
    /// `maximum`
    pub maximum: Option<serde_json::Number>,
    /// `minItems`
    pub min_items: Option<u64>,
    /// `maxItems`
    pub max_items: Option<u64>,
}

impl Constraints {
    /// Whether there is no bound at all.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

impl Schema {
    /// A schema of that shape and nothing else.
    #[must_use]
    pub fn of(kind: Kind, place: Place) -> Self {
        Self {
            kind,
            nullable: false,
            title: None,
            description: None,
            default: None,
            discriminator: None,
            constraints: Constraints::default(),
            read_only: false,
            write_only: false,
            deprecated: false,
            examples: Vec::new(),
            other: Vec::new(),
            place,
        }
    }

    /// The schemas directly inside this one, references not followed.
    #[must_use]
    pub fn children(&self) -> Vec<&Schema> {
        match &self.kind {
            Kind::Array(items) => vec![items],
            Kind::Object { properties, additional } => {
                let mut inside: Vec<&Schema> = properties.iter().map(|property| &property.schema).collect();
                if let Additional::Schema(schema) = additional {
                    inside.push(schema);
                }
                inside
            }
            Kind::OneOf(members) | Kind::AnyOf(members) | Kind::AllOf(members) => members.iter().collect(),
            _ => Vec::new(),
        }
    }
}
