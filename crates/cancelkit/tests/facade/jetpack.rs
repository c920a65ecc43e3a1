use std::sync::atomic::{AtomicUsize, Ordering};

use cancelkit::{Certainty, ConfirmRequest, Confirmation, ProviderId, Target, What};
use serde_json::{Value, json as body};

use crate::server::{Reply, Server, json};
use crate::setup::{self, cancel, provider};

const ID: ProviderId = ProviderId::Jetpack;

fn token() -> Reply {
    json(200, body!({"access_token": "marker-token", "token_type": "bearer", "blog_id": 0, "blog_url": 0}))
}

async fn serving(answer: impl Fn() -> Reply + Send + Sync + 'static) -> Server {
    Server::start(move |request| if request.line == "POST /oauth2/token" { token() } else { answer() }).await
}

#[tokio::test]
async fn success_false_is_not_confirmed() {
    let server = serving(|| json(200, r#"{"success":false}"#)).await;
    let outcome = cancel(&*provider(ID, Some(&server.url))).await.unwrap();
    assert_eq!(outcome.certainty, Certainty::MaybeDone);
    assert!(matches!(&outcome.what, What::Unconfirmed { why } if why.contains("success false")), "{outcome}");
    assert_eq!(&outcome.answer.body()[..], br#"{"success":false}"#);
}

#[tokio::test]
async fn both_error_shapes_are_read() {
    for answer in [
        body!({"error": "invalid_input", "message": "Unable to delete subscription"}),
        body!({"error_code": "invalid_input", "error_message": "Unable to delete subscription"}),
    ] {
        let server = serving(move || json(400, &answer)).await;
        let error = cancel(&*provider(ID, Some(&server.url))).await.unwrap_err();
        assert_eq!(error.said.code.as_deref(), Some("invalid_input"));
        assert_eq!(error.said.message.as_deref(), Some("Unable to delete subscription"));
        assert_eq!(
            error.to_string(),
            "Jetpack refused, and this request changed nothing: the answer has the status 400: Nothing was cancelled, either \
             because the subscription could not be deleted or because the plan did not come from Jetpack Start; Jetpack says: \
             invalid_input: Unable to delete subscription. Mend the cause before trying again."
        );
    }
}

#[tokio::test]
async fn the_cancellation_is_sent_once_with_the_token() {
    let server = serving(|| json(200, r#"{"success":true}"#)).await;
    let outcome = cancel(&*provider(ID, Some(&server.url))).await.unwrap();
    assert_eq!(outcome.what, What::Cancelled);
    let received = server.received();
    assert_eq!(
        server.lines(),
        ["POST /oauth2/token", "POST /rest/v1.3/jpphp/example.com%3A%3Ademo%3A%3Awp/partner-cancel"]
            .map(|line| line.replace("%3A", ":"))
    );
    assert!(received[0].body.contains("scope=jetpack-partner"), "{}", received[0].body);
    assert!(received[1].head.contains("authorization: Bearer marker-token"));
    assert_eq!(received[1].body, r#"{"plan":"jetpack-scan"}"#);
}

#[tokio::test]
async fn without_a_token_nothing_is_sent() {
    for reply in [
        || json(400, r#"{"error":"invalid_client","message":"No."}"#),
        || json(200, r#"{"token_type":"bearer","access_toke":"marker-token"}"#),
        || json(500, "marker-token"),
        || Reply::HangUp,
    ] {
        let server = Server::start(move |_| reply()).await;
        let error = cancel(&*provider(ID, Some(&server.url))).await.unwrap_err();
        assert_eq!(error.certainty, Certainty::NotSent, "{error}");
        assert_eq!(error.answer, None, "the answer of a token call can hold a token");
        assert_eq!(server.lines(), ["POST /oauth2/token"]);
    }
}

#[tokio::test]
async fn a_token_is_kept_until_an_answer_proves_it_bad() {
    for (answer, fetched) in [
        (body!([200, {"success": false}]), 1),
        (body!([400, {"error": "not_jps_plan"}]), 1),
        (body!([403, {"error": "invalid_blog"}]), 1),
        (body!([403, {"error": "invalid_scope"}]), 2),
        (body!([401, {"error": "unauthorized"}]), 1),
        (body!([401, {"error": "invalid_token"}]), 2),
        (body!([500, {"error": "invalid_token"}]), 1),
    ] {
        let (status, answer) = (u16::try_from(answer[0].as_u64().unwrap()).unwrap(), answer[1].clone());
        let server = serving(move || json(status, &answer)).await;
        let provider = provider(ID, Some(&server.url));
        let (first, second) = (cancel(&*provider).await, cancel(&*provider).await);
        assert_eq!(setup::certainty(&first), setup::certainty(&second));
        let lines = server.lines();
        assert_eq!(lines.iter().filter(|line| *line == "POST /oauth2/token").count(), fetched, "{status}");
        assert_eq!(lines.len(), fetched + 2, "a cancellation is never sent again by itself");
    }
}

#[tokio::test]
async fn callers_at_the_same_time_fetch_one_token() {
    let server = serving(|| json(200, r#"{"success":true}"#)).await;
    let provider = provider(ID, Some(&server.url));
    let calls: Vec<_> = (0..5)
        .map(|_| {
            let provider = provider.clone();
            tokio::spawn(async move { cancel(&*provider).await })
        })
        .collect();
    for call in calls {
        call.await.unwrap().unwrap();
    }
    assert_eq!(server.lines().iter().filter(|line| *line == "POST /oauth2/token").count(), 1);
}

async fn confirmed(products: Value, text: &str, seen: bool) -> Confirmation {
    let server = serving(move || json(200, body!({"blog": {"is_connected": true}, "products": products}))).await;
    let mut question = ConfirmRequest::new(Target::parse(ID, text).unwrap());
    if seen {
        question = question.with_seen_active(setup::NOW.parse().unwrap());
    }
    let answer = provider(ID, Some(&server.url)).confirm(question).await.unwrap();
    assert_eq!(server.lines()[1], "GET /rest/v1.4/jpphp/example.com/status");
    answer
}

#[tokio::test]
async fn a_missing_slug_proves_an_end_only_after_an_earlier_read() {
    let ours = |slug: &str| body!({"slug": slug, "is_provisioned_by_calling_partner": true});
    let theirs = |slug: &str| body!({"slug": slug, "is_provisioned_by_calling_partner": false});
    let unsaid = |slug: &str| body!({"slug": slug});
    let active = |answer: &Confirmation| matches!(answer, Confirmation::StillActive { .. });
    let ended = |answer: &Confirmation| matches!(answer, Confirmation::Ended { .. });
    let undecided = |answer: &Confirmation| matches!(answer, Confirmation::Undecided { .. });
    let (scan, plan) = ("example.com#jetpack-scan", "example.com#plan");

    for (products, text, seen, expected) in [
        (body!([ours("jetpack-scan")]), scan, false, &active as &dyn Fn(&Confirmation) -> bool),
        (body!([unsaid("jetpack-scan")]), scan, true, &active),
        (body!([ours("premium")]), scan, false, &undecided),
        (body!([ours("jetpack_scan")]), scan, false, &undecided),
        (body!([unsaid("premium")]), scan, false, &undecided),
        (body!([ours("premium")]), scan, true, &ended),
        (body!([theirs("jetpack-scan")]), scan, false, &undecided),
        (body!([theirs("jetpack-scan")]), scan, true, &undecided),
        (body!([theirs("jetpack-scan"), ours("jetpack-scan")]), scan, true, &active),
        (body!([theirs("premium")]), plan, true, &undecided),
        (body!([theirs("premium")]), scan, true, &ended),
        (body!([]), scan, false, &undecided),
        (body!([]), scan, true, &ended),
        (body!([ours("premium")]), plan, true, &active),
        (body!([ours("free")]), plan, true, &active),
        (body!([ours("jetpack-scan")]), plan, false, &undecided),
        (body!([ours("jetpack-scan")]), plan, true, &ended),
    ] {
        let answer = confirmed(products.clone(), text, seen).await;
        assert!(expected(&answer), "{products} {text} {seen}: {answer}");
    }
}

#[tokio::test]
async fn an_earlier_read_that_comes_later_proves_nothing() {
    let server = serving(|| json(200, r#"{"products":[]}"#)).await;
    let question = ConfirmRequest::new(setup::target(ID)).with_seen_active("2026-11-22T12:00:01Z".parse().unwrap());
    let answer = provider(ID, Some(&server.url)).confirm(question).await.unwrap();
    assert!(matches!(answer, Confirmation::Undecided { .. }), "{answer}");
}

#[tokio::test]
async fn a_read_is_made_again_with_a_new_token_and_fails_otherwise() {
    let reads = AtomicUsize::new(0);
    let server = serving(move || match reads.fetch_add(1, Ordering::SeqCst) {
        0 | 2 => json(200, r#"{"products":[]}"#),
        1 => json(401, r#"{"error":"invalid_token"}"#),
        _ => json(403, r#"{"error":"invalid_blog","message":"The blog ID 12345 is invalid"}"#),
    })
    .await;
    let provider = provider(ID, Some(&server.url));
    let ask = || provider.confirm(ConfirmRequest::new(setup::target(ID)));
    assert!(matches!(ask().await, Ok(Confirmation::Undecided { .. })));
    assert!(matches!(ask().await, Ok(Confirmation::Undecided { .. })));
    let error = ask().await.unwrap_err();
    assert_eq!((error.status(), error.said.code.as_deref()), (Some(403), Some("invalid_blog")));
    assert_eq!(server.lines().len(), 6, "{:?}", server.lines());
}
