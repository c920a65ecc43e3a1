//! The elements of a document, each with what it is: what the rules walk over instead of the tree.

use spec_document::{Effective, Member, Node, Object, Pointer};

use crate::Setting;

/// What an element is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Role<'a> {
    /// An operation; its path where it stands under `paths` itself.
    Operation { path: Option<&'a str>, method: &'a str },
    /// A parameter, of an operation, a path item, or a component.
    Parameter,
    /// A request body.
    Body,
    /// A media type of a body, an answer, a parameter or a header.
    Media { media_type: &'a str, of: Holder },
    /// An answer, by its status or its name in the components.
    Response { name: &'a str },
    /// A header.
    Header,
    /// A schema; its name where it is a component.
    Schema { component: Option<&'a str> },
}

/// Whose media type it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Holder {
    Request,
    Response,
    Other,
}

/// An element and where it stands.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Element<'a> {
    pub(crate) role: Role<'a>,
    pub(crate) node: &'a Node,
    /// The member that holds it, where it is not an element of a list.
    pub(crate) member: Option<&'a Member>,
    step: usize,
}

impl<'a> Element<'a> {
    /// Where to point: at the name, or at the whole where it has none.
    pub(crate) fn span(&self) -> spec_document::Span {
        self.member.map_or(self.node.span, |member| member.key_span)
    }

    pub(crate) fn is_reference(&self) -> bool {
        self.node.get("$ref").is_some()
    }

    pub(crate) fn text(&self, key: &str) -> Option<&'a str> {
        self.node.get(key).and_then(Node::as_str)
    }
}

/// One step from the root. Steps share their beginnings: a pointer for every element would cost more than the document.
#[derive(Clone, Copy)]
struct Step<'a> {
    above: usize,
    token: Token<'a>,
}

#[derive(Clone, Copy)]
enum Token<'a> {
    Root,
    Key(&'a str),
    Index(usize),
}

/// The elements of a document in its order. References are not followed, so each is there once.
pub(crate) struct Outline<'a> {
    pub(crate) document: &'a Effective,
    pub(crate) setting: Setting,
    pub(crate) elements: Vec<Element<'a>>,
    steps: Vec<Step<'a>>,
}

impl<'a> Outline<'a> {
    pub(crate) fn new(document: &'a Effective, setting: Setting) -> Outline<'a> {
        let root = Step { above: 0, token: Token::Root };
        let mut outline = Outline { document, setting, elements: Vec::new(), steps: vec![root] };
        outline.document();
        outline
    }

    /// The version is one in which schemas are those of JSON Schema 2020-12.
    pub(crate) fn is_modern(&self) -> bool {
        self.document.root.get("openapi").and_then(Node::as_str).is_some_and(|version| version.starts_with("3.1"))
    }

    pub(crate) fn pointer(&self, element: &Element<'a>) -> Pointer {
        let mut tokens = Vec::new();
        let mut here = element.step;
        loop {
            let step = self.steps[here];
            match step.token {
                Token::Root => break,
                Token::Key(key) => tokens.push(key.to_owned()),
                Token::Index(index) => tokens.push(index.to_string()),
            }
            here = step.above;
        }
        tokens.into_iter().rev().collect()
    }

    /// The operations under `paths`.
    pub(crate) fn operations(&self) -> impl Iterator<Item = (&Element<'a>, &'a str, &'a str)> {
        self.elements.iter().filter_map(|element| match element.role {
            Role::Operation { path: Some(path), method } => Some((element, path, method)),
            _ => None,
        })
    }

    /// The schemas that are objects, components and others.
    pub(crate) fn schemas(&self) -> impl Iterator<Item = &Element<'a>> {
        self.elements.iter().filter(|element| matches!(element.role, Role::Schema { .. }))
    }

    /// What a node is once its references are followed.
    pub(crate) fn followed(&self, node: &'a Node) -> Option<&'a Node> {
        let mut current = node;
        // Longer chains are circles.
        for _ in 0..32 {
            let Some(reference) = current.get("$ref").and_then(Node::as_str) else { return Some(current) };
            current = self.document.resolve(reference)?.1;
        }
        None
    }

    fn step(&mut self, above: usize, token: Token<'a>) -> usize {
        self.steps.push(Step { above, token });
        self.steps.len() - 1
    }

    fn keep(&mut self, role: Role<'a>, at: At<'a>) {
        self.elements.push(Element { role, node: at.node, member: at.member, step: at.step });
    }

    fn get(&mut self, at: At<'a>, key: &'a str) -> Option<At<'a>> {
        let member = at.node.as_object()?.member(key)?;
        let step = self.step(at.step, Token::Key(key));
        Some(At { node: &member.value, member: Some(member), step })
    }

    /// The members of an object under names that the author chose.
    fn named(&mut self, at: Option<At<'a>>, extensions: bool) -> Vec<(&'a str, At<'a>)> {
        let Some(at) = at else { return Vec::new() };
        let members = at.node.as_object().into_iter().flat_map(Object::iter);
        let mut found = Vec::new();
        for member in members.filter(|member| !(extensions && member.key.starts_with("x-"))) {
            let step = self.step(at.step, Token::Key(&member.key));
            found.push((member.key.as_str(), At { node: &member.value, member: Some(member), step }));
        }
        found
    }

    fn listed(&mut self, at: Option<At<'a>>) -> Vec<At<'a>> {
        let Some(at) = at else { return Vec::new() };
        let mut found = Vec::new();
        for (index, node) in at.node.as_array().into_iter().flatten().enumerate() {
            let step = self.step(at.step, Token::Index(index));
            found.push(At { node, member: None, step });
        }
        found
    }

    fn each(&mut self, at: At<'a>, key: &'a str, mut then: impl FnMut(&mut Self, &'a str, At<'a>)) {
        let holder = self.get(at, key);
        for (name, inner) in self.named(holder, false) {
            then(self, name, inner);
        }
    }
}

/// A node on the way.
#[derive(Clone, Copy)]
struct At<'a> {
    node: &'a Node,
    member: Option<&'a Member>,
    step: usize,
}

/// The methods that OpenAPI knows.
const METHODS: [&str; 8] = ["get", "put", "post", "delete", "options", "head", "patch", "trace"];

/// Where schemas stand in a schema: alone, in a list, under names.
const SCHEMA: [&str; 12] = [
    "items",
    "additionalProperties",
    "not",
    "if",
    "then",
    "else",
    "contains",
    "propertyNames",
    "unevaluatedItems",
    "unevaluatedProperties",
    "additionalItems",
    "contentSchema",
];
const SCHEMAS: [&str; 4] = ["allOf", "oneOf", "anyOf", "prefixItems"];
const NAMED_SCHEMAS: [&str; 5] = ["properties", "patternProperties", "dependentSchemas", "$defs", "definitions"];

impl<'a> Outline<'a> {
    fn document(&mut self) {
        let root = At { node: &self.document.root, member: None, step: 0 };
        let paths = self.get(root, "paths");
        for (path, item) in self.named(paths, true) {
            self.path_item(item, Some(path));
        }
        self.each(root, "webhooks", |outline, _, item| outline.path_item(item, None));
        let Some(components) = self.get(root, "components") else { return };
        self.each(components, "schemas", |outline, name, at| outline.schema(at, Some(name)));
        self.each(components, "responses", |outline, name, at| outline.response(at, name));
        self.each(components, "parameters", |outline, _, at| outline.parameter(at));
        self.each(components, "requestBodies", |outline, _, at| outline.body(at));
        self.each(components, "headers", |outline, _, at| outline.header(at));
        self.each(components, "pathItems", |outline, _, at| outline.path_item(at, None));
        self.each(components, "callbacks", |outline, _, at| outline.callback(at));
    }

    fn path_item(&mut self, at: At<'a>, path: Option<&'a str>) {
        let parameters = self.get(at, "parameters");
        for parameter in self.listed(parameters) {
            self.parameter(parameter);
        }
        for method in METHODS {
            if let Some(operation) = self.get(at, method).filter(|it| it.node.as_object().is_some()) {
                self.operation(operation, Role::Operation { path, method });
            }
        }
    }

    fn operation(&mut self, at: At<'a>, role: Role<'a>) {
        self.keep(role, at);
        let parameters = self.get(at, "parameters");
        for parameter in self.listed(parameters) {
            self.parameter(parameter);
        }
        if let Some(body) = self.get(at, "requestBody") {
            self.body(body);
        }
        let responses = self.get(at, "responses");
        for (status, response) in self.named(responses, true) {
            self.response(response, status);
        }
        self.each(at, "callbacks", |outline, _, callback| outline.callback(callback));
    }

    fn callback(&mut self, at: At<'a>) {
        for (_, item) in self.named(Some(at), true).into_iter().filter(|(key, _)| *key != "$ref") {
            self.path_item(item, None);
        }
    }

    fn parameter(&mut self, at: At<'a>) {
        self.keep(Role::Parameter, at);
        self.schema_and_content(at, Holder::Other);
    }

    fn header(&mut self, at: At<'a>) {
        self.keep(Role::Header, at);
        self.schema_and_content(at, Holder::Other);
    }

    fn body(&mut self, at: At<'a>) {
        self.keep(Role::Body, at);
        self.schema_and_content(at, Holder::Request);
    }

    fn response(&mut self, at: At<'a>, name: &'a str) {
        self.keep(Role::Response { name }, at);
        self.each(at, "headers", |outline, _, header| outline.header(header));
        self.schema_and_content(at, Holder::Response);
    }

    fn schema_and_content(&mut self, at: At<'a>, of: Holder) {
        if let Some(schema) = self.get(at, "schema") {
            self.schema(schema, None);
        }
        self.each(at, "content", |outline, media_type, media| {
            outline.keep(Role::Media { media_type, of }, media);
            if let Some(schema) = outline.get(media, "schema") {
                outline.schema(schema, None);
            }
        });
    }

    fn schema(&mut self, at: At<'a>, component: Option<&'a str>) {
        if at.node.as_object().is_none() {
            return;
        }
        self.keep(Role::Schema { component }, at);
        for key in SCHEMA {
            if let Some(inner) = self.get(at, key) {
                self.schema(inner, None);
            }
        }
        for key in SCHEMAS {
            let list = self.get(at, key);
            for inner in self.listed(list) {
                self.schema(inner, None);
            }
        }
        for key in NAMED_SCHEMAS {
            self.each(at, key, |outline, _, inner| outline.schema(inner, None));
        }
    }
}
