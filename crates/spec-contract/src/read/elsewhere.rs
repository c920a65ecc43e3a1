//! Schemas that are referred to and do not stand in `components.schemas`: in `$defs`, under an anchor, deep in another one.

use std::collections::BTreeSet;

use spec_document::Pointer;

use super::{At, Reader};
use crate::model::NamedSchema;

/// The places that references lead to.
#[derive(Default)]
pub(super) struct Elsewhere {
    known: BTreeSet<Pointer>,
    pending: Vec<Pointer>,
}

impl Reader<'_> {
    /// The name under which the schema at a pointer will be found.
    pub(super) fn elsewhere(&mut self, pointer: Pointer) -> String {
        let name = format!("#{pointer}");
        if self.elsewhere.known.insert(pointer.clone()) {
            self.elsewhere.pending.push(pointer);
        }
        name
    }

    /// Reads what was referred to, and what that refers to in turn.
    pub(super) fn schemas_elsewhere(&mut self) -> Vec<NamedSchema> {
        let mut found = Vec::new();
        while let Some(pointer) = self.elsewhere.pending.pop() {
            let Some(node) = self.document.root.at(&pointer) else { continue };
            let at = At { node, pointer };
            found.push(NamedSchema { name: format!("#{}", at.pointer), schema: self.schema(&at) });
        }
        // In the order of their places: what is read first is a matter of chance.
        found.sort_by_key(|named| named.schema.place.span.start);
        found
    }
}
