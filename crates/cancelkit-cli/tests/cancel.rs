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

#[tokio::test(flavor = "multi_thread")]
async fn what_a_cancellation_printed_is_not_sent_again() {
    let simulator = simulator().await;
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("printed.json");
    let path = path.to_str().expect("a path of text");
    let cancel = Target::operation(Provider::StaxBill, "cancelSubscription");
    simulator.set_fault(cancel, Fault::CloseUnanswered(Effect::NotApplied), Times::Once);
    let doubt = at(&simulator, &joined("cancel", &STAX_BILL, &["--yes", "--json"]));
    let done = at(&simulator, &joined("cancel", &STAX_BILL, &["--yes", "--json"]));
    let sent = simulator.received().len();
    for (printed, kind, code) in [(&doubt, "cancel-error", 5), (&done, "outcome", 0)] {
        assert_eq!((printed.code, printed.json()["kind"].as_str()), (code, Some(kind)), "{printed:?}");
        let unnamed = format!(r#"{{"version": 1, "plan": {}}}"#, printed.json()["plan"]);
        let another = printed.stdout.replace(&format!("\"{kind}\""), "\"another\"");
        for (text, named) in [(printed.stdout.as_str(), kind), (&unnamed, ""), (&another, "another")] {
            store(path, text);
            let ran = at(&simulator, &["cancel", "--plan", path, "--yes"]);
            assert_eq!((ran.code, ran.stdout.as_str()), (1, ""), "{ran:?}");
            assert!(ran.stderr.contains(&format!("its kind is `{named}` and not `plan`")), "{ran:?}");
        }
        assert_eq!(simulator.received().len(), sent);
        store(path, &printed.stdout);
        let undo = at(&simulator, &["undo", "--plan", path, "--yes", "--json"]);
        assert_eq!((undo.code, undo.json()["kind"].as_str()), (3, Some("refusal")), "{undo:?}");
    }
    assert_eq!(at(&simulator, &["confirm", "--plan", path]).code, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_plan_in_which_a_member_is_twice_is_not_sent() {
    let simulator = simulator().await;
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("plan.json");
    let path = path.to_str().expect("a path of text");
    let printed = at(&simulator, &joined("plan", &STAX_BILL, &["--json"])).stdout;
    for (once, twice) in [
        ("\"subscription_id\": 12345", "\"subscription_id\": 12346, \"subscription_id\": 12345"),
        ("\"kind\": \"plan\"", "\"kind\": \"outcome\", \"kind\": \"plan\""),
    ] {
        let change = printed.replace(once, twice);
        assert_ne!(change, printed);
        store(path, &change);
        for arguments in [&["cancel", "--plan", path, "--yes"][..], &["confirm", "--plan", path]] {
            let ran = at(&simulator, arguments);
            assert!(ran.code == 1 && ran.stderr.contains("is there twice at line"), "{ran:?}");
        }
    }
    assert!(simulator.received().is_empty());
}

#[test]
fn a_plan_cannot_write_to_the_terminal() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("plan.json");
    let path = path.to_str().expect("a path of text");
    let hazard = r"\u001b[2J\u009b31m\u007f\u202e\u200b\r\nerror: ";
    let printed = bare(&joined("plan", &STAX_BILL, &["--json"])).stdout;
    for change in [
        printed.replace("\"money\"", &format!("\"{hazard}\"")),
        printed.replace("\"leave-charges\"", &format!("\"{hazard}\"")),
        format!(r#"{{"kind": "{hazard}"}}"#),
        format!(r#"{{"{hazard}": 1, "{hazard}": 2}}"#),
    ] {
        assert_ne!(change, printed);
        store(path, &change);
        let ran = bare(&["cancel", "--plan", path, "--yes"]);
        assert_eq!((ran.code, ran.stdout.as_str()), (1, ""), "{ran:?}");
        let hazardous = |c: char| (c.is_control() && c != '\n') || ['\u{202e}', '\u{200b}'].contains(&c);
        assert!(!ran.stderr.contains(hazardous) && ran.stderr.lines().count() == 1, "{ran:?}");
        assert!(ran.stderr.contains("u{1b}[2J"), "{ran:?}");
        let json = bare(&["cancel", "--plan", path, "--yes", "--json"]);
        assert!(!json.stdout.contains(hazardous), "{json:?}");
        assert_eq!(json.json()["kind"], "failure");
    }
}

#[test]
fn json_cannot_write_to_the_terminal_and_loses_nothing() {
    let hazard = "\u{1b}\u{7f}\u{9b}31m\u{202e}\u{200b}\u{2028}\u{e0041}é";
    let arguments = joined("plan", CANCELLATIONS[2].1, &["--json"]);
    let arguments: Vec<&str> =
        arguments.into_iter().map(|word| if word == "Moves elsewhere" { hazard } else { word }).collect();
    let ran = bare(&arguments);
    assert_eq!(ran.code, 0, "{ran:?}");
    assert!(ran.stdout.contains(r"\u001b\u007f\u009b31m\u202e\u200b\u2028\udb40\udc41é"), "{ran:?}");
    assert_eq!(ran.json()["plan"]["request"]["comment"], hazard);
}

#[cfg(unix)]
#[test]
fn a_plan_is_read_with_a_bound() {
    let folder = tempfile::tempdir().expect("a folder");
    let folder = folder.path().to_str().expect("a path of text");
    for command in ["cancel", "confirm", "undo"] {
        let endless = bare(&[command, "--plan", "/dev/zero"]);
        assert!(endless.code == 1 && endless.stderr.contains("larger than 1 MiB"), "{endless:?}");
        let directory = bare(&[command, "--plan", folder]);
        assert!(directory.code == 1 && directory.stderr.contains("it is a directory, not a file"), "{directory:?}");
    }
}

#[cfg(target_os = "linux")]
#[tokio::test(flavor = "multi_thread")]
async fn a_lost_output_keeps_the_exit_code() {
    let simulator = simulator().await;
    for (arguments, code) in
        [(joined("cancel", &STAX_BILL, &["--yes"]), 0), (vec!["confirm", "kajabi", CANCELLATIONS[3].1[1]], 6)]
    {
        let mut command = command(&arguments);
        point(&mut command, &simulator);
        let full = std::fs::File::options().write(true).open("/dev/full").expect("Linux has it");
        let output = command.stdout(full).output().expect("it starts");
        assert_eq!(output.status.code(), Some(code), "{output:?}");
        assert!(String::from_utf8_lossy(&output.stderr).contains("could not be printed"), "{output:?}");
    }
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
