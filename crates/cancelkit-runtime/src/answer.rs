use std::fmt;
use std::sync::Arc;

use bytes::Bytes;
use http::{HeaderMap, HeaderName, StatusCode};

/// Why a body is not complete.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Truncation {
    /// It is longer than [`Settings::body_limit`](crate::Settings::body_limit); the rest was not read.
    OverLimit,
    /// The connection was lost while it was read.
    ConnectionLost,
    /// The time for the call ran out while it was read.
    Timeout,
}

/// What a server sent back: status, headers and as much of the body as came, as bytes.
///
/// Cloning is cheap. `Debug` shows the status, the headers' names, the values of a few harmless ones and the body's length; never
/// body text.
#[derive(Clone)]
pub struct Answer {
    inner: Arc<Inner>,
}

struct Inner {
    status: StatusCode,
    headers: HeaderMap,
    body: Bytes,
    truncation: Option<Truncation>,
}

impl Answer {
    /// An answer of these parts. [`Transport::send`](crate::Transport::send) makes them; so do tests.
    #[must_use]
    pub fn new(status: StatusCode, headers: HeaderMap, body: impl Into<Bytes>, truncation: Option<Truncation>) -> Self {
        Self { inner: Arc::new(Inner { status, headers, body: body.into(), truncation }) }
    }

    /// The status.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        self.inner.status
    }

    /// The headers, all of them, as they came.
    #[must_use]
    pub fn headers(&self) -> &HeaderMap {
        &self.inner.headers
    }

    /// The body as it came, as far as it was read: see [`Answer::truncated`].
    #[must_use]
    pub fn body(&self) -> &Bytes {
        &self.inner.body
    }

    /// Whether the body is not complete.
    #[must_use]
    pub fn truncated(&self) -> bool {
        self.inner.truncation.is_some()
    }

    /// Why the body is not complete; `None` when it is.
    #[must_use]
    pub fn truncation(&self) -> Option<Truncation> {
        self.inner.truncation
    }
}

impl fmt::Debug for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Answer")
            .field("status", &self.inner.status.as_u16())
            .field("headers", &Shown(&self.inner.headers))
            .field("body_bytes", &self.inner.body.len())
            .field("truncation", &self.inner.truncation)
            .finish()
    }
}

/// Headers, with the values of harmless ones only.
struct Shown<'a>(&'a HeaderMap);

impl fmt::Debug for Shown<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map()
            .entries(self.0.iter().map(|(name, value)| {
                let shown = match value.to_str() {
                    Ok(text) if is_harmless(name) => text,
                    _ => "[not shown]",
                };
                (name.as_str(), shown)
            }))
            .finish()
    }
}

fn is_harmless(name: &HeaderName) -> bool {
    const NAMES: [&str; 9] = [
        "content-length",
        "content-type",
        "date",
        "request-id",
        "retry-after",
        "x-amzn-requestid",
        "x-correlation-id",
        "x-request-id",
        "x-runtime",
    ];
    const PREFIXES: [&str; 3] = ["ratelimit", "x-ratelimit", "x-rate-limit"];
    let name = name.as_str();
    NAMES.contains(&name) || PREFIXES.iter().any(|prefix| name.starts_with(prefix))
}

/// Anything that holds a whole answer: every outcome of a client, so that status, headers and raw bytes can be had of all of them
/// alike.
pub trait Answered {
    /// The answer as it came.
    fn answer(&self) -> &Answer;

    /// The status.
    fn status(&self) -> StatusCode {
        self.answer().status()
    }

    /// The headers.
    fn headers(&self) -> &HeaderMap {
        self.answer().headers()
    }

    /// The body's bytes as they came.
    fn raw(&self) -> &Bytes {
        self.answer().body()
    }

    /// Whether the status is of the 2xx class. Some providers say no with a 200: read the body too.
    fn is_success(&self) -> bool {
        self.status().is_success()
    }
}

impl Answered for Answer {
    fn answer(&self) -> &Answer {
        self
    }
}

#[cfg(test)]
mod tests {
    use http::{HeaderMap, StatusCode};

    use super::{Answer, Answered, Truncation};

    #[test]
    fn debug_shows_harmless_values_only() {
        let headers = HeaderMap::from_iter([
            ("content-type".parse().unwrap(), "text/html".parse().unwrap()),
            ("x-ratelimit-remaining".parse().unwrap(), "3".parse().unwrap()),
            ("set-cookie".parse().unwrap(), "marker-secret".parse().unwrap()),
        ]);
        let answer = Answer::new(StatusCode::BAD_GATEWAY, headers, "marker-secret", Some(Truncation::Timeout));
        assert_eq!(
            format!("{answer:?}"),
            "Answer { status: 502, headers: {\"content-type\": \"text/html\", \"x-ratelimit-remaining\": \"3\", \
             \"set-cookie\": \"[not shown]\"}, body_bytes: 13, truncation: Some(Timeout) }"
        );
        assert!(!answer.is_success());
        assert_eq!(&answer.raw()[..], b"marker-secret");
    }
}
