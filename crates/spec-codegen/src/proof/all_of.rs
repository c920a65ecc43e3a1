//! `allOf` against types: what all members say together has to be expressed.

use std::collections::BTreeSet;

use spec_contract::{Additional, Kind, Place, Property, Schema};

use super::Proof;
use super::code::Ty;
use super::types::Declared;

impl Proof<'_> {
    /// Compares an `allOf` with the type of a value.
    pub(super) fn all_of(&mut self, schema: &Schema, ty: &Ty, seen: &mut BTreeSet<String>) {
        if let Ty::Named(name) = ty
            && let Some(Declared::Alias(inner)) = self.code.types.declared.get(name)
        {
            return self.all_of(schema, inner, seen);
        }
        let speaking = speaking(schema);
        match speaking.as_slice() {
            [] if matches!(ty, Ty::Any | Ty::Map(_)) => return,
            [only] => return self.value(&Schema { nullable: false, ..(*only).clone() }, ty, seen),
            _ => {}
        }
        let parts = self.parts(schema);
        let (unions, others): (Vec<Schema>, Vec<Schema>) =
            parts.into_iter().partition(|part| matches!(part.kind, Kind::OneOf(_) | Kind::AnyOf(_)));
        let declared = match ty {
            Ty::Named(name) => self.code.types.declared.get(name).map(|declared| (name.clone(), declared)),
            _ => None,
        };
        match declared {
            Some((name, Declared::Struct { .. })) => {
                let properties = collected(&others);
                self.object(schema, &properties, &name, seen);
            }
            Some((name, Declared::Enum(written))) => {
                let lists = others.iter().filter_map(|part| match &part.kind {
                    Kind::Enumeration(values) => Some(values),
                    _ => None,
                });
                let known = lists.flatten().filter_map(serde_json::Value::as_str).collect::<BTreeSet<_>>();
                if written.iter().any(|value| !known.contains(value.as_str())) {
                    self.lost(&schema.place, format!("`{name}` lists other values"));
                }
            }
            Some((name, Declared::Union { variants, .. })) => {
                let mut choices: Vec<Vec<Schema>> = vec![others.clone()];
                for union in unions.iter().filter(|union| !only_requires(union)) {
                    let (Kind::OneOf(members) | Kind::AnyOf(members)) = &union.kind else { continue };
                    let with = |choice: &Vec<Schema>, member: &Schema| {
                        let mut choice = choice.clone();
                        choice.push(member.clone());
                        choice
                    };
                    choices = choices
                        .iter()
                        .flat_map(|choice| members.iter().map(move |member| with(choice, member)))
                        .collect();
                }
                if choices.len() != variants.len() {
                    self.lost(
                        &schema.place,
                        format!("`{name}` has {} variants, not {}", variants.len(), choices.len()),
                    );
                }
                for (choice, variant) in choices.into_iter().zip(variants) {
                    let together = Schema::of(Kind::AllOf(choice), schema.place.clone());
                    self.value(&together, variant, seen);
                }
            }
            None if matches!(ty, Ty::List(_)) && others.iter().all(|part| matches!(part.kind, Kind::Array(_))) => {
                let Ty::List(inner) = ty else { return };
                let items = others.iter().filter_map(|part| match &part.kind {
                    Kind::Array(items) => Some((**items).clone()),
                    _ => None,
                });
                self.value(&Schema::of(Kind::AllOf(items.collect()), schema.place.clone()), inner, seen);
            }
            // A name for another type was followed above.
            Some((_, Declared::Alias(_))) => {}
            // A scalar or a list: the type of one member is that of all.
            None if *ty != Ty::Any && others.iter().any(|part| self.is_of(part, ty)) => {}
            None => self.lost(&schema.place, format!("the type is {ty:?}, which says something else")),
        }
        for union in unions.iter().filter(|union| only_requires(union)) {
            self.lost(&union.place.clone(), "which members have to be there together is not expressed");
        }
        for part in &others {
            for (keyword, _) in &part.other {
                let place = Place { pointer: part.place.pointer.child(keyword), span: part.place.span };
                self.lost(&place, format!("`{keyword}` is not expressed"));
            }
        }
    }

    fn is_of(&self, schema: &Schema, ty: &Ty) -> bool {
        let mut trial = Proof { names: self.names.clone(), sent: self.sent.clone(), found: Vec::new(), ..*self };
        trial.value(&Schema { nullable: false, other: Vec::new(), ..schema.clone() }, ty, &mut BTreeSet::new());
        trial.found.is_empty()
    }

    /// The members of an `allOf` with all that stands behind them, no `allOf` and no reference among them.
    pub(super) fn parts(&self, schema: &Schema) -> Vec<Schema> {
        let mut found = Vec::new();
        self.part(schema, &mut found, &mut BTreeSet::new());
        found
    }

    fn part(&self, schema: &Schema, found: &mut Vec<Schema>, seen: &mut BTreeSet<String>) {
        match &schema.kind {
            Kind::Reference(name) => {
                if seen.insert(name.clone())
                    && let Some(target) = self.contract.schema(name)
                {
                    self.part(target, found, seen);
                }
            }
            Kind::AllOf(members) => members.iter().for_each(|member| self.part(member, found, seen)),
            Kind::Any => {}
            _ => found.push(schema.clone()),
        }
    }
}

/// The members that say something, `allOf` in `allOf` as one list.
pub(super) fn speaking(schema: &Schema) -> Vec<&Schema> {
    fn collect<'s>(schema: &'s Schema, found: &mut Vec<&'s Schema>, named: &mut BTreeSet<&'s str>) {
        match &schema.kind {
            Kind::AllOf(members) => members.iter().for_each(|member| collect(member, found, named)),
            Kind::Any if schema.constraints.is_empty() => {}
            Kind::Object { properties, additional: Additional::Open }
                if properties.is_empty() && schema.constraints.is_empty() => {}
            Kind::Reference(name) if !named.insert(name) => {}
            _ => found.push(schema),
        }
    }
    let mut found = Vec::new();
    collect(schema, &mut found, &mut BTreeSet::new());
    found
}

/// The properties of all objects among some schemas. One that several declare is an `allOf` of what they say of it.
pub(super) fn collected(parts: &[Schema]) -> Vec<Property> {
    let mut found: Vec<Property> = Vec::new();
    for part in parts {
        let Kind::Object { properties, .. } = &part.kind else { continue };
        for property in properties {
            let Some(known) = found.iter_mut().find(|known| known.name == property.name) else {
                found.push(property.clone());
                continue;
            };
            known.required |= property.required;
            let default = known.schema.default.take().or_else(|| property.schema.default.clone());
            let read_only = known.schema.read_only || property.schema.read_only;
            if matches!(known.schema.kind, Kind::Any) {
                known.schema = property.schema.clone();
            } else if !matches!(property.schema.kind, Kind::Any) {
                let nullable = known.schema.nullable && property.schema.nullable;
                // The first is used where they contradict: what is lost is lost of the second.
                let place = property.schema.place.clone();
                let both = vec![known.schema.clone(), property.schema.clone()];
                known.schema = Schema { nullable, ..Schema::of(Kind::AllOf(both), place) };
            }
            known.schema.default = default;
            known.schema.read_only = read_only;
        }
    }
    found
}

/// Whether the members of a union do nothing but require or forbid members.
fn only_requires(union: &Schema) -> bool {
    let (Kind::OneOf(members) | Kind::AnyOf(members)) = &union.kind else { return false };
    members.iter().all(|member| match &member.kind {
        Kind::Any => true,
        Kind::Object { properties, .. } => {
            properties.iter().all(|property| matches!(property.schema.kind, Kind::Any | Kind::Never))
        }
        _ => false,
    })
}
