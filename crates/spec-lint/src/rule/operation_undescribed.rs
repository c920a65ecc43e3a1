//! An operation without a word on what it does.

use super::Rule;
use crate::finding::Found;
use crate::outline::Outline;

pub(super) const RULE: Rule = Rule {
    id: "operation-undescribed",
    reason: "The summary and the description are the documentation of the method.",
    fixable: false,
    check,
};

fn check(outline: &Outline<'_>, found: &mut Found) {
    for (operation, path, method) in outline.operations() {
        let described = |key: &str| operation.text(key).is_some_and(|text| !text.trim().is_empty());
        if described("summary") || described("description") {
            continue;
        }
        let title = format!("{} {path} has neither summary nor description", method.to_ascii_uppercase());
        let said = found.warn(title, operation.span(), "what does it do?");
        found.push(outline.pointer(operation), said.help("Add a `summary`."));
    }
}
