//! Loads OpenAPI documents so that every later step reads the same tree and can say of each node where it stands.
//!
//! - [`load_provider`] reads `specs/<provider>.yaml`, applies `specs/<provider>.overlay.yaml` and indexes every `$ref`:
//!   the result is the [`Effective`] document.
//! - [`load_text`] reads one YAML or JSON text into a [`Document`], a tree of [`Node`]s that carry their [`Span`].
//! - Whatever is wrong is a [`Diagnostic`] with a code and a position; a [`Report`] shows them with the offending text.
//!
//! A document is hostile until proven otherwise: depth, nodes, size, matches and mistakes are bounded, nothing outside the
//! `specs` folder is read, and no input may panic.

#![expect(clippy::result_large_err, reason = "a mistake ends what was tried; its size is paid once, not in a loop")]

mod diagnostic;
mod effective;
mod limit;
mod load;
mod node;
mod object;
mod overlay;
mod pointer;
mod provider;
mod reference;
mod render;
mod report;
mod source_file;
mod span;
mod suggest;

pub use crate::diagnostic::{Diagnostic, Label, Level};
pub use crate::effective::Effective;
pub use crate::load::{Document, load_text};
pub use crate::node::{Node, Value};
pub use crate::object::{Member, Object};
pub use crate::pointer::{InvalidPointer, Pointer};
pub use crate::provider::{load_provider, provider_names};
pub use crate::reference::{Reference, References};
pub use crate::report::Report;
pub use crate::source_file::SourceFile;
pub use crate::span::{Position, Source, SourceId, Sources, Span};
pub use crate::suggest::nearest;
