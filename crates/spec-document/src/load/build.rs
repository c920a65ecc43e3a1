//! Builds a tree from the parts that a parser meets, within the limits and without recursion.

use crate::diagnostic::{Diagnostic, Mistakes, quoted};
use crate::limit;
use crate::{Member, Node, Object, Span, Value};

/// Whether to read on.
#[derive(Debug)]
pub(crate) struct Stop;

/// What stands where a name is expected.
pub(crate) enum Key {
    /// A name.
    Name(String, Span),
    /// Something that cannot be one and was reported; its value is read and dropped.
    Refused,
}

/// A container that is not finished yet.
enum Open {
    Array { elements: Vec<Node>, start: Span },
    Object { object: Object, start: Span, key: Option<Key> },
}

/// The tree so far.
pub(crate) struct Builder<'m> {
    pub(crate) mistakes: &'m mut Mistakes,
    open: Vec<Open>,
    root: Option<Node>,
    nodes: usize,
}

impl<'m> Builder<'m> {
    pub(crate) fn new(mistakes: &'m mut Mistakes) -> Builder<'m> {
        Builder { mistakes, open: Vec::new(), root: None, nodes: 0 }
    }

    /// The finished tree.
    pub(crate) fn into_root(self) -> Option<Node> {
        self.root
    }

    /// Whether the innermost container is an object that waits for a name.
    pub(crate) fn wants_key(&self) -> bool {
        matches!(self.open.last(), Some(Open::Object { key: None, .. }))
    }

    /// Begins an array.
    pub(crate) fn open_array(&mut self, start: Span) -> Result<(), Stop> {
        self.check_depth(1, start)?;
        self.open.push(Open::Array { elements: Vec::new(), start });
        self.spend(1, start)
    }

    /// Begins an object.
    pub(crate) fn open_object(&mut self, start: Span) -> Result<(), Stop> {
        self.check_depth(1, start)?;
        self.open.push(Open::Object { object: Object::new(), start, key: None });
        self.spend(1, start)
    }

    /// Ends the innermost container.
    pub(crate) fn close(&mut self, end: Span) -> Option<Node> {
        Some(match self.open.pop()? {
            Open::Array { elements, start } => {
                let end = end_of(end, elements.last());
                Node { value: Value::Array(elements), span: start.to(end) }
            }
            Open::Object { object, start, .. } => {
                let end = end_of(end, object.iter().last().map(|member| &member.value));
                Node { value: Value::Object(object), span: start.to(end) }
            }
        })
    }

    /// Takes the name of the next member.
    pub(crate) fn key(&mut self, next: Key) {
        if let Some(Open::Object { key, .. }) = self.open.last_mut() {
            *key = Some(next);
        }
    }

    /// Takes a scalar.
    pub(crate) fn scalar(&mut self, value: Value, span: Span) -> Result<(), Stop> {
        self.check_depth(1, span)?;
        self.spend(1, span)?;
        self.put(Node { value, span })
    }

    /// Takes a finished node whose cost was paid.
    pub(crate) fn put(&mut self, node: Node) -> Result<(), Stop> {
        match self.open.last_mut() {
            None => self.root = Some(node),
            Some(Open::Array { elements, .. }) => elements.push(node),
            Some(Open::Object { object, key, .. }) => match key.take() {
                Some(Key::Name(key, key_span)) => {
                    if let Some(first) = object.member(&key) {
                        let title = format!("the key {} is there twice", quoted(&key));
                        self.mistakes.push(
                            Diagnostic::error("duplicate-key", title)
                                .at(key_span, "here again")
                                .also(first.key_span, "first here")
                                .help("keep one of them: which of the two counts is up to whoever reads the document"),
                        );
                    } else {
                        object.insert(Member { key, key_span, value: node });
                    }
                }
                Some(Key::Refused) | None => {}
            },
        }
        if self.mistakes.full() { Err(Stop) } else { Ok(()) }
    }

    /// Refuses what would be nested too deep, where `levels` more are about to be added.
    pub(crate) fn check_depth(&mut self, levels: usize, span: Span) -> Result<(), Stop> {
        if self.open.len() + levels <= limit::DEPTH {
            return Ok(());
        }
        let title = format!("the document is nested more than {} levels deep", limit::DEPTH);
        self.mistakes.push(Diagnostic::error("too-deep", title).at(span, "this is one too many"));
        Err(Stop)
    }

    /// Refuses what would make the tree too large.
    pub(crate) fn spend(&mut self, nodes: usize, span: Span) -> Result<(), Stop> {
        self.nodes += nodes;
        if self.nodes <= limit::NODES {
            return Ok(());
        }
        let title = format!("the document has more than {} values, expanded aliases included", limit::NODES);
        self.mistakes.push(Diagnostic::error("too-many-values", title).at(span, "this is one too many"));
        Err(Stop)
    }
}

/// Where a container ends. A block of YAML has no mark for its end, so the parser tells the start of what follows; the
/// end of the last part says better where the text of the container is over.
fn end_of(mark: Span, last: Option<&Node>) -> Span {
    match last {
        Some(last) if mark.start == mark.end => last.span,
        _ => mark,
    }
}
