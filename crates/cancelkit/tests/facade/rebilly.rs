use cancelkit::{
    Actor, CancelError, Certainty, ConfirmRequest, Confirmation, Delivery, Money, Outcome, ProviderId, Reason, Timing,
    What,
};
use serde_json::{Value, json as body};

use crate::server::{Received, Reply, Server, json};
use crate::setup::{self, cancel, provider};

const ID: ProviderId = ProviderId::Rebilly;
/// The id that is derived from the subscription and the key of these tests.
const CANCELLATION: &str = "/subscription-cancellations/cancelkit-6f98f2be1da7070d1e0c80cd01e8bf57bd369ef5";
const SUBSCRIPTION: &str = "/subscriptions/sub_EXAMPLE0001";

fn not_found() -> Reply {
    json(404, body!({"title": "Not Found", "status": 404}))
}

fn cancellation(status: &str, churn_time: Value) -> Value {
    body!({
        "id": &CANCELLATION["/subscription-cancellations/".len()..], "subscriptionId": "sub_EXAMPLE0001",
        "status": status, "churnTime": churn_time, "prorated": false,
        "proratedInvoiceId": "in_EXAMPLE0001", "appliedInvoiceId": null,
        "lineItemSubtotal": {"amount": -12.5, "currency": "USD"},
    })
}

fn is_read(request: &Received) -> bool {
    request.line.starts_with("GET ")
}

/// What is read where the subscription is active and nothing is under the key.
fn nothing_yet(request: &Received) -> Reply {
    if request.line.ends_with(SUBSCRIPTION) { subscription("active") } else { not_found() }
}

/// Nothing under the key, and this answer to the write.
async fn writing(status: u16, answer: Value) -> (Result<Outcome, CancelError>, Server) {
    let server =
        Server::start(move |request| if is_read(request) { nothing_yet(request) } else { json(status, &answer) }).await;
    (cancel(&*provider(ID, Some(&server.url))).await, server)
}

/// This answer to the read.
async fn finding(reply: impl Fn() -> Reply + Send + Sync + 'static) -> (Result<Outcome, CancelError>, Server) {
    let server = Server::start(move |request| if is_read(request) { reply() } else { Reply::HangUp }).await;
    (cancel(&*provider(ID, Some(&server.url))).await, server)
}

#[tokio::test]
async fn what_is_found_is_never_written_over() {
    for (status, certainty, words) in [
        (Some("revoked"), Certainty::NotSent, "taken back"),
        (Some("draft"), Certainty::NotSent, "draft"),
        (Some("something-new"), Certainty::MaybeDone, "not documented"),
        (None, Certainty::MaybeDone, "no status"),
    ] {
        let mut found = cancellation("", body!("2026-12-15T10:00:00Z"));
        found["status"] = body!(status);
        if status.is_none() {
            found.as_object_mut().unwrap().remove("status");
        }
        let (result, server) = finding(move || json(200, &found)).await;
        let error = result.unwrap_err();
        assert_eq!((error.certainty, error.delivery), (certainty, Delivery::NotSent), "{status:?}");
        assert!(error.to_string().contains(words), "{error}");
        assert_eq!(server.lines(), [format!("GET {CANCELLATION}")]);
    }
}

#[tokio::test]
async fn a_read_that_settles_nothing_keeps_the_write_back() {
    for reply in [
        || json(401, body!({"title": "Unauthorized", "detail": "The key is not valid"})),
        || json(403, "{}"),
        || json(429, "{}"),
        || json(500, "{}"),
        || json(404, "<html>"),
        || Reply::Answer(404, "content-type: text/html\r\n", "not here".to_owned()),
        || json(200, "{}"),
        || json(200, body!({"subscriptionId": "sub_OTHER", "status": "confirmed"})),
        || Reply::HangUp,
    ] {
        let (result, server) = finding(reply).await;
        let error = result.unwrap_err();
        assert_eq!((error.certainty, error.delivery), (Certainty::NotSent, Delivery::NotSent), "{error}");
        assert_eq!(server.lines().len(), 1, "{error}");
    }
}

/// This cancellation under the key, and this answer to the read of the subscription.
async fn finding_with(found: Value, subscription: Reply) -> (Result<Outcome, CancelError>, Server) {
    let subscription = std::sync::Mutex::new(Some(subscription));
    let server = Server::start(move |request| {
        if request.line.ends_with(SUBSCRIPTION) {
            subscription.lock().unwrap().take().unwrap()
        } else if is_read(request) {
            json(200, &found)
        } else {
            Reply::HangUp
        }
    })
    .await;
    (cancel(&*provider(ID, Some(&server.url))).await, server)
}

fn subscription(status: &str) -> Reply {
    json(200, body!({"id": "sub_EXAMPLE0001", "status": status}))
}

#[tokio::test]
async fn what_is_found_in_force_is_believed_as_far_as_the_subscription_agrees() {
    let found = || cancellation("confirmed", body!("2026-12-15T10:00:00Z"));
    let until = |end: &str| json(200, body!({"id": "sub_EXAMPLE0001", "status": "canceled", "churnTime": end}));
    for (reply, end) in [
        (until("2026-12-15T10:00:00Z"), "2026-12-15T10:00:00Z"),
        (subscription("canceled"), "2026-12-15T10:00:00Z"),
        // Another cancellation came first, and its end is the true one.
        (until("2026-11-30T10:00:00Z"), "2026-11-30T10:00:00Z"),
        (until("2026-11-22T12:00:30Z"), "2026-11-22T12:00:30Z"),
    ] {
        let (result, server) = finding_with(found(), reply).await;
        let outcome = result.unwrap();
        assert_eq!(outcome.what, What::Scheduled { at: Some(end.into()) });
        assert_eq!(outcome.access_until.as_ref().map(|time| time.as_str()), Some(end));
        assert!(!outcome.sent && outcome.certainty == Certainty::Done);
        assert!(outcome.to_string().ends_with("it was found under this key and not sent again"), "{outcome}");
        assert_eq!(server.lines(), [format!("GET {CANCELLATION}"), format!("GET {SUBSCRIPTION}")]);
    }
    let (result, _) = finding_with(found(), subscription("churned")).await;
    assert_eq!(result.unwrap().what, What::Cancelled);
    let (result, _) = finding_with(found(), subscription("active")).await;
    let error = result.unwrap_err();
    assert_eq!(error.certainty, Certainty::NotSent);
    assert!(error.to_string().contains("but the subscription has the status active"), "{error}");
}

/// Nothing under the key, these answers to the reads of the subscription, and this one to the write.
async fn writing_between(reads: [Reply; 2], answer: Value) -> (Result<Outcome, CancelError>, Server) {
    let reads = std::sync::Mutex::new(reads.into_iter());
    let server = Server::start(move |request| {
        if request.line.ends_with(SUBSCRIPTION) {
            reads.lock().unwrap().next().unwrap()
        } else if is_read(request) {
            not_found()
        } else {
            json(201, &answer)
        }
    })
    .await;
    (cancel(&*provider(ID, Some(&server.url))).await, server)
}

#[tokio::test]
async fn a_subscription_that_has_ended_has_nothing_to_cancel() {
    let ended = json(200, body!({"id": "sub_EXAMPLE0001", "status": "churned", "churnTime": "2026-11-01T00:00:00Z"}));
    let (result, server) = writing_between([ended, Reply::HangUp], body!({})).await;
    let outcome = result.unwrap();
    assert_eq!((outcome.certainty, outcome.sent), (Certainty::NotSent, false));
    assert_eq!(
        outcome.to_string(),
        "Rebilly: nothing to cancel, since getSubscription says that the status of the subscription is churned \
         (2026-11-01T00:00:00Z); nothing was sent"
    );
    let by_key = format!("GET {CANCELLATION}");
    assert_eq!(server.lines(), [by_key.clone(), format!("GET {SUBSCRIPTION}"), by_key]);
}

#[tokio::test]
async fn what_comes_between_the_two_reads_is_believed() {
    let reads = std::sync::atomic::AtomicUsize::new(0);
    let server = Server::start(move |request| {
        if request.line.ends_with(SUBSCRIPTION) {
            subscription("churned")
        } else if reads.fetch_add(1, std::sync::atomic::Ordering::SeqCst) == 0 {
            not_found()
        } else {
            json(200, cancellation("completed", body!("2026-11-22T11:59:59Z")))
        }
    })
    .await;
    let outcome = cancel(&*provider(ID, Some(&server.url))).await.unwrap();
    assert_eq!((outcome.what, outcome.sent), (What::Cancelled, false));
    assert_eq!(server.lines().len(), 4);
}

#[tokio::test]
async fn a_subscription_that_cannot_be_read_keeps_the_write_back() {
    for (reply, words) in [
        (json(404, body!({"title": "Not Found", "status": 404})), "the status 404; Rebilly says: Not Found"),
        (json(403, body!({"title": "Forbidden", "status": 403})), "the status 403"),
        (json(500, "{}"), "the status 500"),
        (json(200, body!({"id": "sub_OTHER", "status": "active"})), "about another one"),
        (Reply::HangUp, "reading the subscription failed"),
    ] {
        let (result, server) = writing_between([reply, Reply::HangUp], body!({})).await;
        let error = result.unwrap_err();
        assert_eq!((error.certainty, error.delivery), (Certainty::NotSent, Delivery::NotSent), "{error}");
        assert!(error.to_string().contains(words), "{error}");
        assert_eq!(server.lines().len(), 2);
    }
}

#[tokio::test]
async fn one_more_cancellation_is_believed_only_where_the_subscription_agrees() {
    let canceled = |end: &str| json(200, body!({"id": "sub_EXAMPLE0001", "status": "canceled", "churnTime": end}));
    let before = || canceled("2026-12-15T10:00:00Z");
    let now = || cancellation("confirmed", body!("2026-11-22T12:00:00Z"));
    for (before, after, what) in [
        (before(), subscription("churned"), Some(What::Cancelled)),
        (before(), canceled("2026-11-22T12:00:00Z"), Some(What::Cancelled)),
        (before(), before(), None),
        (before(), subscription("canceled"), None),
        (before(), subscription("active"), None),
        (before(), Reply::HangUp, None),
        (subscription("trial-ended"), subscription("trial-ended"), None),
        (subscription("something-new"), subscription("churned"), Some(What::Cancelled)),
        (json(200, body!({"id": "sub_EXAMPLE0001"})), json(500, "{}"), None),
    ] {
        let (result, server) = writing_between([before, after], now()).await;
        let outcome = result.unwrap();
        let certainty = if what.is_some() { Certainty::Done } else { Certainty::MaybeDone };
        assert_eq!((outcome.certainty, outcome.sent), (certainty, true), "{outcome}");
        assert!(what.is_none_or(|what| what == outcome.what), "{outcome}");
        assert_eq!(server.lines().len(), 4);
    }
}

#[tokio::test]
async fn what_is_found_over_is_believed_only_where_the_subscription_is_over() {
    let past = || body!("2026-11-22T11:00:00Z");
    for (own, status) in [("completed", "churned"), ("completed", "canceled"), ("confirmed", "churned")] {
        let (result, server) = finding_with(cancellation(own, past()), subscription(status)).await;
        let outcome = result.unwrap();
        assert_eq!((outcome.what, outcome.sent), (What::Cancelled, false));
        assert_eq!(outcome.ended_at.unwrap().as_str(), "2026-11-22T11:00:00Z");
        assert_eq!(server.lines(), [format!("GET {CANCELLATION}"), format!("GET {SUBSCRIPTION}")]);
    }
    for (own, reply, words) in [
        ("completed", subscription("active"), "runs again; use another key"),
        ("completed", subscription("paused"), "runs again; use another key"),
        ("confirmed", subscription("active"), "runs again; use another key"),
        ("completed", subscription("something-new"), "the subscription has the status something-new"),
        ("completed", json(200, body!({"id": "sub_OTHER", "status": "churned"})), "about another one"),
        ("completed", json(500, "{}"), "the status 500"),
        ("completed", Reply::HangUp, "reading the subscription failed"),
    ] {
        let (result, server) = finding_with(cancellation(own, past()), reply).await;
        let error = result.unwrap_err();
        assert_eq!((error.certainty, error.delivery), (Certainty::NotSent, Delivery::NotSent), "{error}");
        assert!(error.to_string().contains(words), "{error}");
        assert_eq!(server.lines().len(), 2);
    }
}

#[tokio::test]
async fn a_subscription_that_was_cancelled_anew_runs_until_its_own_end() {
    let reply = json(200, body!({"id": "sub_EXAMPLE0001", "status": "canceled", "churnTime": "2026-12-15T10:00:00Z"}));
    let (result, _) = finding_with(cancellation("completed", body!("2026-11-22T11:00:00Z")), reply).await;
    let outcome = result.unwrap();
    assert_eq!(outcome.what, What::Scheduled { at: Some("2026-12-15T10:00:00Z".into()) });
    assert_eq!((outcome.ended_at, outcome.certainty), (None, Certainty::Done));
}

/// Each of them another cancellation than the one that these tests ask for, by the member that differs.
fn others() -> [(&'static str, Value); 4] {
    [
        ("id", body!("cancelkit-0000000000000000000000000000000000000000")),
        ("prorated", body!(true)),
        ("churnTimePolicy", body!("at-next-renewal")),
        ("churnTimePolicy", body!("something-new")),
    ]
}

#[tokio::test]
async fn another_cancellation_than_was_asked_for_is_not_believed() {
    for (member, value) in others() {
        for status in ["confirmed", "completed"] {
            let mut other = cancellation(status, body!("2026-11-22T12:00:00Z"));
            other[member] = value.clone();
            let (result, _) = writing(201, other.clone()).await;
            let outcome = result.unwrap();
            assert_eq!(outcome.certainty, Certainty::MaybeDone, "{member}");
            assert!(outcome.to_string().contains(member), "{outcome}");
            let (result, server) = finding(move || json(200, &other)).await;
            let error = result.unwrap_err();
            assert_eq!((error.certainty, error.delivery), (Certainty::NotSent, Delivery::NotSent), "{member}");
            assert!(error.to_string().contains("this key was used with another wish"), "{error}");
            assert_eq!(server.lines().len(), 1);
        }
    }
}

#[tokio::test]
async fn another_moment_than_was_asked_for_is_not_believed() {
    for (churn_time, policy, certainty) in [
        (body!("2026-12-24T00:00:00Z"), body!(null), Certainty::Done),
        (body!("2026-12-24T01:00:00+01:00"), body!("null"), Certainty::Done),
        (body!("2026-12-24T00:00:00.500Z"), body!(null), Certainty::Done),
        (body!("2026-12-24T00:00:01Z"), body!(null), Certainty::MaybeDone),
        (body!("2026-12-24T00:00:00"), body!(null), Certainty::MaybeDone),
        (body!("2026-12-24T00:00:00Z"), body!("at-next-renewal"), Certainty::MaybeDone),
        (body!("2026-12-24T00:00:00Z"), body!("now"), Certainty::MaybeDone),
    ] {
        let mut answer = cancellation("confirmed", churn_time);
        answer["churnTimePolicy"] = policy;
        let shown = answer.to_string();
        let server =
            Server::start(move |request| if is_read(request) { nothing_yet(request) } else { json(201, &answer) })
                .await;
        let provider = provider(ID, Some(&server.url));
        let at = Timing::At("2026-12-24T00:00:00Z".parse().unwrap());
        let plan = provider.plan(&setup::request_with(ID, at, Money::LeaveCharges)).unwrap();
        assert_eq!(provider.cancel(plan).await.unwrap().certainty, certainty, "{shown}");
    }
}

#[tokio::test]
async fn who_cancelled_and_why_may_differ() {
    let mut answer = cancellation("confirmed", body!("2026-11-22T12:00:00Z"));
    answer["canceledBy"] = body!("rebilly");
    answer["reason"] = body!("other");
    answer["churnTimePolicy"] = body!("now");
    assert_eq!(writing(201, answer).await.0.unwrap().certainty, Certainty::Done);
}

#[tokio::test]
async fn reading_back_does_not_take_another_cancellation_for_its_own() {
    let mut other = cancellation("confirmed", body!("2026-12-15T10:00:00Z"));
    other["id"] = body!("x");
    let server =
        Server::start(
            move |request| {
                if request.line.ends_with(SUBSCRIPTION) { subscription("canceled") } else { json(200, &other) }
            },
        )
        .await;
    let question = ConfirmRequest::new(setup::target(ID)).with_key(setup::key());
    let error = provider(ID, Some(&server.url)).confirm(question).await.unwrap_err();
    assert!(error.to_string().contains("another cancellation"), "{error}");
}

#[tokio::test]
async fn scheduled_means_that_the_end_lies_ahead() {
    for (status, churn_time, at) in [
        ("confirmed", body!("2026-12-15T10:00:00Z"), Some("2026-12-15T10:00:00Z")),
        ("confirmed", body!("2026-11-22T13:00:00.5+01:00"), None),
        ("confirmed", body!("2026-11-22T12:01:00Z"), None),
        ("confirmed", body!("2026-11-22T13:01:01+01:00"), Some("2026-11-22T13:01:01+01:00")),
        ("confirmed", body!("2026-11-22T12:00:00Z"), None),
        ("completed", body!("2026-12-15T10:00:00Z"), None),
    ] {
        let (result, _) = writing(201, cancellation(status, churn_time)).await;
        let outcome = result.unwrap();
        let expected = at.map_or(What::Cancelled, |at| What::Scheduled { at: Some(at.into()) });
        assert_eq!(outcome.what, expected, "{status}");
        assert_eq!(outcome.access_until.as_ref().map(|time| time.as_str()), at);
        assert_eq!(outcome.ended_at.is_some(), at.is_none());
        assert!(outcome.sent);
    }
}

#[tokio::test]
async fn without_a_churn_time_it_is_as_was_asked() {
    for (timing, expected) in [(Timing::Now, What::Cancelled), (Timing::AtPeriodEnd, What::Scheduled { at: None })] {
        let server = Server::start(|request| {
            let answer = body!({"subscriptionId": "sub_EXAMPLE0001", "status": "confirmed"});
            if is_read(request) { nothing_yet(request) } else { json(201, answer) }
        })
        .await;
        let provider = provider(ID, Some(&server.url));
        let plan = provider.plan(&setup::request_with(ID, timing, Money::LeaveCharges)).unwrap();
        assert_eq!(provider.cancel(plan).await.unwrap().what, expected);
    }
}

#[tokio::test]
async fn money_is_kept_in_the_providers_words() {
    let (result, _) = writing(200, cancellation("completed", body!("2026-11-22T12:00:00Z"))).await;
    let outcome = result.unwrap();
    let money: Vec<_> = outcome.money.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    assert_eq!(
        money,
        [("lineItemSubtotal", "-12.5 USD"), ("prorated", "false"), ("proratedInvoiceId", "in_EXAMPLE0001")]
    );
    let stored = serde_json::to_value(&outcome).unwrap();
    assert_eq!((&stored["version"], &stored["what"]), (&body!(1), &body!("cancelled")));
    assert_eq!(serde_json::from_value::<Outcome>(stored).unwrap(), outcome);
}

#[tokio::test]
async fn the_request_is_written_out_under_the_derived_id() {
    let server = Server::start(|request| {
        let mut answer = cancellation("confirmed", body!("2026-12-24T00:00:00Z"));
        answer["prorated"] = body!(true);
        if is_read(request) { nothing_yet(request) } else { json(201, answer) }
    })
    .await;
    let provider = provider(ID, Some(&server.url));
    let at = Timing::At("2026-12-24T00:00:00Z".parse().unwrap());
    let request = setup::request_with(ID, at, Money::CreditRemainder)
        .with_actor(Actor::Provider)
        .with_reason(Reason::Risk)
        .with_comment("Stolen card");
    provider.cancel(provider.plan(&request).unwrap()).await.unwrap();
    assert_eq!(
        server.lines(),
        [format!("GET {CANCELLATION}"), format!("GET {SUBSCRIPTION}"), format!("PUT {CANCELLATION}")]
    );
    let received = server.received();
    assert!(received.iter().all(|request| request.head.to_lowercase().contains("reb-apikey: marker-secret")));
    assert_eq!(
        serde_json::from_str::<Value>(&received[2].body).unwrap(),
        body!({
            "subscriptionId": "sub_EXAMPLE0001", "canceledBy": "rebilly", "reason": "risk-warning",
            "description": "Stolen card", "prorated": true, "status": "confirmed", "churnTime": "2026-12-24T00:00:00Z",
        })
    );
}

#[tokio::test]
async fn the_fields_at_fault_are_said() {
    let problem = body!({
        "type": "https://example.com/problems/validation", "title": "Validation failed", "status": 422,
        "detail": "One field is not valid",
        "invalidFields": [{"field": "subscriptionId", "message": "The subscription does not exist"}],
    });
    let (result, _) = writing(422, problem).await;
    let error = result.unwrap_err();
    assert_eq!(error.said.code.as_deref(), Some("https://example.com/problems/validation"));
    assert_eq!(error.said.message.as_deref(), Some("One field is not valid"));
    assert_eq!(error.said.fields[0].field, "subscriptionId");
    assert!(error.to_string().contains("subscriptionId: The subscription does not exist"), "{error}");
    let stored = serde_json::to_string(&error).unwrap();
    assert_eq!(serde_json::from_str::<CancelError>(&stored).unwrap(), error);
}

#[tokio::test]
async fn the_moment_to_try_again_is_unix_time() {
    for (headers, moment) in [
        ("x-ratelimit-retry-after: 1795340400\r\n", Some("2026-11-22T09:40:00Z")),
        // A number of seconds to wait is no moment, and is not taken for one.
        ("x-ratelimit-retry-after: 60\r\n", None),
    ] {
        let server = Server::start(move |request| {
            if is_read(request) {
                nothing_yet(request)
            } else {
                Reply::Answer(429, headers, r#"{"title":"Too Many"}"#.to_owned())
            }
        })
        .await;
        let error = cancel(&*provider(ID, Some(&server.url))).await.unwrap_err();
        let retry = error.said.retry.clone().unwrap();
        assert_eq!(retry.moment, moment.map(|moment| moment.parse().unwrap()), "{headers}");
        assert_eq!(error.certainty, Certainty::Rejected);
    }
}

async fn confirmed(status: &str, own: Option<Option<&'static str>>) -> Confirmation {
    let subscription = body!({"id": "sub_EXAMPLE0001", "status": status, "churnTime": "2026-12-15T10:00:00Z"});
    let server = Server::start(move |request| {
        if request.line.ends_with(SUBSCRIPTION) {
            json(200, &subscription)
        } else {
            match own.flatten() {
                Some(status) => json(200, cancellation(status, body!("2026-12-15T10:00:00Z"))),
                None => not_found(),
            }
        }
    })
    .await;
    let question = ConfirmRequest::new(setup::target(ID));
    let question = if own.is_some() { question.with_key(setup::key()) } else { question };
    let answer = provider(ID, Some(&server.url)).confirm(question).await.unwrap();
    let mut lines = vec![format!("GET {SUBSCRIPTION}")];
    if own.is_some() {
        lines.insert(0, format!("GET {CANCELLATION}"));
    }
    assert_eq!(server.lines(), lines);
    answer
}

#[tokio::test]
async fn reading_back_tells_an_end_from_a_plan_to_end() {
    for (status, own, expected) in [
        ("churned", None, "ended"),
        ("churned", Some(None), "ended"),
        ("canceled", None, "scheduled"),
        ("canceled", Some(Some("confirmed")), "scheduled"),
        ("canceled", Some(None), "undecided"),
        ("canceled", Some(Some("revoked")), "undecided"),
        ("canceled", Some(Some("draft")), "undecided"),
        ("active", None, "active"),
        ("paused", None, "active"),
        ("active", Some(None), "active"),
        ("active", Some(Some("revoked")), "active"),
        ("active", Some(Some("completed")), "active"),
        ("active", Some(Some("confirmed")), "undecided"),
        ("voided", None, "undecided"),
        ("trial-ended", None, "undecided"),
        ("something-new", None, "undecided"),
    ] {
        let answer = confirmed(status, own).await;
        let found = match &answer {
            Confirmation::Ended { evidence } if evidence.scheduled => "scheduled",
            Confirmation::Ended { .. } => "ended",
            Confirmation::StillActive { .. } => "active",
            _ => "undecided",
        };
        assert_eq!(found, expected, "{status} {own:?}: {answer}");
    }
}
