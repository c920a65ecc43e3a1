//! Defaults: a client sends none, so the documentation has to say what is taken where nothing is sent.

use spec_contract::{Additional, Kind, Place, Schema};

use super::Proof;

impl Proof<'_> {
    /// The default of a schema stands in the documentation of what has it.
    pub(super) fn default(&mut self, schema: &Schema, docs: &str, what: &str) {
        if let Some(default) = &schema.default
            && !docs.contains(&in_words(default))
        {
            self.lost(&place(schema), format!("the documentation of {what} does not say its default {default}"));
        }
    }

    /// Whatever else has a default has no documentation.
    pub(super) fn bare_defaults(&mut self) {
        let contract = self.contract;
        for named in &contract.schemas {
            self.defaults_inside(&named.schema);
        }
        for operation in &contract.operations {
            for parameter in &operation.parameters {
                self.defaults_inside(&parameter.schema);
            }
            let answers = operation.responses.iter();
            for header in answers.clone().flat_map(|response| &response.headers) {
                self.defaults_inside(&header.schema);
            }
            let bodies = operation.body.iter().flat_map(|body| &body.media);
            for media in bodies.chain(answers.flat_map(|response| &response.media)) {
                media.schema.iter().for_each(|schema| self.bare_default(schema));
            }
        }
    }

    fn bare_default(&mut self, schema: &Schema) {
        if schema.default.is_some() {
            self.lost(&place(schema), "a default that stands in no documentation");
        }
        self.defaults_inside(schema);
    }

    fn defaults_inside(&mut self, schema: &Schema) {
        match &schema.kind {
            Kind::Object { properties, additional } => {
                properties.iter().for_each(|property| self.defaults_inside(&property.schema));
                if let Additional::Schema(schema) = additional {
                    self.bare_default(schema);
                }
            }
            _ => schema.children().into_iter().for_each(|child| self.bare_default(child)),
        }
    }
}

/// As the documentation says it.
pub(super) fn in_words(default: &serde_json::Value) -> String {
    format!("Default: `{}`", default.to_string().replace('`', "'"))
}

fn place(schema: &Schema) -> Place {
    Place { pointer: schema.place.pointer.child("default"), span: schema.place.span }
}
