//! Reports as people read them.

use std::fmt::Write as _;

use annotate_snippets::{Annotation, AnnotationKind, Element, Group, Level as Shown, Origin, Renderer, Snippet};

use crate::diagnostic::quoted;
use crate::span::{ceil_boundary, floor_boundary};
use crate::{Diagnostic, Label, Level, Report, Source, SourceId, Sources};

/// The bytes of text shown in one piece at most.
const TOGETHER: usize = 2000;

/// The bytes shown of a line that is longer.
const CUT: usize = 400;

pub(crate) fn render(report: &Report, color: bool) -> String {
    let renderer = if color { Renderer::styled() } else { Renderer::plain() };
    let mut out = String::new();
    for diagnostic in &report.diagnostics {
        out.push_str(&renderer.render(&[group(diagnostic, &report.sources)]));
        out.push_str("\n\n");
    }
    out.push_str(&closing(&report.diagnostics));
    out.push('\n');
    out
}

fn closing(diagnostics: &[Diagnostic]) -> String {
    let mut out = String::new();
    for (level, word) in [(Level::Error, "error"), (Level::Warning, "warning"), (Level::Note, "note")] {
        let count = diagnostics.iter().filter(|diagnostic| diagnostic.level == level).count();
        if count > 0 {
            let comma = if out.is_empty() { "" } else { ", " };
            let plural = if count == 1 { "" } else { "s" };
            // Writing to a string cannot fail.
            let _ = write!(out, "{comma}{count} {word}{plural}");
        }
    }
    if out.is_empty() { "nothing to report".to_owned() } else { out }
}

fn group<'a>(diagnostic: &'a Diagnostic, sources: &'a Sources) -> Group<'a> {
    let level = match diagnostic.level {
        Level::Error => Shown::ERROR,
        Level::Warning => Shown::WARNING,
        Level::Note => Shown::NOTE,
    };
    let title = level.primary_title(visible(&diagnostic.title)).id(diagnostic.code);
    let mut group = Group::with_title(title);
    for excerpt in excerpts(diagnostic, sources) {
        group = group.elements(excerpt.elements(sources));
    }
    group.elements(diagnostic.help.iter().map(|help| Shown::HELP.message(visible(help))))
}

/// A piece of one source with the labels that lie in it.
struct Excerpt<'a> {
    source: SourceId,
    start: usize,
    end: usize,
    /// Whether this is only a part of a line, which is told and not drawn: the drawing would count columns from its start.
    cut: bool,
    labels: Vec<(&'a Label, AnnotationKind)>,
}

/// The pieces to show, that of the primary label first. Pieces instead of whole sources, because a source may have
/// megabytes, and even a single line of it.
fn excerpts<'a>(diagnostic: &'a Diagnostic, sources: &Sources) -> Vec<Excerpt<'a>> {
    let mut secondary: Vec<_> = diagnostic.secondary.iter().collect();
    secondary.sort_by_key(|label| label.span);
    let primary = diagnostic.primary.iter().map(|label| (label, AnnotationKind::Primary));
    let all = primary.chain(secondary.into_iter().map(|label| (label, AnnotationKind::Context)));
    let mut excerpts: Vec<Excerpt<'a>> = Vec::new();
    for (label, kind) in all {
        let alone = Excerpt::around(label, kind, sources.get(label.span.source));
        match excerpts.iter_mut().find(|excerpt| excerpt.takes(&alone)) {
            Some(excerpt) => excerpt.join(alone),
            None => excerpts.push(alone),
        }
    }
    excerpts
}

impl<'a> Excerpt<'a> {
    fn around(label: &'a Label, kind: AnnotationKind, source: &Source) -> Excerpt<'a> {
        let text = &source.text;
        let at = floor_boundary(text, label.span.start);
        let line_start = text[..at].rfind('\n').map_or(0, |end| end + 1);
        let line_end = text[at..].find('\n').map_or(text.len(), |length| at + length);
        let (start, end) = if line_end - line_start <= TOGETHER {
            (line_start, line_end)
        } else {
            (at, ceil_boundary(text, at + CUT).min(line_end))
        };
        let cut = line_end - line_start > TOGETHER;
        Excerpt { source: label.span.source, start, end, cut, labels: vec![(label, kind)] }
    }

    fn takes(&self, other: &Excerpt<'_>) -> bool {
        let (first, last) = if self.start <= other.start { (self, other) } else { (other, self) };
        self.source == other.source && !self.cut && !other.cut && last.end - first.start <= TOGETHER
    }

    fn join(&mut self, other: Excerpt<'a>) {
        self.start = self.start.min(other.start);
        self.end = self.end.max(other.end);
        self.labels.extend(other.labels);
    }

    fn elements(self, sources: &'a Sources) -> Vec<Element<'a>> {
        let source = sources.get(self.source);
        let text = &source.text[self.start..self.end];
        let name = visible(&source.name);
        if let ([(label, _)], true) = (self.labels.as_slice(), self.cut) {
            let position = sources.position(label.span);
            let origin = Origin::path(name).line(position.line).char_column(position.column);
            let colon = if label.text.is_empty() { "" } else { ": " };
            let note = format!("{}{colon}the line is long, from here on it is {}", label.text, quoted(text));
            return vec![origin.into(), Shown::NOTE.message(visible(&note)).into()];
        }
        let top = sources.position(crate::Span { source: self.source, start: self.start, end: self.start });
        let drawn: String = text.chars().map(drawable).collect();
        let annotations = self.labels.iter().map(|(label, kind)| self.annotation(text, label, *kind));
        vec![Snippet::source(drawn).path(name).line_start(top.line).annotations(annotations).into()]
    }

    /// Marks the first line of what a label covers: the rest of a large value says nothing more.
    fn annotation(&self, text: &str, label: &'a Label, kind: AnnotationKind) -> Annotation<'a> {
        let start = floor_boundary(text, label.span.start.saturating_sub(self.start));
        let line = text[start..].find('\n').map_or(text.len(), |length| start + length);
        let end = floor_boundary(text, label.span.end.saturating_sub(self.start)).min(line);
        let end = start + text[start..end.max(start)].trim_end().len();
        let shown = kind.span(start..end);
        if label.text.is_empty() { shown } else { shown.label(visible(&label.text)) }
    }
}

/// A character of a source as it may be drawn. The renderer replaces other control characters itself, but not these, which
/// terminals obey too. The substitute has as many bytes, so that no mark moves.
fn drawable(character: char) -> char {
    if matches!(character, '\u{80}'..='\u{9F}') { '\u{B7}' } else { character }
}

/// The text in one line, with whatever could move the cursor, recolour or reorder the terminal made visible.
fn visible(text: &str) -> String {
    const LONGEST: usize = 1000;
    let mut out = String::with_capacity(text.len().min(LONGEST));
    for character in text.chars().take(LONGEST) {
        if crate::load::text::is_bidi_control(character) || character.is_control() {
            out.extend(character.escape_unicode());
        } else {
            out.push(character);
        }
    }
    if text.chars().nth(LONGEST).is_some() {
        out.push('…');
    }
    out
}
