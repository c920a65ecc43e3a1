//! Findings together with the texts that they point into.

use std::fmt;

use crate::{Diagnostic, Level, Sources};

/// Findings and the sources needed to show them.
///
/// Its `Display` is [`render`](Report::render) without colour.
#[derive(Clone, Debug)]
pub struct Report {
    /// The texts that the findings point into.
    pub sources: Sources,
    /// The findings, in the order of their places.
    pub diagnostics: Vec<Diagnostic>,
}

impl Report {
    /// Puts findings in the order of their places; those without a place come first.
    pub fn new(sources: Sources, mut diagnostics: Vec<Diagnostic>) -> Report {
        diagnostics.sort_by_key(|diagnostic| diagnostic.primary.as_ref().map(|label| (label.span, diagnostic.code)));
        Report { sources, diagnostics }
    }

    /// Whether any finding is an error.
    pub fn has_errors(&self) -> bool {
        self.diagnostics.iter().any(|diagnostic| diagnostic.level == Level::Error)
    }

    /// The report for people: each finding with its place and the offending text underlined, and a closing count.
    pub fn render(&self, color: bool) -> String {
        crate::render::render(self, color)
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.render(false))
    }
}

impl std::error::Error for Report {}

#[cfg(test)]
mod tests {
    use insta::assert_snapshot;

    use super::*;
    use crate::{SourceId, Span};

    fn span(source: SourceId, start: usize, end: usize) -> Span {
        Span { source, start, end }
    }

    #[test]
    fn nothing_a_document_says_reaches_the_terminal_as_it_is() {
        let mut sources = Sources::default();
        let source = sources.add("a\u{1b}.yaml", "k: \u{1b}[2Jx\u{9b}y");
        let diagnostic = Diagnostic::error("code", "bad \u{1b}[31m\u{202e}\nname")
            .at(span(source, 3, 8), "label \u{7}")
            .help("help \u{85}\r");
        let report = Report::new(sources, vec![diagnostic]).to_string();
        assert!(!report.chars().any(|c| c.is_control() && c != '\n'), "{report:?}");
        assert_snapshot!(report);
    }

    #[test]
    fn spans_that_fit_nowhere_are_shown_somehow() {
        let mut sources = Sources::default();
        let source = sources.add("a.yaml", "é: 1\nb");
        let foreign = {
            let mut others = Sources::default();
            (0..9).map(|_| others.add("", "")).last().unwrap()
        };
        for start in 0..12 {
            for end in 0..12 {
                for source in [source, foreign] {
                    let diagnostic = Diagnostic::error("code", "title")
                        .at(span(source, start, end), "here")
                        .also(span(source, end, start), "there");
                    assert!(!Report::new(sources.clone(), vec![diagnostic]).render(true).is_empty());
                }
            }
        }
    }

    #[test]
    fn order_places_and_count() {
        let mut sources = Sources::default();
        let text = format!("first: 1\n{}last:\n  more\n", "# far away\n".repeat(300));
        let one = sources.add("one.yaml", text.as_str());
        let two = sources.add("two.yaml", "other: 2\n");
        let last = text.len() - 13;
        let diagnostics = vec![
            Diagnostic::note("third", "in the second source").at(span(two, 0, 5), ""),
            Diagnostic::warning("second", "far from its other places")
                .at(span(one, last, text.len()), "a block is marked at its first line")
                .also(span(two, 7, 8), "another source")
                .also(span(one, 7, 8), "far away"),
            Diagnostic::error("first", "at the start").at(span(one, 0, 5), "").help("mend it").help("or not"),
            Diagnostic::error("nowhere", "without a place").help("look elsewhere"),
        ];
        let report = Report::new(sources, diagnostics);
        assert!(report.has_errors());
        assert_snapshot!(report);
    }

    #[test]
    fn long_lines_are_not_drawn() {
        let mut sources = Sources::default();
        let text = format!("{{{}\"bad\": 1, {}}}", "\"ä\": 1, ".repeat(1_000_000), "\"b\": 2, ".repeat(1_000_000));
        let start = text.find("\"bad\"").unwrap();
        let source = sources.add("a.json", text);
        let diagnostic = Diagnostic::error("code", "title").at(span(source, start, start + 5), "this");
        assert_snapshot!(Report::new(sources, vec![diagnostic]));
    }

    #[test]
    fn nothing_is_said_so() {
        assert_eq!(Report::new(Sources::default(), Vec::new()).to_string(), "nothing to report\n");
    }
}
