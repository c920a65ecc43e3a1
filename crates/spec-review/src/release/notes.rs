//! Findings as items of a changelog.

use std::collections::BTreeMap;

use spec_diff::{Audience, Certainty, Finding, Severity};

use super::Level;
use super::changelog::Notes;
use crate::rust_api::{ApiChange, Bump};
use crate::text::{counted, listed, shown};

/// Characters of a text at most.
const LONG: usize = 2000;

/// Operations that are named for one finding.
const OPERATIONS: usize = 5;

/// Public items that are named for one release.
const ITEMS: usize = 40;

/// Adds what was found on the wire, and says what it asks of the version. What hurts only who calls the facade is of no harm to who calls
/// the client.
pub(super) fn add_finding(notes: &mut Notes, finding: &Finding, reasons: &BTreeMap<String, String>) -> Level {
    let level = level(finding);
    let item = item(finding, reasons.get(&finding.fingerprint).filter(|_| finding.severity > Severity::Info));
    let is_new = finding.severity == Severity::Info && level == Level::Added;
    match level {
        Level::Breaking => notes.breaking.push(item),
        Level::Added if is_new => notes.added.push(item),
        Level::Added | Level::Patch => notes.changed.push(item),
    }
    level
}

/// What a finding asks of the version of the client.
fn level(finding: &Finding) -> Level {
    let only_facade = finding.hurts == [Audience::FacadeUsers];
    match finding.severity {
        Severity::Breaking if !only_facade => Level::Breaking,
        Severity::Warning if !only_facade => Level::Added,
        Severity::Info if finding.id.ends_with("-added") => Level::Added,
        _ => Level::Patch,
    }
}

/// A finding in a sentence, with the operations that it shows in.
pub(super) fn item(finding: &Finding, reason: Option<&String>) -> String {
    let mut text = plain(&finding.sentence);
    let mut operations: Vec<String> = Vec::new();
    for at in &finding.occurrences {
        let operation = format!("{} {}", at.method, at.path);
        let operation = code(operation.trim());
        if !operation.is_empty() && !operations.contains(&operation) {
            operations.push(operation);
        }
    }
    if operations.len() > OPERATIONS {
        let more = operations.len() - OPERATIONS;
        operations.truncate(OPERATIONS);
        operations.push(counted(more, "more operation", "more operations"));
    }
    if !operations.is_empty() {
        text += &format!(" ({})", listed(&operations));
    }
    if let Certainty::CannotTell(why) = &finding.certainty {
        text += &format!("\n  It could not be shown to be harmless: {}.", plain(why));
    }
    if let Some(reason) = reason {
        text += &format!("\n  Accepted: {}", plain(reason));
    }
    text
}

/// Adds what changed for who compiles against a crate.
pub(super) fn add_api(notes: &mut Notes, of: &str, changes: &[ApiChange]) -> Option<Level> {
    let (breaking, added): (Vec<&ApiChange>, Vec<&ApiChange>) =
        changes.iter().partition(|it| it.bump == Bump::Breaking);
    if !breaking.is_empty() {
        let items = counted(breaking.len(), "public item", "public items");
        notes.breaking.push(with_items(format!("{items} of `{of}` changed or went:"), &breaking));
    }
    if !added.is_empty() {
        let items = counted(added.len(), "new public item", "new public items");
        notes.added.push(with_items(format!("{items} in `{of}`:"), &added));
    }
    match (breaking.is_empty(), added.is_empty()) {
        (false, _) => Some(Level::Breaking),
        (true, false) => Some(Level::Added),
        (true, true) => None,
    }
}

fn with_items(lead: String, changes: &[&ApiChange]) -> String {
    let mut lines = vec![lead];
    lines.extend(changes.iter().take(ITEMS).map(|change| format!("  - {}", code(&change.to_string()))));
    if changes.len() > ITEMS {
        lines.push(format!("  - and {} more", changes.len() - ITEMS));
    }
    lines.join("\n")
}

/// A sentence in which names stand in backticks. What is outside of them begins neither a link nor a format.
pub(super) fn plain(text: &str) -> String {
    let text = shown(text, LONG);
    let parts: Vec<&str> = text.split('`').collect();
    let mut out = String::new();
    for (index, part) in parts.iter().enumerate() {
        // The last one has no end where the backticks are odd in number.
        if index % 2 == 1 && index + 1 < parts.len() {
            out += &code(part);
        } else {
            out += if index % 2 == 1 { "\\`" } else { "" };
            for character in part.chars() {
                if "\\`*_<>[]#|~&!@".contains(character) {
                    out.push('\\');
                }
                out.push(character);
            }
        }
    }
    out
}

/// A name, which shows as it is.
fn code(text: &str) -> String {
    let text = shown(text, LONG);
    match text.contains('`') {
        _ if text.is_empty() => String::new(),
        true => format!("``{}``", format!(" {text} ").replace("``", "` `")),
        false => format!("`{text}`"),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use spec_diff::{Audience, Finding, Severity};

    use super::{Level, Notes, add_api, add_finding, plain};
    use crate::format::fixture::finding;
    use crate::rust_api::{Listing, compare};

    #[test]
    fn who_is_hurt_decides_the_level() {
        let level = |severity, id: &str, hurts: &[Audience]| {
            let finding = Finding { id: id.to_owned(), hurts: hurts.to_vec(), ..finding(severity, "It is so.") };
            add_finding(&mut Notes::default(), &finding, &BTreeMap::new())
        };
        use Audience::{FacadeUsers, Readers};
        assert_eq!(level(Severity::Breaking, "x", &[Readers]), Level::Breaking);
        assert_eq!(level(Severity::Breaking, "ability-removed", &[FacadeUsers]), Level::Patch);
        assert_eq!(level(Severity::Warning, "x", &[Readers]), Level::Added);
        assert_eq!(level(Severity::Info, "operation-added", &[]), Level::Added);
        assert_eq!(level(Severity::Info, "prose-changed", &[]), Level::Patch);
    }

    #[test]
    fn an_accepted_break_has_its_reason_and_stays_a_break() {
        let mut notes = Notes::default();
        let broken = finding(Severity::Breaking, "It broke.");
        let reasons = BTreeMap::from([(broken.fingerprint.clone(), "The provider *ends* it.".to_owned())]);
        assert_eq!(add_finding(&mut notes, &broken, &reasons), Level::Breaking);
        assert!(notes.breaking[0].ends_with("\n  Accepted: The provider \\*ends\\* it."), "{notes:?}");
    }

    #[test]
    fn many_items_are_counted() {
        let text: String = (0..60).map(|number| format!("pub fn f{number}() {{}} ")).collect();
        let new = Listing::read([("lib.rs", text.as_str())]).unwrap();
        let mut notes = Notes::default();
        assert_eq!(add_api(&mut notes, "acme", &compare(&Listing::default(), &new)), Some(Level::Added));
        assert!(notes.added[0].starts_with("60 new public items in `acme`:\n  - `+ f0: fn()`\n"), "{notes:?}");
        assert!(notes.added[0].ends_with("\n  - and 20 more"), "{notes:?}");
        assert_eq!(add_api(&mut notes, "acme", &[]), None);
    }

    #[test]
    fn nothing_begins_a_link_or_another_line() {
        assert_eq!(plain("a `b_c` [x](y) <i>\n# _d"), "a `b_c` \\[x\\](y) \\<i\\>\\\\u{a}\\# \\_d");
        assert_eq!(plain("odd ` one"), "odd \\` one");
    }
}
