//! What came in.

use bytes::Bytes;
use http::HeaderMap;
use serde_json::Value;

use crate::Provider;

/// A request that the simulator read. The values of its headers are not kept, credentials being among them.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Received {
    /// The provider, if the path names one.
    pub provider: Option<Provider>,
    /// The `operationId`, if method and path lead to one.
    pub operation: Option<String>,
    /// The method.
    pub method: String,
    /// The path as it came, escapes and all.
    pub path: String,
    /// The query, unescaped, in the order in which it came.
    pub query: Vec<(String, String)>,
    /// The names of the headers, in lower case.
    pub header_names: Vec<String>,
    /// The content type, if there is one.
    pub content_type: Option<String>,
    /// The body.
    pub body: Bytes,
    /// The status that was answered; nothing if the request was not answered or not yet.
    pub answered: Option<u16>,
}

impl Received {
    /// The body as JSON, if it is that.
    #[must_use]
    pub fn json(&self) -> Option<Value> {
        serde_json::from_slice(&self.body).ok()
    }

    /// The body as form fields.
    #[must_use]
    pub fn form(&self) -> Vec<(String, String)> {
        form_urlencoded::parse(&self.body).into_owned().collect()
    }

    /// Whether the request had a header of this name, in any case.
    #[must_use]
    pub fn has_header(&self, name: &str) -> bool {
        self.header_names.iter().any(|have| have.eq_ignore_ascii_case(name))
    }
}

/// A request as the checks see it, header values included.
pub(crate) struct Incoming {
    pub(crate) method: String,
    pub(crate) path: String,
    pub(crate) query: Vec<(String, String)>,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
}

impl Incoming {
    pub(crate) fn new(parts: &http::request::Parts, body: Bytes) -> Self {
        let query = parts.uri.query().unwrap_or_default();
        Self {
            method: parts.method.to_string(),
            path: parts.uri.path().to_owned(),
            query: form_urlencoded::parse(query.as_bytes()).into_owned().collect(),
            headers: parts.headers.clone(),
            body,
        }
    }

    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).and_then(|value| value.to_str().ok())
    }

    pub(crate) fn record(&self, provider: Option<Provider>, operation: Option<&str>) -> Received {
        let mut header_names: Vec<String> = self.headers.keys().map(ToString::to_string).collect();
        header_names.sort_unstable();
        Received {
            provider,
            operation: operation.map(str::to_owned),
            method: self.method.clone(),
            path: self.path.clone(),
            query: self.query.clone(),
            header_names,
            content_type: self.header("content-type").map(str::to_owned),
            body: self.body.clone(),
            answered: None,
        }
    }
}
