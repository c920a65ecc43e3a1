//! A node of a document with the way to it.

use spec_document::{Effective, Node, Object, Pointer, Span};

use crate::finding::Place;

/// A node and where it stands.
#[derive(Clone, Debug)]
pub struct At<'a> {
    /// The node.
    pub node: &'a Node,
    /// The way to it from the root.
    pub pointer: Pointer,
}

impl<'a> At<'a> {
    /// The root of a document.
    #[must_use]
    pub fn root(document: &'a Effective) -> Self {
        Self { node: &document.root, pointer: Pointer::root() }
    }

    /// A member.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<At<'a>> {
        self.node.get(key).map(|node| At { node, pointer: self.pointer.child(key) })
    }

    /// The text of a member, if it is one.
    #[must_use]
    pub fn text(&self, key: &str) -> Option<&'a str> {
        self.node.get(key).and_then(Node::as_str)
    }

    /// Whether a member is `true`.
    #[must_use]
    pub fn flag(&self, key: &str) -> bool {
        self.node.get(key).and_then(Node::as_bool).unwrap_or(false)
    }

    /// The members of an object.
    #[must_use]
    pub fn members(&self) -> Vec<(&'a str, At<'a>)> {
        let members = self.node.as_object().into_iter().flat_map(Object::iter);
        members
            .map(|member| (member.key.as_str(), At { node: &member.value, pointer: self.pointer.child(&member.key) }))
            .collect()
    }

    /// The elements of a list.
    #[must_use]
    pub fn items(&self) -> Vec<At<'a>> {
        let items = self.node.as_array().unwrap_or_default().iter().enumerate();
        items.map(|(index, node)| At { node, pointer: self.pointer.child(&index.to_string()) }).collect()
    }

    /// What a `$ref` here leads to; the node itself where there is none, or where nobody can follow it.
    #[must_use]
    pub fn followed(self, document: &'a Effective) -> At<'a> {
        let mut here = self;
        for _ in 0..32 {
            let target = here.node.get("$ref").and_then(Node::as_str).and_then(|text| document.resolve(text));
            match target {
                Some((pointer, node)) => here = At { node, pointer },
                None => break,
            }
        }
        here
    }

    /// Where the key of this node stands, so that a place is that of the name and not of all below it.
    #[must_use]
    pub fn key_span(&self, document: &Effective) -> Span {
        let member = self.pointer.parent().and_then(|above| {
            let above = document.root.at(&above)?;
            above.as_object()?.member(self.pointer.last()?)
        });
        member.map_or(self.node.span, |member| member.key_span)
    }

    /// Where this node stands, by its key.
    #[must_use]
    pub fn place(&self, document: &Effective) -> Place {
        let span = self.key_span(document);
        let position = document.sources.position(span);
        Place {
            pointer: self.pointer.to_string(),
            file: document.sources.get(span.source).name.clone(),
            line: position.line,
            column: position.column,
        }
    }
}
