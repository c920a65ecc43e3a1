//! Stax Bill's operations.

mod common;

use cancelkit_simulator::Provider::StaxBill;
use cancelkit_simulator::stax_bill::{self, Limits, Status};
use cancelkit_simulator::{SignedDuration, ViolationKind};
use common::Bench;
use serde_json::{Value, json};

async fn cancel(bench: &Bench, id: i64, option: &str) -> common::Answer {
    let body = json!({ "subscriptionId": id, "cancellationOption": option });
    bench.json(StaxBill, "POST", "/subscriptionCancellation", body).await
}

async fn read(bench: &Bench, id: i64) -> common::Answer {
    bench.get(StaxBill, &format!("/subscriptions/{id}")).await
}

#[tokio::test]
async fn what_runs_is_cancelled_and_reads_as_cancelled() {
    let bench = Bench::start().await;
    for (id, option) in
        [(stax_bill::ACTIVE, "None"), (stax_bill::OTHER_ACTIVE, "Unearned"), (stax_bill::PROVISIONING, "Full")]
    {
        let answer = cancel(&bench, id, option).await;
        assert_eq!(answer.at("/status"), (200, json!("Cancelled")));
        assert_eq!(answer.json()["cancellationTimestamp"], "2026-11-22T09:30:00.000");
        let read = read(&bench, id).await;
        assert_eq!(read.json(), answer.json());
        let state = bench.simulator.state();
        let subscription = state.stax_bill.subscription(id).unwrap();
        assert_eq!(subscription.status, Status::Cancelled);
        assert_eq!(subscription.cancellation_option.as_deref(), Some(option));
    }
    bench.assert_clean();
}

#[tokio::test]
async fn what_does_not_run_is_left_alone() {
    let bench = Bench::start().await;
    for id in [stax_bill::DRAFT, stax_bill::SUSPENDED, stax_bill::EXPIRED, stax_bill::CANCELLED] {
        let before = read(&bench, id).await.json();
        let answer = cancel(&bench, id, "None").await;
        assert_eq!(answer.at("/HttpStatusCode"), (400, json!(400)));
        assert!(answer.json()["Errors"][0]["Value"].as_str().unwrap().contains("cannot be cancelled"));
        assert_eq!(read(&bench, id).await.json(), before);
    }
    assert_eq!(cancel(&bench, stax_bill::UNKNOWN, "None").await.at("/Errors/0/Key"), (404, json!("Subscription")));
    assert_eq!(read(&bench, stax_bill::UNKNOWN).await.status, 404);
    bench.assert_clean();
}

#[tokio::test]
async fn every_answer_counts_and_says_so() {
    let bench = Bench::of(common::builder().stax_bill_limits(Limits { minute: 3, day: 5 })).await;
    let first = read(&bench, stax_bill::ACTIVE).await;
    let headers = |answer: &common::Answer| -> Vec<String> {
        ["Limit", "Remaining", "Reset"]
            .iter()
            .flat_map(|what| ["Minute", "Day"].map(|window| format!("X-Rate-Limit-{what}-{window}")))
            .map(|name| answer.header(&name).unwrap_or("missing").to_owned())
            .collect()
    };
    assert_eq!(headers(&first), ["3", "5", "2", "4", "2026-11-22T09:31:00", "2026-11-23T00:00:00"]);
    let refused = cancel(&bench, stax_bill::DRAFT, "None").await;
    assert_eq!(headers(&refused)[2..4], ["1", "3"]);
    read(&bench, stax_bill::ACTIVE).await;

    let limited = cancel(&bench, stax_bill::ACTIVE, "None").await;
    assert_eq!(limited.at("/HttpStatusCode"), (429, json!(429)));
    assert_eq!(headers(&limited)[2..4], ["0", "2"]);
    assert!(!bench.is_cancelled(StaxBill));
    bench.simulator.clock().advance(SignedDuration::from_mins(1));
    assert_eq!(cancel(&bench, stax_bill::ACTIVE, "None").await.status, 200);
    bench.assert_clean();
}

#[tokio::test]
async fn the_key_follows_basic_as_it_is() {
    let mut bench = Bench::start().await;
    for (value, status, value_of_error) in [
        (format!("Bearer {}", stax_bill::API_KEY), 400, "Authorization key is not in the correct format."),
        ("Basic d3Jvbmc=".to_owned(), 401, "The API key is not valid."),
    ] {
        bench.sign(StaxBill, "authorization", &value);
        let answer = read(&bench, stax_bill::ACTIVE).await;
        assert_eq!(answer.at("/Errors/0/Value"), (status, json!(value_of_error)));
        assert!(answer.header("X-Rate-Limit-Limit-Day").is_some());
    }
    bench.unsign(StaxBill);
    assert_eq!(read(&bench, stax_bill::ACTIVE).await.status, 401);
    let kinds: Vec<ViolationKind> = bench.simulator.violations().iter().map(|violation| violation.kind).collect();
    assert_eq!(kinds, [ViolationKind::Credential; 3]);
    bench.assert_no_bugs();
}

#[tokio::test]
async fn a_body_against_the_schema_is_answered_as_documented() {
    let bench = Bench::start().await;
    let answer = cancel(&bench, stax_bill::ACTIVE, "Everything").await;
    let error = json!({
        "Key": "subscriptionCancel.CancellationOption",
        "Value": "Allowable Cancel Options are: None, Unearned, Full",
    });
    assert_eq!(answer.at("/Errors"), (400, json!([error])));
    assert_eq!(answer.header("x-simulator-refusal"), Some("body"));
    let answer = bench.json(StaxBill, "POST", "/subscriptionCancellation", json!({ "subscriptionId": "1" })).await;
    let keys: Vec<Value> =
        answer.json()["Errors"].as_array().unwrap().iter().map(|error| error["Key"].clone()).collect();
    assert!(keys.contains(&json!("subscriptionId")), "{keys:?}");
    assert!(keys.contains(&json!("subscriptionCancel.CancellationOption")), "{keys:?}");
    assert!(!bench.is_cancelled(StaxBill));
    assert_eq!(bench.get(StaxBill, "/subscriptions/abc").await.at("/Errors/0/Key"), (400, json!("id")));
    bench.assert_no_bugs();
}
