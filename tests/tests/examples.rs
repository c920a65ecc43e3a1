//! The examples of the documents: none is missing, and the values that a provider publishes come first.

use serde_json::Value;
use spec_codegen::Provider;
use spec_contract::{Media, Operation};
use workspace_tests::documents::{PROVIDERS, provider};
use workspace_tests::published::{Sample, printed, rows};

#[test]
fn every_parameter_header_and_body_has_an_example() {
    let mut missing = Vec::new();
    for name in PROVIDERS {
        let Provider { document, contract, .. } = provider(name);
        for operation in &contract.operations {
            let mut miss = |what: String| missing.push(format!("{name}, {}: {what}", operation.id));
            for parameter in operation.parameters.iter().filter(|parameter| parameter.example.is_none()) {
                miss(format!("parameter {}", parameter.name));
            }
            for header in operation.responses.iter().flat_map(|response| &response.headers) {
                let node = document.root.at(&header.place.pointer).expect("a header");
                if node.get("example").or(node.get("examples")).is_none() {
                    miss(format!("header {}", header.name));
                }
            }
            let answers = operation.responses.iter().flat_map(|response| &response.media);
            let bodies = operation.body.iter().flat_map(|body| &body.media).chain(answers);
            for media in bodies.filter(|media| media.examples.is_empty()) {
                miss(format!("{} at {}", media.media_type, media.place.pointer));
            }
        }
    }
    assert!(missing.is_empty(), "{missing:#?}");
}

fn operation(name: &str, id: &str) -> Operation {
    provider(name).contract.operation(id).expect("an operation").clone()
}

/// The examples of a body, in the order of the document.
fn values(media: &[Media]) -> Vec<&Value> {
    media.iter().flat_map(|media| &media.examples).map(|(_, value, _)| value).collect()
}

fn answers(operation: &Operation, status: &str) -> Vec<Value> {
    let response = operation.responses.iter().find(|response| response.status.to_string() == status);
    values(&response.expect("a response").media).into_iter().cloned().collect()
}

fn requests(operation: &Operation) -> Vec<Value> {
    values(&operation.body.as_ref().expect("a body").media).into_iter().cloned().collect()
}

/// Whether every member of the sample stands in the value.
fn holds(value: &Value, sample: &Value) -> bool {
    sample.as_object().expect("an object").iter().all(|(key, member)| value.get(key) == Some(member))
}

#[test]
fn what_stax_bill_publishes_comes_first() {
    let cancel = operation("stax-bill", "cancelSubscription");
    let request = Sample::read(include_str!("published/stax-bill-cancel.http")).json();
    assert_eq!(requests(&cancel)[0], request);
    let refused = Sample::read(include_str!("published/stax-bill-error.http")).json();
    assert_eq!(answers(&cancel, "400")[0], refused);
    let fragment = printed(include_str!("published/stax-bill-cancelled.txt"));
    let fragment = format!("{{{}}}", fragment.trim_end_matches(','));
    let cancelled: Value = serde_json::from_str(&fragment).expect("JSON");
    assert!(holds(&answers(&cancel, "200")[0], &cancelled));
}

#[test]
fn what_rebilly_publishes_comes_first() {
    let sample = Sample::read(include_str!("published/rebilly-cancel.http")).json();
    for id in ["createSubscriptionCancellation", "putSubscriptionCancellation"] {
        let requests = requests(&operation("rebilly", id));
        assert_eq!(requests[0]["subscriptionId"], sample["subscriptionId"], "{id}");
        let item = requests.iter().find_map(|request| request.pointer("/lineItems/0")).expect("a line item");
        assert!(holds(item, &sample["lineItems"][0]), "{id}: {item}");
        let limited = Sample::read(include_str!("published/rebilly-rate-limited.http")).json();
        assert!(holds(&answers(&operation("rebilly", id), "429")[0], &limited), "{id}");
    }
}

#[test]
fn what_jetpack_publishes_comes_first() {
    let cancel = operation("jetpack", "cancelPlan");
    let site = cancel.parameters.iter().find(|parameter| parameter.name == "siteOrBlogId").expect("the site");
    let identifiers = rows(include_str!("published/jetpack-site-identifiers.txt"));
    assert_eq!(site.example, Some(Value::from(identifiers[0][1])));
    for row in rows(include_str!("published/jetpack-cancel-errors.txt")) {
        let [status, code, message] = row[..] else { panic!("{row:?}") };
        let message = message.replace("%s", "12345");
        let examples = answers(&cancel, status);
        for (key, text) in [("error", "message"), ("error_code", "error_message")] {
            let there = examples.iter().any(|it| it[key] == code && it[text] == message.as_str());
            assert!(there, "{status} {code} as {key}");
        }
    }
}
