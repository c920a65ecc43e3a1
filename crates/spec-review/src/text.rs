//! Texts of a document as they may stand in a report: it is not known who wrote them.

/// The text in one line, with whatever could move a cursor, reorder or hide other text made visible.
#[must_use]
pub fn visible(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for character in text.chars() {
        if is_hidden(character) {
            shown.extend(character.escape_unicode());
        } else {
            shown.push(character);
        }
    }
    shown
}

/// The beginning of a text of at most so many characters, with a sign where something was cut off.
pub(crate) fn clipped(text: &str, most: usize) -> String {
    match text.char_indices().nth(most) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

/// Both: cut first, since a text can be much longer than what is shown of it.
pub(crate) fn shown(text: &str, most: usize) -> String {
    clipped(&visible(&clipped(text, most)), most)
}

/// Control characters, marks that turn the direction of writing, and what has no width.
fn is_hidden(character: char) -> bool {
    character.is_control()
        || matches!(character,
            '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
            | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e0fff}')
}

/// `1 change`, `2 changes`.
pub(crate) fn counted(number: usize, one: &str, many: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { many })
}

/// `a`, `a and b`, `a, b and c`.
pub(crate) fn listed<T: AsRef<str>>(names: &[T]) -> String {
    match names {
        [] => String::new(),
        [one] => one.as_ref().to_owned(),
        [first @ .., last] => {
            let first: Vec<&str> = first.iter().map(AsRef::as_ref).collect();
            format!("{} and {}", first.join(", "), last.as_ref())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_moves_or_hides() {
        assert_eq!(visible("a\n\u{1b}[2J\u{202e}é\u{200b}"), "a\\u{a}\\u{1b}[2J\\u{202e}é\\u{200b}");
    }

    #[test]
    fn cut_between_characters() {
        assert_eq!((clipped("äöü", 2), clipped("äöü", 3)), ("äö…".to_owned(), "äöü".to_owned()));
    }
}
