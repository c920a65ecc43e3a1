//! JSON as a snapshot shows it.

use std::collections::BTreeMap;

use serde_json::Value;

/// The same value, its members in the order of their names, whatever order `serde_json` is built to keep.
#[must_use]
pub fn sorted(value: Value) -> Value {
    match value {
        Value::Array(items) => items.into_iter().map(sorted).collect(),
        Value::Object(members) => {
            let members: BTreeMap<String, Value> = members.into_iter().map(|(key, it)| (key, sorted(it))).collect();
            members.into_iter().collect()
        }
        other => other,
    }
}
