//! The examples of a parameter, a header, a media type, a schema.

use spec_diff::Direction;
use spec_diff::read::{At, content};
use spec_document::Node;

use super::message::Maker;
use super::value::Value;

/// How deep properties are looked through for examples of their own.
const DEPTH: usize = 8;

/// Examples of one place that are looked at.
const MOST: usize = 400;

/// An example by its name, which may be empty.
pub(super) type Named<'a> = (String, At<'a>);

impl<'a> Maker<'a, '_> {
    /// The examples that a parameter, a header or a media type gives, or else its schema.
    pub(super) fn examples(self, holder: &At<'a>) -> Vec<Named<'a>> {
        let own = self.own_examples(holder);
        if !own.is_empty() {
            return own;
        }
        match holder.get("schema") {
            Some(schema) => self.schema_examples(&schema),
            None => Vec::new(),
        }
    }

    fn own_examples(self, holder: &At<'a>) -> Vec<Named<'a>> {
        let mut found: Vec<Named<'a>> =
            holder.get("example").into_iter().map(|example| (String::new(), example)).collect();
        let mut named = holder.get("examples").map(|at| at.members()).unwrap_or_default();
        // Which is the first does not hang on the order of the document.
        named.sort_by(|one, other| one.0.cmp(other.0));
        self.reader.room.skip(named.len().saturating_sub(MOST));
        for (name, example) in named.into_iter().take(MOST) {
            // The text of an example that stands elsewhere is not fetched.
            if let Some(value) = example.followed(self.document).get("value") {
                found.push((name.to_owned(), value));
            }
        }
        found
    }

    /// The examples of a schema as a whole.
    fn schema_examples(self, schema: &At<'a>) -> Vec<Named<'a>> {
        let mut here = schema.clone();
        for _ in 0..32 {
            if let Some(example) = here.get("example") {
                return vec![(String::new(), example)];
            }
            let listed = here.get("examples").map(|at| at.items()).unwrap_or_default();
            if !listed.is_empty() {
                let one = listed.len() == 1;
                let name = |index: usize| if one { String::new() } else { format!("{}", index + 1) };
                return listed.into_iter().take(MOST).enumerate().map(|(index, at)| (name(index), at)).collect();
            }
            match here.node.get("$ref").and_then(Node::as_str).and_then(|text| self.document.resolve(text)) {
                Some((pointer, node)) => here = At { node, pointer },
                None => break,
            }
        }
        Vec::new()
    }

    /// What a schema says of its value where nothing gives an example of the whole: the examples of its parts. What is required and has
    /// none is a placeholder. Nothing where there is neither.
    pub(super) fn composed(self, name: &str, schema: &At<'a>, direction: Direction, required: bool) -> Option<Value> {
        self.compose(name, schema, direction, required, DEPTH)
    }

    fn compose(self, name: &str, schema: &At<'a>, direction: Direction, required: bool, depth: usize) -> Option<Value> {
        if let Some((_, at)) = self.schema_examples(schema).into_iter().next() {
            return Some(self.reader.read(name, at.node));
        }
        let schema = schema.clone().followed(self.document);
        // Nobody has to send a default; what is always the same has to be.
        for key in if required { &["const", "default"][..] } else { &["const"] } {
            if let Some(at) = schema.get(key) {
                return Some(self.reader.read(name, at.node));
            }
        }
        if depth == 0 || !self.reader.room.take(16) {
            return None;
        }
        if let Some(items) = schema.get("items").filter(|it| it.node.as_object().is_some()) {
            let item = self.compose("item", &items, direction, true, depth - 1)?;
            return item.is_said().then(|| Value::List(vec![item]));
        }
        self.members(&schema, direction, depth)
    }

    fn members(self, schema: &At<'a>, direction: Direction, depth: usize) -> Option<Value> {
        let mut members: Vec<(String, Value)> = Vec::new();
        let hidden = if direction == Direction::Request { "readOnly" } else { "writeOnly" };
        let required: Vec<&str> =
            schema.get("required").into_iter().flat_map(|at| at.items()).filter_map(|it| it.node.as_str()).collect();
        for (name, property) in schema.get("properties").map(|at| at.members()).unwrap_or_default() {
            if property.flag(hidden) || property.clone().followed(self.document).flag(hidden) {
                continue;
            }
            if !self.reader.room.take(name.len() + 16) {
                members.push((name.to_owned(), Value::Cut));
                break;
            }
            let needed = required.contains(&name);
            let value = self.compose(name, &property, direction, needed, depth - 1);
            match value {
                Some(value) if needed || value.is_said() => members.push((name.to_owned(), value)),
                None if needed => members.push((name.to_owned(), Value::Missing(name.to_owned()))),
                _ => {}
            }
        }
        for branch in schema.get("allOf").map(|at| at.items()).unwrap_or_default() {
            if let Some(Value::Object(more)) = self.compose("", &branch, direction, true, depth - 1) {
                for (name, value) in more {
                    match members.iter_mut().find(|(known, _)| *known == name) {
                        Some(known) if !known.1.is_said() => known.1 = value,
                        Some(_) => {}
                        None => members.push((name, value)),
                    }
                }
            }
        }
        members.sort_by(|one, other| one.0.cmp(&other.0));
        (!members.is_empty()).then_some(Value::Object(members))
    }

    /// The place that a parameter or a header keeps its examples in, and its media type where it is written in one.
    pub(super) fn holder(self, at: &At<'a>) -> (At<'a>, Option<String>) {
        match content(self.document, at).into_iter().next() {
            Some((media_type, media)) => (media, Some(media_type)),
            None => (at.clone(), None),
        }
    }
}
