//! Bringing in a provider's own document: whole or some of its operations, with a record of where it came from.

mod select;
mod sources;

pub use select::{Selection, select};
pub use sources::{Origin, Origins};
