use std::borrow::Cow;

use crate::json_text;

/// What stands in place of a secret.
pub(crate) const REDACTED: &str = "[redacted]";

/// Names that are secret in every API.
const ALWAYS: [&str; 12] = [
    "access_token",
    "api_key",
    "apikey",
    "authorization",
    "client_assertion",
    "client_secret",
    "id_token",
    "password",
    "refresh_token",
    "secret",
    "secret_key",
    "token",
];

/// Whether a member, a field or a parameter of this name is secret. Of a nested form name (`user[password]`) any part counts.
pub(crate) fn is_sensitive(name: &str, sensitive: &[&str]) -> bool {
    let listed = |part: &str| ALWAYS.iter().chain(sensitive).any(|entry| entry.eq_ignore_ascii_case(part));
    listed(name) || name.split(['[', ']']).any(listed)
}

/// JSON text with the values of sensitive members redacted and every other byte kept; `None` where it is no JSON.
pub(crate) fn json(text: &str, sensitive: &[&str]) -> Option<String> {
    // Checked first, so that the scanner only ever sees well-formed text of bounded depth.
    serde_json::from_str::<serde::de::IgnoredAny>(text).ok()?;
    let mut out = String::with_capacity(text.len());
    let mut copied = 0;
    for value in json_text::members(text, |name| is_sensitive(name, sensitive)) {
        out.push_str(&text[copied..value.start]);
        out.push('"');
        out.push_str(REDACTED);
        out.push('"');
        copied = value.end;
    }
    out.push_str(&text[copied..]);
    Some(out)
}

/// A form or a query with the values of sensitive fields redacted and every other byte kept.
pub(crate) fn form(text: &str, sensitive: &[&str]) -> String {
    let pairs: Vec<Cow<'_, str>> = text
        .split('&')
        .map(|pair| match pair.split_once('=') {
            Some((name, _)) if is_sensitive(&decoded(name), sensitive) => Cow::Owned(format!("{name}={REDACTED}")),
            _ => Cow::Borrowed(pair),
        })
        .collect();
    pairs.join("&")
}

/// A form name with `+` and percent-escapes resolved.
fn decoded(name: &str) -> String {
    let mut out = Vec::with_capacity(name.len());
    let mut rest = name.as_bytes();
    while let [first, tail @ ..] = rest {
        rest = tail;
        let escaped = tail
            .get(..2)
            .filter(|_| *first == b'%')
            .and_then(|digits| std::str::from_utf8(digits).ok())
            .and_then(|digits| u8::from_str_radix(digits, 16).ok());
        match (escaped, first) {
            (Some(byte), _) => {
                out.push(byte);
                rest = &tail[2..];
            }
            (None, b'+') => out.push(b' '),
            (None, byte) => out.push(*byte),
        }
    }
    String::from_utf8_lossy(&out).into_owned()
}

#[cfg(test)]
mod tests {
    use super::{form, json};

    #[test]
    fn sensitive_members_are_redacted_at_any_depth_and_the_rest_is_kept() {
        for (text, expected) in [
            (r#"{"password":"marker"}"#, r#"{"password":"[redacted]"}"#),
            (
                r#"{ "a" : 1.10, "Card" : {"n":[1,"}"]} , "b":null}"#,
                r#"{ "a" : 1.10, "Card" : "[redacted]" , "b":null}"#,
            ),
            (r#"[{"x":{"card":"\"marker\\"}},{"card":12}]"#, r#"[{"x":{"card":"[redacted]"}},{"card":"[redacted]"}]"#),
            (r#"{"c\u0061rd":true,"card2":"card"}"#, r#"{"c\u0061rd":"[redacted]","card2":"card"}"#),
            (r#"{"card":[{"card":"marker"}]}"#, r#"{"card":"[redacted]"}"#),
            (r#""card""#, r#""card""#),
            (r#"["card","x"]"#, r#"["card","x"]"#),
            (r#"{"z":1,"a":{}}"#, r#"{"z":1,"a":{}}"#),
        ] {
            assert_eq!(json(text, &["card"]).as_deref(), Some(expected));
        }
    }

    #[test]
    fn what_is_no_json_is_not_shown() {
        for text in ["", "password=marker", r#"{"password":"marker"#, "{} {}"] {
            assert_eq!(json(text, &[]), None, "{text}");
        }
        assert_eq!(json(&"[".repeat(100_000), &[]), None);
    }

    #[test]
    fn sensitive_form_fields_are_redacted_and_the_rest_is_kept() {
        assert_eq!(
            form("grant_type=x&client%5fsecret=marker&a=1+2&user[password]=marker&token&=&card=%6d", &["CARD"]),
            "grant_type=x&client%5fsecret=[redacted]&a=1+2&user[password]=[redacted]&token&=&card=[redacted]"
        );
    }
}
