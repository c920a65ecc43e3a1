//! An `operationId` that no language takes as the name of a method.

use super::Rule;
use crate::finding::{Found, quoted};
use crate::outline::Outline;

pub(super) const RULE: Rule = Rule {
    id: "operation-id-form",
    reason: "Every generator bends such a name in a way of its own, and two of them never agree.",
    fixable: false,
    check,
};

fn check(outline: &Outline<'_>, found: &mut Found) {
    for (operation, ..) in outline.operations() {
        let (Some(id), Some(node)) = (operation.text("operationId"), operation.node.get("operationId")) else {
            continue;
        };
        let label = if !id.starts_with(|c: char| c.is_ascii_alphabetic()) {
            "a name begins with a letter".to_owned()
        } else if let Some(odd) = id.chars().find(|c| !(c.is_ascii_alphanumeric() || *c == '_')) {
            format!("`{}` cannot stand in the name of a method", odd.escape_debug())
        } else {
            continue;
        };
        let said = found.warn(format!("the operationId {} is no name for a method", quoted(id)), node.span, label);
        found.push(
            outline.pointer(operation),
            said.help("Use letters, digits and `_`, beginning with a letter, such as `cancelSubscription`."),
        );
    }
}
