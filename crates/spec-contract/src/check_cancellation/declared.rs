//! What the schema of a body says of the value at a JSON Pointer.
//!
//! It walks the document itself, not the model: what stands beside a combinator has no place in the model and declares
//! properties all the same.

use std::collections::{BTreeSet, HashMap};

use serde_json::Value;
use spec_document::{Effective, Node, Pointer};

use crate::json_schema::json_schema;

/// How many schemas may stand inside one another on the way. More is a cycle in all but name.
const DEPTH: usize = 128;

/// What a schema says of the value at the pointer.
#[derive(Clone, Debug)]
pub(super) enum Verdict {
    /// No schema on any way there declares such a member.
    Undeclared,
    /// It is declared, and the value asked about is none that it can have.
    Unfit(String),
    /// It is declared, and the value asked about is one that it can have.
    Fit,
}

/// A pointer into a body, and what is known of it.
pub(super) struct Declared<'a> {
    document: &'a Effective,
    root: &'a Value,
    tokens: Vec<&'a str>,
    /// Verdicts by schema and tokens taken, so that what many branches share is asked once, and a cycle ends.
    known: HashMap<(Pointer, usize), Verdict>,
    /// How many tokens led somewhere, and what is declared there instead of the next one.
    furthest: (usize, BTreeSet<String>),
}

impl<'a> Declared<'a> {
    pub(super) fn new(document: &'a Effective, root: &'a Value, pointer: &'a Pointer) -> Self {
        Self {
            document,
            root,
            tokens: pointer.tokens().collect(),
            known: HashMap::new(),
            furthest: (0, BTreeSet::new()),
        }
    }

    /// The verdict of alternatives, each the place of a schema: one that fits is enough.
    pub(super) fn any(&mut self, places: &[Pointer], value: Option<&Value>) -> Verdict {
        self.known.clear();
        let verdicts: Vec<Verdict> = places.iter().map(|place| self.at(place, 0, 0, value)).collect();
        alternatives(verdicts)
    }

    /// The first token that leads nowhere, and the names that are declared in its place.
    pub(super) fn missed(&self) -> Option<(&'a str, &BTreeSet<String>)> {
        self.tokens.get(self.furthest.0).map(|token| (*token, &self.furthest.1))
    }

    fn at(&mut self, place: &Pointer, taken: usize, depth: usize, value: Option<&Value>) -> Verdict {
        let Some(node) = self.document.root.at(place).filter(|_| depth < DEPTH) else { return Verdict::Undeclared };
        let key = (place.clone(), taken);
        if let Some(verdict) = self.known.get(&key) {
            return verdict.clone();
        }
        // What comes back here while it is still asked about adds nothing.
        self.known.insert(key.clone(), Verdict::Undeclared);
        let verdict = if taken == self.tokens.len() {
            self.leaf(node, place, value)
        } else {
            self.inside(node, place, taken, depth, value)
        };
        self.known.insert(key, verdict.clone());
        verdict
    }

    fn leaf(&self, node: &Node, place: &Pointer, value: Option<&Value>) -> Verdict {
        if node.as_bool() == Some(false) {
            return Verdict::Undeclared;
        }
        let Some(value) = value else { return Verdict::Fit };
        // A schema that cannot be used is reported where an example of it is checked.
        let Ok(validator) = jsonschema::validator_for(&json_schema(self.root, place)) else { return Verdict::Fit };
        match validator.iter_errors(value).next() {
            Some(error) => Verdict::Unfit(error.to_string()),
            None => Verdict::Fit,
        }
    }

    /// Everything that the schema says of members holds together.
    fn inside(&mut self, node: &Node, place: &Pointer, taken: usize, depth: usize, value: Option<&Value>) -> Verdict {
        let mut together = Vec::new();
        if let Some(reference) = node.get("$ref").and_then(Node::as_str)
            && let Some((target, _)) = self.document.resolve(reference)
        {
            together.push(self.at(&target, taken, depth + 1, value));
        }
        for member in items(node, place, "allOf") {
            together.push(self.at(&member, taken, depth + 1, value));
        }
        for key in ["oneOf", "anyOf"] {
            let members = items(node, place, key);
            let verdicts: Vec<Verdict> =
                members.iter().map(|member| self.at(member, taken, depth + 1, value)).collect();
            together.push(alternatives(verdicts));
        }
        if let Some(member) = self.member(node, place, taken) {
            together.push(self.at(&member, taken + 1, depth + 1, value));
        }
        conjunction(together)
    }

    /// The schema that this one itself has for the next token.
    fn member(&mut self, node: &Node, place: &Pointer, taken: usize) -> Option<Pointer> {
        let token = self.tokens.get(taken)?;
        let properties = node.get("properties").and_then(Node::as_object);
        if properties.is_some_and(|properties| properties.contains_key(token)) {
            return Some(place.child("properties").child(token));
        }
        if taken >= self.furthest.0 {
            if taken > self.furthest.0 {
                self.furthest = (taken, BTreeSet::new());
            }
            let names = properties.into_iter().flat_map(spec_document::Object::iter).map(|member| member.key.clone());
            self.furthest.1.extend(names);
        }
        let index = token.parse::<usize>().ok().filter(|index| index.to_string() == **token);
        if let Some(index) = index {
            if node.get("prefixItems").and_then(Node::as_array).is_some_and(|items| index < items.len()) {
                return Some(place.child("prefixItems").child(token));
            }
            if node.get("items").is_some() {
                return Some(place.child("items"));
            }
        }
        // A schema for all other members declares each of them; `true` declares none.
        node.get("additionalProperties").and_then(Node::as_object).map(|_| place.child("additionalProperties"))
    }
}

fn items(node: &Node, place: &Pointer, key: &str) -> Vec<Pointer> {
    let count = node.get(key).and_then(Node::as_array).map_or(0, <[Node]>::len);
    (0..count).map(|index| place.child(key).child(&index.to_string())).collect()
}

/// One of these.
fn alternatives(verdicts: Vec<Verdict>) -> Verdict {
    verdicts.into_iter().reduce(either).unwrap_or(Verdict::Undeclared)
}

/// All of these.
fn conjunction(verdicts: Vec<Verdict>) -> Verdict {
    verdicts.into_iter().reduce(both).unwrap_or(Verdict::Undeclared)
}

fn either(one: Verdict, other: Verdict) -> Verdict {
    match (one, other) {
        (Verdict::Fit, _) | (_, Verdict::Fit) => Verdict::Fit,
        (unfit @ Verdict::Unfit(_), _) | (_, unfit) => unfit,
    }
}

fn both(one: Verdict, other: Verdict) -> Verdict {
    match (one, other) {
        (unfit @ Verdict::Unfit(_), _) | (_, unfit @ Verdict::Unfit(_)) => unfit,
        (Verdict::Fit, _) | (_, Verdict::Fit) => Verdict::Fit,
        _ => Verdict::Undeclared,
    }
}

#[cfg(test)]
mod tests;
