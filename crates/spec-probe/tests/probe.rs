//! The probe against the simulator, with drift switched on and without.

use std::ffi::OsString;
use std::path::Path;
use std::time::Duration;

use cancelkit_runtime::observe::DriftKind;
use cancelkit_simulator::{Fault, Provider, Running, Simulator, Target, Times, rebilly, stax_bill};
use spec_contract::{Contract, Method};
use spec_document::{Effective, load_provider};
use spec_probe::{
    Called, Credentials, Mend, Outcome, Plan, Probe, ReadError, Reader, Saw, Values, appended, base_url, fresh, mended,
    mended_after, mends, place,
};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

const DATE: &str = "2026-11-25";

fn load(provider: &str) -> (Effective, Contract) {
    let specs = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../specs");
    let document = load_provider(&specs, provider).unwrap_or_else(|report| panic!("{report}"));
    let contract = spec_contract::read(&document).unwrap_or_else(|report| panic!("{report}"));
    (document, contract)
}

fn lookup(name: &str) -> Option<OsString> {
    let value = match name {
        "CANCELKIT_STAX_BILL_API_KEY" => stax_bill::API_KEY,
        "CANCELKIT_REBILLY_API_KEY" => rebilly::API_KEY,
        _ => return None,
    };
    Some(value.into())
}

fn probe<'a>(document: &'a Effective, contract: &'a Contract, server: &str) -> Probe<'a> {
    Probe {
        document,
        contract,
        base: base_url(&document.provider, contract, Some(server), lookup).expect("a base URL"),
        credentials: Credentials::from_lookup(&document.provider, contract, lookup),
        pause: Duration::ZERO,
        limit: 50,
    }
}

fn values() -> Values {
    let given = [("getSubscription.id", "sub_simulator_active")];
    Values::given(given.map(|(name, value)| (name.to_owned(), value.to_owned())))
}

async fn asked(document: &Effective, contract: &Contract, simulator: &Running, values: Values) -> Outcome {
    let provider = if document.provider == "rebilly" { Provider::Rebilly } else { Provider::StaxBill };
    let probe = probe(document, contract, &simulator.base_url(provider));
    probe.run(&Reader::new().expect("a reader"), values, |_| {}).await
}

async fn rebilly(fault: Option<Fault>) -> (Effective, Contract, Outcome) {
    let (document, contract) = load("rebilly");
    let simulator = Simulator::builder().start().await.expect("a simulator");
    if let Some(fault) = fault {
        simulator.set_fault(Target::provider(Provider::Rebilly), fault, Times::Always);
    }
    let before = format!("{:?}", simulator.state().rebilly);
    let outcome = asked(&document, &contract, &simulator, values()).await;
    assert_eq!(format!("{:?}", simulator.state().rebilly), before, "a probe changes nothing");
    assert!(simulator.received().iter().all(|request| request.method == "GET"), "{:?}", simulator.received());
    simulator.stop().await;
    (document, contract, outcome)
}

fn kinds(outcome: &Outcome) -> Vec<DriftKind> {
    let mut kinds: Vec<DriftKind> = outcome.drifts().map(|(drift, _)| drift.kind).collect();
    kinds.sort();
    kinds.dedup();
    kinds
}

#[tokio::test]
async fn what_answers_as_the_document_says_leaves_nothing_to_tell() {
    let (_, _, outcome) = rebilly(None).await;
    let called: Vec<&str> = outcome.called.iter().map(|called| called.operation.as_str()).collect();
    // The list comes first, and the identifier that it holds is asked for.
    assert_eq!(called, ["listSubscriptionCancellations", "getSubscriptionCancellation", "getSubscription"]);
    assert!(outcome.drifts().next().is_none(), "{:?}", outcome.called);
    assert_eq!((outcome.exit_code(), outcome.skipped.len()), (0, 0), "{:?}", outcome.skipped);
}

#[tokio::test]
async fn drift_is_told_with_its_place_in_the_document() {
    for (fault, kind) in [
        (Fault::ExtraFields, DriftKind::UnknownField),
        (Fault::UnknownEnumValues, DriftKind::UnknownValue),
        (Fault::MismatchedBody, DriftKind::Violation),
        (Fault::Status { status: 418, effect: cancelkit_simulator::Effect::NotApplied }, DriftKind::UndocumentedStatus),
        (
            Fault::Html { status: 200, effect: cancelkit_simulator::Effect::NotApplied },
            DriftKind::UndocumentedMediaType,
        ),
    ] {
        let (document, _, outcome) = rebilly(Some(fault.clone())).await;
        assert_eq!((kinds(&outcome), outcome.exit_code()), (vec![kind], 1), "{fault}");
        for (drift, _) in outcome.drifts() {
            let place = place(&document, drift);
            assert_eq!(place.file, "specs/rebilly.yaml");
            assert!(place.line > 1, "{place}: {drift}");
        }
    }
}

#[tokio::test]
async fn with_the_overlay_that_is_written_the_document_accepts_the_answers() {
    for fault in [
        Fault::ExtraFields,
        Fault::UnknownEnumValues,
        Fault::Status { status: 418, effect: cancelkit_simulator::Effect::NotApplied },
    ] {
        let (document, _, outcome) = rebilly(Some(fault.clone())).await;
        let mends = mends(&document, outcome.drifts(), DATE);
        assert!(mends.iter().all(|mend| matches!(mend, Mend::Action { .. })), "{fault}: {mends:#?}");
        let overlay = fresh("rebilly", &mends, DATE);
        assert_eq!(
            mended(&document, &overlay, &outcome).unwrap_or_else(|why| panic!("{why}\n{overlay}")),
            [],
            "{fault}"
        );
        assert_eq!(mended_after(&document, &overlay, &outcome), Ok(Vec::new()), "{fault}");
        // Without the actions every one of them is still there: the proof would see it.
        let idle = "overlay: 1.0.0\ninfo: {title: x, version: '1'}\nactions:\n  - target: $.info\n    description: x\n    update: {x-y: 1}\n";
        assert_eq!(mended(&document, idle, &outcome).expect("a document").len(), outcome.drifts().count(), "{fault}");
    }
}

#[tokio::test]
async fn what_contradicts_the_document_is_for_a_person() {
    let (document, _, outcome) = rebilly(Some(Fault::MismatchedBody)).await;
    let mends = mends(&document, outcome.drifts(), DATE);
    assert!(!mends.is_empty() && mends.iter().all(|mend| matches!(mend, Mend::Person(_))), "{mends:#?}");
    let overlay = fresh("rebilly", &mends, DATE);
    assert!(overlay.contains("# For a person to decide, since it contradicts the document: "), "{overlay}");
    assert!(!overlay.contains("target:"), "{overlay}");
}

#[test]
fn an_overlay_keeps_every_byte_that_it_had() {
    let specs = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../specs");
    let text = std::fs::read_to_string(specs.join("kajabi.overlay.yaml")).expect("an overlay");
    let mends = [Mend::Action {
        target: "$.info".to_owned(),
        description: "Says: \"it\".".to_owned(),
        update: serde_json::json!({ "x-a": { "no": {}, "b c": ["d"] } }),
        fact: "An answer had it.".to_owned(),
    }];
    let longer = appended(&text, &mends, DATE).expect("an overlay");
    assert!(longer.starts_with(&text));
    let (document, _) = load("kajabi");
    assert_eq!(mended(&document, &longer, &Outcome::default()), Ok(Vec::new()));
    for odd in ["overlay: 1.0.0\n", "actions: []\n", "actions:\n  - a: b\ninfo: {}\n", "actions:\n"] {
        assert!(appended(odd, &mends, DATE).is_err(), "{odd}");
    }
}

#[tokio::test]
async fn nothing_but_a_read_is_ever_sent() {
    let silent = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let base = format!("http://{}", silent.local_addr().expect("an address"));
    let reader = Reader::new().expect("a reader");
    for provider in ["jetpack", "kajabi", "rebilly", "stax-bill"] {
        let (_, contract) = load(provider);
        let plan = Plan::of(&contract);
        for operation in &contract.operations {
            let is_read = plan.reads.iter().any(|read| read.id == operation.id);
            assert_eq!(
                is_read,
                operation.method == Method::Get && operation.cancellation.is_none(),
                "{}",
                operation.id
            );
            if !is_read {
                let refused = reader.read(operation, &format!("{base}/x"), &[]).await.expect_err("a refusal");
                assert_eq!(refused, ReadError::NotARead(operation.id.clone()));
            }
        }
        // Nor a read that is a cancellation by what the document says of it, nor any other method.
        let mut operation = plan.reads[0].clone();
        for method in [Method::Post, Method::Put, Method::Patch, Method::Delete, Method::Options, Method::Trace] {
            operation.method = method;
            assert!(matches!(reader.read(&operation, &base, &[]).await, Err(ReadError::NotARead(_))));
        }
        if let Some(cancel) = contract.operations.iter().find(|operation| operation.cancellation.is_some()) {
            let disguised = spec_contract::Operation { method: Method::Get, ..cancel.clone() };
            assert!(matches!(reader.read(&disguised, &base, &[]).await, Err(ReadError::NotARead(_))));
        }
    }
    let arrived = tokio::time::timeout(Duration::from_millis(50), silent.accept()).await;
    assert!(arrived.is_err(), "a connection was made");
}

#[tokio::test]
async fn without_a_credential_or_an_identifier_it_says_what_is_missing() {
    let (document, contract) = load("stax-bill");
    let simulator = Simulator::builder().start().await.expect("a simulator");
    let mut probe = probe(&document, &contract, &simulator.base_url(Provider::StaxBill));
    let reader = Reader::new().expect("a reader");
    let outcome = probe.run(&reader, Values::default(), |_| {}).await;
    assert_eq!(outcome.skipped[0].why, "needs --param id=…");
    assert_eq!((outcome.called.len(), outcome.exit_code()), (0, 2));
    probe.credentials = Credentials::from_lookup("stax-bill", &contract, |_| None);
    let outcome = probe.run(&reader, Values::given([("id".to_owned(), "12345".to_owned())]), |_| {}).await;
    assert_eq!(outcome.skipped[0].why, "needs CANCELKIT_STAX_BILL_API_KEY");
    assert!(simulator.received().is_empty());
    // What would lead to another path is not sent.
    probe.credentials = Credentials::from_lookup("stax-bill", &contract, lookup);
    let outcome = probe.run(&reader, Values::given([("id".to_owned(), "../../x".to_owned())]), |_| {}).await;
    assert!(outcome.skipped[0].why.contains("another path"), "{:?}", outcome.skipped);
    assert!(simulator.received().is_empty());
}

#[tokio::test]
async fn a_refused_credential_and_too_many_requests_end_it() {
    for (fault, word) in [
        (Fault::TooManyRequests, "429"),
        (Fault::Documented { status: 401, effect: cancelkit_simulator::Effect::NotApplied }, "401"),
    ] {
        let (_, _, outcome) = rebilly(Some(fault)).await;
        assert!(outcome.stopped.as_ref().is_some_and(|why| why.contains(word)), "{:?}", outcome.stopped);
        assert_eq!(outcome.called.len(), 1);
        assert_ne!(outcome.exit_code(), 0);
    }
}

#[tokio::test]
async fn a_huge_answer_and_one_that_never_ends_are_bounded() {
    let (_, _, outcome) = rebilly(Some(Fault::OversizedBody(8 * 1024 * 1024))).await;
    for called in &outcome.called {
        let saw = called.saw.as_ref().expect("an answer");
        assert!(saw.answer.truncated() && saw.answer.body().len() <= 1024 * 1024 && saw.drifts.is_empty());
    }
    // What was not judged is not said to be as the document says.
    assert_eq!(outcome.exit_code(), 2);
    // A server that trickles for ever.
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let base = format!("http://{}", listener.local_addr().expect("an address"));
    let server = tokio::spawn(async move {
        loop {
            let (mut stream, _) = listener.accept().await.expect("a connection");
            let _ = stream.read(&mut [0; 4096]).await;
            let _ = stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n\r\n[").await;
            while stream.write_all(b" ").await.is_ok() {
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
        }
    });
    let (document, contract) = load("rebilly");
    let reader = Reader::within(Duration::from_millis(300)).expect("a reader");
    let outcome = probe(&document, &contract, &base).run(&reader, Values::default(), |_| {}).await;
    assert!(outcome.called[0].saw.as_ref().is_ok_and(|saw| saw.answer.truncated() && saw.drifts.is_empty()));
    server.abort();
}

/// A document with a list, and what came of an answer of it.
const LISTS: &str = r#"openapi: 3.1.1
info: { title: Case, version: '1' }
servers: [{ url: http://127.0.0.1:9 }]
paths:
  /things:
    get:
      operationId: listThings
      responses: { '200': { description: All., content: { application/json: { schema: { type: array, items: { $ref: '#/components/schemas/Thing' } } } } } }
  /one:
    get:
      operationId: getThing
      responses: { '200': { description: One., content: { application/json: { schema: { $ref: '#/components/schemas/Thing' } } } } }
components:
  schemas:
    Thing: { type: object, properties: { id: { type: string } } }
"#;

/// What came of answers with these bodies, each of its operation.
fn saw(document: &Effective, contract: &Contract, answers: &[(&str, serde_json::Value)]) -> Outcome {
    let schemas = Probe::schemas(document, contract);
    let mut outcome = Outcome::default();
    for (operation, body) in answers {
        let status = cancelkit_runtime::StatusCode::OK;
        let answer =
            cancelkit_runtime::Answer::new(status, cancelkit_runtime::HeaderMap::new(), body.to_string(), None);
        let judged = schemas.judge(operation, &answer);
        let saw = Saw { answer, body: Some(body.clone()), drifts: judged.drifts, whole: judged.whole };
        outcome.called.push(Called { operation: (*operation).to_owned(), line: String::new(), saw: Ok(saw) });
    }
    outcome
}

fn type_of_new(answers: &[(&str, serde_json::Value)]) -> serde_json::Value {
    let document = Effective::from_text("case", "specs/case.yaml", LISTS).unwrap_or_else(|report| panic!("{report}"));
    let contract = spec_contract::read(&document).unwrap_or_else(|report| panic!("{report}"));
    let outcome = saw(&document, &contract, answers);
    let mends = mends(&document, outcome.drifts(), DATE);
    let overlay = fresh("case", &mends, DATE);
    assert_eq!(mended(&document, &overlay, &outcome), Ok(Vec::new()), "{overlay}");
    let [Mend::Action { update, .. }] = mends.as_slice() else { panic!("{mends:#?}") };
    update["properties"]["new"]["type"].clone()
}

#[test]
fn a_field_is_declared_with_every_type_that_it_came_with() {
    use serde_json::json;
    assert_eq!(type_of_new(&[("listThings", json!([{ "new": 1 }, { "new": 2 }]))]), json!("integer"));
    assert_eq!(type_of_new(&[("listThings", json!([{ "new": 1 }, { "new": 1.5 }]))]), json!("number"));
    // Of several types, and of one that can be null, nothing is said: what was accepted before stays so.
    assert_eq!(type_of_new(&[("listThings", json!([{ "new": 1 }, { "new": "x" }]))]), json!(null));
    assert_eq!(type_of_new(&[("listThings", json!([{ "new": "x" }, { "new": null }]))]), json!(null));
    let two = [("listThings", json!([{ "id": "a" }, { "new": 1 }])), ("getThing", json!({ "new": "x" }))];
    assert_eq!(type_of_new(&two), json!(null));
}

#[test]
fn an_overlay_that_refuses_what_was_accepted_is_not_written() {
    let document = Effective::from_text("case", "specs/case.yaml", LISTS).unwrap_or_else(|report| panic!("{report}"));
    let contract = spec_contract::read(&document).unwrap_or_else(|report| panic!("{report}"));
    let outcome = saw(&document, &contract, &[("listThings", serde_json::json!([{ "new": 1 }, { "new": "x" }]))]);
    let stricter = [Mend::Action {
        target: "$.components.schemas.Thing".to_owned(),
        description: "x".to_owned(),
        update: serde_json::json!({ "properties": { "new": { "type": "integer" } } }),
        fact: "x".to_owned(),
    }];
    for left in [
        mended(&document, &fresh("case", &stricter, DATE), &outcome),
        mended_after(&document, &fresh("case", &stricter, DATE), &outcome),
    ] {
        assert_eq!(left.expect("a document").len(), 1);
    }
}

#[test]
fn a_name_that_cannot_be_written_down_keeps_no_other_from_being_mended() {
    for name in ["ada@example.com".to_owned(), "x".repeat(100)] {
        let body = serde_json::json!({ "new": 1, name: 2 });
        let document =
            Effective::from_text("case", "specs/case.yaml", LISTS).unwrap_or_else(|report| panic!("{report}"));
        let contract = spec_contract::read(&document).unwrap_or_else(|report| panic!("{report}"));
        let outcome = saw(&document, &contract, &[("getThing", body)]);
        let mends = mends(&document, outcome.drifts(), DATE);
        assert_eq!(mends.iter().filter(|mend| matches!(mend, Mend::Action { .. })).count(), 1, "{mends:#?}");
        let overlay = fresh("case", &mends, DATE);
        assert!(!overlay.contains("ada@"), "{overlay}");
        assert_eq!(mended(&document, &overlay, &outcome), Ok(Vec::new()), "{overlay}");
    }
}

#[test]
fn no_debug_text_shows_an_answer() {
    let document = Effective::from_text("case", "specs/case.yaml", LISTS).unwrap_or_else(|report| panic!("{report}"));
    let contract = spec_contract::read(&document).unwrap_or_else(|report| panic!("{report}"));
    let outcome = saw(&document, &contract, &[("getThing", serde_json::json!({ "id": "ada@example.com" }))]);
    assert!(!format!("{outcome:?}").contains("ada"), "{outcome:?}");
}
