//! What a rule finds.

use spec_document::{Diagnostic, Pointer, Span};

use crate::fix::Change;

/// One thing that a rule found.
#[derive(Clone, Debug)]
pub struct Finding {
    /// The rule's id.
    pub rule: &'static str,
    /// The element that it is about; an acceptance on it or above it counts.
    pub place: Pointer,
    /// The finding in words, with its place in the text.
    pub diagnostic: Diagnostic,
    /// What mends it, where that is mechanical.
    pub(crate) change: Option<Change>,
}

impl Finding {
    /// Whether `--fix` knows what to do about it.
    #[must_use]
    pub fn is_fixable(&self) -> bool {
        self.change.is_some()
    }
}

/// The findings of a document, in the order of the rules and then of the document.
#[derive(Clone, Debug, Default)]
pub struct Findings {
    /// Those that nobody has accepted.
    pub open: Vec<Finding>,
    /// Those that the document accepts, each with the reason given there.
    pub accepted: Vec<(Finding, String)>,
}

/// Collects the findings of the rules.
#[derive(Debug, Default)]
pub(crate) struct Found {
    /// The rule that is being checked.
    pub(crate) rule: &'static str,
    findings: Vec<Finding>,
}

impl Found {
    /// Begins a finding: its title, where it is, and what to say beside the underlined text.
    pub(crate) fn warn(&self, title: impl Into<String>, span: Span, label: impl Into<String>) -> Diagnostic {
        Diagnostic::warning(self.rule, title).at(span, label)
    }

    /// Keeps a finding about an element.
    pub(crate) fn push(&mut self, place: Pointer, diagnostic: Diagnostic) {
        self.findings.push(Finding { rule: self.rule, place, diagnostic, change: None });
    }

    /// Keeps a finding that a change mends.
    pub(crate) fn push_fixable(&mut self, place: Pointer, diagnostic: Diagnostic, change: Change) {
        self.findings.push(Finding { rule: self.rule, place, diagnostic, change: Some(change) });
    }

    pub(crate) fn into_vec(self) -> Vec<Finding> {
        self.findings
    }
}

/// A name from a document as it may stand in a message: in backticks, cut when long.
pub(crate) fn quoted(name: &str) -> String {
    const SHOWN: usize = 80;
    match name.char_indices().nth(SHOWN) {
        None => format!("`{name}`"),
        Some((end, _)) => format!("`{}…`", &name[..end]),
    }
}
