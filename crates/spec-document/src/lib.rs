#![doc = include_str!("../README.md")]
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
