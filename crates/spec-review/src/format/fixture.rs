//! A report with everything in it.

use serde_json::json;
use spec_diff::{Audience, Certainty, Finding, Occurrence, Place, Severity};

use crate::{Acceptance, Report};

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
    report.accept(&[Acceptance { fingerprint, reason: "The provider never took it, see @support #12.".to_owned() }]);
    report
}

/// A change of which every text does its worst.
pub(crate) fn hostile() -> Report {
    let text = "`</code></pre></details><img src=x onerror=alert(1)> | @everyone #1 [a](https://e.example) %0A::error::x,y:z \u{1b}[2J\u{202e}\n\n# Approved\r\n::add-mask::x <!-- --> ```";
    let place = Place { pointer: text.to_owned(), file: text.to_owned(), line: 1, column: 1 };
    let worst = Finding {
        id: text.to_owned(),
        certainty: Certainty::CannotTell(text.to_owned()),
        base: Some(place.clone()),
        revision: Some(place),
        example: Some(json!({ text: text })),
        occurrences: vec![occurrence(text, text, text, text); 2],
        ..finding(Severity::Breaking, text)
    };
    let mut report = Report::new(text, text);
    report.add(text, vec![worst.clone(), Finding { severity: Severity::Info, ..worst.clone() }, worst], (None, None));
    let fingerprint = report.changes[0].finding.fingerprint.clone();
    report.changes[0].accepted = Some(format!("{fingerprint}{text}"));
    report
}
