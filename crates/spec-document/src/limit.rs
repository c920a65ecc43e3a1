//! How much of a document is taken at most.
//!
//! Each bound is far above what published documents need and low enough that a hostile one ends in a diagnostic within
//! seconds and a few hundred megabytes.

/// Bytes of one file.
pub(crate) const BYTES: usize = 64 * 1024 * 1024;

/// Levels of nesting, the root included. Low enough that recursion over a tree needs no care anywhere.
pub(crate) const DEPTH: usize = 128;

/// Nodes of one tree, counted with every expanded alias and every merged overlay value.
pub(crate) const NODES: usize = 1_000_000;

/// Mistakes reported of one file; reading stops there, because nobody mends more in one go.
pub(crate) const MISTAKES: usize = 100;
