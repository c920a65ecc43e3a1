//! From bytes to text that may be looked at.

use crate::diagnostic::{Diagnostic, Mistakes};
use crate::limit;
use crate::{SourceId, Sources, Span};

/// Whether a character reorders the text around it, so that a reviewer sees something else than what is read.
pub(crate) fn is_bidi_control(character: char) -> bool {
    matches!(character, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

/// Adds a text to the sources and reports what may not be in it.
pub(crate) fn decode(sources: &mut Sources, name: &str, bytes: &[u8], mistakes: &mut Mistakes) -> SourceId {
    if bytes.len() > limit::BYTES {
        let source = sources.add(name, "");
        let title = format!("{name} is larger than {} MiB", limit::BYTES / 1024 / 1024);
        mistakes.push(Diagnostic::error("file-too-large", title).at(at(source, 0, 0), ""));
        return source;
    }
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let source = match std::str::from_utf8(bytes) {
        Ok(text) => sources.add(name, text),
        Err(error) => {
            // Up to the mistake the repaired text is the same, so its position is too.
            let source = sources.add(name, String::from_utf8_lossy(bytes));
            let start = error.valid_up_to();
            let label = "this byte is not UTF-8";
            mistakes.push(
                Diagnostic::error("invalid-utf8", format!("{name} is not UTF-8"))
                    .at(at(source, start, start + '\u{FFFD}'.len_utf8()), label)
                    .help("save the file as UTF-8"),
            );
            source
        }
    };
    for (start, character) in sources.get(source).text.char_indices() {
        let span = at(source, start, start + character.len_utf8());
        if character == '\0' {
            mistakes.push(
                Diagnostic::error("nul-character", "there is a NUL character in the text")
                    .at(span, "here")
                    .help("remove it; no document needs one"),
            );
        } else if is_bidi_control(character) {
            let code = u32::from(character);
            let title = format!("there is a character in the text that reorders what is shown (U+{code:04X})");
            mistakes.push(
                Diagnostic::error("bidi-character", title)
                    .at(span, "here")
                    .help("remove it; in a quoted string it can be written as an escape"),
            );
        }
        if mistakes.full() {
            break;
        }
    }
    source
}

fn at(source: SourceId, start: usize, end: usize) -> Span {
    Span { source, start, end }
}
