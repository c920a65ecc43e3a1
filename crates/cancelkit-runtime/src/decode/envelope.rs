use std::borrow::Cow;
use std::collections::HashMap;

use http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use serde_json::Value;
use serde_json::value::RawValue;

use crate::{Answer, Problem, Unreadable};

/// The answer inside an envelope: a JSON body that carries the real status, headers and body of an answer.
///
/// `code`, `headers` and `body` are JSON Pointers (RFC 6901) into the envelope. The headers are an array of objects with `name` and
/// `value`; those that are no HTTP headers are passed over, since the status and the body decide. The inner body is given as the
/// JSON text that came, byte for byte; a null body as none.
///
/// # Errors
///
/// [`Unreadable`] when the envelope is no JSON or carries no status.
pub fn envelope(answer: &Answer, code: &str, headers: &str, body: &str) -> Result<Answer, Unreadable> {
    let whole: Value = super::json(answer, &["application/json"])?;
    let missing = |pointer: &str, wanted: &str| {
        let problem = Problem::Schema { pointer: pointer.to_owned(), wanted: Some(wanted.to_owned()) };
        Unreadable::new(answer.clone(), problem)
    };
    let status = whole
        .pointer(code)
        .and_then(Value::as_u64)
        .and_then(|number| u16::try_from(number).ok())
        .and_then(|number| StatusCode::from_u16(number).ok())
        .ok_or_else(|| missing(code, "expected an HTTP status"))?;
    let mut inner = HeaderMap::new();
    for pair in whole.pointer(headers).and_then(Value::as_array).into_iter().flatten() {
        let name = pair.get("name").and_then(Value::as_str).and_then(|name| HeaderName::try_from(name).ok());
        let value = pair.get("value").and_then(Value::as_str).and_then(|value| HeaderValue::try_from(value).ok());
        if let (Some(name), Some(value)) = (name, value) {
            inner.append(name, value);
        }
    }
    let text = match raw(answer.body(), body) {
        None => return Err(missing(body, "missing the body")),
        Some("null") => "",
        Some(text) => text,
    };
    Ok(Answer::new(status, inner, answer.body().slice_ref(text.as_bytes()), None))
}

/// The text of the value at a JSON Pointer, as it stands in `json`.
fn raw<'a>(json: &'a [u8], pointer: &str) -> Option<&'a str> {
    let mut text = std::str::from_utf8(json).ok()?.trim_start_matches('\u{feff}');
    for token in pointer.split('/').skip(1) {
        let token = token.replace("~1", "/").replace("~0", "~");
        let mut members: HashMap<Cow<'a, str>, &'a RawValue> = serde_json::from_str(text).ok()?;
        text = members.remove(token.as_str())?.get();
    }
    Some(text.trim())
}

#[cfg(test)]
mod tests {
    use http::{HeaderMap, StatusCode};

    use super::envelope;
    use crate::{Answer, Answered};

    fn unwrapped(body: &'static str) -> Result<Answer, crate::Unreadable> {
        let answer = Answer::new(StatusCode::OK, HeaderMap::new(), body, None);
        envelope(&answer, "/code", "/headers", "/body")
    }

    #[test]
    fn an_envelope_without_a_status_proves_nothing() {
        for body in ["{}", r#"{"code":"400","body":{}}"#, r#"{"code":99,"body":{}}"#, r#"{"code":200}"#, "[]", "<html>"]
        {
            assert!(unwrapped(body).is_err(), "{body}");
        }
    }

    #[test]
    fn the_real_status_headers_and_body_come_out() {
        let body = r#"{"code":403,"headers":[{"name":"Content-Type","value":"application/json"},{"name":"no good","value":"x"}],
            "body":{"error":"invalid_scope"}}"#;
        let inner = unwrapped(body).expect("an envelope");
        assert_eq!(inner.status(), StatusCode::FORBIDDEN);
        assert_eq!(inner.headers().len(), 1);
        assert_eq!(inner.raw().as_ref(), br#"{"error":"invalid_scope"}"#);
    }

    #[test]
    fn the_inner_body_stays_as_it_came() {
        let inner = unwrapped(r#"{"code":200,"headers":[],"body": {"b":1.10,  "a":"\u00e9"} }"#).expect("an envelope");
        assert_eq!(inner.raw().as_ref(), br#"{"b":1.10,  "a":"\u00e9"}"#);
        assert!(unwrapped(r#"{"code":200,"headers":[],"body":null}"#).expect("an envelope").raw().is_empty());
    }
}
