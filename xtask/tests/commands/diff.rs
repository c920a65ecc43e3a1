//! `diff` in repositories of its own.

use std::path::Path;
use std::process::Command;

use crate::workspace::{ACME, OVERLAY, Ran, Workspace, finish, run_in};

const BASE: &str = "specs/acme.yaml";

/// Runs git, which has to succeed, and returns what it printed.
pub fn git(folder: &Path, arguments: &[&str]) -> String {
    let ran =
        finish(alone(Command::new("git")).args(["-c", "commit.gpgsign=false"]).args(arguments).current_dir(folder));
    assert_eq!(ran.code, Some(0), "git {arguments:?}: {ran:?}");
    ran.stdout.trim_end().to_owned()
}

/// A command that nothing of this machine's settings reaches.
fn alone(mut command: Command) -> Command {
    for name in ["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_EXTERNAL_DIFF", "GIT_PAGER_IN_USE"] {
        command.env_remove(name);
    }
    command.env("GIT_CONFIG_GLOBAL", "/dev/null").env("GIT_CONFIG_SYSTEM", "/dev/null");
    for who in ["AUTHOR", "COMMITTER"] {
        command.env(format!("GIT_{who}_NAME"), "Somebody").env(format!("GIT_{who}_EMAIL"), "somebody@example.com");
        command.env(format!("GIT_{who}_DATE"), "2026-01-02T03:04:05Z");
    }
    command
}

pub fn commit(workspace: &Workspace, message: &str) {
    git(&workspace.path(""), &["add", "-A"]);
    git(&workspace.path(""), &["commit", "-q", "-m", message]);
}

/// One provider, committed on `main`, and a branch of it checked out.
fn repository() -> Workspace {
    let workspace = Workspace::acme();
    git(&workspace.path(""), &["init", "-q", "-b", "main"]);
    commit(&workspace, "The document");
    git(&workspace.path(""), &["checkout", "-q", "-b", "change"]);
    workspace
}

pub fn edit(workspace: &Workspace, file: &str, from: &str, to: &str) {
    let text = workspace.read(file);
    assert!(text.contains(from), "{file} has no {from}");
    workspace.write(file, &text.replacen(from, to, 1));
}

/// Breaks: a parameter that nobody sends.
fn break_it(workspace: &Workspace) {
    let parameter = "operationId: cancelSubscription\n      parameters: [{ name: reason, in: query, required: true, schema: { type: string } }]";
    edit(workspace, BASE, "operationId: cancelSubscription", parameter);
}

/// Hurts some: a value that was not listed.
fn warn(workspace: &Workspace) {
    edit(workspace, BASE, "enum: [active, ended]", "enum: [active, ended, paused]");
}

/// Hurts nobody: an optional member.
fn inform(workspace: &Workspace) {
    edit(
        workspace,
        BASE,
        "properties: { id: { type: string }, state",
        "properties: { note: { type: string }, id: { type: string }, state",
    );
}

fn diff(workspace: &Workspace, arguments: &[&str]) -> Ran {
    run_in(&workspace.path(""), &[&["diff"], arguments].concat())
}

fn json(workspace: &Workspace, arguments: &[&str]) -> serde_json::Value {
    let ran = diff(workspace, &[&["--format", "json", "--fail-on", "never"], arguments].concat());
    assert_eq!(ran.code, Some(0), "{ran:?}");
    serde_json::from_str(&ran.stdout).expect("JSON")
}

/// `ID SEVERITY FILE:LINE` of each finding.
fn found(report: &serde_json::Value) -> Vec<String> {
    let findings = report["findings"].as_array().expect("findings");
    let one = |finding: &serde_json::Value| {
        let place = finding.get("revision").or(finding.get("base"));
        let place = place.map(|place| format!(" {}:{}", place["file"].as_str().unwrap_or_default(), place["line"]));
        let word = |key: &str| finding[key].as_str().unwrap_or_default().to_owned();
        format!("{} {}{}", word("id"), word("severity"), place.unwrap_or_default())
    };
    findings.iter().map(one).collect()
}

#[test]
fn what_changes_in_the_rust_api_asks_for_a_version() {
    const CRATE: &str = "crates/cancelkit-acme/src";
    let workspace = repository();
    let manifest = |version: &str| format!("[workspace]\nmembers = []\n[workspace.package]\nversion = \"{version}\"\n");
    workspace.write("Cargo.toml", &manifest("0.1.0"));
    workspace.write(&format!("{CRATE}/lib.rs"), "pub mod types;\n");
    workspace.write(&format!("{CRATE}/types.rs"), "pub struct Old;\npub struct Kept { pub a: u8 }\n");
    commit(&workspace, "A client");
    workspace.write(&format!("{CRATE}/types.rs"), "pub struct New;\npub struct Kept { pub a: u16 }\n");
    let report = json(&workspace, &["HEAD"]);
    assert_eq!(found(&report), ["rust-api-changed breaking", "rust-api-added info"]);
    let sentence = "3 public items of `cancelkit-acme` changed or went: the next version is 0.2.0 at least, and the manifest says 0.1.0.";
    assert_eq!(report["findings"][0]["sentence"], sentence);
    assert_eq!(report["findings"][0]["hurts"], serde_json::json!(["callers"]));
    let items = report["findings"][0]["occurrences"].as_array().expect("occurrences");
    let items: Vec<&str> = items.iter().filter_map(|item| item["value"].as_str()).collect();
    assert!(items.contains(&"~ types::Kept.a: u8 -> u16") && items.contains(&"- types::Old: struct"), "{items:?}");
    assert_eq!(diff(&workspace, &["HEAD"]).code, Some(1));
    // A version that says so leaves a warning.
    workspace.write("Cargo.toml", &manifest("0.2.0"));
    assert_eq!(found(&json(&workspace, &["HEAD"])), ["rust-api-changed warning", "rust-api-added info"]);
    assert_eq!(diff(&workspace, &["HEAD"]).code, Some(0));
    workspace.write(&format!("{CRATE}/types.rs"), "pub struct {");
    let ran = diff(&workspace, &["HEAD"]);
    assert_eq!(ran.code, Some(2));
    assert!(ran.stderr.contains("src/types.rs is no Rust"), "{ran:?}");
}

#[test]
fn the_working_tree_is_compared_with_where_the_branch_began() {
    let workspace = repository();
    assert_eq!(diff(&workspace, &[]).code, Some(0), "nothing changed");
    // The main branch goes on: what happens there is not this branch's.
    let start = git(&workspace.path(""), &["rev-parse", "--short=12", "HEAD"]);
    git(&workspace.path(""), &["checkout", "-q", "main"]);
    warn(&workspace);
    commit(&workspace, "Meanwhile");
    git(&workspace.path(""), &["checkout", "-q", "change"]);
    break_it(&workspace);
    let ran = diff(&workspace, &[]);
    assert_eq!(ran.code, Some(1), "{ran:?}");
    assert_eq!(ran.stderr, format!("   Comparing the working tree with {start} (where HEAD left main)\n"));
    insta::assert_snapshot!("diff-terminal", ran.stdout.replace(&start, "[commit]"));
    assert!(!ran.stdout.contains('\x1b'), "no colours without a terminal");
    // The same once it is committed, and from a folder below.
    commit(&workspace, "The change");
    std::fs::create_dir(workspace.path("below")).expect("a folder");
    let again = run_in(&workspace.path("below"), &["diff"]);
    assert_eq!((again.code, again.stdout), (Some(1), ran.stdout));
}

#[test]
fn a_revision_can_be_named_and_a_remote_branch_comes_first() {
    let workspace = repository();
    break_it(&workspace);
    commit(&workspace, "The change");
    warn(&workspace);
    assert_eq!(found(&json(&workspace, &["HEAD"])), ["answer-enum-value-added warning specs/acme.yaml:44"]);
    assert_eq!(found(&json(&workspace, &["HEAD~1"])).len(), 2);
    git(&workspace.path(""), &["update-ref", "refs/remotes/origin/master", "HEAD"]);
    let ran = diff(&workspace, &[]);
    assert!(ran.stderr.contains("(where HEAD left origin/master)"), "{ran:?}");
    let said = failed(&diff(&workspace, &["v9"]));
    assert!(said.contains("there is no commit `v9` here") && said.contains("git fetch"), "{said}");
    for odd in ["--", "-h^{commit}", "main; touch x", "$(touch x)", "@{", "", "\u{1b}[2J"] {
        let said = failed(&diff(&workspace, &["--", odd]));
        assert!(said.contains("there is no commit `") && !said.contains('\x1b'), "{odd}: {said}");
    }
    assert!(!workspace.path("x").exists());
}

fn failed(ran: &Ran) -> String {
    assert_eq!((ran.code, ran.stdout.as_str()), (Some(2), ""), "{ran:?}");
    ran.stderr.clone()
}

#[test]
fn a_provider_can_be_named() {
    let workspace = repository();
    workspace.write("specs/zenith.yaml", ACME);
    break_it(&workspace);
    assert_eq!(found(&json(&workspace, &["zenith"])), ["document-added info specs/zenith.yaml:1"]);
    assert_eq!(
        found(&json(&workspace, &["main", "acme"])),
        ["request-required-parameter-added breaking specs/acme.yaml:22"]
    );
    let said = failed(&diff(&workspace, &["main", "acmee"]));
    assert!(said.contains("has a document of the provider `acmee`") && said.contains("did you mean `acme`?"), "{said}");
}

#[test]
fn a_change_in_an_overlay_is_shown_at_the_overlays_line() {
    let workspace = repository();
    workspace.write("specs/acme.overlay.yaml", OVERLAY);
    commit(&workspace, "An overlay");
    edit(
        &workspace,
        "specs/acme.overlay.yaml",
        "ends_at: { type: string, format: date-time }",
        "ends_at: { type: integer }",
    );
    let report = json(&workspace, &["HEAD"]);
    assert_eq!(found(&report), ["answer-type-widened breaking specs/acme.overlay.yaml:7"]);
    assert_eq!(report["findings"][0]["base"]["file"], "specs/acme.overlay.yaml");
    std::fs::remove_file(workspace.path("specs/acme.overlay.yaml")).expect("it goes");
    let report = json(&workspace, &["HEAD"]);
    assert_eq!(found(&report), ["answer-property-removed warning specs/acme.yaml:43"]);
}

#[test]
fn a_document_can_be_new_go_or_be_called_otherwise() {
    let workspace = repository();
    let folder = workspace.path("");
    git(&folder, &["mv", BASE, "specs/zenith.yaml"]);
    let report = json(&workspace, &[]);
    assert_eq!(found(&report), ["document-renamed info specs/zenith.yaml:1"]);
    // With an edit it is another one.
    edit(&workspace, "specs/zenith.yaml", "version: '1'", "version: '2'");
    assert_eq!(
        found(&json(&workspace, &[])),
        ["document-removed breaking specs/acme.yaml:1", "document-added info specs/zenith.yaml:1"]
    );
}

#[test]
fn another_ending_is_the_same_document() {
    let workspace = repository();
    git(&workspace.path(""), &["mv", BASE, "specs/acme.yml"]);
    assert_eq!(found(&json(&workspace, &[])), [""; 0]);
}

#[test]
fn a_document_that_goes_breaks() {
    let workspace = repository();
    std::fs::remove_file(workspace.path(BASE)).expect("it goes");
    let ran = diff(&workspace, &[]);
    assert_eq!(ran.code, Some(1), "{ran:?}");
    assert!(ran.stdout.contains("The document is gone, and with it 3 operations."), "{ran:?}");
    // One that is new and another that goes are no renaming where they say different things.
    workspace.write("specs/zenith.yaml", &ACME.replace("getCustomer", "readCustomer"));
    let report = json(&workspace, &[]);
    assert_eq!(
        found(&report),
        ["document-removed breaking specs/acme.yaml:1", "document-added info specs/zenith.yaml:1"]
    );
}

#[test]
fn before_there_were_documents_everything_is_new() {
    let workspace = Workspace::empty();
    git(&workspace.path(""), &["init", "-q", "-b", "main"]);
    let said = failed(&diff(&workspace, &[]));
    assert!(said.contains("no commit yet"), "{said}");
    git(&workspace.path(""), &["add", "Cargo.toml"]);
    git(&workspace.path(""), &["commit", "-q", "-m", "Nothing"]);
    workspace.write(BASE, ACME);
    assert_eq!(found(&json(&workspace, &[])), ["document-added info specs/acme.yaml:1"]);
}

#[test]
fn a_document_that_cannot_be_read_is_reported_with_its_place() {
    let workspace = repository();
    workspace.write("specs/zenith.yaml", "openapi: [\n");
    edit(&workspace, BASE, "schemas/Customer'", "schemas/Person'");
    let said = failed(&diff(&workspace, &[]));
    assert!(said.contains("the working tree cannot be compared: it has mistakes"), "{said}");
    assert!(said.contains("specs/acme.yaml:35:49") && said.contains("specs/zenith.yaml:"), "all at once: {said}");
    // And where the mistake is in what it is compared with.
    commit(&workspace, "Broken");
    workspace.write(BASE, ACME);
    std::fs::remove_file(workspace.path("specs/zenith.yaml")).expect("it goes");
    let said = failed(&diff(&workspace, &["HEAD"]));
    assert!(said.contains("(HEAD) cannot be compared") && said.contains("specs/acme.yaml:35:49"), "{said}");
}

#[test]
fn a_shallow_clone_is_told_what_it_lacks() {
    let workspace = repository();
    break_it(&workspace);
    commit(&workspace, "The change");
    git(&workspace.path(""), &["checkout", "-q", "main"]);
    let clone = tempfile::tempdir().expect("a folder");
    let from = format!("file://{}", workspace.path("").display());
    git(clone.path(), &["clone", "-q", "--depth", "1", "--no-single-branch", "-b", "change", &from, "."]);
    let said = failed(&run_in(clone.path(), &["diff"]));
    assert!(said.contains("it is shallow") && said.contains("git fetch --unshallow"), "{said}");
    let said = failed(&run_in(clone.path(), &["diff", "HEAD~1"]));
    assert!(said.contains("this is a shallow clone") && said.contains("git fetch --deepen"), "{said}");
    // What is there can be compared with, and its advice is true.
    assert_eq!(run_in(clone.path(), &["diff", "origin/main"]).code, Some(1));
    git(clone.path(), &["fetch", "-q", "--unshallow"]);
    assert_eq!(run_in(clone.path(), &["diff"]).code, Some(1));
}

#[test]
fn a_workspace_can_lie_in_a_folder_of_any_name() {
    let workspace = repository();
    let inner = "in n\"e:r é*";
    for file in ["Cargo.toml", BASE] {
        workspace.write(&format!("{inner}/{file}"), &workspace.read(file));
    }
    commit(&workspace, "A workspace in it");
    edit(&workspace, &format!("{inner}/{BASE}"), "enum: [active, ended]", "enum: [active, ended, paused]");
    let ran = run_in(&workspace.path(inner), &["diff", "HEAD"]);
    assert!(ran.code == Some(0) && ran.stdout.contains("0 breaking, 1 warning, 0 infos in acme"), "{ran:?}");
}

#[test]
fn what_cannot_be_read_of_the_base_is_not_taken_for_absent() {
    let workspace = repository();
    let folder = git(&workspace.path(""), &["rev-parse", "HEAD:specs"]);
    let object = format!(".git/objects/{}/{}", &folder[..2], &folder[2..]);
    std::fs::remove_file(workspace.path(&object)).expect("it goes");
    let said = failed(&diff(&workspace, &["HEAD"]));
    assert!(said.contains("git could not list the documents"), "{said}");
}

#[test]
fn outside_of_a_repository_it_says_so() {
    let workspace = Workspace::acme();
    let said = failed(&diff(&workspace, &[]));
    assert!(said.contains("is in no git repository") && said.contains("--files OLD NEW"), "{said}");
}

#[cfg(unix)]
#[test]
fn a_link_in_the_base_is_not_followed() {
    let workspace = repository();
    std::os::unix::fs::symlink("/etc/passwd", workspace.path("specs/zenith.yaml")).expect("a link");
    commit(&workspace, "A link");
    std::fs::remove_file(workspace.path("specs/zenith.yaml")).expect("it goes");
    let said = failed(&diff(&workspace, &["HEAD"]));
    assert!(said.contains("specs/zenith.yaml is no file in") && said.contains("a link"), "{said}");
}

#[test]
fn the_exit_code_follows_the_level() {
    let workspace = repository();
    let code = |level| diff(&workspace, &["--fail-on", level]).code;
    let levels = ["never", "breaking", "warning", "info"];
    assert_eq!(levels.map(code), [Some(0); 4]);
    inform(&workspace);
    assert_eq!(levels.map(code), [0, 0, 0, 1].map(Some));
    warn(&workspace);
    assert_eq!(levels.map(code), [0, 0, 1, 1].map(Some));
    break_it(&workspace);
    assert_eq!(levels.map(code), [0, 1, 1, 1].map(Some));
}

#[test]
fn every_form_says_the_same() {
    let workspace = repository();
    break_it(&workspace);
    for (format, part) in [
        ("terminal", "The query parameter `reason` is new and required."),
        ("markdown", "The query parameter <code>reason</code> is new and required."),
        ("json", "\"sentence\": \"The query parameter `reason` is new and required.\""),
        ("github", "::error file=specs/acme.yaml,line=22,col=20,title="),
        ("sarif", "\"startLine\": 22"),
    ] {
        let ran = diff(&workspace, &["--format", format]);
        assert!(ran.code == Some(1) && ran.stdout.contains(part), "{format}: {ran:?}");
    }
}

#[test]
fn two_files_need_neither_workspace_nor_repository() {
    let folder = Workspace::empty();
    std::fs::remove_dir_all(folder.path("specs")).expect("it goes");
    folder.write("old.yaml", ACME);
    let json = r#"{"openapi": "3.1.1", "info": {"title": "A", "version": "3"}, "paths": {}}"#;
    folder.write("new.json", json);
    let ran = diff(&folder, &["--files", "old.yaml", "new.json"]);
    assert_eq!((ran.code, ran.stderr.as_str()), (Some(1), ""), "{ran:?}");
    assert!(ran.stdout.contains("was old.yaml:") && ran.stdout.contains("between old.yaml and new.json"), "{ran:?}");
    assert_eq!(diff(&folder, &["--files", "old.yaml", "old.yaml", "--fail-on", "info"]).code, Some(0));
    folder.write("bad.yaml", "openapi: 3.1.1\n  x: 1\n");
    folder.write("bad.json", "{\"openapi\": }");
    let said = failed(&diff(&folder, &["--files", "bad.yaml", "bad.json"]));
    assert!(said.contains("bad.yaml:2:") && said.contains("bad.json:1:"), "both: {said}");
    folder.write("overlay.yaml", OVERLAY);
    folder.write("bytes.yaml", "");
    for (file, part) in
        [("overlay.yaml", "no OpenAPI 3 document"), ("gone.yaml", "gone.yaml cannot be read"), ("bytes.yaml", "")]
    {
        let said = failed(&diff(&folder, &["--files", "old.yaml", file]));
        assert!(said.contains(part), "{said}");
    }
}

/// The file that accepts every change of a report.
fn accepting(report: &serde_json::Value) -> String {
    let findings = report["findings"].as_array().expect("findings");
    let entry = |finding: &serde_json::Value| {
        format!(
            "  - fingerprint: '{}'\n    reason: The provider asks for it.\n",
            finding["fingerprint"].as_str().expect("one")
        )
    };
    format!("accepted:\n{}", findings.iter().map(entry).collect::<String>())
}

const ACCEPTED: &str = "specs/accepted-changes.yaml";

#[test]
fn a_break_is_accepted_on_the_base_branch_and_not_by_who_makes_it() {
    let workspace = repository();
    break_it(&workspace);
    let entry = accepting(&json(&workspace, &[]));
    // In the working tree alone it counts for nothing.
    workspace.write(ACCEPTED, &entry);
    let ran = diff(&workspace, &[]);
    assert_eq!(ran.code, Some(1), "{ran:?}");
    assert!(ran.stderr.contains("it counts once it is there"), "{ran:?}");
    let broken = workspace.read(BASE);
    git(&workspace.path(""), &["checkout", "-q", "--", BASE]);
    commit(&workspace, "Accept it");
    // Waiting for the change it disturbs nobody who changes nothing.
    assert_eq!(diff(&workspace, &["HEAD"]).code, Some(0));
    workspace.write(BASE, &broken);
    let ran = diff(&workspace, &["HEAD", "--fail-on", "info"]);
    assert_eq!(ran.code, Some(0), "{ran:?}");
    assert!(ran.stdout.contains("accepted, breaking: The provider asks for it."), "{ran:?}");
    // The change takes the entry away, which the base still has.
    std::fs::remove_file(workspace.path(ACCEPTED)).expect("it goes");
    assert_eq!(diff(&workspace, &["HEAD"]).code, Some(0));
    // Another break is not accepted with it.
    edit(
        &workspace,
        BASE,
        "operationId: getSubscription",
        "operationId: getSubscription\n      parameters: [{ name: reason, in: query, required: true, schema: { type: string } }]",
    );
    assert_eq!(diff(&workspace, &["HEAD"]).code, Some(1));
}

#[test]
fn an_entry_that_is_left_over_is_a_mistake() {
    let workspace = repository();
    break_it(&workspace);
    let entry = accepting(&json(&workspace, &[]));
    workspace.write(ACCEPTED, &entry);
    commit(&workspace, "The change, and the entry is still there");
    inform(&workspace);
    let said = failed(&diff(&workspace, &["HEAD"]));
    assert!(said.contains("accepts what does not change here") && said.contains("The provider asks for it."), "{said}");
    // Of one provider nobody can tell, and who takes it away has heard it.
    assert_eq!(diff(&workspace, &["HEAD", "acme"]).code, Some(0));
    workspace.write(ACCEPTED, "accepted: []\n");
    assert_eq!(diff(&workspace, &["HEAD"]).code, Some(0));
    workspace.write(ACCEPTED, "accepted:\n  - fingerprint: 1234567890123456\n    reason: Why.\n");
    let said = failed(&diff(&workspace, &["HEAD"]));
    assert!(said.contains("specs/accepted-changes.yaml:2:18") && said.contains("put it in quotes"), "{said}");
}

#[test]
fn the_file_of_accepted_changes_is_no_provider() {
    let workspace = Workspace::acme();
    workspace.write(ACCEPTED, "accepted: []\n");
    let ran = workspace.run(&["list"]);
    assert!(ran.code == Some(0) && !ran.stdout.contains("accepted"), "{ran:?}");
}

/// `git diff` with this command as the driver of documents, as the page on reviewing says.
fn driven(workspace: &Workspace, arguments: &[&str]) -> String {
    let folder = workspace.path("");
    workspace.write(
        ".gitattributes",
        "specs/*.yaml diff=openapi\nspecs/*.overlay.yaml !diff\nspecs/accepted-changes.yaml !diff\n",
    );
    let program = env!("CARGO_BIN_EXE_xtask").replace('\\', "/");
    git(&folder, &["config", "diff.openapi.command", &format!("'{program}' diff --git-driver")]);
    git(&folder, &[&["--no-pager", "diff"], arguments].concat())
}

#[test]
fn it_is_a_diff_driver_of_git() {
    let workspace = repository();
    break_it(&workspace);
    let shown = driven(&workspace, &[]);
    assert!(
        shown.starts_with("OpenAPI specs/acme.yaml\n\nbreaking\n  acme\n    The query parameter `reason`"),
        "{shown}"
    );
    assert!(shown.contains("specs/acme.yaml:22:20"), "by its own name, and not that of a temporary file: {shown}");
    commit(&workspace, "The change");
    assert!(driven(&workspace, &["main", "HEAD"]).contains("The query parameter `reason`"));
    // New, moved, gone, broken, an overlay: git always comes to its end.
    workspace.write("specs/zenith.yaml", ACME);
    git(&workspace.path(""), &["mv", BASE, "specs/apex.yaml"]);
    workspace.write("specs/apex.yaml", "openapi: [\n");
    workspace.write("specs/apex.overlay.yaml", OVERLAY);
    git(&workspace.path(""), &["add", "-A"]);
    let shown = driven(&workspace, &["--no-renames", "HEAD"]);
    assert!(shown.contains("OpenAPI specs/zenith.yaml\n\ninfo\n"), "{shown}");
    assert!(shown.contains("OpenAPI specs/acme.yaml\n\nbreaking\n"), "{shown}");
    assert!(shown.contains("OpenAPI specs/apex.yaml\n\nit could not be compared"), "{shown}");
    assert!(shown.contains("+overlay: 1.0.0"), "an overlay is shown as the text it is: {shown}");
    git(&workspace.path(""), &["checkout", "-q", "HEAD", "--", BASE]);
    git(&workspace.path(""), &["mv", "-f", BASE, "specs/moved.yaml"]);
    // Moved with an edit, git gives two names.
    edit(&workspace, "specs/moved.yaml", "version: '1'", "version: '2'");
    let shown = driven(&workspace, &["-M", "HEAD", "--", BASE, "specs/moved.yaml"]);
    assert!(shown.ends_with("nothing changed between specs/acme.yaml and specs/moved.yaml"), "{shown}");
}
