//! The lowering: a contract in the form that progenitor takes, one small pass after another.
//!
//! Each pass has one reason and says in the ledger what it gave up. The result is a model again, [`Lowered`]: the
//! emitters read it, and [`document`] writes it down as OpenAPI 3.0.3 for progenitor.

mod all_of;
mod defaults;
mod document;
mod enums;
mod formats;
mod headers;
pub(crate) mod hoist;
mod keywords;
mod nulls;
mod requests;
mod security;

use spec_contract::{Contract, Kind, Schema};

pub use document::{body_types, document, is_own, path_key, sends};
pub use enums::OpenEnum;
pub use formats::{SECRET, TIMESTAMP};
pub use hoist::status_name;
pub use requests::{BodyForm, Encoding, LoweredRequest, short_name, written_method};

use crate::ledger::Ledger;

/// A contract after the lowering.
#[derive(Debug)]
pub struct Lowered {
    /// The contract with every object, enum and union a component of its own, under its Rust name.
    pub contract: Contract,
    /// The enums that the emitter writes itself, so that they stay open.
    pub enums: Vec<OpenEnum>,
    /// What is asked of progenitor: one request for each way to call an operation.
    pub requests: Vec<LoweredRequest>,
    /// What was given up.
    pub ledger: Ledger,
}

/// Runs every pass.
#[must_use]
pub fn lower(contract: &Contract) -> Lowered {
    let mut contract = contract.clone();
    let mut ledger = Ledger::default();
    keywords::run(&mut contract, &mut ledger);
    defaults::run(&contract, &mut ledger);
    security::run(&contract, &mut ledger);
    headers::run(&contract, &mut ledger);
    all_of::run(&mut contract, &mut ledger);
    hoist::run(&mut contract);
    nulls::run(&mut contract);
    formats::run(&mut contract, &mut ledger);
    let enums = enums::run(&mut contract, &mut ledger);
    let requests = requests::run(&contract, &mut ledger);
    Lowered { contract, enums, requests, ledger }
}

/// Every schema of the contract that stands at the top: components, parameters, bodies, answers, headers.
fn roots(contract: &mut Contract) -> Vec<&mut Schema> {
    let mut found: Vec<&mut Schema> = contract.schemas.iter_mut().map(|named| &mut named.schema).collect();
    for operation in &mut contract.operations {
        found.extend(operation.parameters.iter_mut().map(|parameter| &mut parameter.schema));
        let body = operation.body.iter_mut().flat_map(|body| &mut body.media);
        found.extend(body.filter_map(|media| media.schema.as_mut()));
        for response in &mut operation.responses {
            found.extend(response.headers.iter_mut().map(|header| &mut header.schema));
            found.extend(response.media.iter_mut().filter_map(|media| media.schema.as_mut()));
        }
    }
    found
}

/// Calls `visit` on every schema of the contract, the inner ones first.
fn each(contract: &mut Contract, mut visit: impl FnMut(&mut Schema)) {
    fn inside(schema: &mut Schema, visit: &mut dyn FnMut(&mut Schema)) {
        match &mut schema.kind {
            Kind::Array(items) => inside(items, visit),
            Kind::Object { properties, additional } => {
                for property in properties {
                    inside(&mut property.schema, visit);
                }
                if let spec_contract::Additional::Schema(schema) = additional {
                    inside(schema, visit);
                }
            }
            Kind::OneOf(members) | Kind::AnyOf(members) | Kind::AllOf(members) => {
                for member in members {
                    inside(member, visit);
                }
            }
            _ => {}
        }
        visit(schema);
    }
    for schema in roots(contract) {
        inside(schema, &mut visit);
    }
}
