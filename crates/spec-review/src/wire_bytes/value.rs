//! The value of an example, with placeholders for what has none.

use serde_json::Number;
use spec_document::{Node, Value as Tree};

use super::room::Room;
use super::secret::{MASK, Secrets};

/// A value as it goes over the wire.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Value {
    Null,
    Bool(bool),
    Number(Number),
    Text(String),
    List(Vec<Value>),
    /// Members by name.
    Object(Vec<(String, Value)>),
    /// Required and without an example, by its name.
    Missing(String),
    /// There is one, and nobody is shown it.
    Hidden,
    /// There was no room for the rest.
    Cut,
}

/// Makes values of what a document says.
#[derive(Clone, Copy)]
pub(super) struct Reader<'r> {
    pub(super) secrets: &'r Secrets,
    pub(super) room: &'r Room,
}

impl Reader<'_> {
    /// A value that a document writes, under a name.
    pub(super) fn read(self, name: &str, node: &Node) -> Value {
        self.read_at(name, node, 0)
    }

    fn read_at(self, name: &str, node: &Node, depth: usize) -> Value {
        if self.secrets.name(name) && !node.is_null() {
            return Value::Hidden;
        }
        let bytes = match &node.value {
            Tree::String(text) => text.len(),
            _ => 8,
        };
        // With what stands before it in its line.
        if !self.room.take(bytes + 8 + 2 * depth) {
            return Value::Cut;
        }
        match &node.value {
            Tree::Null => Value::Null,
            Tree::Bool(value) => Value::Bool(*value),
            Tree::Number(number) => Value::Number(number.clone()),
            Tree::String(text) if self.secrets.text(text) => Value::Hidden,
            Tree::String(text) => Value::Text(text.clone()),
            Tree::Array(items) => {
                let mut list = Vec::new();
                for item in items {
                    list.push(self.read_at("", item, depth + 1));
                    if self.room.is_cut() {
                        break;
                    }
                }
                Value::List(list)
            }
            Tree::Object(members) => {
                let mut members: Vec<_> = members.iter().collect();
                members.sort_by(|one, other| one.key.cmp(&other.key));
                let mut object = Vec::new();
                for member in members {
                    let value = if self.room.take(member.key.len()) {
                        self.read_at(&member.key, &member.value, depth + 1)
                    } else {
                        Value::Cut
                    };
                    object.push((member.key.clone(), value));
                    if self.room.is_cut() {
                        break;
                    }
                }
                Value::Object(object)
            }
        }
    }
}

impl Value {
    /// Whether anything of it is from an example.
    pub(super) fn is_said(&self) -> bool {
        match self {
            Self::Missing(_) => false,
            Self::List(items) => items.iter().any(Self::is_said),
            Self::Object(members) => members.iter().any(|(_, value)| value.is_said()),
            _ => true,
        }
    }

    /// Whether a part of it has no example.
    pub(super) fn lacks(&self) -> bool {
        match self {
            Self::Missing(_) => true,
            Self::List(items) => items.iter().any(Self::lacks),
            Self::Object(members) => members.iter().any(|(_, value)| value.lacks()),
            _ => false,
        }
    }

    /// The value, if there is room to write its name before each of its parts.
    pub(super) fn named(self, name: &str, room: &Room) -> Self {
        let parts = match &self {
            Self::List(items) => items.len(),
            Self::Object(members) => members.len(),
            _ => 1,
        };
        if room.take(parts.saturating_mul(name.len())) { self } else { Self::Cut }
    }

    /// A value without parts as text; nothing of one with parts.
    pub(super) fn plain(&self) -> Option<String> {
        Some(match self {
            Self::Null => "null".to_owned(),
            Self::Bool(value) => value.to_string(),
            Self::Number(number) => number.to_string(),
            Self::Text(text) => text.clone(),
            Self::Missing(name) => placeholder(name),
            Self::Hidden => MASK.to_owned(),
            Self::Cut => "…".to_owned(),
            Self::List(_) | Self::Object(_) => return None,
        })
    }

    /// Whether its text is shown as it is, since it stands for another.
    pub(super) fn stands_for_another(&self) -> bool {
        matches!(self, Self::Missing(_) | Self::Hidden | Self::Cut)
    }

    /// JSON in one line.
    pub(super) fn compact(&self) -> String {
        let mut out = String::new();
        self.write(&mut out, None);
        out
    }

    /// JSON over several lines, so that a diff by lines shows which member changed.
    pub(super) fn pretty(&self) -> String {
        let mut out = String::new();
        self.write(&mut out, Some(0));
        out
    }

    fn write(&self, out: &mut String, level: Option<usize>) {
        let inner = level.map(|level| level + 1);
        match self {
            Self::Text(text) => out.push_str(&quoted(text)),
            Self::Hidden => out.push_str(&quoted(MASK)),
            Self::List(items) if !items.is_empty() => {
                out.push('[');
                for (index, item) in items.iter().enumerate() {
                    separate(out, index, inner);
                    item.write(out, inner);
                }
                line(out, level);
                out.push(']');
            }
            Self::Object(members) if !members.is_empty() => {
                out.push('{');
                for (index, (name, value)) in members.iter().enumerate() {
                    separate(out, index, inner);
                    out.push_str(&quoted(name));
                    out.push_str(if level.is_some() { ": " } else { ":" });
                    value.write(out, inner);
                }
                line(out, level);
                out.push('}');
            }
            Self::List(_) => out.push_str("[]"),
            Self::Object(_) => out.push_str("{}"),
            other => out.push_str(&other.plain().unwrap_or_default()),
        }
    }
}

/// How a thing is shown that has no example: `<id>`.
pub(super) fn placeholder(name: &str) -> String {
    format!("<{name}>")
}

fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

fn separate(out: &mut String, index: usize, level: Option<usize>) {
    if index > 0 {
        out.push(',');
    }
    line(out, level);
}

fn line(out: &mut String, level: Option<usize>) {
    if let Some(level) = level {
        out.push('\n');
        out.extend(std::iter::repeat_n("  ", level));
    }
}
