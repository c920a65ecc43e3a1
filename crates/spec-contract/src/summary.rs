//! A contract's operations as a text that a reviewer reads.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use crate::model::{Contract, Operation};

/// Each operation on a line with its method and path, and below it what it takes and answers.
#[must_use]
pub fn summary(contract: &Contract) -> String {
    let width = contract.operations.iter().map(|operation| operation.id.len()).max().unwrap_or(0);
    let mut text = String::new();
    for operation in &contract.operations {
        let cancels = if operation.cancellation.is_some() { "  (cancels)" } else { "" };
        let _ = writeln!(text, "  {:width$}  {} {}{cancels}", operation.id, operation.method, operation.path);
        let _ = writeln!(text, "  {:width$}  {}", "", line(operation));
    }
    text
}

fn line(operation: &Operation) -> String {
    let sent: Vec<&str> =
        operation.body.iter().flat_map(|body| &body.media).map(|media| media.media_type.as_str()).collect();
    let answered: BTreeSet<&str> = operation
        .responses
        .iter()
        .flat_map(|response| &response.media)
        .map(|media| media.media_type.as_str())
        .collect();
    let statuses: Vec<String> = operation.responses.iter().map(|response| response.status.to_string()).collect();
    let mut parts = Vec::new();
    if !sent.is_empty() {
        parts.push(format!("sends {}", sent.join(" or ")));
    }
    parts.push(format!("answers {}", statuses.join(" ")));
    if !answered.is_empty() {
        parts.push(format!("as {}", answered.into_iter().collect::<Vec<_>>().join(" or ")));
    }
    parts.join(", ")
}
