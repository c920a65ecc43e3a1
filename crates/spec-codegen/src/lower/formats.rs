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
            // Any other format is an annotation (JSON Schema 2020-12, section 7): the documentation carries it.
            Kind::String(format) => match format.as_deref() {
                Some("date-time") => schema.kind = Kind::Reference(TIMESTAMP.to_owned()),
                Some("password") => schema.kind = Kind::Reference(SECRET.to_owned()),
                _ => {}
            },
            Kind::Integer(format) if !matches!(format.as_deref(), None | Some("int32" | "int64")) => {
                ledger.give_up("formats", &place.child("format"), "an integer of another format is an `i64`");
                *format = None;
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::schemas;

    #[test]
    fn an_unknown_number_format_is_given_up_and_text_formats_are_not() {
        let mut contract = schemas(
            "A: {type: string, format: date-time}\nB: {type: string, format: password}\nC: {type: string, format: uri}\n\
             D: {type: integer, format: uint64}",
        );
        let mut ledger = Ledger::default();
        run(&mut contract, &mut ledger);
        let kind = |name: &str| contract.schema(name).map(|schema| schema.kind.clone());
        assert!(matches!(kind("A"), Some(Kind::Reference(name)) if name == TIMESTAMP));
        assert!(matches!(kind("B"), Some(Kind::Reference(name)) if name == SECRET));
        assert!(matches!(kind("C"), Some(Kind::String(Some(_)))));
        assert!(matches!(kind("D"), Some(Kind::Integer(None))));
        assert_eq!(ledger.entries().len(), 1);
    }
}
