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

#[tokio::test]
async fn a_body_is_kept_and_not_shown() {
    let server = Server::start(|_| json(400, "<html>marker-secret")).await;
    let error = setup::cancel(&*setup::provider(ProviderId::StaxBill, Some(&server.url))).await.unwrap_err();
    check("the error", &format!("{error:?} {error:#?} {error}"));
    assert_eq!(&error.answer.unwrap().body()[..], b"<html>marker-secret");
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
