//! Every documented answer.

use serde_json::Value;

use super::{Documents, Provider, same};
use crate::server::Reply;

/// A new operation or status in a document fails here until the table knows it.
///
/// # Panics
///
/// Where table and document differ.
pub async fn the_table_is_complete(provider: &Provider, documents: &Documents) {
    let mut table: Vec<(String, u16)> =
        provider.statuses().map(|(operation, status, _)| (operation.id.to_owned(), status)).collect();
    table.sort();
    assert_eq!(table, documents.pairs());
}

/// # Panics
///
/// Where an answer comes back as another variant, changed, or without its headers, or where the observer hears of drift.
pub async fn every_example_of_every_status_comes_back_as_its_variant(provider: &Provider, documents: &Documents) {
    for (operation, status, variant) in provider.statuses() {
        let (media_type, examples) = match documents.answers(operation, status) {
            Some((media_type, examples)) => (Some(media_type), examples),
            None => (None, vec![&Value::Null]),
        };
        for example in examples {
            let what = format!("{}, {status}, {example}", operation.id);
            let reply = match media_type {
                Some(media_type) => documents.reply(operation, status, media_type, example),
                None => documents.first_reply(operation, status),
            };
            let sending = provider.example(documents, operation, String::new());
            let heard = sending.heard.clone();
            let (result, _) = provider.answered(operation, sending, reply).await;
            let seen = result.unwrap_or_else(|error| panic!("{what}: {error}"));
            assert_eq!(heard.drifts(), [], "{what}");
            assert_eq!((seen.variant, seen.status), (variant, status), "{what}");
            assert!(same(&seen.body, example), "{what} came back as {}", seen.body);
            let raw = if media_type.is_some() { example.to_string() } else { String::new() };
            assert_eq!(seen.raw, raw, "{what}");
            if !documents.is_enveloped(operation) {
                let expected = documents.headers(operation, status).into_iter();
                let expected: Vec<_> =
                    expected.map(|(name, _, typed)| (plain(&name), format!("Some({typed})"))).collect();
                assert_eq!(fields(&seen.headers), expected, "{what}");
            }
        }
    }
}

/// # Panics
///
/// Where a missing header changes the outcome.
pub async fn headers_that_do_not_come_are_none(provider: &Provider, documents: &Documents) {
    for (operation, status, variant) in provider.statuses() {
        if documents.headers(operation, status).is_empty() || documents.is_enveloped(operation) {
            continue;
        }
        let reply = match documents.answers(operation, status) {
            Some((media_type, examples)) => Reply::of(status, media_type, examples[0].to_string()),
            None => Reply::new(status, &[], b""),
        };
        let sending = provider.example(documents, operation, String::new());
        let (result, _) = provider.answered(operation, sending, reply).await;
        let seen = result.unwrap_or_else(|error| panic!("{}, {status}: {error}", operation.id));
        assert_eq!(seen.variant, variant, "{}, {status}", operation.id);
        assert!(fields(&seen.headers).iter().all(|(_, value)| value == "None"), "{}", seen.headers);
    }
}

/// The fields of a struct as `Debug` shows it: `Name { a: 1, b: None }`, or `()`.
fn fields(shown: &str) -> Vec<(String, String)> {
    let Some((_, inside)) = shown.split_once(" { ") else { return Vec::new() };
    let fields = inside.trim_end_matches(" }").split(", ");
    fields.filter_map(|field| field.split_once(": ")).map(|(name, value)| (plain(name), value.to_owned())).collect()
}

/// A header's name without what Rust writes otherwise.
fn plain(name: &str) -> String {
    name.replace(['-', '_'], "").to_ascii_lowercase()
}
