//! `allOf` of objects becomes one object with the properties of all of them.
//!
//! progenitor turns conflicting members into an empty enum, and members that allow no other properties into a type
//! that nothing fits.

use std::collections::BTreeSet;

use spec_contract::{Additional, Contract, Kind, Property, Schema};

use super::each;
use crate::ledger::Ledger;

pub(super) fn run(contract: &mut Contract, ledger: &mut Ledger) {
    let whole = contract.clone();
    each(contract, |schema| {
        let Kind::AllOf(members) = &schema.kind else { return };
        let mut merged = Merged::default();
        for member in members {
            merged.add(member, &whole, &mut BTreeSet::new());
        }
        if merged.failed {
            ledger.give_up(
                "all-of",
                &schema.place.pointer,
                "`allOf` of something else than objects is taken as any JSON",
            );
            schema.kind = Kind::Any;
            return;
        }
        for place in merged.conflicts {
            ledger.give_up(
                "all-of",
                &place,
                "a property declared differently in two members of `allOf`: the first is used",
            );
        }
        schema.kind = Kind::Object { properties: merged.properties, additional: merged.additional };
    });
}

struct Merged {
    properties: Vec<Property>,
    additional: Additional,
    conflicts: Vec<spec_document::Pointer>,
    failed: bool,
}

impl Default for Merged {
    fn default() -> Self {
        Self { properties: Vec::new(), additional: Additional::Open, conflicts: Vec::new(), failed: false }
    }
}

impl Merged {
    fn add(&mut self, schema: &Schema, whole: &Contract, seen: &mut BTreeSet<String>) {
        match &schema.kind {
            Kind::Reference(name) => {
                // A component that contains itself through `allOf` adds nothing the second time.
                if !seen.insert(name.clone()) {
                    return;
                }
                match whole.schema(name) {
                    Some(target) => self.add(target, whole, seen),
                    None => self.failed = true,
                }
            }
            Kind::AllOf(members) => members.iter().for_each(|member| self.add(member, whole, seen)),
            Kind::Object { properties, additional } => {
                for property in properties {
                    self.property(property);
                }
                if let (Additional::Open, Additional::Schema(schema)) = (&self.additional, additional) {
                    self.additional = Additional::Schema(schema.clone());
                }
            }
            Kind::Any => {}
            _ => self.failed = true,
        }
    }

    fn property(&mut self, property: &Property) {
        match self.properties.iter_mut().find(|known| known.name == property.name) {
            Some(known) => {
                known.required |= property.required;
                let default = known.schema.default.take();
                let differs = matches!((&default, &property.schema.default), (Some(one), Some(other)) if one != other);
                if matches!(known.schema.kind, Kind::Any) {
                    known.schema = property.schema.clone();
                } else if differs || !same_shape(&known.schema, &property.schema) {
                    self.conflicts.push(property.schema.place.pointer.clone());
                }
                known.schema.default = default.or_else(|| property.schema.default.clone());
            }
            None => self.properties.push(property.clone()),
        }
    }
}

fn same_shape(one: &Schema, other: &Schema) -> bool {
    match (&one.kind, &other.kind) {
        (Kind::Reference(one), Kind::Reference(other)) => one == other,
        (Kind::Array(one), Kind::Array(other)) => same_shape(one, other),
        (Kind::Any, _) | (_, Kind::Any) => true,
        (Kind::Enumeration(one), Kind::Enumeration(other)) => one == other,
        (one, other) => std::mem::discriminant(one) == std::mem::discriminant(other),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::schemas;

    fn merged(text: &str) -> (Vec<(String, bool)>, Ledger) {
        let mut contract = schemas(text);
        let mut ledger = Ledger::default();
        run(&mut contract, &mut ledger);
        let properties = match contract.schema("X").map(|schema| &schema.kind) {
            Some(Kind::Object { properties, .. }) => {
                properties.iter().map(|property| (property.name.clone(), property.required)).collect()
            }
            _ => Vec::new(),
        };
        (properties, ledger)
    }

    #[test]
    fn a_member_that_is_no_object_is_given_up_and_said_so() {
        let (properties, ledger) =
            merged("X: {allOf: [{type: string}, {type: object, properties: {a: {type: string}}}]}");
        assert!(properties.is_empty());
        assert_eq!(ledger.entries().len(), 1);
    }

    #[test]
    fn two_shapes_of_one_property_are_said_so() {
        let text = "X: {allOf: [{type: object, properties: {a: {type: string}}}, {type: object, properties: {a: {type: integer}}}]}";
        assert_eq!(merged(text).1.entries().len(), 1);
    }

    #[test]
    fn members_behind_references_and_beside_all_of_are_merged_and_required_adds_up() {
        let (properties, ledger) = merged(
            "A: {type: object, required: [a], properties: {a: {type: string}}}\n\
             B: {allOf: [{$ref: '#/components/schemas/A'}, {type: object, properties: {b: {type: string}}}]}\n\
             X: {allOf: [{$ref: '#/components/schemas/B'}, {type: object, required: [b], properties: {b: {type: string}}}], \
             properties: {c: {type: string}}}",
        );
        assert_eq!(properties, [("a".into(), true), ("b".into(), true), ("c".into(), false)]);
        assert!(ledger.entries().is_empty());
    }

    #[test]
    fn a_component_that_contains_itself_ends() {
        let (properties, _) =
            merged("X: {allOf: [{$ref: '#/components/schemas/X'}, {type: object, properties: {a: {type: string}}}]}");
        assert_eq!(properties, [("a".into(), false)]);
    }
}
