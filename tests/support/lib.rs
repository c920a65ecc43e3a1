//! What several test files share.

pub mod codes;
pub mod documents;
pub mod json;
pub mod mutants;
pub mod outline;
pub mod published;
pub mod server;
pub mod truth;
pub mod types;
pub mod wire;

/// The README's code, compiled with the documentation's tests.
#[cfg(doctest)]
#[doc = include_str!("../../README.md")]
pub struct Readme;
