use crate::{BuildError, host};

/// Checks the base URL of a custom server and brings it to the form that a client appends paths to.
///
/// Accepted is `https` to any host, and `http` only to `localhost`, `127.0.0.0/8` or `::1`. A path is kept, trailing slashes are
/// removed.
///
/// # Errors
///
/// [`BuildError`] for anything else: no URL at all, another scheme, plain `http` to another machine, a user name or password, a
/// query, a fragment. The text of the URL is not repeated in the error, since a password may stand in it.
pub fn base_url(text: &str) -> Result<String, BuildError> {
    // The URL parser drops tabs and line breaks in silence, and turns backslashes into slashes.
    if text.chars().any(|c| c.is_control() || c.is_whitespace() || c == '\\') {
        return Err(BuildError::base_url("it has a space, a control character or a backslash; remove it"));
    }
    let url = reqwest::Url::parse(text)
        .map_err(|_| BuildError::base_url("it is no absolute URL; write it like `https://api.example.com/v1`"))?;
    if !matches!(url.scheme(), "http" | "https") {
        return Err(BuildError::base_url("its scheme is neither https nor http"));
    }
    if url.host_str().is_none_or(str::is_empty) {
        return Err(BuildError::base_url("it names no host"));
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err(BuildError::base_url(
            "it holds a user name or a password; give credentials to the client's constructor",
        ));
    }
    if url.query().is_some() || url.fragment().is_some() {
        return Err(BuildError::base_url("it holds a query or a fragment; remove everything from `?` or `#` on"));
    }
    if !host::is_safe(&url) {
        return Err(BuildError::base_url(
            "plain http is allowed only to this machine (localhost, 127.0.0.0/8, ::1), since credentials are sent; use https",
        ));
    }
    Ok(url.as_str().trim_end_matches('/').to_owned())
}

#[cfg(test)]
mod tests {
    use super::base_url;

    #[test]
    fn what_is_no_safe_base_is_refused() {
        for text in [
            "",
            "api.example.com",
            "/v1",
            "ftp://example.com",
            "file:///etc/passwd",
            "data:text/plain,x",
            "http://example.com",
            "http://localhost.example.com",
            "http://127.0.0.1.example.com",
            "http://0.0.0.0",
            "http://10.0.0.1",
            "http://[::2]",
            "https://user@example.com",
            "https://:marker-secret@example.com",
            "https://example.com?a=b",
            "https://example.com?",
            "https://example.com/#top",
            "https://exa\tmple.com",
            " https://example.com",
            "https://example.com\\@evil.example",
        ] {
            let error = base_url(text).expect_err(text).to_string();
            assert!(!error.contains("marker-secret"), "{error}");
        }
    }

    #[test]
    fn safe_bases_lose_their_trailing_slashes() {
        for (text, expected) in [
            ("https://example.com", "https://example.com"),
            ("https://example.com/", "https://example.com"),
            ("https://EXAMPLE.com/v1//", "https://example.com/v1"),
            ("https://example.com:443/v1", "https://example.com/v1"),
            ("http://localhost:8080/kajabi/", "http://localhost:8080/kajabi"),
            ("http://127.0.0.9:1", "http://127.0.0.9:1"),
            ("http://127.1", "http://127.0.0.1"),
            ("http://[::1]:80", "http://[::1]"),
        ] {
            assert_eq!(base_url(text).expect(text), expected);
        }
    }
}
