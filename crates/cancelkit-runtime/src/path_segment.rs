use std::borrow::Cow;

use crate::{NotSent, NotSentKind};

/// Checks a value that becomes one segment of a request's path.
///
/// URL parsers fold `.` and `..` (and their `%2e` spellings) away, read `\` as `/`, and join what an empty segment leaves: such a
/// value would address another resource than the operation's. Servers and gateways that decode twice, or cut at `;`, do the same a
/// step later. So all of these are refused before anything is sent; everything else is sent percent-encoded.
///
/// # Errors
///
/// [`NotSent`] of kind [`NotSentKind::PathSegment`], with the parameter's name and the reason, without the value.
pub fn path_segment(name: &'static str, value: &str) -> Result<(), NotSent> {
    // Looks at the value as it stands, then as each further decoding would read it.
    let mut stage = Cow::Borrowed(value);
    loop {
        if let Some(reason) = objection(&stage) {
            return Err(NotSent::new(
                NotSentKind::PathSegment,
                format!("the path parameter `{name}` {reason}; give the identifier itself"),
            ));
        }
        match decoded_once(&stage) {
            Some(next) => stage = Cow::Owned(next),
            None => return Ok(()),
        }
    }
}

fn objection(value: &str) -> Option<&'static str> {
    if value.is_empty() {
        return Some("is empty: the request would address the whole collection");
    }
    // Servlet containers cut a segment at `;` before they resolve dots; what decodes twice cuts the path at `?` and `#`.
    match value.split([';', '?', '#']).next() {
        None | Some("") => {
            return Some("begins with `;`, `?` or `#`: a server may cut there and read an empty segment");
        }
        // A URL that ends in blanks loses them when it is read again.
        Some(part) if matches!(part.trim(), "." | "..") => {
            return Some("is a dot segment: the request would address a resource further up");
        }
        Some(_) => {}
    }
    value.chars().find_map(|c| match c {
        '/' => Some("holds a slash: it would become two segments"),
        '\\' => Some("holds a backslash, which URLs read as a slash"),
        c if c.is_control() => Some("holds a control character, which URLs drop or servers misread"),
        _ => None,
    })
}

/// The value after one round of percent-decoding; `None` where that changes nothing. Every round leaves fewer ASCII characters, so rounds end.
fn decoded_once(value: &str) -> Option<String> {
    let bytes = value.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut rest = bytes;
    while let [first, tail @ ..] = rest {
        if let [b'%', high, low, tail @ ..] = rest
            && let (Some(high), Some(low)) = (hex(*high), hex(*low))
        {
            out.push(high << 4 | low);
            rest = tail;
        } else {
            out.push(*first);
            rest = tail;
        }
    }
    (out.len() < bytes.len()).then(|| String::from_utf8_lossy(&out).into_owned())
}

fn hex(digit: u8) -> Option<u8> {
    char::from(digit).to_digit(16).and_then(|value| u8::try_from(value).ok())
}

#[cfg(test)]
mod tests {
    use super::path_segment;

    #[test]
    fn what_climbs_or_splits_is_refused() {
        for value in [
            "",
            ".",
            "..",
            ".. ",
            ".. ?",
            "%2e%2e%20%3F",
            "/",
            "a/b",
            "../y",
            "\\",
            "a\\b",
            "..\\y",
            "\0",
            "a\nb",
            "\t..",
            "\u{7f}",
            "\u{85}",
            "%2e",
            "%2E",
            "%2e%2E",
            ".%2e",
            "%2e.",
            "%252e%252e",
            "%25252e.",
            "..%2f",
            "a%2Fb",
            "a%5cb",
            "%00",
            "a%0ab",
            "..;",
            "..;x=1",
            ".;",
            "%2e%2e;x",
            "..%3b",
            "..?",
            "..#x",
            "?",
            ";x",
            "%23",
        ] {
            let error = path_segment("id", value).expect_err(value).to_string();
            assert!(error.contains("`id`"), "{error}");
        }
    }

    #[test]
    fn the_reason_is_said_and_the_value_is_not() {
        let error = path_segment("id", "marker-secret/..").unwrap_err().to_string();
        assert_eq!(
            error,
            "nothing was sent: the path parameter `id` holds a slash: it would become two segments; give the identifier itself"
        );
    }

    #[test]
    fn identifiers_pass() {
        for value in [
            "1",
            "example.com::demo::wp",
            "...",
            "a..b",
            ".hidden",
            "a;b",
            "100%",
            "%zz",
            "%2",
            "ü",
            "a b",
            "a?b#c",
            "-_~@",
        ] {
            path_segment("id", value).expect(value);
        }
    }
}
