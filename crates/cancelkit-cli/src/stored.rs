//! Plans that were stored.

use std::io::Read as _;
use std::path::Path;

use cancelkit::Plan;
use serde_json::Value;

use crate::failure::Failure;

/// The plan in a file: as `cancelkit plan --json` printed it, or by itself. `-` is standard input.
pub fn plan(path: &Path) -> Result<Plan, Failure> {
    let named = |error: &dyn std::fmt::Display| Failure::new(format_args!("{}: {error}", path.display()));
    let text = read(path).map_err(|error| named(&error))?;
    let mut value: Value = serde_json::from_str(&text).map_err(|error| named(&error))?;
    if let Some(printed) = value.get_mut("plan") {
        value = printed.take();
    } else if let Some(kind) = value.get("kind").and_then(Value::as_str) {
        return Err(named(&format_args!("it holds a {} and no plan", kind.escape_debug())));
    }
    serde_json::from_value(value).map_err(|error| named(&error))
}

fn read(path: &Path) -> std::io::Result<String> {
    if path == Path::new("-") {
        let mut text = String::new();
        return std::io::stdin().read_to_string(&mut text).map(|_| text);
    }
    std::fs::read_to_string(path)
}
