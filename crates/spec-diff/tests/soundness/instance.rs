//! What a careful writer of a schema writes: values of one branch of each `anyOf` and `oneOf`, with no member that the branch and what
//! holds beside it do not declare. An object of which no member is declared may have any.

use std::collections::BTreeSet;

use regex::Regex;
use serde_json::{Map, Value, json};

use crate::generate::{self, NAMES};
use crate::plain::Plain;
use crate::tape::Tape;

/// How deep a value goes before it is kept short, and before it is given up.
const DEEP: usize = 3;
const DEEPEST: usize = 7;

/// Keywords that say something of other schemas or of parts: what they say is followed and not repeated. `oneOf` is both, since a value of
/// the chosen branch may be one of another too.
const FOLLOWED: [&str; 13] = [
    "$ref",
    "allOf",
    "anyOf",
    "properties",
    "patternProperties",
    "additionalProperties",
    "items",
    "prefixItems",
    "nullable",
    "readOnly",
    "writeOnly",
    "unevaluatedProperties",
    "unevaluatedItems",
];

pub struct Written {
    pub value: Value,
    /// What the value must be valid against to be what was meant: the chosen branches all through, and no member but the declared.
    pub meant: Value,
}

pub struct Writer<'w, 't, 'p> {
    pub plain: &'w Plain<'p>,
    pub tape: &'w mut Tape<'t>,
}

/// The schema objects that all hold for one value.
#[derive(Default)]
struct Held<'s> {
    objects: Vec<&'s Map<String, Value>>,
    is_null: bool,
}

impl<'w> Writer<'w, '_, '_> {
    pub fn write(&mut self, schema: &Value) -> Option<Written> {
        self.of_all(&[schema], 0)
    }

    fn of_all(&mut self, schemas: &[&Value], depth: usize) -> Option<Written> {
        if depth > DEEPEST {
            return None;
        }
        let mut held = Held::default();
        for schema in schemas {
            self.hold(schema, &mut held, 0)?;
        }
        if held.is_null {
            return Some(Written { value: Value::Null, meant: json!({ "type": "null" }) });
        }
        let mut hidden = BTreeSet::new();
        for properties in held.all("properties").filter_map(Value::as_object) {
            hidden.extend(properties.iter().filter(|(_, it)| self.plain.is_hidden(it)).map(|(name, _)| name.clone()));
        }
        let mut said: Vec<Value> = Vec::new();
        for object in &held.objects {
            let own = object.iter().filter(|(key, _)| !FOLLOWED.contains(&key.as_str()));
            let own: Map<String, Value> = own.map(|(key, value)| (key.clone(), value.clone())).collect();
            said.push(self.plain.schema(&Value::Object(own), &hidden));
        }
        if held.objects.iter().all(|object| object.is_empty()) {
            return Some(Written { value: generate::value(self.tape), meant: json!(true) });
        }
        let (value, parts) = self.value(&held, &hidden, depth)?;
        said.extend(parts);
        Some(Written { value, meant: json!({ "allOf": said }) })
    }

    /// Adds the objects that hold with this schema, choosing branches. Nothing where nothing is allowed.
    fn hold<'s>(&mut self, schema: &'s Value, held: &mut Held<'s>, depth: usize) -> Option<()>
    where
        'w: 's,
    {
        let object = match schema {
            Value::Bool(allowed) => return allowed.then_some(()),
            Value::Object(object) => object,
            _ => return None,
        };
        if depth > 16 {
            return None;
        }
        if object.get("nullable") == Some(&json!(true)) && self.tape.chance(30) {
            held.is_null = true;
            return Some(());
        }
        held.objects.push(object);
        let plain: &'w Plain<'_> = self.plain;
        if let Some(name) = object.get("$ref").and_then(Value::as_str) {
            self.hold(plain.definitions.get(name.rsplit('/').next()?)?, held, depth + 1)?;
        }
        for member in object.get("allOf").and_then(Value::as_array).into_iter().flatten() {
            self.hold(member, held, depth + 1)?;
        }
        for key in ["anyOf", "oneOf"] {
            if let Some(branches) = object.get(key).and_then(Value::as_array) {
                let chosen = &branches[self.tape.below(branches.len())];
                self.hold(chosen, held, depth + 1)?;
            }
        }
        Some(())
    }

    /// A value, and what is meant of its parts.
    fn value(&mut self, held: &Held<'_>, hidden: &BTreeSet<String>, depth: usize) -> Option<(Value, Option<Value>)> {
        let listed: Vec<&Value> =
            held.all("enum").filter_map(Value::as_array).flatten().chain(held.all("const")).collect();
        if !listed.is_empty() {
            return Some((listed[self.tape.below(listed.len())].clone(), None));
        }
        let mut types = vec!["string", "number", "integer", "boolean", "null", "object", "array"];
        for allowed in held.all("type") {
            let names: Vec<&str> = match allowed {
                Value::String(name) => vec![name],
                Value::Array(names) => names.iter().filter_map(Value::as_str).collect(),
                _ => return None,
            };
            let whole_number = |ty: &str| ty == "integer" && names.contains(&"number");
            types.retain(|ty| names.contains(ty) || whole_number(ty));
        }
        if types.is_empty() {
            return None;
        }
        // What is said of a type shows which one is meant.
        let speaks =
            ["properties", "additionalProperties", "required"].iter().any(|key| held.all(key).next().is_some());
        let ty = match types.contains(&"object") && speaks && self.tape.chance(80) {
            true => "object",
            false => self.tape.one(&types),
        };
        Some(match ty {
            "null" => (Value::Null, None),
            "boolean" => (self.tape.one(&[true, false]).into(), None),
            "string" => (self.text(held)?, None),
            "number" | "integer" => (self.number(held, ty)?, None),
            "array" => self.array(held, depth)?,
            _ => self.object(held, hidden, depth)?,
        })
    }

    fn text(&mut self, held: &Held<'_>) -> Option<Value> {
        const TEXTS: [&str; 15] =
            ["٣", "a", "", "b", "ab", "x1", "abc", "a1", "bbbb", "é", "zzz", "b1", "aaaa", "1", "éa"];
        let (least, most) = held.range("minLength", "maxLength");
        let patterns: Vec<Regex> = held.all("pattern").filter_map(|it| Regex::new(it.as_str()?).ok()).collect();
        let fitting: Vec<&str> = TEXTS
            .into_iter()
            .filter(|text| {
                (least..=most).contains(&text.chars().count()) && patterns.iter().all(|it| it.is_match(text))
            })
            .collect();
        (!fitting.is_empty()).then(|| self.tape.one(&fitting).into())
    }

    fn number(&mut self, held: &Held<'_>, ty: &str) -> Option<Value> {
        let bound = |key: &str| held.all(key).filter_map(Value::as_f64).collect::<Vec<_>>();
        let (low, high) = (bound("minimum"), bound("maximum"));
        let (above, below, steps) = (bound("exclusiveMinimum"), bound("exclusiveMaximum"), bound("multipleOf"));
        let mut tries: Vec<f64> = vec![0.0, 1.0, 2.0, -1.0, 0.5, 1.5, 6.0, 12.0, 100.0, -7.0, 3.0, -12.0];
        for at in low.iter().chain(&high).chain(&above).chain(&below).chain(&steps) {
            tries.extend([at - 1.0, at - 0.5, *at, at + 0.5, at + 1.0, at * 2.0]);
        }
        tries.retain(|it| {
            low.iter().all(|at| it >= at)
                && high.iter().all(|at| it <= at)
                && above.iter().all(|at| it > at)
                && below.iter().all(|at| it < at)
                && steps.iter().all(|at| it % at == 0.0)
                && (ty == "number" || it.fract() == 0.0)
        });
        if tries.is_empty() {
            return None;
        }
        let number = self.tape.one(&tries);
        // A whole number in either spelling.
        Some(if number.fract() == 0.0 && !self.tape.chance(15) { json!(number as i64) } else { json!(number) })
    }

    fn array(&mut self, held: &Held<'_>, depth: usize) -> Option<(Value, Option<Value>)> {
        let (least, most) = held.range("minItems", "maxItems");
        let more = if depth > DEEP { 1 } else { 4 };
        let count = least + self.tape.below((most.min(least + more)).checked_sub(least)? + 1);
        let (mut items, mut meant) = (Vec::new(), Vec::new());
        for index in 0..count {
            let mut schemas: Vec<&Value> = Vec::new();
            for object in &held.objects {
                let prefix = object.get("prefixItems").and_then(Value::as_array);
                match prefix.and_then(|prefix| prefix.get(index)) {
                    Some(schema) => schemas.push(schema),
                    None => schemas.extend(object.get("items")),
                }
            }
            match self.of_all(&schemas, depth + 1) {
                Some(written) => {
                    items.push(written.value);
                    meant.push(written.meant);
                }
                None if index < least => return None,
                None => break,
            }
        }
        let meant = json!({ "prefixItems": meant, "items": false });
        let meant = if items.is_empty() { json!({ "maxItems": 0 }) } else { meant };
        Some((Value::Array(items), Some(meant)))
    }

    fn object(&mut self, held: &Held<'_>, hidden: &BTreeSet<String>, depth: usize) -> Option<(Value, Option<Value>)> {
        let required: Vec<&str> =
            held.all("required").filter_map(Value::as_array).flatten().filter_map(Value::as_str).collect();
        let free = held.declares_nothing();
        let (least, _) = held.range("minProperties", "maxProperties");
        let (mut members, mut meant) = (Map::new(), Map::new());
        for name in NAMES.into_iter().chain(["zz"]) {
            let needed = required.contains(&name);
            let wanted = needed || members.len() < least || self.tape.chance(if depth > DEEP { 5 } else { 55 });
            let declared = free || needed || held.declares(name);
            if hidden.contains(name) || !wanted || !declared {
                continue;
            }
            let schemas = held.of_member(name);
            match self.of_all(&schemas, depth + 1) {
                Some(written) => {
                    members.insert(name.to_owned(), written.value);
                    meant.insert(name.to_owned(), written.meant);
                }
                None if needed => return None,
                None => {}
            }
        }
        let meant = json!({ "properties": meant, "additionalProperties": false });
        Some((Value::Object(members), Some(meant)))
    }
}

impl<'s> Held<'s> {
    fn all(&self, key: &str) -> impl Iterator<Item = &'s Value> {
        self.objects.iter().filter_map(move |object| object.get(key))
    }

    fn range(&self, least: &str, most: &str) -> (usize, usize) {
        let numbers = |key: &str| self.all(key).filter_map(Value::as_u64).map(|it| it as usize).collect::<Vec<_>>();
        (numbers(least).into_iter().max().unwrap_or(0), numbers(most).into_iter().min().unwrap_or(1_000))
    }

    /// The objects and those within that hold for the same value if something else does.
    fn with_conditional(&self) -> Vec<&'s Map<String, Value>> {
        let inner = |object: &&'s Map<String, Value>| {
            let direct = ["if", "then", "else"].into_iter().filter_map(|key| object.get(key));
            let dependent = object.get("dependentSchemas").and_then(Value::as_object);
            direct.chain(dependent.into_iter().flat_map(Map::values)).filter_map(Value::as_object).collect::<Vec<_>>()
        };
        self.objects.iter().copied().chain(self.objects.iter().flat_map(inner)).collect()
    }

    fn declares_nothing(&self) -> bool {
        let speaks = |object: &Map<String, Value>| {
            let some = |key| object.get(key).and_then(Value::as_object).is_some_and(|it| !it.is_empty());
            some("properties")
                || some("patternProperties")
                || object.contains_key("additionalProperties")
                || object.contains_key("unevaluatedProperties")
        };
        !self.with_conditional().into_iter().any(speaks)
    }

    fn declares(&self, name: &str) -> bool {
        let declares = |object: &Map<String, Value>| {
            let allows = |key| object.get(key).is_some_and(|it| *it != json!(false));
            object.get("properties").is_some_and(|it| it.get(name).is_some())
                || matching(object, name).next().is_some()
                || allows("additionalProperties")
                || allows("unevaluatedProperties")
        };
        self.with_conditional().into_iter().any(declares)
    }

    /// The schemas of a member.
    fn of_member(&self, name: &str) -> Vec<&'s Value> {
        let mut schemas = Vec::new();
        for object in &self.objects {
            let before = schemas.len();
            schemas.extend(object.get("properties").and_then(|it| it.get(name)));
            schemas.extend(matching(object, name));
            if schemas.len() == before {
                schemas.extend(object.get("additionalProperties"));
            }
        }
        schemas
    }
}

/// The schemas for members of names like this.
fn matching<'s>(object: &'s Map<String, Value>, name: &str) -> impl Iterator<Item = &'s Value> {
    let patterns = object.get("patternProperties").and_then(Value::as_object).into_iter().flatten();
    patterns.filter(move |(pattern, _)| Regex::new(pattern).is_ok_and(|it| it.is_match(name))).map(|(_, schema)| schema)
}
