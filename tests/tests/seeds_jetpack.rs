//! Jetpack's published samples, sent and parsed through the client. Nothing here reads `specs/`.

use cancelkit_jetpack::operations::CancelPlanBody;
use cancelkit_jetpack::outcomes::CancelPlanOutcome;
use cancelkit_jetpack::types::{ErrorBody, ErrorCode, PlanCancellationRequest, PlanSlug};
use cancelkit_jetpack::{Answered, Client, Credentials, Server};
use serde_json::{Value, json};
use workspace_tests::published::{Sample, printed, rows};
use workspace_tests::server::{Received, Reply, Server as Wire};

const ERRORS: &str = include_str!("published/jetpack-cancel-errors.txt");
const PLANS: &str = include_str!("published/jetpack-plans.txt");
const SITES: &str = include_str!("published/jetpack-site-identifiers.txt");
const TOO_MANY: &str = include_str!("published/jetpack-too-many-requests.txt");

#[tokio::test]
async fn the_curl_and_the_node_call_are_what_the_client_sends() {
    let server = Server::Production.url().unwrap();
    for sample in
        [include_str!("published/jetpack-cancel-curl.http"), include_str!("published/jetpack-cancel-node.http")]
    {
        let (_, received) = cancelled("example.com", None, json!({ "success": true })).await;
        Sample::read(sample).assert_sent(&server, &received, &["cache-control"]);
    }
}

#[tokio::test]
async fn a_site_is_written_with_two_colons_for_each_slash() {
    for row in rows(SITES) {
        let (site, identifier) = (row[0], row[1]);
        assert_eq!(site.replace('/', "::"), identifier);
        let (_, received) = cancelled(identifier, None, json!({ "success": true })).await;
        assert_eq!(received.target, format!("/rest/v1.3/jpphp/{identifier}/partner-cancel"));
    }
    let (_, received) = cancelled("12345", None, json!({ "success": true })).await;
    assert_eq!(received.target, "/rest/v1.3/jpphp/12345/partner-cancel");
}

#[tokio::test]
async fn every_published_plan_is_known_and_arrives_as_it_is_written() {
    let plans: Vec<&str> = rows(PLANS).concat();
    assert_eq!(plans, PlanSlug::VALUES);
    for plan in plans {
        let body = PlanCancellationRequest::new().with_plan(plan);
        let (_, received) =
            cancelled("example.com", Some(CancelPlanBody::Json(body.clone())), json!({ "success": true })).await;
        assert_eq!(received.json(), json!({ "plan": plan }));
        assert_eq!(received.header("content-type"), Some("application/json"));
        let (_, received) =
            cancelled("example.com", Some(CancelPlanBody::Form(body)), json!({ "success": true })).await;
        assert_eq!(received.body, format!("plan={plan}").into_bytes());
        assert_eq!(received.header("content-type"), Some("application/x-www-form-urlencoded"));
    }
}

#[tokio::test]
async fn cancel_all_is_written_with_a_hyphen_and_its_answer_lists_activations() {
    let body = PlanCancellationRequest::new().with_cancel_all(true);
    let answer = json!({ "success": true, "pending_activations": [{ "id": 1 }], "activations": ["a", 2] });
    let (outcome, received) = cancelled("example.com", Some(CancelPlanBody::Json(body)), answer.clone()).await;
    assert_eq!(received.json(), json!({ "cancel-all": true }));
    let CancelPlanOutcome::Ok(reply) = outcome else { panic!("{outcome:?}") };
    assert!(reply.body.success);
    assert_eq!(reply.body.pending_activations.as_deref(), Some(&[json!({ "id": 1 })][..]));
    assert_eq!(reply.body.activations.as_deref(), Some(&[json!("a"), json!(2)][..]));
    assert_eq!(serde_json::to_value(&reply.body).unwrap(), answer);
    for wrong in [json!({ "success": true, "activations": 1 }), json!({ "success": true, "pending_activations": {} })] {
        assert!(call(Reply::of(200, "application/json", wrong.to_string())).await.is_err());
    }
}

#[tokio::test]
async fn success_is_true_or_false_and_never_missing() {
    for success in [true, false] {
        let (outcome, _) = cancelled("example.com", None, json!({ "success": success })).await;
        assert_eq!(outcome.into_body().unwrap().success, success);
    }
    for wrong in ["{}", r#"{"success":"true"}"#, r#"{"success":1}"#, r#"{"success":null}"#] {
        assert!(call(Reply::of(200, "application/json", wrong)).await.is_err(), "{wrong}");
    }
}

#[tokio::test]
async fn every_row_of_the_error_table_is_understood_in_both_shapes() {
    for row in rows(ERRORS) {
        let (status, identifier, message) = (row[0].parse().unwrap(), row[1], row[2].replace("%s", "12345"));
        for body in [
            json!({ "error_code": identifier, "error_message": message }),
            json!({ "error": identifier, "message": message }),
            json!({ "error": identifier, "message": message, "data": null }),
            json!({ "error": identifier, "message": message, "data": { "status": status } }),
        ] {
            let outcome = call(Reply::of(status, "application/json", body.to_string())).await.unwrap();
            let (code, text, back) = error(&outcome, status);
            assert!(code.is_known(), "{code}");
            assert_eq!((code.as_str(), text), (identifier, Some(message.clone())));
            assert_eq!(back, body);
        }
    }
}

#[tokio::test]
async fn an_identifier_that_no_table_lists_is_kept() {
    for status in [400, 403] {
        let outcome = call(Reply::of(status, "application/json", printed(TOO_MANY))).await.unwrap();
        let (code, text, back) = error(&outcome, status);
        assert_eq!(
            (code.as_str(), text.as_deref()),
            ("too_many_requests", Some("Too many requests per time interval"))
        );
        assert_eq!(back, serde_json::from_str::<Value>(&printed(TOO_MANY)).unwrap());
    }
}

#[tokio::test]
async fn a_status_that_the_page_does_not_list_proves_nothing() {
    for status in [401, 404, 429, 500] {
        let outcome = call(Reply::of(status, "application/json", printed(TOO_MANY))).await.unwrap();
        assert!(matches!(&outcome, CancelPlanOutcome::Undocumented(_)), "{outcome:?}");
        assert_eq!((outcome.status().as_u16(), &outcome.raw()[..]), (status, printed(TOO_MANY).as_bytes()));
    }
}

#[tokio::test]
async fn the_envelope_is_asked_for_by_its_parameter_and_gives_the_real_status() {
    for row in rows(ERRORS) {
        let status: u16 = row[0].parse().unwrap();
        let body = json!({ "error": row[1], "message": row[2] });
        let headers = json!([{ "name": "Content-Type", "value": "application/json" }]);
        let wrapped = json!({ "code": status, "headers": headers, "body": body });
        let wire = Wire::start([Reply::of(200, "application/json", wrapped.to_string())]).await;
        let outcome = client(&wire).cancel_plan_enveloped("example.com").send().await.unwrap();
        assert_eq!(error(&outcome, status).2, body);
        let received = wire.received().await;
        assert_eq!(received[0].target, "/rest/v1.3/jpphp/example.com/partner-cancel?http_envelope=true");
    }
}

#[tokio::test]
async fn pretty_is_a_query_parameter() {
    let wire = Wire::start([Reply::of(200, "application/json", "{\n  \"success\": true\n}\n")]).await;
    let outcome = client(&wire).cancel_plan("example.com").pretty(true).send().await.unwrap();
    assert!(outcome.into_body().unwrap().success);
    assert_eq!(wire.received().await[0].target, "/rest/v1.3/jpphp/example.com/partner-cancel?pretty=true");
}

fn client(wire: &Wire) -> Client {
    let credentials = Credentials::PartnerToken("access_token_here".into());
    Client::new(Server::Custom(wire.url()), credentials).expect("a client")
}

async fn call(reply: Reply) -> Result<CancelPlanOutcome, cancelkit_jetpack::CallError> {
    let wire = Wire::start([reply]).await;
    client(&wire).cancel_plan("example.com").send().await
}

async fn cancelled(site: &str, body: Option<CancelPlanBody>, answer: Value) -> (CancelPlanOutcome, Received) {
    let wire = Wire::start([Reply::of(200, "application/json", answer.to_string())]).await;
    let client = client(&wire);
    let request = client.cancel_plan(site);
    let request = match body {
        Some(body) => request.body(body),
        None => request,
    };
    let outcome = request.send().await.expect("an outcome");
    (outcome, wire.received().await.remove(0))
}

/// The identifier and the message of an error, and its body written back.
fn error(outcome: &CancelPlanOutcome, status: u16) -> (ErrorCode, Option<String>, Value) {
    let reply = match outcome {
        CancelPlanOutcome::BadRequest(reply) if status == 400 => reply,
        CancelPlanOutcome::Forbidden(reply) if status == 403 => reply,
        other => panic!("{status} became {other:?}"),
    };
    let (code, message) = match &reply.body {
        ErrorBody::PageError(error) => (&error.error_code, &error.error_message),
        ErrorBody::PluginError(error) => (&error.error, &error.message),
        other => panic!("another body: {other:?}"),
    };
    (code.clone(), message.clone(), serde_json::to_value(&reply.body).expect("JSON"))
}
