use cancelkit::{Certainty, ConfirmRequest, Confirmation, Money, ProviderId, Timing, What};
use serde_json::{Value, json as body};

use crate::server::{Reply, Server, json};
use crate::setup::{self, cancel, provider};

const ID: ProviderId = ProviderId::StaxBill;

fn error(status: u16) -> Value {
    body!({"ErrorId": 0, "HttpStatusCode": status, "Errors": [
        {"Key": "subscriptionCancel.CancellationOption", "Value": "Allowable Cancel Options are: None, Unearned, Full"},
    ]})
}

#[tokio::test]
async fn another_status_is_not_confirmed() {
    let server = Server::start(|_| json(200, r#"{"id":12345,"status":"Active"}"#)).await;
    let outcome = cancel(&*provider(ID, Some(&server.url))).await.unwrap();
    assert_eq!(
        outcome.to_string(),
        "Stax Bill: not confirmed, since the subscription came back with the status Active; read it back before anything is sent again"
    );
}

#[tokio::test]
async fn what_is_wrong_is_said_with_the_field() {
    let server = Server::start(|_| {
        Reply::Answer(400, "content-type: application/json\r\nx-request-id: req-1\r\n", error(400).to_string())
    })
    .await;
    let error = cancel(&*provider(ID, Some(&server.url))).await.unwrap_err();
    assert_eq!(error.said.fields[0].field, "subscriptionCancel.CancellationOption");
    assert_eq!(error.request_id(), Some("req-1"));
    assert_eq!(
        error.said.to_string(),
        "Allowable Cancel Options are: None, Unearned, Full; subscriptionCancel.CancellationOption"
    );
}

#[tokio::test]
async fn a_refusal_for_what_had_ended_before_has_nothing_to_cancel() {
    let ended = |status: &str| {
        json(
            200,
            body!({"id": 12345, "status": status, "cancellationTimestamp": "2026-01-02T03:04:05", "expiredTimestamp": null}),
        )
    };
    for (refusal, read, nothing) in [
        (json(400, error(400)), ended("Cancelled"), true),
        (json(409, error(409)), ended("Cancelled"), true),
        (json(409, error(409)), ended("Expired"), true),
        (json(409, error(409)), ended("Active"), false),
        (json(409, error(409)), ended("Migrated"), false),
        (json(409, error(409)), json(200, body!({"id": 54321, "status": "Cancelled"})), false),
        (json(409, error(409)), json(500, error(500)), false),
        (json(409, error(409)), Reply::HangUp, false),
        // A refusal that proves nothing, or is about something else, is what it is.
        (json(409, body!({"ErrorId": 0, "HttpStatusCode": 409, "Errors": []})), ended("Active"), false),
        (json(401, error(401)), ended("Cancelled"), false),
        (json(404, error(404)), ended("Cancelled"), false),
        (json(500, error(500)), ended("Cancelled"), false),
    ] {
        let replies = std::sync::Mutex::new((Some(refusal), Some(read)));
        let server = Server::start(move |request| {
            let mut replies = replies.lock().unwrap();
            if request.line.starts_with("GET ") { replies.1.take().unwrap() } else { replies.0.take().unwrap() }
        })
        .await;
        match cancel(&*provider(ID, Some(&server.url))).await {
            Ok(outcome) => {
                assert!(nothing && matches!(outcome.what, What::NothingToCancel { .. }), "{outcome}");
                assert_eq!((outcome.certainty, outcome.sent), (Certainty::Rejected, true));
                assert_eq!(server.lines().len(), 2);
            }
            Err(error) => {
                assert!(!nothing, "{error}");
                assert_eq!(error.certainty == Certainty::MaybeDone, error.status() == Some(500), "{error}");
            }
        }
    }
}

#[tokio::test]
async fn the_limit_that_was_reached_says_when() {
    const MINUTE: &str = "x-rate-limit-reset-minute: 2026-11-22T12:01:00\r\n";
    for (headers, expected) in [
        ("", None),
        (MINUTE, Some(("X-Rate-Limit-Reset-Minute", "2026-11-22T12:01:00", None))),
        (
            "x-rate-limit-reset-minute: 2026-11-22T12:01:00\r\nx-rate-limit-remaining-day: 0\r\n\
             x-rate-limit-reset-day: 2026-11-23T00:00:00\r\n",
            Some(("X-Rate-Limit-Reset-Day", "2026-11-23T00:00:00", None)),
        ),
        (
            "x-rate-limit-reset-minute: 2026-11-22T12:01:00Z\r\nx-rate-limit-remaining-day: 7\r\n\
             x-rate-limit-reset-day: 2026-11-23T00:00:00\r\n",
            Some(("X-Rate-Limit-Reset-Minute", "2026-11-22T12:01:00Z", Some("2026-11-22T12:01:00Z"))),
        ),
    ] {
        let server = Server::start(move |_| Reply::Answer(429, headers, error(429).to_string())).await;
        let error = cancel(&*provider(ID, Some(&server.url))).await.unwrap_err();
        let retry = error.said.retry.clone();
        let found = retry.as_ref().map(|retry| (retry.header.as_str(), retry.value.as_str(), retry.moment));
        let expected =
            expected.map(|(header, value, moment)| (header, value, moment.map(|moment| moment.parse().unwrap())));
        assert_eq!(found, expected);
        assert_eq!(error.to_string().contains("Try again later"), expected.is_none(), "{error}");
    }
}

#[tokio::test]
async fn the_limits_of_other_statuses_are_no_advice() {
    let headers = "x-rate-limit-remaining-minute: 0\r\nx-rate-limit-reset-minute: 2026-11-22T12:01:00\r\n";
    let server = Server::start(move |_| Reply::Answer(409, headers, error(409).to_string())).await;
    assert_eq!(cancel(&*provider(ID, Some(&server.url))).await.unwrap_err().said.retry, None);
}

#[tokio::test]
async fn money_is_sent_in_the_providers_words() {
    let answer = r#"{"id":12345,"status":"Cancelled","cancellationTimestamp":"2026-11-22T11:59:59.5"}"#;
    for (money, option) in
        [(Money::LeaveCharges, "None"), (Money::ReverseUnearned, "Unearned"), (Money::ReverseCurrentPeriod, "Full")]
    {
        let server = Server::start(move |_| json(200, answer)).await;
        let provider = provider(ID, Some(&server.url));
        let plan = provider.plan(&setup::request_with(ID, Timing::Now, money)).unwrap();
        let outcome = provider.cancel(plan).await.unwrap();
        assert_eq!(outcome.what, What::Cancelled);
        assert_eq!(outcome.ended_at.unwrap().as_str(), "2026-11-22T11:59:59.5");
        let received = &server.received()[0];
        assert_eq!(received.line, "POST /subscriptionCancellation");
        assert_eq!(received.body, format!(r#"{{"subscriptionId":12345,"cancellationOption":"{option}"}}"#));
        assert!(received.head.contains("authorization: Basic marker-secret"));
    }
}

#[tokio::test]
async fn reading_back_goes_by_the_status() {
    for (status, expected) in [
        ("Cancelled", "ended"),
        ("Expired", "ended"),
        ("Active", "still-active"),
        ("Provisioning", "still-active"),
        ("Suspended", "still-active"),
        ("Draft", "undecided"),
        ("Migrated", "undecided"),
        ("StandingOrder", "undecided"),
        ("SomethingNew", "undecided"),
    ] {
        let server = Server::start(move |_| json(200, body!({"id": 12345, "status": status}))).await;
        let answer = provider(ID, Some(&server.url)).confirm(ConfirmRequest::new(setup::target(ID))).await.unwrap();
        let stored = serde_json::to_value(&answer).unwrap();
        assert_eq!(stored["confirmation"], expected, "{status}");
        assert_eq!(serde_json::from_value::<Confirmation>(stored).unwrap(), answer);
        assert_eq!(server.lines(), ["GET /subscriptions/12345"]);
    }
}

#[tokio::test]
async fn a_read_that_fails_says_nothing_of_the_subscription() {
    for reply in [
        || json(404, error(404)),
        || json(200, r#"{"id":54321,"status":"Cancelled"}"#),
        || json(200, r#"{"status":"Cancelled"}"#),
        || json(502, "<html>"),
        || Reply::HangUp,
    ] {
        let server = Server::start(move |_| reply()).await;
        let question = ConfirmRequest::new(setup::target(ID));
        let error = provider(ID, Some(&server.url)).confirm(question).await.unwrap_err();
        assert!(error.to_string().contains("which says nothing of the subscription"), "{error}");
        assert!(!error.to_string().contains("may have been carried out"), "{error}");
    }
}
