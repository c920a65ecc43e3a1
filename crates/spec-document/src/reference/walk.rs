//! Finds what is a reference and not merely called `$ref`.

use std::collections::HashMap;

use crate::diagnostic::{Diagnostic, Mistakes, with_article};
use crate::{Node, Object, Pointer, Span, Value};

/// A reference that nobody followed yet.
pub(super) struct Found {
    pub(super) from: Pointer,
    pub(super) span: Span,
    pub(super) text: String,
}

/// What a document has of references.
pub(super) struct Walked {
    pub(super) references: Vec<Found>,
    /// The places of each `$anchor`.
    pub(super) anchors: HashMap<String, Pointer>,
}

/// Bytes that the pointers to all references may take together. Long names around many references would otherwise
/// multiply into far more than the document.
const POINTER_BYTES: usize = 128 * 1024 * 1024;

/// What the members of an object are, which decides what `$ref` means among them.
#[derive(Clone, Copy)]
enum Room {
    /// Keywords: `$ref` is a reference.
    Keywords,
    /// The keywords of the `components` object, all of which hold names.
    Components,
    /// Names that the author chose: `$ref` is one of them.
    Names,
    /// Names that the author chose, with extensions between them.
    NamesAndExtensions,
    /// Names of callbacks.
    Callbacks,
    /// A callback: a reference, or names with extensions between them.
    Callback,
    /// Names of examples or links.
    Quotes(Quote),
    /// An example or a link: a reference, or something whose values are data.
    Quote(Quote),
    /// Values that mean nothing to us.
    Data,
}

#[derive(Clone, Copy)]
enum Quote {
    Example,
    Link,
}

pub(super) fn walk(root: &Node, mistakes: &mut Mistakes) -> Walked {
    let walked = Walked { references: Vec::new(), anchors: HashMap::new() };
    let mut walker = Walker { walked, path: Vec::new(), path_bytes: 0, bytes: 0, full: false, mistakes };
    walker.node(root, Room::Keywords);
    walker.walked
}

struct Walker<'a, 'm> {
    walked: Walked,
    path: Vec<Token<'a>>,
    path_bytes: usize,
    bytes: usize,
    /// The bound was crossed and reported.
    full: bool,
    mistakes: &'m mut Mistakes,
}

enum Token<'a> {
    Key(&'a str),
    Index(usize),
}

impl<'a> Walker<'a, '_> {
    fn node(&mut self, node: &'a Node, room: Room) {
        match &node.value {
            _ if matches!(room, Room::Data) || self.full || self.mistakes.full() => {}
            Value::Array(elements) => {
                for (index, element) in elements.iter().enumerate() {
                    self.path.push(Token::Index(index));
                    // A list never is a set of names; its elements are what stands around it.
                    self.node(element, Room::Keywords);
                    self.path.pop();
                }
            }
            Value::Object(object) => self.object(object, room),
            _ => {}
        }
    }

    fn object(&mut self, object: &'a Object, room: Room) {
        if matches!(room, Room::Keywords | Room::Callback | Room::Quote(_)) {
            self.reference(object);
        }
        for member in object {
            let key = member.key.as_str();
            let inner = room.inside(key, &member.value, self.path.is_empty());
            self.path.push(Token::Key(key));
            self.path_bytes += key.len();
            self.node(&member.value, inner);
            self.path_bytes -= key.len();
            self.path.pop();
        }
    }

    fn reference(&mut self, object: &Object) {
        if let Some(anchor) = object.get("$anchor").and_then(Node::as_str)
            && let Some(pointer) = self.pointer(object)
        {
            self.walked.anchors.entry(anchor.to_owned()).or_insert(pointer);
        }
        let Some(node) = object.get("$ref") else {
            return;
        };
        let Some(text) = node.as_str() else {
            let title = format!("a `$ref` is a string, not {}", with_article(node.kind()));
            self.mistakes.push(Diagnostic::error("reference-not-string", title).at(node.span, ""));
            return;
        };
        if let Some(from) = self.pointer(object) {
            self.walked.references.push(Found { from, span: node.span, text: text.to_owned() });
        }
    }

    fn pointer(&mut self, object: &Object) -> Option<Pointer> {
        // What a reference costs beside the letters of its pointer, and what each name in it costs.
        self.bytes += 160 + self.path_bytes + self.path.len() * 56;
        if self.bytes <= POINTER_BYTES {
            return Some(self.path.iter().map(Token::to_name).collect());
        }
        self.full = true;
        let mistake =
            Diagnostic::error("too-many-references", "the document has too many references under too long names");
        let member = object.iter().find(|member| matches!(member.key.as_str(), "$ref" | "$anchor"));
        self.mistakes.push(match member {
            Some(member) => mistake.at(member.key_span, "this is one too many"),
            None => mistake,
        });
        None
    }
}

impl Token<'_> {
    fn to_name(&self) -> String {
        match self {
            Token::Key(key) => (*key).to_owned(),
            Token::Index(index) => index.to_string(),
        }
    }
}

impl Room {
    /// What a member is.
    fn inside(self, key: &str, value: &Node, at_root: bool) -> Room {
        let extension = key.starts_with("x-");
        match self {
            Room::Keywords | Room::Components if extension => Room::Data,
            Room::NamesAndExtensions | Room::Callback if extension => Room::Data,
            Room::Keywords => keyword(key, value, at_root),
            Room::Components => match key {
                "examples" => Room::Quotes(Quote::Example),
                "links" => Room::Quotes(Quote::Link),
                "callbacks" => Room::Callbacks,
                _ => Room::Names,
            },
            Room::Names | Room::NamesAndExtensions | Room::Callback => Room::Keywords,
            Room::Callbacks => Room::Callback,
            Room::Quotes(quote) => Room::Quote(quote),
            Room::Quote(Quote::Link) if matches!(key, "headers" | "server") => Room::Keywords,
            Room::Quote(_) | Room::Data => Room::Data,
        }
    }
}

/// What the value of a keyword is.
fn keyword(key: &str, value: &Node, at_root: bool) -> Room {
    let is_object = value.as_object().is_some();
    match key {
        "example" | "default" | "enum" | "const" => Room::Data,
        // Of a schema a list of values, of everything else named examples.
        "examples" if is_object => Room::Quotes(Quote::Example),
        "examples" => Room::Data,
        "components" if at_root => Room::Components,
        "callbacks" if is_object => Room::Callbacks,
        "links" if is_object => Room::Quotes(Quote::Link),
        "paths" | "responses" if is_object => Room::NamesAndExtensions,
        "properties"
        | "patternProperties"
        | "$defs"
        | "definitions"
        | "dependentSchemas"
        | "dependencies"
        | "headers"
        | "content"
        | "encoding"
        | "webhooks"
        | "variables"
        | "mapping"
        | "scopes"
        | "additionalOperations"
            if is_object =>
        {
            Room::Names
        }
        _ => Room::Keywords,
    }
}
