//! Whether a value fits a schema: quick enough to ask of every example of a large document, and lenient where it cannot tell.
//!
//! `check` asks an independent validator of the examples of a provider's operations. That one compiles a schema with all that it
//! refers to before it judges a value, which is too slow for thousands of examples; here only what a value reaches is looked at.

use std::collections::HashMap;

use regex::Regex;
use spec_document::{Node, Object, Value};

use crate::finding::quoted;
use crate::outline::Outline;

/// Steps spent on one value, and on all values of a document. What costs more is taken to fit.
const EACH: usize = 20_000;
const ALL: usize = 4_000_000;

/// References and combinators within one another.
const DEPTH: usize = 100;

/// Where a value does not fit, and why.
#[derive(Clone, Debug)]
pub(super) struct Misfit<'a> {
    pub(super) node: &'a Node,
    pub(super) why: String,
}

type Verdict<'a> = Result<(), Misfit<'a>>;

/// Judges the values of one document.
pub(super) struct Judge<'o, 'a> {
    outline: &'o Outline<'a>,
    patterns: HashMap<&'a str, Option<Regex>>,
    spent: usize,
    left: usize,
}

impl<'o, 'a> Judge<'o, 'a> {
    pub(super) fn new(outline: &'o Outline<'a>) -> Self {
        Judge { outline, patterns: HashMap::new(), spent: 0, left: 0 }
    }

    /// The first misfit of a value, if there is one.
    pub(super) fn misfit(&mut self, schema: &'a Node, value: &'a Node) -> Option<Misfit<'a>> {
        self.left = EACH.min(ALL.saturating_sub(self.spent));
        let begun = self.left;
        let verdict = self.judge(schema, value, 0);
        self.spent += begun - self.left;
        // Where the steps ran out nothing is known.
        if self.left == 0 { None } else { verdict.err() }
    }

    fn judge(&mut self, schema: &'a Node, value: &'a Node, depth: usize) -> Verdict<'a> {
        self.left = self.left.saturating_sub(1);
        if self.left == 0 || depth > DEPTH {
            return Ok(());
        }
        match &schema.value {
            Value::Bool(false) => return misfit(value, "nothing may be here"),
            Value::Object(_) => {}
            _ => return Ok(()),
        }
        if let Some(reference) = schema.get("$ref").and_then(Node::as_str) {
            if let Some((_, target)) = self.outline.document.resolve(reference) {
                self.judge(target, value, depth + 1)?;
            }
            if !self.outline.is_modern() {
                return Ok(());
            }
        }
        if value.is_null() && schema.get("nullable").and_then(Node::as_bool) == Some(true) {
            return Ok(());
        }
        is_of_type(schema, value)?;
        listed(schema, value)?;
        match &value.value {
            Value::String(text) => self.text(schema, value, text)?,
            Value::Number(_) => bounds(schema, value)?,
            Value::Array(elements) => self.elements(schema, value, elements, depth)?,
            Value::Object(members) => self.members(schema, value, members, depth)?,
            Value::Null | Value::Bool(_) => {}
        }
        self.combined(schema, value, depth)
    }

    fn combined(&mut self, schema: &'a Node, value: &'a Node, depth: usize) -> Verdict<'a> {
        for member in schema.get("allOf").and_then(Node::as_array).into_iter().flatten() {
            self.judge(member, value, depth + 1)?;
        }
        for key in ["oneOf", "anyOf"] {
            let Some(members) = schema.get(key).and_then(Node::as_array).filter(|members| !members.is_empty()) else {
                continue;
            };
            let mut first = None;
            let fits = members.iter().any(|member| match self.judge(member, value, depth + 1) {
                Ok(()) => true,
                Err(misfit) => {
                    first.get_or_insert(misfit);
                    false
                }
            });
            match first {
                // A union of one, or of one and null, says best itself what is wrong.
                Some(only) if !fits && members.len() == 1 => return Err(only),
                Some(_) if !fits => return misfit(value, format!("fits no member of `{key}`")),
                _ => {}
            }
        }
        Ok(())
    }

    fn text(&mut self, schema: &'a Node, value: &'a Node, text: &str) -> Verdict<'a> {
        let count = |key: &str| schema.get(key).and_then(Node::as_u64);
        let length = u64::try_from(text.chars().count()).unwrap_or(u64::MAX);
        if let Some(least) = count("minLength").filter(|least| length < *least) {
            return misfit(value, format!("{length} characters, `minLength` is {least}"));
        }
        if let Some(most) = count("maxLength").filter(|most| length > *most) {
            return misfit(value, format!("{length} characters, `maxLength` is {most}"));
        }
        if let Some(pattern) = schema.get("pattern").and_then(Node::as_str) {
            // A pattern that this engine does not know is no reason to doubt a value.
            let compiled = self.patterns.entry(pattern).or_insert_with(|| compile(pattern));
            if compiled.as_ref().is_some_and(|compiled| !compiled.is_match(text)) {
                return misfit(value, format!("does not match the pattern {}", quoted(pattern)));
            }
        }
        Ok(())
    }

    fn elements(&mut self, schema: &'a Node, value: &'a Node, elements: &'a [Node], depth: usize) -> Verdict<'a> {
        how_many(schema, value, elements.len(), ["minItems", "maxItems"], "elements")?;
        let first = schema.get("prefixItems").and_then(Node::as_array).unwrap_or_default();
        for (part, element) in first.iter().zip(elements) {
            self.judge(part, element, depth + 1)?;
        }
        if let Some(items) = schema.get("items") {
            for element in elements.iter().skip(first.len()) {
                self.judge(items, element, depth + 1)?;
            }
        }
        Ok(())
    }

    fn members(&mut self, schema: &'a Node, value: &'a Node, members: &'a Object, depth: usize) -> Verdict<'a> {
        how_many(schema, value, members.len(), ["minProperties", "maxProperties"], "members")?;
        let properties = schema.get("properties").and_then(Node::as_object);
        for required in schema.get("required").and_then(Node::as_array).into_iter().flatten() {
            let Some(name) = required.as_str().filter(|name| !members.contains_key(name)) else { continue };
            // Which way the value travels is not known here: what only one way has may be left out.
            let one_way = properties.and_then(|properties| properties.get(name)).is_some_and(|property| {
                self.outline.followed(property).is_some_and(is_one_way) || is_one_way(property)
            });
            if !one_way {
                return misfit(value, format!("the required {} is missing", quoted(name)));
            }
        }
        let others = schema.get("additionalProperties").filter(|_| schema.get("patternProperties").is_none());
        for member in members {
            if let Some(property) = properties.and_then(|properties| properties.get(&member.key)) {
                self.judge(property, &member.value, depth + 1)?;
            } else if let Some(others) = others {
                if others.as_bool() == Some(false) {
                    return misfit(&member.value, format!("there is no property {}", quoted(&member.key)));
                }
                self.judge(others, &member.value, depth + 1)?;
            }
        }
        Ok(())
    }
}

fn misfit<'a>(node: &'a Node, why: impl Into<String>) -> Verdict<'a> {
    Err(Misfit { node, why: why.into() })
}

fn is_one_way(property: &Node) -> bool {
    ["readOnly", "writeOnly"].iter().any(|key| property.get(key).and_then(Node::as_bool) == Some(true))
}

/// The patterns of JSON Schema are ECMA's; what this engine reads, it reads in the same way but for rare corners.
fn compile(pattern: &str) -> Option<Regex> {
    regex::RegexBuilder::new(pattern).size_limit(1 << 18).dfa_size_limit(1 << 20).build().ok()
}

fn is_of_type<'a>(schema: &Node, value: &'a Node) -> Verdict<'a> {
    let Some(kind) = schema.get("type") else { return Ok(()) };
    let names: Vec<&str> = match kind.as_str() {
        Some(name) => vec![name],
        None => kind.as_array().into_iter().flatten().filter_map(Node::as_str).collect(),
    };
    if names.is_empty() || names.iter().any(|name| has_type(value, name)) {
        return Ok(());
    }
    misfit(
        value,
        format!("a {}, where {} belongs", value.kind(), names.join(" or "))
            .replace("a array", "an array")
            .replace("a object", "an object"),
    )
}

fn has_type(value: &Node, name: &str) -> bool {
    match name {
        "integer" => value
            .as_number()
            .is_some_and(|number| !number.is_f64() || number.as_f64().is_some_and(|it| it.fract() == 0.0)),
        "null" | "boolean" | "number" | "string" | "array" | "object" => value.kind() == name,
        _ => true,
    }
}

fn listed<'a>(schema: &Node, value: &'a Node) -> Verdict<'a> {
    if let Some(values) = schema.get("enum").and_then(Node::as_array)
        && !values.iter().any(|listed| same(listed, value))
    {
        return misfit(value, "not a value of the `enum`");
    }
    match schema.get("const") {
        Some(only) if !same(only, value) => misfit(value, "not the value of `const`"),
        _ => Ok(()),
    }
}

/// Whether two values are equal; numbers by what they count.
fn same(one: &Node, other: &Node) -> bool {
    match (&one.value, &other.value) {
        (Value::Number(one), Value::Number(other)) => one == other || one.as_f64() == other.as_f64(),
        (Value::Array(one), Value::Array(other)) => {
            one.len() == other.len() && one.iter().zip(other).all(|(one, other)| same(one, other))
        }
        (Value::Object(one), Value::Object(other)) => {
            one.len() == other.len()
                && one.iter().all(|member| other.get(&member.key).is_some_and(|value| same(&member.value, value)))
        }
        (Value::String(one), Value::String(other)) => one == other,
        (Value::Bool(one), Value::Bool(other)) => one == other,
        (Value::Null, Value::Null) => true,
        _ => false,
    }
}

fn bounds<'a>(schema: &Node, value: &'a Node) -> Verdict<'a> {
    let Some(number) = value.as_f64() else { return Ok(()) };
    let bound = |key: &str| schema.get(key).and_then(Node::as_f64);
    let strict = |key: &str| schema.get(key).and_then(Node::as_bool) == Some(true);
    let below = bound("minimum").is_some_and(|least| number < least || number == least && strict("exclusiveMinimum"))
        || bound("exclusiveMinimum").is_some_and(|least| number <= least);
    let above = bound("maximum").is_some_and(|most| number > most || number == most && strict("exclusiveMaximum"))
        || bound("exclusiveMaximum").is_some_and(|most| number >= most);
    if below {
        return misfit(value, "below the minimum");
    }
    if above { misfit(value, "above the maximum") } else { Ok(()) }
}

fn how_many<'a>(schema: &Node, value: &'a Node, count: usize, [least, most]: [&str; 2], what: &str) -> Verdict<'a> {
    let count = u64::try_from(count).unwrap_or(u64::MAX);
    let bound = |key: &str| schema.get(key).and_then(Node::as_u64);
    if let Some(bound) = bound(least).filter(|bound| count < *bound) {
        return misfit(value, format!("{count} {what}, `{least}` is {bound}"));
    }
    match bound(most).filter(|bound| count > *bound) {
        Some(bound) => misfit(value, format!("{count} {what}, `{most}` is {bound}")),
        None => Ok(()),
    }
}
