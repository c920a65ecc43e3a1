//! Operations that progenitor did not write as they were asked for: each is given up, and the rest of the client stands.

use std::collections::BTreeMap;

use spec_contract::Operation;

use crate::lower::{Lowered, is_own, sends};
use crate::read::WrittenRequest;

/// Takes the operations out that cannot be called, each with an entry in the ledger.
pub fn run(lowered: &mut Lowered, written: &[WrittenRequest]) {
    let written: BTreeMap<&str, &WrittenRequest> =
        written.iter().map(|request| (request.id.as_str(), request)).collect();
    for (index, operation) in lowered.contract.operations.iter().enumerate() {
        let requests = lowered.requests.iter().filter(|request| request.index == index);
        let reasons = requests.filter_map(|request| match written.get(request.id.as_str()) {
            None => Some(format!("progenitor wrote no method `{}`", request.id)),
            Some(request) => unsent(lowered, operation, request),
        });
        let Some(reason) = reasons.into_iter().next() else { continue };
        lowered.ledger.give_up("progenitor", &operation.place.pointer, format!("it cannot be called: {reason}"));
        lowered.requests.retain(|request| request.index != index);
    }
}

/// The parameter that a written request does not send.
fn unsent(lowered: &Lowered, operation: &Operation, request: &WrittenRequest) -> Option<String> {
    let missing = operation.parameters.iter().find(|parameter| {
        !is_own(&lowered.contract, operation, parameter)
            && !request.arguments.iter().any(|argument| sends(parameter, argument.wire.as_ref(), &operation.path))
    })?;
    Some(format!("progenitor does not send its parameter `{}`", missing.name))
}
