//! Whether all values that one schema allows are allowed by another: directed containment, schema pair by schema pair.
//!
//! The left side is taken to allow at least what it does (a union of [`Shape`]s), the right side at most: so where nothing is found,
//! every value of the left is one of the right. What is found is a reason, with a value that should show it, or a doubt.

use std::collections::{HashMap, HashSet};

use serde_json::Value;
use spec_document::Node;

use super::Direction;
use super::accepts::accepts;
use super::disjoint::shape_is_disjoint;
use super::effort::Effort;
use super::expand::expand;
use super::failure::{Failure, Kind};
use super::keywords::{Bound, Keywords, Schema, allows};
use super::number::equal;
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

    /// Listed values are tried one by one.
    #[expect(clippy::too_many_arguments, reason = "what a schema is, and where it is tried")]
    fn values_within(
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
    fn place_of_list(&self, right: Id, known: &Known<'a>, keywords: &Keywords<'a>, depth: usize) -> Id {
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
    fn listed(&mut self, shape: &Shape<'a>, right: Id, values: &[&'a Node], found: &mut Pair) {
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

    fn number(&mut self, shape: &Shape<'a>, right: Id, keywords: &Keywords<'a>, found: &mut Pair) {
        if keywords.types.only_whole && !shape.only_whole && !shape.multiples.iter().any(|step| step.is_whole()) {
            let mut failure = failure(shape, right, Kind::Type).shown(fraction(shape));
            failure.allowed = "number".to_owned();
            failure.wanted = keywords.types.to_string();
            found.failures.push(failure);
        }
        for (wanted, had, kind, is_minimum) in [
            (keywords.minimum, shape.minimum, Kind::Minimum, true),
            (keywords.maximum, shape.maximum, Kind::Maximum, false),
        ] {
            let Some(wanted) = wanted else { continue };
            if had.is_some_and(|had| allows(wanted, had, is_minimum)) {
                continue;
            }
            let mut failure = failure(shape, right, kind).shown(beyond(shape, wanted, is_minimum));
            failure.allowed = had.map(bound_text).unwrap_or_default();
            failure.wanted = bound_text(wanted);
            found.failures.push(failure);
        }
        if let Some(step) = keywords.multiple_of
            && !shape.multiples.iter().any(|had| *had == step || had.is_multiple_of(step) == Some(true))
            && !(shape.only_whole && step == super::number::Num::Whole(1))
        {
            let mut failure = failure(shape, right, Kind::MultipleOf).shown(self.sample(shape));
            failure.allowed = shape.multiples.first().map(|step| step.float().to_string()).unwrap_or_default();
            failure.wanted = step.float().to_string();
            found.failures.push(failure);
        }
        self.format(shape, right, keywords, found);
    }

    fn format(&mut self, shape: &Shape<'a>, right: Id, keywords: &Keywords<'a>, found: &mut Pair) {
        let Some(wanted) = keywords.format else { return };
        let implied = |had: &&str| *had == wanted || matches!((*had, wanted), ("int32", "int64") | ("float", "double"));
        if shape.formats.iter().any(implied) {
            return;
        }
        let example = self.sample(shape);
        let mut failure = failure(shape, right, Kind::Format).shown(example);
        failure.allowed = shape.formats.first().map(|had| (*had).to_owned()).unwrap_or_default();
        failure.wanted = wanted.to_owned();
        found.failures.push(failure);
    }

    fn string(&mut self, shape: &Shape<'a>, right: Id, keywords: &Keywords<'a>, found: &mut Pair) {
        self.count(shape, right, keywords.length, (Kind::MinLength, Kind::MaxLength), found);
        if let Some(wanted) = keywords.pattern
            && !shape.patterns.contains(&wanted)
        {
            let matches = |text: &Value| super::accepts::matches(wanted, text.as_str().unwrap_or_default());
            let example = self.samples(shape).into_iter().find(|text| matches(text) == Some(false));
            let mut failure = failure(shape, right, Kind::Pattern);
            if example.is_none() || !shape.patterns.is_empty() {
                failure.doubt = Some("which texts two regular expressions match is not compared".to_owned());
            }
            let mut failure = failure.shown(example);
            failure.allowed = shape.patterns.first().map(|had| (*had).to_owned()).unwrap_or_default();
            failure.wanted = wanted.to_owned();
            found.failures.push(failure);
        }
        self.format(shape, right, keywords, found);
    }

    fn count(
        &mut self,
        shape: &Shape<'a>,
        right: Id,
        wanted: super::keywords::Range,
        (least, most): (Kind, Kind),
        found: &mut Pair,
    ) {
        if wanted.least > shape.count.least {
            let example = super::sample::with_count(self.left, self.direction, shape, shape.count.least);
            let mut failure = failure(shape, right, least).shown(example);
            failure.allowed = shape.count.least.to_string();
            failure.wanted = wanted.least.to_string();
            found.failures.push(failure);
        }
        if let Some(bound) = wanted.most
            && shape.count.most.is_none_or(|had| had > bound)
        {
            let count = bound.saturating_add(1).max(shape.count.least);
            let example = super::sample::with_count(self.left, self.direction, shape, count);
            let mut failure = failure(shape, right, most).shown(example);
            failure.allowed = shape.count.most.map(|most| most.to_string()).unwrap_or_default();
            failure.wanted = bound.to_string();
            found.failures.push(failure);
        }
    }

    fn array(&mut self, shape: &Shape<'a>, right: Id, known: &Known<'a>, keywords: &Keywords<'a>, found: &mut Pair) {
        self.count(shape, right, keywords.items_count, (Kind::MinItems, Kind::MaxItems), found);
        if keywords.unique_items && !shape.unique_items && shape.count.most.is_none_or(|most| most > 1) {
            let example = super::sample::repeated(self.left, self.direction, shape);
            found.failures.push(failure(shape, right, Kind::UniqueItems).shown(example));
        }
        let wanted_prefix: Vec<Id> = (keywords.prefix_items.iter().enumerate())
            .map(|(index, node)| self.right.part(known, node, &["prefixItems", &index.to_string()]))
            .collect();
        let wanted_rest = keywords.items.map(|node| self.right.part(known, node, &["items"]));
        let last = shape.prefix.len().max(wanted_prefix.len());
        for index in 0..=last {
            let Some(wanted) = wanted_prefix.get(index).copied().or(wanted_rest) else { continue };
            let Some(had) = shape.item(index).map(<[Id]>::to_vec) else { break };
            let pair = self.pair(&had, wanted);
            found.part(Step::Item, pair);
        }
    }

    fn object(
        &mut self,
        shape: &Shape<'a>,
        right: Id,
        known: &Known<'a>,
        keywords: &Keywords<'a>,
        hidden: &HashSet<&'a str>,
        found: &mut Pair,
    ) {
        let wanted = keywords.properties_count;
        if wanted.least > shape.fewest_members() {
            let mut failure = failure(shape, right, Kind::MinProperties).shown(self.sample(shape));
            failure.allowed = shape.fewest_members().to_string();
            failure.wanted = wanted.least.to_string();
            found.failures.push(failure);
        }
        if let Some(bound) = wanted.most
            && shape.most_members().is_none_or(|had| had > bound)
        {
            let example = super::sample::with_count(self.left, self.direction, shape, bound.saturating_add(1));
            let mut failure = failure(shape, right, Kind::MaxProperties).shown(example);
            failure.allowed = shape.most_members().map(|most| most.to_string()).unwrap_or_default();
            failure.wanted = bound.to_string();
            found.failures.push(failure);
        }
        let flag = self.direction.hidden_by();
        let is_hidden = |side: &Side<'a>, name: &str| {
            hidden.contains(name) || keywords.property(name).is_some_and(|node| side.says(node, flag))
        };
        for name in &keywords.required {
            if !shape.required.contains(name) && !is_hidden(self.right, name) {
                let example = super::sample::without(self.left, self.direction, shape, name);
                let kind = Kind::Required((*name).to_owned());
                let mut failure = failure(shape, right, kind).shown(example);
                if !shape.properties.contains_key(name) {
                    failure.allowed = "undeclared".to_owned();
                }
                found.failures.push(failure);
            }
        }
        let additional = keywords.additional.map(|node| self.right.part(known, node, &["additionalProperties"]));
        let by_pattern: Vec<(&str, Id)> = (keywords.pattern_properties.iter())
            .map(|(pattern, node)| (*pattern, self.right.part(known, node, &["patternProperties", pattern])))
            .collect();
        for (name, had) in shape.properties.clone() {
            let declared = keywords.property(name).filter(|node| !self.right.says(node, flag));
            let mut is_declared = declared.is_some();
            if let Some(node) = declared {
                let wanted = self.right.part(known, node, &["properties", name]);
                let pair = self.pair(&had, wanted);
                found.part(Step::Property(name.to_owned()), pair);
            }
            for (pattern, wanted) in &by_pattern {
                match super::accepts::matches(pattern, name) {
                    Some(false) => {}
                    Some(true) => {
                        is_declared = true;
                        let pair = self.pair(&had, *wanted);
                        found.part(Step::Property(name.to_owned()), pair);
                    }
                    None => self.unjudged(shape, right, "patternProperties", found),
                }
            }
            if is_declared || is_hidden(self.right, name) {
                continue;
            }
            match additional {
                // Where no value can be written, nothing is refused.
                Some(wanted) if matches!(self.right.get(wanted).schema, Schema::Never) && self.can_be(&had) => {
                    let example = super::sample::with(self.left, self.direction, shape, name);
                    found.failures.push(failure(shape, right, Kind::Forbidden(name.to_owned())).shown(example));
                }
                Some(wanted) => {
                    let pair = self.pair(&had, wanted);
                    found.part(Step::Property(name.to_owned()), pair);
                }
                None => {}
            }
        }
        let free = shape.is_free_form();
        let others = match &shape.additional {
            Additional::Allowed(schemas) => Some(schemas.clone()),
            Additional::Undeclared if free => Some(Vec::new()),
            Additional::Undeclared | Additional::Forbidden => None,
        };
        if let Some(had) = others {
            self.undeclared_members(shape, right, known, keywords, (&had, free), additional, &by_pattern, found);
        }
        for (pattern, had) in shape.pattern_properties.clone() {
            if let Some((_, wanted)) = by_pattern.iter().find(|(other, _)| *other == pattern) {
                let pair = self.pair(&[had], *wanted);
                found.part(Step::Member, pair);
            } else if let Some(wanted) = additional {
                let pair = self.pair(&[had], wanted);
                found.part(Step::Member, pair);
            }
            if by_pattern.iter().any(|(other, _)| *other != pattern) {
                self.unjudged(shape, right, "patternProperties", found);
            }
            for (name, node) in &keywords.properties {
                if !shape.properties.contains_key(name) && super::accepts::matches(pattern, name) != Some(false) {
                    let wanted = self.right.part(known, node, &["properties", name]);
                    let pair = self.pair(&[had], wanted);
                    found.part(Step::Property((*name).to_owned()), pair);
                }
            }
        }
    }

    /// Members that the left allows without declaring each: what the right says of members of any name.
    #[expect(clippy::too_many_arguments, reason = "the parts of one keyword group of the right side")]
    fn undeclared_members(
        &mut self,
        shape: &Shape<'a>,
        right: Id,
        known: &Known<'a>,
        keywords: &Keywords<'a>,
        (had, free): (&[Id], bool),
        additional: Option<Id>,
        by_pattern: &[(&str, Id)],
        found: &mut Pair,
    ) {
        match additional {
            Some(wanted) if matches!(self.right.get(wanted).schema, Schema::Never) => {
                let example = super::sample::with_member(self.left, self.direction, shape, had);
                let mut failure = failure(shape, right, Kind::Forbidden("*".to_owned())).shown(example);
                failure.soft = free;
                found.failures.push(failure);
            }
            Some(wanted) => {
                let pair = self.pair(had, wanted);
                found.soft_part(free, Step::Member, pair);
            }
            None => {}
        }
        for (name, node) in &keywords.properties {
            if !shape.properties.contains_key(name) && !self.right.says(node, self.direction.hidden_by()) {
                let wanted = self.right.part(known, node, &["properties", name]);
                let pair = self.pair(had, wanted);
                let name = (*name).to_owned();
                found.soft_part(free, Step::Property(name), pair);
            }
        }
        for (_, wanted) in by_pattern {
            let pair = self.pair(had, *wanted);
            found.soft_part(free, Step::Member, pair);
        }
    }

    /// Whether a value can be written at all by these schemas.
    fn can_be(&self, schemas: &[Id]) -> bool {
        expand(self.left, self.direction, schemas).is_none_or(|shapes| !shapes.is_empty())
    }

    #[expect(clippy::too_many_arguments, reason = "what a schema is, and where it is tried")]
    fn branches(
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
        // A value of a schema that is the same is taken. The branch that a shape is of stands among the last of its sources.
        let sources: Vec<Id> = shape.sources.iter().rev().take(4).copied().collect();
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
    fn meant_otherwise(&self, shape: &Shape<'a>, ids: &[Id], best: Option<(usize, Pair)>, found: &mut Pair) {
        if let Some((meant, tried)) = best
            && self.is_namesake(shape, ids[meant])
        {
            found.append_softly(tried);
        }
    }

    fn discriminates(&self, right: Id) -> bool {
        matches!(&self.right.get(right).schema, Schema::Keywords(keywords) if keywords.discriminated)
    }

    /// How bad a try went: a wrong type is worse than all else.
    fn weight(&self, tried: &Pair) -> usize {
        let types = tried.failures.iter().filter(|failure| failure.kind == Kind::Type).count();
        let parts = tried.parts.iter().filter(|part| !self.is_fine(part.pair)).count();
        types * 1_000 + tried.failures.len() + parts
    }

    /// Whether a branch of the right is the schema of the same name as one that the shape comes from.
    fn is_namesake(&self, shape: &Shape<'a>, branch: Id) -> bool {
        let wanted = self.right.get(branch);
        let is_component = |pointer: &spec_document::Pointer| pointer.tokens().next() == Some("components");
        shape.sources.iter().any(|id| {
            let had = self.left.get(*id);
            is_component(&had.pointer) && had.pointer == wanted.pointer
        })
    }

    /// The branch that a shape is of, for people: the name of a component, or its type.
    fn name_of(&self, shape: &Shape<'a>) -> String {
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
    fn overlaps(&mut self, shape: &Shape<'a>, right: Id, ids: &[Id], taken: usize, found: &mut Pair) {
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

    /// A keyword that is compared as it stands.
    fn other(&mut self, shape: &Shape<'a>, right: Id, known: &Known<'a>, key: &str, node: &'a Node, found: &mut Pair) {
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
            if all_same {
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
    fn dependents_are_there(&self, shape: &Shape<'a>, node: &'a Node) -> bool {
        let closed = !matches!(shape.additional, Additional::Allowed(_)) && shape.pattern_properties.is_empty();
        node.as_object().into_iter().flat_map(|object| object.iter()).all(|member| {
            let absent = closed && !shape.is_free_form() && !shape.properties.contains_key(member.key.as_str());
            let names = member.value.as_array().unwrap_or_default();
            absent || names.iter().filter_map(Node::as_str).all(|name| shape.required.contains(name))
        })
    }

    fn unjudged(&mut self, shape: &Shape<'a>, right: Id, key: &str, found: &mut Pair) {
        let examples = self.samples(shape);
        let example = examples.into_iter().find(|it| accepts(self.right, self.direction, right, it) == Some(false));
        let mut failure = failure(shape, right, Kind::Keyword(key.to_owned())).shown(example);
        failure.doubt = Some(format!("`{key}` is compared as it stands, and it differs"));
        found.failures.push(failure);
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

impl Failure {
    fn shown(mut self, example: Option<Value>) -> Self {
        self.example = example;
        self
    }

    fn doubted(mut self, why: String) -> Self {
        self.doubt = Some(why);
        self
    }
}

fn failure(shape: &Shape<'_>, right: Id, kind: Kind) -> Failure {
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

fn too_much(left: &[Id], right: Id) -> Failure {
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

pub(super) fn type_name(shape: &Shape<'_>) -> &'static str {
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

fn bound_text(bound: Bound) -> String {
    let at = bound.at.to_json().map(|value| value.to_string()).unwrap_or_default();
    if bound.exclusive { format!("{at}, which is excluded") } else { at }
}

fn short_list(values: &[Value]) -> String {
    const SHOWN: usize = 6;
    let mut texts: Vec<String> = values.iter().take(SHOWN).map(Value::to_string).collect();
    if values.len() > SHOWN {
        texts.push(format!("{} more", values.len() - SHOWN));
    }
    texts.join(", ")
}

/// A number of the shape that is not whole.
fn fraction(shape: &Shape<'_>) -> Option<Value> {
    let low = shape.minimum.map_or(0.0, |bound| bound.at.float());
    let high = shape.maximum.map_or(low + 2.0, |bound| bound.at.float());
    [low + 0.5, f64::midpoint(low, high)].into_iter().find(|it| it.fract() != 0.0 && *it < high).map(Value::from)
}

/// A number of the shape that is on the wrong side of a bound.
fn beyond(shape: &Shape<'_>, wanted: Bound, is_minimum: bool) -> Option<Value> {
    let own = if is_minimum { shape.minimum } else { shape.maximum };
    let step = if is_minimum { -1.0 } else { 1.0 };
    let at = match own {
        Some(own) if !own.exclusive => own.at.to_json()?,
        _ if wanted.exclusive => wanted.at.to_json()?,
        _ => Value::from(wanted.at.float() + step),
    };
    match at.as_f64() {
        Some(float) if shape.only_whole && float.fract() == 0.0 && float.abs() < 9e15 => {
            Some(Value::from(float as i64))
        }
        _ => Some(at),
    }
}
