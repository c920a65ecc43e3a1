//! Overlays: the OpenAPI Overlay Specification 1.0.

mod apply;
mod form;
mod merge;
mod target;

pub(crate) use apply::apply;
pub(crate) use form::read;

#[cfg(test)]
mod tests;
