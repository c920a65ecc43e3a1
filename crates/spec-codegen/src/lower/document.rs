//! The lowered document: what progenitor reads, OpenAPI 3.0.3, made from the model and never written by hand.
//!
//! It holds no prose: docs are emitted from the contract, so nothing a document says can become code on this way.

use serde_json::{Map, Value, json};
use spec_contract::{Contract, Kind, Location, Operation, Parameter, Schema};

use super::requests::{Encoding, written_method};
use super::{Lowered, LoweredRequest, formats};
use crate::names::field_name;
use crate::read::Wire;

/// The schema that everything fits.
fn anything() -> Value {
    json!({})
}

/// Writes the document for progenitor.
#[must_use]
pub fn document(lowered: &Lowered) -> Value {
    let mut schemas = Map::new();
    // Each is a type that is written elsewhere: progenitor needs its name alone.
    let names = lowered.contract.schemas.iter().map(|named| named.name.as_str());
    for name in names.chain([formats::TIMESTAMP, formats::SECRET]) {
        schemas.insert(name.to_owned(), json!({ "type": "string" }));
    }
    for (_, name, _) in body_types(lowered) {
        schemas.insert(name, json!({ "type": "string" }));
    }
    let mut paths = Map::new();
    for request in &lowered.requests {
        let operation = &lowered.contract.operations[request.index];
        let key = path_key(lowered, request);
        let item = json!({ written_method(operation.method).key(): self::operation(lowered, request) });
        paths.insert(key, item);
    }
    json!({
        "openapi": "3.0.3",
        "info": { "title": "client", "version": "0" },
        "paths": paths,
        "components": { "schemas": schemas },
    })
}

/// The bodies that are written from a type: the request, the name of a component that stands for the type, and the type.
pub fn body_types(lowered: &Lowered) -> impl Iterator<Item = (&LoweredRequest, String, String)> {
    lowered.requests.iter().filter_map(|request| {
        let form = request.body.as_ref().filter(|form| matches!(form.encoding, Encoding::Json | Encoding::Form))?;
        let body = lowered.contract.operations[request.index].body.as_ref()?;
        let schema = body.media.get(form.index)?.schema.as_ref()?;
        let ty = crate::emit::rust_type(schema, &quote::quote! { crate::types:: });
        Some((request, body_name(request), ty.to_string()))
    })
}

fn body_name(request: &LoweredRequest) -> String {
    format!("CancelkitBodyOf{}", crate::names::type_name(&request.id))
}

/// The path under which a request stands. The fragment keeps two requests of one path and method apart; it is taken off
/// before anything is sent.
#[must_use]
pub fn path_key(lowered: &Lowered, request: &LoweredRequest) -> String {
    let operation = &lowered.contract.operations[request.index];
    let mut path = String::new();
    for (number, part) in operation.path.split('{').enumerate() {
        match part.split_once('}').filter(|_| number > 0) {
            Some((name, rest)) => path.push_str(&format!("{{{}}}{rest}", path_name(operation, name))),
            None => path.push_str(part),
        }
    }
    format!("{path}#{}", request.id)
}

/// Whether what progenitor puts there is that parameter.
pub fn sends(parameter: &Parameter, wire: Option<&Wire>, path: &str) -> bool {
    match (wire, parameter.location) {
        (Some(Wire::Path(index)), Location::Path) => {
            path.split('{').nth(index + 1).and_then(|rest| rest.split('}').next()) == Some(&parameter.name)
        }
        (Some(Wire::Query(name)), Location::Query) => *name == parameter.name,
        (Some(Wire::Header(name)), Location::Header) => name.eq_ignore_ascii_case(&parameter.name),
        _ => false,
    }
}

/// The name of a path parameter in the lowered document: its own where it is an identifier, or else its number.
fn path_name(operation: &Operation, name: &str) -> String {
    let is_plain = name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_') && field_name(name) == name;
    if is_plain {
        return name.to_owned();
    }
    let named = operation.path.split('{').skip(1).filter_map(|rest| rest.split_once('}')).map(|(name, _)| name);
    let number = named.into_iter().position(|known| known == name).unwrap_or_default();
    format!("path_{number}")
}

fn operation(lowered: &Lowered, request: &LoweredRequest) -> Value {
    let operation = &lowered.contract.operations[request.index];
    let parameters: Vec<Value> = operation
        .parameters
        .iter()
        .filter(|it| it.location == Location::Path || !is_own(&lowered.contract, operation, it))
        .map(|it| parameter(lowered, operation, it))
        .collect();
    let mut written = json!({
        "operationId": request.id,
        "parameters": parameters,
        // progenitor reads no answer: each is a stream of bytes to it, and the emitted decoder reads it.
        "responses": { "default": {
            "description": "any",
            "content": { "application/octet-stream": { "schema": { "type": "string", "format": "binary" } } },
        } },
    });
    if let (Some(form), Some(body)) = (&request.body, &operation.body) {
        let of_media = body.media.get(form.index).and_then(|media| media.schema.as_ref());
        let written_elsewhere = || json!({ "$ref": format!("#/components/schemas/{}", body_name(request)) });
        let schema = || of_media.map_or_else(anything, |_| written_elsewhere());
        let (media_type, schema) = match form.encoding {
            Encoding::Json => ("application/json", schema()),
            Encoding::Form => ("application/x-www-form-urlencoded", schema()),
            Encoding::Text => ("text/plain", json!({ "type": "string" })),
            Encoding::Bytes => ("application/octet-stream", json!({ "type": "string", "format": "binary" })),
        };
        written["requestBody"] = json!({ "required": true, "content": { media_type: { "schema": schema } } });
    }
    written
}

fn parameter(lowered: &Lowered, operation: &Operation, parameter: &Parameter) -> Value {
    let schema = if is_own(&lowered.contract, operation, parameter) {
        json!({ "type": "string" })
    } else {
        schema(&parameter.schema)
    };
    let name = match parameter.location {
        Location::Path => path_name(operation, &parameter.name),
        _ => parameter.name.clone(),
    };
    json!({
        "name": name,
        "in": parameter.location.key(),
        "required": parameter.required,
        "schema": schema,
    })
}

/// Whether the runtime writes the parameter, since progenitor cannot: cookies, objects, JSON, delimiters of its own. One in the path
/// goes through progenitor as ready text.
pub fn is_own(contract: &Contract, operation: &Operation, parameter: &Parameter) -> bool {
    // progenitor names arguments by their parameters and does not tell apart two that meet in snake case.
    let before = operation.parameters.iter().take_while(|other| !std::ptr::eq(*other, parameter));
    let meets = |other: &Parameter| field_name(&other.name) == field_name(&parameter.name);
    if parameter.location != Location::Path
        && (before.into_iter().any(meets)
            || operation.parameters.iter().any(|other| other.location == Location::Path && meets(other)))
    {
        return true;
    }
    if parameter.location == Location::Cookie || parameter.content.is_some() || parameter.allow_reserved {
        return true;
    }
    let plain = |schema: &Schema| {
        matches!(
            contract.resolve(schema).kind,
            Kind::Boolean | Kind::Integer(_) | Kind::Number(_) | Kind::String(_) | Kind::Enumeration(_)
        ) || match &contract.resolve(schema).kind {
            Kind::Reference(name) if name == formats::TIMESTAMP => true,
            // A secret has no text of its own accord, which is what progenitor makes paths and headers of.
            Kind::Reference(name) => name == formats::SECRET && parameter.location == Location::Query,
            _ => false,
        }
    };
    match (&contract.resolve(&parameter.schema).kind, parameter.location) {
        (Kind::Array(items), Location::Query) => {
            !(parameter.style == "form" && parameter.explode && plain(items) && !items.nullable)
        }
        (_, Location::Path) => !plain(&parameter.schema) || parameter.style != "simple",
        _ => !plain(&parameter.schema),
    }
}

/// The schema of a parameter that progenitor writes: a plain value, a type of ours, or a list of either.
fn schema(schema: &Schema) -> Value {
    match &schema.kind {
        Kind::Reference(name) => json!({ "$ref": format!("#/components/schemas/{name}") }),
        Kind::Boolean => json!({ "type": "boolean" }),
        Kind::Integer(Some(format)) if format == "int32" => json!({ "type": "integer", "format": "int32" }),
        Kind::Integer(_) => json!({ "type": "integer", "format": "int64" }),
        Kind::Number(_) => json!({ "type": "number", "format": "double" }),
        Kind::Array(items) => json!({ "type": "array", "items": self::schema(items) }),
        _ => json!({ "type": "string" }),
    }
}
