//! The document's examples as Rust expressions, for the documentation.

use serde_json::Value;
use spec_contract::{Contract, Kind, Parameter, Schema};

use crate::lower::{SECRET, TIMESTAMP};
use crate::names::{field_name, type_name, variant_name};

/// An expression for a required parameter's example.
pub fn parameter(parameter: &Parameter, contract: &Contract) -> String {
    match &parameter.example {
        Some(value) => expression(&parameter.schema, value, contract),
        None => match contract.resolve(&parameter.schema).kind {
            Kind::Integer(_) => "1".to_owned(),
            Kind::Number(_) => "1.0".to_owned(),
            Kind::Boolean => "true".to_owned(),
            _ => format!("{:?}", parameter.name),
        },
    }
}

/// An expression for a value of a schema that a request can hold.
pub fn expression(schema: &Schema, value: &Value, contract: &Contract) -> String {
    match (&schema.kind, value) {
        (Kind::Reference(name), Value::String(text)) if name == SECRET || name == TIMESTAMP => format!("{text:?}"),
        (Kind::Reference(name), _) => match (contract.schema(name).map(|target| &target.kind), value) {
            (Some(Kind::Enumeration(values)), Value::String(text)) if values.contains(value) => {
                format!("types::{name}::{}", variant_name(text))
            }
            (Some(Kind::Enumeration(_)), Value::String(text)) => format!("types::{name}::from({text:?})"),
            (Some(Kind::Object { properties, .. }), Value::Object(members)) if !properties.is_empty() => {
                object(name, properties, members, contract)
            }
            _ => from_json(value),
        },
        (Kind::String(_), Value::String(text)) => format!("{text:?}"),
        (Kind::Integer(_), Value::Number(number)) => number.to_string(),
        (Kind::Number(_), Value::Number(number)) => {
            let text = number.to_string();
            if text.contains(['.', 'e']) { text } else { format!("{text}.0") }
        }
        (Kind::Boolean, Value::Bool(truth)) => truth.to_string(),
        (Kind::Array(items), Value::Array(values)) => {
            let values: Vec<String> = values.iter().map(|value| expression(items, value, contract)).collect();
            format!("vec![{}]", values.join(", "))
        }
        _ => from_json(value),
    }
}

fn object(
    name: &str,
    properties: &[spec_contract::Property],
    members: &serde_json::Map<String, Value>,
    contract: &Contract,
) -> String {
    let mut required = Vec::new();
    let mut optional = String::new();
    for property in properties {
        let value = members.get(&property.name);
        if property.required {
            required.push(value.map_or_else(
                || "serde_json::from_str(\"null\")?".to_owned(),
                |value| expression(&property.schema, value, contract),
            ));
        } else if let Some(value) = value.filter(|value| !value.is_null() && !property.schema.read_only) {
            let setter = field_name(&property.name);
            let value = expression(&property.schema, value, contract);
            let value = match (&property.schema.kind, property.schema.nullable) {
                // A setter of a field that may be null takes the very type.
                (Kind::String(_), true) => format!("{value}.to_owned()"),
                _ => value,
            };
            optional.push_str(&format!(".with_{}({value})", setter.trim_end_matches('_')));
        }
    }
    format!("types::{}::new({}){optional}", type_name(name), required.join(", "))
}

fn from_json(value: &Value) -> String {
    format!("serde_json::from_str({:?})?", value.to_string())
}
