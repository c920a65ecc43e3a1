//! A parameter without a description.

use spec_document::Node;

use super::Rule;
use crate::finding::{Found, quoted};
use crate::outline::{Outline, Role};

pub(super) const RULE: Rule = Rule {
    id: "parameter-undescribed",
    reason: "The description is the documentation of the argument.",
    fixable: false,
    check,
};

fn check(outline: &Outline<'_>, found: &mut Found) {
    for parameter in outline.elements.iter().filter(|element| element.role == Role::Parameter) {
        let Some(name) = parameter.text("name") else { continue };
        let inner = parameter.node.get("schema").and_then(|schema| outline.followed(schema));
        let described =
            |node: &Node| node.get("description").and_then(Node::as_str).is_some_and(|text| !text.trim().is_empty());
        if described(parameter.node) || inner.is_some_and(described) {
            continue;
        }
        let span = parameter.node.get("name").map_or(parameter.span(), |name| name.span);
        let said = found.warn(format!("the parameter {} has no description", quoted(name)), span, "what is it for?");
        found.push(outline.pointer(parameter), said.help("Add a `description`."));
    }
}
