//! Where something stands: sources, byte ranges, and lines and columns made from them.

use std::sync::Arc;

/// Names one text of a [`Sources`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SourceId(u32);

/// A range of bytes in a source.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// The source the range lies in.
    pub source: SourceId,
    /// The first byte.
    pub start: usize,
    /// The byte after the last one.
    pub end: usize,
}

impl Span {
    /// The range from the start of this span to the end of `last`, both of one source.
    pub(crate) fn to(self, last: Span) -> Span {
        Span { end: last.end.max(self.end), ..self }
    }
}

/// A place in a text as people count it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// The line, from 1.
    pub line: usize,
    /// The column in characters, from 1.
    pub column: usize,
}

/// A text and the name that people know it by.
#[derive(Debug)]
pub struct Source {
    /// The name, such as `specs/kajabi.yaml`; always with `/`.
    pub name: String,
    /// The text, without a byte order mark.
    pub text: String,
    checkpoints: Vec<Checkpoint>,
}

/// The position of one byte, from which the positions near it are counted.
#[derive(Clone, Copy, Debug)]
struct Checkpoint {
    byte: usize,
    position: Position,
}

/// The distance of two checkpoints. Not one for each line: 64 MiB of line breaks would then take half a gigabyte; and a
/// document may also be a single line of megabytes.
const STRIDE: usize = 4096;

const START: Position = Position { line: 1, column: 1 };

impl Source {
    fn new(name: String, text: String) -> Source {
        let mut checkpoints = Vec::with_capacity(text.len() / STRIDE);
        let mut here = Checkpoint { byte: 0, position: START };
        while text.len() - here.byte > STRIDE {
            let next = ceil_boundary(&text, here.byte + STRIDE);
            here = Checkpoint { byte: next, position: advance(here.position, &text[here.byte..next]) };
            checkpoints.push(here);
        }
        Source { name, text, checkpoints }
    }

    /// The lines from that one on, counted from 1. It costs no walk through what stands before.
    pub fn lines_from(&self, line: usize) -> std::str::Lines<'_> {
        let after = self.checkpoints.partition_point(|checkpoint| checkpoint.position.line < line);
        let near = match after.checked_sub(1) {
            Some(last) => self.checkpoints[last],
            None => Checkpoint { byte: 0, position: START },
        };
        let mut rest = &self.text[near.byte..];
        for _ in near.position.line..line {
            rest = rest.find('\n').map_or("", |end| &rest[end + 1..]);
        }
        rest.lines()
    }

    fn position(&self, byte: usize) -> Position {
        let byte = floor_boundary(&self.text, byte);
        let after = self.checkpoints.partition_point(|checkpoint| checkpoint.byte <= byte);
        let near = match after.checked_sub(1) {
            Some(last) => self.checkpoints[last],
            None => Checkpoint { byte: 0, position: START },
        };
        advance(near.position, &self.text[near.byte..byte])
    }
}

fn advance(from: Position, text: &str) -> Position {
    match text.rfind('\n') {
        None => Position { column: from.column + text.chars().count(), ..from },
        Some(last) => Position {
            line: from.line + text.bytes().filter(|byte| *byte == b'\n').count(),
            column: 1 + text[last + 1..].chars().count(),
        },
    }
}

/// The start of the character that a byte is in.
pub(crate) fn floor_boundary(text: &str, byte: usize) -> usize {
    let near = byte.min(text.len());
    (0..=near).rev().find(|byte| text.is_char_boundary(*byte)).unwrap_or(0)
}

/// The byte itself when a character starts there, otherwise the start of the next one.
pub(crate) fn ceil_boundary(text: &str, byte: usize) -> usize {
    (byte..text.len()).find(|byte| text.is_char_boundary(*byte)).unwrap_or(text.len())
}

/// What a [`SourceId`] of another [`Sources`] leads to, so that a mixed-up diagnostic is shown bare instead of panicking.
static UNKNOWN: Source = Source { name: String::new(), text: String::new(), checkpoints: Vec::new() };

/// Every text that nodes and diagnostics point into. Cheap to clone.
#[derive(Clone, Debug, Default)]
pub struct Sources(Vec<Arc<Source>>);

impl Sources {
    /// Keeps a text under a name and says how to point into it.
    pub fn add(&mut self, name: impl Into<String>, text: impl Into<String>) -> SourceId {
        // More than four billion texts do not fit into memory.
        let id = SourceId(u32::try_from(self.0.len()).unwrap_or(u32::MAX));
        self.0.push(Arc::new(Source::new(name.into(), text.into())));
        id
    }

    /// The source that people know by this name.
    pub fn by_name(&self, name: &str) -> Option<&Source> {
        self.0.iter().map(|source| &**source).find(|source| source.name == name)
    }

    /// The source of an id; an empty one without a name when the id belongs to another `Sources`.
    pub fn get(&self, id: SourceId) -> &Source {
        usize::try_from(id.0).ok().and_then(|index| self.0.get(index)).map_or(&UNKNOWN, AsRef::as_ref)
    }

    /// Where a span starts.
    pub fn position(&self, span: Span) -> Position {
        self.get(span.source).position(span.start)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str, start: usize) -> (usize, usize) {
        let mut sources = Sources::default();
        let source = sources.add("a.yaml", text);
        let position = sources.position(Span { source, start, end: start });
        (position.line, position.column)
    }

    #[test]
    fn a_foreign_id_leads_to_an_empty_source() {
        let mut other = Sources::default();
        let source = other.add("a.yaml", "a");
        assert_eq!(Sources::default().get(source).text, "");
        assert_eq!(Sources::default().position(Span { source, start: 9, end: 9 }), START);
    }

    #[test]
    fn lines_from_anywhere_are_those_of_the_text() {
        let text: String =
            (0..3000).map(|number| format!("{number}\n")).collect::<String>() + &"x".repeat(10_000) + "\nlast";
        let mut sources = Sources::default();
        let id = sources.add("a.yaml", text.clone());
        for line in [1, 2, 999, 2999, 3000, 3001, 3002, 3003, 9999] {
            assert!(sources.get(id).lines_from(line).eq(text.lines().skip(line - 1)), "{line}");
        }
    }

    #[test]
    fn a_start_past_the_end_or_inside_a_character_is_moved_back() {
        assert_eq!(at("ab", 99), (1, 3));
        assert_eq!(at("é", 1), (1, 1));
    }

    #[test]
    fn columns_count_characters() {
        assert_eq!(at("é: ü\nß: x", 3), (1, 3));
        assert_eq!(at("é: ü\nß: x", 11), (2, 4));
    }

    #[test]
    fn positions_hold_across_checkpoints() {
        let long = "ä".repeat(3 * STRIDE);
        let text = format!("{long}\n{long}\nend");
        assert_eq!(at(&text, text.len() - 3), (3, 1));
        assert_eq!(at(&text, 2 * STRIDE), (1, STRIDE + 1));
        assert_eq!(at(&text, 2 * (3 * STRIDE) + 1 + 2 * 5000), (2, 5001));
    }
}
