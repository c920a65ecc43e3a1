//! A document with every feature and trap that the providers' documents lack: its client is checked in, compiles, and
//! sends and reads what it should.

use cancelkit_features::operations::NewBody;
use cancelkit_features::outcomes::{FnOutcome, PutTreeOutcome};
use cancelkit_features::types::{FnOkXc, FnXy, OptionValue, Tree, VecValue};
use cancelkit_features::{Answered, Client, Credentials, Field, Server};
use cancelkit_runtime::SecretText;

fn client() -> Client {
    let server = Server::Custom("http://127.0.0.1:9/base/".to_owned());
    Client::new(server, Credentials::KeyAndToken("key-secret".into(), "token-secret".into())).expect("a client")
}

#[test]
fn hostile_names_travel_as_they_are_written() {
    let client = client();
    let call = client.fn_(FnXy::from("a\"b/../c"), 7, 1.5);
    assert!(call.preview().is_err(), "a path segment that climbs is refused");
    let preview = client
        .fn_(FnXy::X3, 7, 1.5)
        .self_(vec!["a b".to_owned(), "c&d".to_owned()])
        .client_parameter(true)
        .a_b([1, 2])
        .page_size(3)
        .x_thing("t")
        .preview()
        .expect("a request");
    assert!(preview.url.starts_with("http://127.0.0.1:9/base/things/%C3%A9/7?"), "{}", preview.url);
    for pair in ["client=true", "a.b=1,2", "page%5Bsize%5D=3", "self=a+b", "self=c%26d", "send=1.5"] {
        assert!(preview.url.split(['?', '&']).any(|one| one == pair), "{pair} in {}", preview.url);
    }
    assert!(preview.headers.contains(&("x-thing".to_owned(), "t".to_owned())));
    let shown = format!("{preview} {preview:?} {client:?}");
    assert!(!shown.contains("key-secret") && !shown.contains("token-secret"), "{shown}");
}

#[test]
fn bounds_are_checked_before_anything_is_sent_and_all_are_told() {
    let body = OptionValue::new(None::<String>).with_b(9).with_c(vec!["ok".to_owned(), String::new(), "NO".to_owned()]);
    let refused = client().new_operation(FnXyOf::value(), 1).body(NewBody::MergePatchJson(body)).preview();
    let message = refused.expect_err("bounds are broken").to_string();
    for part in ["`/b` must be 5 or less", "`/c` must have at most 2 items", "`/c/1`", "`/c/2` must match"] {
        assert!(message.contains(part), "{part} in {message}");
    }
    let tree = Tree::new("abcd");
    let by_name = std::collections::BTreeMap::from([("x".to_owned(), tree.clone())]);
    let message = client().put_tree(Tree::new("a").with_by_name(by_name)).preview();
    assert!(message.expect_err("too long").to_string().contains("`/by_name/x/name` must have"));
    let nested = Tree::new("a").with_kids(vec![tree]);
    let message = client().put_tree(nested).preview().expect_err("too long").to_string();
    assert!(message.contains("`/kids/0/name` must have at most 3 characters"), "{message}");
}

/// The second operation has a type of its own for the same inline enum.
struct FnXyOf;

impl FnXyOf {
    fn value() -> cancelkit_features::types::NewXy {
        cancelkit_features::types::NewXy::AB
    }
}

#[test]
fn absent_null_and_there_are_three_things() {
    let send = |body: OptionValue| {
        let preview = client().new_operation(FnXyOf::value(), 1).body(NewBody::MergePatchJson(body)).preview();
        let preview = preview.expect("a request");
        assert!(preview.headers.contains(&("content-type".to_owned(), "application/merge-patch+json".to_owned())));
        serde_json::from_str::<serde_json::Value>(&preview.body.expect("a body")).expect("JSON")
    };
    assert_eq!(send(OptionValue::new(None::<String>)), serde_json::json!({"a": null}));
    let body = OptionValue::new("x".to_owned()).with_b(Field::Null).with_d(VecValue::Integer(5)).with_c(Vec::new());
    assert_eq!(send(body), serde_json::json!({"a": "x", "b": null, "c": [], "d": 5}));
}

#[test]
fn every_kind_of_body_has_its_content_type() {
    let content_type = |body: NewBody| {
        let preview = client().new_operation(FnXyOf::value(), 1).body(body).preview().expect("a request");
        preview.headers.into_iter().find(|(name, _)| name == "content-type").map(|(_, value)| value)
    };
    assert_eq!(content_type(NewBody::Text("t".to_owned())).as_deref(), Some("text/plain"));
    assert_eq!(content_type(NewBody::XY("x".into())).as_deref(), Some("application/x\"y"));
    assert_eq!(content_type(NewBody::OctetStream("x".into())).as_deref(), Some("application/octet-stream"));
    let none = client().new_operation(FnXyOf::value(), 1).preview().expect("a request");
    assert_eq!(none.body, None);
    assert!(none.headers.iter().all(|(name, _)| name != "content-type"));
}

fn answer(status: u16, content_type: &'static str, body: &'static str) -> cancelkit_features::Answer {
    let mut headers = cancelkit_features::HeaderMap::new();
    headers.insert("content-type", content_type.parse().expect("a header"));
    for (name, value) in [("x-a", "7"), ("x-c", "c"), ("x-d", "header-secret"), ("x-f", "2026-11-22T00:00:00Z")] {
        headers.insert(name, value.parse().expect("a header"));
    }
    cancelkit_features::Answer::new(status.try_into().expect("a status"), headers, body, None)
}

#[test]
fn codes_come_before_ranges_and_ranges_before_the_default() {
    let ok = FnOutcome::decode(answer(200, "application/json", r#"{"a\"b":"x","other":1}"#)).expect("an outcome");
    let FnOutcome::Ok(reply) = &ok else { panic!("{ok:?}") };
    assert_eq!(reply.body.a_b.as_deref(), Some("x"));
    assert_eq!(reply.body.additional_properties2["other"], 1);
    assert_eq!(reply.typed_headers.x_a, Some(7));
    assert_eq!(reply.typed_headers.x_c.as_ref().map(FnOkXc::as_str), Some("c"), "an enum keeps what it does not list");
    assert_eq!(reply.typed_headers.x_d.as_ref().map(SecretText::expose), Some("header-secret"));
    assert!(!format!("{:?}", reply.typed_headers).contains("header-secret"));
    assert_eq!(reply.typed_headers.x_f.as_ref().map(ToString::to_string).as_deref(), Some("2026-11-22T00:00:00Z"));
    let range = FnOutcome::decode(answer(418, "application/problem+json", r#"{"a":1}"#)).expect("an outcome");
    let FnOutcome::Status4xx(reply) = &range else { panic!("{range:?}") };
    assert_eq!(reply.body["a"], 1);
    let rest = FnOutcome::decode(answer(503, "text/plain", "later")).expect("an outcome");
    assert!(matches!(&rest, FnOutcome::Default(reply) if reply.body == "later"), "{rest:?}");
    assert_eq!(rest.raw(), "later");
    assert!(FnOutcome::decode(answer(200, "application/json", "[]")).is_err());
}

#[test]
fn successes_of_one_type_have_one_body() {
    for status in [200, 201] {
        let outcome =
            PutTreeOutcome::decode(answer(status, "application/json", r#"{"name":"abcdef","kids":[{"name":""}]}"#));
        let tree = outcome.expect("an outcome").into_body().expect("a success");
        assert_eq!(tree.name, "abcdef", "a bound is never checked on an answer");
        assert_eq!(
            serde_json::to_value(&tree).expect("JSON"),
            serde_json::json!({"name": "abcdef", "kids": [{"name": ""}]})
        );
    }
}
