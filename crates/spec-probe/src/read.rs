//! The only place that sends.

use std::fmt;
use std::time::Duration;

use cancelkit_runtime::reqwest::{self, Request};
use cancelkit_runtime::{Answer, HeaderValue, SecretString, Settings, Transport};
use spec_contract::{Method, Operation, SecurityScheme};

use crate::credential::apply;
use crate::plan::is_read;

/// How long one answer may take, body included.
const TIMEOUT: Duration = Duration::from_secs(30);

/// How many bytes of an answer are read: as many as are judged.
const BODY: usize = 1024 * 1024;

/// Sends reads, each once, and nothing else.
#[derive(Debug)]
pub struct Reader(Transport);

/// Why there is no answer.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ReadError {
    /// It is no read: nothing was sent.
    NotARead(String),
    /// It was not sent, or not answered; the reason, without any value.
    Failed(String),
}

impl fmt::Display for ReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotARead(operation) => write!(f, "`{operation}` is no read: nothing was sent"),
            Self::Failed(why) => f.write_str(why),
        }
    }
}

impl std::error::Error for ReadError {}

impl Reader {
    /// Over a transport of its own: no redirects, no repetition, a bounded body and a bounded time.
    ///
    /// # Errors
    ///
    /// A TLS setup that fails.
    pub fn new() -> Result<Self, String> {
        Self::within(TIMEOUT)
    }

    /// The same with another time for one answer.
    ///
    /// # Errors
    ///
    /// A TLS setup that fails.
    pub fn within(timeout: Duration) -> Result<Self, String> {
        let settings = Settings::default().timeout(timeout).body_limit(BODY);
        Transport::new(&settings).map(Self).map_err(|error| error.to_string())
    }

    /// Asks for what an operation reads.
    ///
    /// # Errors
    ///
    /// [`ReadError::NotARead`] for every method but GET and HEAD and for every operation with `x-cancellation`, whoever selected it.
    pub async fn read(
        &self,
        operation: &Operation,
        url: &str,
        credentials: &[(&SecurityScheme, &SecretString)],
    ) -> Result<Answer, ReadError> {
        let method = match operation.method {
            Method::Get if is_read(operation) => reqwest::Method::GET,
            Method::Head if is_read(operation) => reqwest::Method::HEAD,
            _ => return Err(ReadError::NotARead(operation.id.clone())),
        };
        // What a URL's parser says repeats the URL, in which identifiers stand.
        let url = url.parse().map_err(|_| ReadError::Failed("the URL cannot be used; look at --server".to_owned()))?;
        let mut request = Request::new(method, url);
        let media =
            operation.responses.iter().flat_map(|response| &response.media).map(|media| media.media_type.as_str());
        let mut accepted: Vec<&str> = media.collect();
        accepted.dedup();
        if let Ok(value) = HeaderValue::from_str(&accepted.join(", "))
            && !accepted.is_empty()
        {
            request.headers_mut().insert("accept", value);
        }
        for (scheme, secret) in credentials {
            apply(&mut request, scheme, secret).map_err(ReadError::Failed)?;
        }
        self.0.send(request).await.map_err(|error| ReadError::Failed(error.to_string()))
    }
}
