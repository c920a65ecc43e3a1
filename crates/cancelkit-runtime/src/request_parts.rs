use http::{HeaderName, HeaderValue, header};
use reqwest::Request;

use crate::{Credential, NotSent};

/// What a client adds to a request that generated code built: `Accept`, another `Content-Type`, headers, credentials.
///
/// ```
/// # use cancelkit_runtime::{Credential, RequestParts, reqwest};
/// # let mut request = reqwest::Request::new(reqwest::Method::GET, "https://example.com".parse().unwrap());
/// let credentials = [Credential::bearer("token".into())];
/// RequestParts::new()
///     .accept(&["application/vnd.api+json"])
///     .credentials(&credentials)
///     .apply(&mut request)?;
/// # Ok::<(), cancelkit_runtime::NotSent>(())
/// ```
#[derive(Clone, Copy, Debug, Default)]
pub struct RequestParts<'a> {
    accept: &'a [&'static str],
    content_type: Option<&'static str>,
    headers: &'a [(&'static str, &'a str)],
    credentials: &'a [Credential],
}

impl<'a> RequestParts<'a> {
    /// Adds nothing yet.
    #[must_use]
    pub const fn new() -> Self {
        Self { accept: &[], content_type: None, headers: &[], credentials: &[] }
    }

    /// The media types of `Accept`, in the order of preference. With none the header is removed.
    #[must_use]
    pub const fn accept(mut self, media_types: &'a [&'static str]) -> Self {
        self.accept = media_types;
        self
    }

    /// The `Content-Type` in place of the one that generated code wrote. It is set only on a request that has a body.
    #[must_use]
    pub const fn content_type(mut self, media_type: Option<&'static str>) -> Self {
        self.content_type = media_type;
        self
    }

    /// Further headers, each in place of one of its name.
    #[must_use]
    pub const fn headers(mut self, headers: &'a [(&'static str, &'a str)]) -> Self {
        self.headers = headers;
        self
    }

    /// The credentials, applied last.
    #[must_use]
    pub const fn credentials(mut self, credentials: &'a [Credential]) -> Self {
        self.credentials = credentials;
        self
    }

    /// Changes the request.
    ///
    /// # Errors
    ///
    /// [`NotSent`] when a name or a value cannot stand in a header; the request may then be half changed and must be dropped.
    pub fn apply(&self, request: &mut Request) -> Result<(), NotSent> {
        if self.accept.is_empty() {
            request.headers_mut().remove(header::ACCEPT);
        } else {
            set(request, "accept", &self.accept.join(", "))?;
        }
        if let Some(media_type) = self.content_type
            && request.body().is_some()
        {
            set(request, "content-type", media_type)?;
        }
        for (name, value) in self.headers {
            set(request, name, value)?;
        }
        for credential in self.credentials {
            credential.apply(request)?;
        }
        Ok(())
    }
}

fn set(request: &mut Request, name: &str, value: &str) -> Result<(), NotSent> {
    let header =
        HeaderName::from_bytes(name.as_bytes()).map_err(|_| NotSent::not_built("a header has no valid name"))?;
    let value = HeaderValue::from_str(value).map_err(|_| NotSent::header_value(name))?;
    request.headers_mut().insert(header, value);
    Ok(())
}

#[cfg(test)]
mod tests {
    use reqwest::{Method, Request};

    use super::RequestParts;
    use crate::{Credential, NotSentKind};

    fn request(body: Option<&'static str>) -> Request {
        let mut request = Request::new(Method::POST, "https://example.com/".parse().unwrap());
        request.headers_mut().insert("accept", "application/json".parse().unwrap());
        *request.body_mut() = body.map(reqwest::Body::from);
        request
    }

    #[test]
    fn what_cannot_stand_in_a_header_is_refused() {
        let refused = |name, value| {
            let headers = [(name, value)];
            RequestParts::new().headers(&headers).apply(&mut request(None)).unwrap_err().kind()
        };
        assert_eq!(refused("x-note", "a\r\nx-evil: 1"), NotSentKind::HeaderValue);
        assert_eq!(refused("x note", "a"), NotSentKind::NotBuilt);
    }

    #[test]
    fn headers_are_replaced() {
        let mut request = request(Some("{}"));
        let credentials = [Credential::bearer("t".into())];
        RequestParts::new()
            .accept(&["application/vnd.api+json", "application/json"])
            .content_type(Some("application/vnd.api+json"))
            .headers(&[("x-note", "a")])
            .credentials(&credentials)
            .apply(&mut request)
            .unwrap();
        let headers = request.headers();
        assert_eq!(headers["accept"], "application/vnd.api+json, application/json");
        assert_eq!(headers["content-type"], "application/vnd.api+json");
        assert_eq!(headers["x-note"], "a");
        assert_eq!(headers["authorization"], "Bearer t");
    }

    #[test]
    fn without_a_body_there_is_no_content_type_and_without_types_no_accept() {
        let mut request = request(None);
        RequestParts::new().content_type(Some("text/plain")).apply(&mut request).unwrap();
        assert!(request.headers().is_empty());
    }
}
