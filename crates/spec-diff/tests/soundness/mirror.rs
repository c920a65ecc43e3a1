//! The mirror law: what a change breaks for requests, the opposite change breaks for answers.
//!
//! A request by the old schema must be one of the new; an answer by the new schema must be one of the old. So a schema that changes from
//! one to another in a request, and back in an answer, is asked the same question.

use std::cell::Cell;
use std::collections::BTreeSet;

use serde_json::{Value, json};
use spec_diff::{Audience, Certainty, Finding, compare};
use spec_document::Effective;

use crate::edit::edited;
use crate::generate;
use crate::run::{cases, run};

/// Names of a kind of change, seen from the other side.
const OPPOSITES: [(&str, &str); 21] = [
    ("type-widened", "type-narrowed"),
    ("enum-value-added", "enum-value-removed"),
    ("enum-unset", "enum-set"),
    ("minimum-lowered", "minimum-raised"),
    ("maximum-raised", "maximum-lowered"),
    ("step-widened", "step-narrowed"),
    ("least-length-lowered", "least-length-raised"),
    ("greatest-length-raised", "greatest-length-lowered"),
    ("least-number-of-items-lowered", "least-number-of-items-raised"),
    ("greatest-number-of-items-raised", "greatest-number-of-items-lowered"),
    ("least-number-of-properties-lowered", "least-number-of-properties-raised"),
    ("greatest-number-of-properties-raised", "greatest-number-of-properties-lowered"),
    ("unique-items-unset", "unique-items-set"),
    ("required-property-removed", "property-required"),
    ("property-optional", "property-required"),
    ("properties-allowed", "properties-forbidden"),
    ("property-added-to-closed", "property-forbidden"),
    ("any-of-branch-added", "any-of-branch-removed"),
    ("one-of-branch-added", "one-of-branch-removed"),
    ("value-allowed", "value-forbidden"),
    ("schema-removed", "schema-added"),
];

/// A property that is no longer declared is no question of containment, and of a value that may match twice it depends on the direction
/// whether it hurts.
const OF_ONE_DIRECTION: [&str; 3] = ["property-removed", "property-added", "one-of-overlap"];

/// What hurts: the kind of change, and where the schema stands that allows the value and the one that does not.
type Hurts = BTreeSet<(String, String, String)>;

#[test]
fn what_breaks_requests_breaks_answers_when_it_is_undone() {
    let (pairs, findings, shown) = (Cell::new(0_u64), Cell::new(0_u64), Cell::new(0_u64));
    let today = jiff::civil::date(2030, 1, 1);
    run(cases(300, 20), |tape| {
        let mut had = generate::definitions(tape);
        had["Subject"] = generate::schema(tape);
        let mut has = had.clone();
        for name in ["List", "Text", "Subject"] {
            if name == "Subject" || tape.chance(20) {
                has[name] = edited(tape, &has[name].clone(), &had);
            }
        }
        let (had_swapped, has_swapped) = (swapped(&had), swapped(&has));
        let load = |schemas, request| document(schemas, request).ok();
        let documents = [load(&had, true), load(&has, true), load(&had_swapped, false), load(&has_swapped, false)];
        // An edit can make a reference lead to itself, which is refused.
        let [Some(had_sent), Some(has_sent), Some(had_answered), Some(has_answered)] = documents else {
            return Ok(());
        };
        let request = compare(&had_sent, &has_sent, today);
        let answer = compare(&has_answered, &had_answered, today);
        pairs.set(pairs.get() + 1);
        let hurting = || request.iter().filter(|finding| !finding.hurts.is_empty());
        findings.set(findings.get() + hurting().count() as u64);
        shown.set(shown.get() + hurting().filter(|finding| finding.certainty == Certainty::Shown).count() as u64);
        let of_request = hurts(&request, Audience::Senders, "request-", false);
        let of_answer = hurts(&answer, Audience::Readers, "answer-", true);
        if of_request == of_answer {
            return Ok(());
        }
        Err(format!("requests: {of_request:#?}\nanswers: {of_answer:#?}\nhad: {had}\nhas: {has}\n"))
    });
    println!(
        "{} pairs of documents, {} findings that hurt, {} of them shown",
        pairs.get(),
        findings.get(),
        shown.get()
    );
    assert!(findings.get() >= pairs.get() / 2, "too little is found for the law to say something");
    assert!(shown.get() * 5 >= findings.get(), "an example shows too few findings");
}

fn hurts(findings: &[Finding], whom: Audience, prefix: &str, reversed: bool) -> Hurts {
    let kind = |finding: &Finding| {
        let kind = finding.id.strip_prefix(prefix).unwrap_or(&finding.id).to_owned();
        OPPOSITES.iter().find(|(one, _)| *one == kind).map_or(kind, |(_, other)| (*other).to_owned())
    };
    let pointer = |place: &Option<spec_diff::Place>| place.as_ref().map(|it| it.pointer.clone()).unwrap_or_default();
    let of_direction = |kind: &str| OF_ONE_DIRECTION.contains(&kind);
    (findings.iter())
        .filter(|finding| finding.hurts.contains(&whom))
        .map(|finding| (kind(finding), pointer(&finding.base), pointer(&finding.revision)))
        .filter(|(kind, ..)| !of_direction(kind))
        .map(|(kind, base, revision)| if reversed { (kind, revision, base) } else { (kind, base, revision) })
        .collect()
}

/// A document in which the schema `Subject` is a request's, or an answer's.
fn document(schemas: &Value, request: bool) -> Result<Effective, String> {
    let content =
        json!({ "content": { "application/json": { "schema": { "$ref": "#/components/schemas/Subject" } } } });
    let mut operation = json!({ "responses": { "200": { "description": "" } } });
    if request {
        operation["requestBody"] = content;
    } else {
        operation["responses"]["200"]["content"] = content["content"].clone();
    }
    let document = json!({
        "openapi": "3.1.0",
        "info": { "title": "", "version": "1" },
        "paths": { "/subjects": { "post": operation } },
        "components": { "schemas": schemas },
    });
    let document = Effective::from_text_alone("document", "document.json", &document.to_string());
    document.map_err(|report| report.to_string())
}

/// What goes only one way goes only the other.
fn swapped(schema: &Value) -> Value {
    match schema {
        Value::Array(items) => items.iter().map(swapped).collect(),
        Value::Object(members) => {
            let name = |key: &String| match key.as_str() {
                "readOnly" => "writeOnly".to_owned(),
                "writeOnly" => "readOnly".to_owned(),
                _ => key.clone(),
            };
            Value::Object(members.iter().map(|(key, value)| (name(key), swapped(value))).collect())
        }
        other => other.clone(),
    }
}
