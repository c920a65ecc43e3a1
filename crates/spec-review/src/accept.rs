//! Breaks that were accepted on purpose.

use std::path::Path;

use spec_document::{Diagnostic, Node, load_text};

use crate::text::{listed, visible};
use crate::{Failure, Report, Specs};

/// The file of them, in `specs/`.
pub const ACCEPTED: &str = "accepted-changes.yaml";

/// Bytes of it at most.
const MOST: u64 = 1 << 20;

/// One accepted change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Acceptance {
    /// Which change, as a report names it.
    pub fingerprint: String,
    /// Why it may break.
    pub reason: String,
}

/// What one side's file accepts.
#[derive(Clone, Debug, Default)]
pub struct Acceptances {
    /// In the order of the file.
    pub entries: Vec<Acceptance>,
}

impl Acceptances {
    /// Accepts in a report what the base's file says, and gives back what is worth knowing: what only the revision's file accepts.
    /// Nobody accepts his own break: the entry has to be on the base branch before the change.
    ///
    /// An entry that matches nothing is left over from a change that was made, and would let the next one like it pass. It is a
    /// mistake, unless the revision takes it away, or nothing changed, or not `all` providers were compared.
    ///
    /// # Errors
    ///
    /// A file with mistakes, or an entry that matches nothing.
    pub fn apply(report: &mut Report, base: &Specs, revision: &Specs, all: bool) -> Result<Vec<String>, Failure> {
        let (had, has) = (Self::of(base)?, Self::of(revision)?);
        let unmatched = report.accept(&had.entries);
        let left_over: Vec<String> = unmatched
            .iter()
            .filter(|entry| has.has(&entry.fingerprint))
            .map(|entry| format!("`{}` ({})", entry.fingerprint, visible(&entry.reason)))
            .collect();
        if all && !report.changes.is_empty() && !left_over.is_empty() {
            return Err(Failure::message(format!(
                "specs/{ACCEPTED} accepts what does not change here: {}\nremove an entry together with the change that it was for; \
                 if the change was worded anew, accept its present fingerprint on {} first",
                listed(&left_over),
                base.name()
            )));
        }
        let waiting = report.changes.iter().filter(|change| {
            let fingerprint = &change.finding.fingerprint;
            has.has(fingerprint) && !had.has(fingerprint)
        });
        Ok(waiting
            .map(|change| {
                format!(
                    "`{}` is accepted here and not on {}: it counts once it is there",
                    change.finding.fingerprint,
                    base.name()
                )
            })
            .collect())
    }

    /// Reads the file of one side; without one nothing is accepted.
    ///
    /// # Errors
    ///
    /// The file has mistakes.
    pub fn of(specs: &Specs) -> Result<Self, Failure> {
        let Some(text) = read(&specs.folder().join(ACCEPTED))? else { return Ok(Self::default()) };
        parse(&text).map_err(|report| Failure::Documents(vec![(specs.name().to_owned(), report)]))
    }

    /// Whether a fingerprint is in it.
    #[must_use]
    pub fn has(&self, fingerprint: &str) -> bool {
        self.entries.iter().any(|entry| entry.fingerprint == fingerprint)
    }
}

fn read(file: &Path) -> Result<Option<String>, Failure> {
    use std::io::Read as _;
    let mut text = String::new();
    let read = std::fs::File::open(file).and_then(|file| file.take(MOST + 1).read_to_string(&mut text));
    match read {
        Ok(read) if read as u64 > MOST => {
            Err(Failure::message(format!("specs/{ACCEPTED} is larger than {MOST} bytes")))
        }
        Ok(_) => Ok(Some(text)),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(Failure::message(format!("specs/{ACCEPTED} cannot be read: {error}"))),
    }
}

pub(crate) fn parse(text: &str) -> Result<Acceptances, spec_document::Report> {
    let document = load_text(&format!("specs/{ACCEPTED}"), text)?;
    let mut mistakes = Vec::new();
    let mut entries: Vec<Acceptance> = Vec::new();
    let root = &document.root;
    known_keys(root, &["accepted"], &mut mistakes);
    let list = root.get("accepted").and_then(Node::as_array);
    if list.is_none() {
        mistakes.push(
            Diagnostic::error("accepted-form", "the file has a list `accepted`")
                .at(root.span, "it does not")
                .help("accepted:\n  - { fingerprint: '0123456789abcdef', reason: Why it may break. }"),
        );
    }
    for node in list.unwrap_or_default() {
        known_keys(node, &["fingerprint", "reason"], &mut mistakes);
        let fingerprint = text_of(node, "fingerprint", &mut mistakes);
        let reason = text_of(node, "reason", &mut mistakes);
        let (Some(fingerprint), Some(reason)) = (fingerprint, reason) else { continue };
        let at = node.get("fingerprint").map_or(node.span, |node| node.span);
        let digits = fingerprint.len() == 16 && fingerprint.bytes().all(|it| matches!(it, b'0'..=b'9' | b'a'..=b'f'));
        if !digits {
            let title = "a fingerprint is 16 hexadecimal digits in small letters, as a report shows them";
            mistakes.push(Diagnostic::error("accepted-form", title).at(at, "this is not"));
        } else if reason.trim().is_empty() {
            let title = "an acceptance says why the change may break";
            mistakes.push(Diagnostic::error("accepted-form", title).at(node.span, "this one does not"));
        } else if entries.iter().any(|entry| entry.fingerprint == fingerprint) {
            mistakes
                .push(Diagnostic::error("accepted-twice", "this change is accepted twice").at(at, "keep one entry"));
        } else {
            entries.push(Acceptance { fingerprint: fingerprint.to_owned(), reason: reason.trim().to_owned() });
        }
    }
    if mistakes.is_empty() {
        Ok(Acceptances { entries })
    } else {
        Err(spec_document::Report::new(document.sources, mistakes))
    }
}

fn known_keys(node: &Node, keys: &[&str], mistakes: &mut Vec<Diagnostic>) {
    for member in node.as_object().into_iter().flatten() {
        if !keys.contains(&member.key.as_str()) {
            let title = format!("there is nothing of this name here: it may be {}", keys.join(" or "));
            mistakes.push(Diagnostic::error("accepted-form", title).at(member.key_span, ""));
        }
    }
}

fn text_of<'n>(node: &'n Node, key: &str, mistakes: &mut Vec<Diagnostic>) -> Option<&'n str> {
    let found = node.get(key);
    let text = found.and_then(Node::as_str);
    if text.is_none() {
        let mut mistake = Diagnostic::error("accepted-form", format!("an acceptance has a text `{key}`"));
        mistake = mistake.at(found.unwrap_or(node).span, "");
        if found.is_some_and(|node| node.as_number().is_some()) {
            // Digits alone, or digits around an `e`, are a number to YAML.
            mistake = mistake.help("put it in quotes");
        }
        mistakes.push(mistake);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entries_have_a_fingerprint_and_a_reason() {
        let text = "accepted:\n  - fingerprint: '0123456789abcdef'\n    reason: The provider ends it.\n";
        assert_eq!(
            parse(text).unwrap().entries,
            [Acceptance { fingerprint: "0123456789abcdef".to_owned(), reason: "The provider ends it.".to_owned() }]
        );
        assert!(parse("accepted: []\n").unwrap().entries.is_empty());
    }

    #[test]
    fn mistakes_have_a_place() {
        let text = "\
accepted:
  - fingerprint: 1234567890123456
    reason: Digits alone are a number.
  - fingerprint: '0123456789ABCDEF'
    reason: Great letters.
  - fingerprint: '0123456789abcdef'
    reason: ' '
  - fingerprint: '0123456789abcde0'
    reason: Once.
  - fingerprint: '0123456789abcde0'
    reason: Twice.
    until: tomorrow
  - text
";
        insta::assert_snapshot!(parse(text).unwrap_err());
        for text in ["", "[]", "accepted: 1", "x: [", "accepted:\n  fingerprint: a\n"] {
            assert!(parse(text).is_err(), "{text}");
        }
    }
}
