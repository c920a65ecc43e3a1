//! Numbers and texts, and how many there are of something.

use serde_json::Value;

use super::{Containment, Pair};
use crate::schema::accepts::matches;
use crate::schema::failure::{Kind, failure};
use crate::schema::keywords::{Bound, Keywords, Range, allows};
use crate::schema::number::Num;
use crate::schema::sample;
use crate::schema::shape::Shape;
use crate::schema::side::Id;

impl<'a> Containment<'_, 'a> {
    pub(super) fn number(&mut self, shape: &Shape<'a>, right: Id, keywords: &Keywords<'a>, found: &mut Pair) {
        if keywords.types.only_whole && !shape.only_whole && !shape.multiples.iter().any(|step| step.is_whole()) {
            let mut failure = failure(shape, right, Kind::Type).shown(fraction(shape));
            failure.allowed = "number".to_owned();
            failure.wanted = keywords.types.to_string();
            found.failures.push(failure);
        }
        for (wanted, had, kind, is_minimum) in [
            (keywords.minimum, shape.minimum, Kind::Minimum, true),
            (keywords.maximum, shape.maximum, Kind::Maximum, false),
        ] {
            let Some(wanted) = wanted else { continue };
            if had.is_some_and(|had| allows(wanted, had, is_minimum)) {
                continue;
            }
            let mut failure = failure(shape, right, kind).shown(beyond(shape, wanted, is_minimum));
            failure.allowed = had.map(bound_text).unwrap_or_default();
            failure.wanted = bound_text(wanted);
            found.failures.push(failure);
        }
        if let Some(step) = keywords.multiple_of
            && !shape.multiples.iter().any(|had| *had == step || had.is_multiple_of(step) == Some(true))
            && !(shape.only_whole && step == Num::Whole(1))
        {
            let mut failure = failure(shape, right, Kind::MultipleOf).shown(self.sample(shape));
            failure.allowed = shape.multiples.first().map(|step| step.float().to_string()).unwrap_or_default();
            failure.wanted = step.float().to_string();
            found.failures.push(failure);
        }
        self.format(shape, right, keywords, found);
    }

    pub(super) fn format(&mut self, shape: &Shape<'a>, right: Id, keywords: &Keywords<'a>, found: &mut Pair) {
        let Some(wanted) = keywords.format else { return };
        let implied = |had: &&str| *had == wanted || matches!((*had, wanted), ("int32", "int64") | ("float", "double"));
        if shape.formats.iter().any(implied) {
            return;
        }
        let example = self.sample(shape);
        let mut failure = failure(shape, right, Kind::Format).shown(example);
        failure.allowed = shape.formats.first().map(|had| (*had).to_owned()).unwrap_or_default();
        failure.wanted = wanted.to_owned();
        found.failures.push(failure);
    }

    pub(super) fn string(&mut self, shape: &Shape<'a>, right: Id, keywords: &Keywords<'a>, found: &mut Pair) {
        self.count(shape, right, keywords.length, (Kind::MinLength, Kind::MaxLength), found);
        if let Some(wanted) = keywords.pattern
            && !shape.patterns.contains(&wanted)
        {
            let matches = |text: &Value| matches(wanted, text.as_str().unwrap_or_default());
            let example = self.samples(shape).into_iter().find(|text| matches(text) == Some(false));
            let mut failure = failure(shape, right, Kind::Pattern);
            if example.is_none() || !shape.patterns.is_empty() {
                failure.doubt = Some("which texts two regular expressions match is not compared".to_owned());
            }
            let mut failure = failure.shown(example);
            failure.allowed = shape.patterns.first().map(|had| (*had).to_owned()).unwrap_or_default();
            failure.wanted = wanted.to_owned();
            found.failures.push(failure);
        }
        self.format(shape, right, keywords, found);
    }

    pub(super) fn count(
        &mut self,
        shape: &Shape<'a>,
        right: Id,
        wanted: Range,
        (least, most): (Kind, Kind),
        found: &mut Pair,
    ) {
        if wanted.least > shape.count.least {
            let example = sample::with_count(self.left, self.direction, shape, shape.count.least);
            let mut failure = failure(shape, right, least).shown(example);
            failure.allowed = shape.count.least.to_string();
            failure.wanted = wanted.least.to_string();
            found.failures.push(failure);
        }
        if let Some(bound) = wanted.most
            && shape.count.most.is_none_or(|had| had > bound)
        {
            let count = bound.saturating_add(1).max(shape.count.least);
            let example = sample::with_count(self.left, self.direction, shape, count);
            let mut failure = failure(shape, right, most).shown(example);
            failure.allowed = shape.count.most.map(|most| most.to_string()).unwrap_or_default();
            failure.wanted = bound.to_string();
            found.failures.push(failure);
        }
    }
}

fn bound_text(bound: Bound) -> String {
    let at = bound.at.to_json().map(|value| value.to_string()).unwrap_or_default();
    if bound.exclusive { format!("{at}, which is excluded") } else { at }
}

/// A number of the shape that is not whole.
fn fraction(shape: &Shape<'_>) -> Option<Value> {
    let low = shape.minimum.map_or(0.0, |bound| bound.at.float());
    let high = shape.maximum.map_or(low + 2.0, |bound| bound.at.float());
    [low + 0.5, f64::midpoint(low, high)].into_iter().find(|it| it.fract() != 0.0 && *it < high).map(Value::from)
}

/// A number of the shape that is on the wrong side of a bound.
fn beyond(shape: &Shape<'_>, wanted: Bound, is_minimum: bool) -> Option<Value> {
    let own = if is_minimum { shape.minimum } else { shape.maximum };
    let step = if is_minimum { -1.0 } else { 1.0 };
    let at = match own {
        Some(own) if !own.exclusive => own.at.to_json()?,
        _ if wanted.exclusive => wanted.at.to_json()?,
        _ => Value::from(wanted.at.float() + step),
    };
    match at.as_f64() {
        Some(float) if shape.only_whole && float.fract() == 0.0 && float.abs() < 9e15 => {
            Some(Value::from(float as i64))
        }
        _ => Some(at),
    }
}
