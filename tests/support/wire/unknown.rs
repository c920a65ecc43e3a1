//! What a provider adds some day: members and enum values that the document does not list.

use serde_json::{Value, json};
use spec_contract::{Contract, Kind, Schema};

use super::{Documents, Provider, same};

/// # Panics
///
/// Where an answer with additions becomes another variant, or loses one of them.
pub async fn unknown_members_and_enum_values_come_back_as_they_were(provider: &Provider, documents: &Documents) {
    for (operation, status, variant) in provider.statuses() {
        let Some((media_type, examples)) = documents.answers(operation, status) else { continue };
        let schema = documents.response(operation, status).media[0].schema.as_ref().expect("a schema");
        for example in examples {
            let mut added = example.clone();
            add(&documents.contract, schema, &mut added);
            assert!(added != *example || *example == json!([]), "{}, {status}: nothing was added", operation.id);
            let reply = documents.reply(operation, status, media_type, &added);
            let sending = provider.example(documents, operation, String::new());
            let (result, _) = provider.answered(operation, sending, reply).await;
            let seen = result.unwrap_or_else(|error| panic!("{}, {status}, {added}: {error}", operation.id));
            assert_eq!(seen.variant, variant, "{}, {status}", operation.id);
            assert!(same(&seen.body, &added), "{added} came back as {}", seen.body);
        }
    }
}

/// Adds a member to every object, and puts an unlisted value in the place of every enum's.
pub fn add(contract: &Contract, schema: &Schema, value: &mut Value) {
    let schema = contract.resolve(schema);
    match (&schema.kind, value) {
        (Kind::Object { properties, .. }, Value::Object(members)) => {
            for property in properties {
                if let Some(member) = members.get_mut(&property.name) {
                    add(contract, &property.schema, member);
                }
            }
            members.insert("x-unheard-of".to_owned(), json!({ "kept": [1, null, 2.5] }));
        }
        (Kind::Array(items), Value::Array(values)) => values.iter_mut().for_each(|value| add(contract, items, value)),
        (Kind::Enumeration(_), Value::String(text)) => *text = "unheard-of".to_owned(),
        (Kind::OneOf(members) | Kind::AnyOf(members), value) => {
            if let Some(member) = members.iter().find(|member| fits(contract, member, value)) {
                add(contract, member, value);
            }
        }
        (Kind::AllOf(members), value) => members.iter().for_each(|member| add(contract, member, value)),
        _ => {}
    }
}

/// Whether a value is of the right kind, which tells the members of a choice apart here.
fn fits(contract: &Contract, schema: &Schema, value: &Value) -> bool {
    match &contract.resolve(schema).kind {
        Kind::Object { properties, .. } => {
            properties.iter().all(|property| !property.required || value.get(&property.name).is_some())
        }
        Kind::Enumeration(values) => values.contains(value),
        Kind::Array(_) => value.is_array(),
        Kind::String(_) => value.is_string(),
        Kind::Integer(_) => value.is_i64(),
        _ => false,
    }
}
