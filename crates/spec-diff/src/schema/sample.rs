//! Values of a shape, small ones, to show something by.

use std::cell::Cell;

use serde_json::{Map, Value, json};
use spec_document::Node;

use super::Direction;
use super::accepts::matches;
use super::effort::OfPair;
use super::expand::expand;
use super::keywords::Schema;
use super::number::Num;
use super::shape::{Additional, Shape};
use super::side::{Id, Side};
use super::types::Type;

/// How deep a made-up value goes.
const DEEPEST: usize = 12;

/// The most characters, items or members that are made up.
const MOST: u64 = 10_000;

/// Values and parts of values that are made up for one example at most: schemas that contain one another have very many.
const MOST_TRIES: usize = 500;

/// A value of the shape, where one can be made up.
pub(crate) fn sample<'a>(side: &Side<'a>, direction: Direction, shape: &Shape<'a>) -> Option<Value> {
    Maker::new(side, direction).of_shape(shape, 0)
}

/// Several values of the shape, unlike one another where that is easy.
pub(crate) fn samples<'a>(side: &Side<'a>, direction: Direction, shape: &Shape<'a>) -> Vec<Value> {
    Maker::new(side, direction).several(shape, 0)
}

/// A value with this many characters, items or members.
pub(crate) fn with_count<'a>(side: &Side<'a>, direction: Direction, shape: &Shape<'a>, count: u64) -> Option<Value> {
    Maker::new(side, direction).with_count(shape, count, 0)
}

/// An array with one value twice.
pub(crate) fn repeated<'a>(side: &Side<'a>, direction: Direction, shape: &Shape<'a>) -> Option<Value> {
    let maker = Maker::new(side, direction);
    let item = maker.of_schemas(shape.item(0)?, 1)?;
    shape.item(1)?;
    let count = usize::try_from(shape.count.least.clamp(2, MOST)).ok()?;
    Some(Value::Array(vec![item; count]))
}

/// An object without a property.
pub(crate) fn without<'a>(side: &Side<'a>, direction: Direction, shape: &Shape<'a>, name: &str) -> Option<Value> {
    (!shape.required.contains(name)).then(|| Maker::new(side, direction).object(shape, &[], &[name], 0)).flatten()
}

/// An object with a declared property.
pub(crate) fn with<'a>(side: &Side<'a>, direction: Direction, shape: &Shape<'a>, name: &str) -> Option<Value> {
    Maker::new(side, direction).object(shape, &[name], &[], 0)
}

/// An object with a member that nobody declares.
pub(crate) fn with_member<'a>(side: &Side<'a>, direction: Direction, shape: &Shape<'a>, had: &[Id]) -> Option<Value> {
    let maker = Maker::new(side, direction);
    let mut value = maker.object(shape, &[], &[], 0)?;
    value.as_object_mut()?.insert("undeclared".to_owned(), maker.of_schemas(had, 1)?);
    Some(value)
}

fn number(float: f64) -> Value {
    if float.fract() == 0.0 && float.abs() < 9e15 { Value::from(float as i64) } else { Value::from(float) }
}

/// Whether a number is one of the shape.
fn fits(shape: &Shape<'_>, value: &Value) -> bool {
    let Some(number) = value.as_number().map(Num::of) else { return false };
    let low = shape.minimum.is_none_or(|low| number > low.at || (number == low.at && !low.exclusive));
    let high = shape.maximum.is_none_or(|high| number < high.at || (number == high.at && !high.exclusive));
    let step = shape.multiples.iter().all(|step| number.is_multiple_of(*step) == Some(true));
    low && high && step && (number.is_whole() || !shape.only_whole)
}

struct Maker<'s, 'a> {
    side: &'s Side<'a>,
    direction: Direction,
    tries: Cell<usize>,
    /// The pair that the value is for.
    pair: OfPair,
}

impl Drop for Maker<'_, '_> {
    fn drop(&mut self) {
        self.side.effort.made(self.pair);
    }
}

impl<'s, 'a> Maker<'s, 'a> {
    fn new(side: &'s Side<'a>, direction: Direction) -> Self {
        Self { side, direction, tries: Cell::new(0), pair: side.effort.making() }
    }

    fn may_try(&self) -> bool {
        self.tries.set(self.tries.get() + 1);
        self.tries.get() <= MOST_TRIES && self.side.effort.make()
    }

    /// Several values of the shape.
    fn several(&self, shape: &Shape<'a>, depth: usize) -> Vec<Value> {
        let mut found: Vec<Value> = self.of_shape(shape, depth).into_iter().collect();
        match shape.ty {
            Type::Boolean => found.extend([json!(true), json!(false)]),
            Type::String => found.extend(self.texts(shape)),
            Type::Number => {
                let low = shape.minimum.map_or(0.0, |bound| bound.at.float());
                found.extend([1.0, 7.0, 1001.0].map(|more| number(low + more)));
                found.retain(|value| fits(shape, value));
            }
            Type::Array => found.extend([0, 1, 3].into_iter().filter_map(|n| self.with_count(shape, n, depth))),
            Type::Object => {
                let every: Vec<&str> = shape.properties.keys().copied().collect();
                found.extend(self.object(shape, &every, &[], depth));
            }
            Type::Null => {}
        }
        found
    }

    /// A value with this many characters, items or members.
    fn with_count(&self, shape: &Shape<'a>, count: u64, depth: usize) -> Option<Value> {
        if count > MOST || shape.count.most.is_some_and(|most| count > most) {
            return None;
        }
        let length = usize::try_from(count).ok()?;
        match shape.ty {
            Type::String => {
                let text = Value::String("a".repeat(length));
                shape
                    .patterns
                    .iter()
                    .all(|pattern| matches(pattern, text.as_str().unwrap_or_default()) == Some(true))
                    .then_some(text)
            }
            Type::Array => self.array(shape, length, depth),
            Type::Object => {
                let more: Vec<&str> =
                    shape.properties.keys().copied().filter(|name| !shape.required.contains(name)).collect();
                let missing = length.saturating_sub(shape.required.len());
                let more = &more[..missing.min(more.len())];
                let mut value = self.object(shape, more, &[], depth)?;
                let members = value.as_object_mut()?;
                let others = match &shape.additional {
                    Additional::Allowed(schemas) => Some(schemas.as_slice()),
                    Additional::Undeclared if shape.is_free_form() => Some(&[][..]),
                    _ => None,
                };
                while members.len() < length {
                    members.insert(format!("member{}", members.len()), self.of_schemas(others?, depth + 1)?);
                }
                Some(value)
            }
            _ => None,
        }
    }

    fn of_schemas(&self, schemas: &[Id], depth: usize) -> Option<Value> {
        if depth > DEEPEST || !self.may_try() {
            return None;
        }
        let shapes = expand(self.side, self.direction, schemas)?;
        // What needs no depth first.
        let order = |shape: &&Shape<'_>| match shape.ty {
            Type::String => 0,
            Type::Number => 1,
            Type::Boolean => 2,
            Type::Object => 3,
            Type::Array => 4,
            Type::Null => 5,
        };
        let mut shapes: Vec<&Shape<'a>> = shapes.iter().collect();
        shapes.sort_by_key(order);
        shapes.into_iter().find_map(|shape| self.of_shape(shape, depth))
    }

    fn of_shape(&self, shape: &Shape<'a>, depth: usize) -> Option<Value> {
        if !self.may_try() {
            return None;
        }
        if let Some(values) = &shape.values {
            return values.first().cloned();
        }
        match shape.ty {
            Type::Null => Some(Value::Null),
            Type::Boolean => Some(Value::Bool(true)),
            Type::Number => self.number(shape),
            Type::String => self.texts(shape).into_iter().next(),
            Type::Array => self.array(shape, usize::try_from(shape.count.least.min(MOST)).ok()?, depth),
            Type::Object => {
                let mut value = self.object(shape, &[], &[], depth)?;
                let missing = shape.count.least.saturating_sub(value.as_object()?.len() as u64);
                if missing > 0 {
                    value = self.with_count(shape, shape.count.least, depth)?;
                }
                Some(value)
            }
        }
    }

    fn number(&self, shape: &Shape<'a>) -> Option<Value> {
        let low = shape.minimum.map(|bound| bound.at.float());
        let high = shape.maximum.map(|bound| bound.at.float());
        let step = shape.multiples.first().map_or(1.0, |step| step.float());
        let mut tries = vec![0.0, 1.0, step];
        tries.extend(low.into_iter().flat_map(|low| [low, low + 1.0, low + 0.5, (low / step).ceil() * step]));
        tries.extend(high.into_iter().flat_map(|high| [high, high - 1.0, high - 0.5, (high / step).floor() * step]));
        tries.into_iter().map(number).find(|value| fits(shape, value))
    }

    /// Texts that match: made up, and those that the schemas give as examples.
    fn texts(&self, shape: &Shape<'a>) -> Vec<Value> {
        let length = usize::try_from(shape.count.least.min(MOST)).unwrap_or(0);
        let most = shape.count.most.map_or(usize::MAX, |most| usize::try_from(most).unwrap_or(usize::MAX));
        let by_format = shape.formats.first().and_then(|format| of_format(format)).map(str::to_owned);
        let made = ["string", "a", "A", "0", "-", "text with spaces", ""].map(|text| {
            let mut text: String = text.chars().take(most).collect();
            while text.chars().count() < length {
                text.push('a');
            }
            text
        });
        let known = shape.sources.iter().flat_map(|id| self.examples(*id));
        let fits = |text: &String| {
            let count = text.chars().count();
            count >= length
                && count <= most
                && shape.patterns.iter().all(|pattern| matches(pattern, text) == Some(true))
        };
        by_format.into_iter().chain(made).chain(known).filter(fits).map(Value::String).collect()
    }

    /// The texts that a schema gives as `example`, `examples` or `default`.
    fn examples(&self, id: Id) -> Vec<String> {
        let known = self.side.get(id);
        let Schema::Keywords(_) = &known.schema else { return Vec::new() };
        let one = ["example", "default"].into_iter().filter_map(|key| known.node.get(key));
        let many = known.node.get("examples").and_then(Node::as_array).unwrap_or_default();
        one.chain(many).filter_map(Node::as_str).map(str::to_owned).collect()
    }

    fn array(&self, shape: &Shape<'a>, count: usize, depth: usize) -> Option<Value> {
        let mut items = Vec::with_capacity(count.min(64));
        for index in 0..count {
            let schemas = shape.item(index)?;
            let item = if shape.unique_items && index > 0 {
                if depth >= DEEPEST || !self.may_try() {
                    return None;
                }
                let shapes = expand(self.side, self.direction, schemas)?;
                let other = shapes.iter().flat_map(|shape| self.several(shape, depth + 1));
                other.into_iter().find(|value| !items.iter().any(|had| super::number::equal(had, value)))?
            } else if let Some(last) = items.last().filter(|_| index > shape.prefix.len()) {
                Value::clone(last)
            } else {
                self.of_schemas(schemas, depth + 1)?
            };
            items.push(item);
        }
        Some(Value::Array(items))
    }

    /// An object with what is required and these more, without those.
    fn object(&self, shape: &Shape<'a>, more: &[&str], but: &[&str], depth: usize) -> Option<Value> {
        let mut members = Map::new();
        for name in shape.required.iter().chain(more) {
            if but.contains(name) || members.contains_key(*name) {
                continue;
            }
            let any = [];
            let schemas = match (shape.properties.get(name), &shape.additional) {
                (Some(schemas), _) => schemas.as_slice(),
                (None, Additional::Allowed(schemas)) => schemas.as_slice(),
                (None, _) => &any,
            };
            members.insert((*name).to_owned(), self.of_schemas(schemas, depth + 1)?);
        }
        Some(Value::Object(members))
    }
}

/// A text of a format.
fn of_format(format: &str) -> Option<&'static str> {
    Some(match format {
        "date-time" => "2030-01-31T12:00:00Z",
        "date" => "2030-01-31",
        "time" => "12:00:00Z",
        "duration" => "P1D",
        "email" => "name@example.com",
        "hostname" => "example.com",
        "ipv4" => "192.0.2.1",
        "ipv6" => "2001:db8::1",
        "uri" | "url" => "https://example.com/",
        "uuid" => "00000000-0000-4000-8000-000000000000",
        "byte" => "AA==",
        _ => return None,
    })
}
