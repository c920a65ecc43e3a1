//! Every inline object, enum and union becomes a component with a name of its own, and every component gets its Rust
//! name.
//!
//! progenitor names inline schemas by their operation and lets two of one name be one type, in silence.

use std::collections::BTreeMap;

use spec_contract::{Additional, Contract, Kind, NamedSchema, Schema, Status};

use crate::names::{Taken, type_name, type_names};

pub(super) fn run(contract: &mut Contract) {
    // Components first: what a document names keeps its name, whatever is hoisted later.
    let renamed = type_names(contract);
    let mut taken = Taken::default();
    for name in renamed.values() {
        taken.claim(name.clone());
    }
    let mut hoist = Hoist { taken, hoisted: Vec::new(), renamed };
    let mut schemas = std::mem::take(&mut contract.schemas);
    for named in &mut schemas {
        named.name = hoist.renamed.get(&named.name).cloned().unwrap_or_default();
        let name = named.name.clone();
        hoist.inside(&mut named.schema, &name);
    }
    for operation in &mut contract.operations {
        let base = type_name(&operation.id);
        if let Some(envelope) = &mut operation.envelope
            && let Some(name) = hoist.renamed.get(&envelope.schema)
        {
            envelope.schema.clone_from(name);
        }
        for parameter in &mut operation.parameters {
            hoist.schema(&mut parameter.schema, &format!("{base}{}", type_name(&parameter.name)));
        }
        if let Some(body) = &mut operation.body {
            for media in &mut body.media {
                if let Some(schema) = &mut media.schema {
                    hoist.schema(schema, &format!("{base}Body"));
                }
            }
        }
        for response in &mut operation.responses {
            let base = format!("{base}{}", status_name(response.status));
            for header in &mut response.headers {
                hoist.schema(&mut header.schema, &format!("{base}{}", type_name(&header.name)));
            }
            for media in &mut response.media {
                if let Some(schema) = &mut media.schema {
                    hoist.schema(schema, &format!("{base}Body"));
                }
            }
        }
    }
    schemas.append(&mut hoist.hoisted);
    contract.schemas = schemas;
}

struct Hoist {
    taken: Taken,
    hoisted: Vec<NamedSchema>,
    renamed: BTreeMap<String, String>,
}

impl Hoist {
    /// Hoists `schema` itself where it needs a name, and leaves a reference in its place.
    fn schema(&mut self, schema: &mut Schema, name: &str) {
        match &mut schema.kind {
            Kind::Object { properties, additional: Additional::Open } if properties.is_empty() => {}
            Kind::Object { properties, additional: Additional::Schema(_) } if properties.is_empty() => {
                self.inside(schema, name);
            }
            Kind::Object { .. } | Kind::Enumeration(_) | Kind::OneOf(_) | Kind::AnyOf(_) | Kind::AllOf(_) => {
                // In the one spelling that progenitor would bring it to.
                let name = self.taken.claim(type_name(name));
                let mut moved = schema.clone();
                moved.nullable = false;
                // Whoever refers to it says what is taken where nothing is sent.
                moved.default = None;
                self.inside(&mut moved, &name);
                self.hoisted.push(NamedSchema { name: name.clone(), schema: moved });
                schema.kind = Kind::Reference(name);
            }
            _ => self.inside(schema, name),
        }
    }

    fn inside(&mut self, schema: &mut Schema, name: &str) {
        if let Some(discriminator) = &mut schema.discriminator {
            let (Kind::OneOf(members) | Kind::AnyOf(members)) = &schema.kind else { return self.members(schema, name) };
            // A component that the mapping does not list goes by its own name.
            for member in members {
                if let Kind::Reference(target) = &member.kind
                    && !discriminator.mapping.iter().any(|(_, mapped)| mapped == target)
                {
                    discriminator.mapping.push((target.clone(), target.clone()));
                }
            }
            for (_, target) in &mut discriminator.mapping {
                if let Some(renamed) = self.renamed.get(target) {
                    target.clone_from(renamed);
                }
            }
        }
        self.members(schema, name);
    }

    fn members(&mut self, schema: &mut Schema, name: &str) {
        match &mut schema.kind {
            Kind::Reference(target) => {
                if let Some(renamed) = self.renamed.get(target) {
                    target.clone_from(renamed);
                }
            }
            Kind::Array(items) => self.schema(items, &format!("{name}Item")),
            Kind::Object { properties, additional } => {
                for property in properties {
                    self.schema(&mut property.schema, &format!("{name}{}", type_name(&property.name)));
                }
                if let Additional::Schema(schema) = additional {
                    self.schema(schema, &format!("{name}Value"));
                }
            }
            Kind::OneOf(members) | Kind::AnyOf(members) | Kind::AllOf(members) => {
                for (index, member) in members.iter_mut().enumerate() {
                    self.schema(member, &format!("{name}Variant{}", index + 1));
                }
            }
            _ => {}
        }
    }
}

/// The word for a status in the name of a type or variant: `404` is `NotFound`.
pub fn status_name(status: Status) -> String {
    let known = match status {
        Status::Code(200) => "Ok",
        Status::Code(201) => "Created",
        Status::Code(202) => "Accepted",
        Status::Code(204) => "NoContent",
        Status::Code(206) => "PartialContent",
        Status::Code(304) => "NotModified",
        Status::Code(400) => "BadRequest",
        Status::Code(401) => "Unauthorized",
        Status::Code(402) => "PaymentRequired",
        Status::Code(403) => "Forbidden",
        Status::Code(404) => "NotFound",
        Status::Code(405) => "MethodNotAllowed",
        Status::Code(406) => "NotAcceptable",
        Status::Code(408) => "RequestTimeout",
        Status::Code(409) => "Conflict",
        Status::Code(410) => "Gone",
        Status::Code(412) => "PreconditionFailed",
        Status::Code(413) => "ContentTooLarge",
        Status::Code(415) => "UnsupportedMediaType",
        Status::Code(422) => "UnprocessableContent",
        Status::Code(423) => "Locked",
        Status::Code(429) => "TooManyRequests",
        Status::Code(500) => "InternalServerError",
        Status::Code(501) => "NotImplemented",
        Status::Code(502) => "BadGateway",
        Status::Code(503) => "ServiceUnavailable",
        Status::Code(504) => "GatewayTimeout",
        Status::Code(code) => return format!("Status{code}"),
        Status::Range(digit) => return format!("Status{digit}xx"),
        Status::Default => "Default",
    };
    known.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::contract;

    #[test]
    fn inline_schemas_of_one_operation_never_share_a_name() {
        let mut contract = contract(
            "openapi: 3.1.1
info: {title: t, version: '1'}
paths:
  /a:
    get:
      operationId: getA
      responses:
        '200': {description: ok, content: {application/json: {schema: {type: object, properties: {x: {type: string}}}}}}
        '400': {description: bad, content: {application/json: {schema: {type: object, properties: {y: {type: string}}}}}}
components:
  schemas:
    GetAOkBody: {type: object, properties: {inner: {type: object, properties: {z: {type: string}}}}}
    get_a_ok_body: {type: string}
",
        );
        run(&mut contract);
        let names: Vec<&str> = contract.schemas.iter().map(|named| named.name.as_str()).collect();
        assert_eq!(names, ["GetAOkBody", "GetAOkBody2", "GetAOkBodyInner", "GetAOkBody3", "GetABadRequestBody"]);
    }
}
