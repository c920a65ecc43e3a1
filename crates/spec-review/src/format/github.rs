//! Commands with which a workflow marks lines of a pull request.

use std::fmt::Write as _;

use spec_diff::{Certainty, Severity};

use crate::report::{Change, Report};
use crate::text::{clipped, listed, visible};

/// Characters of one text.
const LONG: usize = 1000;

pub(super) fn write(report: &Report) -> String {
    let mut out = String::new();
    for change in &report.changes {
        let _ = writeln!(out, "{}", command(change));
    }
    out
}

fn command(change: &Change) -> String {
    let finding = &change.finding;
    let (command, word) = match finding.severity {
        _ if change.accepted.is_some() => ("notice", "accepted"),
        Severity::Breaking => ("error", "breaking"),
        Severity::Warning => ("warning", "warning"),
        Severity::Info => ("notice", "info"),
    };
    let mut properties = Vec::new();
    match (&finding.revision, &finding.base) {
        (Some(place), _) => {
            properties.push(format!("file={}", property(&visible(&place.file))));
            properties.push(format!("line={},col={}", place.line, place.column));
        }
        // The line is of a version that the pull request does not show.
        (None, Some(place)) => properties.push(format!("file={}", property(&visible(&place.file)))),
        (None, None) => {}
    }
    let title = format!("{word}: {} in {}", visible(&finding.id), visible(&change.provider));
    properties.push(format!("title={}", property(&clipped(&title, LONG))));
    format!("::{command} {}::{}", properties.join(","), message(&text(change)))
}

fn text(change: &Change) -> String {
    let finding = &change.finding;
    let shown = |text: &str| crate::text::shown(text, LONG);
    let mut lines = vec![shown(&finding.sentence)];
    if let Some(first) = finding.occurrences.first() {
        let more = finding.occurrences.len() - 1;
        let more = if more == 0 { String::new() } else { format!(" and {more} more") };
        lines.push(format!("At {}{more}", shown(&first.to_string())));
    }
    if !finding.hurts.is_empty() {
        let hurts: Vec<String> = finding.hurts.iter().map(ToString::to_string).collect();
        lines.push(format!("Hurts {}", listed(&hurts)));
    }
    if let Certainty::CannotTell(why) = &finding.certainty {
        lines.push(format!("It could not be shown to be harmless: {}", shown(why)));
    }
    if let Some(reason) = &change.accepted {
        lines.push(format!("Accepted: {}", shown(reason)));
    }
    lines.join("\n")
}

fn message(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn property(text: &str) -> String {
    message(text).replace(':', "%3A").replace(',', "%2C")
}
