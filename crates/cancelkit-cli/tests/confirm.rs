//! `cancelkit confirm` and `cancelkit undo`.

mod common;

use cancelkit_simulator::{Effect, Fault, Provider, Target, Times, kajabi, rebilly};
use common::{CANCELLATIONS, at, bare, joined, simulator};

#[tokio::test(flavor = "multi_thread")]
async fn only_an_end_that_is_shown_is_a_success() {
    let simulator = simulator().await;
    for (provider, target, code, kind) in [
        ("stax-bill", "12345", 6, "still-active"),
        ("stax-bill", "12350", 0, "ended"),
        ("rebilly", rebilly::CHURNED, 0, "ended"),
        ("rebilly", rebilly::SCHEDULED, 0, "ended"),
        ("kajabi", kajabi::ACTIVE, 6, "undecided"),
        ("kajabi", kajabi::CANCELLED, 6, "undecided"),
        ("jetpack", "example.com/demo/wp#jetpack-scan", 6, "still-active"),
    ] {
        let ran = at(&simulator, &["confirm", provider, target, "--json"]);
        assert_eq!(ran.code, code, "{ran:?}");
        let json = ran.json();
        assert_eq!(
            (json["kind"].as_str(), json["confirmation"].as_str()),
            (Some("confirmation"), Some(kind)),
            "{json}"
        );
        assert_eq!(json["question"]["target"]["provider"], provider);
        let plain = at(&simulator, &["confirm", provider, target]);
        assert_eq!(plain.code, code, "{plain:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_weak_read_is_followed_up() {
    let simulator = simulator().await;
    let (_, arguments) = CANCELLATIONS[0];
    let before = at(&simulator, &["confirm", "jetpack", arguments[1]]);
    let again =
        before.stdout.lines().find_map(|line| line.strip_prefix("Read it again: cancelkit ")).expect("a command");
    assert_eq!(at(&simulator, &joined("cancel", arguments, &["--yes"])).code, 0);
    let again: Vec<&str> = again.split(' ').map(|word| word.trim_matches('\'')).collect();
    let after = at(&simulator, &again);
    assert_eq!(after.code, 0, "{after:?}");
    insta::assert_snapshot!("confirmed", after.stdout);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_read_that_fails_shows_no_end() {
    let simulator = simulator().await;
    simulator.set_fault(
        Target::operation(Provider::StaxBill, "getSubscription"),
        Fault::CloseUnanswered(Effect::NotApplied),
        Times::Always,
    );
    let ran = at(&simulator, &["confirm", "stax-bill", "12350", "--json"]);
    assert_eq!((ran.code, ran.json()["kind"].as_str()), (6, Some("confirm-error")), "{ran:?}");
    let unknown = at(&simulator, &["confirm", "rebilly", rebilly::UNKNOWN]);
    assert_eq!(unknown.code, 6, "{unknown:?}");
}

#[test]
fn what_a_read_needs_is_asked_for() {
    assert_eq!(bare(&["confirm"]).code, 2);
    assert_eq!(bare(&["confirm", "stax-bill"]).code, 2);
    assert_eq!(bare(&["confirm", "stax-bill", "x"]).code, 2);
    assert_eq!(bare(&["confirm", "stax-bill", "12345"]).code, 1);
    assert_eq!(bare(&["confirm", "stax-bill", "12345", "--plan", "plan.json"]).code, 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_scheduled_cancellation_is_taken_back() {
    let simulator = simulator().await;
    let (_, arguments) = CANCELLATIONS[2];
    assert_eq!(at(&simulator, &joined("cancel", arguments, &["--yes"])).code, 0);
    let undo = ["undo", "rebilly", rebilly::ACTIVE, "--key", "ticket-4711"];

    let planned = at(&simulator, &[&undo[..], &["--dry-run"]].concat());
    assert_eq!(planned.code, 0, "{planned:?}");
    insta::assert_snapshot!("undo-plan", planned.text(&simulator));
    let json = at(&simulator, &[&undo[..], &["--dry-run", "--json"]].concat());
    assert_eq!(json.json()["kind"], "undo-plan");

    let nobody = at(&simulator, &undo);
    assert_eq!(nobody.code, 3, "{nobody:?}");
    assert!(simulator.received_by(Provider::Rebilly, "createSubscriptionReactivation").is_empty());

    let ran = at(&simulator, &[&undo[..], &["--yes"]].concat());
    assert_eq!(ran.code, 0, "{ran:?}");
    insta::assert_snapshot!("undo-outcome", ran.text(&simulator));
    assert_eq!(at(&simulator, &["confirm", "rebilly", rebilly::ACTIVE]).code, 6);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_undo_as_json() {
    let simulator = simulator().await;
    let ran = at(&simulator, &["undo", "rebilly", rebilly::SCHEDULED, "--comment", "Stays", "--yes", "--json"]);
    assert_eq!((ran.code, ran.stderr.as_str()), (0, ""), "{ran:?}");
    let json = ran.json();
    assert_eq!((json["kind"].as_str(), json["outcome"]["certainty"].as_str()), (Some("undo-outcome"), Some("done")));
    assert_eq!(json["undo_plan"]["request"]["comment"], "Stays");
}

#[test]
fn an_undo_that_does_not_exist_is_refused() {
    for (provider, target) in [("jetpack", "example.com#plan"), ("stax-bill", "12345"), ("kajabi", "1")] {
        let ran = bare(&["undo", provider, target, "--yes", "--json"]);
        assert_eq!((ran.code, ran.json()["kind"].as_str()), (3, Some("refusal")), "{ran:?}");
    }
    let ran = bare(&["undo", "rebilly", "sub_EXAMPLE0001", "--yes"]);
    assert_eq!(ran.code, 1, "{ran:?}");
    assert_eq!(bare(&["undo", "rebilly", "sub_EXAMPLE0001", "--dry-run"]).code, 0);
}
