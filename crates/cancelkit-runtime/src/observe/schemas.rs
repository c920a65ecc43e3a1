//! The schemas of a document's answers, and the validators that are made of them when they are needed.

use std::collections::{BTreeMap, HashSet};
use std::sync::{Arc, Mutex, PoisonError};

use jsonschema::{PatternOptions, Validator};
use serde_json::{Map, Value, json};

use super::shown::escaped;

/// How far a pattern may search before it is given up.
const BACKTRACKS: usize = 10_000;

/// What the wrapper of a nullable schema has as its `$comment`. The wrapper does not stand in the document.
const NULLABLE: &str = "nullable";

#[derive(Debug)]
pub(super) struct Schemas {
    document: Map<String, Value>,
    declared: HashSet<String>,
    validators: Mutex<BTreeMap<String, Option<Arc<Validator>>>>,
}

impl Schemas {
    pub(super) fn new(document: Value) -> Option<Self> {
        let mut declared = HashSet::new();
        let mut pending = vec![&document];
        while let Some(value) = pending.pop() {
            match value {
                Value::Array(items) => pending.extend(items),
                Value::Object(members) => {
                    if let Some(Value::Object(properties)) = members.get("properties") {
                        declared.extend(properties.keys().cloned());
                    }
                    pending.extend(members.values());
                }
                _ => {}
            }
        }
        let Value::Object(document) = document else { return None };
        Some(Self { document, declared, validators: Mutex::default() })
    }

    /// The names of all properties that are declared anywhere.
    pub(super) fn declared(&self) -> &HashSet<String> {
        &self.declared
    }

    /// The part at a pointer.
    pub(super) fn at(&self, pointer: &str) -> Option<&Value> {
        let (first, rest) = pointer.strip_prefix('/').map(|rest| rest.split_once('/').unwrap_or((rest, "")))?;
        let part = self.document.get(first)?;
        if rest.is_empty() { Some(part) } else { part.pointer(&format!("/{rest}")) }
    }

    /// Whether a value fits the schema at a pointer; a schema that cannot be used fits nothing.
    pub(super) fn is_valid(&self, pointer: &str, value: &Value) -> bool {
        self.validator(pointer).is_some_and(|validator| validator.is_valid(value))
    }

    /// The validator of the schema at a pointer, made once.
    pub(super) fn validator(&self, pointer: &str) -> Option<Arc<Validator>> {
        let mut validators = self.validators.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(validator) = validators.get(pointer) {
            return validator.clone();
        }
        let mut root = self.needed(pointer).unwrap_or_else(|| self.document.clone());
        root.insert("$ref".to_owned(), json!(format!("#{}", encoded(pointer))));
        let validator = jsonschema::options()
            .should_validate_formats(false)
            .with_pattern_options(PatternOptions::fancy_regex().backtrack_limit(BACKTRACKS))
            .build(&Value::Object(root))
            .ok()
            .map(Arc::new);
        validators.insert(pointer.to_owned(), validator.clone());
        validator
    }

    /// The part of the document that a schema needs: a validator is made of each branch of a union, and would copy all of a large one.
    /// `None` where a reference leads elsewhere than to a component.
    fn needed(&self, pointer: &str) -> Option<Map<String, Value>> {
        let mut tokens = pointer.split('/').skip(1);
        let (first, mut pending) = (tokens.next()?, Vec::new());
        let mut root = Map::new();
        root.extend(self.document.get_key_value("$schema").map(|(key, value)| (key.clone(), value.clone())));
        let all = self.document.get("components").and_then(|components| components.get("schemas"))?.as_object()?;
        let mut schemas = Map::new();
        let unescaped = |token: &str| token.replace("~1", "/").replace("~0", "~");
        match first {
            "answers" => {
                let operation = unescaped(tokens.next()?);
                let answer = self.document.get(first)?.get(&operation)?;
                pending.push(answer);
                root.insert(first.to_owned(), json!({ operation: answer }));
            }
            "components" => {
                let (name, schema) = all.get_key_value(&unescaped(tokens.nth(1)?))?;
                pending.push(schema);
                schemas.insert(name.clone(), schema.clone());
            }
            _ => return None,
        }
        while let Some(value) = pending.pop() {
            match value {
                Value::Array(items) => pending.extend(items),
                Value::Object(members) => {
                    if let Some(reference) = members.get("$ref").and_then(Value::as_str) {
                        let name = reference.strip_prefix("#/components/schemas/")?.split('/').next()?;
                        let (name, schema) = all.get_key_value(&unescaped(name))?;
                        if !schemas.contains_key(name) {
                            schemas.insert(name.clone(), schema.clone());
                            pending.push(schema);
                        }
                    }
                    pending.extend(members.values());
                }
                _ => {}
            }
        }
        root.insert("components".to_owned(), json!({ "schemas": schemas }));
        Some(root)
    }

    /// The place in the effective document that a pointer into these schemas stands for.
    pub(super) fn place(&self, pointer: &str) -> String {
        let tokens: Vec<&str> = pointer.split('/').skip(1).collect();
        // /answers/getOrder/statuses/200/content/application~1json/schema
        let (mut place, mut here, rest) = match tokens.as_slice() {
            ["answers", operation, "statuses", status, "content", media, "schema", rest @ ..] => {
                let media = self.at(&format!("/answers/{operation}/statuses/{status}/content/{media}"));
                let place = media.and_then(|media| media.get("place")).and_then(Value::as_str);
                (place.unwrap_or_default().to_owned(), media.and_then(|media| media.get("schema")), rest)
            }
            [first, rest @ ..] => (format!("/{first}"), self.document.get(*first), rest),
            [] => return String::new(),
        };
        let mut tokens = rest.iter();
        while let Some(token) = tokens.next() {
            if *token == "anyOf" && here.is_some_and(is_nullable) {
                let branch = tokens.next();
                here = here.and_then(|node| node.pointer("/anyOf/0"));
                // The branch that is nothing but null is the document's `nullable`.
                if branch.is_some_and(|branch| *branch != "0") {
                    return place + "/nullable";
                }
                continue;
            }
            here = here.and_then(|node| node.pointer(&format!("/{token}")));
            place.push('/');
            place.push_str(token);
        }
        place
    }
}

/// Whether a schema is the wrapper of a nullable one.
pub(super) fn is_nullable(schema: &Value) -> bool {
    schema.get("$comment").and_then(Value::as_str) == Some(NULLABLE) && schema.get("anyOf").is_some()
}

/// A pointer with one more token.
pub(super) fn child(pointer: &str, token: &str) -> String {
    format!("{pointer}/{}", escaped(token))
}

/// A pointer as a URI fragment.
fn encoded(pointer: &str) -> String {
    let mut out = String::with_capacity(pointer.len());
    for byte in pointer.bytes() {
        match byte {
            b'/' | b'~' | b'-' | b'.' | b'_' | b'0'..=b'9' | b'A'..=b'Z' | b'a'..=b'z' => out.push(char::from(byte)),
            _ => out.push_str(&format!("%{byte:02X}")),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn schemas() -> Schemas {
        Schemas::new(json!({
            "answers": { "get": { "statuses": { "200": { "content": { "application/vnd.api+json": {
                "place": "/paths/~1x/get/responses/200/content/application~1vnd.api+json/schema",
                "schema": { "$comment": "nullable", "anyOf": [{ "properties": { "a": { "type": "string" } } }, { "type": "null" }] }
            } } } } } },
            "components": { "schemas": { "A": { "properties": { "b": {
                "$comment": "nullable", "anyOf": [{ "type": "string" }, { "type": "null" }]
            } } } } }
        }))
        .expect("an object")
    }

    const ANSWER: &str = "/answers/get/statuses/200/content/application~1vnd.api+json/schema";

    #[test]
    fn places_are_those_of_the_document() {
        let schemas = schemas();
        let place = "/paths/~1x/get/responses/200/content/application~1vnd.api+json/schema";
        assert_eq!(schemas.place(&format!("{ANSWER}/anyOf/0/properties/a/type")), format!("{place}/properties/a/type"));
        assert_eq!(
            schemas.place("/components/schemas/A/properties/b/anyOf/0/type"),
            "/components/schemas/A/properties/b/type"
        );
        assert_eq!(schemas.place("/components/schemas/A/properties/b/anyOf"), "/components/schemas/A/properties/b");
        assert_eq!(schemas.place("/nowhere/anyOf/0"), "/nowhere/anyOf/0");
        assert_eq!(schemas.place(""), "");
    }

    #[test]
    fn a_validator_is_made_once_and_of_any_place() {
        let schemas = schemas();
        let first = schemas.validator(ANSWER).expect("a validator");
        assert!(Arc::ptr_eq(&first, &schemas.validator(ANSWER).expect("a validator")));
        assert!(first.is_valid(&json!({ "a": "x" })));
        assert!(!first.is_valid(&json!({ "a": 1 })));
        assert!(schemas.validator("/nowhere").is_none());
    }
}
