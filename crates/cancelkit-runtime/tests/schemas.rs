//! The JSON Schemas of the public data types.
#![cfg(feature = "schemars")]

use cancelkit_runtime::{Delivery, Field, Preview, SecretText, Timestamp};
use serde::{Deserialize, Serialize};
use serde_json::json;

cancelkit_runtime::open_enum! {
    /// Where a subscription stands.
    pub enum State {
        /// It runs.
        Active = "active",
    }
}

#[derive(Serialize, Deserialize, schemars::JsonSchema)]
struct Patch {
    #[serde(default, skip_serializing_if = "Field::is_absent")]
    note: Field<String>,
    state: State,
    at: Timestamp,
    key: SecretText,
}

#[test]
fn members_have_the_schemas_of_what_is_on_the_wire() {
    let schema = schemars::schema_for!(Patch).to_value();
    assert_eq!(schema["properties"]["note"]["type"], json!(["string", "null"]));
    assert_eq!(schema["required"], json!(["state", "at", "key"]));
    assert_eq!(schema["properties"]["at"], json!({ "type": "string", "format": "date-time" }));
    assert_eq!(schema["properties"]["key"], json!({ "type": "string", "format": "password" }));
    assert_eq!(
        schema["$defs"]["State"]["anyOf"],
        json!([{ "type": "string", "enum": ["active"] }, { "type": "string" }])
    );
}

#[test]
fn what_is_stored_has_a_schema() {
    assert_eq!(schemars::schema_for!(Preview).to_value()["required"], json!(["method", "url", "headers"]));
    assert!(schemars::schema_for!(Delivery).to_value().to_string().contains("no-answer"));
}
