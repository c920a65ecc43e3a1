//! A report with everything in it.

use serde_json::json;
use spec_diff::{Audience, Certainty, Finding, Occurrence, Place, Severity};

use crate::{Acceptance, Exchange, Kind, Line, Note, Report, Sign, WireBytes};

pub(crate) fn finding(severity: Severity, sentence: &str) -> Finding {
    let place = |line| Place { pointer: "/paths".to_owned(), file: "specs/acme.yaml".to_owned(), line, column: 7 };
    Finding {
        id: "request-property-required".to_owned(),
        severity,
        hurts: if severity == Severity::Info { Vec::new() } else { vec![Audience::Senders] },
        sentence: sentence.to_owned(),
        certainty: Certainty::Stated,
        base: Some(place(12)),
        revision: Some(place(14)),
        example: None,
        occurrences: vec![occurrence("POST", "/subscriptions/{id}", "request body application/json", ".reason")],
        fingerprint: spec_diff::digest(&[sentence]),
    }
}

fn occurrence(method: &str, path: &str, part: &str, value: &str) -> Occurrence {
    Occurrence { method: method.to_owned(), path: path.to_owned(), part: part.to_owned(), value: value.to_owned() }
}

/// Every severity, every certainty, an accepted change, and places on one side, both and none.
pub(crate) fn report() -> Report {
    let mut report = Report::new("1a2b3c4d5e6f (where HEAD left origin/main)", "the working tree");
    let required = Finding {
        certainty: Certainty::Shown,
        example: Some(json!({ "id": "sub_1" })),
        occurrences: (0..30)
            .map(|index| {
                occurrence("POST", &format!("/v{index}/subscriptions"), "request body application/json", ".reason")
            })
            .collect(),
        ..finding(Severity::Breaking, "The property `reason` is new and required.")
    };
    let removed = Finding {
        id: "operation-removed".to_owned(),
        hurts: vec![Audience::Senders, Audience::Readers],
        revision: None,
        occurrences: vec![occurrence("GET", "/customers/{id}", "", "")],
        ..finding(Severity::Breaking, "The operation GET /customers/{id} is gone without having been deprecated.")
    };
    let unknown = Finding {
        id: "answer-keyword-changed".to_owned(),
        hurts: vec![Audience::Readers],
        certainty: Certainty::CannotTell("two regular expressions".to_owned()),
        ..finding(Severity::Breaking, "`not` differs, and what follows is not known.")
    };
    let value = Finding {
        id: "answer-enum-value-added".to_owned(),
        hurts: vec![Audience::Readers],
        certainty: Certainty::Shown,
        example: Some(json!("paused")),
        occurrences: vec![occurrence("GET", "/subscriptions/{id}", "answer 200 application/json", ".state")],
        ..finding(
            Severity::Warning,
            "The value `\"paused\"` may come now: clients of this workspace keep it, others that close the list fail.",
        )
    };
    let prose = Finding {
        id: "prose-changed".to_owned(),
        base: None,
        revision: None,
        occurrences: vec![occurrence("", "", "", "")],
        ..finding(Severity::Info, "2 texts for people changed (descriptions, titles, examples): nothing on the wire.")
    };
    let accepted = finding(Severity::Breaking, "The property `note` is refused now.");
    report.add("acme", vec![required, unknown, accepted, value, prose], (None, None));
    report.add("zenith", vec![removed], (None, None));
    let accepted = report.changes.iter().find(|change| change.finding.sentence.contains("note"));
    let fingerprint = accepted.map(|change| change.finding.fingerprint.clone()).unwrap_or_default();
    report.wire = wire();
    report.accept(&[Acceptance { fingerprint, reason: "The provider never took it, see @support #12.".to_owned() }]);
    report
}

fn exchange(kind: Kind, lines: &[(Sign, &str)]) -> Exchange {
    let place = |line| Place { pointer: "/paths".to_owned(), file: "specs/acme.yaml".to_owned(), line, column: 7 };
    Exchange {
        provider: "acme".to_owned(),
        method: "POST".to_owned(),
        path: "/subscriptions/{id}".to_owned(),
        part: "request".to_owned(),
        media_type: "application/json".to_owned(),
        example: "monthly".to_owned(),
        example_of: String::new(),
        same: Vec::new(),
        kind,
        lines: lines.iter().map(|(sign, text)| Line { sign: *sign, text: (*text).to_owned() }).collect(),
        notes: Vec::new(),
        placeholders: Vec::new(),
        base: Some(place(40)),
        revision: Some(place(42)),
    }
}

/// An example of every kind.
fn wire() -> WireBytes {
    let place = |line| Place { pointer: "/paths".to_owned(), file: "specs/acme.yaml".to_owned(), line, column: 9 };
    let changed = Exchange {
        notes: vec![Note {
            sentence: "The old example of the body is no longer valid: \"reason\" is a required property.".to_owned(),
            example: place(44),
            by: place(80),
        }],
        placeholders: vec!["path parameter `id`".to_owned()],
        same: vec!["request, application/json, example `yearly`".to_owned()],
        ..exchange(
            Kind::Changed,
            &[
                (Sign::Both, "POST /v1/subscriptions/<id> HTTP/1.1"),
                (Sign::Removed, "Authorization: Bearer [redacted]"),
                (Sign::Added, "X-Key: [redacted]"),
                (Sign::Skipped, "2 lines the same"),
                (Sign::Both, "{"),
                (Sign::Added, "  \"reason\": \"<b>&amp;\""),
                (Sign::Both, "}"),
            ],
        )
    };
    let appeared = Exchange {
        part: "answer 202".to_owned(),
        media_type: String::new(),
        example: "later".to_owned(),
        example_of: "header `Location`".to_owned(),
        base: None,
        ..exchange(Kind::Appeared, &[(Sign::Added, "HTTP/1.1 202")])
    };
    let gone = Exchange {
        path: "/customers".to_owned(),
        example: String::new(),
        revision: None,
        ..exchange(Kind::Gone, &[(Sign::Removed, "POST /v1/customers HTTP/1.1")])
    };
    let mut wire = WireBytes { exchanges: vec![changed, appeared, gone], left_out: 0, not_compared: 0, not_judged: 0 };
    wire.add(WireBytes { exchanges: Vec::new(), left_out: 3, not_compared: 1, not_judged: 2 });
    wire
}

/// A change of which every text does its worst.
pub(crate) fn hostile() -> Report {
    let text = "`</code></pre></details><img src=x onerror=alert(1)> | @everyone #1 [a](https://e.example) %0A::error::x,y:z \u{1b}[2J\u{202e}\n\n# Approved\r\n::add-mask::x <!-- --> ```";
    let place = Place { pointer: text.to_owned(), file: text.to_owned(), line: 1, column: 1 };
    let worst = Finding {
        id: text.to_owned(),
        certainty: Certainty::CannotTell(text.to_owned()),
        base: Some(place.clone()),
        revision: Some(place.clone()),
        example: Some(json!({ text: text })),
        occurrences: vec![occurrence(text, text, text, text); 2],
        ..finding(Severity::Breaking, text)
    };
    let mut report = Report::new(text, text);
    report.wire.exchanges = vec![Exchange {
        provider: text.to_owned(),
        method: text.to_owned(),
        path: text.to_owned(),
        part: text.to_owned(),
        media_type: text.to_owned(),
        example: text.to_owned(),
        example_of: text.to_owned(),
        same: vec![text.to_owned()],
        notes: vec![Note { sentence: text.to_owned(), example: place.clone(), by: place.clone() }],
        placeholders: vec![text.to_owned()],
        base: Some(place.clone()),
        revision: Some(place),
        ..exchange(Kind::Changed, &[(Sign::Added, crate::visible(text).as_str())])
    }];
    report.add(text, vec![worst.clone(), Finding { severity: Severity::Info, ..worst.clone() }, worst], (None, None));
    let fingerprint = report.changes[0].finding.fingerprint.clone();
    report.changes[0].accepted = Some(format!("{fingerprint}{text}"));
    report
}
