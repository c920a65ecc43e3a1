#![doc = include_str!("../README.md")]

mod answer_schemas;
mod cancellation;
mod check_cancellation;
mod example;
mod json_schema;
mod media_type;
mod model;
mod place;
mod read;
mod schema;
mod schema_example;
mod summary;
mod validate;

pub use answer_schemas::answer_schemas;
pub use cancellation::{
    Cancellation, Certainty, Choice, Comment, Confirm, Effect, Money, Proof, Repetition, RepetitionRule, StatusMeaning,
    Strength, Target, Timing, Undo,
};
pub use check_cancellation::check_cancellation;
pub use example::{Direction, Example, examples};
pub use json_schema::json_schema;
pub use media_type::is_json;
pub use model::{
    Body, Contract, Envelope, Header, Location, Media, Method, NamedSchema, Operation, Parameter, Response,
    SecurityRequirement, SecurityScheme, SecuritySchemeKind, Server, ServerVariable, Status,
};
pub use place::Place;
pub use read::{made_operation_id, read};
pub use schema::{Additional, Constraints, Discriminator, Kind, Property, Schema};
pub use summary::summary;
pub use validate::{check_examples, check_extensions};
