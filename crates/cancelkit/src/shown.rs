use std::fmt::{self, Write};

/// The most characters of a text that comes from outside in one sentence.
const LIMIT: usize = 1000;

/// A text from outside in a sentence for people: on one line, not too long, and unable to write to a terminal.
pub(crate) struct Shown<'a>(pub(crate) &'a str);

impl fmt::Display for Shown<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, c) in self.0.chars().enumerate() {
            if index == LIMIT {
                return f.write_str("…");
            }
            if is_hazardous(c) {
                write!(f, "{}", c.escape_unicode())?;
            } else {
                f.write_char(c)?;
            }
        }
        Ok(())
    }
}

/// Control characters, and those that reorder or hide text.
fn is_hazardous(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::Shown;

    #[test]
    fn a_text_from_outside_stays_on_its_line() {
        assert_eq!(Shown("a\nb\u{1b}[31m\u{202e}").to_string(), "a\\u{a}b\\u{1b}[31m\\u{202e}");
        assert_eq!(Shown(&"x".repeat(2000)).to_string().chars().count(), 1001);
        assert_eq!(Shown("It's “fine”").to_string(), "It's “fine”");
    }
}
