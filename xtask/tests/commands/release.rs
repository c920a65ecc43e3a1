//! `release` in a repository of its own. crates.io is never asked here: the dry run is left out, or is a program of this test.

use crate::diff::{commit, edit, git};
use crate::workspace::{Ran, Workspace, shown};

const ROOT: &str = r#"# The root.
[workspace]
resolver = "3"
members = ["crates/cancelkit-acme", "crates/cancelkit-runtime"]

[workspace.package]
version = "0.1.0"
edition = "2024"
rust-version = "1.88"
license = "MIT"
repository = "https://acme.example"

[workspace.dependencies]
cancelkit-acme = { path = "crates/cancelkit-acme", version = "0.1.0" } # the client
cancelkit-runtime = { path = "crates/cancelkit-runtime", version = "0.1.0" }
progenitor-client = "0.15.1"
reqwest = "0.13.5"
schemars = "1.2"
serde = "1.0.228"
serde_json = "1.0.145"
"#;

/// A client on a runtime, released.
fn released() -> Workspace {
    let workspace = Workspace::acme();
    workspace.write("Cargo.toml", ROOT);
    let runtime = "[package]\nname = \"cancelkit-runtime\"\nversion.workspace = true\nedition.workspace = true\n\n[features]\nrustls = []\nschemars = []\n";
    workspace.write("crates/cancelkit-runtime/Cargo.toml", runtime);
    workspace.write("crates/cancelkit-runtime/src/lib.rs", "pub struct Answer;\n");
    let ran = workspace.run(&["generate"]);
    assert_eq!(ran.code, Some(0), "{ran:?}");
    git(&workspace.path(""), &["init", "-q", "-b", "main"]);
    commit(&workspace, "The first release");
    git(&workspace.path(""), &["tag", "v0.1.0"]);
    workspace
}

fn release(workspace: &Workspace, more: &[&str]) -> Ran {
    workspace.run(&[&["release", "--no-dry-run", "--date", "2026-11-25"], more].concat())
}

/// A change of the document with what is generated of it.
fn change(workspace: &Workspace) {
    edit(workspace, "specs/acme.yaml", "enum: [active, ended]", "enum: [active]");
    edit(workspace, "specs/acme.yaml", "operationId: getCustomer", "operationId: readCustomer");
    assert_eq!(workspace.run(&["generate"]).code, Some(0));
    commit(workspace, "The change");
}

#[test]
fn without_write_it_says_what_it_would_do_and_does_nothing() {
    let workspace = released();
    change(&workspace);
    let before = git(&workspace.path(""), &["rev-parse", "HEAD"]);
    let ran = release(&workspace, &[]);
    assert_eq!(ran.code, Some(0), "{ran:?}");
    insta::assert_snapshot!("release", format!("{}\n{}", ran.stdout, shown(&ran.stderr)));
    assert_eq!(git(&workspace.path(""), &["status", "--porcelain"]), "");
    assert_eq!(git(&workspace.path(""), &["rev-parse", "HEAD"]), before);
    assert_eq!(git(&workspace.path(""), &["tag"]), "v0.1.0");
}

#[test]
fn what_it_writes_passes_check_and_a_second_run_writes_nothing() {
    let workspace = released();
    change(&workspace);
    let ran = release(&workspace, &["--write"]);
    assert_eq!(ran.code, Some(0), "{ran:?}");
    insta::assert_snapshot!("release-write", shown(&ran.stderr));
    let changed = ROOT.replace("cancelkit-acme\", version = \"0.1.0\"", "cancelkit-acme\", version = \"0.2.0\"");
    assert_eq!(workspace.read("Cargo.toml"), changed);
    assert!(workspace.read("crates/cancelkit-acme/Cargo.toml").contains("\nversion = \"0.2.0\"\n"));
    insta::assert_snapshot!("release-changelog", workspace.read("crates/cancelkit-acme/CHANGELOG.md"));
    assert_eq!(workspace.run(&["check"]).code, Some(0));
    // It commits and tags nothing, and goes on from no half-made release.
    let said = release(&workspace, &["--write"]);
    assert!(said.code == Some(1) && said.stderr.contains("these files are not:"), "{said:?}");
    commit(&workspace, "The release");
    let again = release(&workspace, &["--write"]);
    assert_eq!(again.code, Some(0), "{again:?}");
    assert_eq!(git(&workspace.path(""), &["status", "--porcelain"]), "");
    git(&workspace.path(""), &["tag", "cancelkit-acme-v0.2.0"]);
    let done = release(&workspace, &[]);
    assert!(done.code == Some(0) && done.stderr.contains("there is nothing to release"), "{done:?}");
}

#[test]
fn it_stops_where_check_fails_or_something_is_not_committed() {
    let workspace = released();
    edit(&workspace, "specs/acme.yaml", "enum: [active, ended]", "enum: [active]");
    let said = workspace.fails(&["release", "--no-dry-run"]);
    assert!(said.contains("these files are not:\n  specs/acme.yaml\n"), "{said}");
    commit(&workspace, "And not generated");
    let said = workspace.fails(&["release", "--no-dry-run", "--write"]);
    assert!(said.contains("no release is made while `cargo xtask check` fails"), "{said}");
}

#[test]
fn a_workspace_that_cargo_cannot_read_is_said() {
    let workspace = released();
    edit(&workspace, "Cargo.toml", "\"crates/cancelkit-runtime\"]", "\"crates/absent\"]");
    commit(&workspace, "A member that is not there");
    let said = workspace.fails(&["release", "--no-dry-run"]);
    assert!(said.contains("cargo cannot read the workspace:\n") && said.contains("absent"), "{said}");
}

#[cfg(unix)]
#[test]
fn a_dry_run_that_fails_is_reported() {
    use std::os::unix::fs::PermissionsExt as _;
    let workspace = released();
    change(&workspace);
    let folder = tempfile::tempdir().expect("a folder");
    let cargo = folder.path().join("cargo");
    let script = "#!/bin/sh\nif [ \"$1\" = metadata ]; then exec cargo \"$@\"; fi\necho \"asked: $*\" >&2\nexit 101\n";
    spec_codegen::write_whole(&cargo, script.as_bytes()).expect("a script");
    std::fs::set_permissions(&cargo, std::fs::Permissions::from_mode(0o755)).expect("it can be run");
    for (more, asked) in [
        (&[][..], "asked: publish --workspace --dry-run --no-verify\n"),
        (&["--verify"], "asked: publish --workspace --dry-run\n"),
        (&["--write"], "asked: publish --workspace --dry-run --no-verify --allow-dirty\n"),
    ] {
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_xtask"));
        command.arg("release").args(more).env("CARGO", &cargo).current_dir(workspace.path(""));
        let ran = crate::workspace::finish(&mut command);
        assert_eq!(ran.code, Some(1), "{ran:?}");
        assert!(ran.stderr.contains(asked) && ran.stderr.contains("the dry run of publishing failed"), "{ran:?}");
        assert!(!ran.stderr.contains("git tag"), "{ran:?}");
    }
}
