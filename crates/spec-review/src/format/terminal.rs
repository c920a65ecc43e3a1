//! For a person at a terminal.

use std::fmt::Write as _;

use spec_diff::{Certainty, Place, Severity};

use crate::report::{Change, Counts, Report};
use crate::text::{counted, listed, visible};
use crate::wire_bytes::{Exchange, Note, Sign};

/// Places of one change that are shown.
const PLACES: usize = 3;

/// Characters of one text that are shown.
const LONG: usize = 600;

pub(super) fn write(report: &Report, colour: bool, with_wire: bool) -> String {
    let paint = Paint { colour };
    let mut out = String::new();
    for (severity, title, code) in [
        (Severity::Breaking, "breaking", "1;31"),
        (Severity::Warning, "warning", "1;33"),
        (Severity::Info, "info", "1;36"),
    ] {
        let changes = report.open().filter(|change| change.finding.severity == severity);
        group(&mut out, &paint, &paint.with(code, title), changes);
    }
    let accepted = report.changes.iter().filter(|change| change.accepted.is_some());
    group(&mut out, &paint, &paint.with("1;32", "accepted"), accepted);
    if with_wire && !report.wire.exchanges.is_empty() {
        let _ = writeln!(out, "{}\n", paint.with("1;35", "examples on the wire"));
        for exchange in &report.wire.exchanges {
            exchanged(&mut out, &paint, exchange);
        }
    }
    let _ = writeln!(out, "{}", paint.with("1", &summary(report)));
    if let Some(text) = super::wire::summary(&report.wire) {
        let hint =
            if with_wire || report.wire.exchanges.is_empty() { "" } else { "; `cargo xtask diff --wire` shows them" };
        let _ = writeln!(out, "examples on the wire: {text}{hint}");
    }
    out
}

/// An example as it stands on the wire, by lines.
fn exchanged(out: &mut String, paint: &Paint, exchange: &Exchange) {
    let title = format!("{} {} {}", exchange.provider, exchange.method, exchange.path);
    let _ = writeln!(
        out,
        "{}, {}: {}",
        paint.with("1", &shown(&title)),
        shown(&exchange.title()),
        paint.with("36", exchange.kind.word())
    );
    for Note { sentence, example, by } in &exchange.notes {
        let _ = writeln!(out, "  {}", paint.with("1;33", &shown(sentence)));
        let places = format!("the example is at {}, refused by {}", place(example), place(by));
        let _ = writeln!(out, "  {}", paint.with("2", &places));
    }
    for text in super::wire::about(exchange) {
        let _ = writeln!(out, "  {}", paint.with("2", &shown(&text)));
    }
    for line in &exchange.lines {
        let text = format!("{} {}", line.sign.mark(), line.text);
        let _ = match line.sign {
            Sign::Removed => writeln!(out, "    {}", paint.with("31", &text)),
            Sign::Added => writeln!(out, "    {}", paint.with("32", &text)),
            Sign::Skipped => writeln!(out, "    {}", paint.with("2", &text)),
            Sign::Both => writeln!(out, "{}", format!("    {text}").trim_end()),
        };
    }
    out.push('\n');
}

/// One line that says how much of what there is.
fn summary(report: &Report) -> String {
    let Counts { breaking, warning, info, accepted } = report.counts();
    // Two versions of one file can have one name, which says nothing.
    let between = match (shown(&report.base), shown(&report.revision)) {
        (base, revision) if base == revision => String::new(),
        (base, revision) => format!(" between {base} and {revision}"),
    };
    if report.changes.is_empty() {
        return format!("nothing changed{between}");
    }
    let mut parts =
        vec![format!("{breaking} breaking"), counted(warning, "warning", "warnings"), counted(info, "info", "infos")];
    if accepted > 0 {
        parts.push(format!("{accepted} accepted"));
    }
    let providers: Vec<String> = report.by_provider().into_keys().map(visible).collect();
    format!("{} in {}{between}", parts.join(", "), listed(&providers))
}

fn group<'c>(out: &mut String, paint: &Paint, title: &str, changes: impl Iterator<Item = &'c Change>) {
    let mut provider = None;
    for change in changes {
        if provider.is_none() {
            let _ = writeln!(out, "{title}");
        }
        if provider != Some(&change.provider) {
            provider = Some(&change.provider);
            let _ = writeln!(out, "  {}", paint.with("1", &visible(&change.provider)));
        }
        one(out, paint, change);
    }
    if provider.is_some() {
        out.push('\n');
    }
}

fn one(out: &mut String, paint: &Paint, change: &Change) {
    let finding = &change.finding;
    let _ = writeln!(out, "    {}", shown(&finding.sentence));
    let mut more = |text: String| {
        let _ = writeln!(out, "      {}", paint.with("2", &text));
    };
    for occurrence in finding.occurrences.iter().take(PLACES) {
        // A change of the whole document is at no place of it.
        let text = occurrence.to_string();
        if !text.is_empty() {
            more(format!("at {}", shown(&text)));
        }
    }
    if finding.occurrences.len() > PLACES {
        more(format!("and {}", counted(finding.occurrences.len() - PLACES, "more place", "more places")));
    }
    if !finding.hurts.is_empty() {
        let hurts: Vec<String> = finding.hurts.iter().map(ToString::to_string).collect();
        more(format!("hurts {}", listed(&hurts)));
    }
    if let Some(example) = &finding.example {
        more(format!("shown by {}", shown(&example.to_string())));
    }
    if let Certainty::CannotTell(why) = &finding.certainty {
        more(format!("it could not be shown to be harmless: {}", shown(why)));
    }
    if let Some(reason) = &change.accepted {
        more(format!("accepted, {}: {}", finding.severity, shown(reason)));
    }
    match (&finding.base, &finding.revision) {
        (Some(base), Some(revision)) if base == revision => more(place(revision)),
        (Some(base), Some(revision)) => more(format!("{}, was {}", place(revision), place(base))),
        (None, Some(revision)) => more(place(revision)),
        (Some(base), None) => more(format!("was {}", place(base))),
        (None, None) => {}
    }
    more(format!("{} {}", visible(&finding.id), visible(&finding.fingerprint)).trim_end().to_owned());
}

fn place(place: &Place) -> String {
    visible(&format!("{}:{}:{}", place.file, place.line, place.column))
}

fn shown(text: &str) -> String {
    crate::text::shown(text, LONG)
}

struct Paint {
    colour: bool,
}

impl Paint {
    fn with(&self, code: &str, text: &str) -> String {
        if self.colour { format!("\x1b[{code}m{text}\x1b[0m") } else { text.to_owned() }
    }
}
