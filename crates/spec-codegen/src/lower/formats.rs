//! Formats: those with a type of the runtime refer to it; the others stay plain text, whatever progenitor has for them,
//! so that a value which bends its format does not fail the answer.

use spec_contract::{Contract, Kind};

use super::each;
use crate::ledger::Ledger;

/// The component that stands for a date-time kept as it came.
pub const TIMESTAMP: &str = "CancelkitTimestamp";
/// The component that stands for a string that must not be shown.
pub const SECRET: &str = "CancelkitSecretText";

pub(super) fn run(contract: &mut Contract, ledger: &mut Ledger) {
    each(contract, |schema| {
        let place = schema.place.pointer.clone();
        match &mut schema.kind {
            Kind::String(format) => match format.as_deref() {
                Some("date-time") => schema.kind = Kind::Reference(TIMESTAMP.to_owned()),
                Some("password") => schema.kind = Kind::Reference(SECRET.to_owned()),
                // An annotation (JSON Schema 2020-12, section 7): the documentation carries it.
                _ => {}
            },
            Kind::Integer(format) => {
                if !matches!(format.as_deref(), None | Some("int32" | "int64")) {
                    ledger.give_up("formats", &place.child("format"), "an integer of another format is an `i64`");
                    *format = None;
                }
            }
            Kind::Number(format) => {
                // Both are 64 bits wide here: a narrower type would change the number on the way through.
                if !matches!(format.as_deref(), None | Some("double" | "float")) {
                    ledger.give_up("formats", &place.child("format"), "a number of another format is an `f64`");
                }
                *format = None;
            }
            _ => {}
        }
    });
}
