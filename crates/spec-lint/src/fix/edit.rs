//! What a mend means for the text.

use std::collections::HashSet;

use spec_document::{Effective, Member, Node, Object, Span};

use super::Change;

/// A range of the document's text and what is to stand there.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Edit {
    start: usize,
    end: usize,
    text: String,
}

const OVERLAY: &str = "it stands in the overlay, which is mended by hand";
const SHAPE: &str = "the text around it is written in a way that is mended by hand";

/// The text with the edits made. Nothing where two of them touch the same letters in different ways.
pub(super) fn applied<'e>(text: &str, edits: impl Iterator<Item = &'e Edit>) -> Option<String> {
    let mut edits: Vec<&Edit> = edits.collect();
    edits.sort();
    // The copies that aliases make of a node ask for the same edit.
    edits.dedup();
    let mut out = String::with_capacity(text.len());
    let mut end = 0;
    for edit in edits {
        out.push_str(text.get(end..edit.start)?);
        out.push_str(&edit.text);
        end = edit.end;
    }
    out.push_str(text.get(end..)?);
    Some(out)
}

/// The edits that make a change, or why a person has to make it.
pub(super) fn edits(document: &Effective, change: &Change) -> Result<Vec<Edit>, &'static str> {
    let source = document.root.span.source;
    let text = &document.sources.get(source).text;
    let object = match change {
        Change::Insert { object, .. } | Change::RemoveAll { object, .. } => object,
        Change::Nullable { schema } => schema,
        Change::Remove { .. } => return Err(SHAPE),
    };
    let node = document.root.at(object).ok_or(SHAPE)?;
    if node.span.source != source {
        return Err(OVERLAY);
    }
    let place = Place { text, node, source };
    match change {
        Change::Insert { key, text, .. } => Ok(vec![place.insert(key, text)?]),
        Change::RemoveAll { keys, .. } => place.remove(keys),
        Change::Nullable { .. } => {
            let mut edits = place.remove(&["nullable".to_owned()])?;
            edits.push(place.with_null()?);
            Ok(edits)
        }
        Change::Remove { .. } => Err(SHAPE),
    }
}

/// An object in the text.
struct Place<'a> {
    text: &'a str,
    node: &'a Node,
    source: spec_document::SourceId,
}

impl<'a> Place<'a> {
    /// The members that stand in the document itself, in the order of the text.
    fn own(&self) -> Vec<&'a Member> {
        let members = self.node.as_object().into_iter().flat_map(Object::iter);
        let mut own: Vec<&Member> = members.filter(|member| member.key_span.source == self.source).collect();
        own.sort_by_key(|member| member.key_span);
        own
    }

    fn get(&self, start: usize, end: usize) -> Result<&'a str, &'static str> {
        self.text.get(start..end).ok_or(SHAPE)
    }

    fn is_flow(&self) -> bool {
        self.text.get(self.node.span.start..).is_some_and(|rest| rest.starts_with('{'))
    }

    /// What stands before a byte on its line.
    fn before(&self, byte: usize) -> Result<(usize, &'a str), &'static str> {
        let head = self.get(0, byte)?;
        let start = head.rfind('\n').map_or(0, |end| end + 1);
        Ok((start, &head[start..]))
    }

    fn insert(&self, key: &str, value: &str) -> Result<Edit, &'static str> {
        let own = self.own();
        let first = own.first().map(|member| member.key_span.start);
        if !self.is_flow() {
            let first = first.ok_or(SHAPE)?;
            let (_, indent) = self.before(first)?;
            if !indent.bytes().all(|byte| byte == b' ') {
                return Err(SHAPE);
            }
            let rest = self.get(first, self.text.len())?;
            let line = rest.split_inclusive('\n').next().unwrap_or_default();
            let ending = if line.ends_with("\r\n") { "\r\n" } else { "\n" };
            return Ok(Edit { start: first, end: first, text: format!("{key}: {value}{ending}{indent}") });
        }
        let open = self.node.span.start + 1;
        let quoted = match first {
            Some(first) => self.get(first, self.text.len())?.starts_with('"'),
            None => self.text.trim_start().starts_with('{'),
        };
        let pair = if quoted { format!("\"{key}\": \"{value}\"") } else { format!("{key}: {value}") };
        let Some(first) = first else {
            return Ok(Edit { start: open, end: open, text: pair });
        };
        // The new member is set apart from the next one as that was from the brace.
        let gap = self.get(open, first)?;
        let gap = if gap.is_empty() || !gap.trim().is_empty() { " " } else { gap };
        Ok(Edit { start: first, end: first, text: format!("{pair},{gap}") })
    }

    fn with_null(&self) -> Result<Edit, &'static str> {
        let Span { source, start, end } = self.node.get("type").ok_or(SHAPE)?.span;
        if source != self.source {
            return Err(OVERLAY);
        }
        let raw = self.get(start, end)?;
        let quote = if raw.starts_with('"') { '"' } else { '\'' };
        Ok(Edit { start, end, text: format!("[{raw}, {quote}null{quote}]") })
    }

    fn remove(&self, keys: &[String]) -> Result<Vec<Edit>, &'static str> {
        let gone: HashSet<&str> = keys.iter().map(String::as_str).collect();
        let own = self.own();
        let foreign = |key: &&str| !own.iter().any(|member| member.key == **key);
        let whole = |member: &&Member| {
            member.value.span.source == self.source && member.value.span.start >= member.key_span.end
        };
        if gone.iter().any(foreign) || !own.iter().all(|it| whole(it) || !gone.contains(it.key.as_str())) {
            return Err(OVERLAY);
        }
        if own.iter().all(|member| gone.contains(member.key.as_str())) {
            return Err("nothing would be left around it: delete that by hand");
        }
        let mut edits = Vec::new();
        let mut at = 0;
        while at < own.len() {
            let run = own[at..].iter().take_while(|member| gone.contains(member.key.as_str())).count();
            if run > 0 {
                let previous = at.checked_sub(1).map(|previous| own[previous]);
                let next = own.get(at + run).copied();
                let part = &own[at..at + run];
                if self.is_flow() {
                    edits.push(self.remove_flow(previous, part, next)?);
                } else {
                    self.remove_block(part, next, &mut edits)?;
                }
            }
            at += run.max(1);
        }
        Ok(edits)
    }

    /// Takes members out between braces, each with a comma beside it.
    fn remove_flow(
        &self,
        previous: Option<&Member>,
        run: &[&Member],
        next: Option<&Member>,
    ) -> Result<Edit, &'static str> {
        let (Some(first), Some(last)) = (run.first(), run.last()) else { return Err(SHAPE) };
        let (start, end) = match (previous, next) {
            (Some(previous), _) if previous.value.span.source == self.source => {
                (previous.value.span.end.max(previous.key_span.end), last.value.span.end)
            }
            (None, Some(next)) => (first.key_span.start, next.key_span.start),
            _ => return Err(SHAPE),
        };
        // Between the members there may be nothing but commas and space: a comment, or a member that the overlay takes out, would go
        // along.
        let mut here = start;
        let mut between = Vec::new();
        for member in run {
            between.push((here, member.key_span.start));
            here = member.value.span.end;
        }
        between.push((here, end));
        for (from, to) in between {
            let gap = self.get(from, to)?.trim();
            if !gap.is_empty() && gap != "," {
                return Err(SHAPE);
            }
        }
        Ok(Edit { start, end, text: String::new() })
    }

    /// Takes whole lines out.
    fn remove_block(&self, run: &[&Member], next: Option<&Member>, edits: &mut Vec<Edit>) -> Result<(), &'static str> {
        for (index, member) in run.iter().enumerate() {
            let (start, head) = self.before(member.key_span.start)?;
            let value_end = member.value.span.end;
            if !head.bytes().all(|byte| byte == b' ') {
                // The first member of an element stands beside its dash, where the next one moves up to.
                let dash = head.trim().bytes().all(|byte| matches!(byte, b'-' | b' '));
                let follower = run.get(index + 1).copied().or(next).ok_or(SHAPE)?;
                let to = follower.key_span.start;
                if !dash || index + 1 < run.len() || !self.get(value_end, to)?.trim().is_empty() {
                    return Err(SHAPE);
                }
                edits.push(Edit { start: member.key_span.start, end: to, text: String::new() });
                continue;
            }
            let rest = self.get(value_end, self.text.len())?;
            let line = rest.split_inclusive('\n').next().unwrap_or_default();
            let tail = line.trim();
            if !tail.is_empty() && !tail.starts_with('#') {
                return Err(SHAPE);
            }
            let keyword = !matches!(member.value.kind(), "object" | "array");
            if keyword && !tail.is_empty() {
                // A comment beside a keyword may be about all of the schema: it stays, on the line that was theirs.
                let comment = value_end + (line.len() - line.trim_start().len());
                edits.push(Edit { start: member.key_span.start, end: comment, text: String::new() });
            } else {
                edits.push(Edit { start, end: value_end + line.len(), text: String::new() });
            }
        }
        Ok(())
    }
}
