//! A union of which a reader cannot tell the members apart.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::rc::Rc;

use spec_document::{Node, Object};

use super::Rule;
use crate::finding::Found;
use crate::outline::Outline;

pub(super) const RULE: Rule = Rule {
    id: "union-ambiguous",
    reason: "A client tries one member after the other and takes the first that fits, which may be the wrong one.",
    fixable: false,
    check,
};

/// Members of one union that are compared, members of `allOf` within one another that are followed, and objects within objects.
const MEMBERS: usize = 64;
const DEPTH: usize = 8;
const NESTED: usize = 2;

fn check(outline: &Outline<'_>, found: &mut Found) {
    let mut shapes = Shapes { outline, known: HashMap::new() };
    for schema in outline.schemas() {
        if schema.node.get("discriminator").is_some() {
            continue;
        }
        for key in ["oneOf", "anyOf"] {
            let Some(members) = schema.node.get(key).and_then(Node::as_array) else { continue };
            let members: Vec<(&Node, Rc<Shape>)> =
                members.iter().take(MEMBERS).map(|member| (member, shapes.of(member, 0))).collect();
            let pairs =
                members.iter().enumerate().flat_map(|(at, one)| members[at + 1..].iter().map(move |it| (one, it)));
            let Some(((one, _), (other, shape))) =
                pairs.into_iter().find(|(one, other)| are_alike(&one.1, &other.1, key == "oneOf"))
            else {
                continue;
            };
            let help = if shape.kinds.contains("object") {
                "Add a `discriminator`, or require in each member a property that the other does not have."
            } else {
                "Leave one of them, or narrow one by `enum`, `pattern` or `format`."
            };
            let said = found
                .warn(format!("two members of `{key}` cannot be told apart"), one.span, "a value of this")
                .also(other.span, "may be taken for one of this");
            found.push(outline.pointer(schema), said.help(help));
        }
    }
}

/// What of a schema tells its values from others.
#[derive(Default)]
struct Shape {
    /// Its types; empty where it could be any, and nothing is said of such.
    kinds: BTreeSet<String>,
    /// Declared properties.
    properties: BTreeMap<String, Property>,
    required: BTreeSet<String>,
    /// Whether a scalar is narrowed by something.
    narrowed: bool,
    format: Option<String>,
    /// The elements of a list.
    items: Option<Rc<Shape>>,
}

struct Property {
    /// The only texts that it may be, where these are listed.
    texts: Option<BTreeSet<String>>,
    /// What else is known of it, but for what lies too deep.
    shape: Option<Rc<Shape>>,
}

struct Shapes<'o, 'a> {
    outline: &'o Outline<'a>,
    /// By the address of the schema and how deep it lies, so that a component in many unions is looked at once.
    known: HashMap<(usize, usize), Rc<Shape>>,
}

impl<'a> Shapes<'_, 'a> {
    fn of(&mut self, schema: &'a Node, nested: usize) -> Rc<Shape> {
        let schema = self.outline.followed(schema).unwrap_or(schema);
        let address = (std::ptr::from_ref(schema).addr(), nested);
        if let Some(known) = self.known.get(&address) {
            return Rc::clone(known);
        }
        let mut shape = Shape::default();
        self.gather(schema, &mut shape, 0, nested);
        let shape = Rc::new(shape);
        self.known.insert(address, Rc::clone(&shape));
        shape
    }

    fn gather(&mut self, schema: &'a Node, shape: &mut Shape, depth: usize, nested: usize) {
        let Some(schema) = self.outline.followed(schema).filter(|_| depth < DEPTH) else { return };
        match schema.get("type") {
            Some(kind) if kind.as_str().is_some() => shape.kinds.extend(kind.as_str().map(str::to_owned)),
            Some(kind) => {
                shape.kinds.extend(kind.as_array().into_iter().flatten().filter_map(Node::as_str).map(str::to_owned))
            }
            None if schema.get("properties").is_some() => {
                shape.kinds.insert("object".to_owned());
            }
            None => {}
        }
        for member in schema.get("properties").and_then(Node::as_object).into_iter().flat_map(Object::iter) {
            let texts = self.outline.followed(&member.value).and_then(texts);
            let inner = (nested < NESTED).then(|| self.of(&member.value, nested + 1));
            shape.properties.insert(member.key.clone(), Property { texts, shape: inner });
        }
        let required = schema.get("required").and_then(Node::as_array).into_iter().flatten();
        shape.required.extend(required.filter_map(Node::as_str).map(str::to_owned));
        const NARROW: [&str; 8] =
            ["enum", "const", "pattern", "minLength", "maxLength", "minimum", "maximum", "multipleOf"];
        shape.narrowed |= NARROW.iter().any(|key| schema.get(key).is_some());
        if let Some(format) = schema.get("format").and_then(Node::as_str) {
            shape.format = Some(format.to_owned());
        }
        // One level: lists of lists are rare, and a schema may be a list of itself.
        if let Some(items) = schema.get("items").filter(|_| depth == 0) {
            let mut inner = Shape::default();
            self.gather(items, &mut inner, depth + 1, nested);
            shape.items = Some(Rc::new(inner));
        }
        for member in schema.get("allOf").and_then(Node::as_array).into_iter().flatten() {
            self.gather(member, shape, depth + 1, nested);
        }
    }
}

/// The only texts that a property may be.
fn texts(schema: &Node) -> Option<BTreeSet<String>> {
    let only = schema.get("const").and_then(Node::as_str).map(|text| BTreeSet::from([text.to_owned()]));
    only.or_else(|| schema.get("enum")?.as_array()?.iter().map(|value| value.as_str().map(str::to_owned)).collect())
}

fn are_alike(one: &Shape, other: &Shape, exclusive: bool) -> bool {
    let meet = one.kinds.iter().any(|kind| {
        other.kinds.contains(kind) && kind != "null"
            || kind == "integer" && other.kinds.contains("number")
            || kind == "number" && other.kinds.contains("integer")
    });
    if !meet {
        return false;
    }
    let both = |kind: &str| one.kinds.contains(kind) && other.kinds.contains(kind);
    if both("object") {
        return objects_are_alike(one, other);
    }
    if both("array") {
        return match (&one.items, &other.items) {
            (Some(one), Some(other)) => are_alike(one, other, exclusive),
            _ => false,
        };
    }
    // Scalars that overlap are no harm where one of several is enough.
    exclusive
        && !(one.narrowed && other.narrowed)
        && (one.format == other.format || one.format.is_none() && other.format.is_none())
}

fn objects_are_alike(one: &Shape, other: &Shape) -> bool {
    // An object of which nothing is declared is a map or anything, and is meant as the last resort.
    if one.properties.is_empty() || other.properties.is_empty() {
        return false;
    }
    let own = |mine: &Shape, theirs: &Shape| mine.required.iter().any(|name| !theirs.properties.contains_key(name));
    let apart = one.properties.iter().any(|(name, property)| {
        let Some(counterpart) = other.properties.get(name) else { return false };
        if let (Some(texts), Some(others)) = (&property.texts, &counterpart.texts)
            && texts.is_disjoint(others)
        {
            return true;
        }
        // What may be left out in both tells nothing.
        let (Some(inner), Some(others)) = (&property.shape, &counterpart.shape) else { return false };
        let there = one.required.contains(name) || other.required.contains(name);
        there && !inner.kinds.is_empty() && !others.kinds.is_empty() && !are_alike(inner, others, true)
    });
    !(own(one, other) || own(other, one) || apart)
}
