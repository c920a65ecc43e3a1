//! A body in its media type.

use spec_diff::Direction;
use spec_diff::read::At;

use super::example::Named;
use super::message::{Held, Maker, Role};
use super::multipart;
use super::room::Room;
use super::serialise::{Encoding, Style, scalar};
use super::value::{Value, placeholder};

/// A body that a message may have.
pub(super) struct Body<'a> {
    pub(super) media_type: String,
    pub(super) media: At<'a>,
    /// Its example, if there is one of the whole.
    pub(super) example: Option<Named<'a>>,
}

impl<'a> Body<'a> {
    /// One for each example of each media type; one for a media type without.
    pub(super) fn all(maker: Maker<'a, '_>, content: Vec<(String, At<'a>)>) -> Vec<Self> {
        let mut content = content;
        content.sort_by(|one, other| one.0.cmp(&other.0));
        let mut found = Vec::new();
        for (media_type, media) in content {
            let examples = maker.examples(&media);
            let one = |example| Self { media_type: media_type.clone(), media: media.clone(), example };
            if examples.is_empty() {
                found.push(one(None));
            }
            found.extend(examples.into_iter().map(|example| one(Some(example))));
        }
        found
    }

    pub(super) fn name(&self) -> String {
        self.example.as_ref().map(|(name, _)| name.clone()).unwrap_or_default()
    }

    pub(super) fn value(&self, maker: Maker<'a, '_>, direction: Direction) -> Value {
        let composed = || {
            let schema = self.media.get("schema")?;
            maker.composed("body", &schema, direction, true)
        };
        match &self.example {
            Some((_, at)) => maker.reader.read("", at.node),
            None => composed().unwrap_or_else(|| Value::Missing(self.media_type.clone())),
        }
    }

    pub(super) fn held(&self) -> Option<Held<'a>> {
        let (_, at) = self.example.as_ref()?;
        Some(Held { role: Role::Body, what: "body".to_owned(), at: at.clone() })
    }

    /// As it is sent.
    pub(super) fn write(&self, maker: Maker<'a, '_>, value: &Value) -> String {
        let room = maker.reader.room;
        let kind = self.media_type.split(';').next().unwrap_or_default();
        if value.stands_for_another() {
            return value.plain().unwrap_or_default();
        }
        match (kind, value) {
            _ if is_json(kind) => value.pretty(),
            ("application/x-www-form-urlencoded", Value::Object(members)) => self.form(room, members),
            (kind, Value::Object(members)) if kind.starts_with("multipart/") => {
                multipart::write(room, &self.media, members)
            }
            // Text is sent as it is, line by line.
            (_, Value::Text(text)) => text.clone(),
            (_, Value::List(_) | Value::Object(_)) => placeholder(&format!("the example as {kind}")),
            (_, value) => value.plain().unwrap_or_default(),
        }
    }

    fn form(&self, room: &Room, members: &[(String, Value)]) -> String {
        let encoding = self.media.get("encoding");
        let mut fields = Vec::new();
        for (name, value) in members {
            let said = encoding.as_ref().and_then(|at| at.get(name));
            let style = said.as_ref().and_then(|at| at.text("style"));
            let explode = said.as_ref().and_then(|at| at.get("explode")).and_then(|at| at.node.as_bool());
            let reserved = said.as_ref().is_some_and(|at| at.flag("allowReserved"));
            let signs = if reserved { Encoding::Reserved } else { Encoding::Form };
            let usual = style.unwrap_or("form");
            let written = Style { style: usual, explode: explode.unwrap_or(usual == "form"), encoding: signs };
            match &value.clone().named(name, room) {
                // An object is JSON in its field, unless a style is said.
                Value::Object(_) if style.is_none() && explode.is_none() => {
                    let key = scalar(&Value::Text(name.clone()), Encoding::Form);
                    fields.push(format!("{key}={}", scalar(value, Encoding::Form)));
                }
                value => fields.extend(written.pairs(name, value)),
            }
        }
        fields.join("&")
    }
}

/// Whether a media type is JSON.
pub(super) fn is_json(kind: &str) -> bool {
    matches!(kind, "application/json" | "text/json") || kind.ends_with("+json")
}
