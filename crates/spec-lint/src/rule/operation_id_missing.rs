//! An operation without an `operationId`.

use std::collections::HashMap;

use spec_contract::made_operation_id;

use super::Rule;
use crate::finding::Found;
use crate::fix::Change;
use crate::outline::Outline;

pub(super) const RULE: Rule = Rule {
    id: "operation-id-missing",
    reason: "A method named after its path is renamed when the path changes.",
    fixable: true,
    check,
};

fn check(outline: &Outline<'_>, found: &mut Found) {
    let mut named: HashMap<String, usize> = HashMap::new();
    for (operation, path, method) in outline.operations() {
        let id = operation.text("operationId").map_or_else(|| made_operation_id(method, path), str::to_owned);
        *named.entry(id).or_default() += 1;
    }
    for (operation, path, method) in outline.operations() {
        if operation.node.get("operationId").is_some() {
            continue;
        }
        let place = outline.pointer(operation);
        let title = format!("{} {path} has no `operationId`", method.to_ascii_uppercase());
        let said = found.warn(title, operation.span(), "this operation has no name");
        let made = made_operation_id(method, path);
        if named.get(&made).is_none_or(|count| *count == 1) {
            let said = said.help(format!("Add `operationId: {made}`, or a better name; `--fix` adds this one."));
            let change = Change::Insert { object: place.clone(), key: "operationId", text: made };
            found.push_fixable(place, said, change);
        } else {
            found.push(place, said.help(format!("Add an `operationId`; `{made}` would not be the only one.")));
        }
    }
}
