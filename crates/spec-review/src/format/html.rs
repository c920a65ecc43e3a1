//! One page that needs nothing else: no network, and no script to be read.
//!
//! The page is written whole; the script only filters, follows a link to one finding, and moves by keys.

mod wire;

use std::collections::BTreeSet;
use std::fmt::Write as _;

use spec_diff::{Audience, Certainty, Finding, Place, Severity};

use crate::excerpt::Excerpt;
use crate::report::{Change, Report};
use crate::text::{counted, shown};

const STYLE: &str = include_str!("html/style.css");
const SCRIPT: &str = include_str!("html/script.js");

/// Places of a finding that are shown at once.
const PLACES: usize = 8;

pub(super) fn write(report: &Report) -> String {
    let counts = report.counts();
    let mut page = String::with_capacity(16 * 1024);
    let title =
        format!("What changes: {} breaking, {}", counts.breaking, counted(counts.warning, "warning", "warnings"));
    // Nothing is loaded and nothing is sent, whatever a document says.
    let _ = write!(
        page,
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<meta name=\"color-scheme\" content=\"light dark\">\n\
         <link rel=\"icon\" href=\"data:,\">\n<title>{}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n\
         <a class=\"skip\" href=\"#findings\">To the findings</a>\n",
        escaped(&title)
    );
    header(&mut page, report);
    filters(&mut page, report);
    page.push_str("<main id=\"findings\" tabindex=\"-1\">\n");
    if report.changes.is_empty() {
        page.push_str("<p class=\"nothing\">Nothing changes.</p>\n");
    }
    for change in &report.changes {
        article(&mut page, change);
    }
    page.push_str("<p class=\"nothing\" id=\"none\" hidden>No finding fits the filter.</p>\n");
    wire::section(&mut page, &report.wire);
    let _ = write!(
        page,
        "</main>\n\
         <footer><p>Keys: <kbd>j</kbd> next, <kbd>k</kbd> previous finding, <kbd>/</kbd> search, <kbd>Esc</kbd> all again.</p></footer>\n\
         <script>\n{SCRIPT}</script>\n</body>\n</html>\n"
    );
    page
}

fn header(page: &mut String, report: &Report) {
    let counts = report.counts();
    let verdict = match report.worst() {
        Some(Severity::Breaking) => "Somebody who followed the old documents is hurt.",
        Some(Severity::Warning) => "Nothing breaks who relied on no more than most do.",
        Some(Severity::Info) => "Nobody who followed the old documents notices.",
        None if report.changes.is_empty() => "The documents say the same.",
        None => "What breaks was accepted on purpose.",
    };
    let _ = write!(
        page,
        "<header>\n<h1>What changes in the documents</h1>\n<p class=\"sides\"><code>{}</code> to <code>{}</code></p>\n\
         <p class=\"verdict {}\">{verdict}</p>\n<p class=\"counts\">{} breaking, {}, {}, {} accepted</p>\n{}</header>\n",
        escaped(&shown(&report.base, 120)),
        escaped(&shown(&report.revision, 120)),
        report.worst().map_or_else(|| "none".to_owned(), |worst| worst.to_string()),
        counts.breaking,
        counted(counts.warning, "warning", "warnings"),
        counted(counts.info, "info", "infos"),
        counts.accepted,
        super::wire::summary(&report.wire)
            .map(|text| format!(
                "<p class=\"counts\"><a href=\"#wire\">Examples on the wire</a>: {}</p>\n",
                escaped(&text)
            ))
            .unwrap_or_default(),
    );
}

fn filters(page: &mut String, report: &Report) {
    let providers: BTreeSet<&str> = report.changes.iter().map(|change| change.provider.as_str()).collect();
    let hurt: BTreeSet<Audience> =
        report.changes.iter().flat_map(|change| change.finding.hurts.iter().copied()).collect();
    page.push_str("<form id=\"filter\" role=\"search\" aria-label=\"Filter the findings\">\n<fieldset><legend>Severity</legend>\n");
    for severity in [Severity::Breaking, Severity::Warning, Severity::Info] {
        let _ = writeln!(
            page,
            "<label><input type=\"checkbox\" name=\"severity\" value=\"{severity}\" checked> <span class=\"badge {severity}\">{severity}</span></label>"
        );
    }
    page.push_str("</fieldset>\n<label>Provider <select name=\"provider\"><option value=\"\">all</option>");
    for provider in providers {
        let provider = escaped(&shown(provider, 60));
        let _ = write!(page, "<option value=\"{provider}\">{provider}</option>");
    }
    page.push_str(
        "</select></label>\n<label>Hurt <select name=\"hurts\"><option value=\"\">anybody or nobody</option>",
    );
    for audience in hurt {
        let _ = write!(page, "<option value=\"{}\">{audience}</option>", word(audience));
    }
    let _ = write!(
        page,
        "</select></label>\n<label>Text <input type=\"search\" name=\"text\" placeholder=\"path, property, kind\"></label>\n\
         <output id=\"shown\" aria-live=\"polite\">{}</output>\n</form>\n",
        counted(report.changes.len(), "finding", "findings")
    );
}

fn word(audience: Audience) -> &'static str {
    match audience {
        Audience::Senders => "senders",
        Audience::Readers => "readers",
        Audience::Callers => "callers",
        Audience::FacadeUsers => "facade-users",
    }
}

fn article(page: &mut String, change: &Change) {
    let Finding { id, severity, hurts, sentence, certainty, example, occurrences, fingerprint, .. } = &change.finding;
    let words: Vec<&str> = hurts.iter().copied().map(word).collect();
    let provider = escaped(&shown(&change.provider, 60));
    let anchor = escaped(fingerprint);
    let _ = write!(
        page,
        "<article id=\"f-{anchor}\" tabindex=\"-1\" data-severity=\"{severity}\" data-provider=\"{provider}\" data-hurts=\"{}\">\n\
         <h2><span class=\"badge {severity}\">{severity}</span> {} <a class=\"link\" href=\"#f-{anchor}\" aria-label=\"Link to this finding\">#</a></h2>\n\
         <p class=\"meta\"><code>{}</code> at {provider}",
        words.join(" "),
        escaped(&shown(sentence, 400)),
        escaped(&shown(id, 100)),
    );
    if !hurts.is_empty() {
        let hurt: Vec<String> = hurts.iter().map(ToString::to_string).collect();
        let _ = write!(page, "; hurts {}", hurt.join(" and "));
    }
    page.push_str("</p>\n");
    if let Some(reason) = &change.accepted {
        let _ = writeln!(page, "<p class=\"accepted\">Accepted on purpose: {}</p>", escaped(&shown(reason, 400)));
    }
    if let Certainty::CannotTell(why) = certainty {
        let _ = writeln!(
            page,
            "<p class=\"doubt\">It cannot be told whether it breaks: {}.</p>",
            escaped(&shown(why, 300))
        );
    }
    if let Some(example) = example {
        let _ = writeln!(
            page,
            "<p class=\"example\">Shown by <code>{}</code>, which one document allows and the other does not.</p>",
            escaped(&shown(&example.to_string(), 400))
        );
    }
    places(page, occurrences);
    page.push_str("<div class=\"sides\">\n");
    side(page, "Before", change.finding.base.as_ref(), change.excerpts.0.as_ref());
    side(page, "After", change.finding.revision.as_ref(), change.excerpts.1.as_ref());
    page.push_str("</div>\n</article>\n");
}

fn places(page: &mut String, occurrences: &[spec_diff::Occurrence]) {
    let list = |page: &mut String, part: &[String]| {
        page.push_str("<ul class=\"places\">");
        for occurrence in part {
            let _ = write!(page, "<li><code>{}</code></li>", escaped(&shown(occurrence, 300)));
        }
        page.push_str("</ul>\n");
    };
    // What concerns the whole document has no place of its own.
    let occurrences: Vec<String> =
        occurrences.iter().map(ToString::to_string).filter(|text| !text.is_empty()).collect();
    let (first, rest) = occurrences.split_at(occurrences.len().min(PLACES));
    if !first.is_empty() {
        list(page, first);
    }
    if !rest.is_empty() {
        let _ = write!(page, "<details><summary>{}</summary>", counted(rest.len(), "more place", "more places"));
        list(page, rest);
        page.push_str("</details>\n");
    }
}

fn side(page: &mut String, name: &str, place: Option<&Place>, excerpt: Option<&Excerpt>) {
    let Some(place) = place else {
        let _ = writeln!(page, "<figure class=\"absent\"><figcaption>{name}: not there</figcaption></figure>");
        return;
    };
    let Place { pointer, file, line, column } = place;
    let _ = write!(
        page,
        "<figure><figcaption>{name}: <code>{}:{line}:{column}</code><br><code class=\"pointer\">{}</code></figcaption>\n<pre tabindex=\"0\" aria-label=\"{name}, around line {line}\">",
        escaped(&shown(file, 200)),
        escaped(&shown(pointer, 300)),
    );
    if let Some(Excerpt { first, lines, meant }) = excerpt {
        for (index, text) in lines.iter().enumerate() {
            let number = first + index;
            let tag = if number == *meant { "mark" } else { "span" };
            // Each is a block of its own: a line break between them would be an empty line.
            let _ = write!(page, "<{tag}><i>{number:>5}</i> {}</{tag}>", escaped(text));
        }
    }
    page.push_str("</pre></figure>\n");
}

/// A text as it may stand in an element or in a quoted attribute.
fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            letter => safe.push(letter),
        }
    }
    safe
}
