//! The schemas of one document, read as they are needed.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

use spec_document::{Effective, Node, Pointer};

use super::effort::Effort;
use super::keywords::Schema;
use crate::finding::Place;

/// A schema of one side.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Id(u32);

/// One of the two documents.
pub(crate) struct Side<'a> {
    pub(crate) document: &'a Effective,
    /// Whether keywords beside a `$ref` count, as they do since OpenAPI 3.1.
    siblings_count: bool,
    pub(crate) effort: Effort,
    schemas: RefCell<Vec<Rc<Known<'a>>>>,
    ids: RefCell<HashMap<*const Node, Id>>,
}

/// A schema and where it stands.
pub(crate) struct Known<'a> {
    pub(crate) node: &'a Node,
    pub(crate) pointer: Pointer,
    pub(crate) schema: Schema<'a>,
}

impl<'a> Side<'a> {
    pub(crate) fn new(document: &'a Effective) -> Self {
        let version = document.root.get("openapi").and_then(Node::as_str).unwrap_or_default();
        Self {
            document,
            siblings_count: !version.starts_with("3.0"),
            effort: Effort::default(),
            schemas: RefCell::default(),
            ids: RefCell::default(),
        }
    }

    /// Whether keywords beside a `$ref` count.
    pub(crate) fn siblings_count(&self) -> bool {
        self.siblings_count
    }

    /// The schema at a node; where it is nothing but a reference, the one that the reference leads to.
    pub(crate) fn id(&self, node: &'a Node, pointer: impl FnOnce() -> Pointer) -> Id {
        if let Some(id) = self.ids.borrow().get(&std::ptr::from_ref(node)) {
            return *id;
        }
        let (mut here, mut way, mut first) = (node, None, Some(pointer));
        // A cycle of bare references is refused when a document is loaded; the bound is for what was not loaded so.
        for _ in 0..64 {
            let Some(target) = self.bare_reference(here) else { break };
            (way, here) = (Some(target.0), target.1);
        }
        let known = self.ids.borrow().get(&std::ptr::from_ref(here)).copied();
        let id = known.unwrap_or_else(|| {
            let pointer = way.or_else(|| first.take().map(|pointer| pointer())).unwrap_or_default();
            self.add(here, pointer)
        });
        self.ids.borrow_mut().extend([(std::ptr::from_ref(node), id), (std::ptr::from_ref(here), id)]);
        id
    }

    /// Where a schema leads that is nothing but a reference.
    fn bare_reference(&self, node: &'a Node) -> Option<(Pointer, &'a Node)> {
        let text = node.get("$ref").and_then(Node::as_str)?;
        match Schema::read(node, self.siblings_count) {
            Schema::Keywords(keywords) if keywords.bare => self.document.resolve(text),
            _ => None,
        }
    }

    fn add(&self, node: &'a Node, pointer: Pointer) -> Id {
        let schema = Schema::read(node, self.siblings_count);
        let mut schemas = self.schemas.borrow_mut();
        let id = Id(u32::try_from(schemas.len()).unwrap_or(u32::MAX));
        schemas.push(Rc::new(Known { node, pointer, schema }));
        id
    }

    pub(crate) fn get(&self, id: Id) -> Rc<Known<'a>> {
        Rc::clone(&self.schemas.borrow()[id.0 as usize])
    }

    /// The schema at a part of another one, such as a property.
    pub(crate) fn part(&self, of: &Known<'a>, node: &'a Node, steps: &[&str]) -> Id {
        self.id(node, || steps.iter().fold(of.pointer.clone(), |pointer, step| pointer.child(step)))
    }

    /// The schema that the `$ref` of a schema with keywords beside it leads to.
    pub(crate) fn referred(&self, text: &str) -> Option<Id> {
        let (pointer, node) = self.document.resolve(text)?;
        Some(self.id(node, || pointer))
    }

    /// Whether a schema says that its value only goes one way: `readOnly` or `writeOnly`, in itself or where its reference leads.
    pub(crate) fn says(&self, node: &Node, flag: &str) -> bool {
        let mut node = node;
        for _ in 0..16 {
            if node.get(flag).and_then(Node::as_bool) == Some(true) {
                return true;
            }
            let Some((_, target)) =
                node.get("$ref").and_then(Node::as_str).and_then(|text| self.document.resolve(text))
            else {
                return false;
            };
            node = target;
        }
        false
    }

    /// The place of a keyword of a schema, or of the schema where it does not have the keyword.
    pub(crate) fn place(&self, known: &Known<'a>, keyword: &str) -> Place {
        let member = known.node.as_object().and_then(|object| object.member(keyword));
        match member {
            Some(member) => self.place_of(&known.pointer.child(keyword), member.key_span),
            None => self.place_of(&known.pointer, known.node.span),
        }
    }

    pub(crate) fn place_of(&self, pointer: &Pointer, span: spec_document::Span) -> Place {
        let position = self.document.sources.position(span);
        Place {
            pointer: pointer.to_string(),
            file: self.document.sources.get(span.source).name.clone(),
            line: position.line,
            column: position.column,
        }
    }
}
