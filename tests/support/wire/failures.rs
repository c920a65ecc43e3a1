//! What is no documented answer.

use cancelkit_runtime::{Answered, CallError, Delivery, NotSentKind, Problem, Truncation, Unreadable};
use serde_json::json;

use super::contract::envelope;
use super::{Documents, Operation, Provider, Seen, Sending};
use crate::server::{Refusing, Reply, Silent};

/// # Panics
///
/// Where a documented status with another body is believed, or its status and bytes are lost.
pub async fn a_body_that_does_not_match_is_unreadable_and_kept(provider: &Provider, documents: &Documents) {
    for (operation, status, _) in provider.statuses() {
        let Some((media_type, examples)) = documents.answers(operation, status) else { continue };
        let example = examples[0].to_string();
        if documents.is_enveloped(operation) {
            let reply = Reply::of(200, media_type, envelope(status, &json!("a text")).to_string());
            let unreadable = unreadable(provider, documents, operation, reply).await;
            assert_eq!((unreadable.status().as_u16(), &unreadable.raw()[..]), (status, &b"\"a text\""[..]));
            continue;
        }
        for (media_type, body) in [
            (media_type, "\"a text\""),
            (media_type, "[[]]"),
            (media_type, "null"),
            (media_type, "{\"success\":tru"),
            (media_type, ""),
            ("text/html", "<html>Something went wrong</html>"),
            ("text/plain", &example),
        ] {
            let unreadable = unreadable(provider, documents, operation, Reply::of(status, media_type, body)).await;
            let what = format!("{}, {status}, {body}", operation.id);
            assert_eq!((unreadable.status().as_u16(), &unreadable.raw()[..]), (status, body.as_bytes()), "{what}");
        }
    }
}

/// # Panics
///
/// Where half a body is believed.
pub async fn a_body_that_ends_too_early_is_unreadable(provider: &Provider, documents: &Documents) {
    for (operation, status, _) in provider.statuses() {
        let Some((media_type, examples)) = documents.answers(operation, status) else { continue };
        let enveloped = documents.is_enveloped(operation);
        let body = if enveloped { envelope(status, examples[0]) } else { examples[0].clone() }.to_string();
        let status = if enveloped { 200 } else { status };
        let unreadable =
            unreadable(provider, documents, operation, Reply::cut(status, media_type, body.as_bytes())).await;
        assert_eq!(unreadable.problem(), &Problem::Truncated(Truncation::ConnectionLost), "{}", operation.id);
        assert_eq!((unreadable.status().as_u16(), unreadable.raw()), (status, &body.into_bytes().into()));
    }
}

/// # Panics
///
/// Where a status that the document does not list becomes anything but itself.
pub async fn an_undocumented_status_is_kept_with_its_body(provider: &Provider, documents: &Documents) {
    for operation in &provider.operations {
        for (status, media_type, body) in [
            (418, "application/json", "{\"error\":\"a teapot\"}"),
            (502, "text/html", "<html>Bad gateway</html>"),
            (202, "application/json", "{}"),
            (503, "text/plain", ""),
        ] {
            let seen = seen(provider, documents, operation, Reply::of(status, media_type, body)).await;
            assert_eq!((seen.variant, seen.status), ("Undocumented", status), "{}", operation.id);
            assert_eq!(seen.raw, body, "{}", operation.id);
        }
        if documents.is_enveloped(operation) {
            let reply = Reply::of(200, "application/json", envelope(418, &json!({ "a": 1 })).to_string());
            let seen = seen(provider, documents, operation, reply).await;
            assert_eq!((seen.variant, seen.status, &seen.raw[..]), ("Undocumented", 418, &b"{\"a\":1}"[..]));
        }
    }
}

/// # Panics
///
/// Where the second server hears of it.
pub async fn a_redirect_is_an_answer_and_is_not_followed(provider: &Provider, documents: &Documents) {
    for operation in &provider.operations {
        for status in [301, 302, 303, 307, 308] {
            let elsewhere = Silent::start();
            let reply = Reply::new(status, &[("location".to_owned(), elsewhere.url())], b"moved");
            let seen = seen(provider, documents, operation, reply).await;
            assert_eq!((seen.variant, seen.status, &seen.raw[..]), ("Undocumented", status, &b"moved"[..]));
            assert!(elsewhere.is_untouched(), "{}, {status}", operation.id);
        }
    }
}

/// # Panics
///
/// Where the request is not given as possibly carried out.
pub async fn a_connection_closed_without_an_answer_is_no_answer(provider: &Provider, documents: &Documents) {
    for operation in &provider.operations {
        let sending = provider.example(documents, operation, String::new());
        let (result, _) = provider.answered(operation, sending, Reply::hang_up()).await;
        let error = result.expect_err(operation.id);
        assert_eq!(error.delivery(), Delivery::NoAnswer, "{}: {error}", operation.id);
    }
}

/// # Panics
///
/// Where a connection that was never made counts as a sending.
pub async fn a_refused_port_means_that_nothing_was_sent(provider: &Provider, documents: &Documents) {
    let nobody = Refusing::start();
    for operation in &provider.operations {
        let result = provider.sent(operation, provider.example(documents, operation, nobody.url())).await;
        assert_eq!(reason(operation, result), NotSentKind::NoConnection, "{}", operation.id);
    }
}

/// # Panics
///
/// Where an operation that asks for a credential is sent without one.
pub async fn without_a_credential_nothing_is_sent(provider: &Provider, documents: &Documents) {
    for operation in &provider.operations {
        let example = provider.example(documents, operation, String::new());
        let anonymous = Sending { scheme: "", ..example.clone() };
        if documents.promise(operation).security.is_empty() {
            let reply = documents.first_reply(operation, operation.statuses[0].0);
            provider.answered(operation, anonymous, reply).await.0.expect(operation.id);
            continue;
        }
        for (sending, expected) in [
            (anonymous, NotSentKind::NoCredential),
            (Sending { secret: String::new(), ..example.clone() }, NotSentKind::NotBuilt),
            (Sending { secret: "marker\r\nx-evil: 1".to_owned(), ..example }, NotSentKind::HeaderValue),
        ] {
            let result = provider.withheld(operation, sending).await;
            assert_eq!(reason(operation, result), expected, "{}", operation.id);
        }
    }
}

/// # Panics
///
/// Where an identifier reaches another path.
pub async fn a_path_segment_that_climbs_is_not_sent(provider: &Provider, documents: &Documents) {
    for operation in &provider.operations {
        if !documents.has_text_segment(operation) {
            continue;
        }
        for segment in ["..", ".", "", "a\\b", "a/b", "../x", "%2e%2e", "a%2fb", "a\nb"] {
            let example = provider.example(documents, operation, String::new());
            let result = provider.withheld(operation, Sending { segment: segment.to_owned(), ..example }).await;
            assert_eq!(reason(operation, result), NotSentKind::PathSegment, "{}, {segment:?}", operation.id);
        }
    }
}

async fn seen(provider: &Provider, documents: &Documents, operation: &Operation, reply: Reply) -> Seen {
    let sending = provider.example(documents, operation, String::new());
    let (result, _) = provider.answered(operation, sending, reply).await;
    result.unwrap_or_else(|error| panic!("{}: {error}", operation.id))
}

async fn unreadable(provider: &Provider, documents: &Documents, operation: &Operation, reply: Reply) -> Unreadable {
    let sending = provider.example(documents, operation, String::new());
    match provider.answered(operation, sending, reply).await.0 {
        Err(CallError::Unreadable(unreadable)) => *unreadable,
        other => panic!("{}: {other:?}", operation.id),
    }
}

fn reason(operation: &Operation, result: Result<Seen, CallError>) -> NotSentKind {
    match result {
        Err(CallError::NotSent(error)) => error.kind(),
        other => panic!("{}: {other:?}", operation.id),
    }
}
