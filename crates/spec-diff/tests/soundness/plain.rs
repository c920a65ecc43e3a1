//! What a schema of OpenAPI says of values that go one way, as JSON Schema 2020-12 that stands alone.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};
use spec_diff::Direction;

pub struct Plain<'p> {
    pub definitions: &'p Value,
    pub direction: Direction,
}

impl<'p> Plain<'p> {
    /// A validator for this schema.
    pub fn validator(&self, schema: &Value) -> jsonschema::Validator {
        self.build(&self.schema(schema, &BTreeSet::new()))
    }

    /// A validator for a schema that is written plainly already.
    pub fn build(&self, plain: &Value) -> jsonschema::Validator {
        let mut definitions = Map::new();
        let mut needed = references(plain);
        while let Some(reference) = needed.pop() {
            if !definitions.contains_key(&reference) {
                let mut names = reference.split('+');
                let target = &self.definitions[names.next().expect("a name")];
                let written = self.schema(target, &names.map(str::to_owned).collect());
                needed.extend(references(&written));
                definitions.insert(reference, written);
            }
        }
        let whole = json!({
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "allOf": [plain],
            "$defs": definitions,
        });
        jsonschema::options().should_validate_formats(false).build(&whole).expect("a schema")
    }

    pub fn resolve<'v>(&'v self, schema: &'v Value) -> Option<&'v Value> {
        let name = schema.get("$ref")?.as_str()?.rsplit('/').next()?;
        self.definitions.get(name)
    }

    fn hidden_by(&self) -> &'static str {
        match self.direction {
            Direction::Request => "readOnly",
            Direction::Answer => "writeOnly",
        }
    }

    pub fn is_hidden(&self, property: &Value) -> bool {
        let mut here = Some(property);
        for _ in 0..8 {
            let Some(schema) = here else { break };
            if schema.get(self.hidden_by()) == Some(&json!(true)) {
                return true;
            }
            here = self.resolve(schema);
        }
        false
    }

    /// The names of properties that do not go this way, as the schema and those that hold with it say.
    fn hidden(&self, schema: &Value, names: &mut BTreeSet<String>) {
        if let Some(properties) = schema.get("properties").and_then(Value::as_object) {
            names.extend(properties.iter().filter(|(_, it)| self.is_hidden(it)).map(|(name, _)| name.clone()));
        }
        for member in schema.get("allOf").and_then(Value::as_array).into_iter().flatten() {
            self.hidden(member, names);
        }
        if let Some(target) = self.resolve(schema) {
            self.hidden(target, names);
        }
    }

    /// The schema, where these names are known not to go this way.
    pub fn schema(&self, schema: &Value, outside: &BTreeSet<String>) -> Value {
        let Some(object) = schema.as_object() else { return schema.clone() };
        let mut hidden = outside.clone();
        self.hidden(schema, &mut hidden);
        let none = BTreeSet::new();
        let mut written = Map::new();
        for (key, value) in object {
            let plain = match key.as_str() {
                // What is known outside holds inside too: it is part of the name.
                "$ref" => {
                    let name = value.as_str().expect("a text").replace("#/components/schemas/", "#/$defs/");
                    json!(hidden.iter().fold(name, |name, hidden| format!("{name}+{hidden}")))
                }
                "required" => value
                    .as_array()
                    .into_iter()
                    .flatten()
                    .filter(|it| !hidden.contains(it.as_str().unwrap_or("")))
                    .cloned()
                    .collect(),
                "properties" => {
                    let properties = value.as_object().expect("an object").iter();
                    let plain = |it: &Value| if self.is_hidden(it) { json!(true) } else { self.schema(it, &none) };
                    Value::Object(properties.map(|(name, it)| (name.clone(), plain(it))).collect())
                }
                "patternProperties" | "dependentSchemas" => {
                    let members = value.as_object().expect("an object").iter();
                    Value::Object(members.map(|(name, it)| (name.clone(), self.schema(it, &none))).collect())
                }
                "allOf" => {
                    let members = value.as_array().expect("a list").iter().map(|it| self.schema(it, &hidden));
                    written.entry("allOf").or_insert(json!([])).as_array_mut().expect("a list").extend(members);
                    continue;
                }
                "anyOf" | "oneOf" => {
                    value.as_array().expect("a list").iter().map(|it| self.schema(it, &hidden)).collect()
                }
                "prefixItems" => value.as_array().expect("a list").iter().map(|it| self.schema(it, &none)).collect(),
                "items"
                | "not"
                | "if"
                | "then"
                | "else"
                | "contains"
                | "propertyNames"
                | "additionalProperties"
                | "unevaluatedProperties"
                | "unevaluatedItems" => self.schema(value, &none),
                "nullable" | "readOnly" | "writeOnly" => continue,
                _ => value.clone(),
            };
            written.insert(key.clone(), plain);
        }
        match object.get("nullable") {
            Some(Value::Bool(true)) => json!({ "anyOf": [{ "type": "null" }, written] }),
            _ => Value::Object(written),
        }
    }
}

/// The names of the definitions that a plain schema refers to.
fn references(plain: &Value) -> Vec<String> {
    match plain {
        Value::Array(items) => items.iter().flat_map(references).collect(),
        Value::Object(members) => {
            let own = members.get("$ref").and_then(Value::as_str).and_then(|it| it.strip_prefix("#/$defs/"));
            own.map(str::to_owned).into_iter().chain(members.values().flat_map(references)).collect()
        }
        _ => Vec::new(),
    }
}
