//! Whether a schema accepts one value.

use std::cell::RefCell;
use std::collections::HashMap;

use regex::Regex;
use serde_json::Value;

use super::Direction;
use super::keywords::{Keywords, Schema};
use super::number::{Num, equal};
use super::side::{Id, Known, Side};
use super::types::Type;

/// Values nested deeper than this are not judged.
const DEEPEST: usize = 64;

/// Whether the schema accepts the value; `None` where that hangs on a keyword that is not judged here. Formats accept everything.
pub(crate) fn accepts(side: &Side<'_>, direction: Direction, schema: Id, value: &Value) -> Option<bool> {
    Judge { side, direction }.schema(schema, value, 0)
}

/// Whether a regular expression of a document finds something in a text; `None` where it cannot be read.
pub(crate) fn matches(pattern: &str, text: &str) -> Option<bool> {
    // Where a word ends is said in two ways of texts that are not ASCII.
    if !text.is_ascii() && [r"\b", r"\B"].iter().any(|it| pattern.contains(it)) {
        return None;
    }
    thread_local! {
        static KNOWN: RefCell<HashMap<String, Option<Regex>>> = RefCell::default();
    }
    KNOWN.with_borrow_mut(|known| {
        if let Some(regex) = known.get(pattern) {
            return regex.as_ref().map(|regex| regex.is_match(text));
        }
        let regex = regex::RegexBuilder::new(&translated(pattern)).size_limit(1 << 20).build().ok();
        let found = regex.as_ref().map(|regex| regex.is_match(text));
        known.insert(pattern.to_owned(), regex);
        found
    })
}

/// The regular expression of a document, which is one of ECMA-262, as one of the `regex` crate: digits and letters of words are those
/// of ASCII, and within a class nothing opens another one.
fn translated(pattern: &str) -> String {
    let mut text = String::with_capacity(pattern.len());
    let mut in_class = false;
    let mut characters = pattern.chars();
    while let Some(character) = characters.next() {
        match character {
            '\\' => match characters.next() {
                Some('d') => text.push_str("[0-9]"),
                Some('D') => text.push_str("[^0-9]"),
                Some('w') => text.push_str("[0-9A-Za-z_]"),
                Some('W') => text.push_str("[^0-9A-Za-z_]"),
                Some('s') => text.push_str(r"[\s\x{feff}--\x{85}]"),
                Some('S') => text.push_str(r"[^[\s\x{feff}--\x{85}]]"),
                Some(escaped) => text.extend(['\\', escaped]),
                None => text.push('\\'),
            },
            '[' if !in_class => {
                in_class = true;
                text.push('[');
            }
            '[' | '&' | '~' if in_class => text.extend(['\\', character]),
            ']' => {
                in_class = false;
                text.push(']');
            }
            _ => text.push(character),
        }
    }
    text
}

struct Judge<'s, 'a> {
    side: &'s Side<'a>,
    direction: Direction,
}

/// What all of several answers say: no if one says no, unknown if one is.
fn all(answers: impl IntoIterator<Item = Option<bool>>) -> Option<bool> {
    let mut known = Some(true);
    for answer in answers {
        match answer {
            Some(false) => return Some(false),
            None => known = None,
            Some(true) => {}
        }
    }
    known
}

impl<'a> Judge<'_, 'a> {
    fn schema(&self, id: Id, value: &Value, depth: usize) -> Option<bool> {
        let known = self.side.get(id);
        let keywords = match &known.schema {
            Schema::Always => return Some(true),
            Schema::Never => return Some(false),
            Schema::Keywords(keywords) => keywords,
        };
        if depth > DEEPEST || !self.side.effort.take(1) {
            return None;
        }
        if keywords.nullable && value.is_null() {
            return Some(true);
        }
        let referred = match keywords.reference {
            None => Some(true),
            Some(text) => self.side.referred(text).and_then(|target| self.schema(target, value, depth + 1)),
        };
        let members = |key: &str, nodes: &[&'a spec_document::Node]| -> Vec<Option<bool>> {
            (nodes.iter().enumerate())
                .map(|(index, node)| {
                    self.schema(self.side.part(&known, node, &[key, &index.to_string()]), value, depth + 1)
                })
                .collect()
        };
        let all_of = all(members("allOf", &keywords.all_of));
        let any_of = members("anyOf", &keywords.any_of);
        let any_of = match () {
            () if any_of.is_empty() || any_of.contains(&Some(true)) => Some(true),
            () if any_of.contains(&None) => None,
            () => Some(false),
        };
        let one_of = members("oneOf", &keywords.one_of);
        let taken = one_of.iter().filter(|answer| **answer == Some(true)).count();
        let one_of = match () {
            () if one_of.is_empty() => Some(true),
            () if taken > 1 => Some(false),
            () if one_of.contains(&None) => None,
            () => Some(taken == 1),
        };
        let others = keywords.others.iter().map(|(key, node)| match *key {
            "not" => self.schema(self.side.part(&known, node, &["not"]), value, depth + 1).map(|yes| !yes),
            _ => None,
        });
        all([Some(self.own(keywords, value)), self.text(keywords, value), referred, all_of, any_of, one_of]
            .into_iter()
            .chain(others)
            .chain([self.parts(&known, keywords, value, depth)]))
    }

    /// The keywords that need no other schema.
    fn own(&self, keywords: &Keywords<'a>, value: &Value) -> bool {
        let ty = Type::of(value);
        if !keywords.types.has(ty) {
            return false;
        }
        if let Some(values) = &keywords.values
            && !values.iter().any(|node| equal(&node.to_json(), value))
        {
            return false;
        }
        let counted = |count: usize, range: super::keywords::Range| {
            count as u64 >= range.least && range.most.is_none_or(|most| count as u64 <= most)
        };
        match value {
            Value::Number(number) => {
                let num = Num::of(number);
                let low = keywords.minimum.is_none_or(|low| num > low.at || (num == low.at && !low.exclusive));
                let high = keywords.maximum.is_none_or(|high| num < high.at || (num == high.at && !high.exclusive));
                low && high && (num.is_whole() || !keywords.types.only_whole)
            }
            Value::String(text) => counted(text.chars().count(), keywords.length),
            Value::Array(items) => {
                let repeats =
                    items.iter().enumerate().any(|(index, one)| items[..index].iter().any(|other| equal(one, other)));
                counted(items.len(), keywords.items_count) && !(keywords.unique_items && repeats)
            }
            Value::Object(members) => {
                let hidden = |name: &str| {
                    keywords.property(name).is_some_and(|node| self.side.says(node, self.direction.hidden_by()))
                };
                counted(members.len(), keywords.properties_count)
                    && keywords.required.iter().all(|name| members.contains_key(*name) || hidden(name))
            }
            Value::Null | Value::Bool(_) => true,
        }
    }

    fn text(&self, keywords: &Keywords<'a>, value: &Value) -> Option<bool> {
        match (value, keywords.pattern, keywords.multiple_of) {
            (Value::String(text), Some(pattern), _) => matches(pattern, text),
            (Value::Number(number), _, Some(step)) => Num::of(number).is_multiple_of(step),
            _ => Some(true),
        }
    }

    /// The items of an array and the members of an object.
    fn parts(&self, known: &Known<'a>, keywords: &Keywords<'a>, value: &Value, depth: usize) -> Option<bool> {
        match value {
            Value::Array(items) => all(items
                .iter()
                .enumerate()
                .map(|(index, item)| {
                    let step = index.to_string();
                    let schema = match keywords.prefix_items.get(index) {
                        Some(node) => self.side.part(known, node, &["prefixItems", &step]),
                        None => self.side.part(known, keywords.items?, &["items"]),
                    };
                    Some(self.schema(schema, item, depth + 1))
                })
                .map(|answer| answer.unwrap_or(Some(true)))),
            Value::Object(members) => all(members.iter().map(|(name, member)| {
                let mut schemas = Vec::new();
                let declared = keywords.property(name);
                // What does not go this way says nothing of its value.
                let hidden = declared.is_some_and(|node| self.side.says(node, self.direction.hidden_by()));
                if let Some(node) = declared.filter(|_| !hidden) {
                    schemas.push(self.side.part(known, node, &["properties", name]));
                }
                for (pattern, node) in &keywords.pattern_properties {
                    if matches(pattern, name)? {
                        schemas.push(self.side.part(known, node, &["patternProperties", pattern]));
                    }
                }
                if schemas.is_empty()
                    && !hidden
                    && let Some(node) = keywords.additional
                {
                    schemas.push(self.side.part(known, node, &["additionalProperties"]));
                }
                all(schemas.into_iter().map(|schema| self.schema(schema, member, depth + 1)))
            })),
            _ => Some(true),
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::matches;

    #[test]
    fn a_regular_expression_finds_what_the_validator_says_it_finds() {
        let texts =
            ["a", "٣", "é", "3", "_", "[", "&", "-", "", "\u{a0}", "\u{feff}", "\u{85}", "a\n", "a b", "é3", "]", "~"];
        let patterns = [
            r"^\d$",
            r"^\D$",
            r"^\w$",
            r"^\W$",
            r"^[\d_]$",
            r"^[^\w]$",
            r"^[\Wa]$",
            r"^\s$",
            r"^\S$",
            r"^[\s_]$",
            r"^[^\s]$",
            r"a\b",
            r"é\b",
            r"\B",
            "^[[]$",
            "^[[a]$",
            "^[a&&b]$",
            "^[a~~b]$",
            "^a$",
            r"^\[$",
            r"^[\]]$",
            "^a.b$",
            "^(?:a|é)$",
        ];
        for pattern in patterns {
            let validator = jsonschema::validator_for(&json!({ "pattern": pattern })).expect(pattern);
            for text in texts {
                if let Some(found) = matches(pattern, text) {
                    assert_eq!(found, validator.is_valid(&json!(text)), "{pattern} and {text:?}");
                }
            }
        }
        assert_eq!(matches(r"^[\d_]+$", "3_"), Some(true));
        assert_eq!(matches("(?<!a)b", "b"), None);
    }
}
