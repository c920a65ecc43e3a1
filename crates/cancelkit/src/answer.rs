use std::fmt;

use cancelkit_runtime::{Answer, Bytes, HeaderMap};
use serde::{Deserialize, Serialize};

use crate::raw_body::RawBody;

/// What came back, as it came: for the record, and for what cancelkit does not read. Where it repeats a secret that the provider knows,
/// `[redacted]` stands in its place.
///
/// `Debug` shows the status and the length of the body, never its text.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct RawAnswer {
    /// The HTTP status.
    pub status: u16,
    /// The provider's id for the request, where a header has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub request_id: Option<String>,
    /// Whether the body is longer than what is kept of it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub truncated: bool,
    body: RawBody,
}

impl RawAnswer {
    /// The body's bytes.
    #[must_use]
    pub fn body(&self) -> &Bytes {
        self.body.bytes()
    }

    #[cfg(any(feature = "jetpack", feature = "kajabi", feature = "rebilly", feature = "stax-bill"))]
    pub(crate) fn set_body(&mut self, bytes: Bytes) {
        self.body = RawBody::new(bytes);
    }
}

impl From<&Answer> for RawAnswer {
    fn from(answer: &Answer) -> Self {
        Self {
            status: answer.status().as_u16(),
            request_id: request_id(answer.headers()),
            truncated: answer.truncated(),
            body: RawBody::new(answer.body().clone()),
        }
    }
}

/// No provider documents such a header; these are the usual names.
fn request_id(headers: &HeaderMap) -> Option<String> {
    const NAMES: [&str; 4] = ["x-request-id", "request-id", "x-correlation-id", "x-amzn-requestid"];
    let value = NAMES.iter().find_map(|name| headers.get(*name))?.to_str().ok()?;
    (!value.is_empty() && value.len() <= 200).then(|| value.to_owned())
}

impl fmt::Debug for RawAnswer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RawAnswer")
            .field("status", &self.status)
            .field("request_id", &self.request_id)
            .field("truncated", &self.truncated)
            .field("body_bytes", &self.body().len())
            .finish()
    }
}

#[cfg(test)]
mod tests {
    use cancelkit_runtime::{Answer, HeaderMap, StatusCode};

    use super::RawAnswer;

    fn raw(body: &'static [u8]) -> RawAnswer {
        let headers = HeaderMap::from_iter([("x-request-id".parse().unwrap(), "req-1".parse().unwrap())]);
        RawAnswer::from(&Answer::new(StatusCode::BAD_GATEWAY, headers, body, None))
    }

    #[test]
    fn a_body_is_kept_to_the_byte_and_never_shown() {
        for body in [&b"marker-secret"[..], b"", b"marker-secret\xff\x00", "m\u{fffd}arker-secret".as_bytes()] {
            let answer = raw(body);
            assert!(!format!("{answer:?}").contains("marker-secret"));
            let stored = serde_json::to_string(&answer).unwrap();
            let back: RawAnswer = serde_json::from_str(&stored).unwrap();
            assert_eq!(back, answer);
            assert_eq!(&back.body()[..], body);
        }
    }

    #[test]
    fn it_is_stored_in_a_readable_form() {
        assert_eq!(
            serde_json::to_string(&raw(b"{}")).unwrap(),
            r#"{"status":502,"request_id":"req-1","body":{"text":"{}"}}"#
        );
        assert_eq!(
            serde_json::to_string(&raw(b"\xff")).unwrap(),
            r#"{"status":502,"request_id":"req-1","body":{"base64":"/w=="}}"#
        );
    }
}
