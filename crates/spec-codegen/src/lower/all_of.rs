//! `allOf` becomes one schema that says what all of its members say together.

use std::collections::BTreeSet;

use spec_contract::{Additional, Constraints, Contract, Kind, NamedSchema, Property, Schema};
use spec_document::Pointer;

use super::each;
use crate::ledger::Ledger;

/// Variants that the unions among the members may multiply to.
const MOST_VARIANTS: usize = 64;

pub(super) fn run(contract: &mut Contract, ledger: &mut Ledger) {
    name_inner(contract);
    let whole = contract.clone();
    each(contract, |schema| {
        let Kind::AllOf(members) = &schema.kind else { return };
        let mut merge = Merge { whole: &whole, conflicts: Vec::new(), open: BTreeSet::new() };
        let merged = merge.all(members.iter().collect(), schema);
        for (place, what) in merge.conflicts {
            ledger.give_up("all-of", &place, what);
        }
        match merged {
            Some(merged) => {
                schema.kind = merged.kind;
                schema.nullable |= merged.nullable;
                schema.constraints = tightest(&schema.constraints, &merged.constraints);
                schema.discriminator = schema.discriminator.take().or(merged.discriminator);
                schema.default = schema.default.take().or(merged.default);
                schema.description = schema.description.take().or(merged.description);
                schema.read_only |= merged.read_only;
                schema.write_only |= merged.write_only;
            }
            None => {
                ledger.erase(
                    "all-of",
                    &schema.place.pointer,
                    "members of `allOf` that no one type has are taken as any JSON",
                );
                schema.kind = Kind::Any;
            }
        }
    });
}

/// Gives every `allOf` inside a component a name of its own, unless only one of its members says anything. A merged object takes over the
/// properties of components, and one that merges what it is a part of would never end otherwise.
fn name_inner(contract: &mut Contract) {
    let known = contract.schemas.iter().map(|component| component.name.clone()).collect();
    let mut named = Named { known, found: Vec::new() };
    for component in &mut contract.schemas {
        name_children(&mut component.schema, &mut named);
    }
    contract.schemas.append(&mut named.found);
}

/// The components that are made, and the names of all. A place that a reference leads into stands in the model twice, as a part and as a
/// component: what is found there again is the same.
struct Named {
    known: BTreeSet<String>,
    found: Vec<NamedSchema>,
}

fn name_children(schema: &mut Schema, named: &mut Named) {
    // A member of `allOf` is a part of it and no type.
    let is_merged = matches!(schema.kind, Kind::AllOf(_));
    children_mut(schema, &mut |child| {
        name_children(child, named);
        if !is_merged {
            name(child, named);
        }
    });
}

fn name(schema: &mut Schema, named: &mut Named) {
    let Kind::AllOf(members) = &schema.kind else { return };
    let mut parts = Vec::new();
    members.iter().for_each(|member| flatten(member, &mut parts));
    let speaking: Vec<&Schema> = parts.iter().copied().filter(|part| !says_nothing(part)).collect();
    if let [] | [_] = speaking.as_slice() {
        let Some(only) = speaking.first().or(parts.first()).map(|only| (*only).clone()) else { return };
        schema.nullable |= only.nullable;
        schema.constraints = tightest(&schema.constraints, &only.constraints);
        schema.other.extend(only.other);
        schema.discriminator = schema.discriminator.take().or(only.discriminator);
        schema.default = schema.default.take().or(only.default);
        schema.description = schema.description.take().or(only.description);
        schema.read_only |= only.read_only;
        schema.write_only |= only.write_only;
        schema.kind = only.kind;
        return;
    }
    let key = format!("#{}", schema.place.pointer);
    let mut moved = schema.clone();
    moved.nullable = false;
    moved.default = None;
    if named.known.insert(key.clone()) {
        named.found.push(NamedSchema { name: key.clone(), schema: moved });
    }
    schema.kind = Kind::Reference(key);
    schema.discriminator = None;
    schema.other = Vec::new();
    schema.constraints = Constraints::default();
}

fn children_mut(schema: &mut Schema, visit: &mut dyn FnMut(&mut Schema)) {
    match &mut schema.kind {
        Kind::Array(items) => visit(items),
        Kind::Object { properties, additional } => {
            properties.iter_mut().for_each(|property| visit(&mut property.schema));
            if let Additional::Schema(schema) = additional {
                visit(schema);
            }
        }
        Kind::OneOf(members) | Kind::AnyOf(members) | Kind::AllOf(members) => members.iter_mut().for_each(visit),
        _ => {}
    }
}

struct Merge<'a> {
    whole: &'a Contract,
    conflicts: Vec<(Pointer, String)>,
    /// The components that are being looked into: one that contains itself adds nothing the second time.
    open: BTreeSet<String>,
}

impl<'a> Merge<'a> {
    /// What all members say together; `None` where no type of ours can. `of` is the schema that they belong to.
    fn all(&mut self, members: Vec<&Schema>, of: &Schema) -> Option<Schema> {
        let mut parts = Vec::new();
        members.iter().for_each(|member| flatten(member, &mut parts));
        let says_something = |part: &&Schema| !says_nothing(part);
        let mut speaking: Vec<&Schema> = parts.iter().copied().filter(says_something).collect();
        // The same reference twice says it once.
        let mut named = BTreeSet::new();
        speaking.retain(|part| !matches!(&part.kind, Kind::Reference(name) if !named.insert(name.clone())));
        let merged = match speaking.as_slice() {
            [] => Some(parts.first().map_or_else(|| Schema::of(Kind::Any, of.place.clone()), |part| (*part).clone())),
            // What one member says alone keeps its name.
            [only] => Some((*only).clone()),
            _ => self.several(&speaking, of),
        };
        merged.map(|mut merged| {
            for part in parts {
                if !std::ptr::eq(part, &merged) {
                    merged.default = merged.default.take().or_else(|| part.default.clone());
                    merged.read_only |= part.read_only;
                    merged.write_only |= part.write_only;
                }
            }
            merged
        })
    }

    fn several(&mut self, parts: &[&Schema], of: &Schema) -> Option<Schema> {
        let mut resolved: Vec<Schema> = Vec::new();
        let mut opened = Vec::new();
        for part in parts {
            self.resolve(part, &mut resolved, &mut opened)?;
        }
        let merged = self.resolved(resolved, of);
        for name in opened {
            self.open.remove(&name);
        }
        merged
    }

    /// Follows references, and takes an `allOf` behind one apart.
    fn resolve(&mut self, part: &Schema, found: &mut Vec<Schema>, opened: &mut Vec<String>) -> Option<()> {
        match &part.kind {
            Kind::Reference(name) => {
                if self.open.insert(name.clone()) {
                    opened.push(name.clone());
                    let target = self.whole.schema(name)?.clone();
                    self.resolve(&target, found, opened)?;
                }
            }
            Kind::AllOf(members) => {
                let mut inner = Vec::new();
                members.iter().for_each(|member| flatten(member, &mut inner));
                for member in inner {
                    self.resolve(member, found, opened)?;
                }
                if !part.constraints.is_empty() {
                    let mut bounds = Schema::of(Kind::Any, part.place.clone());
                    bounds.constraints = part.constraints.clone();
                    found.push(bounds);
                }
            }
            _ => found.push(part.clone()),
        }
        Some(())
    }

    fn resolved(&mut self, parts: Vec<Schema>, of: &Schema) -> Option<Schema> {
        let (unions, others): (Vec<Schema>, Vec<Schema>) =
            parts.into_iter().partition(|part| matches!(part.kind, Kind::OneOf(_) | Kind::AnyOf(_)));
        let mut base: Option<Schema> = None;
        for part in others {
            base = Some(match base {
                None => part,
                Some(base) => self.two(base, &part)?,
            });
        }
        let mut choices: Vec<Schema> = Vec::new();
        let mut discriminator = None;
        for union in unions {
            let (Kind::OneOf(members) | Kind::AnyOf(members)) = &union.kind else { continue };
            if members.iter().all(only_requires) {
                self.conflicts.push((
                    union.place.pointer.clone(),
                    "which members have to be there together is not checked".to_owned(),
                ));
                continue;
            }
            discriminator = discriminator.or_else(|| union.discriminator.clone());
            if choices.is_empty() {
                choices.clone_from(members);
                continue;
            }
            if choices.len() * members.len() > MOST_VARIANTS {
                return None;
            }
            let mut product = Vec::new();
            for one in &choices {
                for other in members {
                    product.push(self.all(vec![one, other], of)?);
                }
            }
            choices = product;
        }
        if choices.is_empty() {
            return Some(base.unwrap_or_else(|| Schema::of(Kind::Any, of.place.clone())));
        }
        let Some(base) = base.filter(|base| !says_nothing(base)) else {
            let mut union = Schema::of(Kind::OneOf(choices), of.place.clone());
            union.discriminator = discriminator;
            return Some(union);
        };
        let mut members = Vec::new();
        for choice in &choices {
            // A variant that already says all of it keeps its name.
            if self.implies(choice, &base) {
                members.push(choice.clone());
            } else {
                let mut member = self.all(vec![&base, choice], of)?;
                member.place = choice.place.clone();
                members.push(member);
            }
        }
        let mut union = Schema::of(Kind::OneOf(members), of.place.clone());
        union.discriminator = discriminator.or(base.discriminator);
        Some(union)
    }

    /// Whether a schema already declares every property of an object, of the same type.
    fn implies(&self, schema: &Schema, base: &Schema) -> bool {
        let Kind::Object { properties, additional: Additional::Open } = &base.kind else { return false };
        let Kind::Object { properties: declared, .. } = &self.whole.resolve(schema).kind else { return false };
        properties.iter().all(|property| {
            declared.iter().any(|known| {
                known.name == property.name
                    && (known.required || !property.required)
                    && (matches!(property.schema.kind, Kind::Any) || same(&known.schema, &property.schema))
            })
        })
    }

    /// What two schemas say together.
    fn two(&mut self, mut one: Schema, other: &Schema) -> Option<Schema> {
        one.constraints = tightest(&one.constraints, &other.constraints);
        one.other.extend(other.other.iter().cloned());
        one.discriminator = one.discriminator.take().or_else(|| other.discriminator.clone());
        one.nullable &= other.nullable;
        one.kind = match (one.kind, &other.kind) {
            (kind, Kind::Any) => kind,
            (Kind::Any, kind) => kind.clone(),
            (Kind::Never, _) | (_, Kind::Never) => Kind::Never,
            (
                Kind::Object { mut properties, additional },
                Kind::Object { properties: more, additional: other_additional },
            ) => {
                for property in more {
                    self.property(&mut properties, property)?;
                }
                let additional = match (additional, other_additional) {
                    (Additional::Schema(one), _) => Additional::Schema(one),
                    (_, Additional::Schema(other)) => Additional::Schema(other.clone()),
                    (Additional::Closed, _) | (_, Additional::Closed) => Additional::Closed,
                    _ => Additional::Open,
                };
                Kind::Object { properties, additional }
            }
            (Kind::Array(one), Kind::Array(other)) => Kind::Array(Box::new(self.together(*one, other)?)),
            (Kind::Enumeration(values), Kind::Enumeration(listed)) => {
                let both: Vec<_> = values.iter().filter(|value| listed.contains(value)).cloned().collect();
                Kind::Enumeration(if both.is_empty() { values } else { both })
            }
            (Kind::Enumeration(values), kind) if is_scalar(kind) => Kind::Enumeration(values),
            (kind, Kind::Enumeration(values)) if is_scalar(&kind) => Kind::Enumeration(values.clone()),
            (Kind::String(one), Kind::String(other)) => Kind::String(one.or_else(|| other.clone())),
            (Kind::Integer(one), Kind::Integer(other)) => Kind::Integer(one.or_else(|| other.clone())),
            (Kind::Integer(format), Kind::Number(_)) => Kind::Integer(format),
            (Kind::Number(_), Kind::Integer(format)) => Kind::Integer(format.clone()),
            (Kind::Number(one), Kind::Number(other)) => Kind::Number(one.or_else(|| other.clone())),
            (Kind::Boolean, Kind::Boolean) => Kind::Boolean,
            _ => return None,
        };
        Some(one)
    }

    fn property(&mut self, properties: &mut Vec<Property>, more: &Property) -> Option<()> {
        let Some(known) = properties.iter_mut().find(|known| known.name == more.name) else {
            properties.push(more.clone());
            return Some(());
        };
        known.required |= more.required;
        known.schema = self.together(known.schema.clone(), &more.schema)?;
        Some(())
    }

    /// What two schemas of one place say together: the first of them where they contradict, which is said.
    fn together(&mut self, one: Schema, other: &Schema) -> Option<Schema> {
        if same(&one, other) || matches!(other.kind, Kind::Any) {
            return Some(self.annotated(one, other));
        }
        if matches!(one.kind, Kind::Any) {
            return Some(self.annotated(other.clone(), &one));
        }
        match self.all(vec![&one, other], &one) {
            Some(merged) => Some(self.annotated(Schema { place: one.place.clone(), ..merged }, &one)),
            None => {
                self.conflicts.push((
                    other.place.pointer.clone(),
                    "a property declared differently in two members of `allOf`: the first is used".to_owned(),
                ));
                Some(one)
            }
        }
    }

    fn annotated(&mut self, mut one: Schema, other: &Schema) -> Schema {
        if let (Some(first), Some(second)) = (&one.default, &other.default)
            && first != second
        {
            self.conflicts.push((
                other.place.pointer.clone(),
                "two members of `allOf` have different defaults: the first is used".to_owned(),
            ));
        }
        one.default = one.default.take().or_else(|| other.default.clone());
        one.description = one.description.take().or_else(|| other.description.clone());
        one.read_only |= other.read_only;
        one.write_only |= other.write_only;
        one.constraints = tightest(&one.constraints, &other.constraints);
        one
    }
}

/// The members of `allOf` in `allOf`, as one list.
fn flatten<'s>(schema: &'s Schema, found: &mut Vec<&'s Schema>) {
    match &schema.kind {
        Kind::AllOf(members) if schema.constraints.is_empty() && schema.other.is_empty() => {
            members.iter().for_each(|member| flatten(member, found));
        }
        _ => found.push(schema),
    }
}

fn says_nothing(schema: &Schema) -> bool {
    schema.constraints.is_empty()
        && match &schema.kind {
            Kind::Any => true,
            Kind::Object { properties, additional: Additional::Open } => properties.is_empty(),
            _ => false,
        }
}

/// Whether a schema does nothing but require members, or forbid that they are there.
fn only_requires(schema: &Schema) -> bool {
    match &schema.kind {
        Kind::Any => true,
        Kind::Object { properties, .. } => {
            properties.iter().all(|property| matches!(property.schema.kind, Kind::Any | Kind::Never))
        }
        _ => false,
    }
}

fn is_scalar(kind: &Kind) -> bool {
    matches!(kind, Kind::String(_) | Kind::Integer(_) | Kind::Number(_) | Kind::Boolean)
}

fn same(one: &Schema, other: &Schema) -> bool {
    match (&one.kind, &other.kind) {
        (Kind::Reference(one), Kind::Reference(other)) => one == other,
        (Kind::Array(one), Kind::Array(other)) => same(one, other),
        (Kind::Enumeration(one), Kind::Enumeration(other)) => one == other,
        (Kind::String(one), Kind::String(other))
        | (Kind::Integer(one), Kind::Integer(other))
        | (Kind::Number(one), Kind::Number(other)) => one == other,
        (Kind::Boolean, Kind::Boolean) | (Kind::Any, Kind::Any) => true,
        (Kind::OneOf(one), Kind::OneOf(other)) | (Kind::AnyOf(one), Kind::AnyOf(other)) => {
            one.len() == other.len() && one.iter().zip(other).all(|(one, other)| same(one, other))
        }
        (Kind::Object { properties, .. }, Kind::Object { properties: others, .. }) => {
            properties.len() == others.len()
                && properties.iter().zip(others).all(|(one, other)| {
                    one.name == other.name && one.required == other.required && same(&one.schema, &other.schema)
                })
        }
        _ => false,
    }
}

fn tightest(one: &Constraints, other: &Constraints) -> Constraints {
    fn most<T: PartialOrd + Copy>(one: Option<T>, other: Option<T>) -> Option<T> {
        match (one, other) {
            (Some(one), Some(other)) => Some(if one > other { one } else { other }),
            (one, other) => one.or(other),
        }
    }
    fn least<T: PartialOrd + Copy>(one: Option<T>, other: Option<T>) -> Option<T> {
        match (one, other) {
            (Some(one), Some(other)) => Some(if one < other { one } else { other }),
            (one, other) => one.or(other),
        }
    }
    let number = |one: &Option<serde_json::Number>, other: &Option<serde_json::Number>, larger: bool| match (one, other)
    {
        (Some(first), Some(second)) => {
            let takes_first = (first.as_f64() > second.as_f64()) == larger;
            Some(if takes_first { first.clone() } else { second.clone() })
        }
        (one, other) => one.clone().or_else(|| other.clone()),
    };
    Constraints {
        min_length: most(one.min_length, other.min_length),
        max_length: least(one.max_length, other.max_length),
        pattern: one.pattern.clone().or_else(|| other.pattern.clone()),
        minimum: number(&one.minimum, &other.minimum, true),
        maximum: number(&one.maximum, &other.maximum, false),
        min_items: most(one.min_items, other.min_items),
        max_items: least(one.max_items, other.max_items),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::schemas;

    fn merged(text: &str) -> (Kind, Ledger) {
        let mut contract = schemas(text);
        let mut ledger = Ledger::default();
        run(&mut contract, &mut ledger);
        (contract.schema("X").expect("X").kind.clone(), ledger)
    }

    fn properties(kind: &Kind) -> Vec<(&str, bool)> {
        match kind {
            Kind::Object { properties, .. } => {
                properties.iter().map(|property| (property.name.as_str(), property.required)).collect()
            }
            _ => Vec::new(),
        }
    }

    #[test]
    fn members_that_no_type_has_are_given_up_and_said_so() {
        let (kind, ledger) = merged("X: {allOf: [{type: string}, {type: object, properties: {a: {type: string}}}]}");
        assert!(matches!(kind, Kind::Any));
        assert_eq!(ledger.entries().len(), 1);
    }

    #[test]
    fn two_shapes_of_one_property_are_said_so() {
        let text = "X: {allOf: [{type: object, properties: {a: {type: string}}}, {type: object, properties: {a: {type: integer}}}]}";
        let (kind, ledger) = merged(text);
        assert_eq!(properties(&kind), [("a", false)]);
        assert_eq!(ledger.entries().len(), 1);
    }

    #[test]
    fn a_place_that_a_reference_leads_into_is_one_component() {
        let text = "X: {type: object, properties: {a: {type: object, properties: {b: {allOf: [{type: object, properties: {c: {type: string}}}, {type: object, properties: {d: {type: string}}}]}}}}}\n\
            Y: {type: array, items: {$ref: '#/components/schemas/X/properties/a'}}";
        let mut contract = schemas(text);
        run(&mut contract, &mut Ledger::default());
        let mut names: Vec<&str> = contract.schemas.iter().map(|named| named.name.as_str()).collect();
        let all = names.len();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), all, "{names:?}");
    }

    #[test]
    fn a_component_that_contains_itself_ends() {
        let (kind, _) =
            merged("X: {allOf: [{$ref: '#/components/schemas/X'}, {type: object, properties: {a: {type: string}}}]}");
        assert_eq!(properties(&kind), [("a", false)]);
    }

    #[test]
    fn members_behind_references_and_beside_all_of_are_merged_and_required_adds_up() {
        let (kind, ledger) = merged(
            "A: {type: object, required: [a], properties: {a: {type: string}}}\n\
             B: {allOf: [{$ref: '#/components/schemas/A'}, {type: object, properties: {b: {type: string}}}]}\n\
             X: {allOf: [{$ref: '#/components/schemas/B'}, {type: object, required: [b], properties: {b: {type: string}}}], \
             properties: {c: {type: string}}}",
        );
        assert_eq!(properties(&kind), [("a", true), ("b", true), ("c", false)]);
        assert!(ledger.entries().is_empty());
    }

    #[test]
    fn a_reference_with_nothing_but_notes_beside_it_stays_one() {
        let (kind, ledger) = merged(
            "A: {type: object, properties: {a: {type: string}}}\n\
             X: {allOf: [{$ref: '#/components/schemas/A'}, {description: more, readOnly: true}, {type: object}]}",
        );
        assert!(matches!(kind, Kind::Reference(name) if name == "A"));
        assert!(ledger.entries().is_empty());
    }

    #[test]
    fn scalars_are_merged() {
        let (kind, _) = merged("X: {allOf: [{type: string, maxLength: 3}, {enum: [a, b]}, {enum: [b, c]}]}");
        assert!(matches!(kind, Kind::Enumeration(values) if values == ["b"]));
    }

    #[test]
    fn a_union_beside_properties_is_a_union_of_objects_with_them() {
        let (kind, ledger) = merged(
            "A: {type: object, properties: {a: {type: string}}}\n\
             B: {type: object, properties: {b: {type: string}, c: {type: string}}}\n\
             X: {type: object, properties: {c: {type: string}}, oneOf: [{$ref: '#/components/schemas/A'}, {$ref: '#/components/schemas/B'}]}",
        );
        let Kind::OneOf(members) = &kind else { panic!("a union, not {kind:?}") };
        assert_eq!(properties(&members[0].kind), [("c", false), ("a", false)]);
        assert!(matches!(&members[1].kind, Kind::Reference(name) if name == "B"));
        assert!(ledger.entries().is_empty());
    }

    #[test]
    fn a_union_that_only_requires_is_no_type() {
        let (kind, ledger) = merged(
            "X: {type: object, properties: {a: {type: string}, b: {type: string}}, anyOf: [{required: [a]}, {required: [b]}]}",
        );
        assert_eq!(properties(&kind), [("a", false), ("b", false)]);
        assert_eq!(ledger.entries().len(), 1);
    }
}
