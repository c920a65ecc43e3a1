//! What an effective document promises of each operation: the contract.
//!
//! [`read`] turns the tree of an effective document (OpenAPI 3.0 or 3.1) into a [`Contract`]: parameters, media
//! types, status → schema, headers, security, servers. References to parameters, headers, bodies and responses are
//! followed; a reference to a schema stays a reference, by name. Every part knows its place in the source.

mod cancellation;
mod example;
mod json_schema;
mod model;
mod place;
mod read;
mod schema;
mod summary;
mod validate;

pub use cancellation::{
    Cancellation, Certainty, Choice, Comment, Confirm, Effect, Money, Proof, Repetition, RepetitionRule, StatusMeaning,
    Strength, Target, Timing, Undo,
};
pub use example::{Direction, Example, examples};
pub use json_schema::json_schema;
pub use model::{
    Body, Contract, Envelope, Header, Location, Media, Method, NamedSchema, Operation, Parameter, Response,
    SecurityRequirement, SecurityScheme, SecuritySchemeKind, Server, ServerVariable, Status,
};
pub use place::Place;
pub use read::{made_operation_id, read};
pub use schema::{Additional, Constraints, Kind, Property, Schema};
pub use summary::summary;
pub use validate::{check_examples, check_extensions};
