//! What a mend means for the tree.

use spec_document::{Member, Node, Object, Pointer, Value};

/// A change of the tree.
#[derive(Clone, Debug)]
pub(crate) enum Change {
    /// A member with a text, before all others.
    Insert { object: Pointer, key: &'static str, text: String },
    /// A member goes.
    Remove { member: Pointer },
    /// Members of one object go.
    RemoveAll { object: Pointer, keys: Vec<String> },
    /// `nullable: true` becomes a type with null.
    Nullable { schema: Pointer },
}

impl Default for Change {
    fn default() -> Self {
        Change::RemoveAll { object: Pointer::root(), keys: Vec::new() }
    }
}

impl Change {
    /// Makes the change, and says whether there was something to change.
    pub(super) fn apply(&self, root: &mut Node) -> bool {
        let source = root.span.source;
        match self {
            Change::Insert { object, key, text } => {
                let Some(node) = root.at_mut(object) else { return false };
                let span = node.span;
                let Value::Object(members) = &mut node.value else { return false };
                let value = Node { value: Value::String(text.clone()), span };
                let new = Member { key: (*key).to_owned(), key_span: span, value };
                // Before the first member that the document itself has: what an overlay adds comes after.
                let at = members.iter().position(|member| member.key_span.source == source).unwrap_or(0);
                let mut rebuilt = Object::new();
                for (index, member) in members.iter().enumerate() {
                    if index == at {
                        rebuilt.insert(new.clone());
                    }
                    rebuilt.insert(member.clone());
                }
                rebuilt.insert(new);
                *members = rebuilt;
                true
            }
            Change::Remove { member } => {
                let (Some(object), Some(key)) = (member.parent(), member.last()) else { return false };
                remove(root, &object, &[key.to_owned()])
            }
            Change::RemoveAll { object, keys } => remove(root, object, keys),
            Change::Nullable { schema } => {
                let Some(kind) = root.at_mut(&schema.child("type")) else { return false };
                let null = Node { value: Value::String("null".to_owned()), span: kind.span };
                let span = kind.span;
                let only = std::mem::replace(kind, Node { value: Value::Null, span });
                kind.value = Value::Array(vec![only, null]);
                remove(root, schema, &["nullable".to_owned()])
            }
        }
    }
}

fn remove(root: &mut Node, object: &Pointer, keys: &[String]) -> bool {
    let Some(Value::Object(members)) = root.at_mut(object).map(|node| &mut node.value) else { return false };
    let gone: std::collections::HashSet<&str> = keys.iter().map(String::as_str).collect();
    let before = members.len();
    let mut rebuilt = Object::new();
    for member in std::mem::take(members).iter().filter(|member| !gone.contains(member.key.as_str())) {
        rebuilt.insert(member.clone());
    }
    *members = rebuilt;
    members.len() + gone.len() == before
}
