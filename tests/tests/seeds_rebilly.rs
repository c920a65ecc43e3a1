//! Rebilly's published samples, sent and parsed through the client. Nothing here reads `specs/`.

use cancelkit_rebilly::outcomes::CreateSubscriptionCancellationOutcome as Outcome;
use cancelkit_rebilly::types::{
    CanceledBy, CancellationLineItem, CancellationReason, CancellationStatus, ChurnTimePolicy, LineItemType,
    SubscriptionCancellation,
};
use cancelkit_rebilly::{Answered, Client, Credentials, Server};
use cancelkit_runtime::{Answer, HeaderMap, StatusCode};
use serde_json::{Value, json};
use workspace_tests::published::{Member, Sample, assert_type, rows, whole};
use workspace_tests::server::{Reply, Server as Wire};

const FIELDS: &str = include_str!("published/rebilly-request-fields.txt");
const ERRORS: &str = include_str!("published/rebilly-error-fields.txt");
const SAMPLE: &str = include_str!("published/rebilly-cancel.http");

#[tokio::test]
async fn the_published_examples_are_what_the_client_sends() {
    let sample = Sample::read(SAMPLE);
    let wire = Wire::start([created(&sample.json())]).await;
    let mut body = SubscriptionCancellation::new("sub_01HRF27SATGE4Z6PBJE6PD8328");
    let item = CancellationLineItem::new(LineItemType::Debit, 49.95, "USD".to_owned(), 1);
    body.line_items = Some(vec![item]);
    let outcome = client(&wire).create_subscription_cancellation(body.clone()).send().await.unwrap();
    assert_eq!(outcome.into_body().unwrap(), body);
    let received = wire.received().await;
    let server = Server::Production { organization_id: "org_EXAMPLE".to_owned() }.url().unwrap();
    sample.assert_sent(&server, &received[0], &[]);
    assert!(String::from_utf8_lossy(&received[0].body).contains("49.95"), "an amount is written as it was given");
}

#[tokio::test]
async fn the_other_published_security_is_a_bearer_token() {
    let wire = Wire::start([created(&Sample::read(SAMPLE).json())]).await;
    let client = client(&wire).with_credentials(Credentials::Jwt("token_here".into()));
    let body = SubscriptionCancellation::new("sub_01HRF27SATGE4Z6PBJE6PD8328");
    assert!(client.create_subscription_cancellation(body).send().await.unwrap().is_success());
    let received = wire.received().await;
    assert_eq!(received[0].header("authorization"), Some("Bearer token_here"));
    assert_eq!(received[0].header("reb-apikey"), None);
}

#[test]
fn the_request_has_the_published_fields_with_their_types() {
    assert_type(&fields(), |value| {
        serde_json::from_value(value.clone())
            .ok()
            .map(|body: SubscriptionCancellation| serde_json::to_value(body).unwrap())
    });
}

#[tokio::test]
async fn every_field_and_every_listed_value_arrives_as_it_was_written() {
    let fields = fields();
    for member in &fields {
        for value in &member.values {
            let mut body = whole(&fields);
            *body.pointer_mut(member.place).unwrap() = json!(value);
            let wire = Wire::start([created(&body)]).await;
            let typed: SubscriptionCancellation = serde_json::from_value(body.clone()).unwrap();
            let outcome = client(&wire).create_subscription_cancellation(typed).send().await.unwrap();
            assert_eq!(wire.received().await[0].json(), body);
            assert_eq!(serde_json::to_value(outcome.into_body().unwrap()).unwrap(), body);
        }
    }
}

#[test]
fn the_listed_values_are_the_known_ones() {
    let listed = |place: &str| fields().into_iter().find(|member| member.place == place).unwrap().values;
    assert_eq!(listed("/canceledBy"), CanceledBy::VALUES);
    assert_eq!(listed("/reason"), CancellationReason::VALUES);
    assert_eq!(listed("/status"), CancellationStatus::VALUES);
    assert_eq!(listed("/churnTimePolicy"), ChurnTimePolicy::VALUES);
    assert_eq!(listed("/lineItems/0/type"), LineItemType::VALUES);
}

#[test]
fn every_error_has_the_published_fields_with_their_types() {
    for status in [401, 403, 422, 429] {
        let own = rows(ERRORS).into_iter().filter(|row| row[0] == status.to_string());
        let members: Vec<Member> = own.map(|row| Member::read(&row[1..])).collect();
        assert!(members.len() >= 5, "{status}");
        assert_type(&members, |value| decode(status, value));
    }
}

#[tokio::test]
async fn the_published_rate_limit_error_is_understood_with_its_header() {
    let sample = Sample::read(include_str!("published/rebilly-rate-limited.http"));
    let wire = Wire::start([sample.reply()]).await;
    let request = SubscriptionCancellation::new("sub_01HRF27SATGE4Z6PBJE6PD8328");
    let outcome = client(&wire).create_subscription_cancellation(request).send().await.unwrap();
    let Outcome::TooManyRequests(reply) = outcome else { panic!("{outcome:?}") };
    assert_eq!(reply.body.type_.as_deref(), Some("about:blank"));
    assert_eq!(reply.body.title.as_deref(), Some("Rate Limit Exceeded"));
    let detail =
        "A request cannot be executed because the user has sent too many requests within a certain period of time";
    assert_eq!(reply.body.detail.as_deref(), Some(detail));
    assert_eq!(reply.typed_headers.x_rate_limit_retry_after, Some(1_795_340_400));
    assert_eq!(serde_json::to_value(&reply.body).unwrap(), sample.json());
}

fn fields() -> Vec<Member<'static>> {
    rows(FIELDS).into_iter().map(|row| Member::read(&row)).collect()
}

fn created(body: &Value) -> Reply {
    Reply::of(201, "application/json", body.to_string())
}

fn client(wire: &Wire) -> Client {
    Client::new(Server::Custom(wire.url()), Credentials::SecretApiKey("key_here".into())).expect("a client")
}

/// The body of an answer, read and written back, where it is read.
fn decode(status: u16, body: &Value) -> Option<Value> {
    let code = StatusCode::from_u16(status).expect("a status");
    let answer = Answer::new(code, HeaderMap::new(), body.to_string(), None);
    let written = match (status, Outcome::decode(answer).ok()?) {
        (401, Outcome::Unauthorized(reply)) => serde_json::to_value(&reply.body),
        (403, Outcome::Forbidden(reply)) => serde_json::to_value(&reply.body),
        (422, Outcome::UnprocessableContent(reply)) => serde_json::to_value(&reply.body),
        (429, Outcome::TooManyRequests(reply)) => serde_json::to_value(&reply.body),
        (status, other) => panic!("{status} became {other:?}"),
    };
    Some(written.expect("JSON"))
}
