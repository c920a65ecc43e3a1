use std::fmt;

use crate::{Answer, Delivery, NoAnswer, NotSent, Unreadable};

/// Why a call has no outcome that the provider's document describes.
///
/// Ask [`CallError::delivery`] before doing anything else: only [`Delivery::NotSent`] makes sending again safe. `Debug` and
/// `Display` hold no credential, no query and no body text.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum CallError {
    /// Provably nothing left this machine.
    NotSent(NotSent),
    /// Sending began and no answer came: the request may have been carried out.
    NoAnswer(NoAnswer),
    /// A documented status came, with a body that does not match its description: what the provider did is not certain.
    Unreadable(Box<Unreadable>),
}

impl CallError {
    /// What is known of the request.
    #[must_use]
    pub fn delivery(&self) -> Delivery {
        match self {
            Self::NotSent(_) => Delivery::NotSent,
            Self::NoAnswer(_) => Delivery::NoAnswer,
            Self::Unreadable(_) => Delivery::Answered,
        }
    }

    /// The answer, where one came.
    #[must_use]
    pub fn answer(&self) -> Option<&Answer> {
        match self {
            Self::Unreadable(unreadable) => Some(unreadable.answer()),
            Self::NotSent(_) | Self::NoAnswer(_) => None,
        }
    }
}

impl fmt::Display for CallError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotSent(error) => error.fmt(f),
            Self::NoAnswer(error) => error.fmt(f),
            Self::Unreadable(error) => error.fmt(f),
        }
    }
}

// Display is the inner error's own sentence, so the chain goes on behind it: naming it as the source would print it twice.
impl std::error::Error for CallError {}

impl From<NotSent> for CallError {
    fn from(error: NotSent) -> Self {
        Self::NotSent(error)
    }
}

impl From<NoAnswer> for CallError {
    fn from(error: NoAnswer) -> Self {
        Self::NoAnswer(error)
    }
}

impl From<Unreadable> for CallError {
    fn from(error: Unreadable) -> Self {
        Self::Unreadable(Box::new(error))
    }
}
