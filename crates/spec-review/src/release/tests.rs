use std::fs;
use std::path::Path;
use std::process::Command;

use super::{Level, Member, Plan, Release, plan, ready};
use crate::Git;

const DOCUMENT: &str = "\
openapi: 3.1.1
info: { title: Acme, version: '1' }
paths:
  /things/{id}:
    get:
      operationId: getThing
      parameters: [{ name: id, in: path, required: true, schema: { type: string } }]
      responses: { '200': { description: It., content: { application/json: { schema: { type: object, required: [state], properties: { state: { type: string } } } } } } }
";

const ROOT: &str = "\
[workspace]
members = [\"crates/*\"]

[workspace.package]
version = \"0.1.0\" # shared

[workspace.dependencies]
# The rooms.
cancelkit = { path = \"crates/cancelkit\", version = \"0.1.0\" }
cancelkit-acme = { path = \"crates/cancelkit-acme\", version = \"0.1.0\" }
cancelkit-runtime = { path = \"crates/cancelkit-runtime\", version = \"0.1.0\" }
cancelkit-zenith = { path = \"crates/cancelkit-zenith\", version = \"0.1.0\" }
";

struct Repository(tempfile::TempDir);

impl Repository {
    /// Two clients on a runtime, a facade that exports one of them, and a command on the facade.
    fn new() -> Self {
        let repository = Self(tempfile::tempdir().expect("a folder"));
        repository.write("Cargo.toml", ROOT);
        for name in ["acme", "zenith"] {
            repository.write(&format!("specs/{name}.yaml"), DOCUMENT);
            repository.write(&format!("crates/cancelkit-{name}/Cargo.toml"), "[package]\nversion = \"0.1.0\"\n");
            let code = "pub use cancelkit_runtime::Answer;\npub mod types;\n";
            repository.write(&format!("crates/cancelkit-{name}/src/lib.rs"), code);
            repository.write(&format!("crates/cancelkit-{name}/src/types.rs"), &types("pub struct A;"));
        }
        repository.write("crates/cancelkit-runtime/Cargo.toml", "[package]\nversion = \"0.1.0\"\n");
        repository.write("crates/cancelkit-runtime/src/lib.rs", "pub struct Answer;\n");
        for name in ["cancelkit", "cancelkit-cli"] {
            repository.write(&format!("crates/{name}/Cargo.toml"), "[package]\nversion.workspace = true\n");
        }
        repository.write("crates/cancelkit/src/lib.rs", "pub mod clients { pub use cancelkit_acme as acme; }\n");
        repository.write("crates/cancelkit-cli/src/main.rs", "fn main() {}\n");
        repository.git(&["init", "-q", "-b", "main"]);
        repository.commit();
        repository
    }

    /// The same, released.
    fn released() -> Self {
        let repository = Self::new();
        repository.git(&["tag", "v0.1.0"]);
        repository
    }

    fn path(&self) -> &Path {
        self.0.path()
    }

    fn write(&self, file: &str, text: &str) {
        let file = self.path().join(file);
        fs::create_dir_all(file.parent().expect("a folder")).expect("a folder");
        fs::remove_file(&file).ok();
        std::io::Write::write_all(&mut fs::File::create_new(file).expect("a file"), text.as_bytes()).expect("written");
    }

    fn read(&self, file: &str) -> String {
        fs::read_to_string(self.path().join(file)).expect("a file")
    }

    fn edit(&self, file: &str, from: &str, to: &str) {
        let text = self.read(file);
        assert!(text.contains(from), "{file} has no {from}");
        self.write(file, &text.replacen(from, to, 1));
        self.commit();
    }

    fn git(&self, arguments: &[&str]) {
        let mut command = Command::new("git");
        for who in ["AUTHOR", "COMMITTER"] {
            command.env(format!("GIT_{who}_NAME"), "Somebody").env(format!("GIT_{who}_EMAIL"), "somebody@example.com");
        }
        command.env("GIT_CONFIG_GLOBAL", "/dev/null").env("GIT_CONFIG_SYSTEM", "/dev/null");
        let done = command.args(arguments).current_dir(self.path()).output().expect("git");
        assert!(done.status.success(), "git {arguments:?}: {}", String::from_utf8_lossy(&done.stderr));
    }

    fn commit(&self) {
        self.git(&["add", "-A"]);
        self.git(&["commit", "-q", "--allow-empty", "-m", "A change"]);
    }

    fn plan(&self) -> Result<Plan, String> {
        let git = Git::of(self.path()).expect("a repository");
        ready(&git).map_err(|failure| failure.to_string())?;
        plan(&git, self.path(), &members(), jiff::civil::date(2026, 11, 25)).map_err(|failure| failure.to_string())
    }

    fn failure(&self) -> String {
        self.plan().expect_err("no plan")
    }

    /// `CRATE VERSION` of what is due.
    fn due(&self) -> Vec<String> {
        let plan = self.plan().expect("a plan");
        plan.releases.iter().filter(|it| it.is_due()).map(|it| format!("{} {}", it.packages[0], it.version)).collect()
    }

    /// Writes what the plan says, as `generate` would do the rest, and commits it.
    fn release(&self) -> Plan {
        let plan = self.plan().expect("a plan");
        for (file, text) in &plan.files {
            self.write(file, text);
        }
        for release in &plan.releases {
            for client in release.packages.iter().filter(|it| it.ends_with("acme") || it.ends_with("zenith")) {
                let text = format!("[package]\nversion = \"{}\"\n", release.version);
                self.write(&format!("crates/{client}/Cargo.toml"), &text);
            }
        }
        self.commit();
        plan
    }
}

fn types(code: &str) -> String {
    format!("// Generated by `cargo xtask generate x` from a document.\n{code}\n")
}

fn members() -> Vec<Member> {
    let member = |name: &str, uses: &[&str]| Member {
        name: name.to_owned(),
        version: "0.1.0".parse().expect("a version"),
        folder: format!("crates/{name}"),
        is_published: true,
        after: Vec::new(),
        uses: uses.iter().map(|name| (*name).to_owned()).collect(),
    };
    vec![
        member("cancelkit", &["cancelkit-acme", "cancelkit-zenith", "cancelkit-runtime"]),
        member("cancelkit-acme", &["cancelkit-runtime"]),
        member("cancelkit-cli", &["cancelkit"]),
        member("cancelkit-runtime", &[]),
        member("cancelkit-zenith", &["cancelkit-runtime"]),
    ]
}

fn of<'p>(plan: &'p Plan, package: &str) -> &'p Release {
    plan.releases.iter().find(|it| it.packages.iter().any(|name| name == package)).expect("a release")
}

#[test]
fn without_a_tag_everything_is_released_for_the_first_time_as_it_is() {
    let repository = Repository::new();
    let plan = repository.plan().expect("a plan");
    assert!(plan.releases.iter().all(|it| it.is_due() && it.since.is_none() && it.version.to_string() == "0.1.0"));
    let tags: Vec<&str> = plan.releases.iter().map(|it| it.tag.as_str()).collect();
    assert_eq!(tags, ["cancelkit-acme-v0.1.0", "cancelkit-runtime-v0.1.0", "cancelkit-zenith-v0.1.0", "v0.1.0"]);
    let changelog = &plan.files["crates/cancelkit-acme/CHANGELOG.md"];
    assert!(changelog.ends_with("## [0.1.0] - 2026-11-25\n\n### Added\n\n- The first release.\n"), "{changelog}");
    assert!(!plan.files.contains_key("Cargo.toml"), "no version changes");
}

#[test]
fn nothing_changed_and_nothing_is_due() {
    let repository = Repository::released();
    assert!(repository.due().is_empty());
    assert!(repository.plan().expect("a plan").files.is_empty());
    // Neither by tests, a changelog, nor another digest in the mark of a generated file.
    repository.write("crates/cancelkit/tests/it.rs", "\n");
    repository.write("crates/cancelkit-acme/CHANGELOG.md", "# Mine\n");
    repository.edit("crates/cancelkit-acme/src/types.rs", "from a document", "from another document");
    assert!(repository.due().is_empty());
}

#[test]
fn a_break_of_one_client_reaches_who_exports_it_and_nobody_else() {
    let repository = Repository::released();
    repository.edit("specs/acme.yaml", "required: [state], ", "");
    assert_eq!(repository.due(), ["cancelkit-acme 0.2.0", "cancelkit 0.2.0"]);
    let plan = repository.release();
    assert_eq!(of(&plan, "cancelkit-acme").since.as_deref(), Some("v0.1.0"), "the tag of all");
    let section = &of(&plan, "cancelkit-acme").section;
    assert!(
        section.contains(
            "### Breaking\n\n- The property `state` is no longer required and may be absent. (`GET /things/{id}`)\n"
        ),
        "{section}"
    );
    let section = &of(&plan, "cancelkit-cli").section;
    assert!(section.contains("- `cancelkit` exports items of `cancelkit-acme`, which is 0.2.0 now.\n"), "{section}");
    let expected = ROOT
        .replace("version = \"0.1.0\" # shared", "version = \"0.2.0\" # shared")
        .replace("crates/cancelkit\", version = \"0.1.0\"", "crates/cancelkit\", version = \"0.2.0\"")
        .replace("crates/cancelkit-acme\", version = \"0.1.0\"", "crates/cancelkit-acme\", version = \"0.2.0\"");
    assert_eq!(repository.read("Cargo.toml"), expected);
    // Again before the tags: the same plan, and nothing to write.
    let again = repository.plan().expect("a plan");
    assert_eq!((repository.due().len(), again.files.len(), again.notes.len()), (2, 0, 0), "{again:?}");
    // And after them there is nothing to release.
    repository.git(&["tag", "cancelkit-acme-v0.2.0"]);
    repository.git(&["tag", "v0.2.0"]);
    assert!(repository.due().is_empty());
    assert_eq!(
        of(&repository.plan().expect("a plan"), "cancelkit-zenith")
            .released
            .as_ref()
            .map(ToString::to_string)
            .as_deref(),
        Some("0.1.0")
    );
}

#[test]
fn a_break_of_what_the_facade_does_not_export_is_a_patch_of_it() {
    let repository = Repository::released();
    repository.edit("crates/cancelkit-zenith/src/types.rs", "pub struct A;", "pub struct B;");
    let plan = repository.plan().expect("a plan");
    assert_eq!(repository.due(), ["cancelkit-zenith 0.2.0", "cancelkit 0.1.1"]);
    assert_eq!(of(&plan, "cancelkit").level, Some(Level::Patch));
    let section = &of(&plan, "cancelkit-zenith").section;
    assert!(
        section.contains("2 public items of `cancelkit-zenith` changed or went:\n  - `- types::A: struct`\n"),
        "{section}"
    );
}

#[test]
fn a_break_of_the_runtime_breaks_everybody_and_more_to_call_breaks_nobody() {
    let repository = Repository::released();
    repository.edit("crates/cancelkit-runtime/src/lib.rs", "Answer;", "Answer; pub fn more() {}");
    assert_eq!(repository.due(), ["cancelkit-runtime 0.1.1"]);
    repository.edit("crates/cancelkit-runtime/src/lib.rs", "struct Answer;", "struct Answer(pub u8);");
    assert_eq!(
        repository.due(),
        ["cancelkit-acme 0.2.0", "cancelkit-runtime 0.2.0", "cancelkit-zenith 0.2.0", "cancelkit 0.2.0"]
    );
    let files = repository.plan().expect("a plan").files;
    assert_eq!(files["crates/cancelkit-runtime/Cargo.toml"], "[package]\nversion = \"0.2.0\"\n");
}

#[test]
fn prose_is_a_patch_and_what_is_new_tells_itself_from_it_after_1_0() {
    let repository = Repository::new();
    let stable =
        ROOT.replace("crates/cancelkit-acme\", version = \"0.1.0\"", "crates/cancelkit-acme\", version = \"1.4.2\"");
    repository.write("Cargo.toml", &stable);
    repository.commit();
    repository.git(&["tag", "cancelkit-acme-v1.4.2"]);
    repository.git(&["tag", "v0.1.0"]);
    repository.edit("specs/acme.yaml", "description: It.", "description: The thing.");
    assert_eq!(repository.due(), ["cancelkit-acme 1.4.3"]);
    repository.edit("specs/acme.yaml", "properties: { state", "properties: { note: { type: string }, state");
    assert_eq!(repository.due(), ["cancelkit-acme 1.5.0"]);
    repository.edit("specs/acme.yaml", "required: [state], ", "");
    assert_eq!(repository.due(), ["cancelkit-acme 2.0.0", "cancelkit 0.2.0"]);
}

#[test]
fn a_dependency_of_the_workspace_counts_for_those_who_take_it() {
    let repository = Repository::new();
    repository.write("Cargo.toml", &format!("{ROOT}http = \"1.0\"\n"));
    let manifest = "[package]\nversion = \"0.1.0\"\n\n[dependencies]\nhttp.workspace = true\n";
    repository.write("crates/cancelkit-runtime/Cargo.toml", manifest);
    repository.write("crates/cancelkit-runtime/src/lib.rs", "pub use http::HeaderMap as Answer;\n");
    repository.commit();
    repository.git(&["tag", "v0.1.0"]);
    repository.edit("Cargo.toml", "http = \"1.0\"", "http = \"1.1\"");
    assert_eq!(repository.due(), ["cancelkit-runtime 0.1.1"]);
    repository.edit("Cargo.toml", "http = \"1.1\"", "http = \"2.0\"");
    assert_eq!(repository.due().len(), 4, "it is exported: a break for everybody");
    let plan = repository.plan().expect("a plan");
    let section = &of(&plan, "cancelkit-runtime").section;
    assert!(section.contains("- `cancelkit-runtime` exports items of `http`, which is 2.0 now.\n"), "{section}");
}

#[test]
fn what_the_facade_cannot_do_any_more_breaks_the_facade_and_not_the_client() {
    const ABILITY: &str = "      x-cancellation: { timing: WHEN }\n";
    let repository = Repository::new();
    let with = |when: &str| {
        DOCUMENT.replace("      operationId", &format!("{}      operationId", ABILITY.replace("WHEN", when)))
    };
    repository.write("specs/acme.yaml", &with("[{ value: now }, { value: at-period-end }]"));
    repository.commit();
    repository.git(&["tag", "v0.1.0"]);
    repository.write("specs/acme.yaml", &with("[{ value: now }]"));
    repository.commit();
    let plan = repository.plan().expect("a plan");
    let versions = |package: &str| of(&plan, package).version.to_string();
    assert_eq!(
        (versions("cancelkit-acme"), versions("cancelkit")),
        ("0.1.1".to_owned(), "0.2.0".to_owned()),
        "{plan:?}"
    );
    assert!(of(&plan, "cancelkit").section.contains("- `cancelkit-acme`: "), "{plan:?}");
}

#[test]
fn a_version_that_somebody_raised_further_stays() {
    let repository = Repository::released();
    repository.edit("Cargo.toml", "cancelkit-zenith\", version = \"0.1.0\"", "cancelkit-zenith\", version = \"1.0.0\"");
    assert_eq!(repository.due(), ["cancelkit-zenith 1.0.0"]);
    repository.edit("specs/zenith.yaml", "required: [state], ", "");
    assert_eq!(repository.due(), ["cancelkit-zenith 1.0.0", "cancelkit 0.1.1"]);
}

#[test]
fn an_accepted_break_has_its_reason_though_the_entry_is_gone() {
    let repository = Repository::released();
    repository.edit("specs/acme.yaml", "required: [state], ", "");
    let git = Git::of(repository.path()).expect("a repository");
    let tag = super::tags::last(&git, "v").expect("tags").expect("a tag");
    let old = crate::Specs::of_commit(&git, &tag.base).expect("documents");
    let new = crate::Specs::on_disk(&repository.path().join("specs"), "now");
    let report = crate::compare(&old, &new, &[], jiff::civil::date(2026, 11, 25)).expect("a report");
    let fingerprint = &report.changes[0].finding.fingerprint;
    let entry = format!("accepted:\n  - {{ fingerprint: '{fingerprint}', reason: It was never there. }}\n");
    repository.write("specs/accepted-changes.yaml", &entry);
    repository.commit();
    // What cannot be read accepts nothing, and ends nothing.
    repository.write("specs/accepted-changes.yaml", "accepted: [");
    repository.commit();
    fs::remove_file(repository.path().join("specs/accepted-changes.yaml")).expect("it goes");
    repository.commit();
    let plan = repository.plan().expect("a plan");
    let section = &of(&plan, "cancelkit-acme").section;
    assert!(section.contains("may be absent. (`GET /things/{id}`)\n  Accepted: It was never there.\n"), "{section}");
    assert_eq!(of(&plan, "cancelkit-acme").version.to_string(), "0.2.0", "it breaks all the same");
}

#[test]
fn words_of_a_hand_stay() {
    let repository = Repository::released();
    repository.write("CHANGELOG.md", "# All\n\n## Unreleased\n\n### Added\n\n- By hand.\n\n## 0.1.0\n\nOnce.\n");
    repository.write("crates/cancelkit-acme/CHANGELOG.md", "# Acme\n\n## 0.1.0 - long ago\nOnce.");
    repository.edit("specs/acme.yaml", "required: [state], ", "");
    let plan = repository.release();
    let all = "# All\n\n## Unreleased\n\n## [0.2.0] - 2026-11-25\n\n### Breaking\n\n- `cancelkit` exports items of `cancelkit-acme`, which is \
        0.2.0 now.\n\n### Added\n\n- By hand.\n\n## 0.1.0\n\nOnce.\n";
    assert_eq!(plan.files["CHANGELOG.md"], all);
    assert!(plan.files["crates/cancelkit-acme/CHANGELOG.md"].ends_with("\n\n## 0.1.0 - long ago\nOnce."));
    // More that comes before the tag is told, and not written over what may be somebody's words.
    repository.edit("specs/acme.yaml", "properties: { state", "properties: { note: { type: string }, state");
    let plan = repository.plan().expect("a plan");
    assert!(plan.files.is_empty(), "{:?}", plan.files);
    assert!(plan.notes.len() == 1 && plan.notes[0].contains("has a section of 0.2.0 already"), "{:?}", plan.notes);
}

#[test]
fn what_is_not_committed_is_named() {
    let repository = Repository::released();
    repository.write("specs/acme.yaml", "x");
    repository.write("new.txt", "x");
    let said = repository.failure();
    assert!(said.contains("these files are not:\n  specs/acme.yaml\n  new.txt\n"), "{said}");
}

#[test]
fn a_shallow_clone_is_told_what_it_lacks() {
    let repository = Repository::released();
    repository.edit("specs/acme.yaml", "title: Acme", "title: Acme!");
    let clone = tempfile::tempdir().expect("a folder");
    let from = format!("file://{}", repository.path().display());
    repository.git(&["clone", "-q", "--depth", "1", &from, &clone.path().display().to_string()]);
    let said = ready(&Git::of(clone.path()).expect("a repository")).expect_err("shallow").to_string();
    assert!(said.contains("shallow clone") && said.contains("git fetch --unshallow --tags"), "{said}");
}

#[test]
fn a_tag_whose_document_has_mistakes_is_said_with_the_place() {
    let repository = Repository::new();
    repository.edit("specs/acme.yaml", "paths:", "paths: [");
    repository.git(&["tag", "v0.1.0"]);
    repository.write("specs/acme.yaml", DOCUMENT);
    repository.commit();
    let said = repository.failure();
    assert!(said.contains("(v0.1.0)") && said.contains("specs/acme.yaml:"), "{said}");
}

#[test]
fn tags_and_versions_that_do_not_agree_are_said() {
    let repository = Repository::released();
    repository.edit("Cargo.toml", "cancelkit-acme\", version = \"0.1.0\"", "cancelkit-acme\", version = \"0.0.9\"");
    let said = repository.failure();
    assert!(
        said.contains("gives `cancelkit-acme` the version 0.0.9, and 0.1.0 is released already (tag v0.1.0)"),
        "{said}"
    );
    repository.edit("Cargo.toml", "cancelkit-acme\", version = \"0.0.9\"", "cancelkit-acme\", version = \"0.1.0\"");
    repository.git(&["tag", "cancelkit-acme-v0.3.0"]);
    let said = repository.failure();
    assert!(
        said.contains("the tag cancelkit-acme-v0.3.0 stands on a commit whose Cargo.toml gives `cancelkit-acme` 0.1.0"),
        "{said}"
    );
    // Tags that are none of ours, and pre-releases.
    repository.git(&["tag", "-d", "cancelkit-acme-v0.3.0"]);
    for odd in ["vision", "v0.2", "cancelkit-acme-v", "cancelkit-acme-v0.9.0-rc.1"] {
        repository.git(&["tag", odd]);
    }
    assert!(repository.due().is_empty());
}

#[test]
fn a_tag_that_another_commit_has_is_not_taken_again() {
    let repository = Repository::released();
    repository.git(&["checkout", "-q", "-b", "other"]);
    repository.git(&["commit", "-q", "--allow-empty", "-m", "Elsewhere"]);
    repository.git(&["tag", "cancelkit-acme-v0.2.0"]);
    repository.git(&["checkout", "-q", "main"]);
    repository.edit("specs/acme.yaml", "required: [state], ", "");
    let said = repository.failure();
    assert!(said.contains("the tag cancelkit-acme-v0.2.0 is there already"), "{said}");
}

#[test]
fn a_version_that_stands_nowhere_is_said() {
    let repository = Repository::released();
    repository.edit("Cargo.toml", "cancelkit-zenith = {", "cancelkit-zenit = {");
    let said = repository.failure();
    assert!(
        said.contains("no entry for `cancelkit-zenith`") && said.contains("add `cancelkit-zenith = { path"),
        "{said}"
    );
    repository.edit("Cargo.toml", "cancelkit-zenit = {", "cancelkit-zenith = {");
    repository.edit("crates/cancelkit-runtime/Cargo.toml", "0.1.0", "0.1.1");
    let said = repository.failure();
    assert!(
        said.contains("crates/cancelkit-runtime/Cargo.toml says version 0.1.1 and Cargo.toml says 0.1.0"),
        "{said}"
    );
    repository.edit("crates/cancelkit-runtime/Cargo.toml", "0.1.1", "0.1");
    assert!(repository.failure().contains("is no whole version"));
}

#[test]
fn a_new_provider_is_a_first_release() {
    let repository = Repository::new();
    for gone in ["specs/zenith.yaml", "crates/cancelkit-zenith"] {
        repository.git(&["rm", "-q", "-r", gone]);
    }
    repository.commit();
    repository.git(&["tag", "v0.1.0"]);
    repository.git(&["revert", "--no-edit", "HEAD"]);
    let plan = repository.plan().expect("a plan");
    let zenith = of(&plan, "cancelkit-zenith");
    assert!(zenith.is_due() && zenith.since.is_none() && zenith.section.contains("The first release."), "{zenith:?}");
    assert_eq!(repository.due(), ["cancelkit-zenith 0.1.0"]);
}

#[test]
fn a_source_file_that_is_no_rust_is_named() {
    let repository = Repository::released();
    repository.edit("crates/cancelkit/src/lib.rs", "pub mod", "pub struct {");
    let said = repository.failure();
    assert!(said.contains("crates/cancelkit of the last commit: src/lib.rs is no Rust"), "{said}");
}

#[test]
fn a_feature_that_goes_breaks_and_a_new_one_is_more() {
    let repository = Repository::new();
    let manifest = "crates/cancelkit-runtime/Cargo.toml";
    let with = |features: &str| {
        format!(
            "[package]\nversion = \"0.1.0\"\n[features]\n{features}[dependencies]\nhttp = {{ version = '1', optional = true }}\n"
        )
    };
    repository.write(manifest, &with("default = ['tls']\ntls = []\n"));
    repository.commit();
    repository.git(&["tag", "v0.1.0"]);
    let level = |features: &str| {
        repository.write(manifest, &with(features));
        repository.commit();
        let plan = repository.plan().expect("a plan");
        let runtime = plan.releases.iter().find(|it| it.packages[0] == "cancelkit-runtime").expect("a release");
        (runtime.level, runtime.section.clone())
    };
    assert_eq!(level("default = ['tls']\ntls = []\n").0, None);
    let (is, said) = level("default = []\n");
    assert_eq!(is, Some(Level::Breaking));
    assert!(said.contains("The feature `tls` of `cancelkit-runtime` is gone."), "{said}");
    // Who relied on what is on by itself has it no more.
    assert_eq!(level("default = []\ntls = []\n").0, Some(Level::Breaking));
    // The feature that an optional dependency makes is gone where it is named otherwise.
    assert_eq!(level("default = ['tls']\ntls = ['dep:http']\n").0, Some(Level::Breaking));
    let (is, said) = level("default = ['tls', 'log']\ntls = []\nlog = []\n");
    assert_eq!(is, Some(Level::Added));
    assert!(said.contains("The feature `log` of `cancelkit-runtime`."), "{said}");
}

#[test]
fn a_dependency_of_a_table_of_its_own_is_no_version_of_the_crate() {
    let repository = Repository::new();
    let manifest = "crates/cancelkit-runtime/Cargo.toml";
    let with =
        |version: &str| format!("[package]\nversion = \"0.1.0\"\n\n[dependencies.http]\nversion = \"{version}\"\n");
    repository.write("crates/cancelkit-runtime/src/lib.rs", "pub struct Answer;\npub use http::StatusCode;\n");
    repository.write(manifest, &with("1"));
    repository.commit();
    repository.git(&["tag", "v0.1.0"]);
    assert_eq!(repository.due(), Vec::<String>::new());
    repository.write(manifest, &with("2"));
    repository.commit();
    let plan = repository.plan().expect("a plan");
    let runtime = plan.releases.iter().find(|it| it.packages[0] == "cancelkit-runtime").expect("a release");
    assert_eq!(runtime.level, Some(Level::Breaking), "{}", runtime.section);
}
