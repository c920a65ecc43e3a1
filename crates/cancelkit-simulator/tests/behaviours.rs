//! Where a provider documents nothing: each plausible behaviour.

mod common;

use cancelkit_simulator::{Behaviour, Provider, jetpack, kajabi, rebilly, stax_bill};
use common::{Answer, Bench};
use serde_json::{Value, json};

/// A simulator that deviates in one choice.
async fn bench(choice: &str, value: &str) -> Bench {
    let mut behaviour = Behaviour::default();
    behaviour.set(choice, value).expect("a choice");
    Bench::with(behaviour).await
}

#[tokio::test]
async fn whatever_is_chosen_a_cancellation_ends_its_subscription_and_nothing_breaks_a_promise() {
    for (name, behaviour) in Behaviour::each() {
        let bench = Bench::with(behaviour).await;
        for provider in Provider::all() {
            let first = bench.cancel(provider).await;
            assert!(first.status < 300, "{name}: {provider}: {first:?}");
            assert!(bench.is_cancelled(provider), "{name}: {provider}");
            let second = bench.cancel(provider).await;
            assert!(second.status < 500, "{name}: {provider}: {second:?}");
            assert!(bench.is_cancelled(provider), "{name}: {provider}");
        }
        bench.assert_clean();
    }
}

#[tokio::test]
async fn a_second_cancellation_at_jetpack() {
    for choice in jetpack::SecondCancel::all() {
        let bench = bench("jetpack.second-cancel", choice.name()).await;
        bench.cancel(Provider::Jetpack).await;
        let (status, body) = bench.cancel(Provider::Jetpack).await.at("");
        match choice {
            jetpack::SecondCancel::SuccessFalse => assert_eq!((status, body), (200, json!({ "success": false }))),
            jetpack::SecondCancel::InvalidInput => assert_eq!((status, &body["error"]), (400, &json!("invalid_input"))),
            jetpack::SecondCancel::SameAnswer => assert_eq!((status, body), (200, json!({ "success": true }))),
        }
        // What was never there is no second time.
        let path = format!("/rest/v1.3/jpphp/{}/partner-cancel", jetpack::SITE_WITHOUT_PLAN);
        assert_eq!(bench.post(Provider::Jetpack, &path).await.at("/success"), (200, json!(false)));
    }
}

#[tokio::test]
async fn an_invalid_token_at_jetpack() {
    for (choice, status, error) in [("invalid-scope", 403, "invalid_scope"), ("unauthorized", 401, "invalid_token")] {
        let bench = bench("jetpack.invalid-token", choice).await;
        bench.simulator.edit(|state| state.jetpack.invalidate_tokens());
        assert_eq!(bench.cancel(Provider::Jetpack).await.at("/error"), (status, json!(error)));
        bench.assert_clean();
    }
}

#[tokio::test]
async fn the_shapes_of_jetpacks_errors() {
    for (choice, code, message) in [("plugin", "error", "message"), ("page", "error_code", "error_message")] {
        let bench = bench("jetpack.error-shape", choice).await;
        let path = format!("/rest/v1.3/jpphp/{}/partner-cancel", jetpack::UNKNOWN_SITE);
        let body = bench.post(Provider::Jetpack, &path).await.json();
        assert_eq!((&body[code], body[message].is_string()), (&json!("invalid_blog"), true));
    }
    for (choice, message) in [("message", "message"), ("error-description", "error_description")] {
        let bench = bench("jetpack.token-error-shape", choice).await;
        assert!(bench.jetpack_token("x", "y").await.json()[message].is_string());
        bench.assert_clean();
    }
}

#[tokio::test]
async fn how_jetpack_spells_its_lists() {
    for (choice, slugs) in [
        ("as-plan", ["premium", "jetpack-scan", "jetpack-backup-daily", "jetpack-anti-spam"]),
        ("as-product", ["jetpack_premium", "jetpack_scan", "jetpack_backup_daily", "jetpack_anti_spam"]),
    ] {
        let bench = bench("jetpack.slug-spelling", choice).await;
        let body = bench.get(Provider::Jetpack, &format!("/rest/v1.4/jpphp/{}/status", jetpack::SITE)).await.json();
        let found: Vec<&Value> = body["products"].as_array().unwrap().iter().map(|product| &product["slug"]).collect();
        assert_eq!(found, slugs);
    }
    for (choice, element) in
        [("slugs", json!("jetpack-anti-spam")), ("objects", json!({ "slug": "jetpack-anti-spam" }))]
    {
        let bench = bench("jetpack.activation-form", choice).await;
        let path = format!("/rest/v1.3/jpphp/{}/partner-cancel", jetpack::SITE);
        let answer = bench.json(Provider::Jetpack, "POST", &path, json!({ "cancel-all": true })).await;
        assert_eq!(answer.json()["pending_activations"], json!([element]));
        bench.assert_clean();
    }
}

#[tokio::test]
async fn a_second_cancellation_at_stax_bill() {
    for (choice, status) in [("business-error", 400), ("same-answer", 200), ("not-found", 404)] {
        let bench = bench("stax-bill.second-cancel", choice).await;
        bench.cancel(Provider::StaxBill).await;
        assert_eq!(bench.cancel(Provider::StaxBill).await.status, status);
    }
    let bench = bench("stax-bill.business-rule", "conflict").await;
    let body = json!({ "subscriptionId": stax_bill::DRAFT, "cancellationOption": "None" });
    let answer = bench.json(Provider::StaxBill, "POST", "/subscriptionCancellation", body).await;
    assert_eq!(answer.at("/HttpStatusCode"), (409, json!(409)));
}

#[tokio::test]
async fn a_cancellation_at_stax_bill_without_its_moment() {
    let bench = bench("stax-bill.cancellation-timestamp", "null").await;
    let body = bench.cancel(Provider::StaxBill).await.json();
    assert_eq!((&body["status"], &body["cancellationTimestamp"]), (&json!("Cancelled"), &Value::Null));
}

async fn put(bench: &Bench, id: &str, subscription: &str) -> Answer {
    let body = json!({ "subscriptionId": subscription, "churnTimePolicy": "at-next-renewal" });
    bench.json(Provider::Rebilly, "PUT", &format!("/subscription-cancellations/{id}"), body).await
}

#[tokio::test]
async fn a_second_cancellation_at_rebilly() {
    for (choice, status) in [("validation-error", 422), ("created", 201)] {
        let bench = bench("rebilly.second-cancel", choice).await;
        for subscription in [rebilly::SCHEDULED, rebilly::CHURNED] {
            let before = bench.simulator.state().rebilly.subscription(subscription).unwrap().status;
            assert_eq!(put(&bench, &format!("second-{subscription}"), subscription).await.status, status);
            assert_eq!(bench.simulator.state().rebilly.subscription(subscription).unwrap().status, before);
        }
        bench.assert_clean();
    }
}

#[tokio::test]
async fn the_status_of_an_immediate_cancellation_at_rebilly() {
    for choice in ["completed", "confirmed"] {
        let bench = bench("rebilly.immediate-status", choice).await;
        assert_eq!(bench.cancel(Provider::Rebilly).await.at("/status"), (201, json!(choice)));
        let read = bench.get(Provider::Rebilly, "/subscription-cancellations/key-1").await;
        assert_eq!(read.at("/status"), (200, json!("completed")));
    }
}

#[tokio::test]
async fn an_unset_policy_at_rebilly() {
    for (choice, expected) in [("null", Some(Value::Null)), ("quoted-null", Some(json!("null"))), ("absent", None)] {
        let bench = bench("rebilly.unset-policy", choice).await;
        let body = json!({ "subscriptionId": rebilly::ACTIVE, "churnTimePolicy": null });
        let answer = bench.json(Provider::Rebilly, "PUT", "/subscription-cancellations/key-1", body).await;
        assert_eq!(answer.json().get("churnTimePolicy").cloned(), expected);
        bench.assert_clean();
    }
}

#[tokio::test]
async fn a_put_on_what_is_completed_or_revoked_at_rebilly() {
    for (choice, status) in [("unchanged", 200), ("validation-error", 422)] {
        let bench = bench("rebilly.completed-put", choice).await;
        assert_eq!(put(&bench, rebilly::COMPLETED_CANCELLATION, rebilly::CHURNED).await.status, status);
    }
    for (choice, status, then) in
        [("cancels-again", 200, "canceled"), ("unchanged", 200, "active"), ("validation-error", 422, "active")]
    {
        let bench = bench("rebilly.revoked-put", choice).await;
        let body = json!({ "subscriptionId": rebilly::SCHEDULED });
        bench.json(Provider::Rebilly, "POST", "/subscription-reactivations", body).await;
        assert_eq!(put(&bench, rebilly::SCHEDULED_CANCELLATION, rebilly::SCHEDULED).await.status, status);
        let state = bench.simulator.state();
        assert_eq!(state.rebilly.subscription(rebilly::SCHEDULED).unwrap().status.name(), then, "{choice}");
        bench.assert_clean();
    }
}

#[tokio::test]
async fn a_put_on_another_subscriptions_cancellation_at_rebilly() {
    for (choice, status, old, new) in
        [("validation-error", 422, "canceled", "active"), ("moves", 200, "active", "canceled")]
    {
        let bench = bench("rebilly.foreign-put", choice).await;
        assert_eq!(put(&bench, rebilly::SCHEDULED_CANCELLATION, rebilly::ACTIVE).await.status, status);
        let state = bench.simulator.state();
        assert_eq!(state.rebilly.subscription(rebilly::SCHEDULED).unwrap().status.name(), old);
        assert_eq!(state.rebilly.subscription(rebilly::ACTIVE).unwrap().status.name(), new);
        bench.assert_clean();
    }
}

#[tokio::test]
async fn a_patch_of_nothing_at_rebilly() {
    for (choice, status) in [("validation-error", 422), ("not-found", 404)] {
        let bench = bench("rebilly.missing-patch", choice).await;
        let path = "/subscription-cancellations/nothing";
        assert_eq!(bench.json(Provider::Rebilly, "PATCH", path, json!({})).await.status, status);
        bench.assert_clean();
    }
}

#[tokio::test]
async fn a_second_cancellation_at_kajabi() {
    for (choice, status) in [("unprocessable", 422), ("same-answer", 200), ("not-found", 404)] {
        let bench = bench("kajabi.second-cancel", choice).await;
        let first = bench.cancel(Provider::Kajabi).await;
        let second = bench.cancel(Provider::Kajabi).await;
        assert_eq!(second.status, status);
        if status == 200 {
            assert_eq!(second.json(), first.json());
        }
    }
}

#[tokio::test]
async fn a_refresh_token_at_kajabi() {
    for (choice, again) in [("kept", 200), ("rotated", 401)] {
        let bench = bench("kajabi.refresh-token", choice).await;
        let session = bench.kajabi_token(kajabi::CLIENT_ID, kajabi::CLIENT_SECRET).await.json();
        let refresh = session["refresh_token"].as_str().unwrap();
        let form = [("grant_type", "refresh_token"), ("refresh_token", refresh)];
        let renew = async || bench.send(bench.request(Provider::Kajabi, "POST", "/v1/oauth/token").form(&form)).await;
        let renewed = renew().await.json();
        assert_eq!(renewed["refresh_token"] == session["refresh_token"], choice == "kept");
        assert_eq!(renew().await.status, again);
        bench.assert_clean();
    }
}
