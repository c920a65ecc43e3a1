//! Schemas against types.

use std::collections::BTreeSet;

use spec_contract::{Constraints, Kind, Media, NamedSchema, Property, Schema, is_json};

use super::Proof;
use super::all_of::{collected, speaking};
use super::code::Ty;
use super::types::Declared;

impl Proof<'_> {
    pub(super) fn component(&mut self, named: &NamedSchema) {
        let name = self.type_of(&named.name);
        if !self.code.types.declared.contains_key(&name) {
            self.lost(&named.schema.place, format!("no type is called `{name}`"));
            return;
        }
        self.declared(&named.schema, &name, &mut BTreeSet::new());
        let docs = self.code.types.docs.get(&name).map_or("", String::as_str);
        self.default(&named.schema, docs, &format!("`{name}`"));
    }

    /// The Rust name of a component.
    pub(super) fn type_of(&self, name: &str) -> String {
        self.names.get(name).cloned().unwrap_or_default()
    }

    /// Compares a schema with the type of that name.
    fn declared(&mut self, schema: &Schema, name: &str, seen: &mut BTreeSet<String>) {
        if !seen.insert(name.to_owned()) {
            return;
        }
        let Some(declared) = self.code.types.declared.get(name) else {
            self.lost(&schema.place, format!("no type is called `{name}`"));
            return;
        };
        match (&schema.kind, declared) {
            (Kind::Enumeration(values), Declared::Enum(written)) => {
                let promised: Vec<&str> = values.iter().filter_map(serde_json::Value::as_str).collect();
                if promised.iter().ne(written.iter()) || promised.len() != values.len() {
                    self.lost(&schema.place, format!("`{name}` lists other values"));
                }
            }
            (Kind::Object { properties, .. }, Declared::Struct { .. }) if !properties.is_empty() => {
                self.object(schema, properties, name, seen);
                self.unused_discriminator(schema);
            }
            (Kind::AllOf(_), _) => self.all_of(schema, &Ty::Named(name.to_owned()), seen),
            (Kind::OneOf(members) | Kind::AnyOf(members), Declared::Union { variants, tags }) => {
                if members.len() != variants.len() {
                    self.lost(
                        &schema.place,
                        format!("`{name}` has {} variants, not {}", variants.len(), members.len()),
                    );
                }
                for (member, variant) in members.iter().zip(variants) {
                    self.value(member, variant, seen);
                }
                self.tags(schema, members, tags.as_ref());
            }
            // Null is handed over to whoever refers to it.
            (_, Declared::Alias(inner)) => {
                let mut bare = schema.clone();
                bare.nullable = false;
                self.value(&bare, inner, seen);
            }
            _ => self.lost(&schema.place, format!("`{name}` has another shape")),
        }
    }

    pub(super) fn object(&mut self, schema: &Schema, properties: &[Property], name: &str, seen: &mut BTreeSet<String>) {
        let Some(Declared::Struct { fields, keeps_others }) = self.code.types.declared.get(name) else { return };
        if !keeps_others {
            self.lost(&schema.place, format!("`{name}` drops members that the document does not declare"));
        }
        for property in properties {
            let place = property.schema.place.clone();
            let Some((method, ty)) = fields.get(&property.name) else {
                self.lost(&place, format!("`{name}` has no field for `{}`", property.name));
                continue;
            };
            let any = matches!(self.contract.resolve(&property.schema).kind, Kind::Any | Kind::Never);
            let nullable = self.nullable(&property.schema) || any;
            let inner = match (property.required, nullable, method.as_str(), ty) {
                (true, true, "required", inner) if any => Some(inner.clone()),
                (true, true, "required", Ty::Optional(inner))
                | (false, true, "field", Ty::Field(inner))
                | (false, false, "optional", Ty::Optional(inner)) => Some((**inner).clone()),
                (true, false, "required", inner) if !matches!(inner, Ty::Optional(_) | Ty::Field(_)) => {
                    Some(inner.clone())
                }
                _ => None,
            };
            match inner {
                Some(inner) => {
                    let mut bare = property.schema.clone();
                    bare.nullable = false;
                    self.value(&bare, &inner, seen);
                }
                None => self.lost(
                    &place,
                    format!("`{name}` does not tell apart whether `{}` is absent, null or there", property.name),
                ),
            }
            if let Some(format) = annotation(&property.schema)
                && !self
                    .code
                    .types
                    .field_docs
                    .get(&(name.to_owned(), property.name.clone()))
                    .is_some_and(|docs| docs.contains(&format))
            {
                self.lost(&place, format!("{format} is neither in the type nor in the documentation"));
            }
            let docs =
                self.code.types.field_docs.get(&(name.to_owned(), property.name.clone())).map_or("", String::as_str);
            self.default(&property.schema, docs, &format!("`{}` of `{name}`", property.name));
            let pointer = format!("/{}", property.name.replace('~', "~0").replace('/', "~1"));
            if !property.schema.read_only && self.sent.contains(name) {
                self.bounds(&property.schema, name, &pointer);
            }
        }
    }

    /// The types that are ever sent as what they are, and not as bytes that the caller has written: only these are checked.
    pub(super) fn sent(&self) -> BTreeSet<String> {
        let mut sent = BTreeSet::new();
        for operation in &self.contract.operations {
            for media in operation.body.iter().flat_map(|body| &body.media).filter(|media| is_written(media)) {
                media.schema.iter().for_each(|schema| self.reach(schema, &mut sent));
            }
        }
        sent
    }

    fn reach(&self, schema: &Schema, found: &mut BTreeSet<String>) {
        match &schema.kind {
            Kind::Reference(name) => {
                if found.insert(self.type_of(name))
                    && let Some(target) = self.contract.schema(name)
                {
                    self.reach(target, found);
                }
            }
            // A member of `allOf` is part of a type, and no type that is sent.
            Kind::AllOf(_) => {
                let parts = self.parts(schema);
                let properties = collected(&parts);
                properties.iter().filter(|it| !it.schema.read_only).for_each(|it| self.reach(&it.schema, found));
                let unions = parts.iter().filter(|part| matches!(part.kind, Kind::OneOf(_) | Kind::AnyOf(_)));
                // Nor is a variant that the other members are merged into: what it holds is sent.
                for variant in unions.flat_map(Schema::children) {
                    let properties = collected(&self.parts(variant));
                    properties.iter().filter(|it| !it.schema.read_only).for_each(|it| self.reach(&it.schema, found));
                }
            }
            _ => {
                let children = schema.children().into_iter().filter(|child| !child.read_only);
                children.for_each(|child| self.reach(child, found));
            }
        }
    }

    /// Every bound of a sent value must be checked under that owner and field.
    pub(super) fn bounds(&mut self, schema: &Schema, owner: &str, field: &str) {
        let mut resolved = schema;
        loop {
            let Constraints { min_length, max_length, pattern, minimum, maximum, min_items, max_items } =
                &resolved.constraints;
            let number = |bound: &serde_json::Number| bound.to_string();
            let kind = self.kind_of(resolved);
            let promised = [
                (min_length.map(|bound| bound.to_string()), "min_length"),
                (max_length.map(|bound| bound.to_string()), "max_length"),
                (pattern.clone(), "pattern"),
                (minimum.as_ref().map(number), "minimum"),
                (maximum.as_ref().map(number), "maximum"),
                (min_items.map(|bound| bound.to_string()), "min_items"),
                (max_items.map(|bound| bound.to_string()), "max_items"),
            ];
            // A bound of another type than the value's says nothing of it.
            let of_type = |method: &str| match kind {
                Some("string") => matches!(method, "min_length" | "max_length" | "pattern"),
                Some("number" | "integer") => matches!(method, "minimum" | "maximum"),
                Some("array") => matches!(method, "min_items" | "max_items"),
                _ => false,
            };
            let is_vacuous =
                |bound: &str| kind == Some("integer") && bound.parse::<f64>().is_ok_and(|bound| bound.abs() >= 9.2e18);
            for (bound, method) in promised.into_iter().filter_map(|(bound, method)| bound.map(|bound| (bound, method)))
            {
                if !of_type(method) || is_vacuous(&bound) {
                    continue;
                }
                let checked = self.code.bounds.iter().any(|(of, at, by, written)| {
                    of == owner && at == field && by == method && same_bound(written, &bound)
                });
                if !checked {
                    self.lost(
                        &resolved.place.clone(),
                        format!("`{method}` {bound} of `{field}` is not checked before sending"),
                    );
                }
            }
            match &resolved.kind {
                Kind::Reference(name) => match self.contract.schema(name) {
                    Some(target) if !matches!(target.kind, Kind::Reference(_)) => {
                        if target.constraints.is_empty() {
                            return;
                        }
                        resolved = target;
                    }
                    _ => return,
                },
                _ => return,
            }
        }
    }

    /// The type of JSON that a bound on a schema is about.
    fn kind_of(&self, schema: &Schema) -> Option<&'static str> {
        match &self.contract.resolve(schema).kind {
            Kind::String(_) => Some("string"),
            Kind::Enumeration(values) if values.iter().all(serde_json::Value::is_string) => Some("string"),
            Kind::Integer(_) => Some("integer"),
            Kind::Number(_) => Some("number"),
            Kind::Array(_) => Some("array"),
            _ => None,
        }
    }

    pub(super) fn nullable(&self, schema: &Schema) -> bool {
        let mut current = schema;
        for _ in 0..=self.contract.schemas.len() {
            if current.nullable {
                return true;
            }
            match &current.kind {
                Kind::Reference(name) => match self.contract.schema(name) {
                    Some(target) => current = target,
                    None => return false,
                },
                Kind::AllOf(_) => match speaking(current).as_slice() {
                    [only] => current = only,
                    // Null is a value of all of them, or of none.
                    _ => {
                        let parts = self.parts(current);
                        return !parts.is_empty() && parts.iter().all(|part| part.nullable);
                    }
                },
                _ => return false,
            }
        }
        false
    }

    /// Compares a schema with the type of a value.
    pub(super) fn value(&mut self, schema: &Schema, ty: &Ty, seen: &mut BTreeSet<String>) {
        if schema.nullable {
            let Ty::Optional(inner) = ty else {
                if *ty != Ty::Any {
                    self.lost(&schema.place, "null is not a value of the type");
                }
                return;
            };
            let mut bare = schema.clone();
            bare.nullable = false;
            return self.value(&bare, inner, seen);
        }
        let fits = match (&schema.kind, ty) {
            (Kind::Any | Kind::Never, _) => matches!(ty, Ty::Any),
            (Kind::AllOf(_), ty) => {
                self.all_of(schema, ty, seen);
                true
            }
            (Kind::Boolean, Ty::Boolean) | (Kind::Integer(_), Ty::Integer) | (Kind::Number(_), Ty::Number) => true,
            (Kind::String(format), ty) => match format.as_deref() {
                Some("date-time") => *ty == Ty::Timestamp,
                Some("password") => *ty == Ty::Secret,
                // Any other format is an annotation: the documentation carries it.
                _ => *ty == Ty::Text,
            },
            (Kind::Reference(name), Ty::Named(written)) => *written == self.type_of(name),
            // A component that only allows null is handed over by whoever refers to it.
            (Kind::Reference(_), Ty::Optional(inner)) if self.nullable(schema) => {
                let inner = (**inner).clone();
                return self.value(schema, &inner, seen);
            }
            // What a component says may stand where it is referred to, if it has no shape of its own.
            (Kind::Reference(name), ty) if !matches!(ty, Ty::Named(_) | Ty::Optional(_)) => {
                let step = format!("{name} as {ty:?}");
                let resolved = self.contract.resolve(schema);
                if matches!(resolved.kind, Kind::Reference(_)) || !seen.insert(step.clone()) {
                    false
                } else {
                    let bare = Schema { nullable: false, ..resolved.clone() };
                    self.value(&bare, ty, seen);
                    seen.remove(&step);
                    true
                }
            }
            (Kind::Array(items), Ty::List(inner)) => {
                self.value(items, inner, seen);
                true
            }
            (Kind::Object { properties, additional }, Ty::Map(values)) if properties.is_empty() => {
                if let spec_contract::Additional::Schema(schema) = additional {
                    self.value(schema, values, seen);
                }
                true
            }
            (Kind::Enumeration(_) | Kind::Object { .. } | Kind::OneOf(_) | Kind::AnyOf(_), Ty::Named(name)) => {
                self.declared(schema, name, seen);
                true
            }
            _ => false,
        };
        if !fits {
            self.lost(&schema.place, format!("the type is {ty:?}, which says something else"));
        }
        for (keyword, _) in &schema.other {
            let place = spec_contract::Place { pointer: schema.place.pointer.child(keyword), span: schema.place.span };
            self.lost(&place, format!("`{keyword}` is not expressed"));
        }
    }
}

/// Whether a request writes a body of that media type from a value.
fn is_written(media: &Media) -> bool {
    let essence = media.media_type.split(';').next().unwrap_or_default().trim();
    is_json(&media.media_type) || essence.eq_ignore_ascii_case("application/x-www-form-urlencoded")
}

/// What the documentation says of a format without a type of its own.
fn annotation(schema: &Schema) -> Option<String> {
    match &schema.kind {
        Kind::String(Some(format)) if format != "date-time" && format != "password" => {
            Some(format!("Format: `{format}`"))
        }
        _ => None,
    }
}

/// Whether two bounds are one: the same text, or the same number.
fn same_bound(written: &str, promised: &str) -> bool {
    let number = |text: &str| text.parse::<f64>().ok();
    written == promised || (number(written).is_some() && number(written) == number(promised))
}
