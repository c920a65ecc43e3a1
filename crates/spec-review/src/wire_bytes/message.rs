//! One request or one answer, written down.

use std::collections::BTreeSet;
use std::fmt;

use spec_diff::read::At;
use spec_document::Effective;

use super::value::{Reader, Value};
use crate::text::{clipped, visible};

/// What makes messages of one document.
#[derive(Clone, Copy)]
pub(super) struct Maker<'a, 'r> {
    pub(super) document: &'a Effective,
    pub(super) reader: Reader<'r>,
}

/// Which message of an operation.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Part {
    Request,
    /// The answer of this status.
    Answer(String),
}

impl fmt::Display for Part {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Request => f.write_str("request"),
            Self::Answer(status) => write!(f, "answer {status}"),
        }
    }
}

/// What an example is one of.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Role {
    Body,
    /// A parameter, by its place and by the name that it is matched by.
    Parameter(String, String),
    /// A header of an answer, in small letters.
    Header(String),
}

/// An example that a message carries as the document writes it.
#[derive(Clone)]
pub(super) struct Held<'a> {
    pub(super) role: Role,
    /// What it is, in words.
    pub(super) what: String,
    /// Its value.
    pub(super) at: At<'a>,
}

/// A message.
pub(super) struct Message<'a> {
    pub(super) part: Part,
    pub(super) media_type: String,
    /// The name of the example that it was made from.
    pub(super) example: String,
    /// What that is an example of, where it is not the body.
    pub(super) example_of: String,
    pub(super) text: String,
    /// How the place is written that the message was made for, where that is not the body. All else of it is in another message.
    pub(super) varied: Option<String>,
    /// What stands in it in the place of what has no example.
    pub(super) placeholders: Vec<String>,
    /// It is longer than what is written of it.
    pub(super) cut: bool,
    /// Where the document has it.
    pub(super) at: At<'a>,
    pub(super) held: Vec<Held<'a>>,
    /// The parts that it has, but for its body.
    pub(super) sent: BTreeSet<Role>,
    pub(super) has_body: bool,
}

impl Message<'_> {
    /// Whether both stand for the same.
    pub(super) fn is_same(&self, other: &Message<'_>) -> bool {
        self.text == other.text || self.varied.is_some() && self.varied == other.varied
    }
}

/// The first line, the headers sorted by name, and the body.
pub(super) fn written(first: &str, mut headers: Vec<(String, String)>, body: Option<&str>) -> String {
    headers.sort_by_cached_key(|(name, value)| (rank(name), name.to_ascii_lowercase(), value.clone()));
    let mut text = visible(first);
    for (name, value) in headers {
        // A line break in a value would make a header of its own.
        text += &format!("\n{}: {}", visible(&name), visible(&value));
    }
    if let Some(body) = body {
        text += "\n\n";
        text += body;
    }
    text
}

/// `Host` comes first in a request.
fn rank(name: &str) -> u8 {
    u8::from(!name.eq_ignore_ascii_case("host"))
}

/// Notes every placeholder of a value, with the way to it.
pub(super) fn placeholders(what: &str, value: &Value, into: &mut Vec<String>) {
    /// More of them say no more.
    const MOST: usize = 20;
    if into.len() >= MOST || !value.lacks() {
        return;
    }
    match value {
        Value::Missing(_) => into.push(clipped(what, 300)),
        Value::List(items) => items.iter().for_each(|item| placeholders(&format!("{what}[]"), item, into)),
        Value::Object(members) => {
            for (name, value) in members {
                placeholders(&format!("{what}.{name}"), value, into);
            }
        }
        _ => {}
    }
}
