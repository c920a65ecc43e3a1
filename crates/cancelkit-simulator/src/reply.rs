//! An answer before it is written.

use serde_json::{Value, json};

/// What is to be answered.
#[derive(Clone, Debug)]
pub(crate) struct Reply {
    pub(crate) status: u16,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Option<Value>,
    /// The media type where it is not the one that the document has for this status.
    pub(crate) media_type: Option<&'static str>,
    /// Whether the document promises it; what it promises is checked before it is sent.
    pub(crate) documented: bool,
}

/// The header of an answer that no provider would give: the simulator could not make sense of the request.
pub(crate) const REFUSAL: &str = "x-simulator-refusal";

/// The header of an answer that the simulator got wrong.
pub(crate) const BUG: &str = "x-simulator-bug";

impl Reply {
    /// An answer with a body.
    pub(crate) fn new(status: u16, body: Value) -> Self {
        Self { body: Some(body), ..Self::empty(status) }
    }

    /// An answer without a body.
    pub(crate) fn empty(status: u16) -> Self {
        Self { status, headers: Vec::new(), body: None, media_type: None, documented: true }
    }

    /// The simulator's own answer to what no document knows.
    pub(crate) fn refusal(status: u16, title: &str, detail: &str) -> Self {
        let problem = json!({ "title": title, "status": status, "detail": detail });
        Self { media_type: Some("application/problem+json"), documented: false, ..Self::new(status, problem) }
    }

    /// The simulator's admission that it was about to break a provider's promise.
    pub(crate) fn bug(detail: &str) -> Self {
        Self::refusal(500, "The simulator has a bug", detail).with(BUG, "answer-against-the-document")
    }

    /// The answer with one more header.
    pub(crate) fn with(mut self, name: &str, value: impl ToString) -> Self {
        self.headers.push((name.to_owned(), value.to_string()));
        self
    }

    /// The answer, although the document does not list it: one of several plausible behaviours.
    pub(crate) fn undocumented(mut self) -> Self {
        self.documented = false;
        self
    }
}
