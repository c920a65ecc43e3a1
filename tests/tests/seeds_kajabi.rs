//! Kajabi's published contract of one call, sent and parsed through the client. Nothing here reads `specs/`.

use cancelkit_kajabi::outcomes::CancelPurchaseSubscriptionOutcome as Outcome;
use cancelkit_kajabi::types::PurchasesShowResponseDataType;
use cancelkit_kajabi::{Answered, Client, Credentials, Server};
use cancelkit_runtime::{Answer, HeaderMap, StatusCode};
use serde_json::Value;
use workspace_tests::published::{Member, Sample, assert_type, rows, whole};
use workspace_tests::server::{Reply, Server as Wire};

const ERRORS: &str = include_str!("published/kajabi-errors.txt");
const PURCHASE: &str = include_str!("published/kajabi-purchase.txt");
const MEDIA_TYPE: &str = "application/vnd.api+json";

#[tokio::test]
async fn the_published_call_is_what_the_client_sends() {
    let sample = Sample::read(include_str!("published/kajabi-cancel.http"));
    let wire = Wire::start([Reply::of(200, MEDIA_TYPE, whole(&members(PURCHASE)).to_string())]).await;
    assert!(client(&wire).cancel_purchase_subscription("123").send().await.unwrap().is_success());
    sample.assert_sent(&Server::Production.url().unwrap(), &wire.received().await[0], &[]);
}

#[test]
fn a_purchase_has_the_published_members_with_their_types() {
    assert_type(&members(PURCHASE), |value| decode(200, value));
}

#[test]
fn every_error_has_the_published_members_with_their_types() {
    for status in [401, 403, 404, 422] {
        assert_type(&members(ERRORS), |value| decode(status, value));
    }
}

#[tokio::test]
async fn every_published_status_comes_back_over_the_wire() {
    for (status, list) in [(200, PURCHASE), (401, ERRORS), (403, ERRORS), (404, ERRORS), (422, ERRORS)] {
        let body = whole(&members(list));
        let wire = Wire::start([Reply::of(status, MEDIA_TYPE, body.to_string())]).await;
        let outcome = client(&wire).cancel_purchase_subscription("123").send().await.unwrap();
        assert_eq!(written(status, outcome), body);
    }
}

#[test]
fn the_published_type_of_the_resource_is_the_known_one() {
    assert_eq!(PurchasesShowResponseDataType::VALUES, ["purchases"]);
}

fn members(list: &str) -> Vec<Member<'_>> {
    rows(list).into_iter().map(|row| Member::read(&row)).collect()
}

fn client(wire: &Wire) -> Client {
    let credentials = Credentials::Bearer("access_token_here".into());
    Client::new(Server::Custom(wire.url()), credentials).expect("a client")
}

/// The body of an answer, read and written back, where it is read.
fn decode(status: u16, body: &Value) -> Option<Value> {
    let code = StatusCode::from_u16(status).expect("a status");
    let answer = Answer::new(code, HeaderMap::new(), body.to_string(), None);
    Outcome::decode(answer).ok().map(|outcome| written(status, outcome))
}

fn written(status: u16, outcome: Outcome) -> Value {
    let written = match (status, outcome) {
        (200, Outcome::Ok(reply)) => serde_json::to_value(&reply.body),
        (401, Outcome::Unauthorized(reply)) => serde_json::to_value(&reply.body),
        (403, Outcome::Forbidden(reply)) => serde_json::to_value(&reply.body),
        (404, Outcome::NotFound(reply)) => serde_json::to_value(&reply.body),
        (422, Outcome::UnprocessableContent(reply)) => serde_json::to_value(&reply.body),
        (status, other) => panic!("{status} became {other:?}"),
    };
    written.expect("JSON")
}
