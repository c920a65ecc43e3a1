//! `cancelkit plan`: no credential, no network.

mod common;

use common::{CANCELLATIONS, at, bare, joined, simulator};

#[test]
fn plans() {
    for (provider, arguments) in CANCELLATIONS {
        let plain = bare(&joined("plan", arguments, &[]));
        assert_eq!(plain.code, 0, "{plain:?}");
        insta::assert_snapshot!(format!("plan-{provider}"), plain.stdout);
        let json = bare(&joined("plan", arguments, &["--json"]));
        insta::assert_snapshot!(format!("plan-{provider}-json"), json.stdout);
    }
}

#[test]
fn what_stands_for_a_missing_identity_is_said() {
    let (_, rebilly) = CANCELLATIONS[2];
    let ran = bare(&joined("plan", rebilly, &[]));
    assert_eq!(ran.stderr, "note: CANCELKIT_REBILLY_ORGANIZATION_ID is not set; `not-set` stands in its place\n");
    let (_, kajabi) = CANCELLATIONS[3];
    assert_eq!(bare(&joined("plan", kajabi, &[])).stderr, "");
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_sent() {
    let simulator = simulator().await;
    for (_, arguments) in CANCELLATIONS {
        let ran = at(&simulator, &joined("plan", arguments, &[]));
        assert_eq!(ran.code, 0, "{ran:?}");
        assert!(ran.stdout.contains(&simulator.address().to_string()), "{ran:?}");
    }
    assert!(simulator.received().is_empty());
}

#[test]
fn what_a_provider_cannot_do_is_refused() {
    let arguments =
        ["plan", "kajabi", "900000001", "--when", "at-period-end", "--money", "leave-charges", "--key", "k"];
    let ran = bare(&arguments);
    assert_eq!(ran.code, 3);
    insta::assert_snapshot!("refusal", ran.stdout);
    let json = bare(&[&arguments[..], &["--json"]].concat());
    assert_eq!(json.json()["kind"], "refusal");
    insta::assert_snapshot!("refusal-json", json.stdout);
}

#[test]
fn what_is_not_asked_properly_is_explained() {
    for (arguments, part) in [
        (vec!["plan", "stax-bill", "12345", "--when", "now"], "--money"),
        (vec!["plan", "stax-bill", "12345", "--money", "leave-charges"], "--when"),
        (vec!["plan", "stax-bill", "12345", "--when", "later", "--money", "leave-charges"], "2030-01-31T00:00:00Z"),
        (vec!["plan", "stax-bill", "12345", "--when", "now", "--money", "refund"], "reverse-unearned"),
        (vec!["plan", "stax-bill", "x", "--when", "now", "--money", "leave-charges"], "a right one is 12345"),
        (vec!["plan", "stripe", "x", "--when", "now", "--money", "leave-charges"], "jetpack, stax-bill"),
        (vec!["plan"], "Usage"),
    ] {
        let ran = bare(&arguments);
        assert_eq!((ran.code, ran.stdout.as_str()), (2, ""), "{ran:?}");
        assert!(ran.stderr.contains(part), "{ran:?}");
    }
}
