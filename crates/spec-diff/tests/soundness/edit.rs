//! Edits of a schema, as authors make them.

use serde_json::{Map, Value, json};

use crate::generate::{self, NAME_PATTERNS, NAMES, TEXT_PATTERNS};
use crate::tape::Tape;

/// The schema with some edits.
pub fn edited(tape: &mut Tape<'_>, schema: &Value, definitions: &Value) -> Value {
    let mut edited = schema.clone();
    // Often only what allows more, so that often enough the answer is yes.
    let widening = tape.chance(35);
    for _ in 0..1 + tape.below(3) {
        let mut ways = Vec::new();
        places(&edited, &mut Vec::new(), &mut ways);
        let way = tape.one(&ways);
        let place = way.iter().fold(&mut edited, |at, step| match at {
            Value::Array(items) => &mut items[step.parse::<usize>().expect("an index")],
            other => &mut other[step.as_str()],
        });
        if let Some(name) = place.get("$ref").and_then(Value::as_str)
            && tape.chance(60)
        {
            let target = definitions[name.rsplit('/').next().expect("a name")].clone();
            *place = target;
        }
        match widening {
            true => widen(tape, place),
            false => change(tape, place),
        }
    }
    edited
}

/// Gives the schema definitions of its own: edited copies of those that it had.
pub fn revised(tape: &mut Tape<'_>, schema: &mut Value, definitions: &mut Value) {
    rename(schema);
    let names: Vec<String> = definitions.as_object().expect("an object").keys().cloned().collect();
    for name in &names {
        let mut copy = definitions[name].clone();
        rename(&mut copy);
        definitions[format!("{name}2")] = copy;
    }
    for name in names {
        let name = format!("{name}2");
        if tape.chance(40) {
            definitions[&name] = edited(tape, &definitions[&name].clone(), definitions);
        }
    }
}

fn rename(schema: &mut Value) {
    match schema {
        Value::Array(items) => items.iter_mut().for_each(rename),
        Value::Object(members) => {
            for (key, value) in members {
                match value {
                    Value::String(text) if key == "$ref" => text.push('2'),
                    other => rename(other),
                }
            }
        }
        _ => {}
    }
}

/// The ways to all schemas in a schema.
fn places(schema: &Value, way: &mut Vec<String>, found: &mut Vec<Vec<String>>) {
    found.push(way.clone());
    let Some(object) = schema.as_object() else { return };
    for (key, value) in object {
        way.push(key.clone());
        match (key.as_str(), value) {
            ("properties" | "patternProperties" | "dependentSchemas", Value::Object(members)) => {
                for (name, member) in members {
                    way.push(name.clone());
                    places(member, way, found);
                    way.pop();
                }
            }
            ("allOf" | "anyOf" | "oneOf" | "prefixItems", Value::Array(items)) => {
                for (index, item) in items.iter().enumerate() {
                    way.push(index.to_string());
                    places(item, way, found);
                    way.pop();
                }
            }
            ("items" | "not" | "additionalProperties" | "if" | "then" | "else" | "contains", _) => {
                places(value, way, found)
            }
            _ => {}
        }
        way.pop();
    }
}

/// An edit that mostly allows more.
fn widen(tape: &mut Tape<'_>, place: &mut Value) {
    let other = generate::small(tape);
    let Some(object) = place.as_object_mut() else {
        *place = json!(true);
        return;
    };
    match tape.below(12) {
        0 => drop_keyword(tape, object),
        1 => *place = json!({ "anyOf": [place.clone(), other] }),
        2 => *place = json!({ "oneOf": [place.clone(), other] }),
        3 => *place = json!({ "anyOf": [other, place.clone()] }),
        4 => drop(object.insert("nullable".into(), json!(true))),
        5 => *place = json!({ "anyOf": [place.clone(), { "type": "null" }] }),
        6 => match object.get_mut("type") {
            Some(Value::String(name)) if name == "integer" => *name = "number".to_owned(),
            Some(Value::String(name)) => {
                let both = json!([name, tape.one(&["null", "string", "integer", "object"])]);
                if both[0] != both[1] {
                    object.insert("type".into(), both);
                }
            }
            _ => drop_keyword(tape, object),
        },
        7 => match object.get_mut("enum").and_then(Value::as_array_mut) {
            Some(values) if !values.contains(&json!("more")) => values.push(json!("more")),
            _ => drop(object.remove("enum")),
        },
        8 => drop(object.remove("required")),
        9 => {
            let properties = object.entry("properties").or_insert(json!({}));
            if let Some(properties) = properties.as_object_mut() {
                properties.entry(tape.one(&NAMES)).or_insert(other);
            }
        }
        10 => drop(object.remove("additionalProperties")),
        _ => {
            for (key, by) in
                [("minimum", -1.0), ("maximum", 1.0), ("minLength", -1.0), ("maxLength", 1.0), ("maxItems", 1.0)]
            {
                if let Some(number) = object.get(key).and_then(Value::as_f64)
                    && number + by >= 0.0
                {
                    object.insert(key.to_owned(), json!(number as i64 + by as i64));
                }
            }
        }
    }
}

/// An edit of any sort.
fn change(tape: &mut Tape<'_>, place: &mut Value) {
    let other = generate::small(tape);
    let Some(object) = place.as_object_mut() else {
        *place = other;
        return;
    };
    match tape.below(18) {
        0 => widen(tape, place),
        1 => *place = other,
        2 => *place = json!({ "allOf": [place.clone()] }),
        3 => *place = json!({ "allOf": [place.clone(), other] }),
        4 => drop(object.insert("not".into(), other)),
        5 => drop(object.insert("additionalProperties".into(), tape.one(&[json!(false), json!(true), other]))),
        6 => drop(object.insert("patternProperties".into(), json!({ tape.one(&NAME_PATTERNS): other }))),
        7 => drop(object.insert("required".into(), json!([tape.one(&NAMES)]))),
        8 => drop(object.insert("type".into(), tape.one(&["string", "integer", "number", "object", "array"]).into())),
        9 => {
            let key = tape.one(&["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"]);
            let number =
                if key == "multipleOf" { tape.one(&[json!(2), json!(0.5), json!(3)]) } else { generate::number(tape) };
            object.insert(key.to_owned(), number);
        }
        10 => {
            let key = tape.one(&["minLength", "maxLength", "minItems", "maxItems", "minProperties", "maxProperties"]);
            object.insert(key.to_owned(), tape.below(4).into());
        }
        11 => drop(object.insert("pattern".into(), tape.one(&TEXT_PATTERNS).into())),
        12 => drop(object.insert("uniqueItems".into(), json!(true))),
        13 => drop(object.insert("prefixItems".into(), json!([other]))),
        14 => drop(object.insert("enum".into(), json!([generate::value(tape), "more", 77]))),
        15 => {
            let properties = object.entry("properties").or_insert(json!({}));
            let name = tape.one(&NAMES);
            if let Some(properties) = properties.as_object_mut() {
                match tape.below(4) {
                    0 => drop(properties.remove(name)),
                    1 => drop(properties.insert(name.to_owned(), other)),
                    n => {
                        let flag = if n == 2 { "readOnly" } else { "writeOnly" };
                        if let Some(property) = properties.get_mut(name).and_then(Value::as_object_mut) {
                            property.insert(flag.to_owned(), json!(true));
                        }
                    }
                }
            }
        }
        16 => generate::keyword(tape, object),
        _ => drop_keyword(tape, object),
    }
}

fn drop_keyword(tape: &mut Tape<'_>, object: &mut Map<String, Value>) {
    let keys: Vec<String> = object.keys().cloned().collect();
    if !keys.is_empty() {
        object.remove(&tape.one(&keys));
    }
}

/// The same schema in another spelling: members, branches and lists in another order, references written out, `type: [x]` for
/// `type: x`.
pub fn respelled(tape: &mut Tape<'_>, schema: &Value, definitions: &Value, depth: usize) -> Value {
    let Some(object) = schema.as_object() else { return schema.clone() };
    if let Some(name) = object.get("$ref").and_then(Value::as_str)
        && object.len() == 1
        && depth < 3
        && tape.chance(60)
    {
        return respelled(tape, &definitions[name.rsplit('/').next().expect("a name")], definitions, depth + 1);
    }
    let mut members: Vec<(String, Value)> = Vec::new();
    for (key, value) in object {
        let value = match (key.as_str(), value) {
            ("properties" | "patternProperties" | "dependentSchemas", Value::Object(parts)) => {
                let parts =
                    parts.iter().rev().map(|(name, it)| (name.clone(), respelled(tape, it, definitions, depth)));
                Value::Object(parts.collect())
            }
            ("allOf" | "anyOf" | "oneOf", Value::Array(items)) => {
                let items: Vec<Value> = items.iter().map(|it| respelled(tape, it, definitions, depth)).collect();
                if tape.chance(50) { items.into_iter().rev().collect() } else { Value::Array(items) }
            }
            ("prefixItems", Value::Array(items)) => {
                items.iter().map(|it| respelled(tape, it, definitions, depth)).collect()
            }
            ("enum" | "required", Value::Array(items)) => items.iter().rev().cloned().collect(),
            ("type", Value::String(name)) if tape.chance(50) => json!([name]),
            ("type", Value::Array(names)) => names.iter().rev().cloned().collect(),
            (
                "items"
                | "not"
                | "if"
                | "then"
                | "else"
                | "contains"
                | "propertyNames"
                | "additionalProperties"
                | "unevaluatedProperties"
                | "unevaluatedItems",
                _,
            ) => respelled(tape, value, definitions, depth),
            _ => value.clone(),
        };
        members.push((key.clone(), value));
    }
    if tape.chance(50) {
        members.reverse();
    }
    Value::Object(members.into_iter().collect())
}
