//! Answers that are not what the document says.

use serde_json::{Value, json};
use spec_contract::{Contract, Kind, Operation, Schema};

use super::Fault;
use crate::check;
use crate::document::Document;
use crate::reply::Reply;

/// Makes a right answer wrong, as the fault says; the other faults leave it as it is.
pub(crate) fn alter(fault: &Fault, document: &Document, operation: &Operation, reply: &mut Reply) {
    let schema = operation
        .responses
        .iter()
        .find(|response| response.status.to_string() == reply.status.to_string())
        .and_then(|response| response.media.first()?.schema.as_ref());
    match fault {
        Fault::MismatchedBody => mismatch(document, operation, reply),
        Fault::MissingFields => without_a_member(document, operation, reply),
        Fault::UnknownEnumValues => {
            if let (Some(schema), Some(body)) = (schema, &mut reply.body) {
                unknown_enum_values(&document.contract, schema, body);
            }
        }
        Fault::ExtraFields => {
            if let Some(body) = &mut reply.body {
                extra_fields(body);
            }
        }
        _ => {}
    }
}

/// Gives the first value that the schema cares about another type.
fn mismatch(document: &Document, operation: &Operation, reply: &mut Reply) {
    let Some(body) = &reply.body else { return };
    let whole = json!("this is not what the document says");
    let mut places = Vec::new();
    leaves(body, String::new(), &mut places);
    let candidates = places.iter().map(|place| {
        let mut body = body.clone();
        if let Some(value) = body.pointer_mut(place) {
            *value = json!([{ "unexpected": true }]);
        }
        body
    });
    let wrong = candidates.chain([whole]).find(|body| {
        let mut changed = reply.clone();
        changed.body = Some(body.clone());
        check::answer(document, operation, &changed).is_err()
    });
    reply.body = wrong;
}

/// Takes the first member away without which the body does not fit its schema.
fn without_a_member(document: &Document, operation: &Operation, reply: &mut Reply) {
    let Some(body) = &reply.body else { return };
    let mut places = Vec::new();
    members(body, String::new(), &mut places);
    let candidates = places.iter().map(|(object, name)| {
        let mut body = body.clone();
        if let Some(Value::Object(members)) = body.pointer_mut(object) {
            members.remove(name);
        }
        body
    });
    let wrong = candidates.into_iter().find(|body| {
        let mut changed = reply.clone();
        changed.body = Some(body.clone());
        check::answer(document, operation, &changed).is_err()
    });
    reply.body = wrong.or_else(|| reply.body.take());
}

/// The members of every object: the object's place and the member's name.
fn members(value: &Value, place: String, found: &mut Vec<(String, String)>) {
    match value {
        Value::Object(members) => {
            for (key, member) in members {
                found.push((place.clone(), key.clone()));
                let step = key.replace('~', "~0").replace('/', "~1");
                self::members(member, format!("{place}/{step}"), found);
            }
        }
        Value::Array(elements) => {
            for (index, element) in elements.iter().enumerate() {
                members(element, format!("{place}/{index}"), found);
            }
        }
        _ => {}
    }
}

fn leaves(value: &Value, place: String, found: &mut Vec<String>) {
    match value {
        Value::Object(members) => {
            for (key, member) in members {
                let step = key.replace('~', "~0").replace('/', "~1");
                leaves(member, format!("{place}/{step}"), found);
            }
        }
        Value::Array(elements) => {
            for (index, element) in elements.iter().enumerate() {
                leaves(element, format!("{place}/{index}"), found);
            }
        }
        _ => found.push(place),
    }
}

/// What an enum has never heard of.
const UNKNOWN: &str = "simulator-unknown-value";

fn unknown_enum_values(contract: &Contract, schema: &Schema, value: &mut Value) {
    match (&contract.resolve(schema).kind, value) {
        (Kind::Enumeration(_), value @ Value::String(_)) => *value = json!(UNKNOWN),
        (Kind::Object { properties, .. }, Value::Object(members)) => {
            for property in properties {
                if let Some(member) = members.get_mut(&property.name) {
                    unknown_enum_values(contract, &property.schema, member);
                }
            }
        }
        (Kind::Array(items), Value::Array(elements)) => {
            for element in elements {
                unknown_enum_values(contract, items, element);
            }
        }
        (Kind::AllOf(schemas) | Kind::OneOf(schemas) | Kind::AnyOf(schemas), value) => {
            for schema in schemas {
                unknown_enum_values(contract, schema, value);
            }
        }
        _ => {}
    }
}

fn extra_fields(value: &mut Value) {
    match value {
        Value::Object(members) => {
            members.values_mut().for_each(extra_fields);
            members.insert("simulator_extra_field".to_owned(), json!({ "unknown": [1, null, "two"] }));
        }
        Value::Array(elements) => elements.iter_mut().for_each(extra_fields),
        _ => {}
    }
}
