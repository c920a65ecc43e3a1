//! Whether no value can be of two schemas.

use std::cmp::Ordering;

use super::Direction;
use super::accepts::accepts;
use super::expand::expand;
use super::keywords::{Bound, Keywords, Schema};
use super::shape::{Additional, Shape};
use super::side::{Id, Side};
use super::types::Type;

/// How deep it is looked into values.
const DEEPEST: usize = 6;

/// Whether no value of the shape is one of the schema: `true` only where that is certain.
pub(crate) fn shape_is_disjoint(
    left: &Side<'_>,
    right: &Side<'_>,
    direction: Direction,
    shape: &Shape<'_>,
    schema: Id,
) -> bool {
    Looker { left, right, direction }.shape(shape, schema, 0)
}

struct Looker<'s, 'l, 'r> {
    left: &'s Side<'l>,
    right: &'s Side<'r>,
    direction: Direction,
}

impl<'r> Looker<'_, '_, 'r> {
    fn shape(&self, shape: &Shape<'_>, schema: Id, depth: usize) -> bool {
        let known = self.right.get(schema);
        let keywords = match &known.schema {
            Schema::Always => return false,
            Schema::Never => return true,
            Schema::Keywords(keywords) => keywords,
        };
        if depth > DEEPEST || !self.right.effort.take(1) || (keywords.nullable && shape.ty == Type::Null) {
            return false;
        }
        if !keywords.types.has(shape.ty) {
            return true;
        }
        if let Some(values) = &shape.values {
            let refused = |value| accepts(self.right, self.direction, schema, value) == Some(false);
            return values.iter().all(refused);
        }
        let inside = |key: &str, nodes: &[&'r spec_document::Node]| -> Vec<bool> {
            (nodes.iter().enumerate())
                .map(|(index, node)| {
                    self.shape(shape, self.right.part(&known, node, &[key, &index.to_string()]), depth + 1)
                })
                .collect()
        };
        let referred = keywords.reference.and_then(|text| self.right.referred(text));
        let none_of = |answers: Vec<bool>| !answers.is_empty() && answers.into_iter().all(|answer| answer);
        referred.is_some_and(|target| target != schema && self.shape(shape, target, depth + 1))
            || inside("allOf", &keywords.all_of).contains(&true)
            || none_of(inside("anyOf", &keywords.any_of))
            || none_of(inside("oneOf", &keywords.one_of))
            || match shape.ty {
                Type::Number => above(shape.minimum, keywords.maximum) || above(keywords.minimum, shape.maximum),
                Type::String => apart(shape.count, keywords.length),
                Type::Array => apart(shape.count, keywords.items_count),
                Type::Object => self.objects(shape, &known, keywords, depth),
                Type::Null | Type::Boolean => false,
            }
    }

    fn objects(
        &self,
        shape: &Shape<'_>,
        known: &super::side::Known<'r>,
        keywords: &Keywords<'r>,
        depth: usize,
    ) -> bool {
        let flag = self.direction.hidden_by();
        let closed = !matches!(shape.additional, Additional::Allowed(_))
            && shape.pattern_properties.is_empty()
            && !shape.is_free_form();
        let hidden = |name: &str| keywords.property(name).is_some_and(|node| self.right.says(node, flag));
        // A member that the right needs and the left never has.
        let lacks = |name: &&str| {
            closed && !shape.properties.contains_key(name) && !shape.hidden.contains(name) && !hidden(name)
        };
        if keywords.required.iter().any(lacks) || apart(shape.count, keywords.properties_count) {
            return true;
        }
        // A member that both have, of values that no one value can be.
        keywords.properties.iter().any(|(name, node)| {
            let Some(had) = shape.properties.get(name).filter(|_| shape.required.contains(name)) else { return false };
            if self.right.says(node, flag) {
                return false;
            }
            let wanted = self.right.part(known, node, &["properties", name]);
            let shapes = expand(self.left, self.direction, had);
            shapes.is_some_and(|shapes| shapes.iter().all(|shape| self.shape(shape, wanted, depth + 1)))
        })
    }
}

/// Whether a lower bound lies above an upper one.
fn above(low: Option<Bound>, high: Option<Bound>) -> bool {
    let (Some(low), Some(high)) = (low, high) else { return false };
    match low.at.partial_cmp(&high.at) {
        Some(Ordering::Greater) => true,
        Some(Ordering::Equal) => low.exclusive || high.exclusive,
        _ => false,
    }
}

fn apart(one: super::keywords::Range, other: super::keywords::Range) -> bool {
    one.most.is_some_and(|most| most < other.least) || other.most.is_some_and(|most| most < one.least)
}
