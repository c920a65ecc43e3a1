//! An operation that documents no error.

use spec_document::Node;

use super::Rule;
use crate::finding::Found;
use crate::outline::Outline;

pub(super) const RULE: Rule = Rule {
    id: "error-undocumented",
    reason: "Every call can fail; a client without a documented error has nothing typed to show its caller.",
    fixable: false,
    check,
};

fn check(outline: &Outline<'_>, found: &mut Found) {
    for (operation, path, method) in outline.operations() {
        let Some(responses) = operation.node.get("responses").and_then(Node::as_object) else { continue };
        let fails = |key: &str| key.starts_with(['4', '5']) || key == "default";
        if responses.is_empty() || responses.iter().any(|member| fails(&member.key)) {
            continue;
        }
        let span = operation.node.as_object().and_then(|it| it.member("responses")).map(|it| it.key_span);
        let title = format!("{} {path} documents no error", method.to_ascii_uppercase());
        let said = found.warn(title, span.unwrap_or(operation.span()), "no 4xx, no 5xx, no `default`");
        found.push(
            outline.pointer(operation),
            said.help("Add the errors that the provider documents, or `default` where all have one form."),
        );
    }
}
