//! A schema of the document as a JSON Schema 2020-12 that stands alone.

use serde_json::{Map, Value, json};
use spec_document::Pointer;

/// The schema at `pointer` as a self-contained JSON Schema, given the whole document as JSON.
///
/// The spellings of OpenAPI 3.0 (`nullable`, boolean exclusive bounds) become those of JSON Schema, so that an
/// independent validator can judge values by it.
#[must_use]
pub fn json_schema(document: &Value, pointer: &Pointer) -> Value {
    alone(document, "allOf", json!([at(document, pointer)]))
}

/// The schema of a list whose items fit the schemas at `pointers`, one after the other.
///
/// Making a validator costs as much as all components that it leads to: one for many values costs that once.
pub(crate) fn json_schema_of_each(document: &Value, pointers: &[&Pointer]) -> Value {
    alone(document, "prefixItems", pointers.iter().map(|pointer| at(document, pointer)).collect())
}

fn at(document: &Value, pointer: &Pointer) -> Value {
    modern(document.pointer(&pointer.to_string()).cloned().unwrap_or(Value::Bool(true)))
}

fn alone(document: &Value, keyword: &str, schemas: Value) -> Value {
    let mut root = Map::new();
    root.insert("$schema".into(), json!("https://json-schema.org/draft/2020-12/schema"));
    root.insert("components".into(), json!({ "schemas": components(document, &schemas) }));
    root.insert(keyword.into(), schemas);
    Value::Object(root)
}

/// The component schemas that a schema leads to. Not all of them: a validator is made for each of many small schemas, and a
/// document can have thousands of components.
pub(crate) fn components(document: &Value, schema: &Value) -> Map<String, Value> {
    let mut found = Map::new();
    let Some(all) = document.pointer("/components/schemas").and_then(Value::as_object) else { return found };
    let mut pending = references(schema);
    while let Some(reference) = pending.pop() {
        let name = reference.strip_prefix("#/components/schemas/").filter(|name| !name.contains(['/', '%']));
        let Some(name) = name.map(|name| name.replace("~1", "/").replace("~0", "~")) else {
            // An anchor, an escape or a deep reference: whatever it means is among all of them.
            return all.iter().map(|(name, component)| (name.clone(), modern(component.clone()))).collect();
        };
        let Some(component) = all.get(&name).filter(|_| !found.contains_key(&name)) else { continue };
        let component = modern(component.clone());
        pending.extend(references(&component));
        found.insert(name, component);
    }
    found
}

/// The texts of the references in a schema.
fn references(schema: &Value) -> Vec<String> {
    let mut found = Vec::new();
    let mut pending = vec![schema];
    while let Some(value) = pending.pop() {
        match value {
            Value::Array(items) => pending.extend(items),
            Value::Object(members) => {
                found.extend(members.get("$ref").and_then(Value::as_str).map(str::to_owned));
                pending.extend(members.values());
            }
            _ => {}
        }
    }
    found
}

/// A schema in the spellings of JSON Schema 2020-12. The wrapper of a nullable schema says by its `$comment` that it is one: it does not stand
/// in the document.
pub(crate) fn modern(value: Value) -> Value {
    match value {
        Value::Array(items) => Value::Array(items.into_iter().map(modern).collect()),
        Value::Object(members) => {
            let mut object: Map<String, Value> = Map::new();
            for (key, member) in members {
                let member = match key.as_str() {
                    // Values, not schemas: they stay as they are.
                    "example" | "examples" | "default" | "enum" | "const" => member,
                    // Schemas under names of the document's choosing, which are no keywords.
                    "properties" | "patternProperties" | "$defs" | "definitions" | "dependentSchemas" => named(member),
                    _ => modern(member),
                };
                object.insert(key, member);
            }
            exclusive(&mut object, "minimum", "exclusiveMinimum");
            exclusive(&mut object, "maximum", "exclusiveMaximum");
            if object.get("nullable") == Some(&Value::Bool(true)) {
                object.remove("nullable");
                return json!({ "$comment": "nullable", "anyOf": [Value::Object(object), { "type": "null" }] });
            }
            Value::Object(object)
        }
        other => other,
    }
}

fn named(value: Value) -> Value {
    match value {
        Value::Object(members) => Value::Object(members.into_iter().map(|(name, it)| (name, modern(it))).collect()),
        other => other,
    }
}

fn exclusive(object: &mut Map<String, Value>, bound: &str, key: &str) {
    match object.get(key) {
        Some(Value::Bool(true)) => {
            object.remove(key);
            if let Some(value) = object.remove(bound) {
                object.insert(key.to_owned(), value);
            }
        }
        Some(Value::Bool(false)) => {
            object.remove(key);
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_spellings_of_3_0_become_those_of_json_schema() {
        let document = json!({ "components": { "schemas": { "A": {
            "type": "integer", "minimum": 0, "exclusiveMinimum": true, "nullable": true
        } } } });
        let pointer = Pointer::parse("/components/schemas/A").expect("a pointer");
        let schema = json_schema(&document, &pointer);
        let validator = jsonschema::validator_for(&schema).expect("a schema");
        assert!(validator.is_valid(&json!(null)));
        assert!(validator.is_valid(&json!(1)));
        assert!(!validator.is_valid(&json!(0)));
        assert!(!validator.is_valid(&json!("1")));
    }

    #[test]
    fn a_property_may_be_called_like_a_keyword() {
        let document = json!({ "components": { "schemas": { "A": {
            "properties": { "default": { "type": "string", "nullable": true }, "nullable": { "type": "boolean" } }
        } } } });
        let schema = json_schema(&document, &Pointer::parse("/components/schemas/A").expect("a pointer"));
        let validator = jsonschema::validator_for(&schema).expect("a schema");
        assert!(validator.is_valid(&json!({ "default": null, "nullable": true })));
        assert!(!validator.is_valid(&json!({ "nullable": "true" })));
    }

    #[test]
    fn only_the_components_that_a_schema_leads_to_are_taken_along() {
        let document = json!({ "components": { "schemas": {
            "A": { "items": { "$ref": "#/components/schemas/B~1b" } },
            "B/b": { "properties": { "a": { "$ref": "#/components/schemas/A" } } },
            "C": {},
            "D": { "$ref": "#/components/schemas/%43" },
        } } });
        let taken = |name: &str| {
            let schema = json_schema(&document, &Pointer::root().child("components").child("schemas").child(name));
            let taken = schema["components"]["schemas"].as_object().cloned().unwrap_or_default();
            taken.keys().cloned().collect::<Vec<_>>()
        };
        assert_eq!(taken("A"), ["A", "B/b"]);
        assert!(taken("C").is_empty());
        // What a text with escapes means is not decided here: everything is there.
        assert_eq!(taken("D").len(), 4);
    }
}
