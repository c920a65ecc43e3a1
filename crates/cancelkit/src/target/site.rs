use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::TargetError;
use crate::ProviderId;

/// The most bytes of a site. All that a site can be written with are ASCII, and longer addresses are cut on their way.
const MAX_BYTES: usize = 2000;

/// A WordPress site: its blog id, or its domain and path without a scheme.
///
/// | text | site |
/// |---|---|
/// | `12345` | the blog id 12345 |
/// | `example.com` | the site at the domain |
/// | `example.com/demo/wp` | the site in a folder of the domain |
/// | `example.com::demo::wp` | the same, as WordPress.com writes it |
///
/// The domain is written small and one slash at the end is dropped. All else that is not needed to name a site is refused: a scheme,
/// a user name, a port, a query, percent signs, empty segments, `.` and `..`. So is one of more than 2,000 characters.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(try_from = "String", into = "String")]
pub struct Site(String);

impl Site {
    /// The site with slashes: `example.com/demo/wp`.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether it is named by its blog id.
    #[must_use]
    pub fn is_blog_id(&self) -> bool {
        is_number(&self.0)
    }
}

impl FromStr for Site {
    type Err = TargetError;

    fn from_str(text: &str) -> Result<Self, TargetError> {
        if text.len() > MAX_BYTES {
            return Err(TargetError::new(ProviderId::Jetpack, "it is longer than 2,000 characters"));
        }
        let site = if is_number(text) { blog_id(text) } else { address(text) };
        site.map(Self).map_err(|problem| TargetError::new(ProviderId::Jetpack, problem))
    }
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

fn blog_id(text: &str) -> Result<String, &'static str> {
    match text.parse::<i64>() {
        Ok(id) if id > 0 => Ok(id.to_string()),
        _ => Err("a blog id is a positive number of up to 18 digits"),
    }
}

fn address(text: &str) -> Result<String, &'static str> {
    if let Some(problem) = foreign(text) {
        return Err(problem);
    }
    let text = text.replace("::", "/");
    if text.contains(':') {
        return Err("it has a colon; leave a port out, and write the folders of a path with a slash");
    }
    let text = text.strip_suffix('/').unwrap_or(&text);
    let (domain, path) = text.split_once('/').map_or((text, None), |(domain, path)| (domain, Some(path)));
    let mut site = self::domain(domain)?;
    for segment in path.into_iter().flat_map(|path| path.split('/')) {
        site.push('/');
        site.push_str(self::segment(segment)?);
    }
    Ok(site)
}

/// Parts of a URL that name no site.
fn foreign(text: &str) -> Option<&'static str> {
    if text.is_empty() {
        return Some("the site is empty");
    }
    if text.contains("://") {
        return Some("it begins with a scheme; leave https:// out");
    }
    text.chars().find_map(|c| match c {
        '?' => Some("it has a query; leave everything from ? on out"),
        '@' => Some("it has a user name; leave everything up to @ out"),
        '%' => Some("it has a percent sign; write the path as letters, digits and - . _ ~"),
        '\\' => Some("it has a backslash; write a slash"),
        c if c.is_control() || c.is_whitespace() => Some("it has a space or a control character"),
        _ => None,
    })
}

fn domain(text: &str) -> Result<String, &'static str> {
    let labels: Vec<&str> = text.split('.').collect();
    if !text.is_ascii() {
        return Err("its domain is not written in ASCII; write its xn-- form");
    }
    if labels.iter().any(|label| !is_label(label)) || text.len() > 253 {
        return Err(
            "its domain is none; a domain has labels of letters, digits and inner hyphens with dots between them",
        );
    }
    match labels.as_slice() {
        [_, .., last] if last.bytes().any(|byte| byte.is_ascii_alphabetic()) => Ok(text.to_ascii_lowercase()),
        _ => Err("it is neither a blog id nor a domain with a dot in it"),
    }
}

fn is_label(text: &str) -> bool {
    !text.is_empty()
        && text.len() <= 63
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
        && !text.starts_with('-')
        && !text.ends_with('-')
}

fn segment(text: &str) -> Result<&str, &'static str> {
    match text {
        "" => Err("a folder of its path is empty; write one slash between two names"),
        "." | ".." => Err("its path has . or .. in it; write the path that they lead to"),
        _ if text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte)) => Ok(text),
        _ => Err("a folder of its path has a character other than letters, digits and - . _ ~"),
    }
}

impl fmt::Display for Site {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

impl TryFrom<String> for Site {
    type Error = TargetError;

    fn try_from(text: String) -> Result<Self, TargetError> {
        text.parse()
    }
}

impl From<Site> for String {
    fn from(site: Site) -> Self {
        site.0
    }
}

#[cfg(test)]
mod tests {
    use super::Site;

    #[test]
    fn what_names_no_site_is_refused_with_the_reason() {
        for (text, part) in [
            ("", "empty"),
            ("0", "blog id"),
            ("99999999999999999999", "blog id"),
            ("https://example.com", "scheme"),
            ("HTTP://example.com", "scheme"),
            ("//example.com", "domain is none"),
            ("user@example.com", "user name"),
            ("example.com?x=1", "query"),
            ("example.com:8443", "colon"),
            ("example.com:8443/demo", "colon"),
            ("example.com:::demo", "colon"),
            ("example.com/../demo", ". or .."),
            ("example.com/.", ". or .."),
            ("example.com::..", ". or .."),
            ("example.com//demo", "folder of its path is empty"),
            ("example.com::::demo", "folder of its path is empty"),
            ("example.com//", "folder of its path is empty"),
            ("example.com/%2e%2e", "percent"),
            ("example.com\\demo", "backslash"),
            ("example.com/a b", "space"),
            ("example.com/a\u{0}", "control"),
            ("example.com/ü", "other than letters"),
            ("example.com/a;b", "other than letters"),
            ("bücher.example", "xn--"),
            ("example", "neither a blog id nor a domain"),
            ("127.0.0.1", "neither a blog id nor a domain"),
            ("example.com.", "domain is none"),
            (".example.com", "domain is none"),
            ("-a.example.com", "domain is none"),
            ("a_b.example.com", "domain is none"),
            ("/", "domain is none"),
        ] {
            let error = text.parse::<Site>().expect_err(text).to_string();
            assert!(error.contains(part), "{text}: {error}");
        }
    }

    #[test]
    fn a_site_is_bounded() {
        let site = format!("example.com/{}", "a".repeat(1988));
        assert_eq!(site.parse::<Site>().unwrap().as_str(), site);
        for long in [format!("{site}a"), format!("{}1", "0".repeat(2000)), "a/".repeat(1_000_000)] {
            assert!(long.parse::<Site>().unwrap_err().to_string().contains("2,000"));
        }
    }

    #[test]
    fn the_same_site_is_the_same_text() {
        for (text, site) in [
            ("12345", "12345"),
            ("0012345", "12345"),
            ("example.com", "example.com"),
            ("EXAMPLE.com", "example.com"),
            ("example.com/", "example.com"),
            ("example.com/demo/wp", "example.com/demo/wp"),
            ("example.com/demo/wp/", "example.com/demo/wp"),
            ("example.com::demo::wp", "example.com/demo/wp"),
            ("Example.com/Demo", "example.com/Demo"),
            ("a-b.xn--bcher-kva.example/~me/v1.2", "a-b.xn--bcher-kva.example/~me/v1.2"),
        ] {
            let parsed: Site = text.parse().expect(text);
            assert_eq!(parsed.as_str(), site);
            assert_eq!(parsed.is_blog_id(), site == "12345");
        }
    }
}
