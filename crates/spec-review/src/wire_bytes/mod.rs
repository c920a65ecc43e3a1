//! The examples of two documents as they stand on the wire, and which of these bytes change.
//!
//! Nothing is made up: what stands in a request or an answer is from an example of the document, from its servers and security, or a
//! placeholder that says what is missing. What OpenAPI puts into no order (query parameters, headers, members) is sorted by name, so that
//! a document in another order is the same.

mod answer;
mod body;
mod change;
mod choice;
mod compare;
mod credential;
mod differ;
mod example;
mod judge;
mod message;
mod multipart;
mod request;
mod room;
mod same;
mod secret;
mod serialise;
mod server;
mod value;

#[cfg(test)]
mod tests;

pub use change::{Exchange, Kind, Line, Note, Sign, WireBytes};
pub use compare::wire_bytes;
