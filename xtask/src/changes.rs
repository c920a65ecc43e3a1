//! What is said of generated files that are not as they should be.

use spec_codegen::Change;

use crate::terminal;

/// Whether `generate` brings this about by itself. What was never generated it leaves alone: only a person can say whose it is.
pub fn is_generated(change: &Change) -> bool {
    !matches!(change, Change::Unexpected(_))
}

/// Says of each file that was never generated where it stands, and at the end what to do. Says nothing where there is none.
pub fn tell_unexpected(changes: &[Change]) -> bool {
    let unexpected: Vec<&Change> = changes.iter().filter(|change| !is_generated(change)).collect();
    for change in &unexpected {
        terminal::status("Unexpected", &change.path().display().to_string());
    }
    match unexpected.len() {
        0 => return false,
        1 => terminal::error(
            "this file was never generated and stands where only generated files may: delete it, or move it elsewhere",
        ),
        many => terminal::error(&format!(
            "these {many} files were never generated and stand where only generated files may: delete them, or move them elsewhere"
        )),
    }
    true
}

/// `1 file`, `2 files`.
pub fn files(number: usize) -> String {
    format!("{number} file{}", if number == 1 { "" } else { "s" })
}
