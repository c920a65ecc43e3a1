//! Rust names, as `spec-codegen` makes them, to see which meet.

use std::collections::HashMap;
use std::hash::Hash;

use heck::{ToSnakeCase, ToUpperCamelCase};

/// Only what an identifier may hold, the rest as word boundaries.
fn letters(text: &str) -> String {
    text.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { ' ' }).collect()
}

/// The name of a type or a variant. Empty where no letter of the text can stand in one.
pub(super) fn type_name(text: &str) -> String {
    letters(text).to_upper_camel_case()
}

/// The name of a field or a method.
pub(super) fn field_name(text: &str) -> String {
    letters(text).to_snake_case()
}

/// The pairs of which the second meets an earlier one in the same key: each later with the first.
pub(super) fn meetings<T: Copy, K: Eq + Hash>(items: impl IntoIterator<Item = (K, T)>) -> Vec<(T, T)> {
    let mut first: HashMap<K, T> = HashMap::new();
    let mut found = Vec::new();
    for (key, item) in items {
        match first.get(&key) {
            Some(earlier) => found.push((*earlier, item)),
            None => {
                first.insert(key, item);
            }
        }
    }
    found
}
