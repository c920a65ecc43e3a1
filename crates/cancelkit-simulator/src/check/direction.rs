//! Members that travel one way only.

use serde_json::Value;
use spec_contract::{Contract, Kind, Schema};

/// Which way a value travels.
#[derive(Clone, Copy)]
pub(super) enum Direction {
    Request,
    Answer,
}

/// The members of a value that may not travel this way: read-only ones in a request, write-only ones in an answer.
pub(super) fn misplaced(contract: &Contract, schema: &Schema, value: &Value, direction: Direction) -> Vec<String> {
    let mut found = Vec::new();
    Walk { contract, direction, found: &mut found }.schema(schema, value, "");
    found
}

struct Walk<'a> {
    contract: &'a Contract,
    direction: Direction,
    found: &'a mut Vec<String>,
}

impl Walk<'_> {
    fn schema(&mut self, schema: &Schema, value: &Value, within: &str) {
        match (&self.contract.resolve(schema).kind, value) {
            (Kind::Object { properties, .. }, Value::Object(members)) => {
                for property in properties {
                    let Some(member) = members.get(&property.name) else { continue };
                    let field = join(within, &property.name);
                    if self.forbidden(&property.schema) {
                        self.found.push(field);
                    } else {
                        self.schema(&property.schema, member, &field);
                    }
                }
            }
            (Kind::Array(items), Value::Array(elements)) => {
                for (index, element) in elements.iter().enumerate() {
                    self.schema(items, element, &join(within, &index.to_string()));
                }
            }
            (Kind::AllOf(members), _) => {
                for member in members {
                    self.schema(member, value, within);
                }
            }
            _ => {}
        }
    }

    fn forbidden(&self, schema: &Schema) -> bool {
        match self.direction {
            Direction::Request => schema.read_only,
            Direction::Answer => schema.write_only,
        }
    }
}

fn join(within: &str, step: &str) -> String {
    if within.is_empty() { step.to_owned() } else { format!("{within}.{step}") }
}
