//! Two properties of an object that become one field.

use spec_document::{Node, Object};

use super::{Rule, name};
use crate::finding::{Found, quoted};
use crate::outline::Outline;

pub(super) const RULE: Rule = Rule {
    id: "property-collision",
    reason: "One of the two fields gets a number, and callers fill in the wrong one.",
    fixable: false,
    check,
};

fn check(outline: &Outline<'_>, found: &mut Found) {
    for schema in outline.schemas() {
        let properties = schema.node.get("properties").and_then(Node::as_object);
        let named = properties.into_iter().flat_map(Object::iter).map(|member| (name::field_name(&member.key), member));
        for (first, second) in name::meetings(named) {
            let title = format!("the properties {} and {} become one field", quoted(&first.key), quoted(&second.key));
            let said = found
                .warn(title, second.key_span, format!("`{}` in Rust", name::field_name(&second.key)))
                .also(first.key_span, "the same in Rust")
                .help("Names on the wire cannot be chosen here: accept it, and say which one callers want.");
            found.push(outline.pointer(schema), said);
        }
    }
}
