//! From the text of a parameter or a form field to the value that its schema means.

use serde_json::{Map, Value};
use spec_contract::{Contract, Kind, Schema};

/// Reads a text as its schema wants it. What does not read as that stays a text, which the schema then rejects.
pub(super) fn from_text(contract: &Contract, schema: &Schema, text: &str) -> Value {
    let stays = || Value::String(text.to_owned());
    match &contract.resolve(schema).kind {
        Kind::Integer(_) => text.parse::<i64>().map_or_else(|_| stays(), Value::from),
        Kind::Number(_) => text.parse::<f64>().map_or_else(|_| stays(), Value::from),
        Kind::Boolean => text.parse::<bool>().map_or_else(|_| stays(), Value::from),
        Kind::Array(items) => text.split(',').map(|item| from_text(contract, items, item)).collect(),
        _ => stays(),
    }
}

/// Reads form fields by the properties of an object's schema.
pub(super) fn from_form(
    contract: &Contract,
    schema: &Schema,
    fields: impl IntoIterator<Item = (String, String)>,
) -> Result<Value, String> {
    let properties = match &contract.resolve(schema).kind {
        Kind::Object { properties, .. } => properties.as_slice(),
        _ => &[],
    };
    let mut object = Map::new();
    for (name, text) in fields {
        let value = properties
            .iter()
            .find(|property| property.name == name)
            .map_or_else(|| Value::String(text.clone()), |property| from_text(contract, &property.schema, &text));
        if object.insert(name.clone(), value).is_some() {
            return Err(name);
        }
    }
    Ok(Value::Object(object))
}
