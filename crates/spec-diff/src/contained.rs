//! The question under all others, for two schemas by themselves.

use serde_json::{Value, json};
use spec_document::Effective;

use crate::schema::{Containment, Direction, Side};

/// Whether all values that one JSON Schema allows a careful writer are values of another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// They are.
    Contained,
    /// They are not, or it cannot be told; with the reasons.
    NotShown(Vec<String>),
}

/// Asks whether every value that `left` allows is one of `right`: values with no member that `left` does not declare, going in one
/// direction. Both are JSON Schemas of the dialect 2020-12 whose `$ref`s are pointers into `definitions`, which both share:
/// `#/components/schemas/<name>`.
///
/// # Errors
///
/// What is wrong with the schemas, as text.
pub fn contained(left: &Value, right: &Value, definitions: &Value, direction: Direction) -> Result<Verdict, String> {
    let mut schemas = definitions.as_object().cloned().unwrap_or_default();
    schemas.insert("(left)".to_owned(), left.clone());
    schemas.insert("(right)".to_owned(), right.clone());
    let document = json!({ "openapi": "3.1.0", "components": { "schemas": schemas } });
    let document = Effective::from_text("schemas", "schemas.json", &document.to_string());
    let document = document.map_err(|report| report.to_string())?;
    let side = Side::new(&document);
    let id = |name: &str| {
        let (pointer, node) = document.resolve(&format!("#/components/schemas/{name}"))?;
        Some(side.id(node, || pointer))
    };
    let (Some(left), Some(right)) = (id("(left)"), id("(right)")) else {
        return Err("the schemas cannot be found".to_owned());
    };
    let mut containment = Containment::new(&side, &side, direction);
    let pair = containment.pair(&[left], right);
    let reasons = containment.reasons(pair);
    Ok(if reasons.is_empty() { Verdict::Contained } else { Verdict::NotShown(reasons) })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ask(left: Value, right: Value) -> Verdict {
        contained(&left, &right, &json!({}), Direction::Request).expect("schemas")
    }

    #[test]
    fn what_is_wider_contains_and_what_is_narrower_does_not() {
        for (narrow, wide) in [
            (json!({"type": "integer"}), json!({"type": "number"})),
            (json!({"type": "string", "maxLength": 3}), json!({"type": ["string", "null"]})),
            (json!({"enum": ["a", 1]}), json!({"type": ["string", "integer"]})),
            (json!({"type": "integer", "minimum": 1}), json!({"type": "integer", "exclusiveMinimum": 0})),
            (json!({"type": "array", "items": {"const": 1}}), json!({"type": "array", "items": {"type": "integer"}})),
            (json!({"anyOf": [{"type": "string"}, {"type": "null"}]}), json!({"type": ["null", "string", "boolean"]})),
            (
                json!({"type": "object", "properties": {"a": {"type": "string"}}, "required": ["a"]}),
                json!({"type": "object", "properties": {"a": {"type": "string"}, "b": {"type": "string"}}}),
            ),
        ] {
            assert_eq!(ask(narrow.clone(), wide.clone()), Verdict::Contained, "{narrow} in {wide}");
            assert!(matches!(ask(wide.clone(), narrow.clone()), Verdict::NotShown(_)), "{wide} in {narrow}");
        }
    }

    #[test]
    fn a_schema_that_contains_itself_is_compared_in_the_end() {
        let definitions = json!({
            "List": {"type": "object", "properties": {"next": {"$ref": "#/components/schemas/List"}}},
            "Strict": {"type": "object", "properties": {"next": {"$ref": "#/components/schemas/Strict"}}, "required": ["next"]},
        });
        let list = json!({"$ref": "#/components/schemas/List"});
        let strict = json!({"$ref": "#/components/schemas/Strict"});
        let ask = |left: &Value, right: &Value| contained(left, right, &definitions, Direction::Answer).unwrap();
        assert_eq!(ask(&list, &list), Verdict::Contained);
        assert_eq!(ask(&strict, &list), Verdict::Contained);
        assert!(matches!(ask(&list, &strict), Verdict::NotShown(_)));
    }
}
