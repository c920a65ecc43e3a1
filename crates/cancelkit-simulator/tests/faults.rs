//! What goes wrong on purpose, as it looks on the wire.

mod common;

use std::time::{Duration, Instant};

use cancelkit_simulator::{Effect, Fault, Provider, Target, Times, jetpack, stax_bill};
use common::{Answer, Bench, cancel_operation};
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

const BOTH: [Effect; 2] = [Effect::NotApplied, Effect::Applied];

/// A simulator whose next cancellation goes wrong.
async fn bench(provider: Provider, fault: &Fault) -> Bench {
    let bench = Bench::start().await;
    let target = Target::operation(provider, cancel_operation(provider));
    bench.simulator.set_fault(target, fault.clone(), Times::Once);
    bench
}

/// The state is what the fault says, and nobody broke a promise.
#[track_caller]
fn assert_effect(bench: &Bench, provider: Provider, fault: &Fault) {
    assert_eq!(bench.is_cancelled(provider), fault.effect() == Effect::Applied, "{provider}: {fault}");
    bench.assert_clean();
}

/// Sends a cancellation at Stax Bill as bytes and reads what comes until the connection ends.
async fn raw(bench: &Bench) -> std::io::Result<Vec<u8>> {
    let mut stream = TcpStream::connect(bench.simulator.address()).await?;
    let body = json!({ "subscriptionId": stax_bill::ACTIVE, "cancellationOption": "None" }).to_string();
    let request = format!(
        "POST /stax-bill/v1/subscriptionCancellation HTTP/1.1\r\nHost: localhost\r\nAuthorization: Basic {}\r\n\
         Content-Type: application/json\r\nConnection: close\r\nContent-Length: {}\r\n\r\n{body}",
        stax_bill::API_KEY,
        body.len(),
    );
    stream.write_all(request.as_bytes()).await?;
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).await?;
    Ok(answer)
}

#[tokio::test]
async fn every_fault_has_its_effect_at_every_provider() {
    tokio::join!(
        every_fault_has_its_effect(Provider::Jetpack),
        every_fault_has_its_effect(Provider::StaxBill),
        every_fault_has_its_effect(Provider::Rebilly),
        every_fault_has_its_effect(Provider::Kajabi),
    );
}

async fn every_fault_has_its_effect(provider: Provider) {
    for fault in Fault::samples() {
        let bench = bench(provider, &fault).await;
        let patience = match fault {
            Fault::NeverAnswer(_) => Duration::from_millis(300),
            _ => Duration::from_secs(30),
        };
        let answered = match bench.cancellation(provider).timeout(patience).send().await {
            Ok(response) => response.bytes().await.is_ok(),
            Err(_) => false,
        };
        assert_effect(&bench, provider, &fault);
        let unanswered = matches!(
            fault,
            Fault::NeverAnswer(_) | Fault::CloseUnread | Fault::CloseUnanswered(_) | Fault::TruncatedBody
        );
        assert_eq!(answered, !unanswered, "{provider}: {fault}");
        let next = bench.cancel(provider).await;
        assert!(next.status < 500, "{provider}: {fault}: {next:?}");
        bench.assert_clean();
    }
}

#[tokio::test]
async fn a_slow_answer_has_its_effect_at_once() {
    let fault = Fault::SlowAnswer(Duration::from_secs(60));
    let bench = bench(Provider::StaxBill, &fault).await;
    let request = bench.cancellation(Provider::StaxBill).timeout(Duration::from_millis(100));
    assert!(request.send().await.unwrap_err().is_timeout());
    assert!(bench.is_cancelled(Provider::StaxBill));

    let fault = Fault::SlowAnswer(Duration::from_millis(150));
    let bench = self::bench(Provider::StaxBill, &fault).await;
    let before = Instant::now();
    assert_eq!(bench.cancel(Provider::StaxBill).await.status, 200);
    assert!(before.elapsed() >= Duration::from_millis(150));
}

#[tokio::test]
async fn a_late_effect_comes_after_its_client_has_gone() {
    let bench = bench(Provider::StaxBill, &Fault::LateEffect(Duration::from_secs(1))).await;
    let request = bench.cancellation(Provider::StaxBill).timeout(Duration::from_millis(50));
    assert!(request.send().await.unwrap_err().is_timeout());
    let read = bench.get(Provider::StaxBill, &format!("/subscriptions/{}", stax_bill::ACTIVE)).await;
    assert_eq!(read.at("/status"), (200, json!("Active")));
    let patience = Instant::now() + Duration::from_secs(30);
    while !bench.is_cancelled(Provider::StaxBill) {
        assert!(Instant::now() < patience, "the request never took effect");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    bench.assert_clean();
}

#[tokio::test]
async fn a_request_that_is_left_unread_resets_the_connection() {
    let bench = bench(Provider::StaxBill, &Fault::CloseUnread).await;
    let error = raw(&bench).await.unwrap_err();
    assert_eq!(error.kind(), std::io::ErrorKind::ConnectionReset);
    assert!(bench.simulator.received_by(Provider::StaxBill, "cancelSubscription").is_empty());
    assert!(!bench.is_cancelled(Provider::StaxBill));
    assert!(raw(&bench).await.unwrap().starts_with(b"HTTP/1.1 200 OK\r\n"));
}

#[tokio::test]
async fn only_the_request_that_is_meant_is_left_unread() {
    let bench = bench(Provider::StaxBill, &Fault::CloseUnread).await;
    let path = format!("/subscriptions/{}", stax_bill::ACTIVE);
    // On one connection, which the client keeps and reuses.
    assert_eq!(bench.get(Provider::StaxBill, &path).await.status, 200);
    assert_eq!(bench.cancel(Provider::Kajabi).await.status, 200);
    assert!(bench.cancellation(Provider::StaxBill).send().await.is_err());
    assert_eq!(bench.get(Provider::StaxBill, &path).await.at("/status"), (200, json!("Active")));
}

#[tokio::test]
async fn a_connection_ends_without_a_byte_after_the_request_took_effect() {
    for effect in BOTH {
        let fault = Fault::CloseUnanswered(effect);
        let bench = bench(Provider::StaxBill, &fault).await;
        assert_eq!(raw(&bench).await.unwrap(), b"", "the connection is closed in good order");
        assert_effect(&bench, Provider::StaxBill, &fault);
        let received = bench.simulator.received_by(Provider::StaxBill, "cancelSubscription");
        assert_eq!((received.len(), received[0].answered), (1, None));
    }
}

#[tokio::test]
async fn a_truncated_body_has_its_full_length_in_its_head() {
    let bench = bench(Provider::StaxBill, &Fault::TruncatedBody).await;
    let bytes = raw(&bench).await.unwrap();
    let text = String::from_utf8(bytes).unwrap();
    let (head, body) = text.split_once("\r\n\r\n").unwrap();
    let length = head.lines().find_map(|line| line.strip_prefix("content-length: ")).unwrap();
    assert_eq!(body.len(), length.parse::<usize>().unwrap() / 2);
    assert_effect(&bench, Provider::StaxBill, &Fault::TruncatedBody);
}

#[tokio::test]
async fn nothing_is_ever_answered() {
    let bench = bench(Provider::Kajabi, &Fault::NeverAnswer(Effect::Applied)).await;
    let request = bench.cancellation(Provider::Kajabi).timeout(Duration::from_millis(200));
    assert!(request.send().await.unwrap_err().is_timeout());
    assert_eq!(bench.simulator.received_by(Provider::Kajabi, "cancelPurchaseSubscription")[0].answered, None);
}

#[tokio::test]
async fn a_proxy_answers_with_html() {
    for status in [500, 502, 503] {
        let bench = bench(Provider::Jetpack, &Fault::Html { status, effect: Effect::Applied }).await;
        let answer = bench.cancel(Provider::Jetpack).await;
        assert_eq!((answer.status, answer.header("content-type")), (status, Some("text/html; charset=utf-8")));
        assert!(answer.text.starts_with("<html>"));
    }
}

#[tokio::test]
async fn too_many_requests_come_with_the_documented_header_where_there_is_one() {
    for (provider, header, pointer) in [
        (Provider::Jetpack, None, "/error"),
        (Provider::StaxBill, Some("x-rate-limit-reset-minute"), "/Errors/0/Value"),
        (Provider::Rebilly, Some("x-ratelimit-retry-after"), "/title"),
        (Provider::Kajabi, None, "/errors/0/title"),
    ] {
        let bench = bench(provider, &Fault::TooManyRequests).await;
        let answer = bench.cancel(provider).await;
        let (status, text) = answer.at(pointer);
        assert!(status == 429 && text.is_string(), "{answer:?}");
        assert_eq!(header.map(|header| answer.header(header).is_some()), header.map(|_| true));
        assert_eq!(answer.header("retry-after"), None);
        assert_effect(&bench, provider, &Fault::TooManyRequests);
    }
}

#[tokio::test]
async fn a_status_that_no_document_lists() {
    let bench = bench(Provider::Rebilly, &Fault::Status { status: 418, effect: Effect::NotApplied }).await;
    let answer = bench.cancel(Provider::Rebilly).await;
    assert_eq!((answer.status, answer.json()), (418, json!({})));
}

#[tokio::test]
async fn a_status_that_a_document_lists_has_the_documents_example() {
    for (provider, status, pointer, expected) in [
        (Provider::Jetpack, 400, "/error", json!("invalid_input")),
        (Provider::StaxBill, 500, "/Errors/0/Value", json!("A system error occurred.")),
        (Provider::Rebilly, 422, "/invalidFields/0/field", json!("subscriptionId")),
        (Provider::Kajabi, 403, "/errors/0/status", json!("403")),
    ] {
        let fault = Fault::Documented { status, effect: Effect::NotApplied };
        let bench = bench(provider, &fault).await;
        let answer = bench.cancel(provider).await;
        assert_eq!(answer.at(pointer), (status, expected));
        assert_eq!(answer.header("x-rate-limit-limit-day").is_some(), provider == Provider::StaxBill);
        assert_effect(&bench, provider, &fault);
    }
    let bench = bench(Provider::Kajabi, &Fault::Documented { status: 429, effect: Effect::NotApplied }).await;
    assert_eq!(bench.cancel(Provider::Kajabi).await.header("x-simulator-bug"), Some("answer-against-the-document"));
}

#[tokio::test]
async fn a_body_that_does_not_fit_has_one_value_of_the_wrong_type() {
    for provider in Provider::all() {
        let bench = bench(provider, &Fault::MismatchedBody).await;
        let answer = bench.cancel(provider).await;
        assert!(answer.status < 300 && answer.json().is_object());
        assert_eq!(answer.text.matches(r#"[{"unexpected":true}]"#).count(), 1, "{}", answer.text);
        assert_effect(&bench, provider, &Fault::MismatchedBody);
    }
}

#[tokio::test]
async fn unknown_values_of_enums() {
    for (provider, pointers) in [
        (Provider::StaxBill, ["/status", "/planFrequency/interval"].as_slice()),
        (Provider::Rebilly, &["/status", "/canceledBy", "/reason", "/churnTimePolicy"]),
        (Provider::Kajabi, &["/data/type"]),
    ] {
        let bench = bench(provider, &Fault::UnknownEnumValues).await;
        let body = bench.cancel(provider).await.json();
        for pointer in pointers {
            assert_eq!(body.pointer(pointer), Some(&json!("simulator-unknown-value")), "{pointer}");
        }
    }
}

#[tokio::test]
async fn fields_that_no_document_has() {
    for (provider, inside) in [
        (Provider::Jetpack, ""),
        (Provider::StaxBill, "/planFrequency"),
        (Provider::Rebilly, "/lineItemSubtotal"),
        (Provider::Kajabi, "/data/attributes"),
    ] {
        let bench = bench(provider, &Fault::ExtraFields).await;
        let body = bench.cancel(provider).await.json();
        for place in ["", inside] {
            let extra = body.pointer(&format!("{place}/simulator_extra_field"));
            assert!(extra.is_some_and(Value::is_object), "{provider}: {place}");
        }
    }
}

#[tokio::test]
async fn a_member_that_is_required_is_missing() {
    for (provider, pointer) in
        [(Provider::Jetpack, "/success"), (Provider::StaxBill, "/id"), (Provider::Rebilly, "/lineItems/0/quantity")]
    {
        let bench = bench(provider, &Fault::MissingFields).await;
        let answer = bench.cancel(provider).await;
        assert!(answer.status < 300, "{provider}");
        assert_eq!(answer.json().pointer(pointer), None, "{provider}: {}", answer.text);
        assert_effect(&bench, provider, &Fault::MissingFields);
    }
}

#[tokio::test]
async fn a_success_without_its_proof() {
    for effect in BOTH {
        for (provider, pointer, expected) in [
            (Provider::Jetpack, "/success", json!(false)),
            (Provider::StaxBill, "/status", json!("Active")),
            (Provider::Rebilly, "/status", json!("draft")),
            (Provider::Kajabi, "/data/attributes/deactivated_at", Value::Null),
        ] {
            let fault = Fault::Unproven(effect);
            let bench = bench(provider, &fault).await;
            let (status, found) = bench.cancel(provider).await.at(pointer);
            assert!(status < 300 && found == expected, "{provider}: {status} {found}");
            assert_effect(&bench, provider, &fault);
        }
    }
}

#[tokio::test]
async fn a_redirect_leads_to_a_place_that_sees_who_follows() {
    let bench = bench(Provider::StaxBill, &Fault::Redirect).await;
    let answer = bench.cancel(Provider::StaxBill).await;
    let location = answer.header("location").unwrap();
    assert_eq!(
        (answer.status, location),
        (302, &*format!("{}/redirected", bench.simulator.root_url(Provider::StaxBill)))
    );
    assert_effect(&bench, Provider::StaxBill, &Fault::Redirect);
    Answer::read(common::client().get(location).send().await.unwrap()).await;
    let last = bench.simulator.received().pop().unwrap();
    assert_eq!((last.path.as_str(), last.provider), ("/stax-bill/redirected", Some(Provider::StaxBill)));
}

#[tokio::test]
async fn a_body_that_goes_on_and_on() {
    let bench = bench(Provider::Rebilly, &Fault::OversizedBody(3_000_000)).await;
    let answer = bench.cancel(Provider::Rebilly).await;
    assert_eq!((answer.text.len(), answer.header("content-length")), (3_000_000, None));
    assert_eq!(answer.at("/status"), (201, json!("completed")));
}

#[tokio::test]
async fn a_fault_is_wrapped_in_the_envelope_that_was_asked_for() {
    let bench = bench(Provider::Jetpack, &Fault::ExtraFields).await;
    let path = format!("/rest/v1.3/jpphp/{}/partner-cancel?http_envelope=true", jetpack::SITE);
    let answer = bench.post(Provider::Jetpack, &path).await;
    assert!(answer.json()["body"]["simulator_extra_field"].is_object());
    assert_eq!(answer.at("/code"), (200, json!(200)));
}

#[tokio::test]
async fn faults_can_be_taken_back() {
    let bench = bench(Provider::Kajabi, &Fault::Redirect).await;
    bench.simulator.clear_faults();
    assert_eq!(bench.cancel(Provider::Kajabi).await.status, 200);
}

#[tokio::test]
async fn a_fault_can_be_there_from_the_start_and_for_good() {
    let fault = Fault::Status { status: 418, effect: Effect::NotApplied };
    let builder = common::builder().fault(Target::provider(Provider::StaxBill), fault, Times::Always);
    let bench = Bench::of(builder).await;
    for _ in 0..3 {
        assert_eq!(bench.cancel(Provider::StaxBill).await.status, 418);
    }
}

#[test]
#[should_panic(expected = "`cancelEverything` is none of")]
fn a_fault_for_an_operation_that_does_not_exist_is_a_mistake() {
    let _ = Target::operation(Provider::StaxBill, "cancelEverything");
}
