use std::fmt::{self, Write};

use cancelkit_runtime::is_hidden;

/// The most characters of a text that comes from outside in one sentence.
const LIMIT: usize = 1000;

/// A text from outside in a sentence for people: on one line, not too long, and unable to write to a terminal.
pub(crate) struct Shown<'a>(pub(crate) &'a str);

impl fmt::Display for Shown<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut f = Capped::new(f, LIMIT);
        for c in self.0.chars() {
            if is_hidden(c) {
                write!(f, "{}", c.escape_unicode())?;
            } else {
                f.write_char(c)?;
            }
            if f.is_full() {
                break;
            }
        }
        Ok(())
    }
}

/// Passes on so many characters, then one ellipsis in the place of all others.
pub(crate) struct Capped<'a, W> {
    inner: &'a mut W,
    left: usize,
    full: bool,
}

impl<'a, W: Write> Capped<'a, W> {
    pub(crate) fn new(inner: &'a mut W, chars: usize) -> Self {
        Self { inner, left: chars, full: false }
    }

    fn is_full(&self) -> bool {
        self.full
    }
}

impl<W: Write> Write for Capped<'_, W> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        if self.full {
            return Ok(());
        }
        match text.char_indices().nth(self.left) {
            None => {
                self.left -= text.chars().count();
                self.inner.write_str(text)
            }
            Some((end, _)) => {
                self.full = true;
                self.inner.write_str(&text[..end])?;
                self.inner.write_char('…')
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Shown;

    #[test]
    fn a_text_from_outside_stays_on_its_line() {
        assert_eq!(Shown("a\nb\u{1b}[31m\u{202e}").to_string(), "a\\u{a}b\\u{1b}[31m\\u{202e}");
        assert_eq!(Shown(&"x".repeat(2000)).to_string().chars().count(), 1001);
        assert_eq!(Shown(&"\u{202e}".repeat(2000)).to_string().chars().count(), 1001);
        assert_eq!(Shown(&"x".repeat(1000)).to_string(), "x".repeat(1000));
        assert_eq!(Shown("It's “fine”").to_string(), "It's “fine”");
    }
}
