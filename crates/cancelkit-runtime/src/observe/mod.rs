//! Drift: where an answer is not what the document says of it, told to an [`Observer`] while the call goes on as it would without one.
//!
//! A provider changes, and its document follows later or never. A client keeps working through most of that, since unknown members and
//! enum values pass: an observer learns of it before it hurts.
//!
//! - **Open world.** A member that nothing declares is an [`UnknownField`](DriftKind::UnknownField) and not a violation, whatever
//!   `additionalProperties` says of others; where `additionalProperties` is a schema, every member is declared by it. A member that is
//!   declared in any branch of `allOf`, `anyOf` or `oneOf` that applies is known. An object of which nothing is declared is free.
//! - **Answers are not repeated.** They hold people's data. A [`Drift`] has names of the document, and of the answer only what its
//!   documentation lists.
//! - **Bounded.** An answer that is cut is not judged, nor one over 1 MiB, of more than 100,000 values, deeper than 64, or
//!   for which schemas would be looked at more than 500,000 times, as where one contains itself in several ways. Of one answer at most 32 drifts are told, and judging it stops after 250 milliseconds, looked at
//!   between its steps.
//! - **Harmless.** What the observer does, a panic included, changes nothing of the call's outcome. It is called before the call returns:
//!   hand over what takes long.

mod answers;
mod classify;
mod cost;
mod drift;
mod effort;
mod schemas;
mod shown;
#[cfg(test)]
mod tests;
mod undeclared;
mod watch;

pub use self::answers::{AnswerSchemas, Judged};
pub use self::drift::{Drift, DriftKind};
pub use self::watch::{Observer, Watch};
