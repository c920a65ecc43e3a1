//! `nullable`, which OpenAPI 3.1 does not know any more.

use spec_document::Node;

use super::Rule;
use crate::finding::Found;
use crate::fix::Change;
use crate::outline::Outline;

pub(super) const RULE: Rule = Rule {
    id: "nullable-in-3-1",
    reason: "Tools of 3.1 ignore it, so a null that the provider sends breaks the clients that they make.",
    fixable: true,
    check,
};

/// Keywords beside which a type with null would not be enough, or not the same.
const BESIDE: [&str; 7] = ["enum", "const", "$ref", "allOf", "oneOf", "anyOf", "not"];

fn check(outline: &Outline<'_>, found: &mut Found) {
    if !outline.is_modern() {
        return;
    }
    for schema in outline.schemas() {
        let Some(member) = schema.node.as_object().and_then(|schema| schema.member("nullable")) else { continue };
        let place = outline.pointer(schema);
        let said = found.warn("OpenAPI 3.1 has no `nullable`", member.key_span, "ignored by tools of 3.1");
        let nullable = member.value.as_bool();
        let kind = schema.node.get("type");
        let listed = kind.and_then(Node::as_array);
        let has_null = listed.is_some_and(|kinds| kinds.iter().any(|kind| kind.as_str() == Some("null")));
        let plain = !BESIDE.iter().any(|key| schema.node.get(key).is_some());
        let drop = Change::Remove { member: place.child("nullable") };
        match (nullable, kind.and_then(Node::as_str)) {
            (Some(false), _) => found.push_fixable(place, said.help("Delete it: null is refused without it."), drop),
            _ if has_null && plain => {
                found.push_fixable(place, said.help("Delete it: `type` has null already."), drop);
            }
            (Some(true), Some(name)) if plain && name != "null" => {
                let help = format!("Write `type: [{name}, 'null']`, as `--fix` does.");
                found.push_fixable(place.clone(), said.help(help), Change::Nullable { schema: place });
            }
            _ if schema.is_reference() => {
                found.push(place, said.help("Write `oneOf` of the reference and `type: 'null'`."));
            }
            _ => found.push(place, said.help("Let null be one of its types, of its values and of its members.")),
        }
    }
}
