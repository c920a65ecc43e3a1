//! A component that allows null hands that over to whoever refers to it.
//!
//! progenitor drops what stands beside a `$ref`, and null in a component would make a type of its own around the
//! optional one. Where null is allowed is a matter of the property, so the emitted field says it.

use std::collections::BTreeSet;

use spec_contract::{Contract, Kind};

use super::each;

pub(super) fn run(contract: &mut Contract) {
    // A component that is only a reference to one that allows null allows it too: until nothing changes.
    let mut nullable: BTreeSet<String> = BTreeSet::new();
    loop {
        let more: Vec<String> = contract
            .schemas
            .iter()
            .filter(|named| {
                named.schema.nullable
                    || matches!(&named.schema.kind, Kind::Reference(target) if nullable.contains(target))
            })
            .map(|named| named.name.clone())
            .filter(|name| !nullable.contains(name))
            .collect();
        if more.is_empty() {
            break;
        }
        nullable.extend(more);
    }
    each(contract, |schema| {
        if let Kind::Reference(target) = &schema.kind
            && nullable.contains(target)
        {
            schema.nullable = true;
        }
    });
    for named in &mut contract.schemas {
        named.schema.nullable = false;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::schemas;

    #[test]
    fn null_moves_from_a_component_to_whoever_refers_to_it() {
        let mut contract = schemas(
            "A: {type: [string, 'null']}\n\
             B: {$ref: '#/components/schemas/A'}\n\
             X: {type: object, properties: {a: {$ref: '#/components/schemas/B'}, b: {type: string}}}",
        );
        run(&mut contract);
        let Some(Kind::Object { properties, .. }) = contract.schema("X").map(|schema| &schema.kind) else {
            panic!("an object");
        };
        assert_eq!(properties.iter().map(|property| property.schema.nullable).collect::<Vec<_>>(), [true, false]);
        assert!(contract.schemas.iter().all(|named| !named.schema.nullable));
    }
}
