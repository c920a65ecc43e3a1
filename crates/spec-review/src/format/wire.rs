//! What all forms say of the examples on the wire.

use crate::text::{counted, listed};
use crate::wire_bytes::{Exchange, Kind, WireBytes};

/// In a few words: how many exchanges of which kind, and how many examples are refused. Nothing where there is nothing to say.
pub(super) fn summary(wire: &WireBytes) -> Option<String> {
    if wire.is_empty() {
        return None;
    }
    let of = |kind| wire.exchanges.iter().filter(|exchange| exchange.kind == kind).map(|it| 1 + it.same.len()).sum();
    let mut parts = Vec::new();
    for (kind, word) in [(Kind::Changed, "changed"), (Kind::Appeared, "new"), (Kind::Gone, "gone")] {
        let number: usize = of(kind);
        if number > 0 {
            parts.push(format!("{number} {word}"));
        }
    }
    if wire.refused() > 0 {
        parts.push(counted(
            wire.refused(),
            "example that the other document refuses",
            "examples that the other document refuses",
        ));
    }
    if wire.left_out > 0 {
        parts.push(format!("{} more", wire.left_out));
    }
    if wire.not_compared > 0 {
        parts.push(format!("{} not compared to the end", wire.not_compared));
    }
    if wire.not_judged > 0 {
        parts.push(format!("{} not judged", wire.not_judged));
    }
    Some(listed(&parts))
}

/// What is said of an exchange beside its lines, in plain words.
pub(super) fn about(exchange: &Exchange) -> Vec<String> {
    let mut said = Vec::new();
    if !exchange.same.is_empty() {
        let shown: Vec<&str> = exchange.same.iter().take(5).map(String::as_str).collect();
        let more = exchange.same.len() - shown.len();
        let more = if more == 0 { String::new() } else { format!("; and {more} more") };
        said.push(format!("the same lines change in {}{more}", shown.join("; ")));
    }
    if !exchange.placeholders.is_empty() {
        let shown: Vec<&str> = exchange.placeholders.iter().take(8).map(String::as_str).collect();
        let more = exchange.placeholders.len() - shown.len();
        let more = if more == 0 { String::new() } else { format!(" and {more} more") };
        said.push(format!("no example of {}{more}", shown.join(", ")));
    }
    said
}

/// What was not compared or not shown, in a sentence.
pub(super) fn missing(wire: &WireBytes) -> Option<String> {
    let mut said = Vec::new();
    if wire.left_out > 0 {
        said.push(format!(
            "{} that the report has no room for",
            counted(wire.left_out, "more exchange changes", "more exchanges change")
        ));
    }
    if wire.not_compared > 0 {
        said.push(format!(
            "{} not compared to the end, since there are too many or they are too long",
            counted(wire.not_compared, "exchange was", "exchanges were")
        ));
    }
    if wire.not_judged > 0 {
        said.push(format!(
            "of {} it is not known whether the other document refuses them",
            counted(wire.not_judged, "example", "examples")
        ));
    }
    (!said.is_empty()).then(|| format!("{}.", listed(&said)))
}
