//! A default stands in the documentation of what has some: a component, a property, a parameter, a header. Any other is given
//! up, and said so: a client does not send it, and nobody would read it.

use spec_contract::{Contract, Kind, Schema};

use crate::ledger::Ledger;

pub(super) fn run(contract: &Contract, ledger: &mut Ledger) {
    for named in &contract.schemas {
        inside(&named.schema, ledger);
    }
    for operation in &contract.operations {
        for parameter in &operation.parameters {
            inside(&parameter.schema, ledger);
        }
        for media in operation.body.iter().flat_map(|body| &body.media) {
            media.schema.iter().for_each(|schema| bare(schema, ledger));
        }
        for response in &operation.responses {
            response.headers.iter().for_each(|header| inside(&header.schema, ledger));
            response.media.iter().filter_map(|media| media.schema.as_ref()).for_each(|schema| bare(schema, ledger));
        }
    }
}

/// A schema whose own default nothing documents.
fn bare(schema: &Schema, ledger: &mut Ledger) {
    if schema.default.is_some() {
        ledger.give_up(
            "defaults",
            &schema.place.pointer.child("default"),
            "the default of an item, a member or a body stands in no documentation",
        );
    }
    inside(schema, ledger);
}

fn inside(schema: &Schema, ledger: &mut Ledger) {
    match &schema.kind {
        Kind::Object { properties, additional } => {
            properties.iter().for_each(|property| inside(&property.schema, ledger));
            if let spec_contract::Additional::Schema(schema) = additional {
                bare(schema, ledger);
            }
        }
        _ => schema.children().into_iter().for_each(|child| bare(child, ledger)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::schemas;

    #[test]
    fn what_has_no_documentation_of_its_own_is_given_up() {
        let contract = schemas(
            "A: {type: string, default: a}\n\
             B: {type: object, default: {}, properties: {a: {type: string, default: a}}}\n\
             C: {type: array, items: {type: string, default: a}}\n\
             D: {oneOf: [{type: string, default: a}, {type: object, properties: {a: {type: string, default: a}}}]}\n\
             E: {type: object, additionalProperties: {type: string, default: a}}",
        );
        let mut ledger = Ledger::default();
        run(&contract, &mut ledger);
        let places: Vec<&str> = ledger.entries().iter().map(|entry| entry.place.as_str()).collect();
        let expected = ["C/items", "D/oneOf/0", "E/additionalProperties"];
        assert_eq!(places, expected.map(|place| format!("/components/schemas/{place}/default")));
    }
}
