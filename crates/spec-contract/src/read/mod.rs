//! Reading an effective document into a contract, with every mistake reported at once.

mod discriminator;
mod elsewhere;
mod keys;
mod operation;
mod parameter;
mod response;
mod schema;
mod security;
mod server;

pub use operation::made_operation_id;

use serde_json::Value;
use spec_document::{Diagnostic, Effective, Level, Node, Object, Pointer, Report};

use crate::model::{Contract, NamedSchema};
use crate::place::Place;
use elsewhere::Elsewhere;

/// Reads the contract of an effective document.
///
/// Real documents have mistakes. What can still be understood is read, and each mistake is a warning in [`Contract::warnings`] that says
/// how it was understood.
///
/// # Errors
///
/// A report of what cannot be understood, and of everything else that was found: each with its place and what to do.
pub fn read(document: &Effective) -> Result<Contract, Report> {
    let mut reader = Reader { document, diagnostics: Vec::new(), unread: Vec::new(), elsewhere: Elsewhere::default() };
    let mut contract = reader.contract();
    contract.unread = reader.unread;
    if reader.diagnostics.iter().any(|diagnostic| diagnostic.level == Level::Error) {
        return Err(document.report(reader.diagnostics));
    }
    contract.warnings = reader.diagnostics;
    Ok(contract)
}

struct Reader<'a> {
    document: &'a Effective,
    diagnostics: Vec<Diagnostic>,
    unread: Vec<(String, Place)>,
    elsewhere: Elsewhere,
}

/// A node and where it stands.
#[derive(Clone)]
struct At<'a> {
    node: &'a Node,
    pointer: Pointer,
}

impl<'a> At<'a> {
    fn get(&self, key: &str) -> Option<At<'a>> {
        self.node.get(key).map(|node| At { node, pointer: self.pointer.child(key) })
    }

    fn place(&self) -> Place {
        Place { pointer: self.pointer.clone(), span: self.node.span }
    }

    fn text(&self, key: &str) -> Option<String> {
        self.node.get(key).and_then(Node::as_str).map(str::to_owned)
    }

    /// A scalar as text, also where the document forgot to put it in quotes.
    fn as_text(&self) -> String {
        match self.node.to_json() {
            Value::String(text) => text,
            value @ (Value::Number(_) | Value::Bool(_)) => value.to_string(),
            _ => String::new(),
        }
    }

    fn flag(&self, key: &str) -> bool {
        self.node.get(key).and_then(Node::as_bool).unwrap_or(false)
    }

    fn json(&self, key: &str) -> Option<Value> {
        self.node.get(key).map(Node::to_json)
    }

    fn members(&self) -> Vec<(&'a str, At<'a>)> {
        self.node
            .as_object()
            .into_iter()
            .flat_map(Object::iter)
            .map(|member| (member.key.as_str(), At { node: &member.value, pointer: self.pointer.child(&member.key) }))
            .collect()
    }

    fn items(&self) -> Vec<At<'a>> {
        self.node
            .as_array()
            .into_iter()
            .flatten()
            .enumerate()
            .map(|(index, node)| At { node, pointer: self.pointer.child(&index.to_string()) })
            .collect()
    }
}

impl<'a> Reader<'a> {
    fn contract(&mut self) -> Contract {
        let root = At { node: &self.document.root, pointer: Pointer::root() };
        if !self.is_object(&root, "an OpenAPI document") {
            return Contract {
                title: String::new(),
                version: String::new(),
                description: None,
                servers: Vec::new(),
                security_schemes: Vec::new(),
                operations: Vec::new(),
                schemas: Vec::new(),
                unread: Vec::new(),
                warnings: Vec::new(),
            };
        }
        self.version(&root);
        self.check_keys(&root, "the document", keys::DOCUMENT);
        self.note_unread(&root, &["webhooks"]);
        let info = self.info(&root);
        let components = root.get("components");
        if let Some(components) = &components
            && self.is_object(components, "`components`")
        {
            self.check_keys(components, "`components`", keys::COMPONENTS);
        }
        let mut schemas = self.schemas(components.as_ref());
        let security_schemes = self.security_schemes(components.as_ref());
        let servers = self.servers(&root);
        let operations = self.operations(&root, &security_schemes);
        schemas.extend(self.schemas_elsewhere());
        let text = |key: &str| info.as_ref().and_then(|info| info.get(key)).map(|at| at.as_text()).unwrap_or_default();
        Contract {
            title: text("title"),
            version: text("version"),
            description: info.as_ref().and_then(|info| info.text("description")),
            servers,
            security_schemes,
            operations,
            schemas,
            unread: Vec::new(),
            warnings: Vec::new(),
        }
    }

    fn version(&mut self, root: &At<'a>) {
        match root.get("openapi") {
            Some(at) => {
                let text = at.node.as_str().unwrap_or_default();
                if !["3.0.", "3.1.", "3.2."].iter().any(|version| text.starts_with(version)) {
                    self.report(
                        Diagnostic::error("openapi-version", "this version of OpenAPI is not supported")
                            .at(at.node.span, "expected 3.0.x, 3.1.x or 3.2.x, as text")
                            .help("Convert the document to OpenAPI 3.1 and import it again."),
                    );
                }
            }
            None => self.report(
                Diagnostic::error("openapi-version", "the document does not say which OpenAPI it is written in")
                    .at(root.node.span, "no `openapi` here")
                    .help("Add `openapi: 3.1.1` as the first line."),
            ),
        }
    }

    fn info(&mut self, root: &At<'a>) -> Option<At<'a>> {
        let info = self.required(root, "the document", "info")?;
        if !self.is_object(&info, "`info`") {
            return None;
        }
        self.check_keys(&info, "`info`", keys::INFO);
        for key in ["title", "version"] {
            if let Some(value) = self.required(&info, "`info`", key)
                && value.node.as_str().is_none()
            {
                self.wrong_type(&value, &format!("`info.{key}`"), "text: put it in quotes");
            }
        }
        Some(info)
    }

    fn schemas(&mut self, components: Option<&At<'a>>) -> Vec<NamedSchema> {
        let Some(at) = components.and_then(|components| components.get("schemas")) else { return Vec::new() };
        if !self.is_object(&at, "`components.schemas`") {
            return Vec::new();
        }
        at.members()
            .into_iter()
            .map(|(name, at)| NamedSchema { name: name.to_owned(), schema: self.schema(&at) })
            .collect()
    }

    /// Notes those of the keys that are there: the model has no place for what they say.
    fn note_unread(&mut self, at: &At<'a>, keys: &[&str]) {
        for key in keys {
            if let Some(value) = at.get(key) {
                self.unread.push(((*key).to_owned(), value.place()));
            }
        }
    }

    fn report(&mut self, diagnostic: Diagnostic) {
        self.diagnostics.push(diagnostic);
    }

    /// The node that a `$ref` leads to, with the name of the component; the node itself where there is none.
    fn followed(&self, at: &At<'a>) -> Option<(At<'a>, Option<String>)> {
        let mut current = at.clone();
        let mut name = None;
        // A chain longer than this is a cycle, which loading has reported.
        for _ in 0..32 {
            let Some(reference) = current.node.get("$ref").and_then(Node::as_str) else {
                return Some((current, name));
            };
            let (pointer, node) = self.document.resolve(reference)?;
            name = pointer.tokens().last().map(|token| token.to_string());
            current = At { node, pointer };
        }
        None
    }

    fn required(&mut self, at: &At<'a>, what: &str, key: &str) -> Option<At<'a>> {
        let found = at.get(key);
        if found.is_none() {
            self.report(
                Diagnostic::warning("missing-key", format!("{what} has no `{key}`"))
                    .at(at.node.span, format!("`{key}` is required here"))
                    .help(format!("Add `{key}`.")),
            );
        }
        found
    }

    fn is_object(&mut self, at: &At<'a>, what: &str) -> bool {
        let is = at.node.as_object().is_some();
        if !is {
            self.wrong_type(at, what, "an object");
        }
        is
    }

    fn is_array(&mut self, at: &At<'a>, what: &str) -> bool {
        let is = at.node.as_array().is_some();
        if !is {
            self.wrong_type(at, what, "a list");
        }
        is
    }

    fn wrong_type(&mut self, at: &At<'a>, what: &str, expected: &str) {
        self.report(
            Diagnostic::warning("wrong-type", format!("{what} is {}", at.node.kind()))
                .at(at.node.span, format!("expected {expected}"))
                .help(format!("Write {what} as {expected}.")),
        );
    }
}
