//! Checks by an independent JSON Schema validator: extensions against their definitions, examples against schemas.

use std::collections::BTreeSet;

use jsonschema::{ValidationError, Validator};
use serde_json::{Value, json};
use spec_document::{Diagnostic, Effective, Node, Pointer, nearest};

use crate::example::examples;
use crate::json_schema::{json_schema, json_schema_of_each};
use crate::model::Contract;
use crate::schema_example::schema_examples;

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
                found.extend(violations(&schema, &member.value, "extension-form", &member.key));
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

/// Checks every example of a document against the schema that it is an example of: those of parameters, headers, bodies and
/// answers, and those that stand inside schemas.
#[must_use]
pub fn check_examples(document: &Effective, contract: &Contract) -> Vec<Diagnostic> {
    let root = document.root.to_json();
    let outside = examples(contract).into_iter().filter_map(|example| {
        let node = document.root.at(&example.place.pointer)?;
        Some((example.schema.place.pointer.clone(), node, example.title))
    });
    let inside = schema_examples(document, contract).into_iter().map(|example| {
        let title = example.title();
        (example.schema, example.value, title)
    });
    // What several operations share is judged once.
    let mut seen = BTreeSet::new();
    let all: Vec<(Pointer, &Node, String)> =
        outside.chain(inside).filter(|(schema, node, _)| seen.insert((schema.clone(), node.span))).collect();
    let schemas: Vec<&Pointer> = all.iter().map(|(schema, ..)| schema).collect();
    let each = |item: usize| all.get(item).map(|(_, node, title)| (*node, title.as_str()));
    if let Ok(validator) = jsonschema::validator_for(&json_schema_of_each(&root, &schemas)) {
        let values = all.iter().map(|(_, node, _)| node.to_json()).collect();
        return violations_of_each(&validator, &values, each);
    }
    // One of them cannot be used: the others are still judged.
    all.iter()
        .flat_map(|(schema, node, title)| violations(&json_schema(&root, schema), node, "example-invalid", title))
        .collect()
}

/// What does not fit in a list of values, each with its node and what it is.
fn violations_of_each<'a>(
    validator: &Validator,
    values: &Value,
    each: impl Fn(usize) -> Option<(&'a Node, &'a str)>,
) -> Vec<Diagnostic> {
    let report = |error: ValidationError<'_>| {
        let path = Pointer::parse(&error.instance_path().to_string()).ok()?;
        let mut tokens = path.tokens();
        let (node, what) = each(tokens.next()?.parse().ok()?)?;
        let inside: Pointer = tokens.map(str::to_owned).collect();
        Some(violation(&error, node, &inside, "example-invalid", what))
    };
    validator.iter_errors(values).filter_map(report).collect()
}

fn violations(schema: &Value, node: &Node, code: &'static str, what: &str) -> Vec<Diagnostic> {
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
    let report = |error: ValidationError<'_>| {
        let inside = Pointer::parse(&error.instance_path().to_string()).unwrap_or_default();
        violation(&error, node, &inside, code, what)
    };
    validator.iter_errors(&node.to_json()).map(report).collect()
}

fn violation(error: &ValidationError<'_>, node: &Node, inside: &Pointer, code: &'static str, what: &str) -> Diagnostic {
    let help = match code {
        "example-invalid" => "Mend the example, or the schema if the provider really answers so.",
        _ => "Its form is defined in specs/extensions.schema.json.",
    };
    Diagnostic::error(code, format!("{what}: {error}"))
        .at(node.at(inside).unwrap_or(node).span, "does not fit")
        .help(help)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_schema_of_nothing_but_itself_ends() {
        let text = r##"openapi: 3.1.1
info: { title: Case, version: '1' }
components:
  schemas:
    A: { allOf: [{ $ref: '#/components/schemas/A' }, { type: object }], example: { a: 1 } }
"##;
        let document = Effective::from_text("case", "case.yaml", text).unwrap_or_else(|report| panic!("{report}"));
        let contract = crate::read(&document).unwrap_or_else(|report| panic!("{report}"));
        assert!(check_examples(&document, &contract).is_empty());
    }
}
