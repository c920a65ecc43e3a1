//! From schemas to shapes: what the writer of a value may write.

use spec_document::Node;

use super::keywords::{Bound, Keywords, Schema, stricter};
use super::shape::{Additional, Shape};
use super::side::{Id, Known, Side};
use super::types::Type;
use super::{Direction, number::equal};

/// More shapes than this are not told apart.
const MOST_SHAPES: usize = 256;

/// How deep schemas may lie in one another before their values count as unknown.
const DEEPEST: usize = 64;

/// The shapes of all values that every one of these schemas allows. Nothing where there are too many to tell apart.
pub(crate) fn expand<'a>(side: &Side<'a>, direction: Direction, schemas: &[Id]) -> Option<Vec<Shape<'a>>> {
    let mut shapes: Vec<Shape<'a>> = Type::ALL.into_iter().map(Shape::all).collect();
    let expansion = Expansion { side, direction };
    for id in schemas {
        shapes = expansion.refine(shapes, *id, &mut Vec::new())?;
    }
    for shape in &mut shapes {
        let free_form = shape.is_free_form();
        let Shape { hidden, required, properties, conditional, .. } = shape;
        // What must be there, or may be if something else is, of any value.
        let names = required.iter().filter(|_| !free_form).chain(conditional.iter());
        for name in names {
            properties.entry(name).or_default();
        }
        required.retain(|name| !hidden.contains(name));
        properties.retain(|name, _| !hidden.contains(name));
    }
    Some(shapes)
}

struct Expansion<'s, 'a> {
    side: &'s Side<'a>,
    direction: Direction,
}

impl<'a> Expansion<'_, 'a> {
    fn refine(&self, shapes: Vec<Shape<'a>>, id: Id, way: &mut Vec<Id>) -> Option<Vec<Shape<'a>>> {
        let known = self.side.get(id);
        let keywords = match &known.schema {
            Schema::Always => return Some(shapes),
            Schema::Never => return Some(Vec::new()),
            Schema::Keywords(keywords) => keywords,
        };
        if !self.side.effort.take(shapes.len() + 1) {
            return None;
        }
        // A schema that contains itself allows no more than it does without itself.
        if way.len() > DEEPEST || way.contains(&id) {
            return Some(shapes);
        }
        way.push(id);
        let refined = self.keywords(shapes, id, &known, keywords, way);
        way.pop();
        refined
    }

    fn keywords(
        &self,
        shapes: Vec<Shape<'a>>,
        id: Id,
        known: &Known<'a>,
        keywords: &Keywords<'a>,
        way: &mut Vec<Id>,
    ) -> Option<Vec<Shape<'a>>> {
        let is_null = |shape: &&Shape<'a>| keywords.nullable && shape.ty == Type::Null;
        let nulls: Vec<Shape<'a>> = shapes.iter().filter(is_null).cloned().collect();
        let mut refined: Vec<Shape<'a>> =
            shapes.into_iter().filter_map(|shape| self.assertions(shape, id, known, keywords)).collect();
        if let Some(reference) = keywords.reference.filter(|_| !refined.is_empty()) {
            match self.side.referred(reference) {
                Some(target) if target != id => refined = self.refine(refined, target, way)?,
                Some(_) => {}
                None => refined.iter_mut().for_each(|shape| shape.unknown.push(reference)),
            }
        }
        for (index, node) in keywords.all_of.iter().enumerate() {
            let member = self.side.part(known, node, &["allOf", &index.to_string()]);
            if !refined.is_empty() {
                refined = self.refine(refined, member, way)?;
            }
        }
        for (key, branches) in [("anyOf", &keywords.any_of), ("oneOf", &keywords.one_of)] {
            if !branches.is_empty() && !refined.is_empty() {
                refined = self.branches(refined, known, key, branches, way)?;
            }
        }
        refined.extend(nulls.into_iter().map(|mut null| {
            null.sources.push(id);
            null
        }));
        (refined.len() <= MOST_SHAPES).then_some(refined)
    }

    fn branches(
        &self,
        shapes: Vec<Shape<'a>>,
        known: &Known<'a>,
        key: &str,
        branches: &[&'a Node],
        way: &mut Vec<Id>,
    ) -> Option<Vec<Shape<'a>>> {
        let ids: Vec<Id> = (branches.iter().enumerate())
            .map(|(index, node)| self.side.part(known, node, &[key, &index.to_string()]))
            .collect();
        let mut found = Vec::new();
        for (index, branch) in ids.iter().enumerate() {
            let mut chosen = self.refine(shapes.clone(), *branch, way)?;
            if key == "oneOf" {
                let others = || ids.iter().enumerate().filter(|(other, _)| *other != index).map(|(_, id)| *id);
                chosen.iter_mut().for_each(|shape| shape.excluded.extend(others()));
            }
            found.append(&mut chosen);
            if found.len() > MOST_SHAPES {
                return None;
            }
        }
        Some(found)
    }

    /// What the schema itself says of values of the shape's type; nothing where it allows none.
    fn assertions(
        &self,
        mut shape: Shape<'a>,
        id: Id,
        known: &Known<'a>,
        keywords: &Keywords<'a>,
    ) -> Option<Shape<'a>> {
        if !keywords.types.has(shape.ty) {
            return None;
        }
        shape.sources.push(id);
        if let Some(values) = &keywords.values {
            let of_type = values.iter().map(|node| node.to_json()).filter(|value| Type::of(value) == shape.ty);
            shape.values = Some(match shape.values.take() {
                None => of_type.collect(),
                Some(mut had) => {
                    let allowed: Vec<_> = of_type.collect();
                    had.retain(|value| allowed.iter().any(|other| equal(value, other)));
                    had
                }
            });
        }
        match shape.ty {
            Type::Number => {
                shape.only_whole |= keywords.types.only_whole;
                shape.minimum = meet(shape.minimum, keywords.minimum, true);
                shape.maximum = meet(shape.maximum, keywords.maximum, false);
                shape.multiples.extend(keywords.multiple_of);
                shape.formats.extend(keywords.format);
            }
            Type::String => {
                shape.count.meet(keywords.length);
                shape.patterns.extend(keywords.pattern);
                shape.formats.extend(keywords.format);
            }
            Type::Array => self.items(&mut shape, known, keywords),
            Type::Object => self.members(&mut shape, known, keywords),
            Type::Null | Type::Boolean => {}
        }
        (!shape.is_empty()).then_some(shape)
    }

    fn items(&self, shape: &mut Shape<'a>, known: &Known<'a>, keywords: &Keywords<'a>) {
        shape.count.meet(keywords.items_count);
        shape.unique_items |= keywords.unique_items;
        let rest = keywords.items.map(|node| self.side.part(known, node, &["items"]));
        for (index, node) in keywords.prefix_items.iter().enumerate() {
            if shape.prefix.len() <= index {
                shape.prefix.push(shape.items.clone());
            }
            shape.prefix[index].push(self.side.part(known, node, &["prefixItems", &index.to_string()]));
        }
        if let Some(rest) = rest {
            for item in shape.prefix.iter_mut().skip(keywords.prefix_items.len()) {
                item.push(rest);
            }
            shape.items.push(rest);
        }
    }

    fn members(&self, shape: &mut Shape<'a>, known: &Known<'a>, keywords: &Keywords<'a>) {
        shape.count.meet(keywords.properties_count);
        for (name, node) in &keywords.properties {
            if self.side.says(node, self.direction.hidden_by()) {
                shape.hidden.insert(name);
            } else {
                shape.properties.entry(name).or_default().push(self.side.part(known, node, &["properties", name]));
            }
        }
        for (pattern, node) in &keywords.pattern_properties {
            let id = self.side.part(known, node, &["patternProperties", pattern]);
            shape.pattern_properties.push((pattern, id));
        }
        shape.required.extend(&keywords.required);
        for (key, node) in &keywords.others {
            let declared = declared_by(key, node);
            shape.conditional.extend(declared.names);
            if declared.others && keywords.additional.is_none() && shape.additional == Additional::Undeclared {
                shape.additional = Additional::Allowed(Vec::new());
            }
        }
        let Some(node) = keywords.additional else { return };
        let id = self.side.part(known, node, &["additionalProperties"]);
        shape.additional =
            match (&self.side.get(id).schema, std::mem::replace(&mut shape.additional, Additional::Undeclared)) {
                (Schema::Never, _) | (_, Additional::Forbidden) => Additional::Forbidden,
                (Schema::Always, Additional::Undeclared) => Additional::Allowed(Vec::new()),
                (Schema::Always, had) => had,
                (Schema::Keywords(_), Additional::Undeclared) => Additional::Allowed(vec![id]),
                (Schema::Keywords(_), Additional::Allowed(mut had)) => {
                    had.push(id);
                    Additional::Allowed(had)
                }
            };
    }
}

/// Members that a keyword declares which is not judged here.
#[derive(Default)]
struct Declared<'a> {
    names: Vec<&'a str>,
    /// Members of other names too, or it takes more than a look to see which.
    others: bool,
}

/// The members that a keyword declares for some values: they may be there, and of which values is not judged.
fn declared_by<'a>(key: &str, node: &'a Node) -> Declared<'a> {
    let mut declared = Declared::default();
    match key {
        "if" | "then" | "else" => declared.add(node),
        "dependentSchemas" => {
            let schemas = node.as_object().into_iter().flat_map(|it| it.iter());
            schemas.for_each(|member| declared.add(&member.value));
        }
        "unevaluatedProperties" => declared.others = node.as_bool() != Some(false),
        _ => {}
    }
    declared
}

impl<'a> Declared<'a> {
    fn add(&mut self, schema: &'a Node) {
        let Some(object) = schema.as_object() else { return };
        for member in object {
            match member.key.as_str() {
                "properties" => {
                    let properties = member.value.as_object().into_iter().flat_map(|it| it.iter());
                    self.names.extend(properties.map(|property| property.key.as_str()));
                }
                "additionalProperties" | "unevaluatedProperties" => {
                    self.others |= member.value.as_bool() != Some(false);
                }
                "$ref" | "allOf" | "anyOf" | "oneOf" | "if" | "dependentSchemas" | "patternProperties" => {
                    self.others = true;
                }
                _ => {}
            }
        }
    }
}

fn meet(one: Option<Bound>, other: Option<Bound>, is_minimum: bool) -> Option<Bound> {
    match (one, other) {
        (Some(one), Some(other)) => Some(stricter(one, other, is_minimum)),
        (one, other) => one.or(other),
    }
}
