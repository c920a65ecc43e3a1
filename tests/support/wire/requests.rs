//! Every documented request.

use serde_json::Value;

use super::{Documents, Operation, Provider, SECRET, Sending};
use crate::server::{Received, percent_decoded};

/// # Panics
///
/// Where what arrives is not what the document says.
pub async fn every_example_arrives_as_the_document_says(provider: &Provider, documents: &Documents) {
    for operation in &provider.operations {
        for body in documents.bodies(operation) {
            let plain = Sending { body, ..provider.sending("/some/base".to_owned()) };
            let schemes = provider.schemes.iter().map(|scheme| Sending { scheme, ..plain.clone() });
            for sending in schemes.chain([Sending { query: true, ..plain.clone() }]) {
                let reply = documents.first_reply(operation, operation.statuses[0].0);
                let (result, received) = provider.answered(operation, sending.clone(), reply).await;
                result.unwrap_or_else(|error| panic!("{}: {error}", operation.id));
                compare(provider, documents, operation, &sending, &received);
            }
        }
    }
}

fn compare(provider: &Provider, documents: &Documents, operation: &Operation, sending: &Sending, received: &Received) {
    let what = format!("{}, {}", operation.id, String::from_utf8_lossy(&received.raw));
    let promise = documents.promise(operation);
    assert_eq!(received.method, promise.method.to_string(), "{what}");
    let (path, _) = documents.path(operation, provider.segment);
    assert_eq!(received.path(), format!("/some/base{path}"), "{what}");
    assert_eq!(received.query(), query(documents, operation, sending.query), "{what}");

    let mut expected = vec![("accept".to_owned(), accept(documents, operation))];
    expected.extend(documents.credential(operation, sending.scheme, SECRET));
    expected.extend(sending.body.iter().map(|(media_type, _)| ("content-type".to_owned(), media_type.clone())));
    for (name, value) in &expected {
        assert_eq!(received.header(name), Some(value.as_str()), "{what}");
    }
    // Nothing else: no `api-version`, no credential that was not asked for, no media type without a body.
    let known = ["host", "user-agent", "content-length"];
    let others = received.headers.iter().filter(|(name, _)| !known.contains(&name.as_str()));
    assert_eq!(others.count(), expected.len(), "{what}");
    assert!(received.header("user-agent").is_some_and(|agent| agent.starts_with("cancelkit/")), "{what}");

    match &sending.body {
        None => assert!(received.body.is_empty(), "{what}"),
        Some((media_type, body)) if media_type == "application/x-www-form-urlencoded" => {
            assert_eq!(received.form(), form(body), "{what}");
        }
        Some((_, body)) => assert_eq!(received.json(), *body, "{what}"),
    }
}

/// Every query parameter of the document, with the table's value.
fn query(documents: &Documents, operation: &Operation, sent: bool) -> Vec<(String, String)> {
    let promise = documents.promise(operation);
    let envelope = promise.envelope.as_ref().map(|envelope| envelope.parameter.as_str());
    let mut expected = Vec::new();
    for parameter in &promise.parameters {
        if parameter.location != spec_contract::Location::Query {
            continue;
        }
        if Some(parameter.name.as_str()) == envelope {
            if documents.is_enveloped(operation) {
                expected.push((parameter.name.clone(), "true".to_owned()));
            }
            continue;
        }
        let value = operation.query.iter().find(|(name, _)| *name == parameter.name);
        let (_, value) = value.unwrap_or_else(|| panic!("{}: no value for `{}`", operation.id, parameter.name));
        if sent {
            expected.push((parameter.name.clone(), (*value).to_owned()));
        }
    }
    expected.sort();
    expected
}

/// The media types of all answers, each once.
fn accept(documents: &Documents, operation: &Operation) -> String {
    let mut found: Vec<&str> = Vec::new();
    for media in documents.promise(operation).responses.iter().flat_map(|response| &response.media) {
        if !found.contains(&media.media_type.as_str()) {
            found.push(&media.media_type);
        }
    }
    found.join(", ")
}

fn form(body: &Value) -> Vec<(String, String)> {
    let members = body.as_object().expect("an object").iter();
    let text = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    let mut fields: Vec<_> = members.map(|(name, value)| (name.clone(), text(value))).collect();
    fields.sort();
    fields
}

/// # Panics
///
/// Where a segment with `?`, `#` and the like is cut or split.
pub async fn an_odd_path_segment_stays_one_segment(provider: &Provider, documents: &Documents) {
    let Some((segment, written)) = provider.odd_segment else { return };
    assert_eq!(percent_decoded(written), segment);
    for operation in &provider.operations {
        let (path, true) = documents.path(operation, written) else { continue };
        let sending = provider.example(documents, operation, String::new());
        let sending = Sending { segment: segment.to_owned(), ..sending };
        let reply = documents.first_reply(operation, operation.statuses[0].0);
        let (result, received) = provider.answered(operation, sending, reply).await;
        result.unwrap_or_else(|error| panic!("{}: {error}", operation.id));
        assert_eq!(received.path(), path, "{}", operation.id);
    }
}
