//! A few lines of a document around a place, as a review shows them.

use spec_diff::Place;
use spec_document::Effective;

use crate::text::shown;

/// Lines before the one that is meant, and after it.
const AROUND: usize = 5;

/// The most characters of a line that are shown.
const WIDEST: usize = 160;

/// Lines of a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Excerpt {
    /// The number of the first line, from 1.
    pub first: usize,
    /// The lines, cut where they are long, with what could hide made visible.
    pub lines: Vec<String>,
    /// The line that is meant, from 1.
    pub meant: usize,
}

impl Excerpt {
    /// The lines around a place; nothing where the place is in no text of the document.
    #[must_use]
    pub fn of(document: &Effective, place: &Place) -> Option<Self> {
        let source = document.sources.by_name(&place.file)?;
        let first = place.line.saturating_sub(AROUND).max(1);
        let count = AROUND + place.line - first + 1;
        let lines: Vec<String> = source.lines_from(first).take(count).map(|line| shown(line, WIDEST)).collect();
        (!lines.is_empty()).then_some(Self { first, lines, meant: place.line })
    }
}
