//! The question under all others, for two schemas by themselves.

use serde_json::{Value, json};
use spec_document::Effective;

use crate::schema::{Containment, Direction, Side};
use crate::stack::with_room;

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
    let verdict = with_room(|| {
        let side = Side::new(&document);
        let id = |name: &str| {
            let (pointer, node) = document.resolve(&format!("#/components/schemas/{name}"))?;
            Some(side.id(node, || pointer))
        };
        let (left, right) = (id("(left)")?, id("(right)")?);
        let mut containment = Containment::new(&side, &side, direction);
        let pair = containment.pair(&[left], right);
        let reasons = containment.reasons(pair);
        Some(if reasons.is_empty() { Verdict::Contained } else { Verdict::NotShown(reasons) })
    });
    match verdict {
        Some(found) => found.ok_or_else(|| "the schemas cannot be found".to_owned()),
        None => Ok(Verdict::NotShown(vec!["the comparison came to no end".to_owned()])),
    }
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
    fn a_branch_that_is_the_same_requires_what_only_one_side_hides() {
        let of = |hidden: Value| json!({ "type": "object", "properties": { "a": hidden }, "anyOf": [{ "required": ["a"] }, { "type": "string" }] });
        let left = of(json!({ "type": "integer", "writeOnly": true }));
        let right = of(json!({ "anyOf": [{ "type": "integer", "writeOnly": true }] }));
        let ask = |direction| contained(&left, &right, &json!({}), direction).expect("schemas");
        assert!(
            matches!(ask(Direction::Answer), Verdict::NotShown(_)),
            "an answer has no `a`, and the right asks for one"
        );
        assert_eq!(ask(Direction::Request), Verdict::Contained);
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

    #[test]
    fn what_does_not_go_one_way_is_missed_by_who_requires_it() {
        let hidden =
            json!({"type": "object", "properties": {"id": {"type": "string", "readOnly": true}}, "required": ["id"]});
        let open = json!({"type": "object", "properties": {"id": {"type": "string"}}, "required": ["id"]});
        let ask = |direction| contained(&hidden, &open, &json!({}), direction).unwrap();
        assert!(matches!(ask(Direction::Request), Verdict::NotShown(_)));
        assert_eq!(ask(Direction::Answer), Verdict::Contained);
    }

    #[test]
    fn null_is_allowed_whatever_stands_beside_nullable() {
        let nullable = json!({"nullable": true, "not": {"type": "null"}});
        assert!(matches!(ask(nullable, json!({"not": {"type": "null"}})), Verdict::NotShown(_)));
        // One way to null excludes it, the other does not.
        let ways =
            json!({"anyOf": [{"oneOf": [{"type": "null"}, {"type": "null"}]}, {"type": "string"}], "nullable": true});
        assert!(matches!(
            ask(ways, json!({"oneOf": [{"type": ["null", "string"]}, {"type": "null"}]})),
            Verdict::NotShown(_)
        ));
    }

    #[test]
    fn enum_and_const_hold_together() {
        assert!(matches!(ask(json!({"const": 1}), json!({"const": 1, "enum": [2]})), Verdict::NotShown(_)));
        assert_eq!(ask(json!({"const": 1, "enum": [1, 2]}), json!({"const": 1})), Verdict::Contained);
    }

    #[test]
    fn a_member_is_declared_by_being_required_and_under_conditions() {
        let closed = json!({"type": "object", "properties": {"a": {}}, "additionalProperties": false});
        for left in [
            json!({"type": "object", "properties": {"a": {}}, "required": ["b"]}),
            json!({"type": "object", "properties": {"a": {}}, "if": {"required": ["a"]}, "then": {"properties": {"b": {}}}}),
            json!({"type": "object", "properties": {"a": {}}, "dependentSchemas": {"a": {"properties": {"b": {}}}}}),
            json!({"type": "object", "properties": {"a": {}}, "dependentSchemas": {"a": {"patternProperties": {"b": {}}}}}),
            json!({"type": "object", "properties": {"a": {}}, "unevaluatedProperties": {"type": "string"}}),
        ] {
            assert!(matches!(ask(left.clone(), closed.clone()), Verdict::NotShown(_)), "{left}");
        }
    }

    #[test]
    fn the_branch_that_no_other_overlaps_is_looked_for() {
        let left = json!({"oneOf": [{"type": "string", "maxLength": 3}, {"const": 1}]});
        let right = json!({"oneOf": [{"type": "string", "maxLength": 4}, {"type": "integer"}]});
        assert_eq!(ask(left, right), Verdict::Contained);
    }
}
