//! Checks by an independent JSON Schema validator: extensions against their definitions, examples against schemas.

use serde_json::{Value, json};
use spec_document::{Diagnostic, Effective, Node, Pointer, nearest};

use crate::example::examples;
use crate::json_schema::json_schema;
use crate::model::Contract;

/// Checks every extension of this workspace against `definitions`, the content of `specs/extensions.schema.json`.
///
/// An extension whose name has no definition is left alone: it is somebody else's.
#[must_use]
pub fn check_extensions(document: &Effective, definitions: &Value) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let mut pending = vec![&document.root];
    while let Some(node) = pending.pop() {
        if let Some(items) = node.as_array() {
            pending.extend(items);
        }
        for member in node.as_object().into_iter().flat_map(spec_document::Object::iter) {
            if member.key.starts_with("x-") && definitions["$defs"].get(&member.key).is_some() {
                let schema = json!({
                    "$ref": format!("#/$defs/{}", member.key),
                    "$defs": definitions["$defs"],
                });
                found.extend(violations(
                    &schema,
                    &member.value,
                    &member.value.to_json(),
                    "extension-form",
                    &member.key,
                ));
            } else {
                let ours = definitions["$defs"].as_object().into_iter().flat_map(serde_json::Map::keys);
                let near = nearest(&member.key, ours.map(String::as_str).filter(|name| name.starts_with("x-")));
                if let Some(near) = near.filter(|_| member.key.starts_with("x-")) {
                    found.push(
                        Diagnostic::error(
                            "extension-name",
                            format!("`{}` is none of this workspace's extensions", member.key),
                        )
                        .at(member.key_span, "this would be ignored in silence")
                        .help(format!("Did you mean `{near}`?")),
                    );
                }
                pending.push(&member.value);
            }
        }
    }
    found
}

/// Checks every example of the contract against the schema that it is an example of.
#[must_use]
pub fn check_examples(document: &Effective, contract: &Contract) -> Vec<Diagnostic> {
    let root = document.root.to_json();
    let mut found = Vec::new();
    for example in examples(contract) {
        let schema = json_schema(&root, &example.schema.place.pointer);
        let Some(node) = document.root.at(&example.place.pointer) else { continue };
        found.extend(violations(&schema, node, example.value, "example-invalid", &example.title));
    }
    found
}

fn violations(schema: &Value, node: &Node, value: &Value, code: &'static str, what: &str) -> Vec<Diagnostic> {
    let validator = match jsonschema::validator_for(schema) {
        Ok(validator) => validator,
        Err(error) => {
            return vec![
                Diagnostic::error("schema-invalid", format!("the schema of {what} cannot be used: {error}"))
                    .at(node.span, "wanted here")
                    .help("Mend the schema."),
            ];
        }
    };
    validator
        .iter_errors(value)
        .map(|error| {
            let inside = Pointer::parse(&error.instance_path().to_string()).ok().and_then(|path| node.at(&path));
            Diagnostic::error(code, format!("{what}: {error}")).at(inside.unwrap_or(node).span, "does not fit").help(
                match code {
                    "example-invalid" => "Mend the example, or the schema if the provider really answers so.",
                    _ => "Its form is defined in specs/extensions.schema.json.",
                },
            )
        })
        .collect()
}
