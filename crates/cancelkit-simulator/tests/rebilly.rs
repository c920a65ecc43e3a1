//! Rebilly's operations.

mod common;

use cancelkit_simulator::Provider::Rebilly;
use cancelkit_simulator::SignedDuration;
use cancelkit_simulator::rebilly::{self, CancellationStatus, Limits, SubscriptionStatus};
use common::{Answer, Bench};
use serde_json::{Value, json};

const NOW: &str = "2026-11-22T09:30:00Z";
const RENEWAL: &str = "2026-12-15T09:30:00Z";

fn path(id: &str) -> String {
    format!("/subscription-cancellations/{id}")
}

async fn put(bench: &Bench, id: &str, body: Value) -> Answer {
    bench.json(Rebilly, "PUT", &path(id), body).await
}

async fn subscription(bench: &Bench, id: &str) -> Value {
    bench.get(Rebilly, &format!("/subscriptions/{id}")).await.json()
}

async fn reactivate(bench: &Bench, body: Value) -> Answer {
    bench.json(Rebilly, "POST", "/subscription-reactivations", body).await
}

fn at_renewal(id: &str) -> Value {
    json!({ "subscriptionId": id, "canceledBy": "customer", "churnTimePolicy": "at-next-renewal" })
}

#[tokio::test]
async fn an_immediate_cancellation_ends_the_subscription() {
    let bench = Bench::start().await;
    let answer = bench.cancel(Rebilly).await;
    assert_eq!(answer.at("/status"), (201, json!("completed")));
    let base = bench.simulator.base_url(Rebilly);
    let location = format!("{base}/subscription-cancellations/key-1");
    assert_eq!(answer.header("location"), Some(location.as_str()));
    assert_eq!(answer.header("x-ratelimit-limit"), Some("3000"));
    assert_eq!(answer.header("x-ratelimit-remaining"), Some("2999"));
    assert_eq!(answer.json()["canceledBy"], "merchant");
    assert_eq!(answer.json()["reason"], "other");
    assert_eq!(bench.get(Rebilly, &path("key-1")).await.json(), answer.json());
    let ended = subscription(&bench, rebilly::ACTIVE).await;
    assert_eq!((&ended["status"], &ended["churnTime"]), (&json!("churned"), &json!(NOW)));
    assert_eq!(subscription(&bench, rebilly::OTHER_ACTIVE).await["status"], "active");
    bench.assert_clean();
}

#[tokio::test]
async fn a_scheduled_cancellation_ends_the_subscription_in_its_time() {
    let bench = Bench::start().await;
    let answer = put(&bench, "key-1", at_renewal(rebilly::ACTIVE)).await;
    assert_eq!(answer.at("/status"), (201, json!("confirmed")));
    assert_eq!(answer.json()["churnTime"], RENEWAL);
    assert_eq!(subscription(&bench, rebilly::ACTIVE).await["status"], "canceled");

    bench.simulator.clock().advance(SignedDuration::from_hours(23 * 24) - SignedDuration::from_secs(1));
    assert_eq!(bench.get(Rebilly, &path("key-1")).await.json()["status"], "confirmed");
    bench.simulator.clock().advance(SignedDuration::from_secs(1));
    assert_eq!(bench.get(Rebilly, &path("key-1")).await.json()["status"], "completed");
    assert_eq!(subscription(&bench, rebilly::ACTIVE).await["status"], "churned");
    bench.assert_clean();
}

#[tokio::test]
async fn a_time_can_be_chosen_and_the_policy_wins_over_it() {
    let bench = Bench::start().await;
    let body = json!({ "subscriptionId": rebilly::ACTIVE, "churnTime": "2026-12-01T02:00:00+02:00", "prorated": true });
    let answer = put(&bench, "key-1", body).await.json();
    assert_eq!((&answer["churnTime"], &answer["status"]), (&json!("2026-12-01T00:00:00Z"), &json!("confirmed")));
    assert_eq!(answer["lineItems"][0]["periodEndTime"], RENEWAL);
    assert_eq!(answer["lineItemSubtotal"]["amount"], -14.4);
    assert!(answer["proratedInvoiceId"].is_string());

    let body =
        json!({ "subscriptionId": rebilly::PAUSED, "churnTime": "2026-12-01T00:00:00Z", "churnTimePolicy": "now" });
    assert_eq!(put(&bench, "key-2", body).await.json()["churnTime"], NOW);
    let body =
        json!({ "subscriptionId": rebilly::OTHER_ACTIVE, "prorated": true, "churnTimePolicy": "at-next-renewal" });
    let nothing_left = put(&bench, "key-3", body).await.json();
    assert_eq!((&nothing_left["lineItems"], &nothing_left["prorated"]), (&json!([]), &json!(true)));
    bench.assert_clean();
}

#[tokio::test]
async fn the_same_put_again_updates_and_changes_nothing() {
    let bench = Bench::start().await;
    let first = put(&bench, "key-1", at_renewal(rebilly::ACTIVE)).await.json();
    bench.simulator.clock().advance(SignedDuration::from_secs(60));
    let second = put(&bench, "key-1", at_renewal(rebilly::ACTIVE)).await;
    assert_eq!(second.status, 200);
    assert_eq!(second.header("location"), None);
    assert_eq!(second.header("x-ratelimit-remaining"), Some("2998"));
    let mut expected = first.clone();
    expected["updatedTime"] = json!("2026-11-22T09:31:00Z");
    assert_eq!(second.json(), expected);
    // What was scheduled can be brought forward.
    let now = json!({ "subscriptionId": rebilly::ACTIVE, "churnTimePolicy": "now" });
    assert_eq!(put(&bench, "key-1", now).await.at("/status"), (200, json!("completed")));
    assert!(bench.is_cancelled(Rebilly));
    bench.assert_clean();
}

#[tokio::test]
async fn rebilly_chooses_the_id_of_a_post() {
    let bench = Bench::start().await;
    let body = json!({ "subscriptionId": rebilly::ACTIVE });
    let answer = bench.json(Rebilly, "POST", "/subscription-cancellations", body).await;
    let id = answer.json()["id"].as_str().unwrap().to_owned();
    assert_eq!((answer.status, answer.json()["canceledBy"].clone()), (201, json!("customer")));
    assert!(answer.header("location").unwrap().ends_with(&path(&id)));
    assert!(bench.is_cancelled(Rebilly));
    bench.assert_clean();
}

#[tokio::test]
async fn a_draft_cancels_nothing_until_it_is_confirmed() {
    let bench = Bench::start().await;
    let line = json!({ "type": "debit", "unitPriceAmount": 49.95, "unitPriceCurrency": "USD", "quantity": 2 });
    let mut body = json!({ "subscriptionId": rebilly::ACTIVE, "status": "draft", "lineItems": [line] });
    let draft = put(&bench, "key-1", body.clone()).await;
    assert_eq!(draft.at("/canceledTime"), (201, json!(null)));
    assert_eq!(draft.json()["lineItemSubtotal"]["amount"], 99.9);
    assert_eq!(subscription(&bench, rebilly::ACTIVE).await["status"], "active");
    body["status"] = json!("confirmed");
    assert_eq!(put(&bench, "key-1", body).await.at("/status"), (200, json!("completed")));
    assert!(bench.is_cancelled(Rebilly));
    bench.assert_clean();
}

#[tokio::test]
async fn only_drafts_are_deleted() {
    let bench = Bench::start().await;
    let delete = async |id: &str| bench.send(bench.request(Rebilly, "DELETE", &path(id))).await;
    let gone = delete(rebilly::DRAFT_CANCELLATION).await;
    assert_eq!((gone.status, gone.text.as_str()), (204, ""));
    assert_eq!(delete(rebilly::DRAFT_CANCELLATION).await.at("/title"), (404, json!("Not Found")));
    assert_eq!(delete(rebilly::SCHEDULED_CANCELLATION).await.at("/title"), (409, json!("Conflict")));
    assert_eq!(bench.get(Rebilly, &path(rebilly::DRAFT_CANCELLATION)).await.status, 404);
    bench.assert_clean();
}

#[tokio::test]
async fn a_reason_can_be_given_afterwards() {
    let bench = Bench::start().await;
    let patch = async |id: &str, body| bench.json(Rebilly, "PATCH", &path(id), body).await;
    let answer = patch(rebilly::SCHEDULED_CANCELLATION, json!({ "reason": "too-expensive" })).await;
    assert_eq!(answer.at("/reason"), (200, json!("too-expensive")));
    let answer = patch(rebilly::SCHEDULED_CANCELLATION, json!({ "description": "a lot" })).await.json();
    assert_eq!((&answer["reason"], &answer["description"]), (&json!("too-expensive"), &json!("a lot")));
    assert_eq!(patch(rebilly::COMPLETED_CANCELLATION, json!({})).await.status, 422);
    bench.assert_clean();
    let unknown = patch(rebilly::SCHEDULED_CANCELLATION, json!({ "reason": "bored" })).await;
    assert_eq!(unknown.at("/invalidFields/0/field"), (422, json!("reason")));
}

#[tokio::test]
async fn a_scheduled_cancellation_is_taken_back() {
    let bench = Bench::start().await;
    let answer = reactivate(&bench, json!({ "subscriptionId": rebilly::SCHEDULED, "description": "stays" })).await;
    assert_eq!(answer.at("/cancellationId"), (201, json!(rebilly::SCHEDULED_CANCELLATION)));
    assert_eq!(answer.json()["renewalTime"], RENEWAL);
    assert!(answer.header("location").unwrap().contains("/subscription-reactivations/"));
    let state = bench.simulator.state();
    let cancellation = state.rebilly.cancellation(rebilly::SCHEDULED_CANCELLATION).unwrap();
    assert_eq!(cancellation.status, CancellationStatus::Revoked);
    let subscription = subscription(&bench, rebilly::SCHEDULED).await;
    assert_eq!((&subscription["status"], &subscription["churnTime"]), (&json!("active"), &json!(null)));
    // And stays taken back when its time has come.
    bench.simulator.clock().advance(SignedDuration::from_hours(24 * 24));
    assert_eq!(self::subscription(&bench, rebilly::SCHEDULED).await["status"], "active");
    let again = reactivate(&bench, json!({ "subscriptionId": rebilly::SCHEDULED })).await;
    assert_eq!(again.at("/detail"), (409, json!("The subscription is active")));
    bench.assert_clean();
}

#[tokio::test]
async fn what_has_churned_begins_again() {
    let bench = Bench::start().await;
    let body = json!({ "subscriptionId": rebilly::CHURNED, "effectiveTime": "2026-12-01T00:00:00Z", "paymentInstrumentId": "inst_1" });
    let answer = reactivate(&bench, body).await;
    assert_eq!(answer.at("/renewalTime"), (201, json!("2026-12-31T00:00:00Z")));
    assert_eq!(answer.json().get("effectiveTime"), None);
    assert_eq!(subscription(&bench, rebilly::CHURNED).await["status"], "active");
    assert_eq!(reactivate(&bench, json!({ "subscriptionId": rebilly::UNKNOWN })).await.status, 422);
    assert_eq!(reactivate(&bench, json!({ "subscriptionId": rebilly::TRIAL_ENDED })).await.status, 409);
    bench.assert_clean();
}

#[tokio::test]
async fn a_paused_subscription_is_paused_again_when_its_cancellation_is_taken_back() {
    let bench = Bench::start().await;
    put(&bench, "key-1", at_renewal(rebilly::PAUSED)).await;
    reactivate(&bench, json!({ "subscriptionId": rebilly::PAUSED })).await;
    let state = bench.simulator.state();
    assert_eq!(state.rebilly.subscription(rebilly::PAUSED).unwrap().status, SubscriptionStatus::Paused);
}

#[tokio::test]
async fn what_cannot_be_cancelled_is_refused_with_its_fields() {
    let bench = Bench::start().await;
    for id in [rebilly::TRIAL_ENDED, rebilly::PENDING] {
        let answer = put(&bench, "key-1", json!({ "subscriptionId": id })).await;
        assert_eq!(answer.at("/title"), (422, json!("Validation failed")));
        assert_eq!(bench.get(Rebilly, &path("key-1")).await.status, 404);
    }
    let unknown = put(&bench, "key-1", json!({ "subscriptionId": rebilly::UNKNOWN })).await;
    assert_eq!(unknown.at("/invalidFields/0/field"), (422, json!("subscriptionId")));
    let completed = put(&bench, "key-1", json!({ "subscriptionId": rebilly::ACTIVE, "status": "completed" })).await;
    assert_eq!(completed.at("/invalidFields/0/field"), (422, json!("status")));
    let body = json!({ "subscriptionId": rebilly::SCHEDULED, "status": "draft" });
    assert_eq!(put(&bench, rebilly::SCHEDULED_CANCELLATION, body).await.status, 422);
    assert_eq!(bench.get(Rebilly, &format!("/subscriptions/{}", rebilly::UNKNOWN)).await.status, 404);
    bench.assert_clean();
}

#[tokio::test]
async fn lists_are_filtered_sorted_and_cut_into_pages() {
    let bench = Bench::start().await;
    let list = async |query: &str| bench.get(Rebilly, &format!("/subscription-cancellations{query}")).await;
    let ids = |answer: &Answer| -> Vec<Value> {
        answer.json().as_array().unwrap().iter().map(|item| item["id"].clone()).collect()
    };
    let all = list("").await;
    assert_eq!((all.header("pagination-total"), all.header("pagination-limit")), (Some("3"), Some("100")));
    let page = list("?limit=1&offset=1&sort=-id").await;
    assert_eq!(ids(&page), [rebilly::DRAFT_CANCELLATION]);
    assert_eq!((page.header("pagination-total"), page.header("pagination-offset")), (Some("3"), Some("1")));
    let found = list("?filter=status:draft,completed;subscriptionId:sub_simulator_churned").await;
    assert_eq!(ids(&found), [rebilly::COMPLETED_CANCELLATION]);
    assert_eq!(ids(&list("?sort=status,-id").await)[0], rebilly::COMPLETED_CANCELLATION);
    bench.assert_clean();
    let strange = list("?filter=createdTime:2026-01-01..2026-02-01").await;
    assert_eq!((strange.status, strange.header("x-simulator-refusal")), (400, Some("query-parameter")));
    assert_eq!(list("?limit=1001").await.status, 400);
    bench.assert_no_bugs();
}

#[tokio::test]
async fn too_many_writes_are_answered_with_the_moment_to_try_again() {
    let bench = Bench::of(common::builder().rebilly_limits(Limits { writes: 1 })).await;
    assert_eq!(put(&bench, "key-1", at_renewal(rebilly::ACTIVE)).await.header("x-ratelimit-remaining"), Some("0"));
    let limited = put(&bench, "key-2", at_renewal(rebilly::OTHER_ACTIVE)).await;
    assert_eq!(limited.at("/title"), (429, json!("Rate Limit Exceeded")));
    let moment: i64 = limited.header("x-ratelimit-retry-after").unwrap().parse().unwrap();
    assert_eq!(moment - bench.simulator.clock().now().as_second(), 600);
    // Reads are not counted.
    assert_eq!(subscription(&bench, rebilly::OTHER_ACTIVE).await["status"], "active");
    bench.simulator.clock().advance(SignedDuration::from_secs(600));
    assert_eq!(put(&bench, "key-2", at_renewal(rebilly::OTHER_ACTIVE)).await.status, 201);
    bench.assert_clean();
}

#[tokio::test]
async fn a_key_or_a_token_is_needed_and_an_organization() {
    let mut bench = Bench::start().await;
    let read = async |bench: &Bench| bench.get(Rebilly, &format!("/subscriptions/{}", rebilly::ACTIVE)).await.status;
    bench.sign(Rebilly, "authorization", &format!("bearer {}", rebilly::JWT));
    assert_eq!(read(&bench).await, 200);
    bench.sign(Rebilly, "reb-apikey", rebilly::RESTRICTED_API_KEY);
    assert_eq!(read(&bench).await, 403);
    bench.assert_clean();
    bench.sign(Rebilly, "reb-apikey", "wrong");
    assert_eq!(read(&bench).await, 401);
    bench.unsign(Rebilly);
    assert_eq!(read(&bench).await, 401);
    let elsewhere = format!("{}/organizations/org_other/subscriptions/x", bench.simulator.root_url(Rebilly));
    let answer = common::client().get(elsewhere).header("reb-apikey", rebilly::API_KEY).send().await.unwrap();
    assert_eq!(answer.status(), 403);
    assert_eq!(bench.simulator.violations().len(), 3);
    bench.assert_no_bugs();
}
