//! The messages of both documents, matched and held against one another.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use spec_diff::read::{Operation, operations, template_names};
use spec_diff::with_room;
use spec_document::Effective;

use super::answer::answers;
use super::change::{Exchange, Kind, MOST, Note, Sign, WireBytes};
use super::differ;
use super::judge::{Notes, Side};
use super::message::{Maker, Message, Part};
use super::request::requests;
use super::room::Room;
use super::same::Same;
use super::secret::Secrets;
use super::value::Reader;
use crate::text::clipped;

/// Characters of a name.
const LONG: usize = 300;

/// What changes in the examples of two documents as they stand on the wire.
#[must_use]
pub fn wire_bytes(provider: &str, base: &Effective, revision: &Effective) -> WireBytes {
    // Where a machine gives no room for it, everything is left uncompared, and that is said.
    with_room(|| compare(provider, base, revision)).unwrap_or(WireBytes { not_compared: 1, ..WireBytes::default() })
}

fn compare(provider: &str, base: &Effective, revision: &Effective) -> WireBytes {
    let secrets = Secrets::of(&[base, revision]);
    let room = Room::default();
    let reader = Reader { secrets: &secrets, room: &room };
    let (old, new) = (operations(base), operations(revision));
    let (one, other) = (Side::new(base), Side::new(revision));
    let same = Same::new(base, revision);
    let mut found = WireBytes::default();
    let keys: BTreeSet<_> = old.keys().chain(new.keys()).collect();
    for key in keys {
        let (had, has) = (old.get(key), new.get(key));
        let before = room.not_made.get();
        let mut pair =
            (messages(Maker { document: base, reader }, had), messages(Maker { document: revision, reader }, has));
        let notes = Notes::new((&one, &other), &same, &secrets, (had, has));
        let whole = room.not_made.get() == before;
        let compared = Pairs { provider, had, has, whole, notes };
        compared.compare(&mut pair, &mut found);
    }
    found.not_compared += room.not_made.get();
    found
}

fn messages<'a>(maker: Maker<'a, '_>, operation: Option<&Operation<'a>>) -> Vec<Message<'a>> {
    let Some(operation) = operation else { return Vec::new() };
    let mut messages = requests(maker, operation);
    messages.extend(answers(maker, operation));
    messages
}

/// The messages of one operation.
struct Pairs<'p, 'a> {
    provider: &'p str,
    had: Option<&'p Operation<'a>>,
    has: Option<&'p Operation<'a>>,
    /// All messages were made: one that is not there is not in the document.
    whole: bool,
    notes: Notes<'p, 'a>,
}

/// What messages are matched by.
type Key<'a, const N: usize> = fn(&Message<'a>) -> (Part, [String; N]);

type Two<'a> = (Option<Message<'a>>, Option<Message<'a>>);

impl<'a> Pairs<'_, 'a> {
    fn compare(mut self, (old, new): &mut (Vec<Message<'a>>, Vec<Message<'a>>), found: &mut WireBytes) {
        if let (Some(had), Some(has)) = (self.had, self.has) {
            old.iter_mut().for_each(|message| rename(message, had.path, has.path));
        }
        let mut merged = Merged::default();
        for (old, new) in pairs(std::mem::take(old), std::mem::take(new)) {
            let one_side = old.is_none() || new.is_none();
            let cut = [&old, &new].into_iter().flatten().any(|message| message.cut);
            if one_side && !self.whole && self.had.is_some() && self.has.is_some() {
                // The other one may be among those that were not made.
                found.not_compared += 1;
                continue;
            }
            let notes = self.notes_of(old.as_ref(), new.as_ref(), cut);
            let same = matches!((&old, &new), (Some(old), Some(new)) if old.is_same(new));
            found.not_compared += usize::from(same && cut);
            if same && notes.is_empty() {
                continue;
            }
            let part = old.as_ref().or(new.as_ref()).map_or(Part::Request, |message| message.part.clone());
            if let Some(exchange) = self.exchange(old.as_ref(), new.as_ref(), notes) {
                merged.add(part, exchange);
            }
        }
        let Merged { exchanges, left_out, .. } = merged;
        found.add(WireBytes { exchanges, left_out, not_compared: 0, not_judged: self.notes.not_judged });
    }

    /// What the other document says of the examples in a message.
    fn notes_of(&mut self, old: Option<&Message<'a>>, new: Option<&Message<'a>>, cut: bool) -> Vec<Note> {
        let (Some(had), Some(has)) = (self.had, self.has) else { return Vec::new() };
        if cut {
            return Vec::new();
        }
        match (old, new) {
            (Some(old), _) if old.part == Part::Request => self.notes.of_request(had, has, old),
            (_, Some(new)) if new.part != Part::Request => self.notes.of_answer(had, has, new),
            _ => Vec::new(),
        }
    }

    fn exchange(&self, old: Option<&Message<'a>>, new: Option<&Message<'a>>, notes: Vec<Note>) -> Option<Exchange> {
        let message = new.or(old)?;
        let operation = self.has.or(self.had)?;
        let (kind, lines) = match (old, new) {
            (Some(old), Some(new)) if old.text == new.text => (Kind::Same, differ::whole(&new.text, Sign::Both)),
            (Some(old), Some(new)) => (Kind::Changed, differ::changed(&old.text, &new.text)),
            (None, Some(new)) => (Kind::Appeared, differ::whole(&new.text, Sign::Added)),
            (Some(old), None) => (Kind::Gone, differ::whole(&old.text, Sign::Removed)),
            (None, None) => return None,
        };
        let mut placeholders = message.placeholders.clone();
        placeholders.extend(old.map(|old| old.placeholders.clone()).unwrap_or_default());
        let mut known = BTreeSet::new();
        placeholders.retain(|it| known.insert(it.clone()));
        Some(Exchange {
            provider: self.provider.to_owned(),
            method: operation.method.clone(),
            path: clipped(operation.path, LONG),
            part: clipped(&message.part.to_string(), LONG),
            media_type: clipped(&message.media_type, LONG),
            example: clipped(&message.example, LONG),
            example_of: clipped(&message.example_of, LONG),
            same: Vec::new(),
            kind,
            lines,
            notes,
            placeholders,
            base: old.map(|message| message.at.place(self.notes.base.document)),
            revision: new.map(|message| message.at.place(self.notes.revision.document)),
        })
    }
}

/// Pairs of messages: of one part, media type and example; then what has the same bytes under another name; then, of each media type and
/// after that of each part, the one that is left over on both sides.
fn pairs<'a>(old: Vec<Message<'a>>, new: Vec<Message<'a>>) -> Vec<Two<'a>> {
    let mut found: Vec<Two<'a>> = Vec::new();
    let mut left = (old, new);
    let by: [Key<'a, 3>; 2] = [
        |message| {
            let Message { media_type, example, example_of, .. } = message;
            (message.part.clone(), [media_type.clone(), example_of.clone(), example.clone()])
        },
        |message| (message.part.clone(), [message.text.clone(), String::new(), String::new()]),
    ];
    for key in by {
        let mut known: BTreeMap<_, Vec<Message<'a>>> = BTreeMap::new();
        for message in left.1.into_iter().rev() {
            known.entry(key(&message)).or_default().push(message);
        }
        let mut alone = Vec::new();
        for message in left.0 {
            match known.get_mut(&key(&message)).and_then(Vec::pop) {
                Some(other) => found.push((Some(message), Some(other))),
                None => alone.push(message),
            }
        }
        left = (alone, known.into_values().flatten().collect());
    }
    let single: [Key<'a, 2>; 2] = [
        |message| (message.part.clone(), [message.example_of.clone(), message.media_type.clone()]),
        |message| (message.part.clone(), [message.example_of.clone(), String::new()]),
    ];
    for key in single {
        let mut groups: BTreeMap<_, (Vec<Message<'a>>, Vec<Message<'a>>)> = BTreeMap::new();
        left.0.into_iter().for_each(|message| groups.entry(key(&message)).or_default().0.push(message));
        left.1.into_iter().for_each(|message| groups.entry(key(&message)).or_default().1.push(message));
        left = (Vec::new(), Vec::new());
        for (mut old, mut new) in groups.into_values() {
            if old.len() == 1 && new.len() == 1 {
                found.push((old.pop(), new.pop()));
            }
            left.0.extend(old);
            left.1.extend(new);
        }
    }
    found.extend(left.0.into_iter().map(|message| (Some(message), None)));
    found.extend(left.1.into_iter().map(|message| (None, Some(message))));
    found.sort_by_cached_key(|(old, new)| {
        let message = new.as_ref().or(old.as_ref());
        message.map(|it| (it.part.clone(), it.media_type.clone(), it.example_of.clone(), it.example.clone()))
    });
    found
}

/// Names of path parameters are not sent: a placeholder that is only called otherwise is the same.
fn rename(message: &mut Message<'_>, old: &str, new: &str) {
    if message.part != Part::Request || old == new {
        return;
    }
    let end = message.text.find('\n').unwrap_or(message.text.len());
    let mut first = message.text[..end].to_owned();
    let mut from = 0;
    for (old, new) in template_names(old).into_iter().zip(template_names(new)) {
        let (had, has) = (format!("<{old}>"), format!("<{new}>"));
        if let Some(at) = first[from..].find(&had) {
            first.replace_range(from + at..from + at + had.len(), &has);
            from += at + has.len();
        }
    }
    message.text.replace_range(..end, &first);
}

/// The exchanges of one operation. Those of one part of which the same lines change are told once.
#[derive(Default)]
struct Merged {
    exchanges: Vec<Exchange>,
    known: HashMap<(Part, String), usize>,
    left_out: usize,
}

impl Merged {
    fn add(&mut self, part: Part, exchange: Exchange) {
        let lines = exchange.lines.iter().filter(|it| matches!(it.sign, Sign::Added | Sign::Removed));
        let key = (part, lines.map(|line| format!("{}{}\n", line.sign.mark(), line.text)).collect());
        let known = self.known.get(&key).filter(|_| exchange.kind == Kind::Changed);
        if let Some(known) = known.and_then(|index| self.exchanges.get_mut(*index)) {
            known.same.push(exchange.title());
            known.notes.extend(exchange.notes);
            return;
        }
        // Those with a note come first in a report: there is room for as many of them.
        if self.exchanges.len() >= if exchange.notes.is_empty() { MOST } else { 2 * MOST } {
            self.left_out += 1;
            return;
        }
        if exchange.kind == Kind::Changed {
            self.known.insert(key, self.exchanges.len());
        }
        self.exchanges.push(exchange);
    }
}
