//! Loads providers from folders, as the commands do.

#![allow(clippy::unwrap_used, reason = "what is not as a test expects ends the test")]

use std::fs::{self, File};
use std::io::Write as _;
use std::path::Path;

use insta::assert_snapshot;
use spec_document::{Effective, load_provider, provider_names};
use tempfile::TempDir;

/// A folder `specs` with files.
fn specs(files: &[(&str, &str)]) -> TempDir {
    let folder = TempDir::new().unwrap();
    fs::create_dir(folder.path().join("specs")).unwrap();
    for (name, text) in files {
        put(&folder.path().join("specs").join(name), text.as_bytes());
    }
    folder
}

fn put(path: &Path, bytes: &[u8]) {
    File::create(path).unwrap().write_all(bytes).unwrap();
}

fn load(folder: &TempDir, provider: &str) -> Result<Effective, String> {
    load_provider(&folder.path().join("specs"), provider).map_err(|report| report.to_string())
}

fn refused(folder: &TempDir, provider: &str) -> String {
    load(folder, provider).map(|effective| effective.provider).unwrap_err()
}

const DOCUMENT: &str = "openapi: 3.0.3\ninfo: {title: Shop}\npaths: {}\n";

const OVERLAY: &str = "\
overlay: 1.0.0
info: {title: Ours, version: '1'}
actions:
- target: $.info
  description: the provider gives no version
  update: {version: '1'}
";

#[test]
fn names_that_could_lead_elsewhere_are_refused() {
    let folder = specs(&[("shop.yaml", DOCUMENT)]);
    for name in ["", "../specs/shop", "Shop", "1shop", "-shop", "shop.yaml", "sho\u{fc}", "shop/", "shop\0", "shop\n"] {
        let report = refused(&folder, name);
        assert!(report.starts_with("error[provider-name]"), "{report}");
    }
}

#[test]
fn a_missing_document() {
    let folder = specs(&[("shop.yaml", DOCUMENT), ("store.json", "{}"), ("lone.overlay.yaml", OVERLAY)]);
    assert_snapshot!(refused(&folder, "shopp"));
    assert_snapshot!(refused(&specs(&[]), "shop"));
    assert!(refused(&folder, "lone").starts_with("error[no-document]"));
}

#[test]
fn a_missing_folder() {
    let report = load_provider(Path::new("/nonexistent/specs"), "shop").unwrap_err().to_string();
    assert!(report.starts_with("error[unreadable]: the folder /nonexistent/specs cannot be read"), "{report}");
    assert!(provider_names(Path::new("/nonexistent/specs")).is_err());
}

#[test]
fn two_documents_of_one_name() {
    assert_snapshot!(refused(&specs(&[("shop.yaml", DOCUMENT), ("shop.json", "{}")]), "shop"));
}

#[test]
fn a_folder_in_the_place_of_a_document() {
    let folder = specs(&[]);
    fs::create_dir(folder.path().join("specs/shop.yaml")).unwrap();
    assert_snapshot!(refused(&folder, "shop"));
}

#[cfg(unix)]
#[test]
fn links_that_lead_out() {
    let folder = specs(&[("inner.yaml", DOCUMENT)]);
    let outside = folder.path().join("outside.yaml");
    put(&outside, DOCUMENT.as_bytes());
    let link = |target: &Path, name: &str| {
        std::os::unix::fs::symlink(target, folder.path().join("specs").join(name)).unwrap();
    };
    link(&outside, "shop.yaml");
    link(Path::new("../outside.yaml"), "relative.yaml");
    link(Path::new("nowhere.yaml"), "dangling.yaml");
    link(Path::new("/dev/zero"), "device.yaml");
    link(Path::new("inner.yaml"), "fine.yaml");
    assert_snapshot!(refused(&folder, "shop"));
    assert!(refused(&folder, "relative").starts_with("error[outside-specs]"));
    assert!(refused(&folder, "device").starts_with("error[outside-specs]"));
    assert!(refused(&folder, "dangling").starts_with("error[unreadable]"));
    assert!(load(&folder, "fine").is_ok());
}

#[test]
fn both_files_are_reported_at_once() {
    let folder = specs(&[("shop.yaml", "a: [1\nb: 2\n"), ("shop.overlay.yaml", "overlay: 1.0.0\nactions: []\n")]);
    assert_snapshot!(refused(&folder, "shop"));
}

#[test]
fn references_are_checked_with_the_overlay() {
    let action = "- {target: $.paths, description: why, update: {/a: {$ref: '#/gone'}}}\n";
    let folder = specs(&[("shop.yaml", DOCUMENT), ("shop.overlay.yaml", &format!("{OVERLAY}{action}"))]);
    assert_snapshot!(refused(&folder, "shop"));
}

#[test]
fn a_document_with_its_overlay() {
    let folder = specs(&[("shop.yaml", DOCUMENT), ("shop.overlay.yaml", OVERLAY)]);
    let effective = load(&folder, "shop").unwrap();
    assert_eq!(effective.root.get("info").unwrap().get("version").unwrap().as_str(), Some("1"));
    assert_eq!(effective.provider, "shop");
    let names: Vec<&str> = effective.files().map(|file| file.name.as_str()).collect();
    assert_eq!(names, ["specs/shop.yaml", "specs/shop.overlay.yaml"]);
    assert_eq!(effective.sources.get(effective.root.span.source).name, "specs/shop.yaml");
}

/// What `sha256sum` prints of [`DOCUMENT`].
const DOCUMENT_SHA256: &str = "98ec1b921978dada2748c1ec598b53b33e85e738881435a0dc23cdf62a900319";

#[test]
fn each_file_has_the_hash_of_its_own_bytes() {
    let hashes = |files: &[(&str, &str)]| -> Vec<String> {
        load(&specs(files), "shop").unwrap().files().map(|file| file.sha256.clone()).collect()
    };
    assert_eq!(hashes(&[("shop.yml", DOCUMENT)]), [DOCUMENT_SHA256], "the name is no part of it");
    let [document, overlay] = hashes(&[("shop.yaml", DOCUMENT), ("shop.overlay.yaml", OVERLAY)]).try_into().unwrap();
    assert_eq!(document, DOCUMENT_SHA256, "the overlay is no part of it");
    assert_ne!(overlay, document);
    assert_ne!(hashes(&[("shop.yaml", &format!("{DOCUMENT}\n"))]), [DOCUMENT_SHA256]);
    assert_eq!(Effective::from_text("shop", "a.yaml", DOCUMENT).unwrap().document.sha256, DOCUMENT_SHA256);
}

#[test]
fn provider_names_are_sorted_and_only_providers() {
    let folder = specs(&[
        ("b.yml", ""),
        ("a.json", ""),
        ("a-1.yaml", ""),
        ("a.overlay.yaml", ""),
        ("extensions.schema.json", ""),
        ("README.md", ""),
        ("README.yaml", ""),
        (".hidden.yaml", ""),
        ("notes.txt", ""),
    ]);
    fs::create_dir(folder.path().join("specs/folder.yaml")).unwrap();
    assert_eq!(provider_names(&folder.path().join("specs")).unwrap(), ["a", "a-1", "b"]);
}
