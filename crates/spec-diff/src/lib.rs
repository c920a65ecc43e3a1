#![doc = include_str!("../README.md")]

mod contained;
mod finding;
mod schema;
mod stack;
mod wire;

pub use contained::{Verdict, contained};
pub use finding::{Audience, Certainty, Finding, Occurrence, Place, Severity, digest};
pub use schema::Direction;
pub use wire::compare;
