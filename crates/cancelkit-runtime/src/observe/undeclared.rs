//! Members that nothing declares, and write-only ones: what no validator reports in the open world.

use std::collections::HashSet;

use serde_json::{Map, Value};

use super::effort::Effort;
use super::schemas::{Schemas, child, is_nullable};

/// A schema with its pointer.
type Schema<'a> = (String, &'a Value);

/// The members of one answer that do not belong there.
#[derive(Default)]
pub(super) struct Undeclared {
    /// Members that nothing declares: where they stand, and the schema that would have to declare them.
    pub(super) unknown: Vec<(Vec<String>, String)>,
    /// Write-only members that came: where they stand, and their `writeOnly`.
    pub(super) misplaced: Vec<(Vec<String>, String)>,
    /// Where write-only members are missing that are required: nothing requires them of an answer.
    pub(super) write_only: HashSet<Vec<String>>,
}

/// Looks through an answer under the schema at a pointer.
pub(super) fn undeclared(schemas: &Schemas, pointer: &str, body: &Value, effort: &mut Effort) -> Undeclared {
    let mut walk = Walk { schemas, effort, found: Undeclared::default() };
    if let Some(schema) = schemas.at(pointer) {
        walk.value(vec![(pointer.to_owned(), schema)], body, &mut Vec::new());
    }
    walk.found
}

struct Walk<'a, 'e> {
    schemas: &'a Schemas,
    effort: &'e mut Effort,
    found: Undeclared,
}

impl<'a> Walk<'a, '_> {
    fn value(&mut self, schemas: Vec<Schema<'a>>, value: &Value, path: &mut Vec<String>) {
        match value {
            Value::Object(members) => {
                let Some(applicable) = self.applicable(schemas, value) else { return };
                self.object(&applicable, members, path);
            }
            Value::Array(items) => {
                let Some(applicable) = self.applicable(schemas, value) else { return };
                for (index, item) in items.iter().enumerate() {
                    path.push(index.to_string());
                    self.value(of_item(&applicable, index), item, path);
                    path.pop();
                }
            }
            _ => {}
        }
    }

    fn object(&mut self, applicable: &[Schema<'a>], members: &Map<String, Value>, path: &mut Vec<String>) {
        self.note_write_only(applicable, members, path);
        let declares = applicable.iter().find(|(_, schema)| declares(schema));
        for (name, member) in members {
            if !self.effort.step() {
                return;
            }
            let (known, inside) = of_member(applicable, name);
            path.push(name.clone());
            if let Some(place) = inside.iter().find_map(|schema| self.write_only(schema)) {
                self.found.misplaced.push((path.clone(), place));
            } else if known {
                self.value(inside, member, path);
            } else if let Some((pointer, _)) = declares {
                self.found.unknown.push((path.clone(), pointer.clone()));
            }
            path.pop();
        }
    }

    /// Notes the members that are required, missing, and write-only.
    fn note_write_only(&mut self, applicable: &[Schema<'a>], members: &Map<String, Value>, path: &[String]) {
        let required = |(_, schema): &Schema<'a>| schema.get("required").and_then(Value::as_array);
        let missing = applicable.iter().filter_map(required).flatten().filter_map(Value::as_str);
        for name in missing.filter(|name| !members.contains_key(*name)) {
            if of_member(applicable, name).1.iter().any(|schema| self.write_only(schema).is_some()) {
                self.found
                    .write_only
                    .insert(path.iter().map(String::as_str).chain([name]).map(str::to_owned).collect());
            }
        }
    }

    /// The place of the `writeOnly` of a property: its own, or that of the schema that it refers to.
    fn write_only(&self, (pointer, schema): &Schema<'a>) -> Option<String> {
        let says = |schema: &Value| schema.get("writeOnly") == Some(&Value::Bool(true));
        if says(schema) {
            return Some(format!("{pointer}/writeOnly"));
        }
        if is_nullable(schema) {
            return schema
                .pointer("/anyOf/0")
                .filter(|inner| says(inner))
                .map(|_| format!("{pointer}/anyOf/0/writeOnly"));
        }
        let (pointer, schema) = self.target(schema)?;
        says(schema).then(|| format!("{pointer}/writeOnly"))
    }

    fn target(&self, schema: &Value) -> Option<Schema<'a>> {
        let pointer = schema.get("$ref")?.as_str()?.strip_prefix('#')?;
        Some((pointer.to_owned(), self.schemas.at(pointer)?))
    }

    /// The schemas that say something of a value: references followed, all of `allOf`, and the branches of a union that the value fits;
    /// where it fits none, those of its type. `None` where nothing can be said: a reference leads nowhere, or the effort is spent.
    fn applicable(&mut self, schemas: Vec<Schema<'a>>, value: &Value) -> Option<Vec<Schema<'a>>> {
        let mut pending = schemas;
        // In the order of the document: the first that declares members is told as the place.
        pending.reverse();
        let mut seen = HashSet::new();
        let mut found = Vec::new();
        while let Some((pointer, schema)) = pending.pop() {
            if !self.effort.step() {
                return None;
            }
            if !seen.insert(pointer.clone()) {
                continue;
            }
            let mut next = Vec::new();
            if schema.get("$ref").is_some() {
                next.push(self.target(schema)?);
            }
            next.extend(members(&pointer, schema, "allOf"));
            for keyword in ["oneOf", "anyOf"] {
                next.extend(self.branches(members(&pointer, schema, keyword), value));
            }
            for keyword in ["then", "else"] {
                next.extend(schema.get(keyword).map(|inner| (child(&pointer, keyword), inner)));
            }
            if let Some(Value::Object(dependent)) = schema.get("dependentSchemas") {
                let at = child(&pointer, "dependentSchemas");
                next.extend(dependent.iter().map(|(name, inner)| (child(&at, name), inner)));
            }
            pending.extend(next.into_iter().rev());
            found.push((pointer, schema));
        }
        Some(found)
    }

    fn branches(&mut self, branches: Vec<Schema<'a>>, value: &Value) -> Vec<Schema<'a>> {
        let mut branches = branches;
        branches.retain(|(_, schema)| fits_type(self.target(schema).map_or(*schema, |(_, target)| target), value));
        // Each is judged to its end: the time is looked at before.
        if branches.len() < 2 || !self.effort.in_time() {
            return branches;
        }
        let fitting: Vec<_> =
            branches.iter().filter(|(pointer, _)| self.schemas.is_valid(pointer, value)).cloned().collect();
        if fitting.is_empty() { branches } else { fitting }
    }
}

/// The schemas under a keyword that holds a list of them.
fn members<'a>(pointer: &str, schema: &'a Value, keyword: &str) -> Vec<Schema<'a>> {
    let at = child(pointer, keyword);
    let members = schema.get(keyword).and_then(Value::as_array);
    members.into_iter().flatten().enumerate().map(|(index, inner)| (format!("{at}/{index}"), inner)).collect()
}

fn of_item<'a>(applicable: &[Schema<'a>], index: usize) -> Vec<Schema<'a>> {
    let of = |(pointer, schema): &Schema<'a>| {
        let before = schema.get("prefixItems").and_then(Value::as_array);
        match before.and_then(|before| before.get(index)) {
            Some(inner) => Some((format!("{pointer}/prefixItems/{index}"), inner)),
            None => schema.get("items").map(|inner| (format!("{pointer}/items"), inner)),
        }
    };
    applicable.iter().filter_map(of).collect()
}

/// Whether a member of this name is declared, and by which schemas.
fn of_member<'a>(applicable: &[Schema<'a>], name: &str) -> (bool, Vec<Schema<'a>>) {
    let mut known = false;
    let mut inside = Vec::new();
    for (pointer, schema) in applicable {
        let mut here = Vec::new();
        if let Some(inner) = schema.get("properties").and_then(|properties| properties.get(name)) {
            here.push((child(&child(pointer, "properties"), name), inner));
        }
        for (pattern, inner) in schema.get("patternProperties").and_then(Value::as_object).into_iter().flatten() {
            // A pattern that this engine does not know may match.
            if regex_lite::Regex::new(pattern).map_or(true, |pattern| pattern.is_match(name)) {
                here.push((child(&child(pointer, "patternProperties"), pattern), inner));
            }
        }
        if here.is_empty() {
            for keyword in ["additionalProperties", "unevaluatedProperties"] {
                let inner = schema.get(keyword).filter(|inner| **inner != Value::Bool(false));
                here.extend(inner.map(|inner| (child(pointer, keyword), inner)));
            }
        }
        known |= !here.is_empty();
        inside.extend(here);
    }
    (known, inside)
}

/// Whether a schema says anything of members.
fn declares(schema: &Value) -> bool {
    let some = |keyword: &str| schema.get(keyword).and_then(Value::as_object).is_some_and(|names| !names.is_empty());
    let closed = |keyword: &str| schema.get(keyword) == Some(&Value::Bool(false));
    some("properties") || some("patternProperties") || closed("additionalProperties") || closed("unevaluatedProperties")
}

/// Whether the `type` of a schema, if it has one, is that of a list or an object at hand.
fn fits_type(schema: &Value, value: &Value) -> bool {
    let own = if value.is_object() { "object" } else { "array" };
    match schema.get("type") {
        Some(Value::String(name)) => name == own,
        Some(Value::Array(names)) => names.iter().any(|name| name == own),
        _ => *schema != Value::Bool(false),
    }
}
