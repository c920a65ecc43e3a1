//! Values that are listed.

use serde_json::Value;
use spec_document::Node;

use super::{Containment, Pair, type_name};
use crate::schema::accepts::accepts;
use crate::schema::failure::{Kind, failure};
use crate::schema::keywords::{Keywords, Schema};
use crate::schema::number::equal;
use crate::schema::shape::Shape;
use crate::schema::side::{Id, Known};
use crate::schema::types::Type;

impl<'a> Containment<'_, 'a> {
    /// Listed values are tried one by one.
    #[expect(clippy::too_many_arguments, reason = "what a schema is, and where it is tried")]
    pub(super) fn values_within(
        &mut self,
        shape: &Shape<'a>,
        values: &[Value],
        right: Id,
        known: &Known<'a>,
        keywords: &Keywords<'a>,
        depth: usize,
        found: &mut Pair,
    ) {
        for value in values {
            match accepts(self.right, self.direction, right, value) {
                Some(true) => {}
                Some(false) if !keywords.types.has(shape.ty) && keywords.values.is_none() => {
                    let mut failure = failure(shape, right, Kind::Type).shown(Some(value.clone()));
                    failure.allowed = type_name(shape).to_owned();
                    failure.wanted = keywords.types.to_string();
                    found.failures.push(failure);
                }
                Some(false) => {
                    let at = self.place_of_list(right, known, keywords, depth);
                    found.failures.push(failure(shape, at, Kind::Value(value.clone())).shown(Some(value.clone())));
                }
                None => found.failures.push(
                    failure(shape, right, Kind::Value(value.clone())).shown(Some(value.clone())).doubted(
                        "whether this value is allowed depends on a keyword that is not judged here".to_owned(),
                    ),
                ),
            }
        }
    }

    /// The schema that lists the values, so that a removed one is shown there.
    pub(super) fn place_of_list(&self, right: Id, known: &Known<'a>, keywords: &Keywords<'a>, depth: usize) -> Id {
        if keywords.values.is_some() || depth > 8 {
            return right;
        }
        let members = keywords.all_of.iter().enumerate();
        let listed = members.map(|(index, node)| self.right.part(known, node, &["allOf", &index.to_string()]));
        let listed = listed.chain(keywords.reference.and_then(|text| self.right.referred(text)));
        let lists = |id: &Id| matches!(&self.right.get(*id).schema, Schema::Keywords(it) if it.values.is_some());
        listed.into_iter().find(lists).unwrap_or(right)
    }

    /// The right side lists values and the left does not.
    pub(super) fn listed(&mut self, shape: &Shape<'a>, right: Id, values: &[&'a Node], found: &mut Pair) {
        let values: Vec<Value> = values.iter().map(|node| node.to_json()).collect();
        let all_there = |wanted: &[Value]| wanted.iter().all(|one| values.iter().any(|value| equal(one, value)));
        let covered = match shape.ty {
            Type::Boolean => all_there(&[Value::Bool(true), Value::Bool(false)]),
            Type::Null => all_there(&[Value::Null]),
            _ => false,
        };
        if !covered {
            let example = self.samples(shape).into_iter().find(|one| !values.iter().any(|value| equal(one, value)));
            let mut failure = failure(shape, right, Kind::Values).shown(example);
            failure.wanted = short_list(&values);
            found.failures.push(failure);
        }
    }
}

fn short_list(values: &[Value]) -> String {
    const SHOWN: usize = 6;
    let mut texts: Vec<String> = values.iter().take(SHOWN).map(Value::to_string).collect();
    if values.len() > SHOWN {
        texts.push(format!("{} more", values.len() - SHOWN));
    }
    texts.join(", ")
}
