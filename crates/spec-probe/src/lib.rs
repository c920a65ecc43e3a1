#![doc = include_str!("../README.md")]

mod credential;
mod discover;
mod environment;
mod mend;
mod overlay;
mod place;
mod plan;
mod probe;
mod read;
mod server;
mod shown;
mod url;

pub use crate::credential::Credentials;
pub use crate::environment::variable;
pub use crate::mend::{Mend, mends};
pub use crate::overlay::{appended, fresh, mended, mended_after};
pub use crate::place::{Place, place};
pub use crate::plan::{Plan, Skipped};
pub use crate::probe::{Called, Outcome, Probe, Saw};
pub use crate::read::{ReadError, Reader};
pub use crate::server::base_url;
pub use crate::shown::plain;
pub use crate::url::Values;
