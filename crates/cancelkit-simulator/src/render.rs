//! From an answer to bytes: media type, envelope, layout.

use axum::body::Body;
use axum::response::Response;
use http::{HeaderName, HeaderValue, StatusCode, header};
use serde_json::{Value, json};
use spec_contract::Operation;

use crate::check::documented_media_type;
use crate::received::Incoming;
use crate::reply::Reply;
use crate::route::Route;

/// An answer as bytes.
pub(crate) struct Rendered {
    pub(crate) status: StatusCode,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
}

/// Writes an answer as the query asks for it: in an envelope, laid out for people.
pub(crate) fn render(reply: &Reply, route: Option<&Route>, incoming: &Incoming) -> Rendered {
    let operation = route.map(|route| route.operation);
    let media_type = media_type(reply, operation);
    let mut status = reply.status;
    let mut headers = reply.headers.clone();
    let mut body = reply.body.clone();
    if body.is_some() {
        headers.insert(0, ("content-type".to_owned(), media_type.to_owned()));
    }
    if let Some(operation) = operation.filter(|operation| wants_envelope(operation, incoming)) {
        body = Some(envelope(operation, reply, &headers));
        headers.retain(|(name, _)| name.starts_with("x-simulator-"));
        headers.insert(0, ("content-type".to_owned(), "application/json".to_owned()));
        status = 200;
    }
    let pretty = operation.is_some_and(|operation| is_true(operation, incoming, "pretty"));
    let body = match body {
        Some(body) if pretty => format!("{body:#}").into_bytes(),
        Some(body) => body.to_string().into_bytes(),
        None => Vec::new(),
    };
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    Rendered { status, headers, body }
}

fn media_type<'a>(reply: &'a Reply, operation: Option<&'a Operation>) -> &'a str {
    let documented = operation.and_then(|operation| documented_media_type(operation, reply.status));
    let usual = operation.and_then(|operation| {
        let mut media = operation.responses.iter().flat_map(|response| &response.media);
        media.next().map(|media| media.media_type.as_str())
    });
    reply.media_type.or(documented).or(usual).unwrap_or("application/json")
}

fn wants_envelope(operation: &Operation, incoming: &Incoming) -> bool {
    let parameter = operation.envelope.as_ref().map(|envelope| envelope.parameter.as_str());
    parameter.is_some_and(|parameter| is_true(operation, incoming, parameter))
}

/// Whether a documented query parameter is `true`.
fn is_true(operation: &Operation, incoming: &Incoming, name: &str) -> bool {
    operation.parameters.iter().any(|parameter| parameter.name == name)
        && incoming.query.iter().any(|(key, value)| key == name && value == "true")
}

/// The answer in its envelope: the status, the headers as a list of pairs, and the body, `{}` where there is none.
fn envelope(operation: &Operation, reply: &Reply, headers: &[(String, String)]) -> Value {
    let pairs: Vec<Value> = headers.iter().map(|(name, value)| json!({ "name": name, "value": value })).collect();
    let mut wrapped = json!({});
    if let Some(envelope) = &operation.envelope {
        let parts = [
            (&envelope.code, json!(reply.status)),
            (&envelope.headers, Value::Array(pairs)),
            (&envelope.body, reply.body.clone().unwrap_or_else(|| json!({}))),
        ];
        for (pointer, part) in parts {
            wrapped[pointer.trim_start_matches('/')] = part;
        }
    }
    wrapped
}

impl Rendered {
    /// The answer with another body, say one of unknown length.
    pub(crate) fn with_body(self, body: impl FnOnce(Vec<u8>) -> Body) -> Response {
        let mut response = Response::new(Body::empty());
        *response.status_mut() = self.status;
        for (name, value) in &self.headers {
            if let (Ok(name), Ok(value)) = (HeaderName::try_from(name.as_str()), HeaderValue::try_from(value)) {
                response.headers_mut().append(name, value);
            }
        }
        if self.status == StatusCode::NO_CONTENT {
            response.headers_mut().remove(header::CONTENT_TYPE);
        } else {
            *response.body_mut() = body(self.body);
        }
        response
    }
}

impl From<Rendered> for Response {
    fn from(rendered: Rendered) -> Self {
        rendered.with_body(Body::from)
    }
}
