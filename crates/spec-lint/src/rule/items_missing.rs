//! A list of which nothing says what is in it.

use spec_document::Node;

use super::Rule;
use crate::finding::Found;
use crate::outline::Outline;

pub(super) const RULE: Rule = Rule {
    id: "items-missing",
    reason: "The elements have no type; `items: {}` says that this is meant.",
    fixable: false,
    check,
};

fn check(outline: &Outline<'_>, found: &mut Found) {
    for schema in outline.schemas() {
        let Some(kind) = schema.node.get("type") else { continue };
        let list = kind.as_str() == Some("array")
            || kind.as_array().is_some_and(|kinds| kinds.iter().any(|kind| kind.as_str() == Some("array")));
        let told = ["items", "prefixItems", "$ref", "allOf", "oneOf", "anyOf", "enum", "const", "unevaluatedItems"];
        let closed = schema.node.get("maxItems").and_then(Node::as_u64) == Some(0);
        if !list || closed || told.iter().any(|key| schema.node.get(key).is_some()) {
            continue;
        }
        let said = found.warn("a list does not say what is in it", kind.span, "no `items`");
        found.push(
            outline.pointer(schema),
            said.help("Add `items` with the schema of an element, or `items: {}` for anything."),
        );
    }
}
