use std::time::{Duration, Instant};

use serde_json::Value;

/// How many drifts are told of one answer.
pub(super) const DRIFTS: usize = 32;

/// How many bytes of a body are judged.
pub(super) const BYTES: usize = 1024 * 1024;

/// How many values a body may have.
const VALUES: usize = 100_000;

/// How deep a body may be.
const DEPTH: usize = 64;

const TIME: Duration = Duration::from_millis(250);

/// How many schemas are looked at.
const STEPS: usize = 1_000_000;

/// What may still be spent on one answer.
pub(super) struct Effort {
    end: Option<Instant>,
    steps: usize,
}

impl Effort {
    pub(super) fn new() -> Self {
        Self { end: Instant::now().checked_add(TIME), steps: STEPS }
    }

    /// Whether one more step may be made.
    pub(super) fn step(&mut self) -> bool {
        self.steps = self.steps.saturating_sub(1);
        // The clock is asked now and then: asking it costs more than a step.
        if self.steps.is_multiple_of(256) && !self.in_time() {
            self.steps = 0;
        }
        self.steps > 0
    }

    pub(super) fn in_time(&self) -> bool {
        self.steps > 0 && self.end.is_none_or(|end| Instant::now() < end)
    }
}

/// Whether a body is small enough to be judged.
pub(super) fn is_judged(body: &Value) -> bool {
    let mut pending = vec![(body, 0)];
    let mut seen = 0;
    while let Some((value, depth)) = pending.pop() {
        seen += 1;
        if seen > VALUES || depth > DEPTH {
            return false;
        }
        match value {
            Value::Array(items) => pending.extend(items.iter().map(|item| (item, depth + 1))),
            Value::Object(members) => pending.extend(members.values().map(|member| (member, depth + 1))),
            _ => {}
        }
    }
    true
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    #[test]
    fn what_is_too_large_or_too_deep_is_not_judged() {
        assert!(is_judged(&json!({ "a": [1, 2] })));
        assert!(!is_judged(&Value::Array(vec![json!(1); VALUES + 1])));
        let deep = (0..=DEPTH).fold(json!(1), |inner, _| json!([inner]));
        assert!(!is_judged(&deep));
    }

    #[test]
    fn steps_end() {
        let mut effort = Effort::new();
        effort.steps = 2;
        assert!(effort.step());
        assert!(!effort.step());
        assert!(!effort.in_time());
    }
}
