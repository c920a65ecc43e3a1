use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicUsize, Ordering};

use cancelkit::clients::kajabi as client;
use cancelkit::{Certainty, Clock, ConfirmRequest, Confirmation, Delivery, Kajabi, ProviderId, What};
use serde_json::{Value, json as body};

use crate::server::{Reply, Server, json};
use crate::setup::{self, cancel, provider};

const ID: ProviderId = ProviderId::Kajabi;
const TOKEN: &str = "POST /v1/oauth/token";
const CANCEL: &str = "POST /v1/purchases/900000001/cancel_subscription";

fn purchase(deactivated_at: Value) -> Value {
    let attributes = body!({"amount_in_cents": 4900, "currency": "USD", "deactivated_at": deactivated_at});
    body!({"data": {"id": "900000001", "type": "purchases", "attributes": attributes}})
}

fn done() -> Reply {
    json(200, purchase(body!("2026-11-22T11:59:59.000Z")))
}

fn unauthorized() -> Reply {
    json(401, body!({"errors": [{"status": "401", "title": "Unauthorized", "detail": "The token has expired"}]}))
}

/// A server whose n-th token is `token-n`, good for `expires_in`, and that answers the n-th other call by `answer`.
async fn serving(expires_in: Value, answer: impl Fn(usize) -> Reply + Send + Sync + 'static) -> Server {
    let (tokens, calls) = (AtomicUsize::new(0), AtomicUsize::new(0));
    Server::start(move |request| match request.line.as_str() {
        TOKEN => {
            let token = format!("token-{}", tokens.fetch_add(1, Ordering::SeqCst) + 1);
            json(200, body!({"access_token": token, "token_type": "Bearer", "expires_in": expires_in}))
        }
        _ => answer(calls.fetch_add(1, Ordering::SeqCst) + 1),
    })
    .await
}

#[tokio::test]
async fn a_401_with_a_kept_token_is_followed_by_one_new_token_and_one_more_sending() {
    let server = serving(body!(7200), |call| if call == 2 { unauthorized() } else { done() }).await;
    let provider = provider(ID, Some(&server.url));
    cancel(&*provider).await.unwrap();
    assert_eq!(cancel(&*provider).await.unwrap().what, What::Cancelled);
    assert_eq!(server.lines(), [TOKEN, CANCEL, CANCEL, TOKEN, CANCEL]);
    assert!(server.received()[4].head.contains("Bearer token-2"));
}

#[tokio::test]
async fn a_401_with_a_new_token_is_final() {
    let server = serving(body!(7200), |_| unauthorized()).await;
    let error = cancel(&*provider(ID, Some(&server.url))).await.unwrap_err();
    assert_eq!(error.certainty, Certainty::Rejected);
    assert_eq!(error.said.message.as_deref(), Some("The token has expired"));
    assert_eq!(server.lines(), [TOKEN, CANCEL]);
}

#[tokio::test]
async fn a_second_401_is_final_too() {
    let server = serving(body!(7200), |call| if call == 1 { done() } else { unauthorized() }).await;
    let provider = provider(ID, Some(&server.url));
    cancel(&*provider).await.unwrap();
    assert_eq!(cancel(&*provider).await.unwrap_err().certainty, Certainty::Rejected);
    assert_eq!(server.lines(), [TOKEN, CANCEL, CANCEL, TOKEN, CANCEL]);
}

#[tokio::test]
async fn nothing_but_a_documented_401_is_sent_again() {
    for reply in [
        || json(401, "<html>"),
        || json(401, "{}"),
        || json(401, body!({"errors": []})),
        || json(401, body!({"errors": [null]})),
        || json(403, body!({"errors": []})),
        || json(429, body!({"errors": []})),
        || json(503, "{}"),
        || Reply::HangUp,
    ] {
        let server = serving(body!(7200), move |call| if call == 1 { done() } else { reply() }).await;
        let provider = provider(ID, Some(&server.url));
        cancel(&*provider).await.unwrap();
        cancel(&*provider).await.unwrap_err();
        assert_eq!(server.lines(), [TOKEN, CANCEL, CANCEL]);
    }
}

#[tokio::test]
async fn when_no_new_token_comes_the_401_stands() {
    let tokens = AtomicUsize::new(0);
    let calls = AtomicUsize::new(0);
    let server = Server::start(move |request| match request.line.as_str() {
        TOKEN if tokens.fetch_add(1, Ordering::SeqCst) == 0 => json(200, r#"{"access_token":"token-1"}"#),
        TOKEN => json(401, r#"{"error":"invalid client"}"#),
        _ if calls.fetch_add(1, Ordering::SeqCst) == 0 => done(),
        _ => unauthorized(),
    })
    .await;
    let provider = provider(ID, Some(&server.url));
    cancel(&*provider).await.unwrap();
    let error = cancel(&*provider).await.unwrap_err();
    assert_eq!((error.certainty, error.status()), (Certainty::Rejected, Some(401)));
    let error = cancel(&*provider).await.unwrap_err();
    assert_eq!((error.certainty, error.status()), (Certainty::NotSent, None));
    assert_eq!(error.said.code.as_deref(), Some("invalid client"));
}

#[tokio::test]
async fn when_the_second_sending_sends_nothing_the_401_stands() {
    let (tokens, calls) = (AtomicUsize::new(0), AtomicUsize::new(0));
    let server = Server::start(move |request| match request.line.as_str() {
        TOKEN if tokens.fetch_add(1, Ordering::SeqCst) == 0 => json(200, r#"{"access_token":"token-1"}"#),
        // No header can carry it.
        TOKEN => json(200, r#"{"access_token":"token\n2"}"#),
        _ if calls.fetch_add(1, Ordering::SeqCst) == 0 => done(),
        _ => unauthorized(),
    })
    .await;
    let provider = provider(ID, Some(&server.url));
    cancel(&*provider).await.unwrap();
    let error = cancel(&*provider).await.unwrap_err();
    assert_eq!((error.certainty, error.delivery), (Certainty::Rejected, Delivery::Answered), "{error}");
    assert_eq!(error.status(), Some(401));
    assert_eq!(server.lines(), [TOKEN, CANCEL, CANCEL, TOKEN]);
}

#[tokio::test]
async fn a_second_sending_without_an_answer_leaves_doubt() {
    let server = serving(body!(7200), |call| match call {
        1 => done(),
        2 => unauthorized(),
        _ => Reply::HangUp,
    })
    .await;
    let provider = provider(ID, Some(&server.url));
    cancel(&*provider).await.unwrap();
    assert_eq!(cancel(&*provider).await.unwrap_err().certainty, Certainty::MaybeDone);
}

#[tokio::test]
async fn a_success_is_believed_only_of_this_purchase_and_with_a_time_that_has_come() {
    let with = |id: Value, kind: Value, at: &str| {
        let mut answer = purchase(body!(at));
        answer["data"]["id"] = id;
        answer["data"]["type"] = kind;
        answer["data"].as_object_mut().unwrap().retain(|_, value| !value.is_null());
        answer
    };
    let (id, kind, at) = (|| body!("900000001"), || body!("purchases"), "2026-11-22T11:59:59.000Z");
    for (answer, certainty) in [
        (with(id(), kind(), at), Certainty::Done),
        (with(id(), body!(null), at), Certainty::Done),
        (with(id(), kind(), "2026-11-22T11:59:59"), Certainty::Done),
        (with(id(), kind(), "2026-11-23T12:00:00Z"), Certainty::Done),
        (with(id(), kind(), "2026-11-23T12:00:01Z"), Certainty::MaybeDone),
        (with(id(), kind(), "2026-11-23T12:00:01"), Certainty::MaybeDone),
        (with(id(), kind(), "2030-01-01T00:00:00+02:00"), Certainty::MaybeDone),
        (with(id(), kind(), "soon"), Certainty::MaybeDone),
        (with(id(), kind(), ""), Certainty::MaybeDone),
        (with(body!(null), kind(), at), Certainty::MaybeDone),
        (with(body!("900000002"), kind(), at), Certainty::MaybeDone),
        (with(id(), body!("subscriptions"), at), Certainty::MaybeDone),
    ] {
        let shown = answer.to_string();
        let server = serving(body!(7200), move |_| json(200, &answer)).await;
        let outcome = cancel(&*provider(ID, Some(&server.url))).await.unwrap();
        assert_eq!(outcome.certainty, certainty, "{shown}: {outcome}");
        assert_eq!(outcome.ended_at.is_some(), certainty == Certainty::Done);
    }
}

#[tokio::test]
async fn a_token_is_renewed_before_it_runs_out() {
    let seconds = Arc::new(AtomicI64::new(0));
    let server = serving(body!(3600), |_| done()).await;
    let start: jiff::Timestamp = setup::NOW.parse().unwrap();
    let shown = Arc::clone(&seconds);
    let clock = Clock::new(move || start + jiff::SignedDuration::from_secs(shown.load(Ordering::SeqCst)));
    let server_choice = client::Server::Custom(server.url.clone());
    let anonymous = client::Client::new(server_choice, client::Credentials::Anonymous).unwrap();
    let provider = Kajabi::new(anonymous, "marker-id", "marker-secret".into()).with_clock(clock);
    for (at, tokens) in [(0, 1), (3539, 1), (3540, 2), (7079, 2), (7080, 3)] {
        seconds.store(at, Ordering::SeqCst);
        cancel(&provider).await.unwrap();
        assert_eq!(server.lines().iter().filter(|line| *line == TOKEN).count(), tokens, "after {at} seconds");
    }
}

#[tokio::test]
async fn what_the_provider_said_is_kept() {
    let server = serving(body!(7200), |_| done()).await;
    let outcome = cancel(&*provider(ID, Some(&server.url))).await.unwrap();
    assert_eq!(outcome.ended_at.as_ref().unwrap().as_str(), "2026-11-22T11:59:59.000Z");
    assert!(outcome.money.is_empty());
    assert!(server.received()[0].body.contains("grant_type=client_credentials"));
    assert_eq!(server.received()[1].body, "");

    let errors = body!({"errors": [
        {"status": "422", "title": "Unprocessable", "detail": "There is no subscription", "source": {"pointer": "/data"}},
        {"status": "422", "title": "Also", "source": null},
    ]});
    let server = serving(body!(7200), move |_| json(422, &errors)).await;
    let error = cancel(&*provider(ID, Some(&server.url))).await.unwrap_err();
    assert_eq!(error.said.message.as_deref(), Some("There is no subscription; Also"));
    assert_eq!(error.said.fields.len(), 1);
    assert_eq!(error.said.fields[0].field, "/data");
    assert_eq!(error.said.retry, None);
}

#[tokio::test]
async fn a_read_proves_neither_that_billing_stopped_nor_that_it_goes_on() {
    for answer in [
        purchase(body!(null)),
        purchase(body!("2026-11-22T11:59:59.000Z")),
        body!({"data": {"id": "900000001", "attributes": {}}}),
        body!({}),
    ] {
        let server = serving(body!(7200), move |_| json(200, &answer)).await;
        let question = ConfirmRequest::new(setup::target(ID)).with_seen_active(setup::NOW.parse().unwrap());
        let answer = provider(ID, Some(&server.url)).confirm(question).await.unwrap();
        assert!(matches!(answer, Confirmation::Undecided { .. }), "{answer}");
        assert_eq!(server.lines(), [TOKEN, "GET /v1/purchases/900000001"]);
    }
}

#[tokio::test]
async fn a_read_is_made_again_with_a_new_token() {
    let server =
        serving(body!(7200), |call| if call == 2 { unauthorized() } else { json(200, purchase(body!(null))) }).await;
    let provider = provider(ID, Some(&server.url));
    for _ in 0..2 {
        let answer = provider.confirm(ConfirmRequest::new(setup::target(ID))).await.unwrap();
        assert!(matches!(answer, Confirmation::Undecided { .. }));
    }
    assert_eq!(server.lines().len(), 5);
}
