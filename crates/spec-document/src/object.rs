//! Objects: members in the order they were written, found by name.

use std::collections::HashMap;

use crate::{Node, Span};

/// A name and its value.
#[derive(Clone, Debug)]
pub struct Member {
    /// The name.
    pub key: String,
    /// Where the name stands.
    pub key_span: Span,
    /// The value.
    pub value: Node,
}

/// The members of an object in their written order; no name occurs twice.
#[derive(Clone, Debug, Default)]
pub struct Object {
    members: Vec<Member>,
    index: Option<HashMap<String, usize>>,
}

/// Up to here looking through the members is as quick as an index, and most objects are this small.
const UNINDEXED: usize = 16;

impl Object {
    /// An object without members.
    pub fn new() -> Object {
        Object::default()
    }

    /// The value of a member.
    pub fn get(&self, key: &str) -> Option<&Node> {
        self.member(key).map(|member| &member.value)
    }

    /// The value of a member, to change it.
    pub fn get_mut(&mut self, key: &str) -> Option<&mut Node> {
        let at = self.position(key)?;
        self.members.get_mut(at).map(|member| &mut member.value)
    }

    /// A member.
    pub fn member(&self, key: &str) -> Option<&Member> {
        self.position(key).and_then(|at| self.members.get(at))
    }

    /// The members in their written order.
    pub fn iter(&self) -> impl Iterator<Item = &Member> {
        self.members.iter()
    }

    /// How many members there are.
    pub fn len(&self) -> usize {
        self.members.len()
    }

    /// Whether there are no members.
    pub fn is_empty(&self) -> bool {
        self.members.is_empty()
    }

    /// Whether a member has this name.
    pub fn contains_key(&self, key: &str) -> bool {
        self.position(key).is_some()
    }

    /// Adds a member at the end, or puts it in the place of the one with its name, which is given back.
    pub fn insert(&mut self, member: Member) -> Option<Member> {
        if let Some(at) = self.position(&member.key) {
            return Some(std::mem::replace(&mut self.members[at], member));
        }
        if let Some(index) = &mut self.index {
            index.insert(member.key.clone(), self.members.len());
        }
        self.members.push(member);
        if self.index.is_none() && self.members.len() > UNINDEXED {
            self.reindex();
        }
        None
    }

    /// Takes a member out; the others keep their order.
    pub fn remove(&mut self, key: &str) -> Option<Member> {
        let member = self.members.remove(self.position(key)?);
        self.reindex();
        Some(member)
    }

    /// Keeps the members that `keep` says yes to. One pass, where removing them one by one would be quadratic.
    pub(crate) fn retain(&mut self, keep: impl FnMut(&Member) -> bool) {
        self.members.retain(keep);
        self.reindex();
    }

    fn position(&self, key: &str) -> Option<usize> {
        match &self.index {
            Some(index) => index.get(key).copied(),
            None => self.members.iter().position(|member| member.key == key),
        }
    }

    fn reindex(&mut self) {
        self.index = (self.members.len() > UNINDEXED).then(|| {
            let places = self.members.iter().enumerate().map(|(at, member)| (member.key.clone(), at));
            places.collect()
        });
    }
}

impl<'a> IntoIterator for &'a Object {
    type Item = &'a Member;
    type IntoIter = std::slice::Iter<'a, Member>;

    fn into_iter(self) -> Self::IntoIter {
        self.members.iter()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Sources, Value};

    fn member(key: &str, value: bool) -> Member {
        let span = Span { source: Sources::default().add("", ""), start: 0, end: 0 };
        Member { key: key.to_owned(), key_span: span, value: Node { value: Value::Bool(value), span } }
    }

    fn object(count: usize) -> Object {
        let mut object = Object::new();
        for at in 0..count {
            assert!(object.insert(member(&format!("k{at}"), true)).is_none());
        }
        object
    }

    #[test]
    fn small_and_large_objects_behave_alike() {
        for count in [3, UNINDEXED, UNINDEXED + 1, 200] {
            let mut object = object(count);
            assert!(object.get("absent").is_none());
            assert!(object.remove("absent").is_none());
            let old = object.insert(member("k1", false)).unwrap();
            assert_eq!(old.value.as_bool(), Some(true));
            assert_eq!(object.len(), count, "a replaced member is not added");
            assert_eq!(object.iter().nth(1).unwrap().key, "k1", "and keeps its place");
            assert_eq!(object.remove("k0").unwrap().key, "k0");
            assert_eq!(object.get("k1").unwrap().as_bool(), Some(false));
            assert_eq!(object.get("k2").unwrap().as_bool(), Some(true));
            object.retain(|member| member.key == "k2");
            assert_eq!(object.len(), 1);
            assert!(object.contains_key("k2") && !object.contains_key("k1"));
        }
    }
}
