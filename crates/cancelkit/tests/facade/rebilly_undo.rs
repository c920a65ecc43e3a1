use cancelkit::{CancelError, Certainty, Delivery, ProviderId, UndoOutcome, UndoRequest, UndoWhat};
use serde_json::{Value, json as body};

use crate::server::{Reply, Server, json};
use crate::setup::{self, provider};

const ID: ProviderId = ProviderId::Rebilly;
const REACTIVATE: &str = "POST /subscription-reactivations";

fn subscription(status: &str, churn_time: Value) -> Value {
    body!({"id": "sub_EXAMPLE0001", "status": status, "churnTime": churn_time})
}

fn confirmed() -> Reply {
    json(200, body!({"subscriptionId": "sub_EXAMPLE0001", "status": "confirmed"}))
}

/// Takes back by these answers to the read of the cancellation, the read of the subscription, and the reactivation.
async fn undo(
    own: Option<fn() -> Reply>,
    subscription: Value,
    reactivation: fn() -> Reply,
) -> (Result<UndoOutcome, CancelError>, Server) {
    let server = Server::start(move |request| {
        if request.line == REACTIVATE {
            reactivation()
        } else if request.line.starts_with("GET /subscriptions/") {
            json(200, &subscription)
        } else {
            own.map_or(Reply::HangUp, |own| own())
        }
    })
    .await;
    let request = UndoRequest::new(setup::target(ID)).with_comment("The customer stays after all");
    let request = if own.is_some() { request.with_key(setup::key()) } else { request };
    let provider = provider(ID, Some(&server.url));
    let plan = provider.plan_undo(&request).unwrap();
    assert_eq!(plan.reads_first.len(), 1 + usize::from(own.is_some()));
    (provider.undo(plan).await, server)
}

#[tokio::test]
async fn what_has_ended_or_was_never_cancelled_is_not_reactivated() {
    for (status, churn_time, words) in [
        ("churned", body!("2026-11-22T11:00:00Z"), "begins a new period"),
        ("canceled", body!("2026-11-22T11:59:59Z"), "less than a minute away"),
        ("canceled", body!("2026-11-22T12:01:00Z"), "less than a minute away"),
        ("canceled", body!(null), "does not say when it ends"),
        ("canceled", body!("2026-12-15T10:00:00"), "does not say when it ends"),
        ("active", body!(null), "no cancellation to take back"),
        ("something-new", body!("2026-12-15T10:00:00Z"), "no cancellation to take back"),
    ] {
        let (result, server) = undo(None, subscription(status, churn_time), || Reply::HangUp).await;
        let error = result.unwrap_err();
        assert_eq!((error.certainty, error.delivery), (Certainty::NotSent, Delivery::NotSent));
        assert!(error.to_string().contains(words), "{error}");
        assert!(!server.lines().contains(&REACTIVATE.to_owned()));
    }
}

#[tokio::test]
async fn with_a_key_only_that_cancellation_is_taken_back() {
    let ahead = || subscription("canceled", body!("2026-12-15T10:00:00Z"));
    for own in [
        || json(404, body!({"title": "Not Found"})),
        || json(200, body!({"subscriptionId": "sub_EXAMPLE0001", "status": "revoked"})),
        || json(200, body!({"subscriptionId": "sub_OTHER", "status": "confirmed"})),
        || json(200, body!({"id": "x", "subscriptionId": "sub_EXAMPLE0001", "status": "confirmed"})),
        || json(503, "{}"),
    ] {
        let (result, server) = undo(Some(own), ahead(), || Reply::HangUp).await;
        assert_eq!(result.unwrap_err().certainty, Certainty::NotSent);
        assert_eq!(server.lines().len(), 1);
    }
}

#[tokio::test]
async fn a_read_that_cannot_be_understood_is_kept() {
    let (result, _) = undo(Some(|| json(200, "<html>")), body!({}), || Reply::HangUp).await;
    assert_eq!(&result.unwrap_err().answer.unwrap().body()[..], b"<html>");
    let (result, _) = undo(None, body!([]), || Reply::HangUp).await;
    assert_eq!(&result.unwrap_err().answer.unwrap().body()[..], b"[]");
}

#[tokio::test]
async fn the_end_of_the_clock_is_no_end_of_the_program() {
    let server = Server::start(|_| json(200, subscription("canceled", body!("9999-12-30T00:00:00Z")))).await;
    let credentials = cancelkit::clients::rebilly::Credentials::SecretApiKey("marker-secret".into());
    let custom = cancelkit::clients::rebilly::Server::Custom(server.url.clone());
    let client = cancelkit::clients::rebilly::Client::new(custom, credentials).unwrap();
    let provider = cancelkit::Rebilly::new(client).with_clock(cancelkit::Clock::fixed(jiff::Timestamp::MAX));
    let plan = cancelkit::Provider::plan_undo(&provider, &UndoRequest::new(setup::target(ID))).unwrap();
    assert_eq!(cancelkit::Provider::undo(&provider, plan).await.unwrap_err().certainty, Certainty::NotSent);
}

#[tokio::test]
async fn every_status_of_the_reactivation_has_its_certainty() {
    let ahead = || subscription("canceled", body!("2026-12-15T10:00:00Z"));
    for (reply, certainty) in [
        ((|| json(401, "{}")) as fn() -> Reply, Certainty::Rejected),
        (|| json(403, "{}"), Certainty::Rejected),
        (|| json(409, "{}"), Certainty::Rejected),
        (|| json(422, "{}"), Certainty::Rejected),
        (|| json(429, "{}"), Certainty::Rejected),
        (|| json(404, "{}"), Certainty::MaybeDone),
        (|| json(408, "{}"), Certainty::MaybeDone),
        (|| json(500, "{}"), Certainty::MaybeDone),
        (|| json(200, r#"{"subscriptionId":"sub_EXAMPLE0001"}"#), Certainty::MaybeDone),
        (|| json(409, "<html>"), Certainty::MaybeDone),
        (|| json(201, "<html>"), Certainty::MaybeDone),
        (|| Reply::HangUp, Certainty::MaybeDone),
    ] {
        let (result, server) = undo(None, ahead(), reply).await;
        assert_eq!(result.unwrap_err().certainty, certainty);
        assert_eq!(server.lines(), ["GET /subscriptions/sub_EXAMPLE0001", REACTIVATE]);
    }
    let (result, _) = undo(None, ahead(), || json(201, r#"{"subscriptionId":"sub_OTHER"}"#)).await;
    assert_eq!(result.unwrap().certainty, Certainty::MaybeDone);
}

#[tokio::test]
async fn a_scheduled_cancellation_is_taken_back() {
    let ahead = subscription("canceled", body!("2026-12-15T10:00:00Z"));
    let (result, server) = undo(Some(confirmed), ahead, || {
        json(
            201,
            body!({"subscriptionId": "sub_EXAMPLE0001", "cancellationId": "c", "renewalTime": "2026-12-15T10:00:00Z"}),
        )
    })
    .await;
    let outcome = result.unwrap();
    assert_eq!((&outcome.what, outcome.certainty), (&UndoWhat::Undone, Certainty::Done));
    assert_eq!(outcome.details["renewalTime"], "2026-12-15T10:00:00Z");
    assert_eq!(
        serde_json::from_str::<Value>(&server.received()[2].body).unwrap(),
        body!({"subscriptionId": "sub_EXAMPLE0001", "description": "The customer stays after all"})
    );
    let stored = serde_json::to_string(&outcome).unwrap();
    assert_eq!(serde_json::from_str::<UndoOutcome>(&stored).unwrap(), outcome);
}

#[test]
fn the_plan_as_people_read_it() {
    let provider = provider(ID, None);
    let request = UndoRequest::new(setup::target(ID)).with_key(setup::key());
    insta::assert_snapshot!("undo-plan-rebilly", provider.plan_undo(&request).unwrap());
    let long = UndoRequest::new(setup::target(ID)).with_comment("c".repeat(256));
    assert!(provider.plan_undo(&long).unwrap_err().to_string().contains("255"));
}
