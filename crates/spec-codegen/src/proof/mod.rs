//! The proof that nothing is lost: what the written code expresses, compared with what the document promises.
//!
//! It reads the emitted files back with syn and knows nothing of the passes that led to them. Whatever the contract
//! says and the code does not is a [`Difference`]; the caller looks each up in the ledger.

mod all_of;
mod calls;
mod code;
mod credentials;
mod defaults;
mod discriminator;
mod envelope;
mod headers;
mod operations;
mod schemas;
mod types;

use std::collections::{BTreeMap, BTreeSet};

use spec_contract::{Contract, Place};

use crate::names::type_names;
use code::Code;

/// A promise that the code does not express.
#[derive(Debug)]
pub struct Difference {
    /// Where the document makes it.
    pub place: Place,
    /// What is missing, in one sentence.
    pub lost: String,
}

/// Every promise of `contract` that the files of a client crate do not express.
#[must_use]
pub fn differences(contract: &Contract, files: &BTreeMap<String, String>) -> Vec<Difference> {
    let code = Code::read(files);
    let names = type_names(contract);
    let mut proof = Proof { contract, code: &code, names, sent: BTreeSet::new(), found: Vec::new() };
    proof.sent = proof.sent();
    for named in &contract.schemas {
        proof.component(named);
    }
    for operation in &contract.operations {
        proof.operation(operation);
    }
    proof.bare_defaults();
    proof.servers();
    for (key, place) in &contract.unread {
        proof.lost(place, format!("nothing follows from `{key}`"));
    }
    proof.found
}

struct Proof<'a> {
    contract: &'a Contract,
    code: &'a Code,
    /// The Rust name of each component.
    names: BTreeMap<String, String>,
    /// The types that are ever sent.
    sent: BTreeSet<String>,
    found: Vec<Difference>,
}

impl Proof<'_> {
    fn lost(&mut self, place: &Place, lost: impl Into<String>) {
        self.found.push(Difference { place: place.clone(), lost: lost.into() });
    }

    fn servers(&mut self) {
        for server in &self.contract.servers {
            // Variables stand in the code under their Rust names: what is between them is compared.
            let parts: Vec<&str> =
                server.url.split('{').map(|part| part.split_once('}').map_or(part, |(_, rest)| rest)).collect();
            let known = self.code.server_urls.iter().any(|url| {
                let written: Vec<&str> =
                    url.split('{').map(|part| part.split_once('}').map_or(part, |(_, rest)| rest)).collect();
                written == parts
            });
            if !known {
                self.lost(&server.place, format!("no variant of `Server` has the URL `{}`", server.url));
            }
        }
    }
}
