//! From an [`Answer`] to what the document describes for its status. A decoder of a client calls one of these for each documented
//! status; every failure keeps the answer.

mod envelope;
mod json;
mod media_type;

use std::str::FromStr;

use bytes::Bytes;
use http::HeaderMap;

pub use self::envelope::envelope;
pub use self::json::json;
#[cfg(feature = "observe")]
pub(crate) use self::media_type::{covers, essence, is_json};
use crate::{Answer, Problem, Unreadable};

/// Checks that the answer has no body where the document describes none.
///
/// Under a 2xx status anything but whitespace is refused: a success with a body that nobody described is not the provider's clear
/// word. Under any other status a body is let pass (many documents describe no error bodies); it can be read as raw bytes.
///
/// # Errors
///
/// [`Unreadable`] for a body under a success status, complete or not.
pub fn empty(answer: &Answer) -> Result<(), Unreadable> {
    if !answer.status().is_success() {
        return Ok(());
    }
    refuse_truncated(answer)?;
    if answer.body().trim_ascii().is_empty() {
        Ok(())
    } else {
        Err(Unreadable::new(answer.clone(), Problem::Unexpected))
    }
}

/// The body's bytes, where the document describes a body that is not JSON.
///
/// # Errors
///
/// [`Unreadable`] when the body is not complete or its media type is none of `media_types` (a missing `Content-Type` passes).
pub fn bytes(answer: &Answer, media_types: &[&str]) -> Result<Bytes, Unreadable> {
    refuse_truncated(answer)?;
    media_type::check(answer, media_types)?;
    Ok(answer.body().clone())
}

/// The body as text, where the document describes one that is.
///
/// # Errors
///
/// As [`bytes`](fn@bytes), and when the body is not UTF-8.
pub fn text(answer: &Answer, media_types: &[&str]) -> Result<String, Unreadable> {
    let body = bytes(answer, media_types)?;
    String::from_utf8(body.into()).map_err(|_| Unreadable::new(answer.clone(), Problem::NotUtf8))
}

/// Which of several groups of media types the answer is of: the group that lists its very type, or else the first that covers it. An answer
/// without a `Content-Type` is of the first group.
///
/// # Errors
///
/// [`Unreadable`] when the body is not complete or its media type is of no group.
pub fn choose(answer: &Answer, groups: &[&[&str]]) -> Result<usize, Unreadable> {
    refuse_truncated(answer)?;
    let all: Vec<&str> = groups.concat();
    media_type::check(answer, &all)?;
    let same = |group: &&[&str]| media_type::is_listed(answer, group);
    let covered = |group: &&[&str]| media_type::check(answer, group).is_ok();
    let position = groups.iter().position(same).or_else(|| groups.iter().position(covered));
    Ok(position.unwrap_or_default())
}

/// A header's value, read as `T`; `None` where it is missing or cannot be read so. Of several of one name the first counts.
#[must_use]
pub fn header<T: FromStr>(headers: &HeaderMap, name: &str) -> Option<T> {
    headers.get(name)?.to_str().ok()?.trim().parse().ok()
}

fn refuse_truncated(answer: &Answer) -> Result<(), Unreadable> {
    match answer.truncation() {
        None => Ok(()),
        Some(truncation) => Err(Unreadable::new(answer.clone(), Problem::Truncated(truncation))),
    }
}

#[cfg(test)]
mod tests {
    use http::{HeaderMap, StatusCode};

    use super::{bytes, choose, empty, header, text};
    use crate::{Answer, Problem, Truncation};

    fn answer(status: u16, content_type: Option<&'static str>, body: &'static [u8]) -> Answer {
        let mut headers = HeaderMap::new();
        if let Some(value) = content_type {
            headers.insert("content-type", value.parse().unwrap());
        }
        Answer::new(StatusCode::from_u16(status).unwrap(), headers, body, None)
    }

    #[test]
    fn a_success_with_an_undescribed_body_is_not_believed() {
        let problem = empty(&answer(200, None, b"{}")).unwrap_err().problem().clone();
        assert_eq!(problem, Problem::Unexpected);
        assert!(empty(&answer(204, None, b" \r\n")).is_ok());
        assert!(empty(&answer(401, None, b"<html>")).is_ok());
    }

    #[test]
    fn a_cut_body_is_refused() {
        let cut = Answer::new(StatusCode::OK, HeaderMap::new(), "x", Some(Truncation::Timeout));
        let problem = Problem::Truncated(Truncation::Timeout);
        assert_eq!(empty(&cut).unwrap_err().problem(), &problem);
        assert_eq!(bytes(&cut, &["*/*"]).unwrap_err().problem(), &problem);
        assert_eq!(text(&cut, &["*/*"]).unwrap_err().problem(), &problem);
    }

    #[test]
    fn the_media_type_chooses_and_the_very_same_before_the_family() {
        let groups: &[&[&str]] = &[&["application/json"], &["application/problem+json", "text/plain"], &["*/*"]];
        let chosen = |content_type| choose(&answer(200, content_type, b""), groups).expect("a group");
        assert_eq!(chosen(Some("application/problem+json; charset=utf-8")), 1);
        assert_eq!(chosen(Some("application/vnd.x+json")), 0);
        assert_eq!(chosen(Some("image/png")), 2);
        assert_eq!(chosen(None), 0);
        assert!(choose(&answer(200, Some("image/png"), b""), &groups[..2]).is_err());
    }

    #[test]
    fn text_must_be_utf_8_and_of_its_type() {
        assert_eq!(text(&answer(200, None, b"\xff"), &["text/plain"]).unwrap_err().problem(), &Problem::NotUtf8);
        assert!(matches!(
            text(&answer(200, Some("text/html"), b"x"), &["text/plain"]).unwrap_err().problem(),
            Problem::MediaType { .. }
        ));
        assert_eq!(text(&answer(200, Some("text/plain; charset=utf-8"), b"x"), &["text/plain"]).unwrap(), "x");
    }

    #[test]
    fn headers_that_cannot_be_read_are_none() {
        let mut headers = HeaderMap::new();
        headers.insert("x-limit", " 12 ".parse().unwrap());
        headers.insert("x-odd", http::HeaderValue::from_bytes(b"\xff").unwrap());
        assert_eq!(header::<u32>(&headers, "X-Limit"), Some(12));
        assert_eq!(header::<bool>(&headers, "x-limit"), None);
        assert_eq!(header::<String>(&headers, "x-odd"), None);
        assert_eq!(header::<u32>(&headers, "x-missing"), None);
        assert_eq!(header::<u32>(&headers, "no name"), None);
    }
}
