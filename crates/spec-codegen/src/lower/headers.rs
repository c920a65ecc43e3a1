//! A header is one text: where the document describes a list or an object, that text is what the crate hands over.

use spec_contract::{Contract, Kind};

use crate::ledger::Ledger;

pub(super) fn run(contract: &Contract, ledger: &mut Ledger) {
    let responses = contract.operations.iter().flat_map(|operation| &operation.responses);
    for header in responses.flat_map(|response| &response.headers) {
        let compound = matches!(
            contract.resolve(&header.schema).kind,
            Kind::Array(_) | Kind::Object { .. } | Kind::OneOf(_) | Kind::AnyOf(_) | Kind::AllOf(_)
        );
        if compound {
            ledger.give_up("headers", &header.place.pointer, "a header that is no single value is the text that came");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::contract;

    #[test]
    fn a_header_that_is_a_list_is_given_up() {
        let contract = contract(
            "openapi: 3.1.1
info: {title: t, version: '1'}
paths:
  /a:
    get:
      operationId: getA
      responses:
        '200':
          description: ok
          headers:
            X-A: {schema: {type: array, items: {type: string}}}
            X-B: {schema: {type: string, enum: [a, b]}}
            X-C: {schema: {type: integer}}
",
        );
        let mut ledger = Ledger::default();
        run(&contract, &mut ledger);
        assert_eq!(ledger.entries().len(), 1);
        assert!(ledger.covers("/paths/~1a/get/responses/200/headers/X-A"));
    }
}
