//! The public Rust API of a crate: what it is, and what a change of it asks of a version.

mod compare;
mod listing;
mod made;
mod modules;

pub use compare::{ApiChange, Bump, How, compare, needed_version};
pub use listing::{Entry, Listing};
