//! `anyOf` becomes `oneOf`: progenitor would flatten it into optional fields, into which a bare string does not parse.

use spec_contract::{Contract, Kind};

use super::each;
use crate::ledger::Ledger;

pub(super) fn run(contract: &mut Contract, ledger: &mut Ledger) {
    each(contract, |schema| {
        if let Kind::AnyOf(members) = &mut schema.kind {
            let members = std::mem::take(members);
            ledger.give_up(
                "any-of",
                &schema.place.pointer,
                "a value that fits several members is read as the first of them that fits",
            );
            schema.kind = Kind::OneOf(members);
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::schemas;

    #[test]
    fn it_is_one_of_and_the_ledger_says_what_that_costs() {
        let mut contract = schemas("X: {anyOf: [{type: string}, {type: integer}]}");
        let mut ledger = Ledger::default();
        run(&mut contract, &mut ledger);
        assert!(
            matches!(contract.schema("X").map(|schema| &schema.kind), Some(Kind::OneOf(members)) if members.len() == 2)
        );
        assert_eq!(ledger.entries().len(), 1);
    }
}
