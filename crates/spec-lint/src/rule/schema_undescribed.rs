//! A component schema without a description.

use super::Rule;
use crate::finding::{Found, quoted};
use crate::outline::{Outline, Role};

pub(super) const RULE: Rule = Rule {
    id: "schema-undescribed",
    reason: "The description is the documentation of the type.",
    fixable: false,
    check,
};

fn check(outline: &Outline<'_>, found: &mut Found) {
    for schema in outline.schemas() {
        let Role::Schema { component: Some(name) } = schema.role else { continue };
        let described = schema.text("description").is_some_and(|text| !text.trim().is_empty());
        if described || schema.is_reference() {
            continue;
        }
        let said = found.warn(format!("the schema {} has no description", quoted(name)), schema.span(), "what is it?");
        found.push(outline.pointer(schema), said.help("Add a `description`."));
    }
}
