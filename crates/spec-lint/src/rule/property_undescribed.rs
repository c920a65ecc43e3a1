//! Properties without a description: one finding for each object.

use spec_document::{Member, Node, Object};

use super::Rule;
use crate::finding::{Found, quoted};
use crate::outline::Outline;

pub(super) const RULE: Rule = Rule {
    id: "property-undescribed",
    reason: "The description is the documentation of the field.",
    fixable: false,
    check,
};

/// How many are named.
const NAMED: usize = 5;

fn check(outline: &Outline<'_>, found: &mut Found) {
    for schema in outline.schemas() {
        let properties = schema.node.get("properties").and_then(Node::as_object);
        let bare: Vec<&Member> = properties
            .into_iter()
            .flat_map(Object::iter)
            .filter(|member| !is_described(outline, &member.value))
            .collect();
        let Some(first) = bare.first() else { continue };
        let names = bare.iter().take(NAMED).map(|member| quoted(&member.key)).collect::<Vec<_>>().join(", ");
        let title = match bare.len() {
            1 => format!("the property {names} has no description"),
            number if number <= NAMED => format!("the properties {names} have no description"),
            number => format!("the properties {names} and {} more have no description", number - NAMED),
        };
        let said = found.warn(title, first.key_span, "what does it mean?");
        found.push(outline.pointer(schema), said.help("Add a `description` to each."));
    }
}

/// A reference is described by what it leads to, a list by its elements, a union of one and null by the one.
fn is_described(outline: &Outline<'_>, property: &Node) -> bool {
    let text = |node: &Node| node.get("description").and_then(Node::as_str).is_some_and(|text| !text.trim().is_empty());
    if property.as_object().is_none() || text(property) || property.get("const").is_some() {
        return true;
    }
    // What a reference leads to is a component, which another rule looks at.
    let refers = |node: &Node| node.get("$ref").is_some();
    let members = ["allOf", "oneOf", "anyOf"].into_iter().filter_map(|key| property.get(key)?.as_array()).flatten();
    refers(property)
        || members.into_iter().any(|member| refers(member) || text(member))
        || property.get("items").is_some_and(|items| outline.followed(items).is_some_and(text) || refers(items))
}
