//! What of an answer may be shown.

use std::collections::HashSet;

use serde_json::Value;

use crate::redact::is_sensitive;

/// What stands in place of a name that is data.
pub(super) const HIDDEN: &str = "*";

/// How many characters of a name are shown.
const NAME: usize = 64;

/// How many characters of an enum's value are shown.
const WORD: usize = 32;

/// How many characters of what the document says are shown.
const EXPECTED: usize = 160;

/// A JSON Pointer into an answer, of which only declared names and positions in lists are shown.
pub(super) fn pointer(tokens: &[String], body: &Value, declared: &HashSet<String>) -> String {
    let mut here = Some(body);
    let mut shown = String::new();
    for token in tokens {
        let is_position = matches!(here, Some(Value::Array(_)));
        here = here.and_then(|value| match value {
            Value::Array(items) => token.parse::<usize>().ok().and_then(|index| items.get(index)),
            value => value.get(token),
        });
        shown.push('/');
        shown.push_str(&if is_position || declared.contains(token) { escaped(token) } else { HIDDEN.to_owned() });
    }
    shown
}

/// A name that nobody declared, not long; `None` where it looks like data: an address, a number, a person's name.
pub(super) fn name(name: &str) -> Option<String> {
    let is_address = name.chars().skip(1).any(|c| c == '@');
    let digits = name.chars().filter(char::is_ascii_digit).count();
    let is_plain = !name.is_empty() && name.chars().all(|c| c.is_ascii_graphic());
    (is_plain && !is_address && digits <= 4).then(|| short(name, NAME))
}

/// As a token of a JSON Pointer.
pub(super) fn escaped(token: &str) -> String {
    token.replace('~', "~0").replace('/', "~1")
}

/// A value that an enum does not list, where it looks like one that it could.
pub(super) fn word(value: &Value, under: Option<&String>, sensitive: &[&str]) -> Option<String> {
    let text = value.as_str()?;
    let is_word = text.starts_with(|c: char| c.is_ascii_alphabetic())
        && text.len() <= WORD
        && text.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-'))
        && text.chars().filter(char::is_ascii_digit).count() <= 2;
    let is_secret = under.is_some_and(|name| is_sensitive(name, sensitive));
    (is_word && !is_secret).then(|| text.to_owned())
}

/// A media type without parameters, where it looks like one.
pub(super) fn media_type(text: &str) -> Option<String> {
    let essence = text.split(';').next().unwrap_or_default().trim();
    let plain = |c: char| c.is_ascii_alphanumeric() || "/+-._".contains(c);
    (essence.contains('/') && essence.len() <= NAME && essence.chars().all(plain)).then(|| essence.to_owned())
}

/// What the document says, on one line of bounded length.
pub(super) fn expected(text: &str) -> String {
    short(&text.chars().map(printable).collect::<String>(), EXPECTED)
}

/// Characters that do not print, or that reorder what stands around them, become `?`.
fn printable(c: char) -> char {
    let reorders =
        matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}');
    if c.is_control() || reorders { '?' } else { c }
}

fn short(text: &str, limit: usize) -> String {
    if text.chars().count() <= limit {
        return text.to_owned();
    }
    let mut cut: String = text.chars().take(limit - 1).collect();
    cut.push('…');
    cut
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn keys_of_maps_are_data() {
        let declared = HashSet::from(["items".to_owned(), "by".to_owned()]);
        let body = json!({ "items": [{ "by": { "a@example.com": { "7": 1 } } }] });
        let tokens = ["items", "0", "by", "a@example.com", "7"].map(str::to_owned);
        assert_eq!(pointer(&tokens, &body, &declared), "/items/0/by/*/*");
    }

    #[test]
    fn a_name_is_printable_and_cut() {
        assert_eq!(name("a\u{202e}b"), None);
        let long = name(&"x".repeat(10_000)).unwrap_or_default();
        assert_eq!(long.chars().count(), NAME);
        assert!(long.ends_with('…'));
    }

    #[test]
    fn only_words_are_shown_of_values() {
        let shown = |text: &str| word(&json!(text), None, &[]);
        assert_eq!(shown("past_due").as_deref(), Some("past_due"));
        for data in
            ["", "a b", "a@example.com", "4111111111111111", "sk_live_4f9a8", &"x".repeat(33), "né", "2020-01-01"]
        {
            assert_eq!(shown(data), None, "{data}");
        }
        assert_eq!(word(&json!(5), None, &[]), None);
        assert_eq!(word(&json!("word"), Some(&"access_token".to_owned()), &[]), None);
        assert_eq!(word(&json!("word"), Some(&"pin".to_owned()), &["pin"]), None);
    }

    #[test]
    fn a_media_type_has_no_parameters() {
        assert_eq!(media_type("text/html; charset=x").as_deref(), Some("text/html"));
        assert_eq!(media_type("text/html\u{7f}"), None);
        assert_eq!(media_type("secret"), None);
    }
}
