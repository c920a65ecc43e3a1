//! The examples that stand inside the schemas of a document, each with the schema that it has to fit.
//!
//! They are looked for in the document itself: the model keeps only those that the generated code uses.

use std::collections::BTreeSet;

use spec_document::{Effective, Node, Pointer};

use crate::model::Contract;

/// An example that stands inside a schema.
pub(crate) struct SchemaExample<'a> {
    /// The schema.
    pub(crate) schema: Pointer,
    /// The value.
    pub(crate) value: &'a Node,
}

impl SchemaExample<'_> {
    /// What it is an example of, in words: a component, where in one it stands, or else the schema's JSON Pointer.
    pub(crate) fn title(&self) -> String {
        let tokens: Vec<&str> = self.schema.tokens().collect();
        match tokens.as_slice() {
            ["components", "schemas", name] => format!("the example of `{name}`"),
            ["components", "schemas", name, inside @ ..] => {
                format!("the example of `{}` in `{name}`", inside.join("/"))
            }
            _ => format!("the example of the schema at {}", self.schema),
        }
    }
}

/// Keywords whose members are schemas under names of the document's choosing.
const NAMED: &[&str] = &["properties", "patternProperties"];
/// Keywords that hold one schema.
const ONE: &[&str] = &["items", "additionalProperties", "contains", "propertyNames"];
/// Keywords that hold a list of schemas.
const SEVERAL: &[&str] = &["allOf", "anyOf", "oneOf", "prefixItems"];

/// Every `example` and every one of `examples` in the component schemas and in the schemas of the operations.
pub(crate) fn schema_examples<'a>(document: &'a Effective, contract: &Contract) -> Vec<SchemaExample<'a>> {
    let mut found = Vec::new();
    // What several operations share is read once.
    let mut seen = BTreeSet::new();
    for root in roots(contract) {
        let mut pending = vec![root];
        while let Some(schema) = pending.pop() {
            let Some(node) = document.root.at(&schema) else { continue };
            if node.as_object().is_none() || !seen.insert(schema.clone()) {
                continue;
            }
            let listed = node.get("examples").and_then(Node::as_array).into_iter().flatten();
            for value in node.get("example").into_iter().chain(listed) {
                found.push(SchemaExample { schema: schema.clone(), value });
            }
            pending.extend(inside(node, &schema));
        }
    }
    found
}

/// Where the schemas stand that stand in no other.
fn roots(contract: &Contract) -> Vec<Pointer> {
    let mut roots: Vec<Pointer> = contract.schemas.iter().map(|named| named.schema.place.pointer.clone()).collect();
    for operation in &contract.operations {
        let parameters = operation.parameters.iter().map(|it| (&it.schema, &it.place));
        let answers = || &operation.responses;
        let headers = answers().iter().flat_map(|it| &it.headers).map(|it| (&it.schema, &it.place));
        let media = operation.body.iter().flat_map(|body| &body.media).chain(answers().iter().flat_map(|it| &it.media));
        let media = media.filter_map(|it| it.schema.as_ref().map(|schema| (schema, &it.place)));
        let written = parameters.chain(headers).chain(media);
        // Where the document gives no schema, the model's own stands where its holder does.
        roots.extend(
            written.filter(|(it, holder)| it.place.pointer != holder.pointer).map(|(it, _)| it.place.pointer.clone()),
        );
    }
    roots
}

fn inside(node: &Node, schema: &Pointer) -> Vec<Pointer> {
    let mut found = Vec::new();
    for key in NAMED {
        let members = node.get(key).and_then(Node::as_object).into_iter().flat_map(spec_document::Object::iter);
        found.extend(members.map(|member| schema.child(key).child(&member.key)));
    }
    found.extend(ONE.iter().map(|key| schema.child(key)));
    for key in SEVERAL {
        let count = node.get(key).and_then(Node::as_array).map_or(0, <[Node]>::len);
        found.extend((0..count).map(|index| schema.child(key).child(&index.to_string())));
    }
    found
}
