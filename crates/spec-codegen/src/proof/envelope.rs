//! `x-envelope`: a second method asks for the envelope and takes the answer out of it.

use spec_contract::{Envelope, Operation};

use super::Proof;
use super::calls::{Passed, Request};
use super::code::Ty;
use crate::names::{method_name, type_name};
use crate::read::{Wire, WrittenRequest};

impl Proof<'_> {
    pub(super) fn envelope(&mut self, operation: &Operation, requests: &[&WrittenRequest]) {
        let code = self.code;
        let Some(plain) = code.operations.get(&type_name(&operation.id)) else { return };
        let Some(envelope) = &operation.envelope else {
            if plain.unwrapped.is_some() {
                self.lost(&operation.place, "an envelope is taken off that the document does not describe");
            }
            return;
        };
        let method = method_name(&envelope.operation_id);
        let Some(second) = code.operations.get(&type_name(&envelope.operation_id)).filter(|it| it.method == method)
        else {
            self.lost(&envelope.place, format!("no method is called `{method}`"));
            return;
        };
        let schema = self.type_of(&envelope.schema);
        let mut lost = |what: &str| self.lost(&envelope.place, format!("`{method}` {what}"));
        let asks = |request: &Request, passed: &Passed| {
            !request.calls.is_empty()
                && request.calls.iter().all(|call| asked(call, envelope, requests) == Some(passed))
        };
        if !asks(second, &Passed::True) {
            lost(&format!("does not send `{}` as true", envelope.parameter));
        }
        if !asks(plain, &Passed::Nothing) {
            lost(&format!("is not the only one that sends `{}`", envelope.parameter));
        }
        let ways = |request: &Request| request.calls.iter().map(|call| call.request.clone()).collect::<Vec<_>>();
        if ways(plain) != ways(second) {
            lost("cannot be sent in the same ways");
        }
        let unwrapped = second.unwrapped.as_ref();
        if unwrapped.and_then(|it| it.schema.as_ref()) != Some(&Ty::Named(schema.clone())) {
            lost(&format!("does not read an `{}`", envelope.schema));
        }
        let pointers = [&envelope.code, &envelope.headers, &envelope.body];
        if unwrapped.is_none_or(|it| it.pointers.iter().ne(pointers)) {
            lost("looks elsewhere for the status, the headers or the body");
        }
        let outcome = format!("{}Outcome", type_name(&operation.id));
        if second.outcomes.is_empty() || second.outcomes.iter().any(|read| *read != outcome) {
            lost("reads another outcome");
        }
    }
}

/// What a call passes for the parameter that asks for the envelope.
fn asked<'a>(call: &'a super::calls::Call, envelope: &Envelope, requests: &[&WrittenRequest]) -> Option<&'a Passed> {
    let written = requests.iter().find(|written| written.id == call.request)?;
    let wire = Some(Wire::Query(envelope.parameter.clone()));
    let index = written.arguments.iter().position(|argument| argument.wire == wire)?;
    call.arguments.get(index)
}
