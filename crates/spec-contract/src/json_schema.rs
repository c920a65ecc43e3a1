//! A schema of the document as a JSON Schema 2020-12 that stands alone.

use serde_json::{Map, Value, json};
use spec_document::Pointer;

/// The schema at `pointer` as a self-contained JSON Schema, given the whole document as JSON.
///
/// The spellings of OpenAPI 3.0 (`nullable`, boolean exclusive bounds) become those of JSON Schema, so that an
/// independent validator can judge values by it.
#[must_use]
pub fn json_schema(document: &Value, pointer: &Pointer) -> Value {
    let schema = document.pointer(&pointer.to_string()).cloned().unwrap_or(Value::Bool(true));
    let mut root = Map::new();
    root.insert("$schema".into(), json!("https://json-schema.org/draft/2020-12/schema"));
    root.insert("allOf".into(), json!([modern(schema)]));
    if let Some(schemas) = document.pointer("/components/schemas") {
        root.insert("components".into(), json!({ "schemas": modern(schemas.clone()) }));
    }
    Value::Object(root)
}

fn modern(value: Value) -> Value {
    match value {
        Value::Array(items) => Value::Array(items.into_iter().map(modern).collect()),
        Value::Object(members) => {
            let mut object: Map<String, Value> = Map::new();
            for (key, member) in members {
                // Values, not schemas: they stay as they are.
                let value = matches!(key.as_str(), "example" | "examples" | "default" | "enum" | "const");
                object.insert(key, if value { member } else { modern(member) });
            }
            exclusive(&mut object, "minimum", "exclusiveMinimum");
            exclusive(&mut object, "maximum", "exclusiveMaximum");
            if object.get("nullable") == Some(&Value::Bool(true)) {
                object.remove("nullable");
                return json!({ "anyOf": [Value::Object(object), { "type": "null" }] });
            }
            Value::Object(object)
        }
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
}
