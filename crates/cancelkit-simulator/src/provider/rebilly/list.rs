//! Listing cancellations page by page.

use serde_json::Value;

use super::{State, show};
use crate::behave::{Call, Context};
use crate::reply::{REFUSAL, Reply};
use crate::violation::ViolationKind;

impl State {
    pub(super) fn list(&self, call: &Call, context: &Context<'_>) -> Reply {
        let number = |name: &str, default| {
            let given = call.arguments.query.get(name).and_then(Value::as_u64);
            given.and_then(|number| usize::try_from(number).ok()).unwrap_or(default)
        };
        let (limit, offset) = (number("limit", 100), number("offset", 0));
        let mut found: Vec<Value> =
            self.cancellations.iter().map(|cancellation| show::cancellation(cancellation, context)).collect();
        if let Some(filter) = call.arguments.query.get("filter").and_then(Value::as_str) {
            match conditions(filter) {
                Some(conditions) => found.retain(|item| conditions.iter().all(|condition| condition.holds(item))),
                None => return not_understood(filter),
            }
        }
        if let Some(sort) = call.arguments.query.get("sort").and_then(Value::as_array) {
            // The last field is the least important: a stable sort by each, from the last to the first.
            for field in sort.iter().filter_map(Value::as_str).rev() {
                sort_by(&mut found, field);
            }
        }
        let total = found.len();
        let page: Vec<Value> = found.into_iter().skip(offset).take(limit).collect();
        Reply::new(200, Value::Array(page))
            .with("Pagination-Total", total)
            .with("Pagination-Limit", limit)
            .with("Pagination-Offset", offset)
    }
}

/// `field:value,value`
struct Condition<'a> {
    field: &'a str,
    values: Vec<&'a str>,
}

impl Condition<'_> {
    fn holds(&self, item: &Value) -> bool {
        let actual = plain(&item[self.field]);
        self.values.iter().any(|value| *value == actual)
    }
}

/// The simple part of the filter syntax: `field:value,value;field:value`.
fn conditions(filter: &str) -> Option<Vec<Condition<'_>>> {
    let condition = |text| {
        let (field, values) = str::split_once(text, ':')?;
        let plain = |letter: char| letter.is_alphanumeric() || "-_.@~,".contains(letter);
        // Two dots make a range, which is not simple.
        let simple = !field.is_empty() && values.chars().all(plain) && !values.contains("..");
        simple.then(|| Condition { field, values: values.split(',').collect() })
    };
    filter.split(';').map(condition).collect()
}

fn not_understood(filter: &str) -> Reply {
    let detail = format!("the simulator takes `field:value,value;field:value` and not `{}`", filter.escape_debug());
    Reply::refusal(400, "The simulator does not know this filter", &detail).with(REFUSAL, ViolationKind::QueryParameter)
}

fn sort_by(items: &mut [Value], field: &str) {
    let (field, descending) = match field.strip_prefix('-') {
        Some(field) => (field, true),
        None => (field, false),
    };
    items.sort_by(|a, b| {
        let order = plain(&a[field]).cmp(&plain(&b[field]));
        if descending { order.reverse() } else { order }
    });
}

fn plain(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}
