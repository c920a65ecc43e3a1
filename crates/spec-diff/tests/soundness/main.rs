//! The law of containment: where `spec_diff::contained` says yes, every value that a careful writer of the left schema writes is one
//! of the right, as an independent validator says.
//!
//! Schemas, edits and values are made up from lists of numbers, which are shrunk when a law is broken. The cases are the same in each
//! run. Many more, with others each time:
//!
//! ```text
//! SOUNDNESS=100000 cargo test --release -p spec-diff --test soundness -- --nocapture
//! SOUNDNESS=100000 SOUNDNESS_SEED=7 …          # the same others each time
//! ```

mod containment;
mod edit;
mod generate;
mod instance;
mod mirror;
mod plain;
mod run;
mod tape;
