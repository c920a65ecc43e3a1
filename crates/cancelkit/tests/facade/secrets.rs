//! No secret in anything that is shown or stored.

use std::fmt::Debug;

use cancelkit::{ConfirmRequest, ProviderId, Registry};
use serde_json::json as body;

use crate::server::{Server, json};
use crate::setup;

const SECRETS: [&str; 2] = ["marker-secret", "marker-token"];

fn check(what: &str, text: &str) {
    for secret in SECRETS {
        assert!(!text.contains(secret), "{what} holds {secret}: {text}");
    }
}

fn check_all<T: Debug + serde::Serialize>(what: &str, value: &T) {
    check(what, &format!("{value:?}"));
    check(what, &format!("{value:#?}"));
    check(what, &serde_json::to_string(value).unwrap());
}

#[tokio::test]
async fn plans_outcomes_and_errors_hold_none() {
    for id in ProviderId::ALL {
        for status in [200, 400, 401, 404, 429, 500] {
            let server = Server::start(move |request| {
                if request.line.ends_with("/token") {
                    json(200, body!({"access_token": "marker-token"}))
                } else {
                    json(
                        status,
                        body!({"success": true, "errors": [], "error": "x", "id": 12345, "status": "Cancelled"}),
                    )
                }
            })
            .await;
            let provider = setup::provider(id, Some(&server.url));
            let plan = setup::plan(&*provider);
            check_all("the plan", &plan);
            check("the plan", &plan.to_string());
            assert!(plan.preview.to_string().contains("[redacted]"), "{plan}");
            match provider.cancel(plan.clone()).await {
                Ok(outcome) => check_all("the outcome", &outcome),
                Err(error) => {
                    check_all("the error", &error);
                    check("the error", &error.to_string());
                }
            }
            if let Err(error) = provider.confirm(ConfirmRequest::from(&plan)).await {
                check_all("the error of the read", &error);
                check("the error of the read", &error.to_string());
            }
            assert!(server.received().iter().any(|request| SECRETS.iter().any(|secret| request.head.contains(secret))));
        }
    }
}

/// The provider of the environment, at this server.
fn of_environment(id: ProviderId, url: &str) -> Registry {
    let prefix = format!("CANCELKIT_{}_", id.as_str().to_uppercase().replace('-', "_"));
    let url = url.to_owned();
    Registry::from_lookup(move |name| {
        let name = name.strip_prefix(&prefix)?;
        Some(if name == "SERVER" { url.clone().into() } else { "marker-secret/1".into() })
    })
    .unwrap()
}

#[tokio::test]
async fn what_an_answer_repeats_is_taken_out() {
    const SECRET: &str = "marker-secret/1 marker-secret%2F1 bWFya2VyLXNlY3JldC8x";
    for id in ProviderId::ALL {
        let has_token = matches!(id, ProviderId::Jetpack | ProviderId::Kajabi);
        let repeated = if has_token { format!("{SECRET} marker-token") } else { SECRET.to_owned() };
        let not_found = body!({"title": &repeated});
        for (status, answer) in [
            (
                401,
                body!({
                    "errors": [{"title": &repeated, "detail": &repeated, "source": {"pointer": &repeated}}],
                    "title": &repeated, "detail": &repeated, "type": &repeated, "error": &repeated, "message": &repeated,
                    "ErrorId": 0, "HttpStatusCode": 401, "Errors": [{"Key": &repeated, "Value": &repeated}],
                    "invalidFields": [{"field": &repeated, "message": &repeated}],
                }),
            ),
            (403, body!({"error": &repeated, "message": &repeated, "title": &repeated})),
            (
                200,
                body!({
                    "success": true, "id": 12345, "status": &repeated, "cancellationTimestamp": &repeated,
                    "data": {"id": "900000001", "attributes": {"deactivated_at": &repeated}}, "products": [{"slug": &repeated}],
                }),
            ),
            (
                201,
                body!({"subscriptionId": "sub_EXAMPLE0001", "status": "confirmed", "churnTime": &repeated, "proratedInvoiceId": &repeated}),
            ),
        ] {
            let not_found = not_found.clone();
            let server = Server::start(move |request| {
                if request.line.ends_with("/token") {
                    json(200, body!({"access_token": "marker-token"}))
                } else if id == ProviderId::Rebilly && request.line.starts_with("GET /subscriptions/") {
                    json(200, body!({"id": "sub_EXAMPLE0001", "status": "active"}))
                } else if id == ProviderId::Rebilly && request.line.starts_with("GET ") {
                    json(404, &not_found)
                } else {
                    json(status, &answer)
                }
            })
            .await;
            let registry = of_environment(id, &server.url);
            let provider = registry.require(id).unwrap();
            let plan = setup::plan(provider);
            let check_all = |value: &dyn Debug, stored: String, shown: String| {
                for text in [format!("{value:?}"), stored, shown] {
                    check("it", &text);
                    assert!(!text.contains("marker-secret%2F1") && !text.contains("bWFya2VyLXNlY3JldC8x"), "{text}");
                }
            };
            match provider.cancel(plan.clone()).await {
                Ok(outcome) => {
                    check("the body", &String::from_utf8_lossy(outcome.answer.body()));
                    check_all(&outcome, serde_json::to_string(&outcome).unwrap(), outcome.to_string());
                }
                Err(error) => {
                    let body = error.answer.as_ref().unwrap().body().clone();
                    assert!(String::from_utf8_lossy(&body).contains("[redacted]"), "{id} {status}");
                    check_all(&error, serde_json::to_string(&error).unwrap(), error.to_string());
                }
            }
            match provider.confirm(ConfirmRequest::from(&plan)).await {
                Ok(found) => check_all(&found, serde_json::to_string(&found).unwrap(), found.to_string()),
                Err(error) => check_all(&error, serde_json::to_string(&error).unwrap(), error.to_string()),
            }
        }
    }
}

#[tokio::test]
async fn of_a_token_call_the_code_alone_is_kept() {
    for id in [ProviderId::Jetpack, ProviderId::Kajabi] {
        let server = Server::start(|_| {
            json(400, body!({"error": "invalid_client", "error_description": "a-secret", "message": "a-secret"}))
        })
        .await;
        let error = setup::cancel(&*setup::provider(id, Some(&server.url))).await.unwrap_err();
        assert_eq!((error.said.code.as_deref(), error.said.message.as_deref()), (Some("invalid_client"), None), "{id}");
        assert!(error.answer.is_none());
        assert!(!serde_json::to_string(&error).unwrap().contains("a-secret"));
    }
}

#[tokio::test]
async fn a_body_is_kept_and_not_shown() {
    let server = Server::start(|_| json(400, "<html>marker-secret")).await;
    let error = setup::cancel(&*setup::provider(ProviderId::StaxBill, Some(&server.url))).await.unwrap_err();
    check("the error", &format!("{error:?} {error:#?} {error}"));
    // The client of these tests does not give its key back, and nobody said it.
    assert_eq!(&error.answer.unwrap().body()[..], b"<html>marker-secret");

    let stax_bill = cancelkit::clients::stax_bill::Server::Custom(server.url.clone());
    let credentials = cancelkit::clients::stax_bill::Credentials::ApiKey("marker-secret".into());
    let client = cancelkit::clients::stax_bill::Client::new(stax_bill, credentials).unwrap();
    let knowing = cancelkit::StaxBill::new(client).with_known_secret(&"marker-secret".into());
    check("the provider", &format!("{knowing:?}"));
    let error = setup::cancel(&knowing).await.unwrap_err();
    assert_eq!(&error.answer.unwrap().body()[..], b"<html>[redacted]");
}

#[test]
fn providers_and_the_registry_show_none() {
    let lookup = |name: &str| (!name.ends_with("_SERVER")).then(|| "marker-secret".into());
    let registry = Registry::from_lookup(lookup).unwrap();
    assert_eq!(registry.iter().count(), 4);
    check("the registry", &format!("{registry:?} {registry:#?}"));
    let client = cancelkit::clients::kajabi::Client::new(
        cancelkit::clients::kajabi::Server::Production,
        cancelkit::clients::kajabi::Credentials::Anonymous,
    );
    let kajabi = cancelkit::Kajabi::new(client.unwrap(), "an-id", "marker-secret".into());
    check("the provider", &format!("{kajabi:?} {kajabi:#?}"));
}
