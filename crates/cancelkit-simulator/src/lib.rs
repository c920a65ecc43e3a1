#![doc = include_str!("../README.md")]

mod behave;
mod behaviour;
mod check;
mod clock;
mod credential;
mod document;
mod environment;
mod exchange;
mod fault;
mod listen;
mod padded;
mod process;
mod provider;
mod rate;
mod received;
mod render;
mod reply;
mod route;
mod running;
mod shared;
mod simulator;
mod start_error;
mod state;
mod violation;
mod wire;
mod words;

pub use crate::behaviour::Behaviour;
pub use crate::clock::Clock;
pub use crate::fault::{Effect, Fault, InvalidFault, Target, Times};
pub use crate::provider::{Provider, jetpack, kajabi, rebilly, stax_bill};
pub use crate::received::Received;
pub use crate::running::Running;
pub use crate::simulator::{Builder, Simulator};
pub use crate::start_error::StartError;
pub use crate::state::State;
pub use crate::violation::{Violation, ViolationKind};
pub use crate::words::UnknownName;

pub use jiff::{SignedDuration, Timestamp};
