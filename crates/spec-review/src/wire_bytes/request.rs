//! A request of an operation, for each of its examples.

use std::collections::BTreeSet;

use spec_diff::Direction;
use spec_diff::read::{At, Operation, Parameter, content};

use super::body::{Body, is_json};
use super::choice::{Choice, choices};
use super::credential::Credential;
use super::example::Named;
use super::message::{Held, Maker, Message, Part, Role, placeholders, written};
use super::multipart::BOUNDARY;
use super::serialise::{Encoding, Style, encode, scalar};
use super::server::Server;
use super::value::Value;

/// Headers that OpenAPI describes elsewhere: a parameter of such a name counts for nothing.
const ELSEWHERE: [&str; 3] = ["accept", "authorization", "content-type"];

/// Whether OpenAPI takes a parameter for none.
pub(super) fn is_elsewhere(parameter: &Parameter<'_>) -> bool {
    parameter.location == "header" && ELSEWHERE.contains(&parameter.wire_name().as_str())
}

/// A parameter with its examples.
struct Place<'o, 'a> {
    parameter: &'o Parameter<'a>,
    role: Role,
    holder: At<'a>,
    media_type: Option<String>,
    examples: Vec<Named<'a>>,
}

impl<'a> Place<'_, 'a> {
    fn what(&self) -> String {
        format!("{} parameter `{}`", self.parameter.location, self.parameter.name)
    }

    /// Its value, with the example that it is, if it is one of the whole. Nothing where it is not sent.
    fn value(&self, maker: Maker<'a, '_>, picked: usize) -> Option<(Value, Option<At<'a>>)> {
        let Parameter { name, .. } = self.parameter;
        if let Some((_, at)) = self.examples.get(picked) {
            return Some((maker.reader.read(name, at.node), Some(at.clone())));
        }
        let required = self.parameter.is_required();
        let composed = self.holder.get("schema").and_then(|it| maker.composed(name, &it, Direction::Request, required));
        match composed {
            Some(value) if required || value.is_said() => Some((value, None)),
            None if required => Some((Value::Missing((*name).to_owned()), None)),
            _ => None,
        }
    }
}

/// The requests of an operation.
pub(super) fn requests<'a>(maker: Maker<'a, '_>, operation: &Operation<'a>) -> Vec<Message<'a>> {
    let mut places: Vec<Place<'_, 'a>> = Vec::new();
    for (parameter, matched) in operation.matched_parameters() {
        if !is_elsewhere(parameter) && maker.reader.room.begin() {
            let (holder, media_type) = maker.holder(&parameter.at);
            let role = Role::Parameter(parameter.location.to_owned(), matched);
            let examples = maker.examples(&holder);
            places.push(Place { parameter, role, holder, media_type, examples });
        }
    }
    places.sort_by(|one, other| one.role.cmp(&other.role));
    let bodies = operation.body.as_ref().map(|body| Body::all(maker, content(maker.document, body)));
    let mut bodies: Vec<Option<Body<'a>>> = bodies.unwrap_or_default().into_iter().map(Some).collect();
    if bodies.is_empty() {
        bodies.push(None);
    }
    let names: Vec<String> = bodies.iter().map(|body| body.as_ref().map(Body::name).unwrap_or_default()).collect();
    let named: Vec<(String, Vec<String>)> = places
        .iter()
        .map(|place| (place.what(), place.examples.iter().map(|(name, _)| name.clone()).collect()))
        .collect();
    let server = Server::of(maker.document, operation);
    let credential = Credential::of(maker.document, operation);
    let accept = accept(maker, operation);
    let mut found = Vec::new();
    for choice in choices(maker.reader.room, &names, &named) {
        if !maker.reader.room.begin() {
            continue;
        }
        let body = bodies[choice.body].as_ref();
        let mut draft = Draft::new(maker, &server, &credential, accept.as_deref(), operation);
        for (index, (place, picked)) in places.iter().zip(&choice.picked).enumerate() {
            let written = draft.add(maker, place, *picked);
            if choice.varied == Some(index) {
                draft.varied = written;
            }
        }
        found.push(draft.finish(maker, operation, body, choice));
    }
    found
}

/// The media types of all answers, those of success first.
fn accept<'a>(maker: Maker<'a, '_>, operation: &Operation<'a>) -> Option<String> {
    let mut types: Vec<(bool, String)> = operation
        .responses
        .iter()
        .flat_map(|(status, at)| content(maker.document, at).into_iter().map(|(it, _)| (!status.starts_with('2'), it)))
        .collect();
    types.sort();
    let mut found: Vec<String> = Vec::new();
    for (_, media_type) in types {
        if !found.contains(&media_type) {
            found.push(media_type);
        }
    }
    (!found.is_empty()).then(|| found.join(", "))
}

/// A request that grows.
struct Draft<'a> {
    path: String,
    query: Vec<String>,
    headers: Vec<(String, String)>,
    cookies: Vec<String>,
    placeholders: Vec<String>,
    held: Vec<Held<'a>>,
    sent: BTreeSet<Role>,
    varied: Option<String>,
}

impl<'a> Draft<'a> {
    fn new(
        maker: Maker<'a, '_>,
        server: &Server,
        credential: &Credential,
        accept: Option<&str>,
        operation: &Operation<'_>,
    ) -> Self {
        let mut draft = Self {
            path: "…".to_owned(),
            query: Vec::new(),
            headers: Vec::new(),
            cookies: Vec::new(),
            placeholders: server.placeholders.clone(),
            held: Vec::new(),
            sent: BTreeSet::new(),
            varied: None,
        };
        let host = server.host.as_ref().map_or(0, String::len);
        let bytes = host + server.path.len() + operation.path.len() + accept.map_or(0, str::len) + credential.bytes();
        if maker.reader.room.take(bytes) {
            draft.path = format!("{}{}", server.path, operation.path);
            draft.query.clone_from(&credential.query);
            draft.cookies.clone_from(&credential.cookies);
            draft.headers.clone_from(&credential.headers);
            draft.headers.extend(server.host.clone().map(|host| ("Host".to_owned(), host)));
            draft.headers.extend(accept.map(|types| ("Accept".to_owned(), types.to_owned())));
        }
        draft
    }

    /// Adds a parameter, if it is sent, and says how it is written.
    fn add(&mut self, maker: Maker<'a, '_>, place: &Place<'_, 'a>, picked: usize) -> Option<String> {
        // Each costs, whether it is sent or not.
        if !maker.reader.room.take(64) {
            return None;
        }
        let (value, at) = place.value(maker, picked)?;
        let parameter = place.parameter;
        let value = value.named(parameter.name, maker.reader.room);
        placeholders(&place.what(), &value, &mut self.placeholders);
        self.held.extend(at.map(|at| Held { role: place.role.clone(), what: place.what(), at }));
        self.sent.insert(place.role.clone());
        let name = parameter.name;
        let encoding = match parameter.location {
            "header" => Encoding::None,
            "query" if parameter.at.flag("allowReserved") => Encoding::Reserved,
            _ => Encoding::Percent,
        };
        let style = Style { style: parameter.style(), explode: parameter.explode(), encoding };
        // In a media type it is one text.
        let whole = place.media_type.as_ref().map(|media_type| match is_json(media_type) {
            true if !value.stands_for_another() => encode(&value.compact(), encoding),
            _ => scalar(&value, encoding),
        });
        if matches!(parameter.location, "query" | "cookie") {
            let pairs = match whole {
                Some(text) => vec![format!("{}={text}", encode(name, encoding))],
                None => style.pairs(name, &value),
            };
            let written = pairs.join("&");
            let place = if parameter.location == "query" { &mut self.query } else { &mut self.cookies };
            place.extend(pairs);
            return Some(written);
        }
        let text = whole.unwrap_or_else(|| style.in_place(name, &value));
        match parameter.location {
            "path" => self.path = self.path.replacen(&format!("{{{name}}}"), &text, 1),
            "header" => self.headers.push((name.to_owned(), text.clone())),
            _ => {}
        }
        Some(text)
    }

    fn finish(
        mut self,
        maker: Maker<'a, '_>,
        operation: &Operation<'a>,
        body: Option<&Body<'a>>,
        choice: Choice,
    ) -> Message<'a> {
        let required = operation.body.as_ref().is_some_and(|it| it.flag("required"));
        let with_value = body.map(|body| (body, body.value(maker, Direction::Request)));
        // A body that need not be there and has no example is not there.
        let with_value = with_value.filter(|(_, value)| required || value.is_said());
        let text = with_value.as_ref().map(|(body, value)| {
            placeholders("body", value, &mut self.placeholders);
            self.held.extend(body.held());
            let boundary = if body.media_type.starts_with("multipart/") {
                format!("; boundary={BOUNDARY}")
            } else {
                String::new()
            };
            self.headers.push(("Content-Type".to_owned(), format!("{}{boundary}", body.media_type)));
            body.write(maker, value)
        });
        if !self.cookies.is_empty() {
            self.cookies.sort();
            self.headers.push(("Cookie".to_owned(), self.cookies.join("; ")));
        }
        let query = if self.query.is_empty() { String::new() } else { format!("?{}", self.query.join("&")) };
        let first = format!("{} {}{query} HTTP/1.1", operation.method, self.path);
        let at = body.map_or(&operation.at, |body| body.example.as_ref().map_or(&body.media, |(_, at)| at));
        Message {
            part: Part::Request,
            media_type: with_value.as_ref().map(|(body, _)| body.media_type.clone()).unwrap_or_default(),
            example: choice.name,
            example_of: choice.of,
            text: written(&first, self.headers, text.as_deref()),
            varied: self.varied,
            placeholders: self.placeholders,
            cut: maker.reader.room.is_cut(),
            at: at.clone(),
            held: self.held,
            sent: self.sent,
            has_body: text.is_some(),
        }
    }
}
