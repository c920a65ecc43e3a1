//! Requests that are not what the document says.

mod common;

use cancelkit_simulator::{Provider, ViolationKind, jetpack, kajabi, rebilly, stax_bill};
use common::{Answer, Bench};
use serde_json::json;

/// The kinds of all broken rules.
fn kinds(bench: &Bench) -> Vec<ViolationKind> {
    bench.simulator.violations().iter().map(|violation| violation.kind).collect()
}

/// The request was refused for this reason and nothing else was wrong.
#[track_caller]
fn assert_refused(bench: &Bench, answer: &Answer, status: u16, kind: ViolationKind) {
    assert_eq!((answer.status, answer.header("x-simulator-refusal")), (status, Some(kind.name())), "{answer:?}");
    assert_eq!(kinds(bench), [kind]);
    bench.assert_no_bugs();
}

#[tokio::test]
async fn an_unknown_path() {
    for (provider, path) in [
        (Provider::Jetpack, "/rest/v1.3/jpphp/example.com/demo/wp/partner-cancel"),
        (Provider::StaxBill, "/subscriptioncancellation"),
        (Provider::Kajabi, "/v1/purchases/1/cancel"),
    ] {
        let bench = Bench::start().await;
        let answer = bench.post(provider, path).await;
        assert_refused(&bench, &answer, 404, ViolationKind::UnknownPath);
        let violation = &bench.simulator.violations()[0];
        assert_eq!((violation.provider, violation.operation.as_deref()), (Some(provider), None));
    }
}

#[tokio::test]
async fn an_unknown_provider() {
    let bench = Bench::start().await;
    let url = format!("http://{}/stripe/v1/subscriptions", bench.simulator.address());
    let answer = Answer::read(common::client().get(url).send().await.unwrap()).await;
    assert_refused(&bench, &answer, 404, ViolationKind::UnknownPath);
    assert_eq!(bench.simulator.violations()[0].provider, None);
}

#[tokio::test]
async fn an_unknown_method() {
    let bench = Bench::start().await;
    let answer = bench.send(bench.request(Provider::Rebilly, "DELETE", "/subscription-cancellations")).await;
    assert_refused(&bench, &answer, 405, ViolationKind::UnknownMethod);
    assert_eq!(answer.header("allow"), Some("GET, POST"));
}

#[tokio::test]
async fn an_invalid_path_parameter() {
    let bench = Bench::start().await;
    let answer = bench.get(Provider::StaxBill, "/subscriptions/twelve").await;
    assert_refused(&bench, &answer, 400, ViolationKind::PathParameter);
    for id in ["a".repeat(51), "a%2Fb".to_owned(), "a%20b".to_owned()] {
        let bench = Bench::start().await;
        let answer = bench.get(Provider::Rebilly, &format!("/subscriptions/{id}")).await;
        assert_refused(&bench, &answer, 400, ViolationKind::PathParameter);
        assert_eq!(answer.header("content-type"), Some("application/problem+json"));
    }
}

#[tokio::test]
async fn an_invalid_or_repeated_query_parameter() {
    for query in ["limit=-1", "limit=many", "limit=1&limit=2"] {
        let bench = Bench::start().await;
        let answer = bench.get(Provider::Rebilly, &format!("/subscription-cancellations?{query}")).await;
        assert_refused(&bench, &answer, 400, ViolationKind::QueryParameter);
    }
    let bench = Bench::start().await;
    let path = format!("/rest/v1.4/jpphp/{}/status?http_envelope=1", jetpack::SITE);
    let answer = bench.get(Provider::Jetpack, &path).await;
    assert_refused(&bench, &answer, 400, ViolationKind::QueryParameter);
}

#[tokio::test]
async fn an_unknown_query_parameter() {
    for (provider, path) in [
        (Provider::Kajabi, format!("/v1/purchases/{}?fields=id", kajabi::ACTIVE)),
        (Provider::StaxBill, format!("/subscriptions/{}?verbose", stax_bill::ACTIVE)),
        (Provider::Jetpack, format!("/rest/v1.4/jpphp/{}/status?plan=premium", jetpack::SITE)),
    ] {
        let bench = Bench::start().await;
        let answer = bench.get(provider, &path).await;
        assert_refused(&bench, &answer, 400, ViolationKind::UnknownQueryParameter);
    }
}

#[tokio::test]
async fn an_accept_that_excludes_every_answer() {
    let bench = Bench::start().await;
    let request = bench.cancellation(Provider::Kajabi).header("accept", "application/json");
    let answer = bench.send(request).await;
    assert_refused(&bench, &answer, 406, ViolationKind::Accept);
    assert!(!bench.is_cancelled(Provider::Kajabi));
}

#[tokio::test]
async fn another_content_type() {
    let bench = Bench::start().await;
    let body = json!({ "subscriptionId": stax_bill::ACTIVE, "cancellationOption": "None" }).to_string();
    for content_type in [Some("text/plain"), None] {
        let bench = Bench::start().await;
        let mut request = bench.request(Provider::StaxBill, "POST", "/subscriptionCancellation").body(body.clone());
        if let Some(content_type) = content_type {
            request = request.header("content-type", content_type);
        }
        let answer = bench.send(request).await;
        assert_refused(&bench, &answer, 415, ViolationKind::ContentType);
        assert!(!bench.is_cancelled(Provider::StaxBill));
    }
    let request = bench.request(Provider::StaxBill, "POST", "/subscriptionCancellation").body(body);
    let answer = bench.send(request.header("content-type", "Application/JSON; charset=utf-8")).await;
    assert_eq!(answer.status, 200);
    bench.assert_clean();
}

#[tokio::test]
async fn a_body_that_is_missing_or_unreadable() {
    for body in ["", "{subscriptionId:12345,cancellationOption:'None'}", "[]"] {
        let bench = Bench::start().await;
        let request = bench.request(Provider::StaxBill, "POST", "/subscriptionCancellation");
        let answer = bench.send(request.header("content-type", "application/json").body(body)).await;
        assert_refused(&bench, &answer, 400, ViolationKind::Body);
        assert_eq!(answer.at("/HttpStatusCode"), (400, json!(400)));
    }
}

#[tokio::test]
async fn a_body_against_its_schema_is_answered_in_the_providers_shape() {
    let bench = Bench::start().await;
    let path = format!("/rest/v1.3/jpphp/{}/partner-cancel", jetpack::SITE);
    let answer = bench.json(Provider::Jetpack, "POST", &path, json!({ "plan": "business" })).await;
    assert_eq!(answer.at("/error"), (400, json!("invalid_input")));
    assert_refused(&bench, &answer, 400, ViolationKind::Body);

    let bench = Bench::start().await;
    let line = json!({ "type": "debit", "unitPriceAmount": 1, "unitPriceCurrency": "DOLLARS", "quantity": 1 });
    let body = json!({ "subscriptionId": rebilly::ACTIVE, "lineItems": [line] });
    let answer = bench.json(Provider::Rebilly, "PUT", "/subscription-cancellations/key-1", body).await;
    assert_eq!(answer.at("/invalidFields/0/field"), (422, json!("lineItems.0.unitPriceCurrency")));
    assert_refused(&bench, &answer, 422, ViolationKind::Body);

    let bench = Bench::start().await;
    let request = bench.request(Provider::Kajabi, "POST", "/v1/oauth/token").form(&[("grant_type", "password")]);
    let answer = bench.send(request).await;
    assert!(answer.json()["error"].as_str().unwrap().starts_with("grant_type"));
    assert_refused(&bench, &answer, 400, ViolationKind::Body);
}

#[tokio::test]
async fn members_that_only_the_provider_writes() {
    let bench = Bench::start().await;
    let body = json!({ "id": "key-1", "subscriptionId": rebilly::ACTIVE });
    let answer = bench.json(Provider::Rebilly, "PUT", "/subscription-cancellations/key-1", body).await;
    assert_eq!(answer.at("/invalidFields/0/field"), (422, json!("id")));
    assert_refused(&bench, &answer, 422, ViolationKind::Body);
}

#[tokio::test]
async fn a_time_that_is_none() {
    let bench = Bench::start().await;
    let body = json!({ "subscriptionId": rebilly::ACTIVE, "churnTime": "tomorrow" });
    let answer = bench.json(Provider::Rebilly, "PUT", "/subscription-cancellations/key-1", body).await;
    assert_eq!(answer.at("/invalidFields/0/field"), (422, json!("churnTime")));
    assert_refused(&bench, &answer, 422, ViolationKind::Body);
}

#[tokio::test]
async fn a_form_field_given_twice() {
    let bench = Bench::start().await;
    let form = [("plan", "premium"), ("plan", "personal")];
    let path = format!("/rest/v1.3/jpphp/{}/partner-cancel", jetpack::SITE);
    let answer = bench.send(bench.request(Provider::Jetpack, "POST", &path).form(&form)).await;
    assert_refused(&bench, &answer, 400, ViolationKind::Body);
}

#[tokio::test]
async fn a_body_where_there_is_none() {
    let bench = Bench::start().await;
    let answer = bench.send(bench.cancellation(Provider::Kajabi).json(&json!({}))).await;
    assert_refused(&bench, &answer, 400, ViolationKind::UnexpectedBody);
    assert!(!bench.is_cancelled(Provider::Kajabi));
}

#[tokio::test]
async fn a_body_beyond_all_measure() {
    let bench = Bench::start().await;
    let request = bench.cancellation(Provider::StaxBill).body(" ".repeat(2 * 1024 * 1024));
    // The simulator may answer before the whole body was sent, which resets the connection.
    if let Ok(response) = request.send().await {
        assert_eq!(response.status(), 413);
    }
    assert_eq!(kinds(&bench), [ViolationKind::TooLarge]);
}

#[tokio::test]
async fn a_missing_credential_comes_first() {
    for (provider, status) in
        [(Provider::Jetpack, 403), (Provider::StaxBill, 401), (Provider::Rebilly, 401), (Provider::Kajabi, 401)]
    {
        let mut bench = Bench::start().await;
        bench.unsign(provider);
        let answer = bench.cancel(provider).await;
        assert_refused(&bench, &answer, status, ViolationKind::Credential);
        assert!(!bench.is_cancelled(provider));
    }
}

#[tokio::test]
async fn without_strictness_requests_are_refused_and_not_recorded() {
    let bench = Bench::of(common::builder().strict(false)).await;
    assert_eq!(bench.post(Provider::Kajabi, "/v1/nothing").await.status, 404);
    assert_eq!(bench.get(Provider::StaxBill, "/subscriptions/x").await.status, 400);
    assert_eq!(kinds(&bench), []);
}

#[tokio::test]
async fn what_was_received_is_kept_without_the_values_of_headers() {
    let bench = Bench::start().await;
    bench.cancel(Provider::Rebilly).await;
    let received = bench.simulator.received_by(Provider::Rebilly, "putSubscriptionCancellation");
    let [request] = received.as_slice() else { panic!("one request") };
    assert_eq!(request.method, "PUT");
    assert_eq!(request.path, "/rebilly/organizations/org_simulator/subscription-cancellations/key-1");
    assert_eq!(request.json().unwrap()["subscriptionId"], rebilly::ACTIVE);
    assert_eq!(request.content_type.as_deref(), Some("application/json"));
    assert_eq!(request.answered, Some(201));
    assert!(request.has_header("REB-APIKEY"));
    assert!(!format!("{:?}", bench.simulator.received()).contains(rebilly::API_KEY));
    let token = &bench.simulator.received_by(Provider::Jetpack, "createToken")[0];
    assert!(token.form().contains(&("scope".to_owned(), "jetpack-partner".to_owned())));
}
