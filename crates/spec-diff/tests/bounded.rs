//! Every comparison ends, soon, whatever the documents: deep, wide, and going round in circles.

use std::time::{Duration, Instant};

use serde_json::{Value, json};
use spec_diff::{Direction, Finding, compare, contained};
use spec_document::Effective;

/// Far more than any of these takes, and far less than for ever.
const SOON: Duration = Duration::from_secs(20);

fn document(schemas: &Value) -> Effective {
    let content = json!({ "application/json": { "schema": { "$ref": "#/components/schemas/Subject" } } });
    let document = json!({
        "openapi": "3.1.0",
        "info": { "title": "", "version": "1" },
        "paths": { "/subjects": { "post": {
            "requestBody": { "content": content },
            "responses": { "200": { "description": "", "content": content } },
        } } },
        "components": { "schemas": schemas },
    });
    Effective::from_text_alone("document", "document.json", &document.to_string()).expect("a document")
}

/// Compares both ways.
fn ends_soon(name: &str, base: &Value, revision: &Value) -> Vec<Finding> {
    let today = jiff::civil::date(2030, 1, 1);
    let started = Instant::now();
    let (one, other) = (document(base), document(revision));
    let found = compare(&one, &other, today);
    let back = compare(&other, &one, today);
    let took = started.elapsed();
    println!("{name}: {took:?}, {} and {} findings", found.len(), back.len());
    assert!(took < SOON, "{name} took {took:?}");
    for finding in found.iter().chain(&back) {
        assert_ne!(finding.id, "comparison-failed", "{name}");
    }
    found
}

fn reference(name: &str) -> Value {
    json!({ "$ref": format!("#/components/schemas/{name}") })
}

/// Definitions of which each leads to the next, so deep that no document could nest them.
fn chain(length: usize, last: &Value, link: impl Fn(Value) -> Value) -> Value {
    let mut schemas = serde_json::Map::new();
    for index in 0..length {
        schemas.insert(format!("S{index}"), link(reference(&format!("S{}", index + 1))));
    }
    schemas.insert(format!("S{length}"), last.clone());
    schemas.insert("Subject".to_owned(), link(reference("S0")));
    Value::Object(schemas)
}

#[test]
fn deep_values() {
    for length in [100, 10_000] {
        let link = |next: Value| json!({ "type": "object", "properties": { "next": next } });
        let (string, number) = (json!({ "type": "string" }), json!({ "type": "number" }));
        let found = ends_soon("deep values", &chain(length, &string, link), &chain(length, &number, link));
        assert!(!found.is_empty());
    }
}

#[test]
fn deep_schemas_of_one_value() {
    for key in ["allOf", "anyOf", "oneOf", "not"] {
        for (how, link) in [
            ("one", (&|next: Value| json!({ key: [next] })) as &dyn Fn(Value) -> Value),
            ("two", &|next: Value| json!({ key: [next.clone(), next] })),
            ("more", &|next: Value| json!({ key: [next.clone(), { "type": "null" }, { "allOf": [next] }] })),
        ] {
            let link = |next: Value| match key {
                "not" => json!({ "not": { "anyOf": link(next)["not"] } }),
                _ => link(next),
            };
            for length in [5, 20, 3_000] {
                let (string, number) = (json!({ "type": "string" }), json!({ "type": "number" }));
                let name = format!("{key} of {how}, {length} deep");
                ends_soon(&name, &chain(length, &string, link), &chain(length, &number, link));
            }
        }
    }
}

#[test]
fn circles() {
    let subject = || reference("Subject");
    let circles = [
        json!({ "allOf": [subject()] }),
        json!({ "allOf": [subject(), { "type": "string" }] }),
        json!({ "anyOf": [subject(), subject(), { "type": "string" }] }),
        json!({ "anyOf": [subject(), subject()], "oneOf": [false] }),
        json!({ "oneOf": [subject(), subject(), { "type": "string" }] }),
        json!({ "anyOf": [{ "allOf": [subject(), subject()] }, { "type": "object", "anyOf": [subject(), subject()] }] }),
        json!({ "not": subject() }),
        json!({ "if": subject(), "then": subject(), "else": subject() }),
        json!({ "type": "object", "properties": { "a": subject(), "b": subject(), "c": subject() }, "required": ["a", "b"] }),
        json!({ "type": "array", "items": subject(), "minItems": 3, "uniqueItems": true }),
        json!({ "type": "object", "additionalProperties": subject(), "minProperties": 3 }),
        json!({ "anyOf": [
            { "type": "object", "properties": { "a": subject(), "b": { "anyOf": [subject(), { "type": "array", "items": subject() }] } } },
            { "type": "array", "items": subject(), "uniqueItems": true, "minItems": 2 },
            { "oneOf": [{ "type": "object", "properties": { "a": subject() }, "required": ["a"] }, { "not": subject() }] },
        ] }),
    ];
    for (index, one) in circles.iter().enumerate() {
        for (other_index, other) in circles.iter().enumerate() {
            // Each with itself and two others: all pairs take minutes.
            if ![0, 1, 5].contains(&((other_index + circles.len() - index) % circles.len())) {
                continue;
            }
            let name = format!("circle {index} and {other_index}");
            ends_soon(&name, &json!({ "Subject": one }), &json!({ "Subject": other }));
        }
    }
}

#[test]
fn many_branches() {
    let branches = |count: usize, from: usize| -> Value {
        (0..count).map(|index| json!({
            "type": "object",
            "properties": { "kind": { "const": format!("kind{}", index + from) }, "next": reference("Subject") },
            "required": ["kind"],
        })).collect()
    };
    for key in ["anyOf", "oneOf", "allOf"] {
        for (count, other) in [(40, 41), (250, 240), (600, 601)] {
            let name = format!("{key} of {count} and {other}");
            ends_soon(
                &name,
                &json!({ "Subject": { key: branches(count, 0) } }),
                &json!({ "Subject": { key: branches(other, 1) } }),
            );
        }
    }
    // A product of alternatives has more members than there are atoms.
    let product = |count: usize| {
        json!({ "Subject": { "allOf": (0..count).map(|index| json!({
        "anyOf": [{ "properties": { (format!("a{index}")): { "type": "string" } } }, { "properties": { (format!("b{index}")): { "type": "number" } } }],
    })).collect::<Value>() } })
    };
    ends_soon("a product", &product(40), &product(41));
}

#[test]
fn many_values() {
    let values = |count: usize, from: usize| -> Value {
        (from..count + from).map(|index| json!(format!("value {index}"))).collect()
    };
    for (count, from) in [(1_000, 1), (5_000, 0), (5_000, 1), (1_500, 1_500)] {
        let found = ends_soon(
            &format!("{count} values"),
            &json!({ "Subject": { "enum": values(count, 0) } }),
            &json!({ "Subject": { "enum": values(count, from) } }),
        );
        assert_eq!(found.is_empty(), from == 0);
    }
}

#[test]
fn many_properties() {
    let properties = |count: usize, ty: &str| -> Value {
        Value::Object((0..count).map(|index| (format!("p{index}"), json!({ "type": ty }))).collect())
    };
    for count in [100, 1_500] {
        let (one, other) = (properties(count, "integer"), properties(count, "string"));
        let names: Vec<String> = (0..count).map(|index| format!("p{index}")).collect();
        let one = json!({ "Subject": { "type": "object", "properties": one } });
        let other = json!({ "Subject": { "type": "object", "properties": other, "required": names } });
        assert!(!ends_soon(&format!("{count} properties"), &one, &other).is_empty());
    }
}

#[test]
fn what_one_question_costs_is_no_stack() {
    let schemas =
        chain(10_000, &json!({ "type": "string" }), |next| json!({ "type": "object", "properties": { "next": next } }));
    let other = json!({ "type": "object", "properties": { "next": { "type": "object", "properties": { "next": reference("S1") }, "required": ["x"] } } });
    contained(&reference("S0"), &other, &schemas, Direction::Request).expect("schemas");
    contained(&reference("Subject"), &json!({ "allOf": [reference("S0")] }), &schemas, Direction::Request)
        .expect("schemas");
}

#[test]
fn bounds_at_the_ends_of_numbers() {
    for (one, other) in [
        (
            json!({ "type": "array", "maxItems": u64::MAX, "minItems": u64::MAX }),
            json!({ "type": "array", "maxItems": 3 }),
        ),
        (
            json!({ "type": "string", "maxLength": 1e300 }),
            json!({ "type": "string", "maxLength": u64::MAX, "minLength": 1e30 }),
        ),
        (
            json!({ "type": "number", "minimum": i64::MIN, "multipleOf": -1 }),
            json!({ "type": "number", "minimum": 1e308, "multipleOf": 0 }),
        ),
        (json!({ "type": "integer", "multipleOf": i64::MIN }), json!({ "type": "integer", "multipleOf": 1e-300 })),
        (
            json!({ "type": [], "enum": [] }),
            json!({ "type": 5, "enum": {}, "required": "a", "properties": [], "items": 3 }),
        ),
        (json!({ "pattern": "(", "type": "string" }), json!({ "pattern": "(a{1000}){1000}", "type": "string" })),
        (json!({ "patternProperties": { "(": {} } }), json!({ "patternProperties": { "[": false } })),
    ] {
        ends_soon("ends", &json!({ "Subject": one }), &json!({ "Subject": other }));
    }
}
