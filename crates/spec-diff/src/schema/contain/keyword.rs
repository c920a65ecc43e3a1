//! Keywords that are compared as they stand.

use spec_document::Node;

use super::{Containment, Pair};
use crate::schema::accepts::accepts;
use crate::schema::disjoint::shape_is_disjoint;
use crate::schema::failure::{Kind, failure};
use crate::schema::keywords::{Keywords, Schema};
use crate::schema::shape::{Additional, Shape};
use crate::schema::side::{Id, Known};
use crate::schema::types::Type;

impl<'a> Containment<'_, 'a> {
    /// A keyword that is compared as it stands.
    pub(super) fn other(
        &mut self,
        shape: &Shape<'a>,
        right: Id,
        known: &Known<'a>,
        key: &str,
        node: &'a Node,
        found: &mut Pair,
    ) {
        let concerns = match key {
            "contains" | "minContains" | "maxContains" | "unevaluatedItems" => shape.ty == Type::Array,
            "propertyNames" | "dependentRequired" | "dependentSchemas" | "unevaluatedProperties" => {
                shape.ty == Type::Object
            }
            _ => true,
        };
        if !concerns {
            return;
        }
        for source in &shape.sources {
            let had = self.left.get(*source);
            let Schema::Keywords(keywords) = &had.schema else { continue };
            // Null is there whatever the rest says.
            if keywords.nullable && shape.ty == Type::Null {
                continue;
            }
            let is_group =
                |key: &str| matches!(key, "if" | "then" | "else" | "contains" | "minContains" | "maxContains");
            // Keywords that work together are the same together; what `unevaluated…` sees is the whole schema.
            let group = |key: &str| -> &[&str] {
                match key {
                    "if" | "then" | "else" => &["if", "then", "else"],
                    _ if is_group(key) => &["contains", "minContains", "maxContains"],
                    _ => &[],
                }
            };
            let keys: Vec<&str> = if group(key).is_empty() { vec![key] } else { group(key).to_vec() };
            if key.starts_with("unevaluated") || key == "$dynamicRef" {
                break;
            }
            let all_same = keys.iter().all(|key| {
                let find = |keywords: &Keywords<'a>| {
                    keywords.others.iter().find(|(other, _)| other == key).map(|(_, node)| *node)
                };
                let wanted = match &known.schema {
                    Schema::Keywords(keywords) => find(keywords),
                    _ => None,
                };
                match (find(keywords), wanted) {
                    (None, None) => true,
                    (Some(left), Some(right)) => self.same.same_keyword(key, &had, left, known, right),
                    _ => false,
                }
            });
            // What does not go this way changes what the keyword says, and stands elsewhere.
            if all_same && shape.hidden.is_empty() {
                return;
            }
        }
        if key == "not" {
            let not = self.right.part(known, node, &["not"]);
            if shape_is_disjoint(self.left, self.right, self.direction, shape, not) {
                return;
            }
        }
        if key == "dependentRequired" && self.dependents_are_there(shape, node) {
            return;
        }
        self.unjudged(shape, right, key, found);
    }

    /// Whether all that `dependentRequired` may ask for is required anyway, or nothing that asks can be there.
    pub(super) fn dependents_are_there(&self, shape: &Shape<'a>, node: &'a Node) -> bool {
        let closed = !matches!(shape.additional, Additional::Allowed(_)) && shape.pattern_properties.is_empty();
        node.as_object().into_iter().flat_map(|object| object.iter()).all(|member| {
            let absent = closed && !shape.is_free_form() && !shape.properties.contains_key(member.key.as_str());
            let names = member.value.as_array().unwrap_or_default();
            absent || names.iter().filter_map(Node::as_str).all(|name| shape.required.contains(name))
        })
    }

    pub(super) fn unjudged(&mut self, shape: &Shape<'a>, right: Id, key: &str, found: &mut Pair) {
        let examples = self.samples(shape);
        let example = examples.into_iter().find(|it| accepts(self.right, self.direction, right, it) == Some(false));
        let mut failure = failure(shape, right, Kind::Keyword(key.to_owned())).shown(example);
        failure.doubt = Some(format!("`{key}` is compared as it stands, and it differs"));
        found.failures.push(failure);
    }
}
