//! What a media type says of a body.

/// Whether a media type is JSON (RFC 6839: the suffix `+json`).
#[must_use]
pub fn is_json(media_type: &str) -> bool {
    let essence = media_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    essence == "application/json" || essence == "text/json" || essence.ends_with("+json")
}

#[cfg(test)]
mod tests {
    use super::is_json;

    #[test]
    fn parameters_case_and_suffix_do_not_matter() {
        for json in ["application/json", "Application/JSON; charset=utf-8", "application/vnd.api+json", "text/json"] {
            assert!(is_json(json), "{json}");
        }
        for other in ["", "text/plain", "application/jsonl", "application/json-seq", "json"] {
            assert!(!is_json(other), "{other}");
        }
    }
}
