//! An independent validator's word on a value that a document gives as an example.

use serde_json::Value;
use spec_document::{Effective, Node};

use super::Direction;
use super::confirm::{Checked, kept};
use super::side::Side;
use crate::finding::Place;
use crate::wire::At;

/// Reasons that are given for one value at most.
const MOST: usize = 3;

/// Schemas that all judgements of a document take along at most. Making validators of them is what costs.
const MOST_OF_ALL: usize = 150_000;

/// Judges values by the schemas of one document.
pub struct Judge<'a> {
    side: Side<'a>,
    checked: Checked,
}

/// What is to be thought of a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Judgement {
    /// The schema allows it.
    Fits,
    /// It does not, for these reasons, of which there is at least one.
    Refused(Vec<Refusal>),
    /// The validator cannot use the schema, or has done enough.
    Unknown,
}

/// Why a schema does not allow a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// The way into the value, as a JSON Pointer.
    pub way: String,
    /// The validator's words, with `value` in the place of the value itself.
    pub masked: String,
    /// The validator's words, where the value is one without parts.
    pub plain: Option<String>,
    /// The keyword that refuses.
    pub place: Place,
}

impl<'a> Judge<'a> {
    /// For the schemas of this document.
    #[must_use]
    pub fn new(document: &'a Effective) -> Self {
        Self { side: Side::new(document), checked: Checked::with(MOST_OF_ALL) }
    }

    /// Asks whether the schema allows the value going in this direction. Members that it does not declare are allowed unless it says
    /// otherwise. Best asked in [`with_room`](crate::with_room).
    #[must_use]
    pub fn judge(&self, schema: &At<'a>, direction: Direction, value: &Value) -> Judgement {
        let id = self.side.id(schema.node, || schema.pointer.clone());
        let validator = kept(&self.checked, &self.side, &[id], direction);
        let Some(validator) = validator.as_ref() else { return Judgement::Unknown };
        let refusals: Vec<Refusal> = validator
            .iter_errors(value)
            .take(MOST)
            .map(|error| {
                let has_parts = error.instance().is_array() || error.instance().is_object();
                Refusal {
                    way: error.instance_path().to_string(),
                    masked: error.masked().to_string(),
                    plain: (!has_parts).then(|| error.to_string()),
                    place: self.keyword(schema, &error.schema_path().to_string()),
                }
            })
            .collect();
        if refusals.is_empty() { Judgement::Fits } else { Judgement::Refused(refusals) }
    }

    /// The keyword of the document that a path of the written schema means, as near as it can be followed.
    fn keyword(&self, schema: &At<'a>, path: &str) -> Place {
        let document = self.side.document;
        let mut here = schema.clone().followed(document);
        let tokens: Vec<String> =
            path.split('/').skip(3).map(|token| token.replace("~1", "/").replace("~0", "~")).collect();
        let mut rest = tokens.iter().map(String::as_str).peekable();
        while let Some(token) = rest.next() {
            if token == "$ref" {
                here = here.followed(document);
                continue;
            }
            let next = match here.node.as_array() {
                Some(_) => token.parse::<usize>().ok().and_then(|index| here.items().into_iter().nth(index)),
                None => here.get(token),
            };
            match next {
                Some(next) => here = next,
                // What is written for `nullable` is a choice that the document does not have.
                None if token == "anyOf" && here.node.get("nullable").and_then(Node::as_bool) == Some(true) => {
                    rest.next();
                }
                None => break,
            }
        }
        here.place(document)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_value_is_refused_with_the_place_of_the_keyword() {
        let text = "openapi: 3.0.3\ncomponents:\n  schemas:\n    A:\n      type: object\n      nullable: true\n      required: [b, c]\n      properties:\n        b: { $ref: '#/components/schemas/B' }\n        c: { readOnly: true }\n    B: { type: string, enum: [x] }\n";
        let document = Effective::from_text("a", "a.yaml", text).expect("a document");
        let judge = Judge::new(&document);
        let schema = At::root(&document).get("components").and_then(|it| it.get("schemas")?.get("A")).expect("A");
        let ask = |value| judge.judge(&schema, Direction::Request, &value);
        assert_eq!(ask(json!({ "b": "x" })), Judgement::Fits);
        assert_eq!(ask(json!(null)), Judgement::Fits);
        let Judgement::Refused(refusals) = judge.judge(&schema, Direction::Answer, &json!({ "b": "x" })) else {
            panic!("it is refused")
        };
        assert!(!refusals.is_empty() && refusals[0].plain.is_none());
        let plain = At::root(&document).get("components").and_then(|it| it.get("schemas")?.get("B")).expect("B");
        let Judgement::Refused(refusals) = judge.judge(&plain, Direction::Answer, &json!("secret")) else {
            panic!("it is refused")
        };
        assert_eq!(refusals[0].place.pointer, "/components/schemas/B/enum");
        assert!(!refusals[0].masked.contains("secret") && refusals[0].plain.is_some());
    }
}
