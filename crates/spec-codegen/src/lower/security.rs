//! Credentials that no code sends are given up, and said so: a caller sets them in an HTTP client of their own.

use spec_contract::{Contract, SecuritySchemeKind};

use crate::ledger::Ledger;

pub(super) fn run(contract: &Contract, ledger: &mut Ledger) {
    for operation in &contract.operations {
        for (name, _) in operation.security.iter().flat_map(|requirement| &requirement.schemes) {
            match contract.security_schemes.iter().find(|scheme| scheme.name == *name) {
                Some(scheme) => {
                    if let SecuritySchemeKind::Other(kind) = &scheme.kind {
                        let given_up = format!("{kind} is not sent: set it in an HTTP client builder of your own");
                        ledger.give_up("security", &scheme.place.pointer, given_up);
                    }
                }
                None => ledger.give_up(
                    "security",
                    &operation.place.pointer.child("security"),
                    format!("`{name}` is declared nowhere: no credential is sent for it"),
                ),
            }
        }
    }
}
