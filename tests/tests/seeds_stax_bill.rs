//! Stax Bill's published samples, sent and parsed through the client. Nothing here reads `specs/`.

use cancelkit_runtime::{Answer, HeaderMap, StatusCode};
use cancelkit_stax_bill::outcomes::CancelSubscriptionOutcome;
use cancelkit_stax_bill::types::{CancellationOption, SubscriptionCancellation, SubscriptionStatus};
use cancelkit_stax_bill::{Answered, Client, Credentials, Field, Server};
use serde_json::{Value, json};
use workspace_tests::published::{Member, Sample, assert_type, printed, rows};
use workspace_tests::server::{Reply, Server as Wire};
use workspace_tests::wire::same;

const CANCELLED: &str = include_str!("published/stax-bill-cancelled.txt");

#[tokio::test]
async fn the_published_request_is_what_the_client_sends() {
    let sample = Sample::read(include_str!("published/stax-bill-cancel.http"));
    let wire = Wire::start([Reply::of(200, "application/json", cancelled().to_string())]).await;
    // The key follows `Basic` as it was given out: it is not encoded, not even this one.
    let client = client(&wire, "{APIKey}");
    let body = SubscriptionCancellation::new(12345, CancellationOption::None);
    assert!(client.cancel_subscription(body).send().await.unwrap().is_success());
    sample.assert_sent(&Server::Production.url().unwrap(), &wire.received().await[0], &[]);
}

#[tokio::test]
async fn every_published_option_is_known_and_arrives_as_it_is_written() {
    let options: Vec<&str> = rows(include_str!("published/stax-bill-options.txt")).concat();
    assert_eq!(options, CancellationOption::VALUES);
    for option in options {
        let wire = Wire::start([Reply::of(200, "application/json", cancelled().to_string())]).await;
        let body = SubscriptionCancellation::new(12345, option);
        assert!(client(&wire, "key").cancel_subscription(body).send().await.unwrap().is_success());
        let received = wire.received().await;
        assert_eq!(received[0].json(), json!({ "subscriptionId": 12345, "cancellationOption": option }));
    }
}

#[test]
fn both_members_of_the_request_are_required_and_typed() {
    let members = [
        Member::read(&["/subscriptionId", "integer", "required"]),
        Member::read(&["/cancellationOption", "string", "required", "None, Unearned, Full"]),
    ];
    assert_type(&members, |value| {
        serde_json::from_value(value.clone())
            .ok()
            .map(|body: SubscriptionCancellation| serde_json::to_value(body).unwrap())
    });
}

#[tokio::test]
async fn the_printed_part_of_the_answer_comes_back_as_it_was() {
    let wire = Wire::start([Reply::of(200, "application/json", cancelled().to_string())]).await;
    let body = SubscriptionCancellation::new(12345, CancellationOption::None);
    let outcome = client(&wire, "key").cancel_subscription(body).send().await.unwrap();
    let subscription = outcome.into_body().unwrap();
    assert_eq!((subscription.id, &subscription.status), (12345, &SubscriptionStatus::Cancelled));
    let description = "Basic Monthly Services for Kennedy Consulting".to_owned();
    assert_eq!(subscription.plan_description, Field::Value(description));
    assert!(subscription.cancellation_timestamp.is_null());
    let modified = subscription.modified_timestamp.clone().unwrap();
    assert_eq!(modified.as_str(), "2020-04-27T19:10:14.023");
    assert_eq!(modified.civil().unwrap().to_string(), "2020-04-27T19:10:14.023");
    assert_eq!(modified.instant(), None, "no zone is printed, so it is no instant");
    assert!(same(&serde_json::to_value(&subscription).unwrap(), &cancelled()));
}

#[test]
fn the_printed_members_have_the_types_that_they_are_printed_with() {
    let through = |changes: Value| {
        let mut body = cancelled();
        let changes = changes.as_object().unwrap().clone();
        body.as_object_mut().unwrap().extend(changes);
        decode(200, &body)
    };
    for (name, wrong) in [
        ("planDescription", json!(1)),
        ("cancellationTimestamp", json!(1)),
        ("modifiedTimestamp", json!(1)),
        ("invoiceDay", json!("1")),
        ("invoiceMonth", json!("1")),
        ("canMigrate", json!("false")),
        ("migrationDate", json!(1)),
        ("scheduledMigrationDate", json!(1)),
        ("migrations", json!("none")),
    ] {
        assert!(cancelled().get(name).is_some(), "{name} is printed");
        assert!(through(json!({ name: wrong })).is_none(), "{name} takes {wrong}");
    }
    for value in [json!("2020-04-27T19:10:14.023"), Value::Null] {
        assert!(through(json!({ "cancellationTimestamp": value })).is_some());
    }
}

#[test]
fn the_statuses_that_the_page_names_are_known() {
    for status in ["Active", "Provisioning", "Cancelled"] {
        assert!(SubscriptionStatus::from(status).is_known(), "{status}");
    }
}

#[tokio::test]
async fn the_printed_error_is_understood() {
    let sample = Sample::read(include_str!("published/stax-bill-error.http"));
    let wire = Wire::start([sample.reply()]).await;
    let body = SubscriptionCancellation::new(12345, "Some");
    let outcome = client(&wire, "key").cancel_subscription(body).send().await.unwrap();
    let CancelSubscriptionOutcome::BadRequest(reply) = outcome else { panic!("{outcome:?}") };
    assert_eq!((reply.body.error_id, reply.body.http_status_code), (0, 400));
    assert_eq!(reply.body.errors[0].key, "subscriptionCancel.CancellationOption");
    assert_eq!(reply.body.errors[0].value, "Allowable Cancel Options are: None, Unearned, Full");
    assert_eq!(serde_json::to_value(&reply.body).unwrap(), sample.json());
}

#[test]
fn every_published_error_status_has_the_printed_shape() {
    let sample = Sample::read(include_str!("published/stax-bill-error.http")).json();
    for status in [400, 401, 404, 409, 429, 500] {
        assert_eq!(decode(status, &sample), Some(sample.clone()), "{status}");
        for wrong in ["/ErrorId", "/HttpStatusCode", "/Errors", "/Errors/0/Key", "/Errors/0/Value"] {
            let mut changed = sample.clone();
            *changed.pointer_mut(wrong).unwrap() = json!(true);
            assert_eq!(decode(status, &changed), None, "{status}, {wrong}");
        }
    }
}

#[tokio::test]
async fn the_published_rate_limits_are_read_from_the_headers() {
    let headers = [
        ("X-Rate-Limit-Limit-Minute", "1000"),
        ("X-Rate-Limit-Remaining-Minute", "999"),
        ("X-Rate-Limit-Reset-Minute", "2020-04-27T19:11:00"),
        ("X-Rate-Limit-Limit-Day", "180000"),
        ("X-Rate-Limit-Remaining-Day", "179999"),
        ("X-Rate-Limit-Reset-Day", "2020-04-28T00:00:00"),
    ];
    let headers = headers.map(|(name, value)| (name.to_owned(), value.to_owned()));
    let wire = Wire::start([Reply::new(200, &headers, cancelled().to_string().as_bytes())]).await;
    let body = SubscriptionCancellation::new(12345, CancellationOption::Full);
    let outcome = client(&wire, "key").cancel_subscription(body).send().await.unwrap();
    let CancelSubscriptionOutcome::Ok(reply) = outcome else { panic!("{outcome:?}") };
    let limits = reply.typed_headers;
    assert_eq!((limits.x_rate_limit_limit_minute, limits.x_rate_limit_limit_day), (Some(1000), Some(180_000)));
    assert_eq!((limits.x_rate_limit_remaining_minute, limits.x_rate_limit_remaining_day), (Some(999), Some(179_999)));
    assert_eq!(limits.x_rate_limit_reset_minute.unwrap().as_str(), "2020-04-27T19:11:00");
    assert_eq!(limits.x_rate_limit_reset_day.unwrap().as_str(), "2020-04-28T00:00:00");
}

/// The printed fragment as an object, with the two members that it leaves out.
fn cancelled() -> Value {
    let printed = printed(CANCELLED);
    let printed = printed.trim_end_matches(',');
    serde_json::from_str(&format!(r#"{{ "id": 12345, "status": "Cancelled", {printed} }}"#)).expect("JSON")
}

fn client(wire: &Wire, key: &str) -> Client {
    Client::new(Server::Custom(wire.url()), Credentials::ApiKey(key.into())).expect("a client")
}

/// The body of an answer, read and written back, where it is read.
fn decode(status: u16, body: &Value) -> Option<Value> {
    let code = StatusCode::from_u16(status).expect("a status");
    let answer = Answer::new(code, HeaderMap::new(), body.to_string(), None);
    let written = match (status, CancelSubscriptionOutcome::decode(answer).ok()?) {
        (200, CancelSubscriptionOutcome::Ok(reply)) => serde_json::to_value(&reply.body),
        (400, CancelSubscriptionOutcome::BadRequest(reply)) => serde_json::to_value(&reply.body),
        (401, CancelSubscriptionOutcome::Unauthorized(reply)) => serde_json::to_value(&reply.body),
        (404, CancelSubscriptionOutcome::NotFound(reply)) => serde_json::to_value(&reply.body),
        (409, CancelSubscriptionOutcome::Conflict(reply)) => serde_json::to_value(&reply.body),
        (429, CancelSubscriptionOutcome::TooManyRequests(reply)) => serde_json::to_value(&reply.body),
        (500, CancelSubscriptionOutcome::InternalServerError(reply)) => serde_json::to_value(&reply.body),
        (status, other) => panic!("{status} became {other:?}"),
    };
    Some(written.expect("JSON"))
}
