//! Values with one thing wrong: at each place another type, at each object one member less, at each level another nesting.

use serde_json::{Value, json};

/// What was done to a value, and what came of it.
pub struct Mutant {
    /// The place as a JSON Pointer, and what was done there.
    pub title: String,
    /// The value as it is now.
    pub value: Value,
}

/// Every mutant of a value, each with one change.
#[must_use]
pub fn mutants(value: &Value) -> Vec<Mutant> {
    let mut found = Vec::new();
    for place in places(value) {
        let Some(here) = value.pointer(&place) else { continue };
        for (what, other) in others(here) {
            let mut mutant = value.clone();
            if let Some(there) = mutant.pointer_mut(&place) {
                *there = other;
                found.push(Mutant { title: format!("{place}: {what}"), value: mutant });
            }
        }
        for name in here.as_object().into_iter().flat_map(serde_json::Map::keys) {
            let mut mutant = value.clone();
            if let Some(members) = mutant.pointer_mut(&place).and_then(Value::as_object_mut) {
                members.remove(name);
                found.push(Mutant { title: format!("{place}: without `{name}`"), value: mutant });
            }
        }
    }
    found
}

/// The same value without the member at that place; nothing where the place is no member of an object.
#[must_use]
pub fn without(value: &Value, place: &str) -> Option<Value> {
    let (parent, name) = place.rsplit_once('/')?;
    let mut value = value.clone();
    value.pointer_mut(parent)?.as_object_mut()?.remove(&name.replace("~1", "/").replace("~0", "~"))?;
    Some(value)
}

fn places(value: &Value) -> Vec<String> {
    let mut found = vec![String::new()];
    let inside: Vec<(String, &Value)> = match value {
        Value::Array(items) => items.iter().enumerate().map(|(index, item)| (index.to_string(), item)).collect(),
        Value::Object(members) => {
            members.iter().map(|(name, it)| (name.replace('~', "~0").replace('/', "~1"), it)).collect()
        }
        _ => Vec::new(),
    };
    for (token, inner) in inside {
        found.extend(places(inner).into_iter().map(|place| format!("/{token}{place}")));
    }
    found
}

/// Values of every other type, and the same value nested otherwise.
fn others(value: &Value) -> Vec<(&'static str, Value)> {
    let plain = [
        ("null", Value::Null),
        ("a boolean", json!(true)),
        ("an integer", json!(7)),
        ("a fraction", json!(1.5)),
        ("a text", json!("text")),
        ("an empty list", json!([])),
        ("an empty object", json!({})),
    ];
    let mut found: Vec<_> = plain.into_iter().filter(|(_, other)| kind(other) != kind(value)).collect();
    found.push(("in a list", json!([value])));
    found.push(("in an object", json!({ "inner": value })));
    match value {
        Value::Array(items) => {
            found.extend(items.first().map(|first| ("its first element", first.clone())));
            found.push(("its elements twice", items.iter().chain(items).cloned().collect()));
            let members = items.iter().enumerate().map(|(index, item)| (index.to_string(), item.clone())).collect();
            found.push(("an object of its elements", Value::Object(members)));
            found.push(("its text", json!(value.to_string())));
        }
        Value::Object(members) => {
            found.push(("a list of its values", members.values().cloned().collect()));
            found.push(("its text", json!(value.to_string())));
            let mut more = members.clone();
            more.insert("undeclared".to_owned(), json!([null, { "deep": 1.5 }]));
            found.push(("one member more", Value::Object(more)));
        }
        Value::Number(number) => {
            found.push(("in quotes", json!(number.to_string())));
            found.push(("below zero", json!(-1)));
            found.extend(number.as_i64().map(|whole| ("with a fraction of zero", json!(whole as f64))));
            found.push(("beyond 64 bits with a sign", json!(u64::MAX)));
            found.push(("a million", json!(1_000_000)));
        }
        Value::String(text) => {
            found.extend(text.parse::<i64>().ok().map(|number| ("without quotes", json!(number))));
            found.push(("an empty text", json!("")));
            found.push(("another text", json!("another text")));
            found.push(("a long text", json!("é".repeat(5000))));
        }
        _ => {}
    }
    found
}

fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(number) if number.is_f64() => "fraction",
        Value::Number(_) => "integer",
        Value::String(_) => "text",
        Value::Array(_) => "list",
        Value::Object(_) => "object",
    }
}

/// Whether two values are the same, numbers by what they mean: `1` is `1.0`.
#[must_use]
pub fn same(one: &Value, other: &Value) -> bool {
    match (one, other) {
        (Value::Number(a), Value::Number(b)) => a == b || (a.as_f64() == b.as_f64() && (a.is_f64() || b.is_f64())),
        (Value::Array(a), Value::Array(b)) => a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same(a, b)),
        (Value::Object(a), Value::Object(b)) => {
            a.len() == b.len() && a.iter().all(|(name, value)| b.get(name).is_some_and(|there| same(value, there)))
        }
        _ => one == other,
    }
}
