//! An `x-cancellation` whose proofs prove nothing, or none at all.

use spec_document::{Node, Object, Pointer};

use super::Rule;
use crate::Setting;
use crate::finding::{Found, quoted};
use crate::outline::Outline;

pub(super) const RULE: Rule = Rule {
    id: "cancellation-incomplete",
    reason: "The facade would take every success for one in doubt, or could not cancel at this provider at all.",
    fixable: false,
    check,
};

fn check(outline: &Outline<'_>, found: &mut Found) {
    let mut seen = false;
    for (operation, ..) in outline.operations() {
        let Some(cancellation) = operation.node.get("x-cancellation") else { continue };
        seen = true;
        let place = outline.pointer(operation);
        let statuses = cancellation.get("statuses").and_then(Node::as_object);
        let mut done = false;
        for member in statuses.into_iter().flat_map(Object::iter) {
            done |= member.value.get("certainty").and_then(Node::as_str) == Some("done");
            let response = operation.node.get("responses").and_then(|responses| responses.get(&member.key));
            let Some(response) = response.and_then(|response| outline.followed(response)) else { continue };
            if let Some(proof) = member.value.get("proof") {
                check_proof(outline, found, &place, proof, response);
            }
        }
        if !done {
            let said =
                found.warn("no answer says that the cancellation is done", cancellation.span, "no status is `done`");
            let help = "Say of the status of success what it proves, or accept this where nothing ever proves it.";
            found.push(place, said.help(help));
        }
    }
    if !seen && outline.setting == Setting::Provider {
        let root = &outline.document.root;
        let paths = root.as_object().and_then(|root| root.member("paths")).map_or(root.span, |paths| paths.key_span);
        let said = found.warn("no operation says what it cancels", paths, "no `x-cancellation` on any of these");
        found.push(
            Pointer::root(),
            said.help("Add `x-cancellation` to the operation that cancels, as specs/README.md says."),
        );
    }
}

/// A proof has to be in the body that the answer's schema describes, with values that it can have.
fn check_proof(outline: &Outline<'_>, found: &mut Found, place: &Pointer, proof: &Node, response: &Node) {
    let Some(node) = proof.get("pointer") else { return };
    let Some(pointer) = node.as_str().and_then(|text| Pointer::parse(text).ok()) else { return };
    let media = response.get("content").and_then(Node::as_object).into_iter().flat_map(Object::iter);
    let schemas: Vec<&Node> = media.filter_map(|media| media.value.get("schema")).collect();
    if schemas.is_empty() {
        let said = found.warn("a proof is asked of an answer without a typed body", node.span, "nothing to look into");
        found.push(place.clone(), said.help("Give the answer a schema, or take the proof away."));
        return;
    }
    let targets: Vec<&Node> = schemas.iter().filter_map(|schema| inside(outline, schema, &pointer)).collect();
    if targets.is_empty() {
        let title = format!("the proof {} is not in the body", quoted(&pointer.to_string()));
        let said = found.warn(title, node.span, "the answer's schema does not declare it");
        found.push(place.clone(), said.help("Mend the pointer, or declare the property."));
        return;
    }
    for value in proof.get("oneOf").and_then(Node::as_array).into_iter().flatten() {
        let fits = targets.iter().any(|target| {
            let listed = target.get("enum").and_then(Node::as_array);
            listed.is_none_or(|listed| listed.iter().any(|one| one.to_json() == value.to_json()))
        });
        if !fits {
            let said = found.warn("a proof names a value that the schema does not list", value.span, "never answered");
            found.push(place.clone(), said.help("Name a value of the enum, or list it there."));
        }
    }
}

/// The schema of a part of a body, where it is declared.
fn inside<'a>(outline: &Outline<'a>, schema: &'a Node, pointer: &Pointer) -> Option<&'a Node> {
    pointer.tokens().try_fold(outline.followed(schema)?, |schema, token| step(outline, schema, token, 0))
}

fn step<'a>(outline: &Outline<'a>, schema: &'a Node, token: &str, depth: usize) -> Option<&'a Node> {
    const DEPTH: usize = 8;
    let schema = outline.followed(schema).filter(|_| depth < DEPTH)?;
    if let Some(property) = schema.get("properties").and_then(|properties| properties.get(token)) {
        return outline.followed(property);
    }
    if let Some(items) = schema.get("items").filter(|_| token.bytes().all(|byte| byte.is_ascii_digit())) {
        return outline.followed(items);
    }
    let members = ["allOf", "oneOf", "anyOf"].into_iter().filter_map(|key| schema.get(key)?.as_array()).flatten();
    members.into_iter().find_map(|member| step(outline, member, token, depth + 1))
}
