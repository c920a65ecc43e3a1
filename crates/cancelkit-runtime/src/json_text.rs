//! Places in JSON text: where members stand, and what stands at a place. It keeps the text as it is, which a parsed value would not.

use std::ops::Range;

/// The values of the members whose name `wanted` picks, in the order of the text; inside a picked value nothing more is looked for.
///
/// The text must be well-formed JSON. Of anything else the ranges mean nothing, yet they lie within the text.
pub(crate) fn members(text: &str, wanted: impl Fn(&str) -> bool) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut open: Option<(usize, usize)> = None;
    let mut walk = Walk::new(text.as_bytes());
    while let Some(token) = walk.next() {
        match (open, token.kind) {
            (Some((start, depth)), Kind::Close) if token.depth == depth => {
                found.push(start..token.range.end);
                open = None;
            }
            (None, Kind::Scalar | Kind::Open) if walk.member(token.depth).is_some_and(|name| wanted(&name)) => {
                if token.kind == Kind::Scalar {
                    found.push(token.range);
                } else {
                    open = Some((token.range.start, token.depth));
                }
            }
            _ => {}
        }
    }
    found
}

/// Whether the byte of this line and column ends a list.
pub(crate) fn ends_list(text: &[u8], line: usize, column: usize) -> bool {
    column > 0 && text[..offset(text, line, column)].last() == Some(&b']')
}

/// How many bytes stand before the end of this line and column (from 1, as `serde_json` counts them).
fn offset(text: &[u8], line: usize, column: usize) -> usize {
    let start: usize = text.split_inclusive(|byte| *byte == b'\n').take(line.saturating_sub(1)).map(<[u8]>::len).sum();
    start.saturating_add(column).min(text.len())
}

/// The JSON Pointer of the value that holds or ends at the byte of this line and column (from 1, as `serde_json` counts them).
pub(crate) fn pointer_at(text: &[u8], line: usize, column: usize) -> String {
    let end = offset(text, line, column);
    // Up to the last token that begins before the place, so that no comma after it moves the path on.
    let last = text[..end].iter().rposition(|byte| !matches!(byte, b' ' | b'\t' | b'\r' | b'\n' | b',' | b':'));
    let mut walk = Walk::new(&text[..last.map_or(0, |last| last + 1)]);
    let mut depth = 0;
    while let Some(token) = walk.next() {
        depth = token.depth;
    }
    walk.pointer(depth)
}

#[derive(Clone, Copy, PartialEq)]
enum Kind {
    Key,
    Scalar,
    Open,
    Close,
}

struct Token {
    kind: Kind,
    range: Range<usize>,
    /// In how many objects and arrays the token's value stands.
    depth: usize,
}

enum Frame {
    Object { key: Range<usize>, awaits_key: bool },
    Array { index: usize },
}

/// Reads tokens one by one and keeps the objects and arrays that it stands in.
struct Walk<'a> {
    text: &'a [u8],
    at: usize,
    frames: Vec<Frame>,
}

impl<'a> Walk<'a> {
    fn new(text: &'a [u8]) -> Self {
        Self { text, at: 0, frames: Vec::new() }
    }

    fn next(&mut self) -> Option<Token> {
        loop {
            let start = self.at;
            let first = *self.text.get(start)?;
            self.at += 1;
            match first {
                b' ' | b'\t' | b'\r' | b'\n' | b':' => {}
                b',' => match self.frames.last_mut() {
                    Some(Frame::Array { index }) => *index += 1,
                    Some(Frame::Object { awaits_key, .. }) => *awaits_key = true,
                    None => {}
                },
                b'{' | b'[' => {
                    let token = self.token(Kind::Open, start);
                    self.frames.push(if first == b'{' {
                        Frame::Object { key: 0..0, awaits_key: true }
                    } else {
                        Frame::Array { index: 0 }
                    });
                    return Some(token);
                }
                b'}' | b']' => {
                    self.frames.pop();
                    return Some(self.token(Kind::Close, start));
                }
                b'"' => {
                    self.skip_string();
                    let range = start..self.at;
                    if let Some(Frame::Object { key, awaits_key }) = self.frames.last_mut()
                        && *awaits_key
                    {
                        *key = range;
                        *awaits_key = false;
                        return Some(self.token(Kind::Key, start));
                    }
                    return Some(self.token(Kind::Scalar, start));
                }
                _ => {
                    while self
                        .text
                        .get(self.at)
                        .is_some_and(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'-' | b'.'))
                    {
                        self.at += 1;
                    }
                    return Some(self.token(Kind::Scalar, start));
                }
            }
        }
    }

    /// From behind the opening quote to behind the closing one.
    fn skip_string(&mut self) {
        while let Some(byte) = self.text.get(self.at) {
            self.at += match byte {
                b'\\' => 2,
                _ => 1,
            };
            if *byte == b'"' {
                break;
            }
        }
        self.at = self.at.min(self.text.len());
    }

    fn token(&self, kind: Kind, start: usize) -> Token {
        Token { kind, range: start..self.at, depth: self.frames.len() }
    }

    /// The name of the member whose value stands at this depth.
    fn member(&self, depth: usize) -> Option<String> {
        match self.frames.get(depth.checked_sub(1)?)? {
            Frame::Object { key, .. } => Some(self.name(key)),
            Frame::Array { .. } => None,
        }
    }

    fn name(&self, key: &Range<usize>) -> String {
        serde_json::from_slice(&self.text[key.clone()]).unwrap_or_default()
    }

    fn pointer(&self, depth: usize) -> String {
        let mut pointer = String::new();
        for frame in &self.frames[..depth.min(self.frames.len())] {
            pointer.push('/');
            match frame {
                Frame::Object { key, .. } => {
                    pointer.push_str(&self.name(key).replace('~', "~0").replace('/', "~1"));
                }
                Frame::Array { index } => pointer.push_str(&index.to_string()),
            }
        }
        pointer
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{members, pointer_at};

    fn pieces() -> impl Strategy<Value = String> {
        let piece =
            prop::sample::select(vec!["{", "}", "[", "]", ",", ":", "\"", "\"a\"", "\\", "é", "1", "null", " ", "\n"]);
        prop::collection::vec(piece, 0..30).prop_map(|pieces| pieces.concat())
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn broken_text_is_walked_without_a_panic(text in pieces(), line in 0_usize..5, column in 0_usize..40) {
            let _ = pointer_at(text.as_bytes(), line, column);
            for range in members(&text, |_| true) {
                prop_assert!(range.start <= range.end && range.end <= text.len());
            }
        }
    }

    #[test]
    fn places_beyond_the_text_are_at_its_end() {
        assert_eq!(pointer_at(b"{\"a\":[1,2", 1, usize::MAX), "/a/1");
        assert_eq!(pointer_at(b"", 7, 7), "");
    }

    #[test]
    fn lines_are_counted() {
        let text = b"{\n  \"a\": 1,\n  \"b\": {\"c~d\": true}\n}";
        assert_eq!(pointer_at(text, 2, 8), "/a");
        assert_eq!(pointer_at(text, 3, 19), "/b/c~0d");
        assert_eq!(pointer_at(text, 3, 20), "/b");
        assert_eq!(pointer_at(text, 4, 1), "");
    }
}
