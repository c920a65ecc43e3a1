//! Documented answers and their headers.

use spec_document::Diagnostic;

use super::{At, Reader, keys};
use crate::model::{Header, Response, Status};
use crate::schema::{Kind, Schema};

impl<'a> Reader<'a> {
    pub(super) fn responses(&mut self, operation: &At<'a>) -> Vec<Response> {
        let Some(at) = self.required(operation, "an operation", "responses") else { return Vec::new() };
        if !self.is_object(&at, "`responses`") {
            return Vec::new();
        }
        let mut found = Vec::new();
        for member in at.node.as_object().into_iter().flat_map(spec_document::Object::iter) {
            if member.key.starts_with("x-") {
                continue;
            }
            let understood = status(&member.key);
            let is_misspelt = member.key.ends_with("xx");
            if understood.is_none() || is_misspelt {
                self.report(
                    Diagnostic::warning("unknown-status", format!("`{}` is not a status", member.key))
                        .at(member.key_span, "expected a code such as `404`, a range such as `4XX`, or `default`")
                        .help("A range is one digit and two capital X; a code has three digits."),
                );
            }
            let Some(status) = understood else { continue };
            let here = At { node: &member.value, pointer: at.pointer.child(&member.key) };
            if let Some(response) = self.response(&here, status) {
                found.push(response);
            }
        }
        found
    }

    fn response(&mut self, at: &At<'a>, status: Status) -> Option<Response> {
        let (at, component) = self.followed(at)?;
        if !self.is_object(&at, "a response") {
            return None;
        }
        self.check_keys(&at, "a response", keys::RESPONSE);
        self.note_unread(&at, &["links"]);
        self.required(&at, "a response", "description");
        let mut headers = Vec::new();
        for (name, header) in at.get("headers").map(|headers| headers.members()).unwrap_or_default() {
            // OpenAPI says that a documented Content-Type is to be ignored: `content` says it.
            if name.eq_ignore_ascii_case("content-type") {
                continue;
            }
            headers.extend(self.header(name, &header));
        }
        let media = at.get("content").map(|content| self.media(&content)).unwrap_or_default();
        Some(Response {
            status,
            description: at.text("description").unwrap_or_default(),
            component,
            headers,
            media,
            place: at.place(),
        })
    }

    fn header(&mut self, name: &str, at: &At<'a>) -> Option<Header> {
        let (at, _) = self.followed(at)?;
        if !self.is_object(&at, "a header") {
            return None;
        }
        self.check_keys(&at, "a header", keys::HEADER);
        self.note_unread(&at, &["required", "content"]);
        let schema = match at.get("schema") {
            Some(schema) => self.schema(&schema),
            None => Schema::of(Kind::String(None), at.place()),
        };
        Some(Header {
            name: name.to_owned(),
            required: at.flag("required"),
            schema,
            examples: self.examples(&at),
            description: at.text("description"),
            place: at.place(),
        })
    }
}

fn status(key: &str) -> Option<Status> {
    if key == "default" {
        return Some(Status::Default);
    }
    if let Some(digit) = key.strip_suffix("XX").or_else(|| key.strip_suffix("xx")) {
        return digit.parse().ok().filter(|digit| (1..=5).contains(digit)).map(Status::Range);
    }
    key.parse().ok().filter(|code| (100..=599).contains(code)).map(Status::Code)
}
