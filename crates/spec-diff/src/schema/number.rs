//! Numbers as JSON has them: whole ones exactly, others as the nearest `f64`.

use std::cmp::Ordering;

use serde_json::{Number, Value};

/// A number of a document.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Num {
    Whole(i128),
    Other(f64),
}

impl Num {
    pub(crate) fn of(number: &Number) -> Self {
        match (number.as_i64(), number.as_u64()) {
            (Some(whole), _) => Self::Whole(whole.into()),
            (None, Some(whole)) => Self::Whole(whole.into()),
            (None, None) => {
                let float = number.as_f64().unwrap_or(f64::NAN);
                // 7.0 is a whole number to JSON Schema.
                if float.fract() == 0.0 && float.abs() < 9e15 { Self::Whole(float as i128) } else { Self::Other(float) }
            }
        }
    }

    pub(crate) fn is_whole(self) -> bool {
        match self {
            Self::Whole(_) => true,
            Self::Other(float) => float.fract() == 0.0,
        }
    }

    pub(crate) fn float(self) -> f64 {
        match self {
            Self::Whole(whole) => whole as f64,
            Self::Other(float) => float,
        }
    }

    /// Whether it is a multiple of `step`; `None` where floating point cannot say.
    pub(crate) fn is_multiple_of(self, step: Num) -> Option<bool> {
        match (self, step) {
            (Self::Whole(_), Self::Whole(0)) => None,
            (Self::Whole(value), Self::Whole(step)) => Some(value % step == 0),
            _ => None,
        }
    }

    pub(crate) fn to_json(self) -> Option<Value> {
        match self {
            Self::Whole(whole) => {
                i64::try_from(whole).map(Value::from).or_else(|_| u64::try_from(whole).map(Value::from)).ok()
            }
            Self::Other(float) => Number::from_f64(float).map(Value::Number),
        }
    }
}

impl PartialEq for Num {
    fn eq(&self, other: &Self) -> bool {
        self.partial_cmp(other) == Some(Ordering::Equal)
    }
}

impl PartialOrd for Num {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        match (self, other) {
            (Self::Whole(one), Self::Whole(other)) => Some(one.cmp(other)),
            _ => self.float().partial_cmp(&other.float()),
        }
    }
}

/// Whether two JSON values are one: 1 and 1.0 are.
pub(crate) fn equal(one: &Value, other: &Value) -> bool {
    match (one, other) {
        (Value::Number(one), Value::Number(other)) => Num::of(one) == Num::of(other),
        (Value::Array(one), Value::Array(other)) => {
            one.len() == other.len() && one.iter().zip(other).all(|(one, other)| equal(one, other))
        }
        (Value::Object(one), Value::Object(other)) => {
            one.len() == other.len()
                && one.iter().all(|(key, value)| other.get(key).is_some_and(|other| equal(value, other)))
        }
        _ => one == other,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{Num, equal};

    #[test]
    fn whole_numbers_are_compared_exactly() {
        let num = |value: serde_json::Value| Num::of(value.as_number().unwrap());
        assert!(num(json!(9_007_199_254_740_993_u64)) > num(json!(9_007_199_254_740_992_u64)));
        assert!(num(json!(u64::MAX)) > num(json!(i64::MAX)));
        assert!(num(json!(1.5)) > num(json!(1)));
        assert_eq!(num(json!(7)).is_multiple_of(num(json!(2))), Some(false));
        assert_eq!(num(json!(0.3)).is_multiple_of(num(json!(0.1))), None);
        assert!(equal(&json!({"a": [1, {"b": 2.0}]}), &json!({"a": [1.0, {"b": 2}]})));
        assert!(!equal(&json!([1]), &json!([1, 2])));
    }
}
