//! Paths and operations.

use std::collections::HashMap;

use spec_document::{Diagnostic, Span};

use super::parameter::template_names;
use super::{At, Reader, keys};
use crate::model::{Envelope, Location, Method, Operation, Parameter, SecurityScheme};
use crate::schema::{Kind, Schema};

impl<'a> Reader<'a> {
    pub(super) fn operations(&mut self, root: &At<'a>, schemes: &[SecurityScheme]) -> Vec<Operation> {
        let everywhere = self.security(root, schemes).unwrap_or_default();
        let Some(paths) = root.get("paths") else { return Vec::new() };
        if !self.is_object(&paths, "`paths`") {
            return Vec::new();
        }
        let mut found = Vec::new();
        let mut seen: HashMap<String, Span> = HashMap::new();
        for (path, item) in paths.members() {
            if path.starts_with("x-") {
                continue;
            }
            let Some((item, _)) = self.followed(&item) else { continue };
            if !self.is_object(&item, "a path item") {
                continue;
            }
            let key = paths
                .node
                .as_object()
                .and_then(|paths| paths.member(path))
                .map_or(item.node.span, |member| member.key_span);
            self.check_path(path, key);
            self.check_keys(&item, "a path item", keys::PATH_ITEM);
            self.note_unread(&item, &["servers"]);
            for method in Method::ALL {
                let Some(at) = item.get(method.key()) else { continue };
                if !self.is_object(&at, "an operation") {
                    continue;
                }
                let mut operation = self.operation((path, key), method, &item, &at, schemes);
                if at.get("security").is_none() {
                    operation.security.clone_from(&everywhere);
                }
                let span = at.get("operationId").map_or(at.node.span, |id| id.node.span);
                if let Some(first) = seen.get(&normalised(&operation.id)).copied() {
                    self.report(
                        Diagnostic::warning(
                            "operation-id-repeats",
                            format!("two operations would be called `{}`", operation.id),
                        )
                        .at(span, "used again here")
                        .also(first, "first used here")
                        .help("Give one of them another `operationId`: it is the name of a method."),
                    );
                    operation.id = made_operation_id(method.key(), path);
                    let made = operation.id.clone();
                    for number in 2.. {
                        if !seen.contains_key(&normalised(&operation.id)) {
                            break;
                        }
                        operation.id = format!("{made}{number}");
                    }
                }
                seen.insert(normalised(&operation.id), span);
                found.push(operation);
            }
        }
        found
    }

    fn check_path(&mut self, path: &str, key: Span) {
        let balanced = path.matches('{').count() == template_names(path).count()
            && path.matches('{').count() == path.matches('}').count();
        let clean = path.starts_with('/') && !path.contains(['\\', '"']) && !path.chars().any(char::is_control);
        if !balanced || !clean {
            self.report(
                Diagnostic::warning("path-form", format!("`{}` is not a path template", path.escape_debug()))
                    .at(key, "not a path template")
                    .help("A path begins with `/`, has every `{` closed by a `}`, and has no backslash or quote."),
            );
        }
    }

    fn operation(
        &mut self,
        (path, key): (&str, Span),
        method: Method,
        item: &At<'a>,
        at: &At<'a>,
        schemes: &[SecurityScheme],
    ) -> Operation {
        self.check_keys(at, "an operation", keys::OPERATION);
        self.note_unread(at, &["servers", "callbacks"]);
        let mut parameters = self.parameters(item, at, path);
        for name in template_names(path) {
            if !parameters.iter().any(|parameter| parameter.location == Location::Path && parameter.name == name) {
                self.report(
                    Diagnostic::warning(
                        "path-parameter-undeclared",
                        format!("the path names `{{{name}}}`, but no parameter does"),
                    )
                    .at(key, format!("`{{{name}}}` of {method}: it is taken as text"))
                    .help(format!("Declare a parameter `{name}` with `in: path` and `required: true`.")),
                );
                parameters.push(undeclared(name, at));
            }
        }
        let envelope = at.get("x-envelope").and_then(|envelope| self.envelope(&envelope));
        if let Some(envelope) = &envelope
            && !parameters.iter().any(|it| it.location == Location::Query && it.name == envelope.parameter)
        {
            self.report(
                Diagnostic::error(
                    "envelope-parameter",
                    format!("no query parameter is called `{}`", envelope.parameter),
                )
                .at(
                    at.get("x-envelope").and_then(|it| it.get("parameter")).map_or(at.node.span, |it| it.node.span),
                    "named here",
                )
                .help("Declare the parameter that asks for the envelope."),
            );
        }
        // Its form is checked against the JSON Schema of the extensions; what does not fit is reported there.
        let cancellation = at.json("x-cancellation").and_then(|value| serde_json::from_value(value).ok());
        Operation {
            id: at.text("operationId").unwrap_or_else(|| made_operation_id(method.key(), path)),
            method,
            path: path.to_owned(),
            tags: at
                .get("tags")
                .map(|tags| tags.items())
                .unwrap_or_default()
                .iter()
                .filter_map(|tag| tag.node.as_str().map(str::to_owned))
                .collect(),
            summary: at.text("summary").or_else(|| item.text("summary")),
            description: at.text("description").or_else(|| item.text("description")),
            deprecated: at.flag("deprecated"),
            parameters,
            body: self.body(at),
            responses: self.responses(at),
            security: self.security(at, schemes).unwrap_or_default(),
            envelope,
            cancellation,
            place: at.place(),
        }
    }

    fn envelope(&mut self, at: &At<'a>) -> Option<Envelope> {
        let reference = at.get("schema")?.get("$ref")?;
        let (pointer, _) = self.document.resolve(reference.node.as_str()?)?;
        Some(Envelope {
            operation_id: at.text("operationId")?,
            parameter: at.text("parameter")?,
            schema: pointer.tokens().last()?.to_string(),
            code: at.text("code")?,
            headers: at.text("headers")?,
            body: at.text("body")?,
            place: at.place(),
        })
    }
}

/// What names of methods and types have in common, however they are spelt.
fn normalised(id: &str) -> String {
    id.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// A parameter that only the path names.
fn undeclared(name: &str, operation: &At<'_>) -> Parameter {
    Parameter {
        name: name.to_owned(),
        location: Location::Path,
        required: true,
        schema: Schema::of(Kind::String(None), operation.place()),
        content: None,
        style: "simple".to_owned(),
        explode: false,
        allow_reserved: false,
        description: None,
        deprecated: false,
        example: None,
        examples: Vec::new(),
        place: operation.place(),
    }
}

/// A name for an operation that has none: the method, as a path item has it, then the words of the path.
#[must_use]
pub fn made_operation_id(method: &str, path: &str) -> String {
    let words = path
        .split(|c: char| !c.is_ascii_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(|word| word[..1].to_ascii_uppercase() + &word[1..]);
    std::iter::once(method.to_owned()).chain(words).collect()
}
