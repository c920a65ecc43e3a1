//! Each crate under `crates/` has what a published one needs: README, licences, and a manifest that says what it is.

use std::fs;

use workspace_tests::documents::{root, text};

#[test]
fn each_crate_carries_readme_licences_and_metadata() {
    let mut crates = 0;
    for entry in fs::read_dir(root().join("crates")).expect("crates/") {
        let folder = entry.expect("an entry").path();
        let name = folder.file_name().expect("a name").to_string_lossy().into_owned();
        for licence in ["LICENSE-MIT", "LICENSE-APACHE"] {
            assert_eq!(text(&folder.join(licence)), text(&root().join(licence)), "{name}: {licence}");
        }
        assert!(text(&folder.join("README.md")).contains(&format!("# {name}\n")), "{name}: README.md");
        let manifest = text(&folder.join("Cargo.toml"));
        for key in ["description = ", "readme = \"README.md\"", "keywords = [", "categories = ["] {
            assert!(manifest.contains(&format!("\n{key}")), "{name}: Cargo.toml has no `{key}`");
        }
        let version = manifest.lines().any(|line| line.starts_with("version = ") || line == "version.workspace = true");
        assert!(version, "{name}: Cargo.toml has no version");
        for key in ["edition", "rust-version", "license", "repository"] {
            assert!(manifest.contains(&format!("\n{key}.workspace = true\n")), "{name}: Cargo.toml has no `{key}`");
        }
        crates += 1;
    }
    assert!(crates >= 11, "only {crates} crates");
}
