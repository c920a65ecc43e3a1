use crate::workspace::{Workspace, shown};

const TYPES: &str = "crates/cancelkit-acme/src/types.rs";

#[test]
fn what_is_as_the_documents_say_passes() {
    let workspace = Workspace::generated();
    let before = workspace.files();
    let ran = workspace.run(&["check"]);
    assert_eq!((ran.code, shown(&ran.stderr).as_str()), (Some(0), "       Fresh cancelkit-acme, in … s"), "{ran:?}");
    assert!(workspace.files() == before);
}

#[test]
fn an_edited_file_is_shown_as_a_difference() {
    let workspace = Workspace::generated();
    let edited = workspace.read(TYPES).replacen("pub id: String", "pub id: u64", 1);
    workspace.write(TYPES, &edited);
    insta::assert_snapshot!("check-edited", workspace.fails(&["check"]));
}

#[test]
fn a_changed_document_fails_until_it_is_generated() {
    let workspace = Workspace::generated();
    workspace.write("specs/acme.yaml", &workspace.read("specs/acme.yaml").replace("active, ended", "active, over"));
    let said = workspace.fails(&["check"]);
    assert!(said.contains("Stale crates/cancelkit-acme/src/types.rs") && said.contains("+        Over ="), "{said}");
    assert!(said.contains("run `cargo xtask generate` and commit what it writes"), "{said}");
    assert_eq!(workspace.run(&["generate"]).code, Some(0), "its advice is true");
    assert_eq!(workspace.run(&["check"]).code, Some(0));
}

#[test]
fn before_the_first_generation_everything_is_new() {
    let said = Workspace::acme().fails(&["check"]);
    assert!(said.contains("Stale generated.lock") && said.contains("… and "), "a long difference is cut: {said}");
}

#[test]
fn a_file_that_was_never_generated_has_advice_of_its_own() {
    let workspace = Workspace::generated();
    workspace.write("crates/cancelkit-acme/build.rs", "fn main() {}\n");
    insta::assert_snapshot!("check-unexpected", workspace.fails(&["check"]));
    workspace.write("crates/cancelkit-acme/more.rs", "\n");
    workspace.write(TYPES, "\n");
    let said = workspace.fails(&["check"]);
    assert!(said.contains("these 2 files were never generated") && said.contains("1 generated file is not"), "{said}");
}

#[test]
fn mistakes_come_before_differences() {
    let workspace = Workspace::generated();
    workspace.write(TYPES, "\n");
    workspace.write("specs/acme.yaml", "openapi: 3.1.1\n");
    let said = workspace.fails(&["check"]);
    assert!(said.contains("error[missing-key]") && !said.contains("Stale"), "{said}");
}
