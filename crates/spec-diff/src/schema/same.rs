//! Whether two schemas say the same, whatever order, spelling or references they say it with.

use std::collections::{HashMap, HashSet};
use std::rc::Rc;

use spec_document::Node;

use super::keywords::{Keywords, Schema};
use super::number::equal;
use super::side::{Id, Known, Side};

/// Compares schemas of two sides and remembers what it found.
///
/// Schemas can contain themselves: a pair that is met again while it is being compared is taken to be the same, and what rests on
/// that is believed only when the pair itself turned out so.
pub(crate) struct Same<'s, 'a> {
    left: &'s Side<'a>,
    right: &'s Side<'a>,
    known: HashMap<(Id, Id), bool>,
    open: HashMap<(Id, Id), usize>,
    /// Pairs that are the same if those are that they rest on, in the order in which they were found.
    provisional: Vec<(Id, Id)>,
    rests: HashMap<(Id, Id), Rests>,
}

/// A schema, a part of it, and the way to that part.
type Part<'k, 'a> = (&'k Known<'a>, &'a Node, &'k [&'k str]);

/// The lowest open pair that an equality rests on; its own depth or more where it rests on none.
type Rests = usize;

const ALONE: Rests = usize::MAX;

/// Two schemas nested deeper than this are taken to differ.
const DEEPEST: usize = 2_000;

impl<'s, 'a> Same<'s, 'a> {
    pub(crate) fn new(left: &'s Side<'a>, right: &'s Side<'a>) -> Self {
        Self {
            left,
            right,
            known: HashMap::new(),
            open: HashMap::new(),
            provisional: Vec::new(),
            rests: HashMap::new(),
        }
    }

    pub(crate) fn same(&mut self, left: Id, right: Id) -> bool {
        self.compare(left, right).is_some()
    }

    fn compare(&mut self, left: Id, right: Id) -> Option<Rests> {
        let pair = (left, right);
        if let Some(known) = self.known.get(&pair) {
            return known.then_some(ALONE);
        }
        if let Some(depth) = self.open.get(&pair).or_else(|| self.rests.get(&pair)) {
            return Some(*depth);
        }
        let depth = self.open.len();
        if depth >= DEEPEST || !self.right.effort.take_apart(4) {
            return None;
        }
        self.open.insert(pair, depth);
        let begun = self.provisional.len();
        let (one, other) = (self.left.get(left), self.right.get(right));
        let found = self.schemas(&one, &other);
        self.open.remove(&pair);
        match found {
            None => {
                for pair in self.provisional.drain(begun..) {
                    self.rests.remove(&pair);
                }
                self.known.insert(pair, false);
                None
            }
            Some(rests) if rests >= depth => {
                // Nothing below rests on anything that is still open.
                for pair in self.provisional.drain(begun..) {
                    self.rests.remove(&pair);
                    self.known.insert(pair, true);
                }
                self.known.insert(pair, true);
                Some(ALONE)
            }
            Some(rests) => {
                self.provisional.push(pair);
                self.rests.insert(pair, rests);
                Some(rests)
            }
        }
    }

    fn schemas(&mut self, one: &Rc<Known<'a>>, other: &Rc<Known<'a>>) -> Option<Rests> {
        match (&one.schema, &other.schema) {
            (Schema::Always, Schema::Always) | (Schema::Never, Schema::Never) => Some(ALONE),
            (Schema::Keywords(left), Schema::Keywords(right)) => self.keywords(one, left, other, right),
            _ => None,
        }
    }

    fn keywords(
        &mut self,
        one: &Known<'a>,
        left: &Keywords<'a>,
        other: &Known<'a>,
        right: &Keywords<'a>,
    ) -> Option<Rests> {
        let plain = left.nullable == right.nullable
            && left.types == right.types
            && left.minimum == right.minimum
            && left.maximum == right.maximum
            && left.multiple_of == right.multiple_of
            && left.length == right.length
            && left.pattern == right.pattern
            && left.format == right.format
            && left.items_count == right.items_count
            && left.unique_items == right.unique_items
            && left.properties_count == right.properties_count
            && same_values(left.values.as_deref(), right.values.as_deref())
            && same_names(&left.required, &right.required)
            && left.others.len() == right.others.len();
        if !plain {
            return None;
        }
        let references = match (left.reference, right.reference) {
            (None, None) => ALONE,
            (Some(left), Some(right)) => match (self.left.referred(left), self.right.referred(right)) {
                (Some(left), Some(right)) => self.compare(left, right)?,
                (None, None) if left == right => ALONE,
                _ => return None,
            },
            _ => return None,
        };
        let mut rests = references;
        for (key, left, right) in
            [("items", left.items, right.items), ("additionalProperties", left.additional, right.additional)]
        {
            rests = rests.min(self.optional(key, one, left, other, right)?);
        }
        for (key, left, right) in [
            ("properties", &left.properties, &right.properties),
            ("patternProperties", &left.pattern_properties, &right.pattern_properties),
        ] {
            rests = rests.min(self.named(key, one, left, other, right)?);
        }
        rests = rests.min(self.listed(one, &left.prefix_items, other, &right.prefix_items)?);
        for (key, left, right) in [
            ("allOf", &left.all_of, &right.all_of),
            ("anyOf", &left.any_of, &right.any_of),
            ("oneOf", &left.one_of, &right.one_of),
        ] {
            rests = rests.min(self.unordered(key, one, left, other, right)?);
        }
        for (key, node) in &left.others {
            let (_, counterpart) = right.others.iter().find(|(found, _)| found == key)?;
            rests = rests.min(self.other(key, one, node, other, counterpart)?);
        }
        Some(rests)
    }

    /// Whether a keyword that is compared as it stands says the same on both sides.
    pub(crate) fn same_keyword(
        &mut self,
        key: &str,
        one: &Known<'a>,
        left: &'a Node,
        other: &Known<'a>,
        right: &'a Node,
    ) -> bool {
        self.other(key, one, left, other, right).is_some()
    }

    fn other(
        &mut self,
        key: &str,
        one: &Known<'a>,
        left: &'a Node,
        other: &Known<'a>,
        right: &'a Node,
    ) -> Option<Rests> {
        match key {
            "minContains" | "maxContains" | "dependentRequired" | "$dynamicRef" => {
                equal(&left.to_json(), &right.to_json()).then_some(ALONE)
            }
            "dependentSchemas" => self.named(key, one, &members(left), other, &members(right)),
            _ => self.nodes((one, left, &[key]), (other, right, &[key])),
        }
    }

    /// Compares a part of each of two schemas: the schema, the part, and the way to it.
    fn nodes(&mut self, left: Part<'_, 'a>, right: Part<'_, 'a>) -> Option<Rests> {
        let left = self.left.part(left.0, left.1, left.2);
        let right = self.right.part(right.0, right.1, right.2);
        self.compare(left, right)
    }

    fn optional(
        &mut self,
        key: &str,
        one: &Known<'a>,
        left: Option<&'a Node>,
        other: &Known<'a>,
        right: Option<&'a Node>,
    ) -> Option<Rests> {
        match (left, right) {
            (None, None) => Some(ALONE),
            (Some(left), Some(right)) => self.nodes((one, left, &[key]), (other, right, &[key])),
            _ => None,
        }
    }

    fn listed(&mut self, one: &Known<'a>, left: &[&'a Node], other: &Known<'a>, right: &[&'a Node]) -> Option<Rests> {
        if left.len() != right.len() {
            return None;
        }
        let mut rests = ALONE;
        for (index, (left, right)) in left.iter().zip(right).enumerate() {
            let way = ["prefixItems", &index.to_string()];
            rests = rests.min(self.nodes((one, left, &way), (other, right, &way))?);
        }
        Some(rests)
    }

    /// Branches in the same order, or in any where there are few.
    fn unordered(
        &mut self,
        key: &str,
        one: &Known<'a>,
        left: &[&'a Node],
        other: &Known<'a>,
        right: &[&'a Node],
    ) -> Option<Rests> {
        const FEW: usize = 64;
        if left.len() != right.len() {
            return None;
        }
        let mut taken = HashSet::new();
        let mut rests = ALONE;
        for (index, left) in left.iter().enumerate() {
            let elsewhere = (0..right.len()).filter(|other| *other != index && right.len() <= FEW);
            let (found, found_rests) =
                std::iter::once(index).chain(elsewhere).filter(|index| !taken.contains(index)).find_map(|found| {
                    let (way, other_way) = ([key, &index.to_string()], [key, &found.to_string()]);
                    Some((found, self.nodes((one, left, &way), (other, right[found], &other_way))?))
                })?;
            taken.insert(found);
            rests = rests.min(found_rests);
        }
        Some(rests)
    }

    fn named(
        &mut self,
        key: &str,
        one: &Known<'a>,
        left: &[(&'a str, &'a Node)],
        other: &Known<'a>,
        right: &[(&'a str, &'a Node)],
    ) -> Option<Rests> {
        if left.len() != right.len() {
            return None;
        }
        let by_name: HashMap<&str, &'a Node> = right.iter().copied().collect();
        let mut rests = ALONE;
        for (name, left) in left {
            let right = by_name.get(name)?;
            let flags = ["readOnly", "writeOnly"];
            if flags.iter().any(|flag| self.left.says(left, flag) != self.right.says(right, flag)) {
                return None;
            }
            let way = [key, *name];
            rests = rests.min(self.nodes((one, left, &way), (other, right, &way))?);
        }
        Some(rests)
    }
}

fn members(node: &Node) -> Vec<(&str, &Node)> {
    let object = node.as_object().into_iter();
    object.flat_map(|object| object.iter()).map(|member| (member.key.as_str(), &member.value)).collect()
}

fn same_values(left: Option<&[&Node]>, right: Option<&[&Node]>) -> bool {
    match (left, right) {
        (None, None) => true,
        (Some(left), Some(right)) => {
            let (left, right): (Vec<_>, Vec<_>) =
                (left.iter().map(|node| node.to_json()).collect(), right.iter().map(|node| node.to_json()).collect());
            let within = |inner: &[serde_json::Value], outer: &[serde_json::Value]| {
                inner.iter().all(|value| outer.iter().any(|other| equal(value, other)))
            };
            within(&left, &right) && within(&right, &left)
        }
        _ => false,
    }
}

fn same_names(left: &[&str], right: &[&str]) -> bool {
    let (left, right): (HashSet<_>, HashSet<_>) = (left.iter().collect(), right.iter().collect());
    left == right
}
