//! Two `operationId`s that become one method.

use super::{Rule, name};
use crate::finding::{Found, quoted};
use crate::outline::Outline;

pub(super) const RULE: Rule = Rule {
    id: "operation-id-collision",
    reason: "One of the two methods gets a number, and a new operation can take the other's name.",
    fixable: false,
    check,
};

fn check(outline: &Outline<'_>, found: &mut Found) {
    let named = outline.operations().filter_map(|(operation, ..)| {
        let id = operation.text("operationId")?;
        Some((name::field_name(id), (operation, id)))
    });
    for ((first, one), (second, other)) in name::meetings(named) {
        // The same name twice is refused as an error.
        if one == other {
            continue;
        }
        let span = |operation: &crate::outline::Element<'_>| {
            operation.node.get("operationId").map_or(operation.span(), |id| id.span)
        };
        let title = format!("{} and {} become one method", quoted(one), quoted(other));
        let said = found
            .warn(title, span(second), format!("`{}` in Rust", name::field_name(other)))
            .also(span(first), "the same in Rust")
            .help("Give one of them another `operationId`.");
        found.push(outline.pointer(second), said);
    }
}
