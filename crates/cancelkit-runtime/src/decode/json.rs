use serde::de::DeserializeOwned;
use serde_json::error::Category;

use super::{media_type, refuse_truncated};
use crate::{Answer, Problem, Unreadable, nested};

/// The body as JSON of the type `T`.
///
/// The `Content-Type` must be one of `media_types`: parameters and case do not count, a missing header passes, and all JSON types are
/// one family (`application/json` and `application/vnd.api+json` stand for each other), since servers and gateways label one as the
/// other and the schema decides in the end. A byte order mark is passed over.
///
/// # Errors
///
/// [`Unreadable`] when the body is not complete, of another media type, empty, no JSON, or does not match `T`. It says where and
/// what was wanted, and repeats no value of the body.
pub fn json<T: DeserializeOwned>(answer: &Answer, media_types: &[&str]) -> Result<T, Unreadable> {
    refuse_truncated(answer)?;
    media_type::check(answer, media_types)?;
    let body = answer.body();
    let text = body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(body);
    if text.trim_ascii().is_empty() {
        return Err(Unreadable::new(answer.clone(), Problem::Empty));
    }
    serde_json::from_slice(text).map_err(|error| Unreadable::new(answer.clone(), problem(text, &error)))
}

fn problem(text: &[u8], error: &serde_json::Error) -> Problem {
    match error.classify() {
        Category::Data => {
            let (pointer, wanted) = nested::located(text, error);
            Problem::Schema { pointer, wanted }
        }
        Category::Syntax | Category::Eof | Category::Io => {
            Problem::Syntax { line: error.line(), column: error.column() }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use http::{HeaderMap, StatusCode};
    use serde::Deserialize;

    use super::json;
    use crate::{Answer, Problem};

    #[derive(Debug, Deserialize)]
    #[expect(dead_code, reason = "only read by serde")]
    struct Outer {
        items: Vec<Inner>,
        #[serde(default)]
        tags: HashMap<String, u8>,
    }

    #[derive(Debug, Deserialize)]
    #[expect(dead_code, reason = "only read by serde")]
    struct Inner {
        id: u32,
        name: Option<String>,
    }

    #[derive(Debug, Deserialize)]
    #[serde(rename_all = "lowercase")]
    enum Closed {
        One,
    }

    #[derive(Debug, Deserialize)]
    #[serde(untagged)]
    #[expect(dead_code, reason = "only read by serde")]
    enum Either {
        Number(u8),
        Flag(bool),
    }

    fn answer(content_type: &str, body: &'static str) -> Answer {
        let headers = HeaderMap::from_iter([("content-type".parse().unwrap(), content_type.parse().unwrap())]);
        Answer::new(StatusCode::OK, headers, body, None)
    }

    fn problem<T: serde::de::DeserializeOwned + std::fmt::Debug>(body: &'static str) -> Problem {
        let error = json::<T>(&answer("application/json", body), &["application/json"]).unwrap_err();
        let shown = format!("{error} {error:?}");
        assert!(!shown.contains("marker-secret"), "{shown}");
        error.problem().clone()
    }

    fn schema(pointer: &str, wanted: Option<&str>) -> Problem {
        Problem::Schema { pointer: pointer.to_owned(), wanted: wanted.map(str::to_owned) }
    }

    #[test]
    fn a_mismatch_says_where_and_what_and_not_the_value() {
        for (body, pointer, wanted) in [
            (r#"{"items":[{"id":1},{"id":"marker-secret"}]}"#, "/items/1/id", "expected u32"),
            (r#"{"items":[{"id":"marker-secret, expected x"}]}"#, "/items/0/id", "expected u32"),
            (r#"{"items":[{"id":-1}]}"#, "/items/0/id", "expected u32"),
            (r#"{"items":[{"id":1,"name":["marker-secret"]}]}"#, "/items/0/name", "expected a string"),
            (r#"{"items":[{"name":"marker-secret"}]}"#, "/items/0", "missing `id`"),
            ("{\n \"items\": \"marker-secret\"\n}", "/items", "expected a sequence"),
            (r#"{"items":[],"tags":{"a/b":300}}"#, "/tags/a~1b", "expected u8"),
            (r#"{}"#, "", "missing `items`"),
            (r#""marker-secret""#, "", "expected struct Outer"),
        ] {
            assert_eq!(problem::<Outer>(body), schema(pointer, Some(wanted)), "{body}");
        }
    }

    #[test]
    fn texts_that_cannot_be_trusted_are_left_out() {
        assert_eq!(problem::<Closed>(r#""marker-secret""#), schema("", None));
        assert_eq!(problem::<Either>(r#""marker-secret""#), schema("", None));
    }

    #[test]
    fn what_is_no_json_says_where() {
        assert_eq!(problem::<Outer>("<html>marker-secret"), Problem::Syntax { line: 1, column: 1 });
        assert_eq!(problem::<Outer>(r#"{"items":[]} x"#), Problem::Syntax { line: 1, column: 14 });
        assert!(matches!(problem::<Outer>(r#"{"items":"#), Problem::Syntax { .. }));
        assert_eq!(problem::<Outer>(" \n"), Problem::Empty);
    }

    #[test]
    fn another_media_type_is_refused_even_where_the_body_would_match() {
        let error = json::<u8>(&answer("text/html; charset=utf-8", "1"), &["application/json"]).unwrap_err();
        assert_eq!(
            error.problem(),
            &Problem::MediaType { found: Some("text/html".to_owned()), expected: vec!["application/json".to_owned()] }
        );
    }

    #[test]
    fn json_of_either_label_is_read() {
        let vnd = "application/vnd.api+json";
        assert_eq!(json::<u8>(&answer("application/json", "1"), &[vnd]).unwrap(), 1);
        assert_eq!(json::<u8>(&answer(vnd, "\u{feff}1"), &["application/json"]).unwrap(), 1);
        let bare = Answer::new(StatusCode::OK, HeaderMap::new(), "1", None);
        assert_eq!(json::<u8>(&bare, &[vnd]).unwrap(), 1);
    }
}
