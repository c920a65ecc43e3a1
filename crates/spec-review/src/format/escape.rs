//! A document's words in a comment: they show as they are, and neither format, link, mention nor run anything.
//!
//! Markdown takes no character reference for a sign of its own, so every sign is written as one. What GitHub looks for in the finished
//! page (mentions, numbers of issues, addresses) it does not look for in `<code>`, and outside of it a space of no width keeps such
//! words apart.

/// A name or value.
pub(super) fn code(text: &str) -> String {
    if text.is_empty() { String::new() } else { format!("<code>{}</code>", signs(text, false)) }
}

/// A sentence in which names stand in backticks. Both what is in them and what is not may be anybody's.
pub(super) fn sentence(text: &str) -> String {
    let mut out = String::new();
    for (index, part) in text.split('`').enumerate() {
        out += &if index % 2 == 1 { code(part) } else { signs(part, true) };
    }
    out
}

/// Lines to be shown as they are.
pub(super) fn block(text: &str) -> String {
    let text = text.lines().map(crate::text::visible).collect::<Vec<_>>().join("\n");
    format!("<pre>{}</pre>", text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;"))
}

/// Signs that begin nothing where they stand: never at the start of a line, and `&` is always written as a reference.
const HARMLESS: &str = ",;.:()'\"-/{}=?%+";

fn signs(text: &str, apart: bool) -> String {
    let mut out = String::with_capacity(text.len() * 2);
    for (start, character) in text.char_indices() {
        let (before, after) = (&text[..start], &text[start + character.len_utf8()..]);
        let ends_with = |word: &str| {
            before.len() >= word.len()
                && before.as_bytes()[before.len() - word.len()..].eq_ignore_ascii_case(word.as_bytes())
        };
        let links = match character {
            // An address, or the name of a picture.
            ':' => after.starts_with(|next: char| next == '/' || (apart && !next.is_whitespace())),
            '.' => ends_with("www"),
            '-' => ends_with("gh"),
            _ => !HARMLESS.contains(character),
        };
        if !character.is_ascii_punctuation() || !links {
            out.push(character);
            continue;
        }
        out += &format!("&#{};", u32::from(character));
        if apart && matches!(character, '@' | '#' | ':' | '.' | '-') {
            out += "&#8203;";
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_sign_of_markdown_or_html_is_left() {
        let hostile = "<script>alert(1)</script> **b** [x](http://e.example) | @team #12 \\` <!-- x --> ~~a~~ &lt; www.e.example\n# h";
        for written in [code(hostile), sentence(hostile)] {
            let bare = written.replace("<code>", "").replace("</code>", "");
            for sign in ["<", ">", "*", "[", "]", "|", "@", "`", "~", "\\", "://", "www.e", "!--", " #"] {
                assert!(!bare.replace("&#", "").contains(sign), "{sign}: {written}");
            }
        }
    }

    #[test]
    fn outside_of_code_nothing_is_mentioned_or_linked() {
        assert_eq!(sentence("by @team, #12."), "by &#64;&#8203;team, &#35;&#8203;12.");
        assert_eq!(sentence(":tada: done"), "&#58;&#8203;tada: done");
        assert_eq!(sentence("`@team` is gone."), "<code>&#64;team</code> is gone.");
    }

    #[test]
    fn a_block_cannot_be_left() {
        assert_eq!(block("{\n</pre>\u{1b}&"), "<pre>{\n&lt;/pre&gt;\\u{1b}&amp;</pre>");
    }
}
