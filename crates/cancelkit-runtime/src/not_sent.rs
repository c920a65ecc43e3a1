use std::borrow::Cow;
use std::fmt;

use crate::constraint::Violation;

/// Why a request was not sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum NotSentKind {
    /// A path parameter's value would make the request address something else.
    PathSegment,
    /// A value cannot stand in an HTTP header.
    HeaderValue,
    /// A parameter or a field breaks a rule of the provider's document.
    Constraint,
    /// The operation asks for a credential that the client does not hold.
    NoCredential,
    /// The request could not be put together.
    NotBuilt,
    /// The URL is neither `https` nor plain `http` to this machine.
    InsecureUrl,
    /// No connection was made: name lookup, TCP, TLS or proxy failed before any byte of the request was written.
    NoConnection,
}

/// Nothing was sent: provably no byte of the request left this machine.
///
/// Sending again is safe. Of the kinds only [`NotSentKind::NoConnection`] can pass by itself; the others fail again until the
/// input is mended. No text of it holds a value of the request.
#[derive(Clone, PartialEq, Eq)]
pub struct NotSent {
    kind: NotSentKind,
    detail: Cow<'static, str>,
    violations: Vec<Violation>,
}

impl NotSent {
    pub(crate) fn new(kind: NotSentKind, detail: impl Into<Cow<'static, str>>) -> Self {
        Self { kind, detail: detail.into(), violations: Vec::new() }
    }

    /// The request could not be put together; `detail` says why, without any value of the request.
    #[must_use]
    pub fn not_built(detail: &'static str) -> Self {
        Self::new(NotSentKind::NotBuilt, detail)
    }

    /// The operation asks for one of these credentials, and the client holds none of them.
    #[must_use]
    pub fn no_credential(accepted: &[&str]) -> Self {
        Self::new(
            NotSentKind::NoCredential,
            format!(
                "the operation asks for one of these credentials: {}; make the client with it",
                accepted.join(", ")
            ),
        )
    }

    /// The value for the header `name` has a byte that HTTP forbids.
    #[must_use]
    pub fn header_value(name: &str) -> Self {
        Self::new(
            NotSentKind::HeaderValue,
            format!(
                "the value for the header `{}` has a character that HTTP forbids; check it for line breaks and other control characters",
                name.escape_debug()
            ),
        )
    }

    /// Parameters or fields break rules of the provider's document.
    #[must_use]
    pub fn violations(violations: Vec<Violation>) -> Self {
        Self {
            kind: NotSentKind::Constraint,
            detail: Cow::Borrowed("the input breaks the provider's rules"),
            violations,
        }
    }

    /// What kind of obstacle it was.
    #[must_use]
    pub fn kind(&self) -> NotSentKind {
        self.kind
    }

    /// Every broken rule; empty unless [`NotSent::kind`] is [`NotSentKind::Constraint`].
    #[must_use]
    pub fn broken_rules(&self) -> &[Violation] {
        &self.violations
    }
}

impl fmt::Display for NotSent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "nothing was sent: {}", self.detail)?;
        for (index, violation) in self.violations.iter().enumerate() {
            let separator = if index == 0 { ": " } else { "; " };
            write!(f, "{separator}{violation}")?;
        }
        Ok(())
    }
}

impl fmt::Debug for NotSent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("NotSent")
            .field("kind", &self.kind)
            .field("detail", &self.detail)
            .field("violations", &self.violations)
            .finish()
    }
}

impl std::error::Error for NotSent {}
