//! The body of a request.

use serde_json::Value;
use spec_contract::Schema;

use super::direction::{Direction, misplaced};
use super::{mistakes, value};
use crate::document::Formats;
use crate::received::Incoming;
use crate::route::Route;
use crate::violation::{Problem, ViolationKind};

/// Reads the body in the media type that it says it has.
pub(super) fn read(route: &Route, incoming: &Incoming, problems: &mut Vec<Problem>) -> Option<Value> {
    let Some(body) = &route.operation.body else {
        if !incoming.body.is_empty() {
            let detail = "the document has no body for this operation";
            problems.push(Problem::new(ViolationKind::UnexpectedBody, "", detail));
        }
        return None;
    };
    if incoming.body.is_empty() {
        if body.required {
            problems.push(Problem::new(ViolationKind::Body, "", "a body is required"));
        }
        return None;
    }
    let sent = incoming.header("content-type").unwrap_or_default();
    let essence = sent.split(';').next().unwrap_or_default().trim();
    let media = body.media.iter().find(|media| media.media_type.eq_ignore_ascii_case(essence));
    let Some(media) = media else {
        let known: Vec<&str> = body.media.iter().map(|media| media.media_type.as_str()).collect();
        let detail = format!("`{}` is none of {}", sent.escape_debug(), known.join(", "));
        problems.push(Problem::new(ViolationKind::ContentType, "", detail));
        return None;
    };
    let schema = media.schema.as_ref();
    match parse(route, &media.media_type, schema, &incoming.body) {
        Ok(value) => {
            if let Some(schema) = schema {
                judge(route, schema, &value, problems);
            }
            Some(value)
        }
        Err(problem) => {
            problems.push(problem);
            None
        }
    }
}

fn parse(route: &Route, media_type: &str, schema: Option<&Schema>, bytes: &[u8]) -> Result<Value, Problem> {
    if media_type != "application/x-www-form-urlencoded" {
        return serde_json::from_slice(bytes)
            .map_err(|error| Problem::new(ViolationKind::Body, "", format!("the body is not JSON: {error}")));
    }
    let fields = form_urlencoded::parse(bytes).into_owned();
    match schema {
        Some(schema) => value::from_form(&route.document.contract, schema, fields)
            .map_err(|name| Problem::new(ViolationKind::Body, name, "it is given more than once")),
        None => Ok(fields.map(|(name, text)| (name, Value::String(text))).collect()),
    }
}

fn judge(route: &Route, schema: &Schema, value: &Value, problems: &mut Vec<Problem>) {
    match route.document.validator(schema, Formats::Judged) {
        Ok(validator) => problems.extend(mistakes(&validator, value, ViolationKind::Body, "")),
        Err(error) => problems.push(Problem::new(ViolationKind::Body, "", error)),
    }
    for field in misplaced(&route.document.contract, schema, value, Direction::Request) {
        problems.push(Problem::new(ViolationKind::Body, field, "it is read-only and not sent"));
    }
}
