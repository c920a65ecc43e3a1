use std::fmt;

use http::header;
use reqwest::Request;
use serde::{Deserialize, Serialize};

use crate::credential::is_credential_header;
use crate::hidden::is_hidden;
use crate::redact::{self, REDACTED};

/// A request as it would be sent, without its secrets. It is made without any I/O and can be stored and shown.
///
/// Not in it: what the HTTP client adds by itself (`Host`, `Content-Length`, `User-Agent`) and the default headers of a caller's own
/// builder.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Preview {
    /// The method: `POST`.
    pub method: String,
    /// The URL, without user name and password, and with sensitive query parameters redacted.
    pub url: String,
    /// The headers in the order of the request, credentials as `[redacted]`.
    pub headers: Vec<(String, String)>,
    /// The body's text with sensitive members redacted; a phrase in brackets for a body that is neither JSON nor a form; `None`
    /// without a body.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub body: Option<String>,
}

impl Preview {
    /// The preview of a request.
    ///
    /// `sensitive` names the JSON members, form fields and query parameters whose values are secret, wherever they stand and
    /// whatever their case; `password`, `client_secret`, `access_token` and the like are always among them. `credential_header` is
    /// the name and the prefix (`"Bearer "`) of a credential that is added when the request is sent: it is shown as if it were there.
    #[must_use]
    pub fn of(request: &Request, sensitive: &[&str], credential_header: Option<(&str, &str)>) -> Self {
        let mut url = request.url().clone();
        // These fail only on URLs that have no host, and so no credentials either.
        let _ = url.set_username("");
        let _ = url.set_password(None);
        let query = url.query().map(|query| redact::form(query, sensitive));
        url.set_query(query.as_deref());

        let mut headers: Vec<(String, String)> = request
            .headers()
            .iter()
            .filter(|(name, _)| credential_header.is_none_or(|(own, _)| !name.as_str().eq_ignore_ascii_case(own)))
            .map(|(name, value)| {
                let secret = value.is_sensitive()
                    || is_credential_header(name)
                    || redact::is_sensitive(name.as_str(), sensitive);
                let shown =
                    if secret { REDACTED.to_owned() } else { String::from_utf8_lossy(value.as_bytes()).into_owned() };
                (name.as_str().to_owned(), shown)
            })
            .collect();
        if let Some((name, prefix)) = credential_header {
            headers.push((name.to_ascii_lowercase(), format!("{prefix}{REDACTED}")));
        }

        Self {
            method: request.method().as_str().to_owned(),
            url: url.into(),
            headers,
            body: request.body().map(|body| body_text(request, body, sensitive)),
        }
    }
}

fn body_text(request: &Request, body: &reqwest::Body, sensitive: &[&str]) -> String {
    let Some(bytes) = body.as_bytes() else {
        return "[a streamed body, not shown]".to_owned();
    };
    let media_type = request
        .headers()
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default()
        .to_ascii_lowercase();
    let shown = std::str::from_utf8(bytes).ok().and_then(|text| {
        if media_type.starts_with("application/x-www-form-urlencoded") {
            Some(redact::form(text, sensitive))
        } else {
            redact::json(text, sensitive)
        }
    });
    shown.unwrap_or_else(|| format!("[{} bytes, not shown]", bytes.len()))
}

/// An HTTP message: request line, headers, an empty line, the body. Control characters are escaped, except line breaks and tabs of
/// the body.
impl fmt::Display for Preview {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", Line(&self.method), Line(&self.url))?;
        for (name, value) in &self.headers {
            write!(f, "\n{}: {}", Line(name), Line(value))?;
        }
        match &self.body {
            Some(body) => {
                f.write_str("\n\n")?;
                escape(f, body, &['\n', '\t'])
            }
            None => Ok(()),
        }
    }
}

/// Text that must not leave its line.
struct Line<'a>(&'a str);

impl fmt::Display for Line<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        escape(f, self.0, &[])
    }
}

fn escape(f: &mut fmt::Formatter<'_>, text: &str, kept: &[char]) -> fmt::Result {
    text.chars().try_for_each(|c| {
        if is_hidden(c) && !kept.contains(&c) {
            write!(f, "{}", c.escape_unicode())
        } else {
            fmt::Write::write_char(f, c)
        }
    })
}

#[cfg(test)]
mod tests {
    use reqwest::{Body, Method, Request};

    use super::Preview;

    fn request(content_type: &'static str, body: impl Into<Body>) -> Request {
        let mut request = Request::new(Method::PUT, "https://example.com/a%0Ab".parse().unwrap());
        request.headers_mut().insert("content-type", content_type.parse().unwrap());
        *request.body_mut() = Some(body.into());
        request
    }

    fn body(content_type: &'static str, body: &'static [u8]) -> String {
        Preview::of(&request(content_type, body), &["pin"], None).body.unwrap()
    }

    #[test]
    fn a_body_that_cannot_be_redacted_is_not_shown() {
        assert_eq!(body("text/plain", b"pin=1234"), "[8 bytes, not shown]");
        assert_eq!(body("application/json", b"{\"pin\":"), "[7 bytes, not shown]");
        assert_eq!(body("application/json", b"\"\xff\""), "[3 bytes, not shown]");
    }

    #[test]
    fn json_and_forms_are_shown_redacted() {
        assert_eq!(body("application/vnd.api+json", b"{\"pin\": 1, \"a\": 2}"), "{\"pin\": \"[redacted]\", \"a\": 2}");
        assert_eq!(body("application/x-www-form-urlencoded; charset=utf-8", b"pin=1&a=2"), "pin=[redacted]&a=2");
    }

    #[test]
    fn a_terminal_cannot_be_written_to() {
        let mut request = request("application/json", "{\n\"a\":\"\u{202e}\u{9b}31m\"}");
        request.headers_mut().insert("x-note", http::HeaderValue::from_bytes(b"a\tb\x9bc").unwrap());
        let shown = Preview::of(&request, &[], None).to_string();
        assert!(shown.ends_with("{\n\"a\":\"\\u{202e}\\u{9b}31m\"}"), "{shown}");
        assert!(shown.contains("x-note: a\\u{9}b"), "{shown}");
        assert!(!shown.contains('\u{9b}'), "{shown}");
    }

    #[test]
    fn a_credential_that_is_added_later_is_shown_once() {
        let mut request = request("application/json", "{}");
        request.headers_mut().insert("authorization", "Bearer marker-secret".parse().unwrap());
        let preview = Preview::of(&request, &[], Some(("Authorization", "Bearer ")));
        let shown: Vec<_> = preview.headers.iter().filter(|(name, _)| name == "authorization").collect();
        assert_eq!(shown, [&("authorization".to_owned(), "Bearer [redacted]".to_owned())]);
    }

    #[test]
    fn it_can_be_stored() {
        let preview = Preview::of(&request("application/json", "{}"), &[], None);
        let stored = serde_json::to_string(&preview).unwrap();
        assert_eq!(serde_json::from_str::<Preview>(&stored).unwrap(), preview);
    }
}
