//! What a document says of every answer, as one JSON document that stands alone.

use serde_json::{Map, Value, json};
use spec_document::Pointer;

use crate::json_schema::{components, modern};
use crate::model::{Contract, Media, Method, Operation, Response};

/// The schemas of all answers as JSON Schema 2020-12, by operation, status and media type, given the whole document as JSON.
///
/// ```json
/// {
///   "answers": { "getOrder": { "place": "…/responses", "statuses": { "200": { "place": "…", "content": {
///     "application/json": { "place": "…/schema", "schema": { "$ref": "#/components/schemas/Order" } }
///   } } } } },
///   "components": { "schemas": { "Order": {} } }
/// }
/// ```
///
/// Each `place` is a JSON Pointer into the effective document, and so is the path of a component: whoever judges an answer by this can say
/// where the document says otherwise. What judges no value is left out: prose, examples, defaults, extensions. An envelope has an entry
/// under its own method's name.
#[must_use]
pub fn answer_schemas(document: &Value, contract: &Contract, comment: &str) -> Value {
    let mut answers = Map::new();
    for operation in &contract.operations {
        answers.insert(operation.id.clone(), of_operation(document, operation));
        if let Some(envelope) = &operation.envelope {
            let place = Pointer::root().child("components").child("schemas").child(&envelope.schema).to_string();
            let schema = json!({ "$ref": format!("#{place}") });
            let content = json!({ "application/json": { "place": place, "schema": schema } });
            let place = envelope.place.pointer.to_string();
            let statuses = json!({ "200": { "place": place, "content": content } });
            answers.insert(envelope.operation_id.clone(), json!({ "place": place, "statuses": statuses }));
        }
    }
    let answers = Value::Object(answers);
    let schemas: Map<String, Value> =
        components(document, &answers).into_iter().map(|(name, schema)| (name, judging(schema))).collect();
    json!({
        "$comment": comment,
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "answers": answers,
        "components": { "schemas": schemas },
    })
}

fn of_operation(document: &Value, operation: &Operation) -> Value {
    let mut statuses = Map::new();
    for response in &operation.responses {
        statuses.insert(response.status.to_string(), of_response(document, operation, response));
    }
    json!({ "place": operation.place.pointer.child("responses").to_string(), "statuses": statuses })
}

fn of_response(document: &Value, operation: &Operation, response: &Response) -> Value {
    // An answer to HEAD has no body, whatever is described.
    let media = if operation.method == Method::Head { &[] } else { response.media.as_slice() };
    let content: Map<String, Value> =
        media.iter().map(|media| (media.media_type.clone(), of_media(document, media))).collect();
    json!({ "place": response.place.pointer.to_string(), "content": content })
}

fn of_media(document: &Value, media: &Media) -> Value {
    let Some(schema) = &media.schema else { return json!({ "place": media.place.pointer.to_string() }) };
    let place = schema.place.pointer.to_string();
    let schema = document.pointer(&place).cloned().unwrap_or(Value::Bool(true));
    json!({ "place": place, "schema": judging(modern(schema)) })
}

/// A schema with what judges values, and nothing else.
fn judging(schema: Value) -> Value {
    let Value::Object(members) = schema else { return schema };
    let mut kept = Map::new();
    for (key, member) in members {
        let member = match key.as_str() {
            "title" | "description" | "summary" | "example" | "examples" | "default" | "deprecated" | "readOnly"
            | "externalDocs" | "xml" => continue,
            key if key.starts_with("x-") => continue,
            // Values, not schemas.
            "enum" | "const" | "required" | "type" | "discriminator" | "dependentRequired" => member,
            "properties" | "patternProperties" | "$defs" | "definitions" | "dependentSchemas" => match member {
                Value::Object(named) => {
                    Value::Object(named.into_iter().map(|(name, schema)| (name, judging(schema))).collect())
                }
                other => other,
            },
            _ => match member {
                Value::Array(schemas) => Value::Array(schemas.into_iter().map(judging).collect()),
                other => judging(other),
            },
        };
        kept.insert(key, member);
    }
    Value::Object(kept)
}

#[cfg(test)]
mod tests {
    use spec_document::Effective;

    use super::*;

    const DOCUMENT: &str = r##"openapi: 3.0.3
info: { title: Case, version: '1' }
paths:
  /orders/{id}:
    get:
      operationId: getOrder
      parameters: [{ name: id, in: path, required: true, schema: { type: string } }]
      responses:
        '200':
          description: It.
          content:
            application/json: { schema: { $ref: '#/components/schemas/Order' } }
            text/csv: {}
        4XX: { $ref: '#/components/responses/Refused' }
        default: { description: Nothing. }
    head:
      operationId: headOrder
      parameters: [{ name: id, in: path, required: true, schema: { type: string } }]
      responses:
        '200': { description: It., content: { application/json: { schema: { type: object } } } }
components:
  responses:
    Refused:
      description: No.
      content:
        application/problem+json: { schema: { type: object, properties: { title: { type: string, title: Words } } } }
  schemas:
    Order:
      description: Prose.
      type: object
      x-own: { a: 1 }
      properties:
        description: { type: string, nullable: true, example: a, maxLength: 3 }
        next: { $ref: '#/components/schemas/Order' }
    Unused: { type: string }
"##;

    fn made() -> Value {
        let document = Effective::from_text("case", "case.yaml", DOCUMENT).unwrap_or_else(|report| panic!("{report}"));
        let contract = crate::read(&document).unwrap_or_else(|report| panic!("{report}"));
        answer_schemas(&document.root.to_json(), &contract, "made")
    }

    #[test]
    fn each_answer_has_its_schema_and_its_place() {
        let made = made();
        let get = &made["answers"]["getOrder"];
        assert_eq!(get["place"], "/paths/~1orders~1{id}/get/responses");
        assert_eq!(
            get["statuses"]["200"]["content"]["application/json"],
            json!({
                "place": "/paths/~1orders~1{id}/get/responses/200/content/application~1json/schema",
                "schema": { "$ref": "#/components/schemas/Order" }
            })
        );
        assert!(get["statuses"]["200"]["content"]["text/csv"].get("schema").is_none());
        assert_eq!(
            get["statuses"]["4XX"]["content"]["application/problem+json"],
            json!({
                "place": "/components/responses/Refused/content/application~1problem+json/schema",
                "schema": { "type": "object", "properties": { "title": { "type": "string" } } }
            })
        );
        assert_eq!(get["statuses"]["default"]["content"], json!({}));
        assert_eq!(made["answers"]["headOrder"]["statuses"]["200"]["content"], json!({}));
    }

    #[test]
    fn components_are_those_that_are_needed_without_prose() {
        assert_eq!(
            made()["components"]["schemas"],
            json!({ "Order": { "type": "object", "properties": {
                "description": { "$comment": "nullable", "anyOf": [{ "type": "string", "maxLength": 3 }, { "type": "null" }] },
                "next": { "$ref": "#/components/schemas/Order" }
            } } })
        );
    }
}
