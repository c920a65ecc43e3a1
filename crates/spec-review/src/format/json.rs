//! For programs. `docs/diff-report.schema.json` says what is in it.

use serde::Serialize;
use spec_diff::Finding;

use crate::{Report, WireBytes};

/// Grows when a reader of the last version would be misled.
const VERSION: u32 = 1;

#[derive(Serialize)]
struct Written<'r> {
    version: u32,
    base: &'r str,
    revision: &'r str,
    summary: Summary,
    findings: Vec<One<'r>>,
    wire: &'r WireBytes,
}

#[derive(Serialize)]
struct Summary {
    breaking: usize,
    warning: usize,
    info: usize,
    accepted: usize,
}

#[derive(Serialize)]
struct One<'r> {
    provider: &'r str,
    #[serde(flatten)]
    finding: &'r Finding,
    #[serde(skip_serializing_if = "Option::is_none")]
    accepted: Option<&'r str>,
}

pub(super) fn write(report: &Report) -> String {
    let counts = report.counts();
    let findings = report.changes.iter();
    let findings = findings.map(|change| One {
        provider: &change.provider,
        finding: &change.finding,
        accepted: change.accepted.as_deref(),
    });
    let written = Written {
        version: VERSION,
        base: &report.base,
        revision: &report.revision,
        summary: Summary {
            breaking: counts.breaking,
            warning: counts.warning,
            info: counts.info,
            accepted: counts.accepted,
        },
        findings: findings.collect(),
        wire: &report.wire,
    };
    super::pretty(&written)
}
