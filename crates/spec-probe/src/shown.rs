//! Text of others, made fit to be shown.

/// On one line, without characters that do not print.
pub(crate) fn plain(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { '?' } else { c }).collect()
}
