//! A comment of a pull request.
//!
//! Every word of a document is somebody's input: it is written so that it shows as it is and does nothing. Whatever the number and
//! size of changes, the whole fits into a comment, and says how much it leaves out.

use std::fmt::Write as _;

use spec_diff::{Audience, Certainty, Finding, Occurrence, Place, Severity};

use super::escape::{block, code, sentence};
use crate::report::{Change, Counts, Report};
use crate::text::{clipped, counted, listed, shown};
use crate::wire_bytes::{Exchange, Note, WireBytes};

/// Bytes of a comment: GitHub takes 65,536 characters, and no character has less than one byte.
pub const MOST: usize = 65_000;

/// The first line of the comment, by which a workflow finds the one it wrote before.
pub const MARKER: &str = "<!-- cancelkit-spec-review -->";

/// Left for the sentence that says what was left out, and for the end of what is folded.
const RESERVE: usize = 600;

/// Rows of the table of providers.
const ROWS: usize = 40;

/// Characters of one text, and of a name.
const LONG: usize = 500;
const NAME: usize = 160;

/// Places of one change that are listed.
const PLACES: usize = 20;

/// Characters of an example.
const EXAMPLE: usize = 1500;

pub(super) fn write(report: &Report) -> String {
    let mut comment = Comment { text: head(report), left_out: Counts::default() };
    let open = |severity| report.open().filter(move |change| change.finding.severity == severity);
    comment.section("### Breaking", "", open(Severity::Breaking), full);
    comment.section("### Warnings", "", open(Severity::Warning), full);
    let accepted = report.changes.iter().filter(|change| change.accepted.is_some());
    comment.folded("accepted on purpose", accepted, full);
    comment.folded("harmless", open(Severity::Info), short);
    comment.exchanges(&report.wire);
    comment.finish()
}

/// What a reviewer needs first.
fn head(report: &Report) -> String {
    let counts = report.counts();
    let mut text = format!("{MARKER}\n## {}\n\n{}\n\n", headline(counts, report.changes.is_empty()), verdict(report));
    let providers = report.by_provider();
    if !providers.is_empty() {
        text += "| provider | breaking | warnings | infos | accepted |\n|---|--:|--:|--:|--:|\n";
        for (provider, counts) in providers.iter().take(ROWS) {
            let Counts { breaking, warning, info, accepted } = counts;
            let _ = writeln!(text, "| {} | {breaking} | {warning} | {info} | {accepted} |", name(provider));
        }
        if providers.len() > ROWS {
            let _ = writeln!(text, "| and {} more | | | | |", providers.len() - ROWS);
        }
        text.push('\n');
    }
    let _ = writeln!(text, "Compared: {} with {}.\n", name(&report.revision), name(&report.base));
    text
}

fn headline(counts: Counts, nothing: bool) -> String {
    let Counts { breaking, warning, info, accepted } = counts;
    if nothing {
        return "API documents: nothing changed".to_owned();
    }
    let mut parts = Vec::new();
    if breaking > 0 {
        parts.push(counted(breaking, "breaking change", "breaking changes"));
    }
    if warning > 0 {
        parts.push(counted(warning, "warning", "warnings"));
    }
    if accepted > 0 {
        parts.push(format!("{accepted} accepted"));
    }
    if parts.is_empty() {
        parts.push(format!("only {}", counted(info, "harmless change", "harmless changes")));
    }
    format!("API documents: {}", parts.join(", "))
}

/// For whom it is how bad.
fn verdict(report: &Report) -> String {
    let whom = |severity| {
        let hurt = report.hurt(severity);
        let parts: Vec<String> = hurt.iter().map(|(audience, providers)| audience_at(*audience, providers)).collect();
        listed(&parts)
    };
    match report.worst() {
        None if report.changes.is_empty() => "Nothing changed that a program could notice.".to_owned(),
        None => "Everything that hurts somebody was accepted on purpose.".to_owned(),
        Some(Severity::Breaking) => {
            let unknown = report.open().filter(|change| {
                change.finding.severity == Severity::Breaking
                    && matches!(change.finding.certainty, Certainty::CannotTell(_))
            });
            let unknown = match unknown.count() {
                0 => String::new(),
                1 => " One of them counts as breaking since it could not be shown to be harmless.".to_owned(),
                many => format!(" {many} of them count as breaking since they could not be shown to be harmless."),
            };
            format!("**Breaking for** {}.{unknown}", whom(Severity::Breaking))
        }
        Some(Severity::Warning) => {
            format!("**Nothing breaks for most.** It may hurt {}.", whom(Severity::Warning))
        }
        Some(Severity::Info) => {
            "**Nothing breaks.** Who followed the old documents goes on working with the new ones.".to_owned()
        }
    }
}

fn audience_at(audience: Audience, providers: &[&str]) -> String {
    let mut names: Vec<String> = providers.iter().take(ROWS).map(|provider| name(provider)).collect();
    if providers.len() > ROWS {
        names.push(format!("{} more", providers.len() - ROWS));
    }
    format!("{audience} ({})", names.join(", "))
}

/// A comment that grows as far as it may.
struct Comment {
    text: String,
    left_out: Counts,
}

type Write = fn(&Change) -> [String; 2];

impl Comment {
    /// Adds a text if there is room for it.
    fn add(&mut self, text: &str) -> bool {
        let fits = self.text.len() + text.len() + RESERVE <= MOST;
        if fits {
            self.text += text;
        }
        fits
    }

    /// Adds each change in the longest form that there is room for. Once one has none, the lesser ones have none either: what is
    /// left out are the last ones, and not those that happen to be long.
    fn section<'c>(&mut self, title: &str, end: &str, changes: impl Iterator<Item = &'c Change>, write: Write) {
        let mut begun = false;
        for change in changes {
            let start = if begun { String::new() } else { format!("{title}\n\n") };
            let room = self.left_out == Counts::default();
            let added = room && write(change).iter().any(|form| self.add(&format!("{start}{form}")));
            begun |= added;
            if !added {
                self.left_out.count(change);
            }
        }
        if begun && !end.is_empty() {
            self.text.truncate(self.text.trim_end().len());
            self.text += end;
        }
    }

    fn folded<'c>(&mut self, what: &str, changes: impl Iterator<Item = &'c Change>, write: Write) {
        let changes: Vec<&Change> = changes.collect();
        let title = format!("<details><summary>{} {what}</summary>", changes.len());
        self.section(&title, "\n\n</details>\n\n", changes.into_iter(), write);
    }

    /// The examples on the wire come last: they take the room that findings leave.
    fn exchanges(&mut self, wire: &WireBytes) {
        let Some(summary) = super::wire::summary(wire) else { return };
        let (start, end) =
            (format!("<details><summary>Examples on the wire: {summary}</summary>\n\n"), "</details>\n\n");
        let left_out = |number: usize| {
            let what = counted(number, "exchange is", "exchanges are");
            format!("{what} left out here: `cargo xtask diff --wire` shows all.\n\n")
        };
        // What is said at the end has its room from the beginning.
        let reserved = end.len() + 400;
        if self.text.len() + start.len() + reserved + RESERVE > MOST {
            return;
        }
        self.text += &start;
        let mut shown = 0;
        for exchange in &wire.exchanges {
            let text = exchanged(exchange);
            if self.text.len() + text.len() + reserved + RESERVE > MOST {
                break;
            }
            self.text += &text;
            shown += 1;
        }
        if shown < wire.exchanges.len() {
            self.text += &left_out(wire.exchanges.len() - shown);
        }
        if let Some(missing) = super::wire::missing(wire) {
            let _ = writeln!(self.text, "{missing}\n");
        }
        self.text += end;
    }

    fn finish(mut self) -> String {
        let Counts { breaking, warning, info, accepted } = self.left_out;
        let parts: Vec<String> = [
            (breaking, "breaking", "breaking"),
            (warning, "warning", "warnings"),
            (info, "info", "infos"),
            (accepted, "accepted", "accepted"),
        ]
        .into_iter()
        .filter(|(number, ..)| *number > 0)
        .map(|(number, one, many)| counted(number, one, many))
        .collect();
        if !parts.is_empty() {
            let _ = writeln!(
                self.text,
                "**Left out here, since a comment holds no more: {}.** `cargo xtask diff` shows all of them.",
                listed(&parts)
            );
        }
        self.text
    }
}

/// A change with all that is known of it, and the same without what is folded.
fn full(change: &Change) -> [String; 2] {
    let finding = &change.finding;
    let provider = name(&change.provider);
    let mut lead = format!("#### {provider}: {}\n\n", sentence(&shown(&finding.sentence, LONG)));
    let mut about = Vec::new();
    if !finding.hurts.is_empty() {
        let hurts: Vec<String> = finding.hurts.iter().map(ToString::to_string).collect();
        about.push(format!("Hurts **{}**", listed(&hurts)));
    }
    if let Some(first) = finding.occurrences.first().map(occurrence).filter(|text| !text.is_empty()) {
        let more = finding.occurrences.len() - 1;
        let more =
            if more == 0 { String::new() } else { format!(" and {}", counted(more, "more place", "more places")) };
        about.push(format!("at {first}{more}"));
    }
    if !about.is_empty() {
        let _ = writeln!(lead, "{}.\n", about.join(", "));
    }
    if let Some(reason) = &change.accepted {
        let reason = sentence(&shown(reason, LONG));
        let _ = writeln!(lead, "Accepted ({}): {reason}\n", finding.severity);
    }
    if let Certainty::CannotTell(why) = &finding.certainty {
        let why = sentence(&shown(why, LONG));
        let _ = writeln!(lead, "It could not be shown to be harmless: {why}.\n");
    }
    [format!("{lead}{}", details(finding)), lead]
}

fn details(finding: &Finding) -> String {
    let example = if finding.example.is_some() { ", example" } else { "" };
    let mut text = format!("<details><summary>where{example}, fingerprint</summary>\n\n");
    match (&finding.base, &finding.revision) {
        (Some(base), Some(revision)) if base == revision => {
            let _ = writeln!(text, "- {}", place(revision));
        }
        (Some(base), Some(revision)) => {
            let _ = writeln!(text, "- now {}, before {}", place(revision), place(base));
        }
        (None, Some(revision)) => {
            let _ = writeln!(text, "- now {}", place(revision));
        }
        (Some(base), None) => {
            let _ = writeln!(text, "- before {}", place(base));
        }
        (None, None) => {}
    }
    for at in finding.occurrences.iter().skip(1).take(PLACES) {
        let _ = writeln!(text, "- also {}", occurrence(at));
    }
    if finding.occurrences.len() > PLACES + 1 {
        let _ =
            writeln!(text, "- and {}", counted(finding.occurrences.len() - PLACES - 1, "more place", "more places"));
    }
    let fingerprint = match finding.fingerprint.as_str() {
        "" => "no fingerprint: it cannot be accepted".to_owned(),
        fingerprint => format!("fingerprint {}", name(fingerprint)),
    };
    let _ = writeln!(text, "- {}, {fingerprint}", name(&finding.id));
    if let Some(example) = &finding.example {
        let what = if finding.hurts.contains(&Audience::Senders) {
            "Was accepted, and is refused now:"
        } else {
            "May come now, and could not before:"
        };
        let json = serde_json::to_string_pretty(example).unwrap_or_default();
        let _ = writeln!(text, "\n{what}\n\n{}", block(&clipped(&json, EXAMPLE)));
    }
    text + "\n</details>\n\n"
}

/// An example as it stands on the wire.
fn exchanged(exchange: &Exchange) -> String {
    let operation = name(&format!("{} {}", exchange.method, exchange.path));
    let title = sentence(&shown(&exchange.title(), NAME));
    let mut text = format!("- {}: {operation} {title}: **{}**\n", name(&exchange.provider), exchange.kind.word());
    for Note { sentence: said, example, by } in &exchange.notes {
        let said = sentence(&shown(said, LONG));
        let _ = writeln!(text, "  - {said} Example: {}, refused by {}", self::place(example), self::place(by));
    }
    for about in super::wire::about(exchange) {
        let _ = writeln!(text, "  - {}", sentence(&shown(&about, LONG)));
    }
    let lines: Vec<String> =
        exchange.lines.iter().map(|line| format!("{} {}", line.sign.mark(), line.text).trim_end().to_owned()).collect();
    let _ = writeln!(text, "\n{}\n", block(&lines.join("\n")));
    text
}

/// A change in one line.
fn short(change: &Change) -> [String; 2] {
    let finding = &change.finding;
    let what = sentence(&shown(&finding.sentence, LONG));
    let provider = name(&change.provider);
    let at = finding.occurrences.first().map(occurrence).filter(|text| !text.is_empty());
    let more = finding.occurrences.len().saturating_sub(1);
    let more = if more == 0 { String::new() } else { format!(" and {more} more") };
    let place = finding.revision.as_ref().or(finding.base.as_ref()).map(|it| format!(", {}", place(it)));
    let rest = at.map(|at| format!(" {at}{more}")).unwrap_or_default() + &place.unwrap_or_default();
    [format!("- {provider}: {what}{rest}\n"), format!("- {provider}: {what}\n")]
}

fn place(place: &Place) -> String {
    name(&format!("{}:{}:{}", place.file, place.line, place.column))
}

fn occurrence(at: &Occurrence) -> String {
    let operation = format!("{} {}", at.method, at.path);
    let mut parts = Vec::new();
    if !operation.trim().is_empty() {
        parts.push(name(operation.trim()));
    }
    if !at.part.is_empty() {
        parts.push(sentence(&shown(&at.part, NAME)));
    }
    if !at.value.is_empty() {
        parts.push(name(&at.value));
    }
    parts.join(" ")
}

fn name(text: &str) -> String {
    code(&shown(text, NAME))
}
