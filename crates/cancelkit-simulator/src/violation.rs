//! What is wrong with a request, by its document.

use std::fmt;

use crate::Provider;
use crate::words::words;

words! {
    /// In which way a request breaks a document's rules. The names are those of the header `x-simulator-refusal`.
    #[non_exhaustive]
    pub enum ViolationKind {
        /// No document has the path.
        UnknownPath = "unknown-path",
        /// The path has no such method.
        UnknownMethod = "unknown-method",
        /// A path parameter does not fit its schema.
        PathParameter = "path-parameter",
        /// A query parameter is missing or does not fit its schema.
        QueryParameter = "query-parameter",
        /// The document knows no such query parameter.
        UnknownQueryParameter = "unknown-query-parameter",
        /// A header is missing or does not fit its schema.
        HeaderParameter = "header-parameter",
        /// `Accept` excludes everything that the operation answers with.
        Accept = "accept",
        /// The body has a content type that the document does not list.
        ContentType = "content-type",
        /// The body is missing, cannot be read or does not fit its schema.
        Body = "body",
        /// There is a body where the document has none.
        UnexpectedBody = "unexpected-body",
        /// The body is larger than any documented request could be.
        TooLarge = "too-large",
        /// There is no credential, it has the wrong form, or nobody gave it out.
        Credential = "credential",
    }
}

/// One rule that a request broke.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Violation {
    /// The provider, if the path names one.
    pub provider: Option<Provider>,
    /// The `operationId`, if method and path lead to one.
    pub operation: Option<String>,
    /// The method.
    pub method: String,
    /// The path as it came.
    pub path: String,
    /// Which rule.
    pub kind: ViolationKind,
    /// In words.
    pub detail: String,
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { method, path, kind, detail, .. } = self;
        write!(f, "{method} {}: {kind}: {detail}", path.escape_debug())
    }
}

/// A broken rule before it is known whose request it was.
#[derive(Clone, Debug)]
pub(crate) struct Problem {
    pub(crate) kind: ViolationKind,
    /// The parameter or the field at fault, in dot notation; empty where it is the whole.
    pub(crate) field: String,
    pub(crate) detail: String,
}

impl Problem {
    pub(crate) fn new(kind: ViolationKind, field: impl Into<String>, detail: impl Into<String>) -> Self {
        Self { kind, field: field.into(), detail: detail.into() }
    }

    /// The field and what is wrong with it.
    pub(crate) fn sentence(&self) -> String {
        if self.field.is_empty() { self.detail.clone() } else { format!("{}: {}", self.field, self.detail) }
    }
}
