//! Values of an enum that differ only in case or punctuation, or that become one variant.

use spec_document::Node;

use super::{Rule, name};
use crate::finding::{Found, quoted};
use crate::outline::Outline;

pub(super) const RULE: Rule = Rule {
    id: "enum-collision",
    reason: "One of the two variants gets a number, and callers send the wrong one.",
    fixable: false,
    check,
};

fn check(outline: &Outline<'_>, found: &mut Found) {
    for schema in outline.schemas() {
        let values: Vec<(&Node, &str)> = schema
            .node
            .get("enum")
            .and_then(Node::as_array)
            .into_iter()
            .flatten()
            .filter_map(|value| Some((value, value.as_str()?)))
            .collect();
        for ((first, one), (second, other)) in name::meetings(values.iter().map(|value| (folded(value.1), *value))) {
            // The same value twice is refused as an error.
            if one == other {
                continue;
            }
            let said = found
                .warn(
                    format!("the values {} and {} are told apart by a detail alone", quoted(one), quoted(other)),
                    second.span,
                    format!("`{}` in Rust", name::type_name(other)),
                )
                .also(first.span, format!("`{}` in Rust", name::type_name(one)))
                .help("If one is a slip, delete it. If the provider knows both, accept it and say which one is sent.");
            found.push(outline.pointer(schema), said);
        }
    }
}

/// What is left of a value without case and punctuation. The sign of a number and what orders or compares are no details: `name` and
/// `-name` sort in opposite ways. A text without letters and digits is left as it is.
fn folded(value: &str) -> String {
    let sign = value.chars().next().filter(|c| matches!(c, '-' | '+' | '!' | '<' | '>' | '=' | '~' | '$' | '@'));
    let decimal = value.chars().any(|c| c.is_ascii_digit()) && value.contains('.');
    let kept: String =
        value.chars().filter(|c| c.is_alphanumeric() || decimal && *c == '.').flat_map(char::to_lowercase).collect();
    if kept.is_empty() { format!("\0{value}") } else { sign.into_iter().chain(kept.chars()).collect() }
}
