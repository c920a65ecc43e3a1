//! Characters that a terminal would obey, or that hide or reorder what is shown.

use std::fmt::{self, Write};

use cancelkit::is_hidden;

/// A text for people in which nothing but its line ends is left to obey.
pub struct Plain<'a>(pub &'a str);

impl fmt::Display for Plain<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for c in self.0.chars() {
            if c != '\n' && is_hidden(c) {
                write!(f, "{}", c.escape_unicode())?;
            } else {
                f.write_char(c)?;
            }
        }
        Ok(())
    }
}

/// The same JSON in which strings hold no such character as it is. JSON has nothing but ASCII outside of its strings, and what it escapes
/// inside of them by itself stays as it is.
pub fn json(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for c in text.chars() {
        if c != '\n' && is_hidden(c) {
            for unit in c.encode_utf16(&mut [0; 2]) {
                // Writing to a String does not fail.
                let _ = write!(plain, "\\u{unit:04x}");
            }
        } else {
            plain.push(c);
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::{Plain, json};

    #[test]
    fn a_terminal_has_nothing_to_obey() {
        let text = "a\u{1b}[31m\rb\n\u{7f}\u{9b}2J\u{202e}\u{200b}\u{e0041} “é” 日本";
        let plain = Plain(text).to_string();
        assert_eq!(plain, "a\\u{1b}[31m\\u{d}b\n\\u{7f}\\u{9b}2J\\u{202e}\\u{200b}\\u{e0041} “é” 日本");
    }

    #[test]
    fn json_loses_nothing() {
        let value =
            serde_json::json!({"\u{9b}": "\\\u{202e}\u{1b}\n\u{7f}\u{85}\u{200b}\u{2028}\u{feff}\u{e0041}\"é日"});
        let text = serde_json::to_string_pretty(&value).unwrap();
        let plain = json(&text);
        assert_eq!(
            plain,
            "{\n  \"\\u009b\": \"\\\\\\u202e\\u001b\\n\\u007f\\u0085\\u200b\\u2028\\ufeff\\udb40\\udc41\\\"é日\"\n}"
        );
        assert_eq!(serde_json::from_str::<Value>(&plain).unwrap(), value);
    }
}
