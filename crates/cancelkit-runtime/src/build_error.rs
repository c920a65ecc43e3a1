use std::borrow::Cow;
use std::fmt;

/// What part of a client's construction failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum BuildErrorKind {
    /// The base URL is refused.
    BaseUrl,
    /// The HTTP client cannot be built.
    HttpClient,
}

/// A client could not be built. It is a mistake of configuration or of the machine: nothing was sent, and trying again unchanged
/// does not help.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BuildError {
    kind: BuildErrorKind,
    detail: Cow<'static, str>,
}

impl BuildError {
    pub(crate) fn new(kind: BuildErrorKind, detail: impl Into<Cow<'static, str>>) -> Self {
        Self { kind, detail: detail.into() }
    }

    pub(crate) fn base_url(detail: &'static str) -> Self {
        Self { kind: BuildErrorKind::BaseUrl, detail: Cow::Borrowed(detail) }
    }

    pub(crate) fn http_client(detail: impl Into<Cow<'static, str>>) -> Self {
        Self { kind: BuildErrorKind::HttpClient, detail: detail.into() }
    }

    /// What part failed.
    #[must_use]
    pub fn kind(&self) -> BuildErrorKind {
        self.kind
    }
}

impl fmt::Display for BuildError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let what = match self.kind {
            BuildErrorKind::BaseUrl => "the base URL is refused",
            BuildErrorKind::HttpClient => "the HTTP client cannot be built",
        };
        write!(f, "{what}: {}", self.detail)
    }
}

impl std::error::Error for BuildError {}
