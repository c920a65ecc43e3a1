//! Values for later reads, where the document itself says that an answer holds them.

use serde_json::Value;
use spec_contract::{Contract, Location, Operation};
use spec_document::{Effective, Node, Object, Pointer};

use crate::plan::is_read;

/// How long an identifier may be.
const LENGTH: usize = 200;

/// Operation, parameter and value: what an answer holds for other reads.
pub(crate) fn discover(
    document: &Effective,
    contract: &Contract,
    operation: &Operation,
    status: u16,
    body: &Value,
) -> Vec<(String, String, String)> {
    let mut found = by_links(document, operation, status, body);
    found.extend(of_items(contract, operation, body));
    found
}

/// By the `links` of the answer whose parameters are taken from its body.
fn by_links(document: &Effective, operation: &Operation, status: u16, body: &Value) -> Vec<(String, String, String)> {
    let response = operation.responses.iter().find(|response| response.status.to_string() == status.to_string());
    let links = response.and_then(|response| document.root.at(&response.place.pointer)?.get("links")?.as_object());
    let mut found = Vec::new();
    for link in links.into_iter().flat_map(Object::iter) {
        let referred = link.value.get("$ref").and_then(Node::as_str).and_then(|text| document.resolve(text));
        let link = referred.map_or(&link.value, |(_, node)| node);
        let Some(target) = link.get("operationId").and_then(Node::as_str) else { continue };
        for parameter in link.get("parameters").and_then(Node::as_object).into_iter().flat_map(Object::iter) {
            let pointer = parameter.value.as_str().and_then(|text| text.strip_prefix("$response.body#"));
            let value = pointer.and_then(|pointer| identifier(body.pointer(pointer)?));
            let name = parameter.key.strip_prefix("path.").unwrap_or(&parameter.key);
            found.extend(value.map(|value| (target.to_owned(), name.to_owned(), value)));
        }
    }
    found
}

/// Of the first item of a list, for the one read below it: `id` of `/things` for `/things/{thing_id}`.
fn of_items(contract: &Contract, list: &Operation, body: &Value) -> Vec<(String, String, String)> {
    let Some(item) = items(body).and_then(|items| items.first()) else { return Vec::new() };
    let below = |operation: &&Operation| {
        let rest = operation.path.strip_prefix(&format!("{}/{{", list.path.trim_end_matches('/')));
        is_read(operation) && rest.is_some_and(|rest| rest.strip_suffix('}').is_some_and(|name| !name.contains('/')))
    };
    let targets: Vec<&Operation> = contract.operations.iter().filter(below).collect();
    // Two of one path (GET and HEAD) take the same value; two of other names are not one relation.
    if targets.iter().any(|target| Some(&target.path) != targets.first().map(|first| &first.path)) {
        return Vec::new();
    }
    let of = |target: &&Operation| {
        let parameter = target.parameters.iter().rfind(|parameter| {
            parameter.location == Location::Path && target.path.ends_with(&format!("{{{}}}", parameter.name))
        })?;
        let value = identifier(item.get(&parameter.name).or_else(|| item.get("id"))?)?;
        Some((target.id.clone(), parameter.name.clone(), value))
    };
    targets.iter().filter_map(of).collect()
}

/// The items of an answer that is a list, or an object with one list in it.
fn items(body: &Value) -> Option<&Vec<Value>> {
    if let Value::Array(items) = body {
        return Some(items);
    }
    let mut lists = body.as_object()?.values().filter_map(Value::as_array);
    let first = lists.next()?;
    lists.next().is_none().then_some(first)
}

fn identifier(value: &Value) -> Option<String> {
    match value {
        Value::String(text) if !text.is_empty() && text.len() <= LENGTH => Some(text.clone()),
        Value::Number(number) if number.is_i64() || number.is_u64() => Some(number.to_string()),
        _ => None,
    }
}

/// The values at a pointer in which `*` stands for any name and a position for any item, since a drift is told once for all of them.
pub(crate) fn all_at<'a>(body: &'a Value, pointer: &str) -> Vec<&'a Value> {
    let mut found = Vec::new();
    if let Ok(pointer) = Pointer::parse(pointer) {
        walk(body, &pointer.tokens().collect::<Vec<_>>(), &mut found);
    }
    found
}

fn walk<'a>(value: &'a Value, tokens: &[&str], found: &mut Vec<&'a Value>) {
    let [first, rest @ ..] = tokens else { return found.push(value) };
    match value {
        Value::Array(items) if first.parse::<usize>().is_ok() => items.iter().for_each(|item| walk(item, rest, found)),
        Value::Object(members) => match members.get(*first) {
            Some(member) => walk(member, rest, found),
            None if *first == "*" => members.values().for_each(|member| walk(member, rest, found)),
            None => {}
        },
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    const DOCUMENT: &str = r#"openapi: 3.1.1
info: { title: Case, version: '1' }
paths:
  /things:
    get:
      operationId: listThings
      responses:
        '200':
          description: All.
          links:
            Owner: { operationId: getOwner, parameters: { owner: '$response.body#/data/0/owner' } }
            Other: { operationId: getOwner, parameters: { other: '$request.path.x' } }
  /things/{thing_id}:
    parameters: [{ name: thing_id, in: path, required: true, schema: { type: string } }]
    get: { operationId: getThing, responses: { '200': { description: One. } } }
    delete: { operationId: deleteThing, responses: { '204': { description: None. } } }
  /things/{thing_id}/parts:
    parameters: [{ name: thing_id, in: path, required: true, schema: { type: string } }]
    get: { operationId: listParts, responses: { '200': { description: Parts. } } }
  /owners/{owner}:
    parameters: [{ name: owner, in: path, required: true, schema: { type: string } }]
    get: { operationId: getOwner, responses: { '200': { description: One. } } }
"#;

    fn found(body: &Value) -> Vec<String> {
        let document = Effective::from_text("case", "case.yaml", DOCUMENT).unwrap_or_else(|report| panic!("{report}"));
        let contract = spec_contract::read(&document).unwrap_or_else(|report| panic!("{report}"));
        let list = contract.operation("listThings").expect("an operation");
        let found = discover(&document, &contract, list, 200, body);
        found.into_iter().map(|(operation, name, value)| format!("{operation} {name} {value}")).collect()
    }

    #[test]
    fn links_and_items_hold_values_for_reads_alone() {
        let body = json!({ "data": [{ "id": 7, "owner": "o-1" }], "total": 1 });
        assert_eq!(found(&body), ["getOwner owner o-1", "getThing thing_id 7"]);
        assert_eq!(found(&json!([{ "id": "x", "thing_id": "y" }])), ["getThing thing_id y"]);
    }

    #[test]
    fn what_is_not_plain_holds_nothing() {
        for body in [
            json!([]),
            json!({ "data": [{ "id": 1 }], "more": [] }),
            json!([{ "id": null }]),
            json!([{ "id": 1.5 }]),
            json!([{ "id": "x".repeat(201) }]),
            json!("text"),
        ] {
            assert_eq!(found(&body), Vec::<String>::new(), "{body}");
        }
    }

    #[test]
    fn a_star_stands_for_any_name_and_a_position_for_any_item() {
        let body = json!({ "by": { "a": { "x": 1 }, "b": { "new": 2 } }, "list": [{}, { "new": 3 }, { "new": 4 }, 5] });
        assert_eq!(all_at(&body, "/by/*/new"), [&json!(2)]);
        assert_eq!(all_at(&body, "/list/1/new"), [&json!(3), &json!(4)]);
        assert!(all_at(&body, "/by/*/none").is_empty());
    }
}
