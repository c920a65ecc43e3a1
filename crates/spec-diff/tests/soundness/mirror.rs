//! The mirror law.
