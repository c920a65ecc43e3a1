//! Two component schemas that become one type.

use super::{Rule, name};
use crate::finding::{Found, quoted};
use crate::outline::{Outline, Role};

pub(super) const RULE: Rule = Rule {
    id: "schema-name-collision",
    reason: "One of the two types gets a number, and nobody can tell which is which.",
    fixable: false,
    check,
};

fn check(outline: &Outline<'_>, found: &mut Found) {
    let named = outline.schemas().filter_map(|schema| match schema.role {
        Role::Schema { component: Some(it) } => Some((name::type_name(it), (schema, it))),
        _ => None,
    });
    for ((first, one), (second, other)) in name::meetings(named) {
        let title = format!("the schemas {} and {} become one type", quoted(one), quoted(other));
        let said = found
            .warn(title, second.span(), format!("`{}` in Rust", name::type_name(other)))
            .also(first.span(), "the same in Rust")
            .help("Give one of them another name.");
        found.push(outline.pointer(second), said);
    }
}
