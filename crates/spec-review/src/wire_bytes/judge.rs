//! Examples of one document by the schemas of the other.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use spec_diff::read::{At, Operation, Parameter, content, covers};
use spec_diff::{Direction, Judge, Judgement, Refusal};
use spec_document::{Effective, Node};

use super::change::Note;
use super::message::{Held, Message, Part, Role};
use super::request::is_elsewhere;
use super::same::Same;
use super::secret::Secrets;
use crate::text::clipped;

/// Characters of a reason.
const LONG: usize = 240;

/// One of both documents with what judges by it.
pub(super) struct Side<'a> {
    pub(super) document: &'a Effective,
    judge: Judge<'a>,
}

impl<'a> Side<'a> {
    pub(super) fn new(document: &'a Effective) -> Self {
        Self { document, judge: Judge::new(document) }
    }
}

/// The notes on the messages of one operation. What was said once is not said again.
pub(super) struct Notes<'n, 'a> {
    pub(super) base: &'n Side<'a>,
    pub(super) revision: &'n Side<'a>,
    same: &'n Same<'a>,
    secrets: &'n Secrets,
    /// Examples of which the validator could not say whether they are refused.
    pub(super) not_judged: usize,
    said: BTreeSet<String>,
    /// The parameters of the old operation and of the new one.
    parameters: (BTreeMap<Role, At<'a>>, BTreeMap<Role, At<'a>>),
    /// What the new one requires, and no request was said to lack.
    required: Vec<(Parameter<'a>, Role)>,
    /// Examples that were judged: many messages of an operation can carry one.
    judged: HashSet<(*const Node, Role, Part, String)>,
}

impl<'n, 'a> Notes<'n, 'a> {
    pub(super) fn new(
        (base, revision): (&'n Side<'a>, &'n Side<'a>),
        same: &'n Same<'a>,
        secrets: &'n Secrets,
        (old, new): (Option<&Operation<'a>>, Option<&Operation<'a>>),
    ) -> Self {
        let parameters = |operation: Option<&Operation<'a>>| -> Vec<(Parameter<'a>, Role)> {
            let all = operation.map(Operation::matched_parameters).unwrap_or_default();
            let role = |it: &Parameter<'a>, name| Role::Parameter(it.location.to_owned(), name);
            all.into_iter().map(|(it, name)| (it.clone(), role(it, name))).collect()
        };
        let places = |all: &[(Parameter<'a>, Role)]| {
            all.iter().map(|(parameter, role)| (role.clone(), parameter.at.clone())).collect()
        };
        let (old, mut required) = (parameters(old), parameters(new));
        let parameters = (places(&old), places(&required));
        // A path has all of its parameters, and what was required before is nothing new.
        let before: BTreeSet<&Role> = old.iter().filter(|(it, _)| it.is_required()).map(|(_, role)| role).collect();
        required.retain(|(parameter, role)| {
            parameter.is_required()
                && parameter.location != "path"
                && !is_elsewhere(parameter)
                && !before.contains(role)
        });
        Self {
            base,
            revision,
            same,
            secrets,
            not_judged: 0,
            said: BTreeSet::new(),
            parameters,
            required,
            judged: HashSet::new(),
        }
    }

    /// What the new document says of a request that the old one gives as an example.
    pub(super) fn of_request(&mut self, old: &Operation<'a>, new: &Operation<'a>, message: &Message<'a>) -> Vec<Note> {
        let (base, revision) = (self.base, self.revision);
        let mut notes = Vec::new();
        for held in &message.held {
            if !self.is_first(message, held) {
                continue;
            }
            let schemas = match &held.role {
                Role::Body => {
                    let media = |side: &Side<'a>, operation: &Operation<'a>| {
                        self::media(side.document, operation.body.as_ref()?, &message.media_type)
                    };
                    let had = media(base, old);
                    let Some(has) = media(revision, new) else {
                        let by = new.body.as_ref().unwrap_or(&new.at);
                        let why = format!("a request may not be `{}` any more", message.media_type);
                        notes.extend(self.say_old(held, &why, by));
                        continue;
                    };
                    (had.and_then(|it| it.get("schema")), has.get("schema"))
                }
                role => (
                    self.parameters.0.get(role).and_then(|at| schema(base.document, at)),
                    self.parameters.1.get(role).and_then(|at| schema(revision.document, at)),
                ),
            };
            let (Some(had), Some(has)) = schemas else { continue };
            for refusal in self.refused(held, (base, &had), (revision, &has), Direction::Request) {
                let sentence =
                    format!("The old example of the {} is no longer valid{}.", held.what, self.why(&refusal));
                notes.extend(self.once(sentence, held.at.place(base.document), refusal.place));
            }
        }
        for (parameter, role) in std::mem::take(&mut self.required) {
            if !message.sent.contains(&role) {
                let sentence = format!(
                    "The old example of the request is no longer valid: it lacks the {} parameter `{}`, which is required.",
                    parameter.location, parameter.name
                );
                let by = parameter.at.place(revision.document);
                notes.extend(self.once(sentence, message.at.place(base.document), by));
            } else {
                self.required.push((parameter, role));
            }
        }
        let body = new.body.as_ref().filter(|body| body.flag("required") && !message.has_body);
        // Nor is a body that was required before.
        let body = body.filter(|_| !old.body.as_ref().is_some_and(|body| body.flag("required")));
        if let Some(body) = body {
            let sentence = "The old example of the request is no longer valid: it has no body, and one is required.";
            let places = (message.at.place(base.document), body.place(revision.document));
            notes.extend(self.once(sentence.to_owned(), places.0, places.1));
        }
        notes
    }

    /// What the old document says of an answer that the new one gives as an example.
    pub(super) fn of_answer(&mut self, old: &Operation<'a>, new: &Operation<'a>, message: &Message<'a>) -> Vec<Note> {
        let (base, revision) = (self.base, self.revision);
        let Part::Answer(status) = &message.part else { return Vec::new() };
        let Some(had) = old.documented(status) else {
            let by = old.at.get("responses").unwrap_or_else(|| old.at.clone());
            let sentence = format!("The old document does not describe the answer {status}.");
            return self
                .once(sentence, message.at.place(revision.document), by.place(base.document))
                .into_iter()
                .collect();
        };
        let has = new.documented(status);
        let header = |document: &'a Effective, at: &At<'a>, name: &str| {
            let headers = at.get("headers").map(|at| at.members()).unwrap_or_default();
            let found = headers.into_iter().find(|(other, _)| other.eq_ignore_ascii_case(name));
            found.map(|(_, at)| at.followed(document))
        };
        let mut notes = Vec::new();
        for held in &message.held {
            if !self.is_first(message, held) {
                continue;
            }
            let schemas = match &held.role {
                Role::Body => {
                    let Some(media) = media(base.document, &had, &message.media_type) else {
                        let sentence = format!(
                            "The old document does not describe the new example of the body: the answer {status} may not be `{}`.",
                            message.media_type
                        );
                        notes.extend(self.once(sentence, held.at.place(revision.document), had.place(base.document)));
                        continue;
                    };
                    let own = has.as_ref().and_then(|at| self::media(revision.document, at, &message.media_type));
                    (media.get("schema"), own.and_then(|it| it.get("schema")))
                }
                Role::Header(name) => (
                    header(base.document, &had, name).and_then(|at| schema(base.document, &at)),
                    has.as_ref()
                        .and_then(|at| header(revision.document, at, name))
                        .and_then(|at| schema(revision.document, &at)),
                ),
                Role::Parameter(..) => continue,
            };
            let (Some(by), Some(own)) = schemas else { continue };
            for refusal in self.refused(held, (revision, &own), (base, &by), Direction::Answer) {
                let sentence = format!(
                    "The old document does not describe the new example of the {}{}.",
                    held.what,
                    self.why(&refusal)
                );
                notes.extend(self.once(sentence, held.at.place(revision.document), refusal.place));
            }
        }
        for (name, at) in had.get("headers").map(|at| at.members()).unwrap_or_default() {
            let at = at.followed(base.document);
            let stays =
                has.as_ref().and_then(|has| header(revision.document, has, name)).is_some_and(|at| at.flag("required"));
            if at.flag("required") && !stays && !message.sent.contains(&Role::Header(name.to_ascii_lowercase())) {
                let sentence = format!(
                    "The old document does not describe the new example of the answer: it lacks the header `{name}`, which always came."
                );
                notes.extend(self.once(sentence, message.at.place(revision.document), at.place(base.document)));
            }
        }
        notes
    }

    /// Whether an example was not judged in this place before.
    fn is_first(&mut self, message: &Message<'a>, held: &Held<'a>) -> bool {
        // One example can be that of several media types, each with a schema of its own.
        let media_type = if held.role == Role::Body { message.media_type.clone() } else { String::new() };
        self.judged.insert((std::ptr::from_ref(held.at.node), held.role.clone(), message.part.clone(), media_type))
    }

    /// Why the other document refuses an example that its own allows.
    fn refused(
        &mut self,
        held: &Held<'a>,
        (own, own_schema): (&Side<'a>, &At<'a>),
        (other, other_schema): (&Side<'a>, &At<'a>),
        direction: Direction,
    ) -> Vec<Refusal> {
        let (one, two) =
            if direction == Direction::Request { (own_schema, other_schema) } else { (other_schema, own_schema) };
        if self.same.schemas(one, two) {
            return Vec::new();
        }
        let value = held.at.node.to_json();
        match other.judge.judge(other_schema, direction, &value) {
            Judgement::Fits => Vec::new(),
            Judgement::Unknown => {
                self.not_judged += 1;
                Vec::new()
            }
            // An example that was never valid shows nothing.
            Judgement::Refused(refusals) => match own.judge.judge(own_schema, direction, &value) {
                Judgement::Fits => refusals,
                Judgement::Refused(_) => Vec::new(),
                Judgement::Unknown => {
                    self.not_judged += 1;
                    Vec::new()
                }
            },
        }
    }

    fn say_old(&mut self, held: &Held<'a>, why: &str, by: &At<'a>) -> Option<Note> {
        let sentence = format!("The old example of the {} is no longer valid: {why}.", held.what);
        let (example, by) = (held.at.place(self.base.document), by.place(self.revision.document));
        self.once(sentence, example, by)
    }

    fn once(&mut self, sentence: String, example: spec_diff::Place, by: spec_diff::Place) -> Option<Note> {
        self.said.insert(format!("{sentence} {example:?} {by:?}")).then_some(Note { sentence, example, by })
    }

    /// The validator's reason, without a value that could be secret.
    fn why(&self, refusal: &Refusal) -> String {
        let secret = refusal.way.split('/').any(|name| self.secrets.name(name));
        let plain = refusal.plain.as_ref().filter(|text| !secret && !self.secrets.text(text));
        let text = plain.unwrap_or(&refusal.masked);
        let text = if self.secrets.text(text) { "its value is refused" } else { text };
        // Names stand in backticks, and the validator quotes with others.
        let text = clipped(&text.replace('`', "'"), LONG);
        if refusal.way.is_empty() {
            format!(": {text}")
        } else {
            format!(": at `{}`, {text}", refusal.way.replace('`', "'"))
        }
    }
}

/// The media type of a content that is that of an example.
fn media<'a>(document: &'a Effective, holder: &At<'a>, media_type: &str) -> Option<At<'a>> {
    let all = content(document, holder);
    let exact = all.iter().find(|(it, _)| it == media_type);
    exact.or_else(|| all.iter().find(|(it, _)| covers(it, media_type))).map(|(_, at)| at.clone())
}

/// The schema of a parameter or a header.
fn schema<'a>(document: &'a Effective, at: &At<'a>) -> Option<At<'a>> {
    match content(document, at).into_iter().next() {
        Some((_, media)) => media.get("schema"),
        None => at.get("schema"),
    }
}
