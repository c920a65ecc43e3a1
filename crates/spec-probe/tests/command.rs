//! The command, as a person runs it.

use std::path::Path;
use std::process::{Command, Output};

use cancelkit_simulator::{Fault, Provider, Simulator, Target, Times, stax_bill};
use spec_codegen::write_whole;

/// A workspace with a copy of one provider's document.
fn workspace(provider: &str) -> tempfile::TempDir {
    let root = tempfile::tempdir().expect("a folder");
    let specs = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../specs");
    write_whole(&root.path().join("Cargo.toml"), b"").expect("written");
    for name in [format!("{provider}.yaml"), format!("{provider}.overlay.yaml")] {
        if let Ok(text) = std::fs::read(specs.join(&name)) {
            write_whole(&root.path().join("specs").join(name), &text).expect("written");
        }
    }
    root
}

fn run(root: &Path, arguments: &[&str]) -> (i32, String) {
    let output: Output = Command::new(env!("CARGO_BIN_EXE_spec-probe"))
        .args(arguments)
        .current_dir(root)
        .env("CANCELKIT_STAX_BILL_API_KEY", stax_bill::API_KEY)
        .env_remove("CANCELKIT_STAX_BILL_SERVER")
        .output()
        .expect("the command");
    let said = format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(!said.contains(stax_bill::API_KEY), "{said}");
    (output.status.code().unwrap_or(-1), said)
}

#[tokio::test(flavor = "multi_thread")]
async fn drift_is_found_written_down_and_gone() {
    let simulator = Simulator::builder().start().await.expect("a simulator");
    let base = simulator.base_url(Provider::StaxBill);
    let root = workspace("stax-bill");
    let arguments = ["stax-bill", "--server", &base, "--param", "id=12345", "--pause", "0", "--yes"];

    let (code, said) = run(root.path(), &arguments);
    assert_eq!(code, 0, "{said}");
    assert!(said.contains("GET /subscriptions/{id} (getSubscription): 200, as the document says"), "{said}");

    simulator.set_fault(Target::provider(Provider::StaxBill), Fault::ExtraFields, Times::Always);
    let (code, said) = run(root.path(), &arguments);
    assert_eq!(code, 1, "{said}");
    assert!(said.contains("specs/stax-bill.yaml:"), "{said}");
    assert!(said.contains("unknown-field at /simulator_extra_field (simulator_extra_field)"), "{said}");
    // The identifier is data.
    assert!(!said.contains("12345"), "{said}");
    assert!(!root.path().join("specs/stax-bill.overlay.yaml").exists());

    let mut writing = arguments.to_vec();
    writing.push("--write-overlay");
    let (code, said) = run(root.path(), &writing);
    assert_eq!(code, 1, "{said}");
    let overlay = std::fs::read_to_string(root.path().join("specs/stax-bill.overlay.yaml")).expect("an overlay");
    assert!(overlay.contains("target: $.components.schemas.Subscription\n"), "{overlay}");
    assert!(
        overlay.contains(
            "description: \"Declares `simulator_extra_field`. Seen in an answer of getSubscription (200) on "
        ),
        "{overlay}"
    );
    let (code, said) = run(root.path(), &arguments);
    assert_eq!(code, 0, "{said}\n{overlay}");

    // Appended, with what stood there kept.
    simulator.clear_faults();
    simulator.set_fault(Target::provider(Provider::StaxBill), Fault::UnknownEnumValues, Times::Always);
    let (code, said) = run(root.path(), &writing);
    assert_eq!(code, 1, "{said}");
    let longer = std::fs::read_to_string(root.path().join("specs/stax-bill.overlay.yaml")).expect("an overlay");
    assert!(longer.starts_with(&overlay) && longer.contains("simulator-unknown-value"), "{longer}");
    let (code, said) = run(root.path(), &arguments);
    assert_eq!(code, 0, "{said}\n{longer}");
    simulator.stop().await;
}

#[test]
fn nobody_to_ask_means_that_nothing_is_sent() {
    let root = workspace("stax-bill");
    let (code, said) = run(root.path(), &["stax-bill", "--server", "http://127.0.0.1:9", "--param", "id=1"]);
    assert_eq!(code, 2, "{said}");
    assert!(said.contains("GET /subscriptions/{id} (getSubscription)") && said.contains("--yes"), "{said}");
    for (arguments, word) in [
        (["stax-bill", "--server", "http://example.com", "--yes"], "https"),
        (["nobody", "--server", "https://example.com", "--yes"], "nobody"),
        (["stax-bill", "--server", "moon", "--yes"], "production"),
    ] {
        let (code, said) = run(root.path(), &arguments);
        assert_eq!(code, 2, "{said}");
        assert!(said.contains(word), "{said}");
    }
}
