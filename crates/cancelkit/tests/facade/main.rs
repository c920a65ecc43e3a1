//! The facade against servers on loopback that answer what a test tells them to.

#![allow(clippy::unwrap_used, reason = "helpers of tests fail like tests")]

mod environment;
mod jetpack;
mod kajabi;
mod plans;
mod rebilly;
mod rebilly_undo;
#[cfg(feature = "schemars")]
mod schemas;
mod secrets;
mod server;
mod setup;
mod statuses;
mod stax_bill;
mod tampering;
mod texts;
