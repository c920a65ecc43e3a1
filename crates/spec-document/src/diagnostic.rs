//! What is wrong, where, and what to do about it.

use crate::Span;

/// How bad it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// The work cannot go on.
    Error,
    /// The work goes on; somebody should look.
    Warning,
    /// Worth knowing.
    Note,
}

/// A range of a source and what to say of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// The range.
    pub span: Span,
    /// What to say beside it; may be empty.
    pub text: String,
}

/// One finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// A stable name of the kind of finding, such as `duplicate-key`.
    pub code: &'static str,
    /// How bad it is.
    pub level: Level,
    /// The finding in a sentence.
    pub title: String,
    /// Where it is, if it is anywhere.
    pub primary: Option<Label>,
    /// What else is worth seeing.
    pub secondary: Vec<Label>,
    /// What to do.
    pub help: Vec<String>,
}

impl Diagnostic {
    /// Begins an error.
    pub fn error(code: &'static str, title: impl Into<String>) -> Diagnostic {
        Diagnostic::new(Level::Error, code, title.into())
    }

    /// Begins a warning.
    pub fn warning(code: &'static str, title: impl Into<String>) -> Diagnostic {
        Diagnostic::new(Level::Warning, code, title.into())
    }

    /// Begins a note.
    pub fn note(code: &'static str, title: impl Into<String>) -> Diagnostic {
        Diagnostic::new(Level::Note, code, title.into())
    }

    fn new(level: Level, code: &'static str, title: String) -> Diagnostic {
        Diagnostic { code, level, title, primary: None, secondary: Vec::new(), help: Vec::new() }
    }

    /// Says where it is.
    #[must_use]
    pub fn at(mut self, span: Span, label: impl Into<String>) -> Diagnostic {
        self.primary = Some(Label { span, text: label.into() });
        self
    }

    /// Shows another place.
    #[must_use]
    pub fn also(mut self, span: Span, label: impl Into<String>) -> Diagnostic {
        self.secondary.push(Label { span, text: label.into() });
        self
    }

    /// Says what to do.
    #[must_use]
    pub fn help(mut self, text: impl Into<String>) -> Diagnostic {
        self.help.push(text.into());
        self
    }
}

/// A name from a document as it may stand in a message: in backticks, cut when long. Control characters are made visible
/// when the message is rendered.
pub(crate) fn quoted(name: &str) -> String {
    const SHOWN: usize = 80;
    match name.char_indices().nth(SHOWN) {
        None => format!("`{name}`"),
        Some((end, _)) => format!("`{}…`", &name[..end]),
    }
}

/// A kind of value as it stands in a sentence.
pub(crate) fn with_article(kind: &str) -> String {
    match kind {
        "null" => kind.to_owned(),
        "array" | "object" => format!("an {kind}"),
        _ => format!("a {kind}"),
    }
}

/// The mistakes found so far, and whether to look for more.
#[derive(Debug, Default)]
pub(crate) struct Mistakes(Vec<Diagnostic>);

impl Mistakes {
    /// Keeps a mistake, unless there are [`crate::limit::MISTAKES`] already.
    pub(crate) fn push(&mut self, mistake: Diagnostic) {
        if !self.full() {
            self.0.push(mistake);
        }
    }

    pub(crate) fn full(&self) -> bool {
        self.0.len() >= crate::limit::MISTAKES
    }

    /// Where the first mistake that was found starts.
    pub(crate) fn first_start(&self) -> Option<usize> {
        self.0.first()?.primary.as_ref().map(|label| label.span.start)
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether there is a mistake of this sort.
    pub(crate) fn any(&self, of_sort: impl Fn(&Diagnostic) -> bool) -> bool {
        self.0.iter().any(of_sort)
    }

    /// The mistakes; when they reached the bound, with the word that there may be more.
    pub(crate) fn into_vec(mut self) -> Vec<Diagnostic> {
        if self.full() {
            let title = format!("there are {} mistakes and may be more", crate::limit::MISTAKES);
            self.0.push(Diagnostic::note("too-many-mistakes", title));
        }
        self.0
    }
}
