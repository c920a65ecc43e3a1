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
    /// The value that the provider takes where none is sent.
    pub default: Option<serde_json::Value>,
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
            let given_up = "an enum of other values than strings is its plain type";
            match kind {
                Kind::Any => ledger.erase("enums", &schema.place.pointer, given_up),
                _ => ledger.give_up("enums", &schema.place.pointer, given_up),
            }
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
        found.push(OpenEnum {
            name: named.name.clone(),
            description: named.schema.description.clone(),
            default: named.schema.default.clone(),
            variants,
        });
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::schemas;

    #[test]
    fn values_that_meet_in_one_name_get_names_of_their_own() {
        let mut contract = schemas("X: {type: string, enum: [a-b, a_b, A B, unknown, '', '1']}");
        let enums = run(&mut contract, &mut Ledger::default());
        let names: Vec<&str> = enums[0].variants.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names, ["AB", "AB2", "AB3", "UnknownValue", "X", "X1"]);
    }

    #[test]
    fn an_enum_of_numbers_is_its_plain_type_and_the_ledger_says_so() {
        let mut contract = schemas("X: {type: integer, enum: [1, 2]}");
        let mut ledger = Ledger::default();
        assert!(run(&mut contract, &mut ledger).is_empty());
        assert!(matches!(contract.schema("X").map(|schema| &schema.kind), Some(Kind::Integer(None))));
        assert_eq!(ledger.entries().len(), 1);
    }
}
