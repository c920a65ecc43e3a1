//! From `reqwest`'s errors to what they mean for a caller. Their own text is never passed on: it may hold the URL.

use std::error::Error;
use std::io;

use crate::{BuildError, CallError, NoAnswer, NoAnswerKind, NotSent, NotSentKind};

/// What an error of `Client::execute` proves.
///
/// `is_connect` comes from the connector alone: name lookup, TCP, proxy, TLS and the protocol's own handshake, all of which end
/// before the request is given to the connection. `is_builder` is reqwest's refusal of a URL or a scheme, before the connector. All
/// other errors, `is_request` among them, may stand for something that happened after the first byte was written.
pub(crate) fn exchange(error: &reqwest::Error) -> CallError {
    if error.is_builder() {
        return NotSent::not_built("the HTTP client refused the request's URL or headers").into();
    }
    if error.is_connect() {
        return NotSent::new(NotSentKind::NoConnection, connect_detail(error)).into();
    }
    NoAnswer::new(if error.is_timeout() { NoAnswerKind::Timeout } else { NoAnswerKind::Interrupted }).into()
}

/// What kept a client from being built.
pub(crate) fn build(error: &reqwest::Error) -> BuildError {
    #[cfg(feature = "rustls")]
    if find::<rustls::Error>(error).is_some() {
        return BuildError::http_client(
            "TLS could not be set up, most often because this machine has no certificate store; install its `ca-certificates` package",
        );
    }
    if find::<http::Error>(error).is_some_and(http::Error::is::<http::header::InvalidHeaderValue>) {
        return BuildError::http_client("the user agent has a character that HTTP forbids");
    }
    BuildError::http_client("its settings contradict each other; check the builder you gave, if you gave one")
}

fn connect_detail(error: &reqwest::Error) -> &'static str {
    if error.is_timeout() {
        return "no connection in the time allowed; check the address and the network, then try again";
    }
    if error.is_dns() {
        return "the host's name could not be looked up; check its spelling and the network, then try again";
    }
    #[cfg(feature = "rustls")]
    if let Some(tls) = find::<rustls::Error>(error) {
        return match tls {
            rustls::Error::InvalidCertificate(_) => {
                "the server's certificate is not trusted for this host; check the address, this machine's clock and its certificate store"
            }
            _ => "TLS could not be agreed on with the server; check that the address speaks TLS 1.2 or newer",
        };
    }
    let innermost = causes(error).filter_map(|cause| cause.downcast_ref()).last();
    match innermost.map(io::Error::kind) {
        Some(io::ErrorKind::ConnectionRefused) => {
            "the connection was refused; check the address and the port, then try again"
        }
        Some(io::ErrorKind::HostUnreachable | io::ErrorKind::NetworkUnreachable) => {
            "the host cannot be reached; check the network, then try again"
        }
        _ if cfg!(not(feature = "rustls")) => {
            "no connection could be made; check the address, and for https the feature `rustls`, which is off"
        }
        _ => "no connection could be made; check the address and the network, then try again",
    }
}

/// The first error of type `E` among the causes.
fn find<E: Error + 'static>(error: &reqwest::Error) -> Option<&E> {
    causes(error).find_map(|cause| cause.downcast_ref())
}

/// All causes, outermost first. An `io::Error` hides what it wraps from `source`, so it is unwrapped here.
fn causes(error: &reqwest::Error) -> impl Iterator<Item = &(dyn Error + 'static)> {
    std::iter::successors(error.source(), |&cause| {
        match cause.downcast_ref::<io::Error>().and_then(io::Error::get_ref) {
            Some(wrapped) => Some(wrapped),
            None => cause.source(),
        }
    })
}
