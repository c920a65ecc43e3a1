//! Items of arrays and members of objects.

use std::collections::HashSet;

use super::{Containment, Pair, Step};
use crate::schema::accepts::matches;
use crate::schema::expand::expand;
use crate::schema::failure::{Kind, failure};
use crate::schema::keywords::{Keywords, Schema};
use crate::schema::sample;
use crate::schema::shape::{Additional, Shape};
use crate::schema::side::{Id, Known, Side};

impl<'a> Containment<'_, 'a> {
    pub(super) fn array(
        &mut self,
        shape: &Shape<'a>,
        right: Id,
        known: &Known<'a>,
        keywords: &Keywords<'a>,
        found: &mut Pair,
    ) {
        self.count(shape, right, keywords.items_count, (Kind::MinItems, Kind::MaxItems), found);
        if keywords.unique_items && !shape.unique_items && shape.count.most.is_none_or(|most| most > 1) {
            let example = sample::repeated(self.left, self.direction, shape);
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

    pub(super) fn object(
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
            let example = sample::with_count(self.left, self.direction, shape, bound.saturating_add(1));
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
                let example = sample::without(self.left, self.direction, shape, name);
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
                match matches(pattern, name) {
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
                    let example = sample::with(self.left, self.direction, shape, name);
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
                if !shape.properties.contains_key(name) && matches(pattern, name) != Some(false) {
                    let wanted = self.right.part(known, node, &["properties", name]);
                    let pair = self.pair(&[had], wanted);
                    found.part(Step::Property((*name).to_owned()), pair);
                }
            }
        }
    }

    /// Members that the left allows without declaring each: what the right says of members of any name.
    #[expect(clippy::too_many_arguments, reason = "the parts of one keyword group of the right side")]
    pub(super) fn undeclared_members(
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
                let example = sample::with_member(self.left, self.direction, shape, had);
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
    pub(super) fn can_be(&self, schemas: &[Id]) -> bool {
        expand(self.left, self.direction, schemas).is_none_or(|shapes| !shapes.is_empty())
    }
}
