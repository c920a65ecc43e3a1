//! The public items of this workspace's own crates are found, also those that are written by hand in many modules.

use std::path::Path;

use spec_review::rust_api::Listing;

fn collect(folder: &Path, before: &str, files: &mut Vec<(String, String)>) {
    for entry in std::fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry")) {
        let name = format!("{before}{}", entry.file_name().to_string_lossy());
        if entry.file_type().expect("a type").is_dir() {
            collect(&entry.path(), &format!("{name}/"), files);
        } else if name.ends_with(".rs") {
            files.push((name, std::fs::read_to_string(entry.path()).expect("a file")));
        }
    }
}

fn listing(package: &str) -> Listing {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../crates").join(package).join("src");
    let mut files = Vec::new();
    collect(&folder, "", &mut files);
    Listing::read(files.iter().map(|(name, text)| (name.as_str(), text.as_str()))).expect("Rust")
}

#[test]
fn no_export_of_a_crate_leads_to_what_was_not_found() {
    for entry in std::fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("../../crates")).expect("crates/") {
        let entry = entry.expect("an entry");
        if !entry.path().join("src/lib.rs").is_file() {
            continue;
        }
        let package = entry.file_name().to_string_lossy().into_owned();
        let listing = listing(&package);
        assert!(!listing.entries.is_empty(), "{package}");
        for (path, entry) in &listing.entries {
            let inner = ["use crate::", "use self::", "use super::"].iter().any(|start| entry.text.starts_with(start));
            assert!(!inner, "{package}: {path}: {}", entry.text);
        }
    }
}

#[test]
fn the_facade_is_listed_as_its_callers_write_it() {
    let listing = listing("cancelkit");
    for (path, begins) in [
        ("Registry", "struct"),
        ("Registry::from_env", "fn("),
        ("Provider::plan", "fn("),
        ("Certainty", "enum"),
        ("clients::kajabi", "use cancelkit_kajabi"),
        ("impl Display for Outcome", ""),
    ] {
        let entry = listing.entries.get(path).unwrap_or_else(|| panic!("{path} is not listed"));
        assert!(entry.text.starts_with(begins), "{path}: {}", entry.text);
    }
    let hidden = listing.entries.keys().filter(|path| path.starts_with("provider::") || path.contains("judge"));
    assert_eq!(hidden.collect::<Vec<_>>(), Vec::<&String>::new());
    assert!(listing.names("cancelkit_rebilly") && listing.names("cancelkit_runtime") && !listing.names("spec_diff"));
}
