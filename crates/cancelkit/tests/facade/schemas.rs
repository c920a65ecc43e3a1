//! The JSON Schemas of what is stored and sent around.

use cancelkit::{
    Abilities, CancelError, CancelRequest, ConfirmError, ConfirmRequest, Confirmation, Outcome, Plan, Refusal,
    UndoOutcome, UndoPlan, UndoRequest,
};
use schemars::{Schema, schema_for};

#[test]
fn everything_that_is_stored_has_a_version_in_its_schema() {
    let schemas: [(&str, Schema); 10] = [
        ("request", schema_for!(CancelRequest)),
        ("plan", schema_for!(Plan)),
        ("refusal", schema_for!(Refusal)),
        ("outcome", schema_for!(Outcome)),
        ("error", schema_for!(CancelError)),
        ("question", schema_for!(ConfirmRequest)),
        ("error of a read", schema_for!(ConfirmError)),
        ("undo request", schema_for!(UndoRequest)),
        ("undo plan", schema_for!(UndoPlan)),
        ("undo outcome", schema_for!(UndoOutcome)),
    ];
    for (name, schema) in schemas {
        let version = schema.pointer("/properties/version").unwrap_or_else(|| panic!("{name} has no version"));
        assert_eq!(version["const"], 1, "{name}");
        let required = schema.get("required").and_then(|list| list.as_array()).unwrap();
        assert!(required.contains(&"version".into()), "{name}");
    }
}

#[test]
fn a_request_takes_no_other_member() {
    let schema = schema_for!(CancelRequest);
    assert_eq!(schema.get("additionalProperties"), Some(&false.into()));
}

#[test]
fn what_became_of_it_stands_beside_the_other_members() {
    for (schema, member) in [(schema_for!(Outcome), "what"), (schema_for!(Confirmation), "confirmation")] {
        let kinds = schema.get("oneOf").and_then(|list| list.as_array()).unwrap();
        assert!(kinds.iter().all(|kind| kind.pointer(&format!("/properties/{member}/const")).is_some()));
    }
    assert!(schema_for!(Abilities).pointer("/properties/traps").is_some());
}
