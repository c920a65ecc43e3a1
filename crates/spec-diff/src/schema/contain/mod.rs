//! Whether all values that one schema allows are allowed by another: directed containment, schema pair by schema pair.
//!
//! The left side is taken to allow at least what it does (a union of [`Shape`]s), the right side at most: so where nothing is found,
//! every value of the left is one of the right. What is found is a reason, with a value that should show it, or a doubt.

mod branches;
mod keyword;
mod parts;
mod scalar;
mod values;

use std::collections::{HashMap, HashSet};

use serde_json::Value;

use super::Direction;
use super::effort::Effort;
use super::expand::expand;
use super::failure::{Failure, Kind, failure, too_much};
use super::keywords::{Keywords, Schema};
use super::same::Same;
use super::sample::sample;
use super::shape::{Additional, Shape};
use super::side::{Id, Known, Side};
use super::types::Type;

/// A compared pair, by its place in [`Containment::pairs`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct PairId(u32);

/// The step from a value to a part of it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Step {
    /// To a property.
    Property(String),
    /// To any item.
    Item,
    /// To any member that is not declared.
    Member,
}

/// A part of a value and how it compares.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Part {
    pub(crate) step: Step,
    pub(crate) pair: PairId,
    /// What is found there hurts only who relied on more than was said: see [`Failure::soft`].
    pub(crate) soft: bool,
}

/// What comparing two schemas found.
#[derive(Debug, Default)]
pub(crate) struct Pair {
    pub(crate) failures: Vec<Failure>,
    pub(crate) parts: Vec<Part>,
    /// Properties that the left declares and the right does not: name, schema, and the schema of the right.
    pub(crate) dropped: Vec<(String, Id, Id)>,
}

/// Pairs compared before it is said that a comparison takes too long.
const MOST_PAIRS: usize = 400_000;

/// Schemas within schemas without a step into the value.
const DEEPEST: usize = 64;

/// The comparison of two sides in one direction.
pub(crate) struct Containment<'s, 'a> {
    pub(crate) left: &'s Side<'a>,
    pub(crate) right: &'s Side<'a>,
    pub(crate) direction: Direction,
    same: Same<'s, 'a>,
    pairs: Vec<Pair>,
    index: HashMap<(Vec<Id>, Id), PairId>,
    depth: usize,
}

/// Pairs within pairs. Beyond this the answer is a doubt, not a stack that ends.
const DEEPEST_PAIRS: usize = 3_000;

impl<'s, 'a> Containment<'s, 'a> {
    pub(crate) fn new(left: &'s Side<'a>, right: &'s Side<'a>, direction: Direction) -> Self {
        Self {
            left,
            right,
            direction,
            same: Same::new(left, right),
            // The first pair is that of schemas that are the same.
            pairs: vec![Pair::default()],
            index: HashMap::new(),
            depth: 0,
        }
    }

    pub(crate) fn found(&self, pair: PairId) -> &Pair {
        &self.pairs[pair.0 as usize]
    }

    /// Compares what all schemas of `left` together allow with what `right` allows.
    pub(crate) fn pair(&mut self, left: &[Id], right: Id) -> PairId {
        if self.depth == 0 {
            self.left.effort.begin();
            self.right.effort.begin();
        }
        if let [only] = left
            && self.same.same(*only, right)
        {
            return PairId(0);
        }
        let mut key: Vec<Id> = left.to_vec();
        key.sort_unstable();
        key.dedup();
        if let Some(known) = self.index.get(&(key.clone(), right)) {
            return *known;
        }
        let id = PairId(u32::try_from(self.pairs.len()).unwrap_or(u32::MAX));
        self.pairs.push(Pair::default());
        self.index.insert((key.clone(), right), id);
        let mut found = Pair::default();
        if self.pairs.len() > MOST_PAIRS || self.depth > DEEPEST_PAIRS {
            found.failures.push(too_much(&key, right));
        } else {
            self.depth += 1;
            let outer = [&self.left.effort, &self.right.effort].map(Effort::set_aside);
            match expand(self.left, self.direction, &key) {
                None => found.failures.push(too_much(&key, right)),
                Some(shapes) => {
                    for shape in &shapes {
                        self.within(shape, right, &HashSet::new(), 0, &mut found);
                    }
                    self.drop_undeclared(&shapes, right, &mut found);
                }
            }
            // In the opposite order, since both sides may be one.
            self.right.effort.resume(outer[1]);
            self.left.effort.resume(outer[0]);
            self.depth -= 1;
        }
        found.tidy();
        self.pairs[id.0 as usize] = found;
        id
    }

    /// Properties that the left declares and no part of the right speaks of.
    fn drop_undeclared(&self, shapes: &[Shape<'a>], right: Id, found: &mut Pair) {
        let objects = |shapes: &[Shape<'a>]| shapes.iter().any(|shape| shape.ty == Type::Object);
        if !objects(shapes) {
            return;
        }
        let Some(wanted) = expand(self.right, self.direction, &[right]) else { return };
        let wanted: Vec<&Shape<'a>> = wanted.iter().filter(|shape| shape.ty == Type::Object).collect();
        let speaks = |shape: &&Shape<'a>, name: &str| {
            shape.properties.contains_key(name)
                || shape.is_free_form()
                || matches!(shape.additional, Additional::Allowed(_))
                || shape.pattern_properties.iter().any(|(it, _)| super::accepts::matches(it, name) != Some(false))
        };
        for shape in shapes {
            for (name, had) in &shape.properties {
                let known = found.dropped.iter().any(|(known, ..)| known == name);
                if !known && !wanted.is_empty() && !wanted.iter().any(|shape| speaks(shape, name)) {
                    found.dropped.extend(had.first().map(|id| ((*name).to_owned(), *id, right)));
                }
            }
        }
    }

    /// All reasons in a pair and below it, as text for people.
    pub(crate) fn reasons(&self, pair: PairId) -> Vec<String> {
        let mut reasons = Vec::new();
        let mut seen = HashSet::from([pair]);
        let mut pending = vec![pair];
        while let Some(pair) = pending.pop() {
            let found = self.found(pair);
            let text = |failure: &Failure| {
                format!("{:?} {:?} {}", failure.kind, failure.example, failure.doubt.as_deref().unwrap_or(""))
            };
            reasons.extend(found.failures.iter().map(text));
            pending.extend(found.parts.iter().map(|part| part.pair).filter(|part| seen.insert(*part)));
        }
        reasons
    }

    /// Whether nothing was found in a pair or below it, as far as is known now.
    pub(crate) fn is_fine(&self, pair: PairId) -> bool {
        let mut seen = HashSet::from([pair]);
        let mut pending = vec![pair];
        while let Some(pair) = pending.pop() {
            let found = self.found(pair);
            if !found.failures.is_empty() || !self.right.effort.take(1) {
                return false;
            }
            pending.extend(found.parts.iter().map(|part| part.pair).filter(|part| seen.insert(*part)));
        }
        true
    }

    fn is_clean(&self, found: &Pair) -> bool {
        found.failures.is_empty() && found.parts.iter().all(|part| self.is_fine(part.pair))
    }

    /// Adds to `found` why values of the shape are not all values of the right schema.
    fn within(&mut self, shape: &Shape<'a>, right: Id, hidden: &HashSet<&'a str>, depth: usize, found: &mut Pair) {
        let known = self.right.get(right);
        let keywords = match &known.schema {
            Schema::Always => return,
            Schema::Never => {
                return found.failures.push(failure(shape, right, Kind::Nothing).shown(self.sample(shape)));
            }
            Schema::Keywords(keywords) => keywords,
        };
        if depth > DEEPEST || !self.right.effort.take(1) {
            return found.failures.push(too_much(&shape.sources, right));
        }
        if keywords.nullable && shape.ty == Type::Null {
            return;
        }
        if let Some(values) = shape.values.clone() {
            return self.values_within(shape, &values, right, &known, keywords, depth, found);
        }
        if !keywords.types.has(shape.ty) {
            let mut failure = failure(shape, right, Kind::Type).shown(self.sample(shape));
            failure.allowed = type_name(shape).to_owned();
            failure.wanted = keywords.types.to_string();
            return found.failures.push(failure);
        }
        if let Some(reference) = keywords.reference {
            match self.right.referred(reference) {
                Some(target) if target != right => self.within(shape, target, hidden, depth + 1, found),
                Some(_) => {}
                None if shape.unknown.contains(&reference) => {}
                None => found.failures.push(
                    failure(shape, right, Kind::Reference)
                        .doubted(format!("`{reference}` leads out of the document, where nothing is read")),
                ),
            }
        }
        if let Some(values) = &keywords.values {
            self.listed(shape, right, values, found);
        }
        match shape.ty {
            Type::Number => self.number(shape, right, keywords, found),
            Type::String => self.string(shape, right, keywords, found),
            Type::Array => self.array(shape, right, &known, keywords, found),
            Type::Object => self.object(shape, right, &known, keywords, hidden, found),
            Type::Null | Type::Boolean => {}
        }
        let mut inner = hidden.clone();
        if shape.ty == Type::Object && !keywords.all_of.is_empty() {
            self.hidden(&known, keywords, &mut inner, 0);
        }
        for (index, node) in keywords.all_of.iter().enumerate() {
            let member = self.right.part(&known, node, &["allOf", &index.to_string()]);
            self.within(shape, member, &inner, depth + 1, found);
        }
        if !keywords.any_of.is_empty() {
            self.branches(shape, right, &known, "anyOf", &keywords.any_of, &inner, depth, found);
        }
        if !keywords.one_of.is_empty() {
            self.branches(shape, right, &known, "oneOf", &keywords.one_of, &inner, depth, found);
        }
        for (key, node) in &keywords.others {
            self.other(shape, right, &known, key, node, found);
        }
    }

    /// The properties that the members of an `allOf` on the right say do not go this way.
    fn hidden(&self, known: &Known<'a>, keywords: &Keywords<'a>, hidden: &mut HashSet<&'a str>, depth: usize) {
        let flag = self.direction.hidden_by();
        hidden
            .extend(keywords.properties.iter().filter(|(_, node)| self.right.says(node, flag)).map(|(name, _)| *name));
        if depth > 8 {
            return;
        }
        for (index, node) in keywords.all_of.iter().enumerate() {
            let member = self.right.get(self.right.part(known, node, &["allOf", &index.to_string()]));
            if let Schema::Keywords(keywords) = &member.schema {
                self.hidden(&member, keywords, hidden, depth + 1);
            }
        }
    }

    fn sample(&self, shape: &Shape<'a>) -> Option<Value> {
        sample(self.left, self.direction, shape)
    }

    fn samples(&self, shape: &Shape<'a>) -> Vec<Value> {
        super::sample::samples(self.left, self.direction, shape)
    }
}

impl Pair {
    fn part(&mut self, step: Step, pair: PairId) {
        self.soft_part(false, step, pair);
    }

    fn soft_part(&mut self, soft: bool, step: Step, pair: PairId) {
        if pair != PairId(0) {
            self.parts.push(Part { step, pair, soft });
        }
    }

    /// Takes over what another try found, as what hurts only who relied on more than was said.
    fn append_softly(&mut self, tried: Pair) {
        self.failures.extend(tried.failures.into_iter().map(|failure| Failure { soft: true, ..failure }));
        self.parts.extend(tried.parts.into_iter().map(|part| Part { soft: true, ..part }));
    }

    /// One reason for each thing that is wrong, though several shapes may show it.
    fn tidy(&mut self) {
        let mut kept: Vec<Failure> = Vec::new();
        for failure in self.failures.drain(..) {
            match kept.iter_mut().find(|had| had.kind == failure.kind && had.right == failure.right) {
                Some(had) => {
                    if had.kind == Kind::Type && !had.allowed.split(" or ").any(|name| name == failure.allowed) {
                        had.allowed = format!("{} or {}", had.allowed, failure.allowed);
                    }
                    had.example = had.example.take().or(failure.example);
                    had.soft &= failure.soft;
                }
                None => kept.push(failure),
            }
        }
        self.failures = kept;
        let mut seen = HashSet::new();
        self.parts.retain(|part| seen.insert(part.clone()));
    }
}

pub(in crate::schema) fn type_name(shape: &Shape<'_>) -> &'static str {
    match shape.ty {
        Type::Null => "null",
        Type::Boolean => "boolean",
        Type::Number if shape.only_whole => "integer",
        Type::Number => "number",
        Type::String => "string",
        Type::Array => "array",
        Type::Object => "object",
    }
}
