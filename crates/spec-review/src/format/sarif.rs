//! SARIF 2.1.0, as code scanning takes it.

use std::collections::BTreeSet;

use serde_json::{Value, json};
use spec_diff::{Certainty, Place, Severity};

use crate::report::{Change, Report};

pub(super) fn write(report: &Report) -> String {
    let ids: BTreeSet<&str> = report.changes.iter().map(|change| change.finding.id.as_str()).collect();
    let rules: Vec<Value> =
        ids.iter().map(|id| json!({ "id": id, "shortDescription": { "text": id.replace('-', " ") } })).collect();
    let results: Vec<Value> = report.changes.iter().map(|change| result(change, &ids)).collect();
    super::pretty(&json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": { "name": "spec-review", "version": env!("CARGO_PKG_VERSION"), "rules": rules } },
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    }))
}

fn result(change: &Change, ids: &BTreeSet<&str>) -> Value {
    let finding = &change.finding;
    let level = match finding.severity {
        Severity::Breaking => "error",
        Severity::Warning => "warning",
        Severity::Info => "note",
    };
    let mut text = format!("{}: {}", change.provider, finding.sentence);
    if let Certainty::CannotTell(why) = &finding.certainty {
        text += &format!(" It could not be shown to be harmless: {why}.");
    }
    let mut result = json!({
        "ruleId": finding.id,
        "ruleIndex": ids.iter().position(|id| *id == finding.id),
        "level": level,
        "message": { "text": text },
    });
    let location = match (&finding.revision, &finding.base) {
        (Some(place), _) => Some(physical(place, true)),
        // The line is of a version that nobody looks at.
        (None, Some(place)) => Some(physical(place, false)),
        (None, None) => None,
    };
    result["locations"] = Value::Array(location.into_iter().collect());
    if !finding.fingerprint.is_empty() {
        result["partialFingerprints"] = json!({ "specReview/v1": finding.fingerprint });
    }
    if let Some(reason) = &change.accepted {
        result["suppressions"] = json!([{ "kind": "external", "status": "accepted", "justification": reason }]);
    }
    result
}

fn physical(place: &Place, in_revision: bool) -> Value {
    let mut physical = json!({ "artifactLocation": { "uri": uri(&place.file) } });
    if in_revision {
        physical["region"] = json!({ "startLine": place.line, "startColumn": place.column });
    }
    json!({ "physicalLocation": physical })
}

/// A path as a relative reference: what may not stand in one is written in percent.
fn uri(path: &str) -> String {
    let mut uri = String::new();
    for byte in path.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => uri.push(char::from(byte)),
            other => uri += &format!("%{other:02X}"),
        }
    }
    uri
}
