//! A default that does not fit its schema.

use super::Rule;
use super::value::Judge;
use crate::finding::Found;
use crate::outline::Outline;

pub(super) const RULE: Rule = Rule {
    id: "default-invalid",
    reason: "A generated client may send it, and the provider refuses it.",
    fixable: false,
    check,
};

fn check(outline: &Outline<'_>, found: &mut Found) {
    let mut judge = Judge::new(outline);
    for schema in outline.schemas() {
        let Some(value) = schema.node.get("default") else { continue };
        // `default: null` says in many documents that there is none.
        if value.is_null() {
            continue;
        }
        if let Some(misfit) = judge.misfit(schema.node, value) {
            let said = found.warn("a default does not fit its schema", misfit.node.span, misfit.why);
            found.push(outline.pointer(schema), said.help("Mend the default, or the schema."));
        }
    }
}
