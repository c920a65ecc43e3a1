use crate::workspace::{ACME, Workspace, run_in, shown};

#[test]
fn it_writes_and_a_second_run_writes_nothing() {
    let workspace = Workspace::acme();
    let first = workspace.run(&["generate"]);
    assert_eq!((first.code, first.stdout.as_str()), (Some(0), ""), "{first:?}");
    insta::assert_snapshot!("generate-first", shown(&first.stderr));
    let written = workspace.files();
    let again = workspace.run(&["generate"]);
    assert_eq!(again.code, Some(0), "{again:?}");
    insta::assert_snapshot!("generate-again", shown(&again.stderr));
    assert!(workspace.files() == written);
}

#[test]
fn it_converges_whatever_became_of_the_files() {
    let workspace = Workspace::generated();
    let written = workspace.files();
    workspace.write("crates/cancelkit-acme/src/types.rs", "half");
    std::fs::remove_file(workspace.path("crates/cancelkit-acme/README.md")).expect("it was there");
    std::fs::remove_file(workspace.path("generated.lock")).expect("it was there");
    assert_eq!(workspace.run(&["generate"]).code, Some(0));
    assert!(workspace.files() == written);
}

#[test]
fn a_file_that_was_never_generated_is_named_and_stays() {
    let workspace = Workspace::generated();
    workspace.write("crates/cancelkit-acme/src/mine.rs", "// by hand\n");
    workspace.write("crates/cancelkit-acme/src/types.rs", "half");
    for (name, advice) in [("one", "delete it, or move it"), ("again", "delete it, or move it")] {
        let ran = workspace.run(&["generate"]);
        assert_eq!(ran.code, Some(1), "{name}: {ran:?}");
        assert!(ran.stderr.contains("Unexpected crates/cancelkit-acme/src/mine.rs\n"), "{ran:?}");
        assert!(ran.stderr.contains(advice), "{ran:?}");
        assert_eq!(workspace.read("crates/cancelkit-acme/src/mine.rs"), "// by hand\n");
        assert_ne!(workspace.read("crates/cancelkit-acme/src/types.rs"), "half", "the rest is written all the same");
        let counted = if name == "one" { "1 file changed" } else { "nothing changed" };
        assert!(ran.stderr.contains(counted), "{ran:?}");
    }
    std::fs::remove_file(workspace.path("crates/cancelkit-acme/src/mine.rs")).expect("it was there");
    assert_eq!(workspace.run(&["generate"]).code, Some(0), "what was advised is enough");
    assert_eq!(workspace.run(&["check"]).code, Some(0));
}

#[test]
fn the_version_of_a_client_is_that_of_its_entry_in_the_root_manifest() {
    let workspace = Workspace::generated();
    let manifest = || workspace.read("crates/cancelkit-acme/Cargo.toml");
    assert!(manifest().contains("\nversion.workspace = true\n"), "it has no entry yet");
    let entry = |version: &str| {
        format!(
            "[workspace.dependencies]\ncancelkit-acme = {{ path = 'crates/cancelkit-acme', version = '{version}' }}\n"
        )
    };
    workspace.write("Cargo.toml", &entry("0.3.0"));
    assert_eq!(workspace.run(&["check"]).code, Some(1));
    assert_eq!(workspace.run(&["generate"]).code, Some(0));
    assert!(manifest().contains("\nversion = \"0.3.0\"\n"));
    workspace.write("crates/cancelkit-acme/CHANGELOG.md", "# By hand\n");
    assert_eq!(workspace.run(&["check"]).code, Some(0), "a changelog may stand there");
    workspace.write("Cargo.toml", &entry("0.3"));
    let said = workspace.fails(&["generate"]);
    assert!(said.contains("does not say the version of `cancelkit-acme`") && said.contains("`0.3`"), "{said}");
}

#[test]
fn what_belongs_to_a_document_that_is_no_more_goes() {
    let workspace = Workspace::generated();
    std::fs::remove_file(workspace.path("specs/acme.yaml")).expect("it was there");
    let ran = workspace.run(&["generate"]);
    assert_eq!(ran.code, Some(0), "{ran:?}");
    assert!(ran.stderr.contains("Removed crates/cancelkit-acme/src/lib.rs"), "{ran:?}");
    assert!(!workspace.path("crates/cancelkit-acme/src/lib.rs").exists());
}

#[test]
fn all_mistakes_are_said_and_nothing_is_written() {
    let workspace = Workspace::generated();
    workspace
        .write("specs/acme.yaml", &ACME.replace("responses:", "reponses:").replace("type: object", "type: objekt"));
    let said = workspace.fails(&["generate"]);
    for part in ["specs/acme.yaml:15:7", "reponses", "Did you mean `responses`?", "objekt", "errors"] {
        assert!(said.contains(part), "{part}: {said}");
    }
}

#[test]
fn an_unknown_provider_is_answered_with_the_known_ones() {
    let said = Workspace::acme().fails(&["generate", "acne"]);
    assert!(said.contains("did you mean `acme`?"), "{said}");
}

#[test]
fn it_works_on_the_workspace_that_it_is_run_in() {
    let workspace = Workspace::generated();
    let written = workspace.files();
    let ran = run_in(&workspace.path("crates/cancelkit-acme/src"), &["generate"]);
    assert_eq!(ran.code, Some(0), "{ran:?}");
    assert!(ran.stderr.contains("nothing changed") && workspace.files() == written, "{ran:?}");
}

#[test]
fn outside_a_workspace_it_says_what_it_looked_for() {
    let folder = tempfile::tempdir().expect("a folder");
    for command in ["generate", "check", "list", "demo"] {
        let ran = run_in(folder.path(), &[command]);
        assert_eq!(ran.code, Some(1), "{ran:?}");
        assert!(ran.stderr.contains("upwards has Cargo.toml and specs/: run this inside the workspace"), "{ran:?}");
    }
}
