//! What a reviewer wants to see change: each provider's operations, schemas, ledger and JSON Schemas, one file for each.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use cancelkit::{
    Abilities, CancelError, CancelRequest, ConfirmError, ConfirmRequest, Confirmation, Outcome, Plan, Refusal,
    UndoOutcome, UndoPlan, UndoRequest,
};
use schemars::SchemaGenerator;
use serde_json::Value;
use spec_codegen::{Worker, Workspace, generate};
use workspace_tests::documents::{PROVIDERS, client_crate, provider, root, text};
use workspace_tests::json::sorted;
use workspace_tests::{outline, types};

/// JSON Schemas by the names of their types.
type Schemas = BTreeMap<String, Value>;

/// The snapshot `snapshots/<what>/<provider>.snap`.
fn snapshot(what: &str, provider: &str, text: &str) {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path(PathBuf::from("snapshots").join(what));
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!(provider, text));
}

#[test]
fn every_provider_of_the_folder_is_tested() {
    assert_eq!(Workspace::new(root()).providers().expect("specs/"), PROVIDERS);
}

#[test]
fn the_operations_of_each_document() {
    for name in PROVIDERS {
        snapshot("operations", name, &outline::operations(&provider(name).contract));
    }
}

#[test]
fn the_schemas_of_each_document() {
    for name in PROVIDERS {
        snapshot("schemas", name, &outline::schemas(&provider(name).contract));
    }
}

#[test]
fn the_ledger_of_each_document_is_the_one_beside_the_client() {
    let worker = Worker::new(env!("CARGO_BIN_EXE_progenitor-worker").into(), "");
    for name in PROVIDERS {
        let provider = provider(name);
        let generated = generate(&provider.document, &provider.contract, &worker).unwrap_or_else(|it| panic!("{it}"));
        let ledger = generated.ledger.to_markdown(&provider.document.document.name);
        let there = text(&client_crate(name).join("LEDGER.md"));
        let (_mark, there) = there.split_once("-->\n\n").expect("a mark");
        assert_eq!(ledger, there, "{name}: run `cargo xtask generate`");
        snapshot("ledger", name, &ledger);
    }
}

#[test]
fn the_json_schemas_of_each_client() {
    for name in PROVIDERS {
        let mut generator = SchemaGenerator::default();
        let mut schemas: Schemas = types::types(name)
            .iter()
            .map(|it| (it.name.to_owned(), sorted((it.schema)(&mut generator).to_value())))
            .collect();
        // What is referred to and is no type of the client's own, such as those of the runtime.
        for (name, schema) in generator.take_definitions(false) {
            schemas.entry(name).or_insert_with(|| sorted(schema));
        }
        let text = serde_json::to_string_pretty(&schemas).expect("JSON");
        snapshot("json-schema", name, &text);
    }
}

/// What is asked, planned and answered: all that a user stores and sends around, with everything that it is made of.
#[test]
fn the_json_schemas_of_the_facade() {
    let mut generator = SchemaGenerator::default();
    generator.subschema_for::<CancelRequest>();
    generator.subschema_for::<Plan>();
    generator.subschema_for::<Refusal>();
    generator.subschema_for::<Outcome>();
    generator.subschema_for::<CancelError>();
    generator.subschema_for::<ConfirmRequest>();
    generator.subschema_for::<Confirmation>();
    generator.subschema_for::<ConfirmError>();
    generator.subschema_for::<UndoRequest>();
    generator.subschema_for::<UndoPlan>();
    generator.subschema_for::<UndoOutcome>();
    generator.subschema_for::<Abilities>();
    let schemas: Schemas =
        generator.take_definitions(false).into_iter().map(|(name, schema)| (name, sorted(schema))).collect();
    let missing: Vec<String> =
        stored(&root().join("crates/cancelkit/src")).into_iter().filter(|name| !schemas.contains_key(name)).collect();
    assert!(missing.is_empty(), "stored, and not in the snapshot: {missing:?}");
    snapshot("json-schema", "facade", &serde_json::to_string_pretty(&schemas).expect("JSON"));
}

/// The types that carry a version, by the facade's sources.
fn stored(folder: &Path) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for entry in std::fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            found.append(&mut stored(&path));
        } else {
            let names = text(&path);
            let names = names.lines().filter_map(|line| line.strip_prefix("versioned!(")?.split(',').next());
            found.extend(names.map(str::to_owned));
        }
    }
    found
}

#[test]
fn the_readme_of_each_client_is_run_by_rustdoc() {
    for name in PROVIDERS {
        let folder = client_crate(name);
        let lib = text(&folder.join("src/lib.rs"));
        assert!(lib.lines().any(|line| line == "#![doc = include_str!(\"../README.md\")]"), "{name}: src/lib.rs");
        assert!(text(&folder.join("README.md")).contains("```no_run"), "{name}: the README has no example");
    }
}
