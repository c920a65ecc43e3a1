use std::fmt;

use bytes::{Bytes, BytesMut};
use reqwest::{Client, ClientBuilder, Request, Response};

use crate::{Answer, BuildError, CallError, NotSent, NotSentKind, Settings, Truncation, classify, host};

/// Sends requests, each of them once.
///
/// - Redirects are not followed: a credential goes to the host it was meant for and nowhere else, and a 3xx is an answer.
/// - Nothing is sent a second time. `reqwest`'s own repetition of protocol refusals is off. Below it, hyper-util can repeat a request
///   on a new connection when the idle one it had chosen turns out to be closed; that is left on, since it concerns only requests of
///   which no byte was written (see the comment in the source).
/// - `https` to any host with TLS 1.2 or newer; plain `http` to this machine only.
/// - The body is read up to a limit, and the whole call has a time limit.
///
/// Cloning is cheap and shares the connections.
#[derive(Clone)]
pub struct Transport {
    client: Client,
    body_limit: usize,
}

impl Transport {
    /// A transport of these settings, without any proxy: the environment's proxy variables are not read.
    ///
    /// # Errors
    ///
    /// [`BuildError`] when the user agent is no header value or the machine has no certificate store.
    pub fn new(settings: &Settings) -> Result<Self, BuildError> {
        let builder = Client::builder().no_proxy();
        #[cfg(not(feature = "http2"))]
        let builder = builder.http1_only();
        let agent = concat!("cancelkit/", env!("CARGO_PKG_VERSION"));
        Self::from_builder(builder.user_agent(agent), settings)
    }

    /// A transport from a caller's builder: proxies, roots of trust, client certificates, a name resolver are the caller's choice.
    ///
    /// What this crate promises is applied last and wins: no redirects, no repetition, TLS 1.2 or newer, no traffic in logs, the
    /// settings' time limits, and its user agent where one is set. Two things are beyond its reach: a TLS backend that is configured
    /// elsewhere and handed to the builder keeps its own floor, and a proxy sees plain `http` to this machine.
    ///
    /// # Errors
    ///
    /// [`BuildError`] when the client cannot be built of it.
    pub fn from_builder(builder: ClientBuilder, settings: &Settings) -> Result<Self, BuildError> {
        #[cfg(feature = "rustls")]
        crate::tls::ensure_provider();

        let mut builder = builder
            .redirect(reqwest::redirect::Policy::none())
            // reqwest repeats by default what HTTP/2 refuses with REFUSED_STREAM or GOAWAY: off.
            //
            // What stays is one repetition inside hyper-util (0.1.21, `client/legacy/client.rs`, `send_request`), which reqwest
            // cannot turn off: when a *reused* connection fails and hyper hands the request *back*, it goes out on another
            // connection. hyper (1.12.0) hands a request back only while it is still queued: `proto/h1/dispatch.rs`, `recv_msg`,
            // takes it from the channel that the connection has not read yet; once the connection took it (`poll_msg`), and so
            // before the first byte is encoded, failures carry `message: None` and are final. HTTP/2 is the same
            // (`proto/h2/client.rs`: `message: None` in all places after `send_request`). So no byte of a repeated request was
            // ever written, and keeping idle connections is safe. `tests/reuse.rs` holds this fast.
            .retry(reqwest::retry::never())
            .connection_verbose(false)
            .connect_timeout(settings.effective_connect_timeout())
            .timeout(settings.timeout);
        #[cfg(feature = "rustls")]
        {
            builder = builder.tls_version_min(reqwest::tls::Version::TLS_1_2);
        }
        if let Some(agent) = &settings.user_agent {
            builder = builder.user_agent(agent);
        }
        let client = builder.build().map_err(|error| classify::build(&error))?;
        Ok(Self { client, body_limit: settings.body_limit })
    }

    /// The HTTP client, for generated code to build requests with. Requests sent with it directly lack the checks of
    /// [`Transport::send`].
    #[must_use]
    pub fn client(&self) -> &Client {
        &self.client
    }

    /// Sends the request once and reads the answer up to the body limit.
    ///
    /// An answer whose body is longer than the limit, or whose body breaks off, is returned with what came of it and
    /// [`Answer::truncated`]: its status and headers are known. Decoding it yields
    /// [`Unreadable`](crate::Unreadable).
    ///
    /// Dropping the future before it ends leaves the same doubt as [`NoAnswer`](crate::NoAnswer).
    ///
    /// # Errors
    ///
    /// [`CallError::NotSent`] only where provably no byte of the request was written: an unsafe URL, or a failure to connect.
    /// [`CallError::NoAnswer`] for everything else before a status line came, time limits included.
    pub async fn send(&self, request: Request) -> Result<Answer, CallError> {
        if !host::is_safe(request.url()) {
            return Err(NotSent::new(
                NotSentKind::InsecureUrl,
                "the URL is neither https nor http to this machine (localhost, 127.0.0.0/8, ::1), and a credential may be in it; use https",
            )
            .into());
        }
        let mut response = self.client.execute(request).await.map_err(|error| classify::exchange(&error))?;
        let status = response.status();
        let headers = std::mem::take(response.headers_mut());
        let (body, truncation) = read_body(response, self.body_limit).await;
        Ok(Answer::new(status, headers, body, truncation))
    }
}

async fn read_body(mut response: Response, limit: usize) -> (Bytes, Option<Truncation>) {
    let mut body = BytesMut::new();
    loop {
        match response.chunk().await {
            Ok(Some(chunk)) => {
                let room = limit - body.len();
                if chunk.len() > room {
                    body.extend_from_slice(&chunk[..room]);
                    return (body.freeze(), Some(Truncation::OverLimit));
                }
                body.extend_from_slice(&chunk);
            }
            Ok(None) => return (body.freeze(), None),
            Err(error) if error.is_timeout() => return (body.freeze(), Some(Truncation::Timeout)),
            Err(_) => return (body.freeze(), Some(Truncation::ConnectionLost)),
        }
    }
}

impl fmt::Debug for Transport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // reqwest's own Debug prints default headers, which a caller's builder may have filled with credentials.
        f.debug_struct("Transport").field("body_limit", &self.body_limit).finish_non_exhaustive()
    }
}
