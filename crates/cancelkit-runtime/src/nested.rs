//! Reading a value inside another one that was taken apart: where it went wrong, how deep it is, and how much is spent on it.

use std::cell::Cell;

use serde::de::{self, DeserializeOwned};
use serde_json::value::RawValue;

use crate::json_text;

/// Objects in one another at most, as `serde_json` has it.
const MOST_DEPTH: u32 = 128;
/// How many times the text of a member may be read altogether: unions in unions try it again for each variant.
const MOST_READINGS: usize = 256;
/// What a small member may cost all the same.
const SLACK: usize = 1 << 16;
/// What is said where nothing can be told.
const UNKNOWN: &str = "another value is wanted";

thread_local! {
    /// How deep the value that is read now stands, and how many bytes may still be read for it.
    static SPENT: Cell<(u32, usize)> = const { Cell::new((0, 0)) };
    /// Members and enum values that the document does not list, in what was read since somebody asked.
    static STRANGERS: Cell<usize> = const { Cell::new(0) };
}

/// Says that so many members or values were met which the document does not list.
pub(crate) fn note_strangers(count: usize) {
    STRANGERS.set(STRANGERS.get().saturating_add(count));
}

/// Reads with `read`, and says how many strangers it met. They do not count for whoever asks outside.
pub(crate) fn strangers<T>(read: impl FnOnce() -> T) -> (T, usize) {
    let before = STRANGERS.replace(0);
    let value = read();
    let met = STRANGERS.replace(before);
    (value, met)
}

/// Reads the value of a member. The error says where under the member it went wrong.
pub(crate) fn member<T: DeserializeOwned, E: de::Error>(name: &str, text: &RawValue) -> Result<T, E> {
    value(text).map_err(|(pointer, wanted)| {
        let name = name.replace('~', "~0").replace('/', "~1");
        error(&format!("/{name}{pointer}"), wanted.as_deref())
    })
}

/// An error that says where it went wrong and what was wanted there, in words that [`located`] understands.
pub(crate) fn error<E: de::Error>(pointer: &str, wanted: Option<&str>) -> E {
    E::custom(format_args!("at `{pointer}`: {}", wanted.unwrap_or(UNKNOWN)))
}

/// Reads a value that stands inside another one.
///
/// # Errors
///
/// Where it went wrong, as a JSON Pointer, and what was wanted there, where that can be told.
pub(crate) fn value<T: DeserializeOwned>(text: &RawValue) -> Result<T, (String, Option<String>)> {
    let (depth, left) = SPENT.get();
    let bytes = text.get().len();
    let left = if depth == 0 { bytes.saturating_mul(MOST_READINGS).saturating_add(SLACK) } else { left };
    if depth == MOST_DEPTH || bytes > left {
        return Err((String::new(), Some("nests too deep to be read".to_owned())));
    }
    SPENT.set((depth + 1, left - bytes));
    let read = serde_json::from_str(text.get());
    SPENT.set((depth, SPENT.get().1));
    read.map_err(|error| located(text.get().as_bytes(), &error))
}

/// Where in `text` an error lies, as a JSON Pointer, and what was wanted there; nothing of the text itself.
pub(crate) fn located(text: &[u8], error: &serde_json::Error) -> (String, Option<String>) {
    let said = error.to_string();
    let said = said.rsplit_once(" at line ").map_or(said.as_str(), |(said, _)| said);
    let mut column = error.column();
    if is_raised_after(said) && json_text::ends_list(text, error.line(), column) {
        column -= 1;
    }
    let outer = json_text::pointer_at(text, error.line(), column);
    match said.strip_prefix("at `").and_then(|said| said.split_once("`: ")) {
        Some((inner, wanted)) => (format!("{outer}{inner}"), Some(wanted.to_owned()).filter(|it| it != UNKNOWN)),
        None => (outer, wanted(said)),
    }
}

/// Whether an error was raised when its value had been read to the end: of the last item of a list it lies behind the list.
fn is_raised_after(said: &str) -> bool {
    said.starts_with("at `") || said.starts_with("missing field `")
}

/// What serde says it wanted. Its text repeats the value it found, before the last `, expected `; what comes after that, and the name
/// of a missing member, are from the type and not from the body.
fn wanted(text: &str) -> Option<String> {
    if let Some(name) = text.strip_prefix("missing field `") {
        let name = name.strip_suffix('`')?;
        return is_plain(name).then(|| format!("missing `{name}`"));
    }
    if !["invalid type: ", "invalid value: ", "invalid length "].iter().any(|prefix| text.starts_with(prefix)) {
        return None;
    }
    let (_, expected) = text.rsplit_once(", expected ")?;
    is_plain(expected).then(|| format!("expected {expected}"))
}

fn is_plain(text: &str) -> bool {
    text.len() <= 100 && !text.chars().any(char::is_control)
}
