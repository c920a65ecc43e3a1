//! Comparing two documents on the wire.

mod ability;
mod at;
mod body;
mod compare;
mod describe;
mod lifecycle;
mod operation;
mod parameter;
mod prose;
mod read;
mod response;
mod security;
mod server;

pub use at::At;
pub use compare::compare;
pub use read::{Key, Operation, Parameter, content, covers, operations, template_names};
