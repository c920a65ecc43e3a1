use std::borrow::Cow;
use std::collections::HashSet;
use std::sync::OnceLock;

use http::header;
use serde_json::{Map, Value};

use super::classify::{Found, classify};
use super::cost::is_bounded;
use super::effort::{BYTES, DRIFTS, Effort, is_judged};
use super::schemas::{Schemas, child};
use super::undeclared::undeclared;
use super::{Drift, DriftKind, shown};
use crate::Answer;
use crate::decode::{covers, essence, is_json};

/// What judging an answer came to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Judged {
    /// In what ways it is not what the document says: none, up to 32.
    pub drifts: Vec<Drift>,
    /// Whether all of it was looked at. It is not where it is cut, too large or too deep, or where it took too long.
    pub whole: bool,
}

impl Judged {
    fn whole(drifts: Vec<Drift>) -> Self {
        Self { drifts, whole: true }
    }
}

/// What a document says of each answer: the schemas that `answer_schemas.json` in each client holds.
///
/// They are read, and validators made of them, when the first answer needs them; all that share this value share them.
#[derive(Debug)]
pub struct AnswerSchemas {
    text: Cow<'static, str>,
    sensitive: &'static [&'static str],
    read: OnceLock<Option<Schemas>>,
}

impl AnswerSchemas {
    /// Of the text of such a file, and the names of fields whose values are secret. A text that is no such file judges nothing.
    #[must_use]
    pub const fn new(text: &'static str, sensitive: &'static [&'static str]) -> Self {
        Self { text: Cow::Borrowed(text), sensitive, read: OnceLock::new() }
    }

    /// The same of a text that was made just now.
    #[must_use]
    pub fn of(text: String) -> Self {
        Self { text: Cow::Owned(text), sensitive: &[], read: OnceLock::new() }
    }

    /// In what ways an answer to an operation is not what the document says: none, up to 32.
    ///
    /// An answer that is cut is not judged, and neither is one to an operation that nobody knows.
    #[must_use]
    pub fn drifts(&self, operation: &str, answer: &Answer) -> Vec<Drift> {
        self.judge(operation, answer).drifts
    }

    /// The same, and whether the answer was judged to its end.
    #[must_use]
    pub fn judge(&self, operation: &str, answer: &Answer) -> Judged {
        let schemas = self.read.get_or_init(|| serde_json::from_str(&self.text).ok().and_then(Schemas::new));
        let Some(schemas) = schemas.as_ref().filter(|_| !answer.truncated()) else { return Judged::default() };
        Judging { schemas, sensitive: self.sensitive, operation, answer }.judged()
    }
}

struct Judging<'a> {
    schemas: &'a Schemas,
    sensitive: &'a [&'a str],
    operation: &'a str,
    answer: &'a Answer,
}

impl Judging<'_> {
    fn judged(&self) -> Judged {
        let operation = child("/answers", self.operation);
        let statuses = child(&operation, "statuses");
        let Some(Value::Object(documented)) = self.schemas.at(&statuses) else { return Judged::default() };
        let code = self.answer.status().as_u16();
        let keys = [code.to_string(), format!("{}XX", code / 100), "default".to_owned()];
        let Some(key) = keys.iter().find(|key| documented.contains_key(*key)) else {
            let expected = format!("one of {}", words(documented));
            let place = self.place_of(&operation);
            return Judged::whole(vec![self.whole(DriftKind::UndocumentedStatus, place, &expected, None)]);
        };
        let status = child(&statuses, key);
        let content = self.schemas.at(&child(&status, "content")).and_then(Value::as_object);
        self.content(&status, content.unwrap_or(&Map::new()))
    }

    /// Judges a body under the media types that are documented for its status.
    fn content(&self, status: &str, documented: &Map<String, Value>) -> Judged {
        let place = || format!("{}/content", self.place_of(status));
        let body = self.answer.body();
        let undocumented = DriftKind::UndocumentedMediaType;
        let found = self.answer.headers().get(header::CONTENT_TYPE).map(|value| value.to_str().unwrap_or_default());
        let name = found.and_then(shown::media_type);
        if documented.is_empty() {
            // Many documents describe no error bodies: nothing is said of them, and nothing is told.
            let unexpected = self.answer.status().is_success() && !body.trim_ascii().is_empty();
            let told = unexpected.then(|| self.whole(undocumented, self.place_of(status), "no body", name));
            return Judged::whole(told.into_iter().collect());
        }
        let Some(media) = media_for(documented, found) else {
            let expected = format!("one of {}", words(documented));
            return Judged::whole(vec![self.whole(undocumented, place(), &expected, name)]);
        };
        if !is_json(&essence(media)) {
            return Judged::whole(Vec::new());
        }
        let media = child(&child(status, "content"), media);
        if body.len() > BYTES {
            return Judged::default();
        }
        let text = body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(body);
        match serde_json::from_slice(text) {
            Ok(value) if is_judged(&value) => self.body(&child(&media, "schema"), &value),
            Ok(_) => Judged::default(),
            Err(_) => Judged::whole(vec![self.whole(DriftKind::NotJson, self.place_of(&media), "JSON", None)]),
        }
    }

    /// Judges a JSON body under the schema at a pointer.
    fn body(&self, schema: &str, body: &Value) -> Judged {
        if self.schemas.at(schema).is_none() {
            return Judged::whole(Vec::new());
        }
        let validator = self.schemas.validator(schema).filter(|_| is_bounded(self.schemas, schema, body));
        let Some(validator) = validator else { return Judged::default() };
        let mut effort = Effort::new();
        let strangers = undeclared(self.schemas, schema, body, &mut effort);
        let mut told = Told { judging: self, body, seen: HashSet::new(), drifts: Vec::new() };
        for (path, place) in &strangers.misplaced {
            told.add(DriftKind::Violation, path, place, "it is write-only: no answer has it", None);
        }
        // In groups, so that what one error says of another is seen, and between them the time is looked at.
        let mut errors = validator.iter_errors(body).peekable();
        while errors.peek().is_some() && effort.in_time() && !told.is_full() {
            let group: Vec<_> = errors.by_ref().take(DRIFTS).collect();
            told.violations(&classify(self.schemas, &group), &strangers.write_only, self.sensitive);
        }
        for (path, place) in &strangers.unknown {
            let name = path.last().and_then(|name| shown::name(name));
            told.add(DriftKind::UnknownField, path, place, "no member of this name", name);
        }
        Judged { drifts: told.drifts, whole: effort.in_time() }
    }

    /// A drift of the whole answer.
    fn whole(&self, kind: DriftKind, place: String, expected: &str, found: Option<String>) -> Drift {
        self.drift(kind, String::new(), place, expected, found)
    }

    fn drift(&self, kind: DriftKind, pointer: String, place: String, expected: &str, found: Option<String>) -> Drift {
        let expected = shown::expected(expected);
        let operation = self.operation.to_owned();
        Drift { operation, status: self.answer.status(), kind, pointer, place, expected, found }
    }

    /// The place that an entry of the file names.
    fn place_of(&self, pointer: &str) -> String {
        let place = self.schemas.at(pointer).and_then(|entry| entry.get("place")).and_then(Value::as_str);
        place.unwrap_or_default().to_owned()
    }
}

/// The drifts of a body, each told once.
struct Told<'a> {
    judging: &'a Judging<'a>,
    body: &'a Value,
    seen: HashSet<(DriftKind, String, String)>,
    drifts: Vec<Drift>,
}

impl Told<'_> {
    fn is_full(&self) -> bool {
        self.drifts.len() >= DRIFTS
    }

    fn violations(&mut self, found: &[Found], write_only: &HashSet<Vec<String>>, sensitive: &[&str]) {
        for Found { kind, path, keyword, missing } in found {
            if let Some(name) = missing {
                let member: Vec<String> = path.iter().chain([name]).cloned().collect();
                if !write_only.contains(&member) {
                    self.add(*kind, path, keyword, &format!("the member `{name}`"), None);
                }
                continue;
            }
            let value = self.at(path);
            let word = value.filter(|_| *kind == DriftKind::UnknownValue);
            let word = word.and_then(|value| shown::word(value, last_name(path), sensitive));
            self.add(*kind, path, keyword, &self.says(keyword), word);
        }
    }

    /// What a keyword says.
    fn says(&self, pointer: &str) -> String {
        let keyword = pointer.rsplit('/').next().unwrap_or_default();
        match self.judging.schemas.at(pointer) {
            Some(Value::Array(listed)) if keyword == "enum" => format!("one of {}", listed_words(listed)),
            Some(Value::Array(listed)) if keyword == "type" => format!("type {}", listed_words(listed)),
            Some(Value::Array(listed)) if matches!(keyword, "anyOf" | "oneOf" | "allOf") => {
                format!("{keyword} of {} schemas", listed.len())
            }
            Some(Value::String(text)) => format!("{keyword} {text}"),
            Some(value @ (Value::Number(_) | Value::Bool(_))) => format!("{keyword} {value}"),
            _ => keyword.to_owned(),
        }
    }

    fn add(&mut self, kind: DriftKind, path: &[String], keyword: &str, expected: &str, found: Option<String>) {
        // Lists have many items of one kind: their positions make no other drift.
        let what = format!("{keyword} {expected} {}", found.as_deref().unwrap_or_default());
        let is_unknown = kind == DriftKind::UnknownField;
        // An unknown name is no part of a way that is declared; one that is not shown is like any other.
        let (way, name) = match path.split_last().filter(|_| is_unknown) {
            Some((_, parents)) => (parents, Some(found.as_deref().unwrap_or(shown::HIDDEN))),
            None => (path, None),
        };
        let general = (kind, self.general(way), what);
        if self.is_full() || !self.seen.insert(general) {
            return;
        }
        let schemas = self.judging.schemas;
        let mut pointer = shown::pointer(way, self.body, schemas.declared());
        if let Some(name) = name {
            pointer = child(&pointer, name);
        }
        let drift = self.judging.drift(kind, pointer, schemas.place(keyword), expected, found);
        self.drifts.push(drift);
    }

    fn at(&self, path: &[String]) -> Option<&Value> {
        path.iter().try_fold(self.body, |value, token| match value {
            Value::Array(items) => items.get(token.parse::<usize>().ok()?),
            value => value.get(token),
        })
    }

    fn general(&self, path: &[String]) -> String {
        let mut here = Some(self.body);
        let mut general = String::new();
        for token in path {
            let list = here.and_then(Value::as_array);
            general.push('/');
            general.push_str(if list.is_some() { "-" } else { token });
            here = match list {
                Some(items) => token.parse::<usize>().ok().and_then(|index| items.get(index)),
                None => here.and_then(|value| value.get(token)),
            };
        }
        general
    }
}

/// The name that a value stands under; for an item of a list, that of the list.
fn last_name(path: &[String]) -> Option<&String> {
    path.iter().rev().find(|token| token.parse::<usize>().is_err())
}

/// The documented media type that a body of this one is judged by.
fn media_for<'a>(documented: &'a Map<String, Value>, found: Option<&str>) -> Option<&'a str> {
    let mut names = documented.keys().map(String::as_str);
    let Some(found) = found.map(essence) else {
        // Without a header it is taken for what it is expected to be.
        return names.clone().find(|name| is_json(&essence(name))).or_else(|| names.next());
    };
    names.clone().find(|name| essence(name) == found).or_else(|| names.find(|name| covers(&essence(name), &found)))
}

fn words(documented: &Map<String, Value>) -> String {
    documented.keys().map(String::as_str).collect::<Vec<_>>().join(", ")
}

fn listed_words(listed: &[Value]) -> String {
    let word = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    listed.iter().map(word).collect::<Vec<_>>().join(", ")
}
