//! The schemas of a document's answers, and the validators that are made of them when they are needed.

use std::collections::{BTreeMap, HashSet};
use std::sync::{Arc, Mutex, PoisonError};

use jsonschema::{PatternOptions, Validator};
use serde_json::{Map, Value, json};

use super::effort::{DEPTH, DEPTH_OF_UNIONS};
use super::shown::escaped;

/// How far a pattern may search before it is given up.
const BACKTRACKS: usize = 10_000;

/// What the wrapper of a nullable schema has as its `$comment`. The wrapper does not stand in the document.
const NULLABLE: &str = "nullable";

#[derive(Debug)]
pub(super) struct Schemas {
    document: Map<String, Value>,
    declared: HashSet<String>,
    depth: usize,
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
        let depth = if unions_recur(&document) { DEPTH_OF_UNIONS } else { DEPTH };
        Some(Self { document, declared, depth, validators: Mutex::default() })
    }

    /// How deep a body may be that is judged by these.
    pub(super) fn depth(&self) -> usize {
        self.depth
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
        let mut root = self.document.clone();
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

/// Whether a component that contains itself has a union in it.
fn unions_recur(document: &Map<String, Value>) -> bool {
    let components =
        document.get("components").and_then(|components| components.get("schemas")).and_then(Value::as_object);
    let Some(components) = components else { return false };
    let parts: BTreeMap<&str, (Vec<&str>, bool)> =
        components.iter().map(|(name, schema)| (name.as_str(), parts(schema))).collect();
    parts.iter().any(|(name, (references, _))| {
        // Everything on the way counts: the union need not be in the component where the way begins.
        let mut seen = HashSet::new();
        let mut pending: Vec<&str> = references.clone();
        let mut union = false;
        while let Some(next) = pending.pop() {
            if let Some((references, has_union)) = parts.get(next).filter(|_| seen.insert(next)) {
                union |= has_union;
                pending.extend(references);
            }
        }
        union && seen.contains(name)
    })
}

/// The names that a schema refers to, and whether there is a union in it.
fn parts(schema: &Value) -> (Vec<&str>, bool) {
    let (mut references, mut union) = (Vec::new(), false);
    let mut pending = vec![schema];
    while let Some(value) = pending.pop() {
        match value {
            Value::Array(items) => pending.extend(items),
            Value::Object(members) => {
                let reference = members.get("$ref").and_then(Value::as_str);
                references.extend(reference.and_then(|text| text.strip_prefix("#/components/schemas/")));
                union |= !is_nullable(value) && (members.contains_key("anyOf") || members.contains_key("oneOf"));
                pending.extend(members.values());
            }
            _ => {}
        }
    }
    (references, union)
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
    fn only_unions_that_recur_lower_the_depth() {
        let depth = |schemas: Value| Schemas::new(json!({ "components": { "schemas": schemas } })).map(|it| it.depth());
        let to = |name: &str| json!({ "$ref": format!("#/components/schemas/{name}") });
        assert_eq!(depth(json!({ "A": { "items": to("A") } })), Some(DEPTH));
        assert_eq!(depth(json!({ "A": { "items": { "$comment": "nullable", "anyOf": [to("A"), {}] } } })), Some(DEPTH));
        assert_eq!(depth(json!({ "A": { "oneOf": [to("B"), to("B")] }, "B": {} })), Some(DEPTH));
        assert_eq!(depth(json!({ "A": { "items": to("B") }, "B": { "oneOf": [to("A"), {}] } })), Some(DEPTH_OF_UNIONS));
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
