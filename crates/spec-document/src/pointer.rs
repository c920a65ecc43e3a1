//! JSON Pointers (RFC 6901).

use std::fmt;
use std::str::FromStr;

/// The way from the root of a document to one of its nodes.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Pointer(Vec<String>);

/// A text that is no JSON Pointer: it neither is empty nor begins with `/`, or a `~` is followed by neither `0` nor `1`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InvalidPointer(String);

impl fmt::Display for InvalidPointer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?} is not a JSON Pointer", self.0)
    }
}

impl std::error::Error for InvalidPointer {}

impl Pointer {
    /// The pointer to the root itself.
    pub fn root() -> Pointer {
        Pointer::default()
    }

    /// Reads a pointer such as `/paths/~1users/get`.
    ///
    /// # Errors
    ///
    /// [`InvalidPointer`] when the text is not one.
    pub fn parse(text: &str) -> Result<Pointer, InvalidPointer> {
        let Some(rest) = text.strip_prefix('/') else {
            return if text.is_empty() { Ok(Pointer::root()) } else { Err(InvalidPointer(text.to_owned())) };
        };
        let tokens: Option<_> = rest.split('/').map(unescape).collect();
        tokens.map(Pointer).ok_or_else(|| InvalidPointer(text.to_owned()))
    }

    /// The pointer to a part of what this one points to: a member by its name, an element by its index.
    #[must_use]
    pub fn child(&self, token: &str) -> Pointer {
        let mut tokens = Vec::with_capacity(self.0.len() + 1);
        tokens.extend_from_slice(&self.0);
        tokens.push(token.to_owned());
        Pointer(tokens)
    }

    /// The pointer to what contains what this one points to; none above the root.
    pub fn parent(&self) -> Option<Pointer> {
        let (_, above) = self.0.split_last()?;
        Some(Pointer(above.to_vec()))
    }

    /// The unescaped names and indices, from the root on.
    pub fn tokens(&self) -> impl DoubleEndedIterator<Item = &str> + ExactSizeIterator {
        self.0.iter().map(String::as_str)
    }

    /// The last name or index; none of the root.
    pub fn last(&self) -> Option<&str> {
        self.0.last().map(String::as_str)
    }

    /// Whether this points to the root.
    pub fn is_root(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether this points to what `other` points to, or to a part of it.
    pub fn starts_with(&self, other: &Pointer) -> bool {
        self.0.starts_with(&other.0)
    }
}

impl FromIterator<String> for Pointer {
    fn from_iter<I: IntoIterator<Item = String>>(tokens: I) -> Pointer {
        Pointer(tokens.into_iter().collect())
    }
}

impl FromStr for Pointer {
    type Err = InvalidPointer;

    fn from_str(text: &str) -> Result<Pointer, InvalidPointer> {
        Pointer::parse(text)
    }
}

impl fmt::Display for Pointer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|token| write!(f, "/{}", token.replace('~', "~0").replace('/', "~1")))
    }
}

fn unescape(token: &str) -> Option<String> {
    let mut parts = token.split('~');
    let mut plain = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        plain.push(match part.as_bytes().first() {
            Some(b'0') => '~',
            Some(b'1') => '/',
            _ => return None,
        });
        plain.push_str(&part[1..]);
    }
    Some(plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_pointer_is_refused() {
        for text in ["a", "a/b", "#/a", "/~", "/~2", "/a~", "/~é"] {
            assert_eq!(Pointer::parse(text), Err(InvalidPointer(text.to_owned())));
        }
    }

    #[test]
    fn reading_and_writing_agree() {
        for (text, tokens) in [
            ("", vec![]),
            ("/", vec![""]),
            ("/paths/~1a~1{b}/get", vec!["paths", "/a/{b}", "get"]),
            ("/~01/~10", vec!["~1", "/0"]),
            ("/é//", vec!["é", "", ""]),
        ] {
            let pointer = Pointer::parse(text).unwrap();
            assert_eq!(pointer.tokens().collect::<Vec<_>>(), tokens);
            assert_eq!(pointer.to_string(), text);
        }
    }

    #[test]
    fn children_and_parents() {
        let pointer = Pointer::root().child("a/b").child("0");
        assert_eq!(pointer.to_string(), "/a~1b/0");
        assert_eq!(pointer.last(), Some("0"));
        let parent = pointer.parent().unwrap();
        assert!(pointer.starts_with(&parent) && !parent.starts_with(&pointer));
        assert_eq!(Pointer::root().parent(), None);
    }
}
