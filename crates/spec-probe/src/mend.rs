//! What would make the document say what came.

use cancelkit_runtime::observe::{Drift, DriftKind};
use serde_json::{Value, json};
use spec_document::{Effective, Pointer};

use crate::discover::at;

/// What would mend one drift.
#[derive(Clone, Debug, PartialEq)]
pub enum Mend {
    /// An action of an overlay.
    Action {
        /// Its target, a JSONPath.
        target: String,
        /// Why it is there.
        description: String,
        /// What it adds.
        update: Value,
        /// The fact that it rests on.
        fact: String,
    },
    /// Nothing that may be done without a person: what is to be decided.
    Person(String),
}

/// What would mend these drifts, each once, given the bodies of their answers. `date` is when they were seen.
#[must_use]
pub fn mends<'a>(
    document: &Effective,
    drifts: impl IntoIterator<Item = (&'a Drift, Option<&'a Value>)>,
    date: &str,
) -> Vec<Mend> {
    let mut found = Vec::new();
    for (drift, body) in drifts {
        let mend = mend(document, drift, body, date);
        let known = found.iter().any(|known| match (known, &mend) {
            (Mend::Action { target, update, .. }, Mend::Action { target: other, update: same, .. }) => {
                target == other && is_like(update, same)
            }
            (known, mend) => known == mend,
        });
        if !known {
            found.push(mend);
        }
    }
    found
}

/// Whether two updates add the same: prose does not count.
fn is_like(one: &Value, other: &Value) -> bool {
    let names = |update: &Value| {
        let properties = update.get("properties").and_then(Value::as_object);
        properties.map(|properties| properties.keys().cloned().collect::<Vec<_>>())
    };
    one == other || (names(one).is_some() && names(one) == names(other))
}

fn mend(document: &Effective, drift: &Drift, body: Option<&Value>, date: &str) -> Mend {
    let Drift { operation, kind, place, found, .. } = drift;
    let status = drift.status.as_u16();
    let person = || Mend::Person(format!("{drift}"));
    let Ok(pointer) = Pointer::parse(place) else { return person() };
    let seen =
        format!("Seen in an answer of {operation} ({status}) on {date}; no document of the provider says it yet.");
    let action = |pointer: &Pointer, description: String, update: Value| {
        let fact = format!("An answer of {operation} with the status {status} had it.");
        match target(document, pointer) {
            Some(target) => Mend::Action { target, description, update, fact },
            None => person(),
        }
    };
    match (kind, found) {
        (DriftKind::UnknownField, Some(name)) => {
            // A name that is not shown as it is cannot be written down.
            let Some(value) = body.and_then(|body| at(body, &drift.pointer)) else { return person() };
            let mut schema = schema_of(value);
            schema["description"] = json!(seen);
            let description = format!("Declares `{name}`. {seen}");
            action(&pointer, description, json!({ "properties": { name: schema } }))
        }
        (DriftKind::UnknownValue, Some(value)) if pointer.last() == Some("enum") => {
            let Some(schema) = pointer.parent() else { return person() };
            action(&schema, format!("Lists the value `{value}`. {seen}"), json!({ "enum": [value] }))
        }
        (DriftKind::UndocumentedStatus, _) => {
            let mut response = json!({ "description": seen });
            // What the body means nobody knows: any JSON is described, and nothing of it.
            if body.is_some() {
                response["content"] = json!({ "application/json": { "schema": {} } });
            }
            let description = format!("Lists the status {status}. {seen}");
            action(&pointer, description, json!({ status.to_string(): response }))
        }
        _ => person(),
    }
}

/// A schema that a value fits, which says no more than its type.
fn schema_of(value: &Value) -> Value {
    match value {
        Value::Null => json!({}),
        Value::Bool(_) => json!({ "type": "boolean" }),
        Value::Number(number) if number.is_f64() => json!({ "type": "number" }),
        Value::Number(_) => json!({ "type": "integer" }),
        Value::String(_) => json!({ "type": "string" }),
        Value::Array(_) => json!({ "type": "array", "items": {} }),
        Value::Object(_) => json!({ "type": "object", "additionalProperties": true }),
    }
}

/// The JSONPath of a place in the document; `None` where nothing stands there.
fn target(document: &Effective, pointer: &Pointer) -> Option<String> {
    document.root.at(pointer)?;
    let mut here = &document.root;
    let mut path = "$".to_owned();
    for token in pointer.tokens() {
        let plain = |c: char| c.is_ascii_alphanumeric() || c == '_';
        if here.as_array().is_some() {
            path.push_str(&format!("[{token}]"));
        } else if token.chars().all(plain) && token.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_') {
            path.push_str(&format!(".{token}"));
        } else {
            path.push_str(&format!("['{}']", token.replace('\\', "\\\\").replace('\'', "\\'")));
        }
        here = match here.as_array() {
            Some(items) => items.get(token.parse::<usize>().ok()?)?,
            None => here.get(token)?,
        };
    }
    Some(path)
}
