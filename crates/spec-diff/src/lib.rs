//! What changes on the wire between two OpenAPI documents, and whom it hurts.
//!
//! One principle instead of many rules: who followed the old document must not stop working under the new. For requests, what a
//! careful sender wrote by the old schema must be accepted by the new one; for answers, what may come by the new schema must be
//! understood by who reads by the old one. Both are the same question, whether all values of one schema are values of another, asked
//! in opposite directions.

mod contained;
mod finding;
mod schema;
mod stack;
mod wire;

pub use contained::{Verdict, contained};
pub use finding::{Audience, Certainty, Finding, Occurrence, Place, Severity};
pub use schema::Direction;
pub use wire::compare;
