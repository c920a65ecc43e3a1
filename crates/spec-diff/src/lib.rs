#![doc = include_str!("../README.md")]

mod contained;
mod finding;
mod schema;
mod stack;
mod wire;

/// The operations of a document as the comparison reads and matches them.
pub mod read {
    pub use crate::wire::{At, Key, Operation, Parameter, content, covers, operations, template_names};
}

pub use contained::{Verdict, contained};
pub use finding::{Audience, Certainty, Finding, Occurrence, Place, Severity, digest};
pub use schema::{Direction, Judge, Judgement, Refusal};
pub use stack::with_room;
pub use wire::compare;
