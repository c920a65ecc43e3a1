//! Keywords that no Rust type can carry are given up, and said so.

use spec_contract::{Contract, Kind};

use super::each;
use crate::ledger::Ledger;

pub(super) fn run(contract: &mut Contract, ledger: &mut Ledger) {
    for (key, place) in &contract.unread {
        ledger.give_up("keywords", &place.pointer, format!("`{key}` is not carried out: no code follows from it"));
    }
    each(contract, |schema| {
        for (keyword, _) in std::mem::take(&mut schema.other) {
            let place = schema.place.pointer.child(&keyword);
            ledger.give_up(
                "keywords",
                &place,
                format!("`{keyword}` is not checked: a value that breaks it is accepted"),
            );
        }
        if schema.discriminator.is_some() && matches!(schema.kind, Kind::Object { .. }) {
            ledger.give_up(
                "keywords",
                &schema.place.pointer.child("discriminator"),
                "which of the components that extend it a value is, is not told: it keeps their members undeclared",
            );
        }
        if matches!(schema.kind, Kind::Never) && !schema.nullable {
            ledger.erase("keywords", &schema.place.pointer, "a schema that nothing fits is taken as any JSON");
        }
        if matches!(schema.kind, Kind::Never) {
            schema.kind = Kind::Any;
        }
    });
}
