//! One report of what changes between two versions of the documents, for the person who has to decide.
//!
//! - [`Git`] finds the commit to compare with, and [`Specs`] holds the documents of one side as files.
//! - [`compare`] compares the providers of two sides; [`compare_files`] compares two documents anywhere.
//! - A [`Report`] has every change once, the worst first; [`Format`] writes it down.
//! - [`Acceptances`] are the breaks that somebody accepted on purpose.

mod accept;
mod base;
mod compare;
mod excerpt;
mod failure;
mod format;
mod git;
mod report;
pub mod rust_api;
mod specs;
mod text;

pub use accept::{ACCEPTED, Acceptance, Acceptances};
pub use base::Base;
pub use compare::{Named, compare, compare_documents, compare_files};
pub use excerpt::Excerpt;
pub use failure::Failure;
pub use format::{Format, MARKER, MOST};
pub use git::Git;
pub use report::{Change, Counts, Report, Sides};
pub use specs::Specs;
pub use text::visible;
