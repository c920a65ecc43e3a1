use crate::workspace::{ACME, OVERLAY, Ran, Workspace};

fn import(workspace: &Workspace, text: &str, more: &[&str]) -> Ran {
    workspace.write("downloads/openapi.yaml", text);
    workspace.run(&[&["import", "acme", "downloads/openapi.yaml"], more].concat())
}

fn newer() -> String {
    ACME.replace("version: '1'", "version: '2'").replace("getCustomer", "readCustomer")
}

#[test]
fn a_new_provider_is_placed_recorded_and_generated() {
    let workspace = Workspace::empty();
    let ran = import(&workspace, ACME, &["--source", "https://acme.example/openapi.yaml"]);
    assert_eq!((ran.code, ran.stdout.as_str()), (Some(0), ""), "{ran:?}");
    insta::assert_snapshot!("import-new", ran.stderr);
    assert_eq!(workspace.read("specs/acme.yaml"), ACME, "as it came, comments too");
    let sources = workspace.read("specs/SOURCES.md");
    let row = sources.lines().last().expect("a row");
    assert!(row.starts_with("| acme | https://acme.example/openapi.yaml | 1 | 2"), "{row}");
    assert!(row.ends_with(" | imported |"), "{row}");
    assert!(workspace.read("crates/cancelkit-acme/src/operations.rs").contains("cancel_subscription"));
    assert!(workspace.path("crates/cancelkit-simulator/documents/acme.json").exists());
    assert_eq!(workspace.run(&["check"]).code, Some(0));
}

#[test]
fn a_newer_version_takes_the_place_of_the_old_one_and_the_overlay_stays() {
    let workspace = Workspace::acme();
    workspace.write("specs/acme.overlay.yaml", OVERLAY);
    assert_eq!(workspace.run(&["generate"]).code, Some(0));
    let ran = import(&workspace, &newer(), &[]);
    assert_eq!(ran.code, Some(0), "{ran:?}");
    insta::assert_snapshot!("import-newer", ran.stderr);
    assert_eq!(workspace.read("specs/acme.yaml"), newer());
    assert_eq!(workspace.read("specs/acme.overlay.yaml"), OVERLAY);
    assert!(workspace.read("crates/cancelkit-acme/src/types.rs").contains("ends_at"), "the overlay is applied");
    let sources = workspace.read("specs/SOURCES.md");
    assert!(sources.contains("| acme | openapi.yaml | 2 |"), "the file's name is the source: {sources}");
    assert!(!sources.contains("https://acme.example"), "one row for each provider: {sources}");
    assert_eq!(workspace.run(&["check"]).code, Some(0));
}

#[test]
fn an_overlay_of_any_ending_is_tried_with_the_document() {
    let workspace = Workspace::acme();
    workspace.write("specs/acme.overlay.yml", OVERLAY);
    assert_eq!(import(&workspace, &newer(), &[]).code, Some(0));
    assert!(workspace.read("crates/cancelkit-acme/src/types.rs").contains("ends_at"));
    assert_eq!(workspace.run(&["check"]).code, Some(0));
}

#[test]
fn an_overlay_that_no_longer_finds_its_place_stops_it() {
    let workspace = Workspace::acme();
    workspace.write("specs/acme.overlay.yaml", OVERLAY);
    workspace.write(
        "downloads/openapi.yaml",
        &newer().replace("Subscription:", "Contract:").replace("/Subscription'", "/Contract'"),
    );
    let said = workspace.fails(&["import", "acme", "downloads/openapi.yaml"]);
    insta::assert_snapshot!("import-overlay-lost", said);
}

#[test]
fn a_selection_takes_what_it_names_and_what_that_needs() {
    for words in [&["--select", "tag:Subscriptions"][..], &["--select", "getSubscription,cancelSubscription"]] {
        let workspace = Workspace::empty();
        let ran = import(&workspace, ACME, words);
        assert_eq!(ran.code, Some(0), "{ran:?}");
        let document = workspace.read("specs/acme.yaml");
        assert!(document.starts_with("# A provider's document"), "{document}");
        assert!(document.contains("Subscription:") && !document.contains("Customer"), "{document}");
        assert!(!workspace.read("crates/cancelkit-acme/src/operations.rs").contains("customer"));
    }
}

#[test]
fn a_selection_of_nothing_is_a_mistake() {
    let workspace = Workspace::empty();
    workspace.write("downloads/openapi.yaml", ACME);
    let said = workspace.fails(&["import", "acme", "downloads/openapi.yaml", "--select", "getCustomers,tag:Customer"]);
    assert!(said.contains("Did you mean `getCustomer`?") && said.contains("Did you mean `tag:Customers`?"), "{said}");
}

#[test]
fn a_dry_run_says_the_same_and_writes_nothing() {
    let workspace = Workspace::generated();
    workspace.write("downloads/openapi.yaml", &newer());
    let before = workspace.files();
    let ran = workspace.run(&["import", "acme", "downloads/openapi.yaml", "--dry-run"]);
    assert_eq!(ran.code, Some(0), "{ran:?}");
    insta::assert_snapshot!("import-dry-run", ran.stderr);
    assert!(workspace.files() == before);
}

#[test]
fn a_document_with_mistakes_writes_nothing() {
    let workspace = Workspace::generated();
    for (text, part) in [
        (ACME.replace("schemas/Customer'", "schemas/Person'"), "error[unresolved-reference]"),
        (ACME.replace("paths:", "paths: ["), "error[yaml-syntax]"),
        (String::new(), "error["),
    ] {
        workspace.write("downloads/openapi.yaml", &text);
        let said = workspace.fails(&["import", "acme", "downloads/openapi.yaml"]);
        assert!(said.contains(part), "{said}");
    }
    let said = workspace.fails(&["import", "acme", "downloads/gone.yaml"]);
    assert!(said.starts_with("error: downloads/gone.yaml: "), "{said}");
}

/// Somebody else's document has the mistakes that it has: what can be understood is, and each mistake is told.
#[test]
fn a_document_that_can_be_understood_is_imported_with_its_mistakes() {
    let workspace = Workspace::generated();
    workspace.write("downloads/openapi.yaml", &ACME.replace("type: object", "type: objekt"));
    let ran = workspace.run(&["import", "acme", "downloads/openapi.yaml"]);
    assert_eq!(ran.code, Some(0), "{ran:?}");
    assert!(ran.stderr.contains("warning[unknown-type]") && ran.stderr.contains("Imported specs/acme.yaml"), "{ran:?}");
    assert!(workspace.run(&["check"]).stderr.contains("warning[unknown-type]"));
}

#[test]
fn a_name_that_no_provider_can_have_becomes_no_path() {
    let workspace = Workspace::empty();
    workspace.write("downloads/openapi.yaml", ACME);
    for name in ["../acme", "../../acme", "Acme", "runtime", ""] {
        let said = workspace.fails(&["import", name, "downloads/openapi.yaml"]);
        assert!(said.contains("error[provider-name]"), "{name}: {said}");
    }
}

#[test]
fn a_document_of_another_ending_goes_when_the_new_one_is_there() {
    let workspace = Workspace::generated();
    let json = r#"{"openapi": "3.1.1", "info": {"title": "Acme", "version": "3"}, "paths": {}}"#;
    workspace.write("downloads/openapi.json", json);
    let ran = workspace.run(&["import", "acme", "downloads/openapi.json"]);
    assert_eq!(ran.code, Some(0), "{ran:?}");
    assert_eq!(workspace.read("specs/acme.json"), json);
    assert!(!workspace.path("specs/acme.yaml").exists());
    assert_eq!(workspace.run(&["check"]).code, Some(0));
}

#[cfg(unix)]
#[test]
fn the_old_document_stays_where_the_new_one_cannot_be_written() {
    let workspace = Workspace::generated();
    workspace.write(
        "downloads/openapi.json",
        r#"{"openapi": "3.1.1", "info": {"title": "A", "version": "3"}, "paths": {}}"#,
    );
    // A folder in the place of the new document: the file cannot be renamed over it.
    std::fs::create_dir(workspace.path("specs/acme.json")).expect("a folder");
    let said = workspace.fails(&["import", "acme", "downloads/openapi.json"]);
    assert!(said.contains("specs/acme.json"), "{said}");
    assert_eq!(workspace.read("specs/acme.yaml"), ACME);
}

#[test]
fn rows_that_cannot_be_read_are_not_written_over() {
    let workspace = Workspace::generated();
    workspace.write("downloads/openapi.yaml", &newer());
    workspace.write("specs/SOURCES.md", &"x".repeat(2 << 20));
    let said = workspace.fails(&["import", "acme", "downloads/openapi.yaml"]);
    assert!(said.contains("specs/SOURCES.md cannot be read"), "{said}");
}

#[test]
fn a_file_by_hand_in_the_crate_stops_it_before_anything_is_written() {
    let workspace = Workspace::generated();
    workspace.write("crates/cancelkit-acme/src/mine.rs", "\n");
    workspace.write("downloads/openapi.yaml", &newer());
    let said = workspace.fails(&["import", "acme", "downloads/openapi.yaml"]);
    assert!(said.contains("Unexpected crates/cancelkit-acme/src/mine.rs") && said.contains("delete it"), "{said}");
}

#[test]
fn the_other_providers_rows_are_kept() {
    let workspace = Workspace::acme();
    workspace.write("downloads/openapi.yaml", ACME);
    let ran = workspace.run(&["import", "zenith", "downloads/openapi.yaml"]);
    assert_eq!(ran.code, Some(0), "{ran:?}");
    let sources = workspace.read("specs/SOURCES.md");
    assert!(sources.contains("| acme | https://acme.example/openapi.yaml | 1 |") && sources.contains("| zenith |"));
}
