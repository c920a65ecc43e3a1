use std::fmt;
use std::future::Future;
use std::pin::pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Waker};

use reqwest::{Request, Response};

use crate::NotSent;

/// Takes the request that generated code built, instead of sending it.
///
/// A client's `exec` hook calls [`Capture::keep`] and returns [`Capture::answer`]; [`build_now`] drives the generated code and takes
/// the request out again. Clones share one place. Several threads may build through one capture: [`build_now`] lets them in one by
/// one, so none can take another's request.
#[derive(Clone, Default)]
pub struct Capture {
    shared: Arc<Shared>,
}

#[derive(Default)]
struct Shared {
    /// Held by `build_now` from start to end.
    turn: Mutex<()>,
    kept: Mutex<Option<Request>>,
}

impl Capture {
    /// Keeps the request; one kept before is dropped.
    pub fn keep(&self, request: Request) {
        *lock(&self.shared.kept) = Some(request);
    }

    /// Takes the kept request out.
    #[must_use]
    pub fn take(&self) -> Option<Request> {
        lock(&self.shared.kept).take()
    }

    /// What the hook returns in place of a server's answer: an empty 204. It never reaches a caller.
    #[must_use]
    pub fn answer() -> Response {
        let mut answer = http::Response::new(Vec::new());
        *answer.status_mut() = http::StatusCode::NO_CONTENT;
        Response::from(answer)
    }
}

impl fmt::Debug for Capture {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Capture")
    }
}

/// Runs generated code until it hands its request to `capture`, and returns that request.
///
/// The future is polled once: with a capturing `exec` hook it never waits for anything, so no async runtime is needed and nothing is
/// sent. The URL's fragment (by which the generator tells operations of one path apart) and the `api-version` header (which
/// progenitor adds to every request) are removed.
///
/// # Errors
///
/// [`NotSent`] when no request was captured. The future's own error is dropped, since its text may hold parts of the payload.
pub fn build_now<F, T, E>(capture: &Capture, future: F) -> Result<Request, NotSent>
where
    F: Future<Output = Result<T, E>>,
{
    let _turn = lock(&capture.shared.turn);
    // What an earlier use may have left behind is not this call's request.
    drop(capture.take());
    let outcome = pin!(future).poll(&mut Context::from_waker(Waker::noop()));
    let mut request = match (capture.take(), outcome) {
        (Some(request), _) => request,
        (None, _) => {
            return Err(NotSent::not_built(
                "the request could not be built from these parameters; check them for values that a URL, a header or a body cannot hold",
            ));
        }
    };
    request.url_mut().set_fragment(None);
    request.headers_mut().remove("api-version");
    Ok(request)
}

/// A panic elsewhere leaves nothing half-written behind these locks.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use std::convert::Infallible;
    use std::thread;

    use reqwest::{Method, Request};

    use super::{Capture, build_now};
    use crate::NotSentKind;

    fn request(url: &str) -> Request {
        Request::new(Method::POST, url.parse().unwrap())
    }

    /// Generated code with a capturing `exec` hook.
    async fn generated(capture: &Capture, request: Request) -> Result<u16, Infallible> {
        capture.keep(request);
        Ok(Capture::answer().status().as_u16())
    }

    #[test]
    fn nothing_captured_is_not_sent() {
        let capture = Capture::default();
        capture.keep(request("https://example.com/stale"));
        let error = build_now(&capture, async { Ok::<_, Infallible>(()) }).unwrap_err();
        assert_eq!(error.kind(), NotSentKind::NotBuilt);
        let error = build_now(&capture, std::future::pending::<Result<(), Infallible>>()).unwrap_err();
        assert_eq!(error.kind(), NotSentKind::NotBuilt);
    }

    #[test]
    fn the_fragment_and_the_version_header_are_removed_and_nothing_else() {
        let capture = Capture::default();
        let mut given = request("https://example.com/a%20b?c=d#cancel-2");
        given.headers_mut().insert("api-version", "1".parse().unwrap());
        given.headers_mut().insert("accept", "text/plain".parse().unwrap());
        let built = build_now(&capture, generated(&capture, given)).unwrap();
        assert_eq!(built.url().as_str(), "https://example.com/a%20b?c=d");
        assert_eq!(built.headers().len(), 1);
        assert!(capture.take().is_none());
    }

    #[test]
    fn a_request_is_taken_even_where_the_generated_code_waits_afterwards() {
        let capture = Capture::default();
        let future = async {
            capture.keep(request("https://example.com/"));
            std::future::pending::<Result<(), Infallible>>().await
        };
        assert!(build_now(&capture, future).is_ok());
    }

    #[test]
    fn threads_that_share_a_capture_get_their_own_requests() {
        let capture = Capture::default();
        thread::scope(|scope| {
            for thread in 0..4 {
                let capture = capture.clone();
                scope.spawn(move || {
                    for turn in 0..500 {
                        let url = format!("https://example.com/{thread}/{turn}");
                        let built = build_now(&capture, generated(&capture, request(&url))).unwrap();
                        assert_eq!(built.url().as_str(), url);
                    }
                });
            }
        });
    }
}
