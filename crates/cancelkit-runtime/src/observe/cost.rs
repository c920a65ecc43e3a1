//! How often a validator would look at the values of a body, counted before it begins: once begun, it cannot be stopped.

use std::collections::HashMap;

use serde_json::{Map, Value};

use super::schemas::Schemas;

/// Looks that a body may cost: where a schema reaches itself in two ways, each level of a body doubles them.
const LOOKS: usize = 500_000;

/// How many schemas deep it is followed.
const NESTING: usize = 400;

/// Whether judging a body by the schema at a pointer ends soon.
pub(super) fn is_bounded(schemas: &Schemas, pointer: &str, body: &Value) -> bool {
    let Some(schema) = schemas.at(pointer) else { return true };
    Count { schemas, known: HashMap::new(), left: LOOKS, nesting: 0 }
        .of(schema, body)
        .is_some_and(|looks| looks <= LOOKS)
}

/// Each pair of a schema and a value is counted once, however often the validator looks at it.
struct Count<'a> {
    schemas: &'a Schemas,
    known: HashMap<(*const Value, *const Value), usize>,
    left: usize,
    nesting: usize,
}

impl Count<'_> {
    /// The looks that a value costs under a schema; `None` where it cannot be counted with as much effort.
    fn of(&mut self, schema: &Value, value: &Value) -> Option<usize> {
        let key = (std::ptr::from_ref(schema), std::ptr::from_ref(value));
        if let Some(known) = self.known.get(&key) {
            return Some(*known);
        }
        if self.nesting >= NESTING {
            return None;
        }
        // A schema that is itself in one place: the validator ends there too.
        self.known.insert(key, 0);
        self.nesting += 1;
        let looks = self.keywords(schema, value);
        self.nesting -= 1;
        self.known.insert(key, looks?);
        looks
    }

    fn keywords(&mut self, schema: &Value, value: &Value) -> Option<usize> {
        let mut looks = 1_usize;
        let Value::Object(keywords) = schema else { return Some(looks) };
        for (keyword, inner) in keywords {
            self.left = self.left.checked_sub(1)?;
            let more = match keyword.as_str() {
                "$ref" => self.reference(inner, value)?,
                "allOf" => self.each(inner.as_array().into_iter().flatten(), value)?,
                // Asked whether they fit, and then why not.
                "anyOf" | "oneOf" => self.each(inner.as_array().into_iter().flatten(), value)?.saturating_mul(2),
                "dependentSchemas" => self.each(inner.as_object().into_iter().flat_map(Map::values), value)?,
                "if" | "then" | "else" | "not" => self.of(inner, value)?,
                _ => self.inside(keyword, inner, keywords, value)?,
            };
            looks = looks.saturating_add(more);
        }
        Some(looks)
    }

    fn reference(&mut self, to: &Value, value: &Value) -> Option<usize> {
        let schemas = self.schemas;
        let target = to.as_str().and_then(|text| text.strip_prefix('#')).and_then(|pointer| schemas.at(pointer));
        target.map_or(Some(0), |target| self.of(target, value))
    }

    fn each<'v>(&mut self, schemas: impl Iterator<Item = &'v Value>, value: &Value) -> Option<usize> {
        let mut looks = 0_usize;
        for schema in schemas {
            looks = looks.saturating_add(self.of(schema, value)?);
        }
        Some(looks)
    }

    /// What a keyword looks at inside of a list or an object.
    fn inside(&mut self, keyword: &str, inner: &Value, beside: &Map<String, Value>, value: &Value) -> Option<usize> {
        let mut looks = 0_usize;
        let declared = |name: &str| beside.get("properties").is_some_and(|properties| properties.get(name).is_some());
        match (keyword, value, inner) {
            ("properties", Value::Object(members), Value::Object(properties)) => {
                for (name, member) in members {
                    self.left = self.left.checked_sub(1)?;
                    if let Some(schema) = properties.get(name) {
                        looks = looks.saturating_add(self.of(schema, member)?);
                    }
                }
            }
            ("patternProperties", Value::Object(members), Value::Object(patterns)) => {
                for schema in patterns.values() {
                    looks = looks.saturating_add(self.all(schema, members.values())?);
                }
            }
            ("additionalProperties" | "unevaluatedProperties", Value::Object(members), schema) => {
                let others = members.iter().filter(|(name, _)| !declared(name)).map(|(_, member)| member);
                looks = self.all(schema, others)?;
            }
            ("items" | "contains" | "unevaluatedItems", Value::Array(items), schema) => {
                looks = self.all(schema, items.iter())?;
            }
            ("prefixItems", Value::Array(items), Value::Array(schemas)) => {
                for (schema, item) in schemas.iter().zip(items) {
                    looks = looks.saturating_add(self.of(schema, item)?);
                }
            }
            _ => {}
        }
        Some(looks)
    }

    fn all<'v>(&mut self, schema: &Value, values: impl Iterator<Item = &'v Value>) -> Option<usize> {
        let mut looks = 0_usize;
        for value in values {
            self.left = self.left.checked_sub(1)?;
            looks = looks.saturating_add(self.of(schema, value)?);
        }
        Some(looks)
    }
}
