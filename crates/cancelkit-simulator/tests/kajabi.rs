//! Kajabi's operations.

mod common;

use std::time::Duration;

use cancelkit_simulator::Provider::Kajabi;
use cancelkit_simulator::{SignedDuration, kajabi};
use common::{Answer, Bench};
use serde_json::json;

const NOW: &str = "2026-11-22T09:30:00.000Z";

async fn post(bench: &Bench, id: &str, what: &str) -> Answer {
    bench.post(Kajabi, &format!("/v1/purchases/{id}/{what}")).await
}

async fn token(bench: &Bench, form: &[(&str, &str)]) -> Answer {
    bench.send(bench.request(Kajabi, "POST", "/v1/oauth/token").form(form)).await
}

#[tokio::test]
async fn cancelling_ends_the_subscription_and_deactivates_the_purchase() {
    let bench = Bench::start().await;
    let before = bench.get(Kajabi, &format!("/v1/purchases/{}", kajabi::ACTIVE)).await;
    assert_eq!(before.at("/data/attributes/deactivated_at"), (200, json!(null)));
    assert_eq!(before.header("content-type"), Some("application/vnd.api+json"));
    let answer = post(&bench, kajabi::ACTIVE, "cancel_subscription").await;
    assert_eq!(answer.at("/data/attributes/deactivated_at"), (200, json!(NOW)));
    let after = bench.get(Kajabi, &format!("/v1/purchases/{}", kajabi::ACTIVE)).await;
    assert_eq!(after.json(), answer.json());
    let state = bench.simulator.state();
    assert!(!state.kajabi.purchase(kajabi::ACTIVE).unwrap().billing);
    assert!(state.kajabi.purchase(kajabi::OTHER_ACTIVE).unwrap().billing);
    bench.assert_clean();
}

#[tokio::test]
async fn deactivating_leaves_the_subscription_billing_and_reactivating_leaves_it_ended() {
    let bench = Bench::start().await;
    let billing = |id: &str| bench.simulator.state().kajabi.purchase(id).unwrap().billing;
    let answer = post(&bench, kajabi::ACTIVE, "deactivate").await;
    assert_eq!(answer.at("/data/attributes/deactivated_at"), (200, json!(NOW)));
    assert!(billing(kajabi::ACTIVE) && billing(kajabi::DEACTIVATED_STILL_BILLING));
    post(&bench, kajabi::DEACTIVATED_STILL_BILLING, "cancel_subscription").await;
    assert!(!billing(kajabi::DEACTIVATED_STILL_BILLING));
    let answer = post(&bench, kajabi::CANCELLED, "reactivate").await;
    assert_eq!(answer.at("/data/attributes/deactivated_at"), (200, json!(null)));
    assert!(!billing(kajabi::CANCELLED));
    bench.assert_clean();
}

#[tokio::test]
async fn what_cannot_be_cancelled_is_refused() {
    let bench = Bench::start().await;
    let answer = post(&bench, kajabi::WITHOUT_SUBSCRIPTION, "cancel_subscription").await;
    assert_eq!(answer.at("/errors/0/status"), (422, json!("422")));
    for what in ["cancel_subscription", "deactivate", "reactivate"] {
        assert_eq!(post(&bench, kajabi::UNKNOWN, what).await.at("/errors/0/status"), (404, json!("404")));
    }
    assert_eq!(bench.get(Kajabi, &format!("/v1/purchases/{}", kajabi::UNKNOWN)).await.status, 404);
    bench.assert_clean();
}

#[tokio::test]
async fn only_the_attributes_that_are_asked_for_are_shown() {
    let bench = Bench::start().await;
    let path = format!("/v1/purchases/{}?fields[purchases]=deactivated_at,currency", kajabi::ACTIVE);
    let answer = bench.get(Kajabi, &path).await;
    assert_eq!(answer.at("/data/attributes"), (200, json!({ "currency": "USD", "deactivated_at": null })));
    bench.assert_clean();
}

#[tokio::test]
async fn a_session_is_had_in_three_ways() {
    let bench = Bench::start().await;
    let by_key = bench.kajabi_token(kajabi::CLIENT_ID, kajabi::CLIENT_SECRET).await;
    assert_eq!(by_key.at("/expires_in"), (200, json!(7200)));
    assert_eq!(by_key.header("content-type"), Some("application/json"));
    let refresh = by_key.json()["refresh_token"].as_str().unwrap().to_owned();
    let renewed = token(&bench, &[("grant_type", "refresh_token"), ("refresh_token", &refresh)]).await;
    assert_eq!(renewed.at("/token_type"), (200, json!("Bearer")));
    assert_ne!(renewed.json()["access_token"], by_key.json()["access_token"]);
    let by_user = token(&bench, &[("username", kajabi::USERNAME), ("password", kajabi::PASSWORD)]).await;
    assert_eq!(by_user.status, 200);
    bench.assert_clean();
}

#[tokio::test]
async fn a_wrong_proof_is_answered_with_plain_json() {
    let bench = Bench::start().await;
    let (id, secret) = (kajabi::CLIENT_ID, kajabi::CLIENT_SECRET);
    let key = ("grant_type", "client_credentials");
    for (form, status) in [
        (vec![key, ("client_id", id), ("client_secret", "wrong")], 401),
        (vec![key, ("client_id", id)], 400),
        (vec![key, ("client_secret", secret)], 400),
        (vec![("grant_type", "refresh_token"), ("refresh_token", "wrong")], 401),
        (vec![("grant_type", "refresh_token")], 400),
        (vec![("username", kajabi::USERNAME), ("password", "wrong")], 401),
        (vec![("username", kajabi::USERNAME)], 400),
    ] {
        let answer = token(&bench, &form).await;
        assert_eq!(answer.status, status, "{form:?}");
        assert!(answer.json()["error"].is_string());
    }
    bench.assert_clean();
}

#[tokio::test]
async fn an_access_token_expires() {
    let bench = Bench::of(common::builder().kajabi_expires_in(Duration::from_secs(60))).await;
    let path = format!("/v1/purchases/{}", kajabi::ACTIVE);
    bench.simulator.clock().advance(SignedDuration::from_secs(59));
    assert_eq!(bench.get(Kajabi, &path).await.status, 200);
    bench.simulator.clock().advance(SignedDuration::from_secs(1));
    let expired = bench.get(Kajabi, &path).await;
    assert_eq!(expired.at("/errors/0/status"), (401, json!("401")));
    bench.assert_clean();
}

#[tokio::test]
async fn tokens_can_be_ended_and_kept_from_purchases() {
    let mut bench = Bench::start().await;
    let session = bench.kajabi_token(kajabi::CLIENT_ID, kajabi::CLIENT_SECRET).await.json();
    let refresh = session["refresh_token"].as_str().unwrap().to_owned();
    bench.simulator.edit(|state| state.kajabi.invalidate_access_tokens());
    assert_eq!(post(&bench, kajabi::ACTIVE, "cancel_subscription").await.status, 401);
    assert_eq!(token(&bench, &[("grant_type", "refresh_token"), ("refresh_token", &refresh)]).await.status, 200);
    bench.simulator.edit(|state| state.kajabi.invalidate_all_tokens());
    assert_eq!(token(&bench, &[("grant_type", "refresh_token"), ("refresh_token", &refresh)]).await.status, 401);

    let restricted = bench.kajabi_token(kajabi::RESTRICTED_CLIENT_ID, kajabi::RESTRICTED_CLIENT_SECRET).await.json();
    bench.sign(Kajabi, "authorization", &format!("Bearer {}", restricted["access_token"].as_str().unwrap()));
    assert_eq!(post(&bench, kajabi::ACTIVE, "cancel_subscription").await.at("/errors/0/status"), (403, json!("403")));
    assert!(!bench.is_cancelled(Kajabi));
    bench.assert_clean();
}
