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
