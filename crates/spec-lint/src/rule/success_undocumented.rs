//! An operation that documents no answer of success.

use spec_document::{Node, Object};

use super::Rule;
use crate::finding::Found;
use crate::outline::Outline;

pub(super) const RULE: Rule = Rule {
    id: "success-undocumented",
    reason: "A client can neither type such an answer nor tell that the call went well.",
    fixable: false,
    check,
};

fn check(outline: &Outline<'_>, found: &mut Found) {
    for (operation, path, method) in outline.operations() {
        let Some(responses) = operation.node.get("responses").and_then(Node::as_object) else { continue };
        let succeeds = |key: &str| key.starts_with(['1', '2', '3']) || key == "default";
        if responses.iter().any(|member| succeeds(&member.key)) {
            continue;
        }
        let span = operation.node.as_object().and_then(|it| it.member("responses")).map(|it| it.key_span);
        let title = format!("{} {path} documents no success", method.to_ascii_uppercase());
        let listed = responses.iter().map(|member| member.key.as_str()).take(8).collect::<Vec<_>>().join(", ");
        let label = if Object::is_empty(responses) { "nothing is listed".to_owned() } else { format!("only {listed}") };
        let said = found.warn(title, span.unwrap_or(operation.span()), label);
        found.push(
            outline.pointer(operation),
            said.help("Add the status that the provider answers when all went well."),
        );
    }
}
