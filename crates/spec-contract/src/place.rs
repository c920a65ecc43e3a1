//! Where a part of the contract stands.

use spec_document::{Pointer, Span};

/// Where a part of the contract stands: in the tree of the effective document and in the source text.
#[derive(Clone, Debug)]
pub struct Place {
    /// The JSON Pointer into the effective document.
    pub pointer: Pointer,
    /// The text in the document or the overlay that says it.
    pub span: Span,
}
