//! The branches of `anyOf` and `oneOf`.

use std::collections::HashSet;

use serde_json::Value;
use spec_document::Node;

use super::{Containment, Pair, type_name};
use crate::schema::accepts::accepts;
use crate::schema::disjoint::shape_is_disjoint;
use crate::schema::failure::{Kind, failure};
use crate::schema::keywords::Schema;
use crate::schema::same::Same;
use crate::schema::shape::Shape;
use crate::schema::side::{Id, Known};

impl<'s, 'a> Containment<'s, 'a> {
    #[expect(clippy::too_many_arguments, reason = "what a schema is, and where it is tried")]
    pub(super) fn branches(
        &mut self,
        shape: &Shape<'a>,
        right: Id,
        known: &Known<'a>,
        key: &'static str,
        branches: &[&'a Node],
        hidden: &HashSet<&'a str>,
        depth: usize,
        found: &mut Pair,
    ) {
        let ids: Vec<Id> = (branches.iter().enumerate())
            .map(|(index, node)| self.right.part(known, node, &[key, &index.to_string()]))
            .collect();
        // A value of a schema that is the same is taken. The branch that a shape is of stands among the last of its sources. Where a
        // property does not go this way, what stands around the branch decides what the branch still requires.
        let nearest = if shape.hidden.is_empty() { 4 } else { 0 };
        let sources: Vec<Id> = shape.sources.iter().rev().take(nearest).copied().collect();
        let is_same = |branch: &Id, same: &mut Same<'s, 'a>| sources.iter().any(|id| same.same(*id, *branch));
        let one_only = key == "oneOf" && !self.discriminates(right);
        // What a branch takes that others may take too, for when there is no better one.
        let mut overlapping: Option<Pair> = None;
        if let Some(taken) = ids.iter().position(|branch| is_same(branch, &mut self.same)) {
            let mut tried = Pair::default();
            if one_only {
                self.overlaps(shape, right, &ids, taken, &mut tried);
            }
            if tried.failures.is_empty() {
                return;
            }
            overlapping = Some(tried);
        }
        let mut best: Option<(usize, Pair)> = None;
        // The branch of the same name first: it is the one that is meant, though others may take the value too.
        let mut order: Vec<usize> = (0..ids.len()).collect();
        order.sort_by_key(|index| !self.is_namesake(shape, ids[*index]));
        for index in order {
            let mut tried = Pair::default();
            self.within(shape, ids[index], hidden, depth + 1, &mut tried);
            if self.is_clean(&tried) {
                if one_only {
                    self.overlaps(shape, right, &ids, index, &mut tried);
                }
                if tried.failures.is_empty() {
                    found.parts.append(&mut tried.parts);
                    return self.meant_otherwise(shape, &ids, best, found);
                }
                overlapping.get_or_insert(tried);
                continue;
            }
            let is_better =
                |had: &(usize, Pair)| !self.is_namesake(shape, ids[had.0]) && self.weight(&tried) < self.weight(&had.1);
            if best.as_ref().is_none_or(is_better) {
                best = Some((index, tried));
            }
        }
        if let Some(mut tried) = overlapping {
            found.failures.append(&mut tried.failures);
            found.parts.append(&mut tried.parts);
            return self.meant_otherwise(shape, &ids, best, found);
        }
        match best {
            // The branch that was meant is known by its name: what changed in it is said there.
            Some((index, mut tried)) if self.is_namesake(shape, ids[index]) || ids.len() == 1 => {
                found.failures.append(&mut tried.failures);
                found.parts.append(&mut tried.parts);
            }
            _ => {
                let mut failure = failure(shape, right, Kind::Branch(key)).shown(self.sample(shape));
                failure.allowed = self.name_of(shape);
                found.failures.push(failure);
            }
        }
    }

    /// Says what changed in the branch of the same name, where another branch takes the value.
    pub(super) fn meant_otherwise(&self, shape: &Shape<'a>, ids: &[Id], best: Option<(usize, Pair)>, found: &mut Pair) {
        if let Some((meant, tried)) = best
            && self.is_namesake(shape, ids[meant])
        {
            found.append_softly(tried);
        }
    }

    pub(super) fn discriminates(&self, right: Id) -> bool {
        matches!(&self.right.get(right).schema, Schema::Keywords(keywords) if keywords.discriminated)
    }

    /// How bad a try went: a wrong type is worse than all else.
    pub(super) fn weight(&self, tried: &Pair) -> usize {
        let types = tried.failures.iter().filter(|failure| failure.kind == Kind::Type).count();
        let parts = tried.parts.iter().filter(|part| !self.is_fine(part.pair)).count();
        types * 1_000 + tried.failures.len() + parts
    }

    /// Whether a branch of the right is the schema of the same name as one that the shape comes from.
    pub(super) fn is_namesake(&self, shape: &Shape<'a>, branch: Id) -> bool {
        let wanted = self.right.get(branch);
        let is_component = |pointer: &spec_document::Pointer| pointer.tokens().next() == Some("components");
        shape.sources.iter().any(|id| {
            let had = self.left.get(*id);
            is_component(&had.pointer) && had.pointer == wanted.pointer
        })
    }

    /// The branch that a shape is of, for people: the name of a component, or its type.
    pub(super) fn name_of(&self, shape: &Shape<'a>) -> String {
        let named = shape.sources.iter().rev().find_map(|id| {
            let known = self.left.get(*id);
            let tokens: Vec<&str> = known.pointer.tokens().collect();
            match tokens[..] {
                ["components", "schemas", name] => Some(format!("`{name}`")),
                _ => None,
            }
        });
        named.unwrap_or_else(|| type_name(shape).to_owned())
    }

    /// Says where a value that one branch of a `oneOf` takes may be taken by another one too.
    pub(super) fn overlaps(&mut self, shape: &Shape<'a>, right: Id, ids: &[Id], taken: usize, found: &mut Pair) {
        for (index, other) in ids.iter().enumerate().filter(|(index, _)| *index != taken) {
            // Most branches stand where they stood, or are plainly of other values: not each is compared with each.
            let before = [index, index.wrapping_sub(1)].into_iter().filter_map(|index| shape.excluded.get(index));
            let mut excluded = before.chain(&shape.excluded);
            let likely: Vec<Id> = excluded.by_ref().take(2).copied().collect();
            if likely.into_iter().any(|left| self.same.same(left, *other))
                || shape_is_disjoint(self.left, self.right, self.direction, shape, *other)
                || excluded.any(|left| self.same.same(*left, *other))
            {
                continue;
            }
            let known = shape.excluded.iter().any(|left| {
                let (left, right) = (self.left.get(*left), self.right.get(*other));
                left.pointer == right.pointer || left.pointer.last() == Some(index.to_string().as_str())
            });
            let twice = |value: &Value| accepts(self.right, self.direction, right, value) == Some(false);
            let example = self.samples(shape).into_iter().find(twice);
            let mut failure = failure(shape, right, Kind::Overlap { known }).shown(example);
            failure.doubt = Some("a value may match two branches of `oneOf`, which allows one".to_owned());
            return found.failures.push(failure);
        }
    }
}
