#![cfg(unix)]

use std::process::Command;

use crate::workspace::{Ran, Workspace, finish, shown};

/// The demonstration with another program in the place of cargo: building it takes minutes.
fn demo(workspace: &Workspace, cargo: &str) -> Ran {
    let mut command = Command::new(env!("CARGO_BIN_EXE_xtask"));
    finish(command.arg("demo").current_dir(workspace.path("")).env("CARGO", cargo))
}

#[test]
fn it_checks_then_regenerates_then_shows() {
    let workspace = Workspace::generated();
    let before = workspace.files();
    let ran = demo(&workspace, "true");
    assert_eq!(ran.code, Some(0), "{ran:?}");
    insta::assert_snapshot!("demo", shown(&ran.stderr));
    assert!(workspace.files() == before, "regenerating with nothing changed writes nothing");
    assert_eq!(demo(&workspace, "false").code, Some(1));
    assert_eq!(demo(&workspace, "/no/such/program").code, Some(1));
}

#[test]
fn a_drift_fails_and_is_not_written_over() {
    let workspace = Workspace::generated();
    workspace.write("crates/cancelkit-acme/README.md", "By hand.\n");
    let before = workspace.files();
    let ran = demo(&workspace, "true");
    assert_eq!(ran.code, Some(1), "{ran:?}");
    for part in ["Stale crates/cancelkit-acme/README.md", "-By hand.", "run `cargo xtask generate`", "ends here"] {
        assert!(ran.stderr.contains(part), "{part}: {}", ran.stderr);
    }
    assert!(!ran.stderr.contains("Building"), "{}", ran.stderr);
    assert!(workspace.files() == before);
}
