//! The documents of a folder.

use std::io;
use std::path::{Path, PathBuf};

/// The `.yaml`, `.yml` and `.json` files right in a folder, sorted by name.
///
/// # Errors
///
/// A folder that cannot be read.
pub fn documents(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        let known = path.extension().is_some_and(|it| ["yaml", "yml", "json"].iter().any(|known| it == *known));
        if known && path.is_file() {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}
