//! Schemas, made up. Few names, numbers and texts, so that what is said in one place often meets what is said in another.

use serde_json::{Map, Value, json};

use crate::tape::Tape;

pub const NAMES: [&str; 5] = ["a", "b", "c", "id", "x1"];
pub const NAME_PATTERNS: [&str; 4] = ["^x", "^[ab]$", "1$", "c"];
pub const TEXT_PATTERNS: [&str; 5] = ["^a", "^[ab]*$", "1$", "b", "^\\d|\\W"];
const DEFINITIONS: [&str; 3] = ["List", "Thing", "Text"];

/// The schemas that a pair shares. Each may refer to itself and the others from within a value, and without a step into the value only
/// to those after it: a schema that is itself without such a step says nothing.
pub fn definitions(tape: &mut Tape<'_>) -> Value {
    let mut definitions = Map::new();
    for (index, name) in DEFINITIONS.iter().enumerate() {
        let mut maker = Maker { tape, may_refer_from: index + 1 };
        let schema = match index {
            0 => {
                let mut schema = maker.object(2);
                let next = json!({ "$ref": "#/components/schemas/List" });
                schema["properties"]["a"] =
                    maker.tape.one(&[next.clone(), json!({ "anyOf": [next, { "type": "null" }] })]);
                schema
            }
            1 => maker.object(2),
            _ => maker.scalar(),
        };
        definitions.insert((*name).to_owned(), schema);
    }
    Value::Object(definitions)
}

pub fn schema(tape: &mut Tape<'_>) -> Value {
    Maker { tape, may_refer_from: 0 }.schema(3)
}

/// A schema of any sort for an edit.
pub fn small(tape: &mut Tape<'_>) -> Value {
    Maker { tape, may_refer_from: 0 }.schema(1)
}

/// One more keyword, for an edit.
pub fn keyword(tape: &mut Tape<'_>, schema: &mut Map<String, Value>) {
    Maker { tape, may_refer_from: DEFINITIONS.len() }.rare(schema);
}

struct Maker<'m, 't> {
    tape: &'m mut Tape<'t>,
    /// References to definitions before this one would lead round in a circle.
    may_refer_from: usize,
}

impl Maker<'_, '_> {
    fn schema(&mut self, depth: usize) -> Value {
        let plain = if depth == 0 { 5 } else { 12 };
        let mut made = match self.tape.below(plain) {
            0 | 1 => self.scalar(),
            2 => self.listed(),
            3 => match self.may_refer_from {
                from if from < DEFINITIONS.len() => {
                    let name = self.tape.one(&DEFINITIONS[from..]);
                    json!({ "$ref": format!("#/components/schemas/{name}") })
                }
                _ => self.scalar(),
            },
            4 => self.tape.one(&[json!({}), json!(true), json!({ "type": "object" }), json!(false)]),
            5..=7 => self.object(depth),
            8 => self.array(depth),
            9 => self.group("allOf", depth),
            10 => self.group("anyOf", depth),
            _ => self.group("oneOf", depth),
        };
        if let Some(object) = made.as_object_mut() {
            if self.tape.chance(6) {
                object.insert("nullable".into(), json!(true));
            }
            if self.tape.chance(10) {
                self.rare(object);
            }
        }
        made
    }

    fn group(&mut self, key: &str, depth: usize) -> Value {
        let count = 1 + self.tape.below(3);
        let members: Vec<Value> = (0..count).map(|_| self.schema(depth - 1)).collect();
        let mut made = match self.tape.chance(30) {
            true => self.object(depth - 1),
            false => json!({}),
        };
        made[key] = members.into();
        made
    }

    pub fn scalar(&mut self) -> Value {
        let mut made = match self.tape.below(7) {
            0..=2 => self.text(),
            3 => self.number("integer"),
            4 => self.number("number"),
            5 => self.tape.one(&[json!({ "type": "boolean" }), json!({ "type": "null" })]),
            _ => {
                let (mut one, other) = (self.text(), self.number("number"));
                if let (Some(one), Value::Object(other)) = (one.as_object_mut(), other) {
                    one.extend(other);
                    one.insert("type".into(), json!(["string", "integer", "null"]));
                }
                one
            }
        };
        // What is said of one type says nothing of others.
        if self.tape.chance(4)
            && let Some(made) = made.as_object_mut()
        {
            made.remove("type");
        }
        made
    }

    fn text(&mut self) -> Value {
        let mut made = json!({ "type": "string" });
        if self.tape.chance(25) {
            made["minLength"] = self.tape.below(3).into();
        }
        if self.tape.chance(25) {
            made["maxLength"] = self.tape.below(4).into();
        }
        if self.tape.chance(20) {
            made["pattern"] = self.tape.one(&TEXT_PATTERNS).into();
        }
        made
    }

    fn number(&mut self, ty: &str) -> Value {
        let mut made = json!({ "type": ty });
        for key in ["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"] {
            if self.tape.chance(20) {
                made[key] = number(self.tape);
            }
        }
        if self.tape.chance(20) {
            made["multipleOf"] = self.tape.one(&[
                json!(1),
                json!(2),
                json!(3),
                json!(4),
                json!(0.5),
                json!(1.0),
                json!(1.5),
                json!(0.1),
            ]);
        }
        made
    }

    fn listed(&mut self) -> Value {
        let count = 1 + self.tape.below(4);
        let values: Vec<Value> = (0..count).map(|_| value(self.tape)).collect();
        let mut unlike: Vec<Value> = Vec::new();
        for value in values {
            if !unlike.contains(&value) {
                unlike.push(value);
            }
        }
        let mut made = match self.tape.chance(25) {
            true => json!({ "const": unlike[0] }),
            false => json!({ "enum": unlike }),
        };
        if self.tape.chance(20) {
            made["type"] = self.tape.one(&["string", "integer", "number", "object"].map(Value::from));
        }
        if self.tape.chance(3) {
            made["enum"] = json!(["a", 1]);
        }
        made
    }

    pub fn object(&mut self, depth: usize) -> Value {
        let mut made = json!({ "type": "object" });
        if self.tape.chance(5) {
            made = json!({});
        }
        if self.tape.chance(85) {
            let mut properties = Map::new();
            for name in NAMES {
                if self.tape.chance(40) {
                    properties.insert(name.to_owned(), self.part(depth));
                }
            }
            made["properties"] = Value::Object(properties);
        }
        if self.tape.chance(40) {
            let names: Vec<&str> = NAMES.into_iter().filter(|_| self.tape.chance(25)).collect();
            made["required"] = names.into();
        }
        if self.tape.chance(30) {
            made["additionalProperties"] = match self.tape.below(4) {
                0 | 1 => json!(false),
                2 => json!(true),
                _ => self.inner(depth),
            };
        }
        if self.tape.chance(10) {
            let pattern = self.tape.one(&NAME_PATTERNS);
            made["patternProperties"] = json!({ pattern: self.inner(depth) });
        }
        if self.tape.chance(6) {
            made["minProperties"] = self.tape.below(3).into();
        }
        if self.tape.chance(6) {
            made["maxProperties"] = self.tape.below(4).into();
        }
        made
    }

    /// A property, which may go one way only.
    fn part(&mut self, depth: usize) -> Value {
        let mut made = self.inner(depth);
        if let Some(object) = made.as_object_mut() {
            match self.tape.below(16) {
                14 => object.insert("readOnly".into(), json!(true)),
                15 => object.insert("writeOnly".into(), json!(true)),
                _ => None,
            };
        }
        made
    }

    /// A schema within a value: it may refer to any other.
    fn inner(&mut self, depth: usize) -> Value {
        let mut maker = Maker { tape: self.tape, may_refer_from: 0 };
        maker.schema(depth.saturating_sub(1))
    }

    fn array(&mut self, depth: usize) -> Value {
        let mut made = json!({ "type": "array" });
        if self.tape.chance(75) {
            made["items"] = self.inner(depth);
        }
        if self.tape.chance(25) {
            let count = 1 + self.tape.below(2);
            made["prefixItems"] = (0..count).map(|_| self.inner(depth)).collect();
        }
        if self.tape.chance(20) {
            made["minItems"] = self.tape.below(3).into();
        }
        if self.tape.chance(20) {
            made["maxItems"] = self.tape.below(4).into();
        }
        if self.tape.chance(15) {
            made["uniqueItems"] = json!(true);
        }
        made
    }

    /// A keyword that is seldom used.
    fn rare(&mut self, schema: &mut Map<String, Value>) {
        let (key, value) = match self.tape.below(9) {
            0 | 1 => ("not", self.inner(1)),
            2 => {
                schema.insert("if".into(), self.inner(2));
                let value = self.inner(2);
                (self.tape.one(&["then", "else"]), value)
            }
            3 => ("contains", self.inner(1)),
            4 => ("propertyNames", json!({ "pattern": self.tape.one(&NAME_PATTERNS) })),
            5 => ("dependentRequired", json!({ self.tape.one(&NAMES): [self.tape.one(&NAMES)] })),
            6 => ("dependentSchemas", json!({ self.tape.one(&NAMES): self.inner(2) })),
            7 => ("unevaluatedProperties", self.tape.one(&[json!(false), json!(true), json!({ "type": "string" })])),
            _ => ("unevaluatedItems", self.tape.one(&[json!(false), json!({ "type": "string" })])),
        };
        schema.insert(key.to_owned(), value);
    }
}

pub fn number(tape: &mut Tape<'_>) -> Value {
    tape.one(&[
        json!(0),
        json!(1),
        json!(2),
        json!(3),
        json!(-1),
        json!(5),
        json!(1.5),
        json!(2.0),
        json!(10),
        json!(9_007_199_254_740_993_u64),
        json!(0.3),
    ])
}

pub fn text(tape: &mut Tape<'_>) -> Value {
    tape.one(&["a", "", "b", "ab", "x1", "abc", "a1", "bbbb", "é", "٣"]).into()
}

/// A small value of any sort.
pub fn value(tape: &mut Tape<'_>) -> Value {
    match tape.below(10) {
        0..=3 => text(tape),
        4..=6 => number(tape),
        7 => tape.one(&[json!(null), json!(true), json!(false)]),
        8 => json!([number(tape)]),
        _ => json!({ tape.one(&NAMES): text(tape) }),
    }
}
