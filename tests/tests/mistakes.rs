//! What an author reads who made a mistake in a document: one case for each diagnostic code.
//!
//! `mistakes/<code>.yaml`, with `<code>.overlay.yaml` where the mistake is there, is a document with that one mistake; a
//! second case of a code is `<code>--<what>.yaml`. Mistakes that cannot stand in a file of a repository are made here.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use spec_codegen::{Job, Output, Selection, Worker, Workspace, select, write_whole};
use spec_document::{Report, load_text};
use workspace_tests::codes::codes_in_sources;
use workspace_tests::documents::{root, text};

/// Codes without a case here, each with the reason.
const EXCEPTIONS: [(&str, &str); 9] = [
    ("emit", "a defect of the generator: a document that shows it is a bug to mend, not a case to keep"),
    ("file-too-large", "it takes 64 MiB: spec-document, `too_large_a_file_is_not_looked_at`"),
    ("lost", "a defect of the generator: a document that shows it is a bug to mend, not a case to keep"),
    ("progenitor", "no document is known that still breaks it: spec-codegen, `culprit`"),
    ("proof", "the name of a pass, and no code of a diagnostic"),
    ("progenitor-output", "a defect of the generator: a document that shows it is a bug to mend, not a case to keep"),
    ("too-many-mistakes", "a note below a hundred others: spec-document, `many_mistakes_end_the_reading`"),
    ("too-many-references", "it takes a document of many megabytes"),
    ("too-many-values", "it takes a million values: spec-document, `too_many_values_are_refused`"),
];

fn cases(folder: &str) -> Vec<(String, Vec<PathBuf>)> {
    let folder = root().join("tests/tests/mistakes").join(folder);
    let mut files: Vec<PathBuf> = std::fs::read_dir(&folder)
        .expect("the folder of cases")
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.is_file())
        .collect();
    files.sort();
    let names: BTreeSet<String> = files.iter().map(|path| name(path)).collect();
    let of = |case: &String| files.iter().filter(|path| name(path) == *case).cloned().collect();
    names.into_iter().map(|case| (case.clone(), of(&case))).collect()
}

/// The name of the provider that a file belongs to.
fn name(path: &Path) -> String {
    let file = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    file.split('.').next().unwrap_or_default().to_owned()
}

/// A workspace of its own with these files in `specs/`.
fn workspace(case: &str, files: &[(&str, &[u8])]) -> Workspace {
    let root = Path::new(env!("CARGO_TARGET_TMPDIR")).join("mistakes").join(case);
    if root.exists() {
        std::fs::remove_dir_all(&root).expect("an old folder can be removed");
    }
    std::fs::create_dir_all(root.join("specs")).expect("a folder");
    let extensions = text(&workspace_tests::documents::root().join("specs/extensions.schema.json"));
    let sources = format!("| {case} | https://example.com | 1 | 2026-11-22 | written |\n");
    let ours: [(&str, &[u8]); 2] =
        [("extensions.schema.json", extensions.as_bytes()), ("SOURCES.md", sources.as_bytes())];
    for (name, content) in ours.iter().chain(files) {
        write_whole(&root.join("specs").join(name), content).expect("a file");
    }
    Workspace::new(root)
}

fn workspace_of(case: &str, files: &[PathBuf]) -> Workspace {
    let read = |path: &PathBuf| {
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        (name, std::fs::read(path).expect("a case"))
    };
    let files: Vec<(String, Vec<u8>)> = files.iter().map(read).collect();
    let files: Vec<(&str, &[u8])> = files.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice())).collect();
    workspace(case, &files)
}

fn worker() -> Worker {
    Worker::new(env!("CARGO_BIN_EXE_progenitor-worker").into(), "")
}

/// What `cargo xtask generate` would say.
fn report(workspace: &Workspace, provider: &str) -> Report {
    match workspace.provider(provider) {
        Err(report) => report,
        Ok(read) => match workspace.add(&read, &worker(), &mut Output::default()) {
            Err(report) => report,
            Ok(_) => panic!("{provider}: no mistake was found"),
        },
    }
}

fn codes(report: &Report) -> BTreeSet<&str> {
    report.diagnostics.iter().map(|diagnostic| diagnostic.code).collect()
}

fn snapshot(name: &str, report: &Report) {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path("snapshots/mistakes");
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    // Where a folder of this run is named, any will do.
    let shown = report.to_string().replace(env!("CARGO_TARGET_TMPDIR"), "…");
    settings.bind(|| insta::assert_snapshot!(name, shown));
}

#[test]
fn each_mistake_is_reported_by_its_own_code() {
    for (case, files) in cases("") {
        let report = report(&workspace_of(&case, &files), &case);
        let code = case.split("--").next().unwrap_or_default();
        assert_eq!(codes(&report), BTreeSet::from([code]), "{case}\n{report}");
        snapshot(&case, &report);
    }
}

const PLAIN: &[u8] = b"openapi: 3.1.1\ninfo: { title: Case, version: '1' }\npaths: {}\n";

/// Mistakes of bytes that an editor or a review would not survive.
fn made() -> Vec<(&'static str, Vec<u8>)> {
    let with = |bytes: &[u8]| [PLAIN, bytes].concat();
    vec![
        ("bidi-character", with("x-note: a\u{202e}b\n".as_bytes())),
        ("invalid-utf8", with(b"x-note: a\xffb\n")),
        ("nul-character", with(b"x-note: a\0b\n")),
        ("too-deep", with(format!("x-note: {}{}\n", "[".repeat(200), "]".repeat(200)).as_bytes())),
    ]
}

#[test]
fn each_mistake_of_bytes_is_reported_by_its_own_code() {
    for (code, bytes) in made() {
        let report = report(&workspace(code, &[(&format!("{code}.yaml"), &bytes)]), code);
        assert_eq!(codes(&report), BTreeSet::from([code]), "{report}");
        snapshot(code, &report);
    }
}

/// Mistakes of files and names: code, provider asked for, files that are there.
const FILES: [(&str, &str, &[&str]); 4] = [
    ("ambiguous-document", "ambiguous-document", &["ambiguous-document.json", "ambiguous-document.yaml"]),
    ("no-document", "kajaby", &["kajabi.yaml", "rebilly.yaml"]),
    ("provider-name", "../kajabi", &["kajabi.yaml"]),
    ("unreadable", "unreadable", &["unreadable.yaml/inner"]),
];

#[test]
fn each_mistake_of_files_is_reported_by_its_own_code() {
    for (code, provider, files) in FILES {
        let there: Vec<(&str, &[u8])> = files.iter().filter(|it| !it.contains('/')).map(|it| (*it, PLAIN)).collect();
        let workspace = workspace(code, &there);
        for folder in files.iter().filter_map(|it| it.split_once('/')) {
            std::fs::create_dir(workspace.specs().join(folder.0)).expect("a folder");
        }
        let report = report(&workspace, provider);
        assert_eq!(codes(&report), BTreeSet::from([code]), "{report}");
        snapshot(code, &report);
    }
}

#[cfg(unix)]
#[test]
fn a_link_that_leads_out_of_the_folder_is_refused() {
    let workspace = workspace("outside-specs", &[]);
    let outside = workspace.root().join("secret.yaml");
    write_whole(&outside, PLAIN).expect("a file");
    std::os::unix::fs::symlink(&outside, workspace.specs().join("outside-specs.yaml")).expect("a link");
    let report = report(&workspace, "outside-specs");
    assert_eq!(codes(&report), BTreeSet::from(["outside-specs"]), "{report}");
    snapshot("outside-specs", &report);
}

#[test]
fn the_definitions_of_the_extensions_have_to_be_there() {
    let workspace = workspace("extensions-schema", &[("extensions-schema.yaml", PLAIN)]);
    std::fs::remove_file(workspace.specs().join("extensions.schema.json")).expect("the file was there");
    let report = report(&workspace, "extensions-schema");
    assert_eq!(codes(&report), BTreeSet::from(["extensions-schema"]), "{report}");
    snapshot("extensions-schema", &report);
}

#[test]
fn a_selection_of_nothing_is_reported_word_by_word() {
    let text = "openapi: 3.1.1
info: { title: Things, version: '1' }
paths:
  /things/{id}: { get: { operationId: getThing, tags: [Things] } }
";
    let document = load_text("things.yaml", text).unwrap_or_else(|report| panic!("{report}"));
    let words = ["getThings", "/thing/{id}", "tag:Thing", "everything", "getThing"].map(str::to_owned);
    let selection = Selection::new(words.to_vec());
    let report = select(&document, "things.yaml", text, &selection).expect_err("four of the words select nothing");
    assert_eq!(codes(&report), BTreeSet::from(["select"]), "{report}");
    snapshot("select", &report);
}

#[test]
fn the_origin_of_every_document_has_to_be_known() {
    let workspace = workspace("origin", &[("origin.yaml", PLAIN), ("SOURCES.md", b"")]);
    let report = report(&workspace, "origin");
    assert_eq!(codes(&report), BTreeSet::from(["origin"]), "{report}");
    snapshot("origin", &report);
}

#[test]
fn the_version_of_a_client_has_to_be_a_whole_one() {
    let workspace = workspace("version", &[("version.yaml", PLAIN)]);
    let manifest =
        b"[workspace.dependencies]\ncancelkit-version = { path = \"crates/cancelkit-version\", version = \"0.2\" }\n";
    write_whole(&workspace.root().join("Cargo.toml"), manifest).expect("a file");
    let report = report(&workspace, "version");
    assert_eq!(codes(&report), BTreeSet::from(["version"]), "{report}");
    snapshot("version", &report);
}

#[test]
fn all_mistakes_of_a_document_are_reported_at_once() {
    let (case, files) = cases("together").remove(0);
    let report = report(&workspace_of(&case, &files), &case);
    let all = [
        "missing-key",
        "operation-id-repeats",
        "path-parameter-optional",
        "path-parameter-undeclared",
        "required-undeclared",
        "unknown-key",
        "unknown-status",
        "unknown-type",
        "wrong-type",
    ];
    assert_eq!(codes(&report), BTreeSet::from(all), "{report}");
    snapshot("several-at-once", &report);
}

#[test]
fn a_document_that_runs_progenitor_out_of_stack_does_not_end_this_process() {
    // The lowering keeps what progenitor fails at from it, so a document with it goes through …
    for (case, files) in cases("survived") {
        let workspace = workspace_of(&case, &files);
        let provider = workspace.provider(&case).unwrap_or_else(|report| panic!("{report}"));
        if let Err(report) = workspace.generate(&provider, &worker()) {
            panic!("{report}");
        }
    }
    // … and progenitor itself is given it as it stands.
    let document = serde_json::json!({
        "openapi": "3.0.3",
        "info": { "title": "Hostile", "version": "1" },
        "paths": {},
        "components": { "schemas": { "Thing": {
            "allOf": [{ "$ref": "#/components/schemas/Thing" }, { "type": "object" }],
        } } },
    });
    let said = worker().run(&Job { document, replacements: Vec::new() }).expect_err("progenitor cannot do this");
    assert_eq!(said, "progenitor ran out of stack: a schema contains itself in a way that it cannot follow");
}

#[test]
fn every_code_of_the_sources_has_a_case_or_a_reason_to_have_none() {
    let mut known: BTreeSet<String> =
        cases("").iter().map(|(case, _)| case.split("--").next().unwrap_or(case).to_owned()).collect();
    known.extend(made().iter().map(|(code, _)| (*code).to_owned()));
    known.extend(FILES.iter().map(|(code, ..)| (*code).to_owned()));
    known.extend(["extensions-schema", "origin", "outside-specs", "select", "version"].map(str::to_owned));
    let reasons: BTreeSet<String> = EXCEPTIONS.iter().map(|(code, _)| (*code).to_owned()).collect();
    let both: Vec<&String> = known.intersection(&reasons).collect();
    assert!(both.is_empty(), "with a case and a reason to have none: {both:?}");
    let used = codes_in_sources();
    let all: BTreeSet<String> = known.union(&reasons).cloned().collect();
    let missing: Vec<&String> = used.difference(&all).collect();
    assert!(missing.is_empty(), "no case in tests/tests/mistakes for {missing:?}");
    let gone: Vec<&String> = all.difference(&used).collect();
    assert!(gone.is_empty(), "no source uses {gone:?} any more");
}
