//! Where the document says otherwise, as people count it.

use std::fmt;

use cancelkit_runtime::observe::Drift;
use spec_document::{Effective, Pointer};

/// A file, a line and a column.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// The file: the document's, or that of its overlay.
    pub file: String,
    /// The line, from 1.
    pub line: usize,
    /// The column, from 1.
    pub column: usize,
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}:{}", self.file, self.line, self.column)
    }
}

/// The place of a drift; where nothing stands there, that of what is around it.
#[must_use]
pub fn place(document: &Effective, drift: &Drift) -> Place {
    let mut pointer = Pointer::parse(&drift.place).unwrap_or_default();
    let node = loop {
        match (document.root.at(&pointer), pointer.parent()) {
            (Some(node), _) => break node,
            (None, Some(parent)) => pointer = parent,
            (None, None) => break &document.root,
        }
    };
    let position = document.sources.position(node.span);
    let file = document.sources.get(node.span.source).name.clone();
    Place { file, line: position.line, column: position.column }
}
