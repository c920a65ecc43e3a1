use crate::{Answer, Answered};

/// A documented status with its decoded body and headers.
///
/// `T` is the body's type (`()` where the document describes none), `H` the operation's typed headers.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Reply<T, H = ()> {
    /// The decoded body.
    pub body: T,
    /// The headers that the document describes.
    pub typed_headers: H,
    answer: Answer,
}

impl<T, H> Reply<T, H> {
    /// A reply of these parts.
    #[must_use]
    pub fn new(body: T, typed_headers: H, answer: Answer) -> Self {
        Self { body, typed_headers, answer }
    }
}

impl<T, H> Answered for Reply<T, H> {
    fn answer(&self) -> &Answer {
        &self.answer
    }
}
