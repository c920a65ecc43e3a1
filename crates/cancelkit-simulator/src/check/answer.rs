//! Whether the simulator keeps a provider's promise.

use serde_json::Value;
use spec_contract::{Header, Operation, Response, Status};

use super::direction::{Direction, misplaced};
use super::value;
use crate::document::{Document, Formats};
use crate::reply::Reply;

/// The answer that a document has for a status.
fn documented(operation: &Operation, status: u16) -> Option<&Response> {
    let keys = [Status::Code(status), Status::Range(u8::try_from(status / 100).unwrap_or_default()), Status::Default];
    keys.iter().find_map(|key| operation.responses.iter().find(|response| response.status == *key))
}

/// The media type that a document has for a status.
pub(crate) fn documented_media_type(operation: &Operation, status: u16) -> Option<&str> {
    let media = documented(operation, status)?.media.first()?;
    Some(&media.media_type)
}

/// Whether the document promises this answer; if not, why not.
pub(crate) fn answer(document: &Document, operation: &Operation, reply: &Reply) -> Result<(), String> {
    let Some(response) = documented(operation, reply.status) else {
        return Err(format!("{} has no answer {}", operation.id, reply.status));
    };
    for header in &response.headers {
        self::header(document, header, reply)?;
    }
    let Some(media) = response.media.first() else {
        return match reply.body {
            Some(_) => Err(format!("{} answers {} without a body", operation.id, reply.status)),
            None => Ok(()),
        };
    };
    let body = reply.body.as_ref().unwrap_or(&Value::Null);
    let Some(schema) = &media.schema else { return Ok(()) };
    let validator = document.validator(schema, Formats::Ignored)?;
    if let Some(error) = validator.iter_errors(body).next() {
        let place = error.instance_path().to_string();
        return Err(format!("{} answers {} with {place}: {error}", operation.id, reply.status));
    }
    match misplaced(&document.contract, schema, body, Direction::Answer).first() {
        Some(field) => Err(format!("{} answers with `{field}`, which is write-only", operation.id)),
        None => Ok(()),
    }
}

fn header(document: &Document, header: &Header, reply: &Reply) -> Result<(), String> {
    let sent = reply.headers.iter().find(|(name, _)| name.eq_ignore_ascii_case(&header.name));
    let Some((_, text)) = sent else {
        return match header.required {
            true => Err(format!("the header {} is missing", header.name)),
            false => Ok(()),
        };
    };
    let value = value::from_text(&document.contract, &header.schema, text);
    let validator = document.validator(&header.schema, Formats::Ignored)?;
    match validator.iter_errors(&value).next() {
        Some(error) => Err(format!("the header {}: {error}", header.name)),
        None => Ok(()),
    }
}
