//! An independent validator's word on an example.

use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::rc::Rc;

use jsonschema::Validator;
use serde_json::{Map, Value, json};
use spec_document::{Node, Pointer};

use super::Direction;
use super::side::{Id, Side};

/// Schemas that a check takes along at most.
const MOST: usize = 3_000;

/// Schemas that all checks of a comparison together take along at most: thousands of changes of a schema with thousands of parts are
/// not all tried.
const MOST_OF_ALL: usize = 3_000_000;

/// What checks have done so far.
pub(crate) struct Checked {
    /// How many schemas they may take along.
    most: usize,
    /// How many schemas they have taken along.
    schemas: Cell<usize>,
    /// The last validators, since changes of one schema come one after another.
    validators: RefCell<HashMap<Asked, Rc<Option<Validator>>>>,
}

impl Default for Checked {
    fn default() -> Self {
        Self::with(MOST_OF_ALL)
    }
}

impl Checked {
    /// Checks that take along so many schemas at most.
    pub(super) fn with(most: usize) -> Self {
        Self { most, schemas: Cell::default(), validators: RefCell::default() }
    }
}

/// Schemas that all hold, of one side, in one direction.
type Asked = (usize, Vec<Id>, Direction);

/// Validators that are kept.
const MOST_KEPT: usize = 16;

/// Whether a validator finds that all schemas of one side accept the value and that the schema of the other side does not.
pub(crate) fn is_shown(
    checked: &Checked,
    left: (&Side<'_>, &[Id]),
    right: (&Side<'_>, Id),
    direction: Direction,
    value: &Value,
) -> bool {
    let (left_side, left) = left;
    accepts(checked, left_side, left, direction, value) == Some(true)
        && accepts(checked, right.0, &[right.1], direction, value) == Some(false)
}

/// What the validator says; nothing where it cannot use the schemas.
fn accepts(checked: &Checked, side: &Side<'_>, schemas: &[Id], direction: Direction, value: &Value) -> Option<bool> {
    kept(checked, side, schemas, direction).as_ref().as_ref().map(|validator| validator.is_valid(value))
}

/// The validator of schemas that all hold; nothing where it cannot use them.
pub(super) fn kept(checked: &Checked, side: &Side<'_>, schemas: &[Id], direction: Direction) -> Rc<Option<Validator>> {
    let asked = (std::ptr::from_ref(side).addr(), schemas.to_vec(), direction);
    let known = checked.validators.borrow().get(&asked).cloned();
    known.unwrap_or_else(|| {
        let validator = Rc::new(validator(checked, side, schemas, direction));
        let mut kept = checked.validators.borrow_mut();
        if kept.len() >= MOST_KEPT {
            kept.clear();
        }
        kept.insert(asked, Rc::clone(&validator));
        validator
    })
}

fn validator(checked: &Checked, side: &Side<'_>, schemas: &[Id], direction: Direction) -> Option<Validator> {
    let mut writer = Writer { checked, side, direction, definitions: Map::new(), names: HashMap::new(), usable: true };
    let all: Vec<Value> = schemas.iter().map(|id| writer.schema(side.get(*id).node)).collect();
    if !writer.usable {
        return None;
    }
    // A list of no schemas, which allows everything, is not written as an empty `allOf`.
    let schema = json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "allOf": if all.is_empty() { vec![Value::Bool(true)] } else { all },
        "$defs": writer.definitions,
    });
    jsonschema::options().build(&schema).ok()
}

/// Writes schemas of a document as JSON Schema 2020-12 that stands alone, as they hold in one direction.
struct Writer<'s, 'a> {
    checked: &'s Checked,
    side: &'s Side<'a>,
    direction: Direction,
    definitions: Map<String, Value>,
    names: HashMap<Pointer, String>,
    usable: bool,
}

impl Writer<'_, '_> {
    fn schema(&mut self, node: &Node) -> Value {
        self.checked.schemas.set(self.checked.schemas.get() + 1);
        if self.checked.schemas.get() > self.checked.most {
            self.usable = false;
        }
        if !self.usable {
            return Value::Null;
        }
        let Some(object) = node.as_object() else { return Value::Bool(node.as_bool().unwrap_or(true)) };
        let mut written = Map::new();
        if let Some(text) = object.get("$ref").and_then(Node::as_str) {
            written.insert("$ref".into(), self.reference(text));
            if !self.side.siblings_count() {
                return Value::Object(written);
            }
        }
        let hidden: Vec<&str> = object
            .get("properties")
            .and_then(Node::as_object)
            .into_iter()
            .flat_map(|properties| properties.iter())
            .filter(|member| self.side.says(&member.value, self.direction.hidden_by()))
            .map(|member| member.key.as_str())
            .collect();
        for member in object {
            let (key, value) = (member.key.as_str(), &member.value);
            let written_value = match key {
                "type" | "enum" | "const" | "multipleOf" | "minLength" | "maxLength" | "pattern" | "minItems"
                | "maxItems" | "uniqueItems" | "minProperties" | "maxProperties" | "minContains" | "maxContains"
                | "dependentRequired" | "minimum" | "maximum" | "exclusiveMinimum" | "exclusiveMaximum" => {
                    value.to_json()
                }
                "required" => {
                    let names = value.as_array().unwrap_or_default().iter().filter_map(Node::as_str);
                    names.filter(|name| !hidden.contains(name)).map(Value::from).collect()
                }
                "items" if value.as_array().is_some() => {
                    written.insert("prefixItems".into(), self.list(value));
                    continue;
                }
                "additionalItems" if object.get("items").is_some_and(|items| items.as_array().is_some()) => {
                    written.insert("items".into(), self.schema(value));
                    continue;
                }
                "items"
                | "not"
                | "if"
                | "then"
                | "else"
                | "contains"
                | "propertyNames"
                | "additionalProperties"
                | "unevaluatedProperties"
                | "unevaluatedItems" => self.schema(value),
                "allOf" | "anyOf" | "oneOf" | "prefixItems" => self.list(value),
                "properties" => {
                    let mut properties = self.named(value);
                    // What does not go this way says nothing, and may be there.
                    if let Some(properties) = properties.as_object_mut() {
                        hidden.iter().for_each(|name| {
                            properties.insert((*name).to_owned(), Value::Bool(true));
                        });
                    }
                    properties
                }
                "patternProperties" | "dependentSchemas" => self.named(value),
                _ => continue,
            };
            written.insert(key.to_owned(), written_value);
        }
        for (bound, key) in [("minimum", "exclusiveMinimum"), ("maximum", "exclusiveMaximum")] {
            match written.get(key) {
                Some(Value::Bool(true)) => {
                    written.remove(key);
                    if let Some(value) = written.remove(bound) {
                        written.insert(key.to_owned(), value);
                    }
                }
                Some(Value::Bool(false)) => {
                    written.remove(key);
                }
                _ => {}
            }
        }
        if object.get("nullable").and_then(Node::as_bool) == Some(true) {
            return json!({ "anyOf": [Value::Object(written), { "type": "null" }] });
        }
        Value::Object(written)
    }

    fn list(&mut self, node: &Node) -> Value {
        node.as_array().unwrap_or_default().iter().map(|node| self.schema(node)).collect()
    }

    fn named(&mut self, node: &Node) -> Value {
        let members = node.as_object().into_iter().flat_map(|object| object.iter());
        Value::Object(members.map(|member| (member.key.clone(), self.schema(&member.value))).collect())
    }

    fn reference(&mut self, text: &str) -> Value {
        let Some((pointer, node)) = self.side.document.resolve(text) else {
            self.usable = false;
            return Value::Null;
        };
        if let Some(name) = self.names.get(&pointer) {
            return Value::from(format!("#/$defs/{name}"));
        }
        let name = self.names.len().to_string();
        if self.names.len() >= MOST {
            self.usable = false;
            return Value::Null;
        }
        self.names.insert(pointer, name.clone());
        let schema = self.schema(node);
        self.definitions.insert(name.clone(), schema);
        Value::from(format!("#/$defs/{name}"))
    }
}
