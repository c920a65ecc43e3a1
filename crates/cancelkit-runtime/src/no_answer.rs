use std::fmt;

/// How the answer was lost.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum NoAnswerKind {
    /// The time for the whole call ran out before a status line came.
    Timeout,
    /// The exchange broke off before a status line came: the connection was closed or reset, or what came back is not HTTP.
    Interrupted,
}

/// Sending began and no answer came: **the request may have been carried out**.
///
/// Never send a request again on this alone: read the state at the provider first. No text of it holds a value of the request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoAnswer {
    kind: NoAnswerKind,
}

impl NoAnswer {
    pub(crate) fn new(kind: NoAnswerKind) -> Self {
        Self { kind }
    }

    /// How the answer was lost.
    #[must_use]
    pub fn kind(&self) -> NoAnswerKind {
        self.kind
    }
}

impl fmt::Display for NoAnswer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let what = match self.kind {
            NoAnswerKind::Timeout => "the time for the call ran out",
            NoAnswerKind::Interrupted => "the exchange broke off",
        };
        write!(
            f,
            "no answer: {what} after sending began; the request may have been carried out: read the state before sending it again"
        )
    }
}

impl std::error::Error for NoAnswer {}
