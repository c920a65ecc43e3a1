//! Values of an enum that become one variant, or that differ only in case or punctuation.

use spec_document::Node;

use super::{Rule, name};
use crate::finding::{Found, quoted};
use crate::outline::Outline;

pub(super) const RULE: Rule = Rule {
    id: "enum-collision",
    reason: "Callers send the wrong one of two values that look alike, and of two variants of one name one gets a number.",
    fixable: false,
    check,
};

fn check(outline: &Outline<'_>, found: &mut Found) {
    for schema in outline.schemas() {
        let values = schema.node.get("enum").and_then(Node::as_array).into_iter().flatten();
        let values: Vec<(&Node, &str)> = values.filter_map(|value| Some((value, value.as_str()?))).collect();
        let as_variants = name::meetings(values.iter().map(|value| (name::type_name(value.1), *value)));
        let folded = name::meetings(values.iter().filter_map(|value| Some((folded(value.1)?, *value))));
        let alike = folded.into_iter().filter(|(one, other)| name::type_name(one.1) != name::type_name(other.1));
        for ((first, one), (second, other)) in as_variants.into_iter().chain(alike) {
            // The same value twice is refused as an error.
            if one == other {
                continue;
            }
            let (one_name, other_name) = (name::type_name(one), name::type_name(other));
            let (one, other) = (quoted(one), quoted(other));
            let title = match (one_name == other_name, one_name.is_empty()) {
                (true, true) => format!("the values {one} and {other} have no letter to name a variant after"),
                (true, false) => format!("the values {one} and {other} become one variant"),
                (false, _) => format!("the values {one} and {other} differ in case or punctuation alone"),
            };
            let label = |name: &str| if name.is_empty() { String::new() } else { format!("`{name}` in Rust") };
            let said = found
                .warn(title, second.span, label(&other_name))
                .also(first.span, label(&one_name))
                .help("If one is a slip, delete it. If the provider knows both, accept it and say which one is sent.");
            found.push(outline.pointer(schema), said);
        }
    }
}

/// What is left of a value without case and punctuation, if anything is.
fn folded(value: &str) -> Option<String> {
    let kept: String = value.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect();
    (!kept.is_empty()).then_some(kept)
}
