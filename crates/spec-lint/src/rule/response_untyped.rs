//! A JSON answer of which nothing is said.

use spec_document::{Node, Object};

use super::Rule;
use crate::finding::{Found, quoted};
use crate::outline::{Holder, Outline, Role};

pub(super) const RULE: Rule = Rule {
    id: "response-untyped",
    reason: "The client can only hand over what came, and every caller digs in it by hand.",
    fixable: false,
    check,
};

/// Keywords that say nothing about what a value is.
const SILENT: [&str; 16] = [
    "type",
    "title",
    "description",
    "example",
    "examples",
    "default",
    "deprecated",
    "readOnly",
    "writeOnly",
    "nullable",
    "externalDocs",
    "xml",
    "$comment",
    "$schema",
    "$id",
    "$anchor",
];

fn check(outline: &Outline<'_>, found: &mut Found) {
    for media in &outline.elements {
        let Role::Media { media_type, of: Holder::Response } = media.role else { continue };
        if !is_json(media_type) {
            continue;
        }
        let (span, label) = match media.node.get("schema") {
            None => (media.span(), "no `schema`"),
            Some(schema) if says_nothing(outline.followed(schema)) => (schema.span, "any value fits this"),
            Some(_) => continue,
        };
        let said = found.warn(format!("the answer in {} has no type", quoted(media_type)), span, label);
        found.push(
            outline.pointer(media),
            said.help("Write a schema, or accept it where the answer really can be anything."),
        );
    }
}

fn is_json(media_type: &str) -> bool {
    let essence = media_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    essence.ends_with("/json") || essence.ends_with("+json")
}

/// Whether a schema is empty, or is `type: object` and no more. Nothing to follow says enough: that is reported elsewhere.
fn says_nothing(schema: Option<&Node>) -> bool {
    let Some(schema) = schema else { return false };
    if schema.as_bool() == Some(true) {
        return true;
    }
    let silent = |key: &str| key.starts_with("x-") || SILENT.contains(&key);
    schema.as_object().is_some_and(|members| Object::iter(members).all(|member| silent(&member.key)))
        && schema.get("type").is_none_or(|kind| kind.as_str() == Some("object"))
}
