//! What would make the document say what came.

use cancelkit_runtime::observe::{Drift, DriftKind};
use serde_json::{Value, json};
use spec_document::{Effective, Pointer};

use crate::discover::all_at;

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
        let known = found.iter_mut().any(|known| match (known, &mend) {
            (Mend::Action { target, update, .. }, Mend::Action { target: other, update: same, .. }) => {
                target == other && covers(update, same)
            }
            (known, mend) => known == mend,
        });
        if !known {
            found.push(mend);
        }
    }
    found
}

/// Whether two updates add the same. Of a property that came with another type elsewhere the first is made wide enough for both.
fn covers(one: &mut Value, other: &Value) -> bool {
    if *one == *other {
        return true;
    }
    let (Some(known), Some(more)) = (properties(one).cloned(), properties(other)) else { return false };
    if !known.keys().eq(more.keys()) {
        return false;
    }
    for (name, schema) in known {
        let mut wide = wider(schema.clone(), more.get(&name).cloned().unwrap_or_default());
        wide["description"] = schema.get("description").cloned().unwrap_or_default();
        one["properties"][name] = wide;
    }
    true
}

fn properties(update: &Value) -> Option<&serde_json::Map<String, Value>> {
    update.get("properties")?.as_object()
}

/// A schema of one type that both fit; of two types, or where there was null, one that says nothing: what was accepted before stays so.
fn wider(one: Value, other: Value) -> Value {
    let name = |schema: &Value| schema.get("type").and_then(Value::as_str).map(str::to_owned);
    match (name(&one), name(&other)) {
        (Some(had), Some(has)) if had == has => one,
        (Some(had), Some(has)) if is_number(&had) && is_number(&has) => json!({ "type": "number" }),
        _ => json!({}),
    }
}

fn is_number(name: &str) -> bool {
    matches!(name, "integer" | "number")
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
            let values = body.map(|body| all_at(body, &drift.pointer)).unwrap_or_default();
            let Some(mut schema) = values.into_iter().map(schema_of).reduce(wider) else { return person() };
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
