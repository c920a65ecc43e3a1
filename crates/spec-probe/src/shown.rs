//! Text of others, made fit to be shown.

/// On one line, without characters that do not print, or that reorder what stands around them.
#[must_use]
pub fn plain(text: &str) -> String {
    let breaks =
        |c: char| matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}');
    text.chars().map(|c| if c.is_control() || breaks(c) { '?' } else { c }).collect()
}

#[cfg(test)]
mod tests {
    use super::plain;

    #[test]
    fn nothing_steers_a_terminal_or_ends_a_comment() {
        assert_eq!(plain("a\u{1b}[31m\nb\u{2028}c\u{202e}é"), "a?[31m?b?c?é");
    }
}
