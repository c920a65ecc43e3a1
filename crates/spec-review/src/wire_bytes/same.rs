//! Whether two schemas are written alike, with all that they lead to: then both judge alike, and nobody has to be asked.

use std::cell::RefCell;
use std::collections::{HashMap, HashSet};

use spec_diff::read::At;
use spec_document::{Effective, Node, Value};

/// What is known of the schemas of two documents.
pub(super) struct Same<'a> {
    base: &'a Effective,
    revision: &'a Effective,
    /// Both read schemas by the same version of OpenAPI.
    comparable: bool,
    /// References that lead to the same in both.
    known: RefCell<HashSet<&'a str>>,
    asked: RefCell<HashMap<(*const Node, *const Node), bool>>,
}

impl<'a> Same<'a> {
    pub(super) fn new(base: &'a Effective, revision: &'a Effective) -> Self {
        let old_version = |document: &Effective| {
            document.root.get("openapi").and_then(Node::as_str).is_some_and(|version| version.starts_with("3.0"))
        };
        let comparable = old_version(base) == old_version(revision);
        Self { base, revision, comparable, known: RefCell::default(), asked: RefCell::default() }
    }

    pub(super) fn schemas(&self, base: &At<'a>, revision: &At<'a>) -> bool {
        let key = (std::ptr::from_ref(base.node), std::ptr::from_ref(revision.node));
        if let Some(known) = self.asked.borrow().get(&key) {
            return *known;
        }
        let same = self.comparable && self.look(base.node, revision.node);
        self.asked.borrow_mut().insert(key, same);
        same
    }

    fn look(&self, base: &'a Node, revision: &'a Node) -> bool {
        let mut seen: HashSet<&'a str> = HashSet::new();
        let mut pending = vec![(base, revision)];
        while let Some((one, other)) = pending.pop() {
            match (&one.value, &other.value) {
                (Value::Array(had), Value::Array(has)) if had.len() == has.len() => pending.extend(had.iter().zip(has)),
                (Value::Object(had), Value::Object(has)) => {
                    let counts = |key: &str, value: &Node| !(is_prose(key) && value.as_str().is_some());
                    let number = |object: &spec_document::Object| {
                        object.iter().filter(|member| counts(&member.key, &member.value)).count()
                    };
                    if number(had) != number(has) {
                        return false;
                    }
                    for member in had.iter().filter(|member| counts(&member.key, &member.value)) {
                        let Some(value) = has.get(&member.key) else { return false };
                        pending.push((&member.value, value));
                        let reference = member.value.as_str().filter(|_| member.key == "$ref");
                        let Some(text) = reference else { continue };
                        if self.known.borrow().contains(text) || !seen.insert(text) {
                            continue;
                        }
                        match (self.base.resolve(text), self.revision.resolve(text)) {
                            (Some((_, had)), Some((_, has))) => pending.push((had, has)),
                            (None, None) => {}
                            _ => return false,
                        }
                    }
                }
                _ if one.is_same_leaf(other) => {}
                _ => return false,
            }
        }
        // What was looked at on the way is the same too: nothing in it was not.
        self.known.borrow_mut().extend(seen);
        true
    }
}

/// A keyword that says nothing of a value. A property of that name is no text.
fn is_prose(key: &str) -> bool {
    matches!(key, "description" | "title")
}
