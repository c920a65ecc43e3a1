//! The published answers, served over a socket to the facade, and what it makes of them. Nothing here reads `specs/`: what may be believed
//! of each status is written down here by what the pages say, and a document that says otherwise fails.

#![allow(clippy::unwrap_used, reason = "a helper that fails fails its test")]

use cancelkit::{
    Actor, CancelError, CancelRequest, Certainty, Delivery, FaultyField, Key, Money, Outcome, ProviderId, Registry,
    RetryAt, Target, Timing, What,
};
use serde_json::{Value, json};
use workspace_tests::published::{Member, Sample, printed, rows, whole};
use workspace_tests::server::{Received, Reply, Server};

use Certainty::{Done, MaybeDone, Rejected};

const JETPACK_ERRORS: &str = include_str!("published/jetpack-cancel-errors.txt");
const JETPACK_TOO_MANY: &str = include_str!("published/jetpack-too-many-requests.txt");
const STAX_BILL_CANCELLED: &str = include_str!("published/stax-bill-cancelled.txt");
const STAX_BILL_ERROR: &str = include_str!("published/stax-bill-error.http");
const REBILLY_LIMITED: &str = include_str!("published/rebilly-rate-limited.http");
const REBILLY_FIELDS: &str = include_str!("published/rebilly-request-fields.txt");
const REBILLY_ERRORS: &str = include_str!("published/rebilly-error-fields.txt");
const KAJABI_PURCHASE: &str = include_str!("published/kajabi-purchase.txt");
const KAJABI_ERRORS: &str = include_str!("published/kajabi-errors.txt");

const SUBSCRIPTION: &str = "sub_01HRF27SATGE4Z6PBJE6PD8328";

type Ended = Result<Outcome, CancelError>;

/// One cancellation through the facade, whose requests are answered one after another.
async fn cancel(request: &CancelRequest, replies: impl IntoIterator<Item = Reply>) -> (Ended, Vec<Received>) {
    let server = Server::start(replies).await;
    let name = request.target.provider().to_string().to_uppercase().replace('-', "_");
    let registry = Registry::from_lookup(|variable| match variable.strip_prefix(&format!("CANCELKIT_{name}_"))? {
        "SERVER" => Some(server.url().into()),
        "ORGANIZATION_ID" => None,
        _ => Some("an-example".into()),
    });
    let registry = registry.unwrap();
    let provider = registry.require(request.target.provider()).unwrap();
    let ended = provider.cancel(provider.plan(request).unwrap()).await;
    (ended, server.received().await)
}

fn request(provider: ProviderId, target: &str, money: Money) -> CancelRequest {
    CancelRequest::new(Target::parse(provider, target).unwrap(), Timing::Now, money)
}

fn answer(status: u16, body: &Value) -> Reply {
    Reply::of(status, "application/json", body.to_string())
}

/// What an error says of a status: what may be believed, and the answer as it came.
fn assert_answered(error: &CancelError, certainty: Certainty, status: u16, body: &Value) {
    assert_eq!((error.certainty, error.delivery, error.status()), (certainty, Delivery::Answered, Some(status)));
    let kept: Value = serde_json::from_slice(error.answer.as_ref().unwrap().body()).unwrap();
    assert_eq!(kept, *body);
}

async fn at_jetpack(reply: Reply) -> Ended {
    let token = answer(200, &json!({ "access_token": "token_here", "token_type": "bearer" }));
    let request = request(ProviderId::Jetpack, "example.com#plan", Money::NotControllable);
    let (ended, received) = cancel(&request, [token, reply]).await;
    assert_eq!(received[1].target, "/rest/v1.3/jpphp/example.com/partner-cancel");
    assert_eq!(received[1].header("authorization"), Some("Bearer token_here"));
    ended
}

#[tokio::test]
async fn jetpacks_success_is_believed_and_its_opposite_proves_nothing() {
    let outcome = at_jetpack(answer(200, &json!({ "success": true }))).await.unwrap();
    assert_eq!((outcome.what, outcome.certainty, outcome.sent), (What::Cancelled, Done, true));
    let outcome = at_jetpack(answer(200, &json!({ "success": false }))).await.unwrap();
    assert!(matches!(outcome.what, What::Unconfirmed { .. }), "{outcome}");
    assert_eq!(outcome.certainty, MaybeDone);
}

#[tokio::test]
async fn jetpacks_table_of_errors_is_a_table_of_refusals() {
    let table = rows(JETPACK_ERRORS);
    assert_eq!(table.len(), 5);
    for row in table {
        let (status, code, message) = (row[0].parse().unwrap(), row[1], row[2].replace("%s", "12345"));
        // The page's own names, and those of its sibling pages and of the plugin's code.
        for names in [["error_code", "error_message"], ["error", "message"]] {
            let body = json!({ names[0]: code, names[1]: message });
            let error = at_jetpack(answer(status, &body)).await.unwrap_err();
            assert_answered(&error, Rejected, status, &body);
            assert_eq!(error.said.code.as_deref(), Some(code));
            assert_eq!(error.said.message.as_deref(), Some(message.as_str()));
            assert!(error.said.fields.is_empty() && error.said.retry.is_none(), "{error}");
            assert!(error.to_string().contains(&format!("Jetpack says: {code}: {message}")), "{error}");
        }
    }
}

#[tokio::test]
async fn jetpacks_one_printed_error_is_read_under_a_listed_status_and_proves_nothing_under_another() {
    let body: Value = serde_json::from_str(&printed(JETPACK_TOO_MANY)).unwrap();
    let error = at_jetpack(answer(403, &body)).await.unwrap_err();
    assert_answered(&error, Rejected, 403, &body);
    assert_eq!(error.said.code.as_deref(), Some("too_many_requests"));
    assert_eq!(error.said.message.as_deref(), Some("Too many requests per time interval"));
    let error = at_jetpack(answer(429, &body)).await.unwrap_err();
    assert_answered(&error, MaybeDone, 429, &body);
}

async fn at_stax_bill(replies: impl IntoIterator<Item = Reply>) -> Ended {
    let request = request(ProviderId::StaxBill, "12345", Money::LeaveCharges);
    let (ended, received) = cancel(&request, replies).await;
    let lines: Vec<String> = received.iter().map(|it| format!("{} {}", it.method, it.target)).collect();
    let (first, more) = lines.split_first().unwrap();
    assert_eq!(first, "POST /subscriptionCancellation");
    assert!(more.iter().all(|line| line.starts_with("GET /subscriptions/12345")), "{more:?}");
    ended
}

/// The printed fragment as an object, with the two members that it leaves out.
fn stax_bill_subscription(status: &str) -> Value {
    let printed = printed(STAX_BILL_CANCELLED);
    let printed = printed.trim_end_matches(',');
    serde_json::from_str(&format!(r#"{{ "id": 12345, "status": "{status}", {printed} }}"#)).unwrap()
}

#[tokio::test]
async fn stax_bills_printed_answer_is_a_cancellation_that_names_no_time() {
    let body = stax_bill_subscription("Cancelled");
    let outcome = at_stax_bill([answer(200, &body)]).await.unwrap();
    assert_eq!((&outcome.what, outcome.certainty, outcome.sent), (&What::Cancelled, Done, true));
    assert_eq!((&outcome.ended_at, &outcome.access_until), (&None, &None), "the timestamp is printed as null");
    assert_eq!(serde_json::from_slice::<Value>(outcome.answer.body()).unwrap(), body);

    let mut dated = body;
    dated["cancellationTimestamp"] = dated["modifiedTimestamp"].clone();
    let outcome = at_stax_bill([answer(200, &dated)]).await.unwrap();
    assert_eq!(outcome.ended_at.unwrap().as_str(), "2020-04-27T19:10:14.023", "as it is printed, without a zone");
}

#[tokio::test]
async fn stax_bills_other_statuses_of_a_subscription_are_no_cancellation() {
    for status in ["Active", "Provisioning"] {
        let outcome = at_stax_bill([answer(200, &stax_bill_subscription(status))]).await.unwrap();
        assert!(matches!(outcome.what, What::Unconfirmed { .. }), "{outcome}");
        assert_eq!(outcome.certainty, MaybeDone, "{status}");
    }
}

#[tokio::test]
async fn stax_bills_printed_error_is_a_refusal_that_names_the_field() {
    let sample = Sample::read(STAX_BILL_ERROR);
    let active = answer(200, &stax_bill_subscription("Active"));
    let error = at_stax_bill([sample.reply(), active]).await.unwrap_err();
    assert_answered(&error, Rejected, 400, &sample.json());
    let sentence = "Allowable Cancel Options are: None, Unearned, Full";
    assert_eq!((error.said.message.as_deref(), &error.said.code), (Some(sentence), &None), "ErrorId 0 says nothing");
    let field = FaultyField::new("subscriptionCancel.CancellationOption", Some(sentence.to_owned()));
    assert_eq!((&error.said.fields, &error.said.retry), (&vec![field], &None));
}

#[tokio::test]
async fn stax_bills_refusal_of_what_has_ended_is_nothing_to_cancel() {
    let ended = answer(200, &stax_bill_subscription("Cancelled"));
    let outcome = at_stax_bill([Sample::read(STAX_BILL_ERROR).reply(), ended]).await.unwrap();
    assert!(matches!(outcome.what, What::NothingToCancel { .. }), "{outcome}");
    assert_eq!((outcome.certainty, outcome.sent, outcome.answer.status), (Rejected, true, 400));
}

#[tokio::test]
async fn stax_bills_published_error_statuses_refuse_and_500_leaves_it_in_doubt() {
    let mut body = Sample::read(STAX_BILL_ERROR).json();
    for (status, certainty) in [(401, Rejected), (404, Rejected), (409, Rejected), (429, Rejected), (500, MaybeDone)] {
        body["HttpStatusCode"] = json!(status);
        // A broken business rule is followed by a read.
        let read = (status == 409).then(|| answer(200, &stax_bill_subscription("Active")));
        let error = at_stax_bill([answer(status, &body)].into_iter().chain(read)).await.unwrap_err();
        assert_answered(&error, certainty, status, &body);
        assert_eq!(error.said.fields[0].field, "subscriptionCancel.CancellationOption", "{status}");
    }
}

#[tokio::test]
async fn stax_bills_published_limits_say_when_to_try_again() {
    let body = Sample::read(STAX_BILL_ERROR).body;
    for (left, header, value) in [
        ("179999", "X-Rate-Limit-Reset-Minute", "2020-04-27T19:11:00"),
        ("0", "X-Rate-Limit-Reset-Day", "2020-04-28T00:00:00"),
    ] {
        let headers = [
            ("Content-Type", "application/json"),
            ("X-Rate-Limit-Remaining-Minute", "0"),
            ("X-Rate-Limit-Reset-Minute", "2020-04-27T19:11:00"),
            ("X-Rate-Limit-Remaining-Day", left),
            ("X-Rate-Limit-Reset-Day", "2020-04-28T00:00:00"),
        ];
        let headers = headers.map(|(name, value)| (name.to_owned(), value.to_owned()));
        let error = at_stax_bill([Reply::new(429, &headers, body.as_bytes())]).await.unwrap_err();
        assert_eq!(error.certainty, Rejected);
        assert_eq!(error.said.retry, Some(RetryAt::new(header, value, None)), "no zone is printed, so it is no moment");
    }
}

async fn at_rebilly(timing: Timing, reply: Reply) -> Ended {
    let mut request = request(ProviderId::Rebilly, SUBSCRIPTION, Money::LeaveCharges)
        .with_actor(Actor::Merchant)
        .with_key(Key::new("ticket-4711").unwrap());
    request.timing = timing;
    let none = answer(404, &json!({ "title": "Not Found", "status": 404 }));
    let active = answer(200, &json!({ "id": SUBSCRIPTION, "status": "active" }));
    let (ended, received) = cancel(&request, [none, active, reply]).await;
    assert_eq!(received[2].method, "PUT");
    assert!(received[2].target.starts_with("/subscription-cancellations/"), "{}", received[2].target);
    assert_eq!(received[2].header("reb-apikey"), Some("an-example"));
    ended
}

/// The members that the published list of a status has, each with a value.
fn rebilly_error(status: u16) -> Value {
    let listed = rows(REBILLY_ERRORS).into_iter().filter(|row| row[0] == status.to_string());
    let members: Vec<Member> = listed.map(|row| Member::read(&row[1..])).collect();
    let mut body = whole(&members);
    body["status"] = json!(status);
    body["title"] = json!("A title");
    body["detail"] = json!("A sentence");
    body["type"] = json!("about:blank");
    body
}

#[tokio::test]
async fn rebillys_printed_limit_says_when_to_try_again() {
    let sample = Sample::read(REBILLY_LIMITED);
    let error = at_rebilly(Timing::Now, sample.reply()).await.unwrap_err();
    assert_answered(&error, Rejected, 429, &sample.json());
    let detail =
        "A request cannot be executed because the user has sent too many requests within a certain period of time";
    assert_eq!((error.said.message.as_deref(), &error.said.code), (Some(detail), &None), "about:blank is no kind");
    let moment = "2026-11-22T09:40:00Z".parse().unwrap();
    assert_eq!(error.said.retry, Some(RetryAt::new("X-RateLimit-Retry-After", "1795340400", Some(moment))));
    assert!(error.to_string().ends_with("Try again not before 2026-11-22T09:40:00Z."), "{error}");
}

#[tokio::test]
async fn rebillys_published_errors_are_refusals() {
    for status in [401, 403, 422, 429] {
        let mut body = rebilly_error(status);
        if status == 422 {
            body["invalidFields"][0] = json!({ "field": "churnTime", "message": "Too late" });
        }
        let error = at_rebilly(Timing::Now, answer(status, &body)).await.unwrap_err();
        assert_answered(&error, Rejected, status, &body);
        assert_eq!(error.said.message.as_deref(), Some("A sentence"));
        let fields = (status == 422).then(|| FaultyField::new("churnTime", Some("Too late".to_owned())));
        assert_eq!(error.said.fields, Vec::from_iter(fields), "{status}");
        assert_eq!(error.said.retry, None, "no header came");
        // The kind of a problem is what a program tells it by.
        body["type"] = json!("https://example.com/kinds/limit");
        let error = at_rebilly(Timing::Now, answer(status, &body)).await.unwrap_err();
        assert_eq!(error.said.code.as_deref(), Some("https://example.com/kinds/limit"));
    }
}

#[tokio::test]
async fn rebillys_published_statuses_of_a_cancellation_are_done_or_prove_nothing() {
    let listed = rows(REBILLY_FIELDS);
    let statuses: Vec<&str> = listed.iter().find(|row| row[0] == "/status").unwrap()[3].split(", ").collect();
    assert_eq!(statuses, ["draft", "confirmed", "completed", "revoked"]);
    for status in statuses {
        for http in [200, 201] {
            let body = json!({
                "subscriptionId": SUBSCRIPTION,
                "canceledBy": "merchant",
                "prorated": false,
                "status": status,
                "churnTimePolicy": "now",
            });
            let outcome = at_rebilly(Timing::Now, answer(http, &body)).await.unwrap();
            if ["confirmed", "completed"].contains(&status) {
                assert_eq!((&outcome.what, outcome.certainty), (&What::Cancelled, Done), "{status}");
                assert_eq!(outcome.money.get("prorated").map(String::as_str), Some("false"));
            } else {
                assert!(matches!(outcome.what, What::Unconfirmed { .. }), "{status}: {outcome}");
                assert_eq!(outcome.certainty, MaybeDone, "{status}");
            }
        }
    }
}

#[tokio::test]
async fn rebillys_end_at_the_next_renewal_lies_ahead() {
    let body = json!({
        "subscriptionId": SUBSCRIPTION,
        "status": "confirmed",
        "churnTimePolicy": "at-next-renewal",
        "churnTime": "2999-01-31T00:00:00Z",
    });
    let outcome = at_rebilly(Timing::AtPeriodEnd, answer(201, &body)).await.unwrap();
    let What::Scheduled { at: Some(at) } = &outcome.what else { panic!("{outcome}") };
    assert_eq!((at.as_str(), outcome.certainty), ("2999-01-31T00:00:00Z", Done));
    assert_eq!((outcome.access_until.as_ref(), outcome.ended_at.as_ref()), (Some(at), None));
}

#[tokio::test]
async fn rebillys_published_example_alone_names_no_status_and_proves_nothing() {
    let sample = Sample::read(include_str!("published/rebilly-cancel.http"));
    let outcome = at_rebilly(Timing::Now, answer(201, &sample.json())).await.unwrap();
    assert!(matches!(outcome.what, What::Unconfirmed { .. }), "{outcome}");
}

async fn at_kajabi(status: u16, body: &Value) -> Ended {
    let token = answer(200, &json!({ "access_token": "token_here", "token_type": "bearer", "expires_in": 7200 }));
    let reply = Reply::of(status, "application/vnd.api+json", body.to_string());
    let request = request(ProviderId::Kajabi, "123", Money::NotControllable);
    let (ended, received) = cancel(&request, [token, reply]).await;
    assert_eq!(format!("{} {}", received[1].method, received[1].target), "POST /v1/purchases/123/cancel_subscription");
    assert_eq!(received[1].header("authorization"), Some("Bearer token_here"));
    ended
}

fn members(list: &str) -> Value {
    whole(&rows(list).iter().map(|row| Member::read(row)).collect::<Vec<_>>())
}

#[tokio::test]
async fn kajabis_published_purchase_is_a_cancellation_where_it_says_when_it_was_deactivated() {
    let mut body = members(KAJABI_PURCHASE);
    body["data"]["id"] = json!("123");
    body["data"]["type"] = json!("purchases");
    body["data"]["attributes"]["deactivated_at"] = json!("2020-04-27T19:10:14.023Z");
    let outcome = at_kajabi(200, &body).await.unwrap();
    assert_eq!((&outcome.what, outcome.certainty, outcome.sent), (&What::Cancelled, Done, true));
    assert_eq!(outcome.ended_at.as_ref().unwrap().as_str(), "2020-04-27T19:10:14.023Z");
    assert!(outcome.money.is_empty(), "{outcome}");

    body["data"]["attributes"]["deactivated_at"] = Value::Null;
    let outcome = at_kajabi(200, &body).await.unwrap();
    assert!(matches!(outcome.what, What::Unconfirmed { .. }), "{outcome}");
    assert_eq!(outcome.certainty, MaybeDone);
}

#[tokio::test]
async fn kajabis_published_errors_are_refusals_that_name_the_field() {
    let mut body = members(KAJABI_ERRORS);
    for (status, title) in [(401, "Unauthorized"), (403, "Forbidden"), (404, "Not found"), (422, "Unprocessable")] {
        body["errors"][0] = json!({
            "status": status.to_string(),
            "source": { "pointer": "/data/attributes/quantity" },
            "title": title,
            "detail": "A sentence",
        });
        let error = at_kajabi(status, &body).await.unwrap_err();
        assert_answered(&error, Rejected, status, &body);
        assert_eq!((error.said.message.as_deref(), error.said.code.as_deref()), (Some("A sentence"), Some(title)));
        let field = FaultyField::new("/data/attributes/quantity", Some("A sentence".to_owned()));
        assert_eq!((&error.said.fields, &error.said.retry), (&vec![field], &None), "{status}");
    }
}

#[tokio::test]
async fn a_status_that_no_page_lists_proves_nothing() {
    let body = json!({ "error": "invalid_blog", "message": "The blog ID 12345 is invalid" });
    assert_answered(&at_jetpack(answer(404, &body)).await.unwrap_err(), MaybeDone, 404, &body);
    let body = Sample::read(STAX_BILL_ERROR).json();
    assert_answered(&at_stax_bill([answer(403, &body)]).await.unwrap_err(), MaybeDone, 403, &body);
    let body = rebilly_error(401);
    assert_answered(&at_rebilly(Timing::Now, answer(400, &body)).await.unwrap_err(), MaybeDone, 400, &body);
    let body = members(KAJABI_ERRORS);
    assert_answered(&at_kajabi(400, &body).await.unwrap_err(), MaybeDone, 400, &body);
}
