//! Schemas: the spellings of OpenAPI 3.0 and of JSON Schema 2020-12, read into one form.

use serde_json::{Number, Value};
use spec_document::{Diagnostic, Node, nearest};

use super::{At, Reader, keys};
use crate::schema::{Additional, Constraints, Kind, Property, Schema};

const TYPES: &[&str] = &["null", "boolean", "integer", "number", "string", "array", "object"];

/// Keywords that a field of [`Schema`] holds, or that say nothing about the value.
const READ: &[&str] = &[
    "$ref",
    "type",
    "format",
    "nullable",
    "title",
    "description",
    "default",
    "enum",
    "const",
    "example",
    "examples",
    "deprecated",
    "readOnly",
    "writeOnly",
    "properties",
    "required",
    "additionalProperties",
    "items",
    "oneOf",
    "anyOf",
    "allOf",
    "minLength",
    "maxLength",
    "pattern",
    "minimum",
    "maximum",
    "minItems",
    "maxItems",
    "discriminator",
    "externalDocs",
    "$comment",
    "$schema",
    "$id",
];

impl<'a> Reader<'a> {
    pub(super) fn schema(&mut self, at: &At<'a>) -> Schema {
        if let Some(truth) = at.node.as_bool() {
            return Schema::of(if truth { Kind::Any } else { Kind::Never }, at.place());
        }
        if !self.is_object(at, "a schema") {
            return Schema::of(Kind::Any, at.place());
        }
        self.misspelt_keywords(at);
        let (kind, null_listed) = self.kind(at);
        let mut schema = Schema::of(kind, at.place());
        schema.nullable = null_listed || at.flag("nullable");
        schema.title = at.text("title");
        schema.description = at.text("description");
        schema.default = at.json("default");
        schema.read_only = at.flag("readOnly");
        schema.write_only = at.flag("writeOnly");
        schema.deprecated = at.flag("deprecated");
        schema.examples = at
            .json("example")
            .into_iter()
            .chain(at.get("examples").into_iter().flat_map(|examples| examples.items()).map(|item| item.node.to_json()))
            .collect();
        schema.constraints = constraints(at);
        schema.discriminator = self.discriminator(at);
        schema.other = at
            .members()
            .into_iter()
            .filter(|(key, _)| !key.starts_with("x-") && !READ.contains(key))
            .map(|(key, value)| (key.to_owned(), value.node.to_json()))
            .collect();
        schema
    }

    fn misspelt_keywords(&mut self, at: &At<'a>) {
        for member in at.node.as_object().into_iter().flat_map(spec_document::Object::iter) {
            let key = member.key.as_str();
            if key.starts_with("x-") || READ.contains(&key) || keys::OTHER_SCHEMA.contains(&key) {
                continue;
            }
            // JSON Schema lets anybody add keywords, so only what looks like one of its own is a mistake.
            if let Some(near) = nearest(key, READ.iter().chain(keys::OTHER_SCHEMA).copied()) {
                self.report(
                    Diagnostic::warning("unknown-keyword", format!("JSON Schema has no keyword `{key}`"))
                        .at(member.key_span, "this would be ignored in silence")
                        .help(format!("Did you mean `{near}`?")),
                );
            }
        }
    }

    /// The shape, and whether null is one of the listed types, values or members.
    ///
    /// JSON Schema takes all keywords of a schema together, so what stands beside a reference or a combination is one more member of an
    /// `allOf`.
    fn kind(&mut self, at: &At<'a>) -> (Kind, bool) {
        let mut parts = Vec::new();
        let mut null = false;
        if let Some(reference) = at.get("$ref") {
            parts.push(Schema::of(self.reference(&reference), at.place()));
        }
        for (key, combine) in [("oneOf", Kind::OneOf as fn(Vec<Schema>) -> Kind), ("anyOf", Kind::AnyOf)] {
            if let Some(members) = at.get(key) {
                let (combined, listed) = self.combination(&members, key, combine);
                null |= listed;
                parts.extend(combined);
            }
        }
        if let Some(members) = at.get("allOf")
            && self.is_array(&members, "`allOf`")
        {
            parts.extend(members.items().iter().map(|item| self.schema(item)));
        }
        if parts.is_empty() {
            let (kind, listed) = self.own_kind(at);
            return (kind, null || listed);
        }
        // `type: object` alone says nothing that the parts do not.
        if OWN.iter().any(|key| at.get(key).is_some()) {
            let (kind, listed) = self.own_kind(at);
            null |= listed;
            parts.push(Schema::of(kind, at.place()));
        } else {
            null |= self.types(at).1;
        }
        match (parts.len(), parts.pop()) {
            // One member alone is that member; what stands beside it is read by the caller.
            (1, Some(only)) if only.constraints.is_empty() && only.other.is_empty() && only.discriminator.is_none() => {
                (only.kind, null || only.nullable)
            }
            (_, Some(last)) => {
                parts.push(last);
                // Only one of several members can say that null is allowed where the others do not speak of types.
                let nullable = parts.iter().any(|part| part.nullable)
                    && parts.iter().all(|part| part.nullable || is_untyped(part));
                (Kind::AllOf(parts), null || nullable)
            }
            (_, None) => (Kind::Any, null),
        }
    }

    /// The shape that a schema has by itself, without references and combinations.
    fn own_kind(&mut self, at: &At<'a>) -> (Kind, bool) {
        if let Some(values) = at.get("enum") {
            return self.enumeration(at, &values);
        }
        if let Some(value) = at.get("const") {
            let value = value.node.to_json();
            return if value.is_null() { (Kind::Never, true) } else { (Kind::Enumeration(vec![value]), false) };
        }
        let (types, null) = self.types(at);
        match types.as_slice() {
            [] if null => (Kind::Never, true),
            [] => (self.untyped(at), false),
            [only] => (self.typed(at, only), null),
            several => {
                let members = several.iter().map(|name| Schema::of(self.typed(at, name), at.place())).collect();
                (Kind::OneOf(members), null)
            }
        }
    }

    fn reference(&mut self, at: &At<'a>) -> Kind {
        let Some(text) = at.node.as_str() else {
            self.wrong_type(at, "`$ref`", "text");
            return Kind::Any;
        };
        let Some((pointer, _)) = self.document.resolve(text) else {
            // Loading has reported it.
            return Kind::Any;
        };
        let tokens: Vec<&str> = pointer.tokens().collect();
        match tokens.as_slice() {
            ["components", "schemas", name] => Kind::Reference((*name).to_owned()),
            _ => Kind::Reference(self.elsewhere(pointer)),
        }
    }

    /// The members of `oneOf` or `anyOf`, and whether null is one of them. One member alone is that member.
    fn combination(&mut self, members: &At<'a>, key: &str, combine: fn(Vec<Schema>) -> Kind) -> (Option<Schema>, bool) {
        if !self.is_array(members, &format!("`{key}`")) {
            return (None, false);
        }
        let mut null = false;
        let mut schemas = Vec::new();
        for item in members.items() {
            let schema = self.schema(&item);
            // A member that is only null says of the whole that null is allowed.
            if matches!(schema.kind, Kind::Never) && schema.nullable {
                null = true;
            } else {
                schemas.push(schema);
            }
        }
        match (schemas.len(), schemas.pop()) {
            (1, Some(only)) => (Some(only), null),
            (_, Some(last)) => {
                schemas.push(last);
                (Some(Schema::of(combine(schemas), members.place())), null)
            }
            (_, None) => (None, null),
        }
    }

    fn enumeration(&mut self, at: &At<'a>, values: &At<'a>) -> (Kind, bool) {
        if !self.is_array(values, "`enum`") {
            return (Kind::Any, false);
        }
        let (types, null_type) = self.types(at);
        let mut listed: Vec<Value> = Vec::new();
        let mut null = false;
        for item in values.items() {
            let value = item.node.to_json();
            if value.is_null() {
                null = true;
                continue;
            }
            let mut value = value;
            if let [only] = types.as_slice()
                && !has_type(&value, only)
            {
                let scalar = only == "string" && (value.is_boolean() || value.is_number());
                let understood = if scalar { "it is taken as text" } else { "it is left out" };
                self.report(
                    Diagnostic::warning("enum-type", format!("an enum of type {only} lists {}", item.node.kind()))
                        .at(item.node.span, format!("not {only}: {understood}"))
                        .help("Put it in quotes, or mend `type`."),
                );
                if !scalar {
                    continue;
                }
                value = Value::String(item.as_text());
            }
            if listed.contains(&value) {
                self.report(
                    Diagnostic::warning("enum-repeats", "an enum lists a value twice")
                        .at(item.node.span, "listed before")
                        .help("Delete it."),
                );
                continue;
            }
            listed.push(value);
        }
        // Values that none of them could be: the type alone is left.
        if let ([], [only]) = (listed.as_slice(), types.as_slice())
            && !null
        {
            return (self.typed(at, only), null_type);
        }
        (Kind::Enumeration(listed), null || null_type || at.flag("nullable"))
    }

    /// The types listed, null apart.
    fn types(&mut self, at: &At<'a>) -> (Vec<String>, bool) {
        let Some(types) = at.get("type") else { return (Vec::new(), false) };
        let listed = match types.node.as_str() {
            Some(_) => vec![types.clone()],
            None if types.node.as_array().is_some() => types.items(),
            None => {
                self.wrong_type(&types, "`type`", "the name of a type, or a list of them");
                return (Vec::new(), false);
            }
        };
        let mut names = Vec::new();
        let mut null = false;
        for item in listed {
            match item.node.as_str() {
                Some("null") => null = true,
                Some(name) if TYPES.contains(&name) => names.push(name.to_owned()),
                other => {
                    let help = match other.and_then(|name| nearest(name, TYPES.iter().copied())) {
                        Some(near) => format!("Did you mean `{near}`?"),
                        None => format!("The types are {}.", TYPES.join(", ")),
                    };
                    self.report(
                        Diagnostic::warning("unknown-type", "JSON Schema has no such type")
                            .at(item.node.span, "not a type")
                            .help(help),
                    );
                }
            }
        }
        (names, null)
    }

    fn untyped(&mut self, at: &At<'a>) -> Kind {
        if ["properties", "additionalProperties", "required"].iter().any(|key| at.get(key).is_some()) {
            self.object(at)
        } else if at.get("items").is_some() {
            self.array(at)
        } else {
            Kind::Any
        }
    }

    fn typed(&mut self, at: &At<'a>, name: &str) -> Kind {
        let format = at.text("format");
        match name {
            "boolean" => Kind::Boolean,
            "integer" => Kind::Integer(format),
            "number" => Kind::Number(format),
            "string" => Kind::String(format),
            "array" => self.array(at),
            _ => self.object(at),
        }
    }

    fn array(&mut self, at: &At<'a>) -> Kind {
        match at.get("items") {
            Some(items) => Kind::Array(Box::new(self.schema(&items))),
            None => Kind::Array(Box::new(Schema::of(Kind::Any, at.place()))),
        }
    }

    fn object(&mut self, at: &At<'a>) -> Kind {
        let required: Vec<At<'a>> = at.get("required").map(|list| list.items()).unwrap_or_default();
        let required_names: Vec<&str> = required.iter().filter_map(|item| item.node.as_str()).collect();
        let mut properties = Vec::new();
        if let Some(declared) = at.get("properties")
            && self.is_object(&declared, "`properties`")
        {
            for (name, value) in declared.members() {
                properties.push(Property {
                    name: name.to_owned(),
                    required: required_names.contains(&name),
                    schema: self.schema(&value),
                });
            }
        }
        for item in &required {
            let name = item.node.as_str().unwrap_or_default();
            if properties.iter().any(|property| property.name == name) {
                continue;
            }
            // Legal, and mostly a mistake, unless it adds to somebody else's properties as a member of `allOf`.
            if at.get("properties").is_some() {
                let known = properties.iter().map(|property| property.name.as_str());
                let help = match nearest(name, known) {
                    Some(near) => format!("Did you mean `{near}`?"),
                    None => "Declare it under `properties`, or delete it here.".to_owned(),
                };
                self.report(
                    Diagnostic::warning("required-undeclared", format!("`{name}` is required but not declared"))
                        .at(item.node.span, "no such property: it is taken as any JSON")
                        .help(help),
                );
            }
            properties.push(Property {
                name: name.to_owned(),
                required: true,
                schema: Schema::of(Kind::Any, item.place()),
            });
        }
        let additional = match at.get("additionalProperties") {
            None => Additional::Open,
            Some(value) => match value.node.as_bool() {
                Some(true) => Additional::Open,
                Some(false) => Additional::Closed,
                None => Additional::Schema(Box::new(self.schema(&value))),
            },
        };
        Kind::Object { properties, additional }
    }
}

/// Keywords that give a schema a shape of its own beside a reference or a combination.
const OWN: &[&str] = &["properties", "required", "additionalProperties", "items", "enum", "const"];

/// Whether a schema does not say of which type a value is, so that null is nothing to it.
fn is_untyped(schema: &Schema) -> bool {
    match &schema.kind {
        Kind::Any => true,
        Kind::Object { properties, additional: Additional::Open } => {
            properties.iter().all(|property| matches!(property.schema.kind, Kind::Any))
        }
        _ => false,
    }
}

fn has_type(value: &Value, name: &str) -> bool {
    match name {
        "string" => value.is_string(),
        "boolean" => value.is_boolean(),
        "integer" => value.is_i64() || value.is_u64(),
        "number" => value.is_number(),
        "array" => value.is_array(),
        "object" => value.is_object(),
        _ => true,
    }
}

fn constraints(at: &At<'_>) -> Constraints {
    let count = |key: &str| at.node.get(key).and_then(Node::as_u64);
    let number = |key: &str| -> Option<Number> {
        match at.json(key) {
            Some(Value::Number(number)) => Some(number),
            _ => None,
        }
    };
    Constraints {
        min_length: count("minLength"),
        max_length: count("maxLength"),
        pattern: at.text("pattern"),
        minimum: number("minimum"),
        maximum: number("maximum"),
        min_items: count("minItems"),
        max_items: count("maxItems"),
    }
}
