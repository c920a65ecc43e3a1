//! What a reviewer sees of two edits of each of the four documents, one that breaks and one that does not; then of edits that show in the
//! examples on the wire; and what the changelog of a client says of two.

use std::io::Write as _;
use std::path::{Path, PathBuf};

use spec_review::{Format, Git, Specs, compare, release};

struct Edit {
    name: &'static str,
    provider: &'static str,
    file: &'static str,
    from: &'static str,
    to: &'static str,
    breaks: bool,
}

const EDITS: [Edit; 12] = [
    Edit {
        name: "jetpack-new-required-property",
        provider: "jetpack",
        file: "jetpack.yaml",
        from: "required: [grant_type, client_id, client_secret, scope]",
        to: "required: [grant_type, client_id, client_secret, scope, partner_id]",
        breaks: true,
    },
    Edit {
        name: "jetpack-optional-property",
        provider: "jetpack",
        file: "jetpack.yaml",
        from: "required: [grant_type, client_id, client_secret, scope]",
        to: "required: [grant_type, client_id, client_secret]",
        breaks: false,
    },
    Edit {
        name: "kajabi-grant-gone-from-overlay",
        provider: "kajabi",
        file: "kajabi.overlay.yaml",
        from: "          - client_credentials\n          - refresh_token\n",
        to: "          - client_credentials\n",
        breaks: true,
    },
    Edit {
        name: "kajabi-another-kind-of-purchase",
        provider: "kajabi",
        file: "kajabi.yaml",
        from: "                - purchases\n",
        to: "                - purchases\n                - orders\n",
        breaks: false,
    },
    Edit {
        name: "rebilly-reason-gone",
        provider: "rebilly",
        file: "rebilly.yaml",
        from: "- missing-features\n        - bugs-or-problems\n",
        to: "- missing-features\n",
        breaks: true,
    },
    Edit {
        name: "rebilly-another-state",
        provider: "rebilly",
        file: "rebilly.yaml",
        from: "        - revoked\n",
        to: "        - revoked\n        - paused\n",
        breaks: false,
    },
    Edit {
        name: "stax-bill-status-may-be-absent",
        provider: "stax-bill",
        file: "stax-bill.yaml",
        from: "required: [id, status]",
        to: "required: [id]",
        breaks: true,
    },
    Edit {
        name: "stax-bill-deprecated",
        provider: "stax-bill",
        file: "stax-bill.yaml",
        from: "      operationId: getSubscription\n      tags",
        to: "      operationId: getSubscription\n      deprecated: true\n      tags",
        breaks: false,
    },
    Edit {
        name: "wire-stax-bill-another-example",
        provider: "stax-bill",
        file: "stax-bill.yaml",
        from: "                  subscriptionId: 12345\n                  cancellationOption: None\n",
        to: "                  subscriptionId: 54321\n                  cancellationOption: None\n",
        breaks: false,
    },
    Edit {
        name: "wire-rebilly-list-in-parts",
        provider: "rebilly",
        file: "rebilly.yaml",
        from: "explode: false",
        to: "explode: true",
        breaks: true,
    },
    Edit {
        name: "wire-jetpack-another-host",
        provider: "jetpack",
        file: "jetpack.yaml",
        from: "servers:\n  - url: https://public-api.wordpress.com",
        to: "servers:\n  - url: https://jetpack.example.com/api",
        breaks: true,
    },
    Edit {
        name: "wire-kajabi-prose",
        provider: "kajabi",
        file: "kajabi.yaml",
        from: "description: ",
        to: "description: Once more - ",
        breaks: false,
    },
];

fn specs() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../specs")
}

/// A copy of a provider's documents with one edit.
fn edited(edit: &Edit) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    let copy = folder.path().join("specs");
    std::fs::create_dir(&copy).expect("a folder");
    for file in [format!("{}.yaml", edit.provider), format!("{}.overlay.yaml", edit.provider)] {
        let Ok(mut text) = std::fs::read_to_string(specs().join(&file)) else { continue };
        if file == edit.file {
            assert!(text.contains(edit.from), "{}: {file} has no {:?}", edit.name, edit.from);
            text = text.replacen(edit.from, edit.to, 1);
        }
        let mut file = std::fs::File::create_new(copy.join(&file)).expect("a file");
        file.write_all(text.as_bytes()).expect("written");
    }
    folder
}

#[test]
fn two_edits_of_each_document() {
    for edit in &EDITS {
        let folder = edited(edit);
        let (old, new) =
            (Specs::on_disk(&specs(), "main"), Specs::on_disk(&folder.path().join("specs"), "this branch"));
        let report =
            compare(&old, &new, &[edit.provider.to_owned()], jiff::civil::date(2026, 11, 25)).expect("a report");
        assert_eq!(report.counts().breaking > 0, edit.breaks, "{}: {:?}", edit.name, report.counts());
        assert!(!report.changes.is_empty(), "{}", edit.name);
        let text =
            format!("{}\n{}", Format::terminal_with_wire(&report, false), Format::Markdown.write(&report, false));
        insta::assert_snapshot!(edit.name, text);
    }
}

/// Runs git, which has to succeed.
fn git(folder: &Path, arguments: &[&str]) {
    let mut command = std::process::Command::new("git");
    command.env("GIT_CONFIG_GLOBAL", "/dev/null").env("GIT_CONFIG_SYSTEM", "/dev/null");
    let done = command
        .args(["-c", "user.name=Somebody", "-c", "user.email=somebody@example.com"])
        .args(arguments)
        .current_dir(folder)
        .output()
        .expect("git");
    assert!(done.status.success(), "git {arguments:?}: {}", String::from_utf8_lossy(&done.stderr));
}

#[test]
fn the_changelog_of_two_edits() {
    let folder = tempfile::tempdir().expect("a folder");
    let write = |file: &str, text: &str| {
        let file = folder.path().join(file);
        std::fs::create_dir_all(file.parent().expect("a folder")).expect("a folder");
        std::fs::remove_file(&file).ok();
        std::fs::File::create_new(file).expect("a file").write_all(text.as_bytes()).expect("written");
    };
    write(
        "Cargo.toml",
        "[workspace.dependencies]\ncancelkit-stax-bill = { path = \"crates/cancelkit-stax-bill\", version = \"0.1.0\" }\n",
    );
    write("crates/cancelkit-stax-bill/src/lib.rs", "pub fn same() {}\n");
    let document = std::fs::read_to_string(specs().join("stax-bill.yaml")).expect("the document");
    write("specs/stax-bill.yaml", &document);
    if let Ok(overlay) = std::fs::read_to_string(specs().join("stax-bill.overlay.yaml")) {
        write("specs/stax-bill.overlay.yaml", &overlay);
    }
    git(folder.path(), &["init", "-q"]);
    git(folder.path(), &["add", "-A"]);
    git(folder.path(), &["commit", "-q", "-m", "Released"]);
    git(folder.path(), &["tag", "cancelkit-stax-bill-v0.1.0"]);
    let edits = EDITS.iter().filter(|edit| edit.provider == "stax-bill");
    let edited = edits.fold(document, |text, edit| text.replacen(edit.from, edit.to, 1));
    write("specs/stax-bill.yaml", &edited);
    git(folder.path(), &["commit", "-q", "-a", "-m", "Both edits"]);
    let members = release::members(
        r#"{"workspace_root": "/w", "packages": [{"name": "cancelkit-stax-bill", "version": "0.1.0",
            "manifest_path": "/w/crates/cancelkit-stax-bill/Cargo.toml"}]}"#,
    )
    .expect("a crate");
    let of = Git::of(folder.path()).expect("a repository");
    release::ready(&of).expect("ready");
    let plan = release::plan(&of, folder.path(), &members, jiff::civil::date(2026, 11, 25)).expect("a plan");
    assert_eq!(plan.tags(), ["cancelkit-stax-bill-v0.2.0"]);
    insta::assert_snapshot!("changelog", plan.files["crates/cancelkit-stax-bill/CHANGELOG.md"]);
}
