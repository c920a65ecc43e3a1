//! `cancelkit cancel`: what is sent, and every exit code.

mod common;

use std::net::TcpListener;
use std::process::{Command, Stdio};
use std::time::Duration;

use cancelkit_simulator::{Effect, Fault, Provider, Target, Times, stax_bill};
use common::{CANCELLATIONS, at, bare, command, ended, joined, point, run, run_with_input, simulator, sorted};

const STAX_BILL: [&str; 6] = ["stax-bill", "12345", "--when", "now", "--money", "leave-charges"];

#[tokio::test(flavor = "multi_thread")]
async fn each_provider_carries_it_out() {
    for (provider, arguments) in CANCELLATIONS {
        let simulator = simulator().await;
        let ran = at(&simulator, &joined("cancel", arguments, &["--yes"]));
        assert_eq!(ran.code, 0, "{ran:?}");
        assert!(ran.stderr.starts_with("Cancel "), "the plan is shown: {ran:?}");
        insta::assert_snapshot!(format!("outcome-{provider}"), ran.text(&simulator));
        assert!(simulator.violations().is_empty(), "{:?}", simulator.violations());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn outcomes_as_json() {
    for (provider, arguments) in CANCELLATIONS {
        let simulator = simulator().await;
        let ran = at(&simulator, &joined("cancel", arguments, &["--yes", "--json"]));
        assert_eq!((ran.code, ran.stderr.as_str()), (0, ""), "{ran:?}");
        let json = ran.json();
        assert_eq!((json["kind"].as_str(), json["outcome"]["certainty"].as_str()), (Some("outcome"), Some("done")));
        assert_eq!(json["plan"]["request"]["target"]["provider"], provider);
        let mut outcome = json["outcome"].clone();
        let body = outcome["answer"]["body"].take();
        assert!(body["text"].as_str().is_some_and(|text| text.starts_with('{')), "{body}");
        let text = sorted(&outcome);
        insta::assert_snapshot!(format!("outcome-{provider}-json"), text);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_terminal_nobody_agrees() {
    let simulator = simulator().await;
    for input in ["", "yes\n"] {
        let mut command = command(&joined("cancel", &STAX_BILL, &[]));
        point(&mut command, &simulator);
        let ran = run_with_input(command, input, false);
        assert_eq!((ran.code, ran.stdout.as_str()), (3, ""), "{ran:?}");
        assert!(ran.stderr.starts_with("Cancel 12345 at Stax Bill."), "{ran:?}");
        assert!(ran.stderr.ends_with("no terminal to ask on; to send it without being asked, add --yes\n"), "{ran:?}");
    }
    let json = at(&simulator, &joined("cancel", &STAX_BILL, &["--json"]));
    assert_eq!((json.code, json.json()["kind"].as_str()), (3, Some("failure")));
    assert!(simulator.received().is_empty());
}

#[test]
fn missing_variables_are_named() {
    let ran = bare(&joined("cancel", &STAX_BILL, &["--yes"]));
    assert_eq!(ran.code, 1, "{ran:?}");
    assert_eq!(ran.stderr, "error: Stax Bill is not set up; set CANCELKIT_STAX_BILL_API_KEY\n");
    let json = bare(&joined("cancel", &STAX_BILL, &["--yes", "--json"])).json();
    assert_eq!(json["kind"], "failure");
    assert_eq!(json["message"], "Stax Bill is not set up; set CANCELKIT_STAX_BILL_API_KEY");
}

#[test]
fn another_providers_variables_do_not_matter() {
    let mut command = command(&joined("cancel", &STAX_BILL, &["--yes"]));
    command.env("CANCELKIT_KAJABI_CLIENT_ID", "half of it");
    let ran = run(command, false);
    assert!(ran.code == 1 && !ran.stderr.contains("KAJABI"), "{ran:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refusal_needs_no_credential_and_sends_nothing() {
    let arguments = ["stax-bill", "12345", "--when", "at-period-end", "--money", "credit-remainder", "--yes"];
    let simulator = simulator().await;
    for ran in [bare(&joined("cancel", &arguments, &[])), at(&simulator, &joined("cancel", &arguments, &[]))] {
        assert_eq!(ran.code, 3, "{ran:?}");
        assert!(ran.stdout.contains("instead: now") && ran.stdout.contains("reverse-unearned"), "{ran:?}");
    }
    assert!(simulator.received().is_empty());
}

#[test]
fn no_connection_is_not_sent() {
    // The port is free again when the listener is dropped.
    let address = TcpListener::bind("127.0.0.1:0").and_then(|listener| listener.local_addr()).expect("a port");
    let mut command = command(&joined("cancel", &STAX_BILL, &["--yes", "--json"]));
    command.env("CANCELKIT_STAX_BILL_API_KEY", stax_bill::API_KEY);
    command.env("CANCELKIT_STAX_BILL_SERVER", format!("http://{address}"));
    let ran = run(command, true);
    assert_eq!(ran.code, 3, "{ran:?}");
    let json = ran.json();
    assert_eq!((json["kind"].as_str(), json["error"]["certainty"].as_str()), (Some("cancel-error"), Some("not-sent")));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_no_of_the_provider_is_rejected() {
    let simulator = simulator().await;
    let arguments = ["stax-bill", "99999", "--when", "now", "--money", "leave-charges", "--yes"];
    let ran = at(&simulator, &joined("cancel", &arguments, &[]));
    assert_eq!(ran.code, 4, "{ran:?}");
    insta::assert_snapshot!("rejected", ran.stdout);
    let json = at(&simulator, &joined("cancel", &arguments, &["--json"])).json();
    assert_eq!(json["error"]["certainty"], "rejected");
    assert_eq!(json["error"]["answer"]["status"], 404);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_doubt_is_never_a_success() {
    let cancel = Target::operation(Provider::StaxBill, "cancelSubscription");
    for (fault, applied) in
        [(Fault::CloseUnanswered(Effect::Applied), true), (Fault::CloseUnanswered(Effect::NotApplied), false)]
    {
        let simulator = simulator().await;
        simulator.set_fault(cancel.clone(), fault, Times::Once);
        let ran = at(&simulator, &joined("cancel", &STAX_BILL, &["--yes"]));
        assert_eq!(ran.code, 5, "{ran:?}");
        assert!(ran.stdout.ends_with("Read it back: cancelkit confirm stax-bill 12345\n"), "{ran:?}");
        assert_eq!(simulator.received_by(Provider::StaxBill, "cancelSubscription").len(), 1, "it is sent once");
        let read = at(&simulator, &["confirm", "stax-bill", "12345"]);
        assert_eq!(read.code, if applied { 0 } else { 6 }, "{read:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_that_proves_nothing_is_a_doubt() {
    let simulator = simulator().await;
    let arguments = ["jetpack", "empty.example.com#plan", "--when", "now", "--money", "not-controllable", "--yes"];
    let ran = at(&simulator, &joined("cancel", &arguments, &[]));
    assert_eq!(ran.code, 5, "{ran:?}");
    insta::assert_snapshot!("unconfirmed", ran.stdout);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stored_plan_is_sent_as_it_was_shown() {
    let simulator = simulator().await;
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("plan.json");
    let path = path.to_str().expect("a path of text");
    let printed = at(&simulator, &joined("plan", &STAX_BILL, &["--json"]));
    store(path, &printed.stdout);
    let ran = at(&simulator, &["cancel", "--plan", path, "--yes", "--json"]);
    assert_eq!(ran.code, 0, "{ran:?}");
    assert_eq!(ran.json()["plan"], printed.json()["plan"]);
    let read = at(&simulator, &["confirm", "--plan", path]);
    assert_eq!(read.code, 0, "{read:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_plan_comes_from_standard_input_too_and_by_itself() {
    let simulator = simulator().await;
    let printed = at(&simulator, &joined("plan", &STAX_BILL, &["--json"])).json();
    let mut command = command(&["cancel", "--plan", "-", "--yes"]);
    point(&mut command, &simulator);
    let ran = run_with_input(command, &printed["plan"].to_string(), false);
    assert_eq!(ran.code, 0, "{ran:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_plan_that_was_changed_is_not_sent() {
    let simulator = simulator().await;
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("plan.json");
    let path = path.to_str().expect("a path of text");
    let printed = at(&simulator, &joined("plan", &STAX_BILL, &["--json"])).stdout;
    for (change, code) in [
        (printed.replace("\"subscription_id\": 12345", "\"subscription_id\": 12346"), 3),
        (printed.replace("/subscriptionCancellation", "/customerCancellation"), 3),
        (printed.replace("\"money\"", "\"monney\""), 1),
        (r#"{"version": 1, "kind": "refusal", "refusal": {}}"#.to_owned(), 1),
        ("no JSON".to_owned(), 1),
    ] {
        assert_ne!(change, printed);
        store(path, &change);
        let ran = at(&simulator, &["cancel", "--plan", path, "--yes"]);
        assert_eq!(ran.code, code, "{ran:?}");
    }
    assert_eq!(at(&simulator, &["cancel", "--plan", "/does/not/exist", "--yes"]).code, 1);
    assert!(simulator.received().is_empty());
}

fn store(path: &str, text: &str) {
    use std::io::Write as _;
    std::fs::File::create(path).and_then(|mut file| file.write_all(text.as_bytes())).expect("a file");
}

#[test]
fn a_plan_and_a_wish_exclude_each_other() {
    assert_eq!(bare(&joined("cancel", &STAX_BILL, &["--plan", "plan.json"])).code, 2);
    assert_eq!(bare(&["cancel"]).code, 2);
    assert_eq!(bare(&["cancel", "--yes"]).code, 2);
}

#[cfg(unix)]
#[tokio::test(flavor = "multi_thread")]
async fn an_interrupted_call_is_a_doubt() {
    let simulator = simulator().await;
    let cancel = Target::operation(Provider::StaxBill, "cancelSubscription");
    simulator.set_fault(cancel, Fault::NeverAnswer(Effect::Applied), Times::Once);
    let mut command = command(&joined("cancel", &STAX_BILL, &["--yes", "--json"]));
    point(&mut command, &simulator);
    let child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("it starts");
    while simulator.received().is_empty() {
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    let interrupted = Command::new("kill").args(["-INT", &child.id().to_string()]).status().expect("it is there");
    assert!(interrupted.success());
    let ran = ended(child, true);
    assert_eq!((ran.code, ran.json()["kind"].as_str()), (5, Some("failure")), "{ran:?}");
}
