//! The assertions of one schema object, read as JSON Schema 2020-12 with the spellings of OpenAPI 3.0 understood.

use spec_document::{Node, Object};

use super::number::{Num, equal};
use super::types::Types;

/// A schema: everything, nothing, or what its keywords say.
#[derive(Debug)]
pub(crate) enum Schema<'a> {
    Always,
    Never,
    Keywords(Box<Keywords<'a>>),
}

/// What the keywords of a schema object say. What is no assertion is left out.
#[derive(Debug)]
pub(crate) struct Keywords<'a> {
    /// `$ref`; in OpenAPI 3.0 nothing beside it counts.
    pub(crate) reference: Option<&'a str>,
    /// Nothing beside `$ref` counts.
    pub(crate) bare: bool,
    /// OpenAPI's `nullable: true`, which allows null beside whatever the rest says.
    pub(crate) nullable: bool,
    pub(crate) types: Types,
    /// What `enum` and `const` leave.
    pub(crate) values: Option<Vec<&'a Node>>,
    pub(crate) minimum: Option<Bound>,
    pub(crate) maximum: Option<Bound>,
    pub(crate) multiple_of: Option<Num>,
    pub(crate) length: Range,
    pub(crate) pattern: Option<&'a str>,
    pub(crate) format: Option<&'a str>,
    pub(crate) items_count: Range,
    pub(crate) unique_items: bool,
    pub(crate) items: Option<&'a Node>,
    pub(crate) prefix_items: Vec<&'a Node>,
    pub(crate) properties: Vec<(&'a str, &'a Node)>,
    pub(crate) pattern_properties: Vec<(&'a str, &'a Node)>,
    pub(crate) required: Vec<&'a str>,
    pub(crate) additional: Option<&'a Node>,
    pub(crate) properties_count: Range,
    pub(crate) all_of: Vec<&'a Node>,
    pub(crate) any_of: Vec<&'a Node>,
    pub(crate) one_of: Vec<&'a Node>,
    /// `discriminator` stands beside the branches: a property tells which one is meant.
    pub(crate) discriminated: bool,
    /// Keywords that are compared as they stand: name and value.
    pub(crate) others: Vec<(&'a str, &'a Node)>,
}

/// `minimum` or `maximum`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Bound {
    pub(crate) at: Num,
    pub(crate) exclusive: bool,
}

/// How many of something.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Range {
    pub(crate) least: u64,
    pub(crate) most: Option<u64>,
}

impl Range {
    pub(crate) fn meet(&mut self, other: Self) {
        self.least = self.least.max(other.least);
        self.most = match (self.most, other.most) {
            (Some(one), Some(other)) => Some(one.min(other)),
            (one, other) => one.or(other),
        };
    }

    pub(crate) fn is_empty(self) -> bool {
        self.most.is_some_and(|most| most < self.least)
    }
}

/// Keywords that no part of the comparison understands: equal ones mean the same, others cannot be judged.
const OTHERS: [&str; 13] = [
    "not",
    "if",
    "then",
    "else",
    "contains",
    "minContains",
    "maxContains",
    "propertyNames",
    "dependentRequired",
    "dependentSchemas",
    "unevaluatedProperties",
    "unevaluatedItems",
    "$dynamicRef",
];

/// Every other keyword that says something of a value.
const ASSERTIONS: [&str; 30] = [
    "nullable",
    "type",
    "enum",
    "const",
    "minimum",
    "maximum",
    "exclusiveMinimum",
    "exclusiveMaximum",
    "multipleOf",
    "minLength",
    "maxLength",
    "pattern",
    "format",
    "minItems",
    "maxItems",
    "uniqueItems",
    "items",
    "additionalItems",
    "prefixItems",
    "properties",
    "patternProperties",
    "required",
    "additionalProperties",
    "minProperties",
    "maxProperties",
    "allOf",
    "anyOf",
    "oneOf",
    "readOnly",
    "writeOnly",
];

impl<'a> Schema<'a> {
    /// Reads a schema. What is not of the form that a keyword wants says nothing.
    pub(crate) fn read(node: &'a Node, siblings_count: bool) -> Self {
        match (node.as_bool(), node.as_object()) {
            (Some(true), _) => Self::Always,
            (Some(false), _) => Self::Never,
            (None, Some(object)) => Self::Keywords(Box::new(Keywords::read(object, siblings_count))),
            (None, None) => Self::Always,
        }
    }
}

impl<'a> Keywords<'a> {
    fn read(object: &'a Object, siblings_count: bool) -> Self {
        let reference = object.get("$ref").and_then(Node::as_str);
        let said: Option<&'a Object> = (reference.is_none() || siblings_count).then_some(object);
        let get = |key: &str| said.and_then(|said| said.get(key));
        let text = |key: &str| get(key).and_then(Node::as_str);
        let count = |key: &str| get(key).and_then(Node::as_f64).filter(|n| *n >= 0.0).map(|n| n as u64);
        let range = |least: &str, most: &str| Range { least: count(least).unwrap_or(0), most: count(most) };
        let list = |key: &str| get(key).and_then(Node::as_array).unwrap_or_default().iter().collect::<Vec<_>>();
        let members = |key: &str| -> Vec<(&'a str, &'a Node)> {
            let object = get(key).and_then(Node::as_object);
            object.into_iter().flat_map(Object::iter).map(|member| (member.key.as_str(), &member.value)).collect()
        };
        let flag = |key: &str| get(key).and_then(Node::as_bool).unwrap_or(false);
        let listed = get("enum").and_then(Node::as_array);
        let values = match (get("const"), listed) {
            (Some(only), Some(listed)) => {
                let value = only.to_json();
                Some(listed.iter().filter(|it| equal(&it.to_json(), &value)).take(1).collect())
            }
            (Some(only), None) => Some(vec![only]),
            (None, listed) => listed.map(|values| values.iter().collect()),
        };
        let mut others: Vec<(&'a str, &'a Node)> = OTHERS.iter().filter_map(|key| Some((*key, get(key)?))).collect();
        // `items: […]` of older drafts means what `prefixItems` does.
        let (items, mut prefix_items) = match get("items") {
            Some(items) if items.as_array().is_some() => (get("additionalItems"), list("items")),
            items => (items, Vec::new()),
        };
        if prefix_items.is_empty() {
            prefix_items = list("prefixItems");
        }
        // Without the branch that decides, the others say nothing.
        if get("if").is_none() {
            others.retain(|(key, _)| !matches!(*key, "then" | "else"));
        }
        if get("contains").is_none() {
            others.retain(|(key, _)| !matches!(*key, "minContains" | "maxContains"));
        }
        let asserts = |key: &str| ASSERTIONS.contains(&key) || OTHERS.contains(&key);
        let bare = reference.is_some() && said.is_none_or(|said| !said.iter().any(|member| asserts(&member.key)));
        Self {
            reference,
            bare,
            nullable: flag("nullable"),
            types: types(get("type")),
            values,
            minimum: bound(get("minimum"), get("exclusiveMinimum"), true),
            maximum: bound(get("maximum"), get("exclusiveMaximum"), false),
            multiple_of: get("multipleOf").and_then(Node::as_number).map(Num::of),
            length: range("minLength", "maxLength"),
            pattern: text("pattern"),
            format: text("format"),
            items_count: range("minItems", "maxItems"),
            unique_items: flag("uniqueItems"),
            items,
            prefix_items,
            properties: members("properties"),
            pattern_properties: members("patternProperties"),
            required: list("required").into_iter().filter_map(Node::as_str).collect(),
            additional: get("additionalProperties"),
            properties_count: range("minProperties", "maxProperties"),
            all_of: list("allOf"),
            any_of: list("anyOf"),
            one_of: list("oneOf"),
            discriminated: get("discriminator").is_some(),
            others,
        }
    }

    /// The schema of a declared property.
    pub(crate) fn property(&self, name: &str) -> Option<&'a Node> {
        self.properties.iter().find(|(declared, _)| *declared == name).map(|(_, node)| *node)
    }
}

fn types(node: Option<&Node>) -> Types {
    match node {
        None => Types::ALL,
        Some(node) => match (node.as_str(), node.as_array()) {
            (Some(name), _) => Types::named([name]),
            (None, Some(names)) => Types::named(names.iter().filter_map(Node::as_str)),
            (None, None) => Types::ALL,
        },
    }
}

/// A bound in the spelling of 3.0 (a flag beside it) or of JSON Schema 2020-12 (a number of its own).
fn bound(plain: Option<&Node>, exclusive: Option<&Node>, is_minimum: bool) -> Option<Bound> {
    let number = |node: Option<&Node>| node.and_then(Node::as_number).map(Num::of);
    let flagged = exclusive.and_then(Node::as_bool).unwrap_or(false);
    let plain = number(plain).map(|at| Bound { at, exclusive: flagged });
    let own = number(exclusive).map(|at| Bound { at, exclusive: true });
    match (plain, own) {
        (Some(plain), Some(own)) => Some(stricter(plain, own, is_minimum)),
        (plain, own) => plain.or(own),
    }
}

/// The bound that allows less.
pub(crate) fn stricter(one: Bound, other: Bound, is_minimum: bool) -> Bound {
    if allows(one, other, is_minimum) { other } else { one }
}

/// Whether all that `inner` allows `outer` allows too.
pub(crate) fn allows(outer: Bound, inner: Bound, is_minimum: bool) -> bool {
    if outer.at == inner.at {
        return !outer.exclusive || inner.exclusive;
    }
    if is_minimum { inner.at > outer.at } else { inner.at < outer.at }
}
