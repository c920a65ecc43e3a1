use http::header;

use crate::{Answer, Problem, Unreadable};

/// Whether the `Content-Type` is one of these, parameters and case apart.
pub(super) fn is_listed(answer: &Answer, documented: &[&str]) -> bool {
    let found = answer.headers().get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).map(essence);
    found.is_some_and(|found| documented.iter().any(|listed| essence(listed) == found))
}

/// Checks the `Content-Type` against the documented media types.
///
/// Parameters and case do not count, and a range (`image/*`, `*/*`) takes what it covers. All JSON types are one family
/// (`application/json`, `text/json`, anything `+json`): servers label one as the other, gateways too, and the schema decides in the
/// end. A missing header passes, as does an empty list.
pub(super) fn check(answer: &Answer, documented: &[&str]) -> Result<(), Unreadable> {
    let Some(value) = answer.headers().get(header::CONTENT_TYPE) else {
        return Ok(());
    };
    let found = value.to_str().ok().map(essence);
    let matches = |found: &String| documented.iter().any(|range| covers(&essence(range), found));
    if documented.is_empty() || found.as_ref().is_some_and(matches) {
        return Ok(());
    }
    Err(Unreadable::new(
        answer.clone(),
        Problem::MediaType { found, expected: documented.iter().map(|&range| range.to_owned()).collect() },
    ))
}

pub(crate) fn essence(media_type: &str) -> String {
    media_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
}

pub(crate) fn covers(range: &str, found: &str) -> bool {
    if range == found || range == "*/*" || (is_json(range) && is_json(found)) {
        return true;
    }
    range.strip_suffix('*').is_some_and(|prefix| prefix.ends_with('/') && found.starts_with(prefix))
}

pub(crate) fn is_json(essence: &str) -> bool {
    matches!(essence, "application/json" | "text/json") || essence.ends_with("+json")
}

#[cfg(test)]
mod tests {
    use super::{covers, essence};

    #[test]
    fn what_is_not_of_the_family_is_refused() {
        for (range, found) in [
            ("application/json", "text/html"),
            ("application/json", "application/jsonp"),
            ("application/json", ""),
            ("text/*", "textual/plain"),
            ("text/plain", "text/*"),
            ("image/png", "image/jpeg"),
        ] {
            assert!(!covers(range, found), "{range} {found}");
        }
    }

    #[test]
    fn families_ranges_and_parameters_match() {
        for (range, found) in [
            ("application/json", "Application/JSON; charset=utf-8"),
            ("application/json", "application/vnd.api+json"),
            ("application/vnd.api+json", "application/json"),
            ("application/json", "application/problem+json"),
            ("application/json;v=1", "text/json"),
            ("text/*", "text/html"),
            ("*/*", "image/png"),
        ] {
            assert!(covers(&essence(range), &essence(found)), "{range} {found}");
        }
    }
}
