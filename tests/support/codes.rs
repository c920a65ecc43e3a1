//! The diagnostic codes that the workspace's own sources use.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use crate::documents::{root, text};

/// Every code that a `Diagnostic` is begun with under `crates/*/src`, tests left out. The linter's rules are held to their own page, and
/// what is wrong with accepted changes is no mistake in a document.
///
/// Where the code is handed on in a variable, every text of that file with the form of a code counts.
#[must_use]
pub fn codes_in_sources() -> BTreeSet<String> {
    let mut files = Vec::new();
    for package in inside(&root().join("crates")) {
        if package.ends_with("spec-lint") || package.ends_with("spec-review") {
            continue;
        }
        rust_files(&package.join("src"), &mut files);
    }
    let mut found = BTreeSet::new();
    for file in files {
        let whole = text(&file);
        let code = whole.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default();
        let mut elsewhere = false;
        for begin in ["Diagnostic::error(", "Diagnostic::warning(", "Diagnostic::note("] {
            for rest in code.split(begin).skip(1) {
                match first_text(rest) {
                    Some(text) => found.extend([text.to_owned()]),
                    None => elsewhere = true,
                }
            }
        }
        if elsewhere {
            found.extend(code.split('"').skip(1).step_by(2).filter(|text| is_code(text)).map(str::to_owned));
        }
    }
    found
}

fn first_text(rest: &str) -> Option<&str> {
    rest.trim_start().strip_prefix('"')?.split('"').next()
}

/// Small letters and digits in words with hyphens between them.
fn is_code(text: &str) -> bool {
    let word =
        |word: &str| !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit());
    text.split('-').all(word)
}

fn rust_files(folder: &Path, files: &mut Vec<PathBuf>) {
    for path in inside(folder) {
        if path.is_dir() {
            rust_files(&path, files);
        } else if path.extension().is_some_and(|it| it == "rs") && path.file_name().is_some_and(|it| it != "tests.rs") {
            files.push(path);
        }
    }
}

fn inside(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).into_iter().flatten();
    let mut paths: Vec<PathBuf> = entries.filter_map(|entry| entry.ok().map(|entry| entry.path())).collect();
    paths.sort();
    paths
}
