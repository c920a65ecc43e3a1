//! What the effective document says, in the form that the checks need.

use std::path::Path;

use serde_json::{Value, json};
use spec_contract::{Contract, Header, Kind, Location, Operation as Promise, Response, SecuritySchemeKind, Status};
use spec_document::Effective;

use super::{Operation, Provider};
use crate::server::Reply;

/// A provider's effective document and its contract.
pub struct Documents {
    /// The contract.
    pub contract: Contract,
    document: Effective,
}

impl Documents {
    /// Reads `specs/<provider>.yaml` and its overlay.
    ///
    /// # Panics
    ///
    /// With the report, where a document has a mistake.
    #[must_use]
    pub fn load(provider: &str) -> Self {
        let specs = Path::new(env!("CARGO_MANIFEST_DIR")).join("../specs");
        let document = spec_document::load_provider(&specs, provider).unwrap_or_else(|report| panic!("{report}"));
        let contract = spec_contract::read(&document).unwrap_or_else(|report| panic!("{report}"));
        Self { contract, document }
    }

    /// Every pair of an operation and a status that the document lists, those of enveloped forms too.
    #[must_use]
    pub fn pairs(&self) -> Vec<(String, u16)> {
        let mut found = Vec::new();
        for promise in &self.contract.operations {
            let ids = [Some(&promise.id), promise.envelope.as_ref().map(|envelope| &envelope.operation_id)];
            for id in ids.into_iter().flatten() {
                found.extend(promise.responses.iter().map(|response| (id.clone(), code(response.status))));
            }
        }
        found.sort();
        found
    }

    /// What is promised of an operation.
    ///
    /// # Panics
    ///
    /// Where the document has no such operation.
    #[must_use]
    pub fn promise(&self, operation: &Operation) -> &Promise {
        let named = |promise: &&Promise| promise.id == operation.id || envelopes(promise, operation);
        self.contract.operations.iter().find(named).unwrap_or_else(|| panic!("no operation `{}`", operation.id))
    }

    /// Whether the operation is the enveloped form of another.
    #[must_use]
    pub fn is_enveloped(&self, operation: &Operation) -> bool {
        envelopes(self.promise(operation), operation)
    }

    /// What is promised of a status.
    ///
    /// # Panics
    ///
    /// Where the document does not list it.
    #[must_use]
    pub fn response(&self, operation: &Operation, status: u16) -> &Response {
        let mut responses = self.promise(operation).responses.iter();
        responses
            .find(|response| code(response.status) == status)
            .unwrap_or_else(|| panic!("`{}` does not answer {status}", operation.id))
    }

    /// The media type and the examples of a status; nothing where it has no body.
    ///
    /// # Panics
    ///
    /// Where there are two media types, or no example.
    #[must_use]
    pub fn answers(&self, operation: &Operation, status: u16) -> Option<(&str, Vec<&Value>)> {
        let response = self.response(operation, status);
        assert!(response.media.len() < 2, "{}, {status}: write a check for two media types", operation.id);
        let media = response.media.first()?;
        assert!(!media.examples.is_empty(), "{}, {status}: the document has no example", operation.id);
        Some((&media.media_type, media.examples.iter().map(|(_, value, _)| value).collect()))
    }

    /// Each body that the document has an example of, with its media type, and no body where it may be left out.
    #[must_use]
    pub fn bodies(&self, operation: &Operation) -> Vec<Option<(String, Value)>> {
        let Some(body) = &self.promise(operation).body else { return vec![None] };
        let mut found: Vec<_> = (!body.required).then_some(None).into_iter().collect();
        for media in &body.media {
            assert!(!media.examples.is_empty(), "{}: the document has no example of a body", operation.id);
            found.extend(media.examples.iter().map(|(_, value, _)| Some((media.media_type.clone(), value.clone()))));
        }
        found
    }

    /// A reply as the document describes it, in an envelope where the operation asks for one.
    #[must_use]
    pub fn reply(&self, operation: &Operation, status: u16, media_type: &str, body: &Value) -> Reply {
        if self.is_enveloped(operation) {
            return Reply::of(200, media_type, envelope(status, body).to_string());
        }
        let mut headers = vec![("content-type".to_owned(), media_type.to_owned())];
        headers.extend(self.headers(operation, status).into_iter().map(|(name, value, _)| (name, value)));
        Reply::new(status, &headers, body.to_string().as_bytes())
    }

    /// A reply with the first example of a status, or without a body where it has none.
    #[must_use]
    pub fn first_reply(&self, operation: &Operation, status: u16) -> Reply {
        match self.answers(operation, status) {
            Some((media_type, examples)) => self.reply(operation, status, media_type, examples[0]),
            None => {
                let headers = self.headers(operation, status);
                let headers: Vec<_> = headers.into_iter().map(|(name, value, _)| (name, value)).collect();
                Reply::new(status, &headers, b"")
            }
        }
    }

    /// The headers of a status: name, example, and `Debug` of the example's typed form.
    #[must_use]
    pub fn headers(&self, operation: &Operation, status: u16) -> Vec<(String, String, String)> {
        let headers = &self.response(operation, status).headers;
        headers.iter().map(|header| self.header(header)).collect()
    }

    fn header(&self, header: &Header) -> (String, String, String) {
        let node = self.document.root.at(&header.place.pointer).and_then(|node| node.get("example"));
        let example = node.unwrap_or_else(|| panic!("the header {} has no example", header.name)).to_json();
        let text = example.as_str().map_or_else(|| example.to_string(), str::to_owned);
        let typed = match &self.contract.resolve(&header.schema).kind {
            Kind::Integer(_) => text.clone(),
            Kind::String(Some(format)) if format == "date-time" => format!("Timestamp({text:?})"),
            Kind::String(_) => format!("{text:?}"),
            other => panic!("write a check for a header of {other:?}"),
        };
        (header.name.clone(), text, typed)
    }

    /// The credential's header and its value as it must arrive; nothing where the operation asks for none.
    #[must_use]
    pub fn credential(&self, operation: &Operation, scheme: &str, secret: &str) -> Option<(String, String)> {
        let accepted = &self.promise(operation).security;
        if accepted.is_empty() {
            return None;
        }
        assert!(
            accepted.iter().any(|one| matches!(&one.schemes[..], [(name, _)] if name == scheme)),
            "{} does not accept {scheme}",
            operation.id
        );
        let scheme = self.contract.security_schemes.iter().find(|own| own.name == scheme)?;
        match &scheme.kind {
            SecuritySchemeKind::HeaderKey { header, prefix } => {
                Some((header.to_ascii_lowercase(), format!("{prefix}{secret}")))
            }
            SecuritySchemeKind::Bearer => Some(("authorization".to_owned(), format!("Bearer {secret}"))),
            other => panic!("write a check for a credential of {other:?}"),
        }
    }

    /// The path with the segment in its place, and whether it has one.
    #[must_use]
    pub fn path(&self, operation: &Operation, segment: &str) -> (String, bool) {
        let path = &self.promise(operation).path;
        match (path.find('{'), path.find('}')) {
            (Some(start), Some(end)) => (format!("{}{segment}{}", &path[..start], &path[end + 1..]), true),
            _ => (path.clone(), false),
        }
    }

    /// Whether the operation's path parameter is a text, which could climb.
    #[must_use]
    pub fn has_text_segment(&self, operation: &Operation) -> bool {
        let text = |schema| matches!(self.contract.resolve(schema).kind, Kind::String(_));
        let parameters = &self.promise(operation).parameters;
        parameters.iter().any(|parameter| parameter.location == Location::Path && text(&parameter.schema))
    }
}

impl Provider {
    /// Every operation with every status of its table.
    pub fn statuses(&self) -> impl Iterator<Item = (&Operation, u16, &'static str)> {
        let each = |operation: &'_ Operation| operation.statuses.iter().copied();
        self.operations
            .iter()
            .flat_map(move |operation| each(operation).map(move |(status, variant)| (operation, status, variant)))
    }
}

/// A body in the envelope that Jetpack wraps it in.
#[must_use]
pub fn envelope(status: u16, body: &Value) -> Value {
    json!({ "code": status, "headers": [{ "name": "Content-Type", "value": "application/json" }], "body": body })
}

fn envelopes(promise: &Promise, operation: &Operation) -> bool {
    promise.envelope.as_ref().is_some_and(|envelope| envelope.operation_id == operation.id)
}

fn code(status: Status) -> u16 {
    match status {
        Status::Code(code) => code,
        other => panic!("write a check for the status {other}"),
    }
}
