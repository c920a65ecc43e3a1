//! Every status that a document lists, of every operation, with the document's own example.

mod common;

use cancelkit_simulator::{Effect, Fault, Provider, Target, Times, jetpack, kajabi, rebilly, stax_bill};
use common::Bench;
use reqwest::RequestBuilder;
use serde_json::{Value, json};

fn document(provider: Provider) -> Value {
    let text = match provider {
        Provider::Jetpack => include_str!("../documents/jetpack.json"),
        Provider::StaxBill => include_str!("../documents/stax-bill.json"),
        Provider::Rebilly => include_str!("../documents/rebilly.json"),
        Provider::Kajabi => include_str!("../documents/kajabi.json"),
    };
    serde_json::from_str(text).expect("JSON")
}

/// Operation, method, path and status of everything that a document lists.
fn listed(provider: Provider) -> Vec<(String, String, String, u16)> {
    let document = document(provider);
    let mut found = Vec::new();
    for (path, item) in document["paths"].as_object().expect("as in the document") {
        for (method, operation) in item.as_object().expect("as in the document") {
            for (status, _) in operation["responses"].as_object().into_iter().flatten() {
                let id = operation["operationId"].as_str().expect("as in the document").to_owned();
                found.push((id, method.to_uppercase(), path.clone(), status.parse().expect("as in the document")));
            }
        }
    }
    found
}

/// A request that is what the document says.
fn request(bench: &Bench, provider: Provider, operation: &str, method: &str, path: &str) -> RequestBuilder {
    let id = match (provider, operation) {
        (Provider::StaxBill, _) => stax_bill::ACTIVE.to_string(),
        (Provider::Rebilly, "getSubscription") => rebilly::ACTIVE.to_owned(),
        (Provider::Rebilly, _) => rebilly::DRAFT_CANCELLATION.to_owned(),
        _ => kajabi::ACTIVE.to_owned(),
    };
    let path = path.replace("{id}", &id).replace("{siteOrBlogId}", jetpack::SITE);
    let request = bench.request(provider, method, &path);
    match (provider, operation) {
        (Provider::StaxBill, "cancelSubscription") => {
            request.json(&json!({ "subscriptionId": stax_bill::ACTIVE, "cancellationOption": "Full" }))
        }
        (Provider::Rebilly, "updateSubscriptionCancellation") => request.json(&json!({})),
        (Provider::Rebilly, "createSubscriptionReactivation") => {
            request.json(&json!({ "subscriptionId": rebilly::SCHEDULED }))
        }
        (Provider::Rebilly, _) if matches!(method, "POST" | "PUT") => {
            request.json(&json!({ "subscriptionId": rebilly::ACTIVE }))
        }
        (Provider::Jetpack, "createToken") => request.form(&[
            ("grant_type", "client_credentials"),
            ("scope", "jetpack-partner"),
            ("client_id", jetpack::CLIENT_ID),
            ("client_secret", jetpack::CLIENT_SECRET),
        ]),
        (Provider::Kajabi, "createToken") => {
            request.form(&[("username", kajabi::USERNAME), ("password", kajabi::PASSWORD)])
        }
        _ => request,
    }
}

#[tokio::test]
async fn every_operation_succeeds() {
    let bench = Bench::start().await;
    for provider in Provider::all() {
        let mut operations = listed(provider);
        // What deletes comes last, because the others need what it deletes.
        operations.sort_by_key(|(_, method, _, _)| method == "DELETE");
        operations.dedup_by(|one, other| one.0 == other.0);
        for (operation, method, path, _) in operations {
            if operation == "deleteSubscriptionCancellation" {
                let draft = json!({ "subscriptionId": rebilly::OTHER_ACTIVE, "status": "draft" });
                let path = "/subscription-cancellations/another-draft";
                assert_eq!(bench.json(provider, "PUT", path, draft).await.status, 201);
                let answer = bench.send(bench.request(provider, "DELETE", path)).await;
                assert_eq!(answer.status, 204);
                continue;
            }
            let bench = Bench::start().await;
            let answer = bench.send(request(&bench, provider, &operation, &method, &path)).await;
            assert!(answer.status < 300, "{provider}/{operation}: {answer:?}");
            bench.assert_clean();
        }
    }
    bench.assert_clean();
}

#[tokio::test]
async fn every_documented_status_can_be_had() {
    let bench = Bench::start().await;
    let mut had = 0;
    for provider in Provider::all() {
        for (operation, method, path, status) in listed(provider) {
            let fault = Fault::Documented { status, effect: Effect::NotApplied };
            bench.simulator.set_fault(Target::operation(provider, &operation), fault, Times::Once);
            let answer = bench.send(request(&bench, provider, &operation, &method, &path)).await;
            assert_eq!(answer.status, status, "{provider}/{operation}: {answer:?}");
            had += 1;
        }
    }
    assert!(had > 60, "{had}");
    bench.assert_clean();
}
