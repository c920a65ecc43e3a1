//! An answer of an operation, for each of its examples.

use std::collections::BTreeSet;

use spec_diff::Direction;
use spec_diff::read::{At, Operation, content};

use super::body::Body;
use super::choice::{Choice, choices};
use super::example::Named;
use super::message::{Held, Maker, Message, Part, Role, placeholders, written};
use super::serialise::{Encoding, Style, scalar};
use super::value::{Value, placeholder};

/// A header with its examples.
struct Header<'a> {
    name: &'a str,
    at: At<'a>,
    holder: At<'a>,
    in_media_type: bool,
    examples: Vec<Named<'a>>,
}

/// The answers of an operation.
pub(super) fn answers<'a>(maker: Maker<'a, '_>, operation: &Operation<'a>) -> Vec<Message<'a>> {
    let mut found = Vec::new();
    for (status, at) in &operation.responses {
        if maker.reader.room.begin() {
            found.extend(of_status(maker, status, at));
        }
    }
    found
}

fn of_status<'a>(maker: Maker<'a, '_>, status: &str, at: &At<'a>) -> Vec<Message<'a>> {
    let mut headers: Vec<Header<'a>> = at
        .get("headers")
        .map(|at| at.members())
        .unwrap_or_default()
        .into_iter()
        // OpenAPI describes it by the media types.
        .filter(|(name, _)| !name.eq_ignore_ascii_case("content-type"))
        .map(|(name, at)| {
            let at = at.followed(maker.document);
            let (holder, media_type) = maker.holder(&at);
            let examples = maker.examples(&holder);
            Header { name, at, holder, in_media_type: media_type.is_some(), examples }
        })
        .collect();
    headers.sort_by_key(|header| header.name.to_ascii_lowercase());
    let mut bodies: Vec<Option<Body<'a>>> =
        Body::all(maker, content(maker.document, at)).into_iter().map(Some).collect();
    if bodies.is_empty() {
        bodies.push(None);
    }
    let names: Vec<String> = bodies.iter().map(|body| body.as_ref().map(Body::name).unwrap_or_default()).collect();
    let named: Vec<(String, Vec<String>)> = headers
        .iter()
        .map(|header| {
            (format!("header `{}`", header.name), header.examples.iter().map(|(name, _)| name.clone()).collect())
        })
        .collect();
    let mut found = Vec::new();
    for choice in choices(maker.reader.room, &names, &named) {
        if maker.reader.room.begin() {
            let body = bodies[choice.body].as_ref();
            found.push(one(maker, (status, at), &headers, body, choice));
        }
    }
    found
}

fn one<'a>(
    maker: Maker<'a, '_>,
    (status, at): (&str, &At<'a>),
    headers: &[Header<'a>],
    body: Option<&Body<'a>>,
    choice: Choice,
) -> Message<'a> {
    let (mut lines, mut missing, mut held, mut sent) = (Vec::new(), Vec::new(), Vec::new(), BTreeSet::new());
    let mut varied = None;
    for (index, (header, picked)) in headers.iter().zip(&choice.picked).enumerate() {
        // Each costs, whether it is sent or not.
        if !maker.reader.room.take(64 + header.name.len()) {
            break;
        }
        let Some((value, whole)) = value(maker, header, *picked) else { continue };
        let what = format!("header `{}`", header.name);
        placeholders(&what, &value, &mut missing);
        let role = Role::Header(header.name.to_ascii_lowercase());
        sent.insert(role.clone());
        held.extend(whole.map(|at| Held { role, what, at }));
        let style = Style { style: "simple", explode: header.at.flag("explode"), encoding: Encoding::None };
        let text = if header.in_media_type { scalar(&value, Encoding::None) } else { style.in_place("", &value) };
        if choice.varied == Some(index) {
            varied = Some(text.clone());
        }
        lines.push((header.name.to_owned(), text));
    }
    let text = body.map(|body| {
        let value = body.value(maker, Direction::Answer);
        placeholders("body", &value, &mut missing);
        held.extend(body.held());
        lines.push(("Content-Type".to_owned(), body.media_type.clone()));
        body.write(maker, &value)
    });
    let code = status.len() == 3 && status.bytes().all(|byte| byte.is_ascii_digit());
    if !code {
        missing.push(format!("status {status}"));
    }
    let first = format!("HTTP/1.1 {}", if code { status.to_owned() } else { placeholder(status) });
    let place = body.map_or(at, |body| body.example.as_ref().map_or(&body.media, |(_, at)| at));
    Message {
        part: Part::Answer(status.to_owned()),
        media_type: body.map(|body| body.media_type.clone()).unwrap_or_default(),
        example: choice.name,
        example_of: choice.of,
        varied,
        text: written(&first, lines, text.as_deref()),
        placeholders: missing,
        cut: maker.reader.room.is_cut(),
        at: place.clone(),
        held,
        sent,
        has_body: text.is_some(),
    }
}

fn value<'a>(maker: Maker<'a, '_>, header: &Header<'a>, picked: usize) -> Option<(Value, Option<At<'a>>)> {
    let Header { name, at, holder, examples, .. } = header;
    if let Some((_, example)) = examples.get(picked) {
        return Some((maker.reader.read(name, example.node), Some(example.clone())));
    }
    let required = at.flag("required");
    let composed = holder.get("schema").and_then(|schema| maker.composed(name, &schema, Direction::Answer, required));
    match composed {
        Some(value) if required || value.is_said() => Some((value, None)),
        None if required => Some((Value::Missing((*name).to_owned()), None)),
        _ => None,
    }
}
