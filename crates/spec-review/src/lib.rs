#![doc = include_str!("../README.md")]

mod accept;
mod api_changes;
mod base;
mod compare;
mod excerpt;
mod failure;
mod format;
mod git;
pub mod release;
mod report;
pub mod rust_api;
mod specs;
mod text;
mod wire_bytes;

pub use accept::{ACCEPTED, Acceptance, Acceptances};
pub use api_changes::api_changes;
pub use base::Base;
pub use compare::{Named, compare, compare_documents, compare_files};
pub use excerpt::Excerpt;
pub use failure::Failure;
pub use format::{Format, MARKER, MOST};
pub use git::Git;
pub use report::{Change, Counts, Report, Sides};
pub use specs::Specs;
pub use text::visible;
pub use wire_bytes::{Exchange, Kind, Line, Note, Sign, WireBytes, wire_bytes};
