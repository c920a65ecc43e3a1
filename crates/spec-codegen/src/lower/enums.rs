//! Enums of strings stay open: the emitter writes each as a type that keeps a value the document does not list.
//!
//! progenitor's enums are closed, so that one new value would fail the whole answer.

use spec_contract::{Contract, Kind};

use super::each;
use crate::ledger::Ledger;
use crate::names::{Taken, variant_name};

/// An enum that the emitter writes.
#[derive(Clone, Debug)]
pub struct OpenEnum {
    /// Its Rust name.
    pub name: String,
    /// What it means.
    pub description: Option<String>,
    /// Variant and value.
    pub variants: Vec<(String, String)>,
}

pub(super) fn run(contract: &mut Contract, ledger: &mut Ledger) -> Vec<OpenEnum> {
    each(contract, |schema| {
        if let Kind::Enumeration(values) = &schema.kind
            && !values.iter().all(serde_json::Value::is_string)
        {
            let kind = if values.iter().all(|value| value.is_i64() || value.is_u64()) {
                Kind::Integer(None)
            } else if values.iter().all(serde_json::Value::is_number) {
                Kind::Number(None)
            } else if values.iter().all(serde_json::Value::is_boolean) {
                Kind::Boolean
            } else {
                Kind::Any
            };
            ledger.give_up("enums", &schema.place.pointer, "an enum of other values than strings is its plain type");
            schema.kind = kind;
        }
    });
    let mut found = Vec::new();
    for named in &contract.schemas {
        let Kind::Enumeration(values) = &named.schema.kind else { continue };
        let mut taken = Taken::default();
        taken.claim("Unknown".to_owned());
        let variants = values
            .iter()
            .filter_map(serde_json::Value::as_str)
            .map(|value| (taken.claim(variant_name(value)), value.to_owned()))
            .collect();
        found.push(OpenEnum { name: named.name.clone(), description: named.schema.description.clone(), variants });
    }
    found
}
