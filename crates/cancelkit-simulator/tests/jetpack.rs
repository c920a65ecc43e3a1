//! Jetpack's operations.

mod common;

use cancelkit_simulator::Provider::Jetpack;
use cancelkit_simulator::jetpack::{self, Product};
use common::Bench;
use serde_json::{Value, json};

fn cancel_path(site: &str) -> String {
    format!("/rest/v1.3/jpphp/{site}/partner-cancel")
}

fn status_path(site: &str) -> String {
    format!("/rest/v1.4/jpphp/{site}/status")
}

async fn slugs(bench: &Bench, site: &str) -> Vec<Value> {
    let answer = bench.get(Jetpack, &status_path(site)).await;
    let products = answer.json()["products"].as_array().cloned().expect("a list");
    products.into_iter().map(|product| product["slug"].clone()).collect()
}

#[tokio::test]
async fn a_token_is_given_for_the_right_credentials_only() {
    let bench = Bench::start().await;
    let answer = bench.jetpack_token(jetpack::CLIENT_ID, jetpack::CLIENT_SECRET).await;
    assert_eq!(answer.at("/token_type"), (200, json!("bearer")));
    assert_eq!(answer.json()["blog_url"], 0);
    let answer = bench.jetpack_token(jetpack::CLIENT_ID, "wrong").await;
    assert_eq!(answer.at("/error"), (400, json!("invalid_client")));
    assert_eq!(bench.simulator.state().jetpack.tokens_given(), 2);
    bench.assert_clean();
}

#[tokio::test]
async fn a_plan_is_cancelled_by_name_or_without() {
    let bench = Bench::start().await;
    let answer = bench.post(Jetpack, &cancel_path(jetpack::SITE)).await;
    assert_eq!((answer.status, answer.json()), (200, json!({ "success": true })));
    assert!(!bench.simulator.state().jetpack.has(jetpack::SITE, jetpack::PLAN));
    let items = ["jetpack-scan", "jetpack-backup-daily", "jetpack-anti-spam"];
    assert_eq!(slugs(&bench, jetpack::SITE).await, items);

    // By blog id, as a form.
    let request = bench.request(Jetpack, "POST", &cancel_path(jetpack::SITE_BLOG_ID)).form(&[("plan", "jetpack-scan")]);
    assert_eq!(bench.send(request).await.json(), json!({ "success": true }));
    assert_eq!(slugs(&bench, jetpack::SITE).await, items[1..]);
    bench.assert_clean();
}

#[tokio::test]
async fn everything_is_cancelled_at_once() {
    let bench = Bench::start().await;
    let path = cancel_path(jetpack::SITE);
    let body = json!({ "cancel-all": true });
    let answer = bench.json(Jetpack, "POST", &path, body.clone()).await.json();
    assert_eq!(answer["success"], true);
    assert_eq!(answer["pending_activations"], json!(["jetpack-anti-spam"]));
    assert_eq!(answer["activations"], json!(["premium", "jetpack-scan", "jetpack-backup-daily"]));
    assert!(slugs(&bench, jetpack::SITE).await.is_empty());
    let again = bench.json(Jetpack, "POST", &path, body).await.json();
    assert_eq!(again, json!({ "success": false, "pending_activations": [], "activations": [] }));
    bench.assert_clean();
}

#[tokio::test]
async fn a_form_says_true_as_text() {
    let bench = Bench::start().await;
    let request = bench.request(Jetpack, "POST", &cancel_path(jetpack::SITE)).form(&[("cancel-all", "true")]);
    assert_eq!(bench.send(request).await.at("/success"), (200, json!(true)));
    assert!(slugs(&bench, jetpack::SITE).await.is_empty());
    bench.assert_clean();
}

#[tokio::test]
async fn every_documented_error_has_its_site() {
    let bench = Bench::start().await;
    for (site, status, error) in [
        (jetpack::SITE_WITH_OWN_PLAN, 400, "not_jps_plan"),
        (jetpack::SITE_THAT_CANNOT_CANCEL, 400, "invalid_input"),
        (jetpack::OTHER_PARTNERS_SITE, 403, "incorrect_partner_key"),
        (jetpack::UNKNOWN_SITE, 403, "invalid_blog"),
    ] {
        let answer = bench.post(Jetpack, &cancel_path(site)).await;
        assert_eq!(answer.at("/error"), (status, json!(error)), "{site}");
    }
    let nothing = bench.post(Jetpack, &cancel_path(jetpack::SITE_WITHOUT_PLAN)).await;
    assert_eq!(nothing.json(), json!({ "success": false }));
    let unknown = bench.get(Jetpack, &status_path(jetpack::UNKNOWN_SITE)).await;
    assert_eq!(unknown.at("/message"), (403, json!("The blog ID 12345 is invalid")));
    bench.assert_clean();
}

#[tokio::test]
async fn the_status_tells_whose_a_product_is() {
    let mut bench = Bench::start().await;
    let own = bench.get(Jetpack, &status_path(jetpack::SITE_WITH_OWN_PLAN)).await.json();
    assert_eq!(own["products"][0]["is_provisioned_by_partner"], false);
    let path = status_path(jetpack::OTHER_PARTNERS_SITE);
    assert_eq!(bench.get(Jetpack, &path).await.json()["products"][0]["is_provisioned_by_calling_partner"], false);

    let other = bench.jetpack_token(jetpack::OTHER_CLIENT_ID, jetpack::OTHER_CLIENT_SECRET).await.json();
    bench.sign(Jetpack, "authorization", &format!("Bearer {}", other["access_token"].as_str().unwrap()));
    assert_eq!(bench.get(Jetpack, &path).await.json()["products"][0]["is_provisioned_by_calling_partner"], true);
    assert_eq!(
        bench.post(Jetpack, &cancel_path(jetpack::OTHER_PARTNERS_SITE)).await.at("/success"),
        (200, json!(true))
    );
    bench.assert_clean();
}

#[tokio::test]
async fn a_disabled_key_reads_nothing() {
    let bench = Bench::start().await;
    bench.simulator.edit(|state| state.jetpack.key_disabled = true);
    let answer = bench.get(Jetpack, &status_path(jetpack::SITE)).await;
    assert_eq!(answer.at("/error"), (400, json!("partner_key_disabled")));
    bench.assert_clean();
}

#[tokio::test]
async fn an_envelope_holds_status_headers_and_body() {
    let bench = Bench::start().await;
    let path = format!("{}?http_envelope=true", cancel_path(jetpack::UNKNOWN_SITE));
    let answer = bench.post(Jetpack, &path).await;
    assert_eq!(answer.header("content-type"), Some("application/json"));
    let content_type = json!([{ "name": "content-type", "value": "application/json" }]);
    let body = json!({ "error": "invalid_blog", "message": "The blog ID 12345 is invalid" });
    assert_eq!((answer.status, answer.json()), (200, json!({ "code": 403, "headers": content_type, "body": body })));

    let path = format!("{}?http_envelope=true&pretty=true", cancel_path(jetpack::SITE));
    let answer = bench.post(Jetpack, &path).await;
    assert_eq!(answer.at("/body/success"), (200, json!(true)));
    assert!(answer.text.contains("\n  \"body\""), "{}", answer.text);

    let bare = bench.get(Jetpack, &format!("{}?http_envelope=false&pretty=false", status_path(jetpack::SITE))).await;
    assert!(bare.json().get("products").is_some() && !bare.text.contains('\n'));
    bench.assert_clean();
}

#[tokio::test]
async fn a_token_that_ended_is_no_violation_and_a_made_up_one_is() {
    let mut bench = Bench::start().await;
    bench.simulator.edit(|state| state.jetpack.invalidate_tokens());
    let ended = bench.get(Jetpack, &status_path(jetpack::SITE)).await;
    assert_eq!(ended.at("/error"), (403, json!("invalid_scope")));
    bench.sign(Jetpack, "authorization", &format!("Bearer {}", jetpack::UNSCOPED_TOKEN));
    assert_eq!(bench.get(Jetpack, &status_path(jetpack::SITE)).await.at("/error"), (403, json!("invalid_scope")));
    bench.assert_clean();
    bench.sign(Jetpack, "authorization", "Bearer made-up");
    let made_up = bench.get(Jetpack, &status_path(jetpack::SITE)).await;
    assert_eq!(made_up.header("x-simulator-refusal"), Some("credential"));
    assert_eq!(bench.simulator.violations().len(), 1);
}

#[tokio::test]
async fn a_site_can_be_provisioned_again() {
    let bench = Bench::start().await;
    bench.cancel(Jetpack).await;
    bench.simulator.edit(|state| {
        state.jetpack.provision(jetpack::SITE_BLOG_ID, Product::of(jetpack::CLIENT_ID, jetpack::PLAN));
    });
    assert!(!bench.is_cancelled(Jetpack));
    bench.cancel(Jetpack).await;
    assert!(bench.is_cancelled(Jetpack));
    bench.assert_clean();
}
