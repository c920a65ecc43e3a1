use std::fmt;

use cancelkit_runtime::{Answer, CallError, Delivery};
use serde::{Deserialize, Serialize};

use crate::failure::failure;
use crate::said::is_silent;
use crate::shown::Shown;
use crate::version::{VERSION, versioned};
use crate::{Abilities, Certainty, ProviderId, RawAnswer, Said};

/// A cancellation, or its undoing, that came to no outcome, with what may be believed of the subscription.
///
/// `Display` says what to believe and what to do next, in a bounded text. `Debug` and `Display` hold no body. Where an answer repeats
/// a secret that the provider knows (those of the environment, those that it was made with, and its last tokens; of 8 bytes or more;
/// as it is, percent-encoded, escaped in JSON or in base64), `[redacted]` stands in its place. Another form is not recognized.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(remote = "Self")]
#[non_exhaustive]
pub struct CancelError {
    #[cfg_attr(feature = "schemars", schemars(extend("const" = VERSION)))]
    version: u32,
    /// Who was asked.
    pub provider: ProviderId,
    /// What may be believed of the subscription.
    pub certainty: Certainty,
    /// What is known of the request that was to be sent.
    pub delivery: Delivery,
    /// Whether a cancellation was to be taken back.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub undoing: bool,
    /// What happened, in one sentence.
    pub cause: String,
    /// What the provider said.
    #[serde(default, skip_serializing_if = "is_silent")]
    pub said: Box<Said>,
    /// The answer as it came.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answer: Option<Box<RawAnswer>>,
}

versioned!(CancelError, "error");

impl CancelError {
    /// Nothing was sent.
    #[must_use]
    pub fn not_sent(provider: ProviderId, cause: impl Into<String>) -> Self {
        Self {
            version: VERSION,
            provider,
            certainty: Certainty::NotSent,
            delivery: Delivery::NotSent,
            undoing: false,
            cause: cause.into(),
            said: Box::default(),
            answer: None,
        }
    }

    /// An answer came that is no outcome.
    #[must_use]
    pub fn answered(provider: ProviderId, certainty: Certainty, cause: impl Into<String>, answer: &Answer) -> Self {
        Self { certainty, delivery: Delivery::Answered, ..Self::not_sent(provider, cause) }.with_answer(Some(answer))
    }

    /// The call itself failed. Whatever is not provably unsent may have been carried out.
    #[must_use]
    pub fn call(provider: ProviderId, error: &CallError) -> Self {
        let delivery = error.delivery();
        let certainty = if delivery == Delivery::NotSent { Certainty::NotSent } else { Certainty::MaybeDone };
        Self { certainty, delivery, ..Self::not_sent(provider, failure(error)) }.with_answer(error.answer())
    }

    /// Adds the answer that it comes from.
    #[must_use]
    pub fn with_answer(mut self, answer: Option<&Answer>) -> Self {
        self.answer = answer.map(|answer| Box::new(RawAnswer::from(answer)));
        self
    }

    /// Adds what the provider said.
    #[must_use]
    pub fn with_said(mut self, said: Said) -> Self {
        self.said = Box::new(said);
        self
    }

    /// Says that it is about taking a cancellation back: how to send a cancellation again is no advice then.
    #[must_use]
    pub fn undoing(mut self) -> Self {
        self.undoing = true;
        self
    }

    /// The status of the answer, where one came.
    #[must_use]
    pub fn status(&self) -> Option<u16> {
        self.answer.as_ref().map(|answer| answer.status)
    }

    /// The provider's id for the request, where its answer has one.
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        self.answer.as_ref().and_then(|answer| answer.request_id.as_deref())
    }
}

impl fmt::Display for CancelError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = self.provider.name();
        match self.certainty {
            Certainty::NotSent => write!(f, "nothing was sent to {name} by this call")?,
            Certainty::Rejected => write!(f, "{name} refused, and this request changed nothing")?,
            Certainty::MaybeDone => write!(f, "whether {name} carried this out is not known")?,
            Certainty::Done => write!(f, "{name} carried this out")?,
        }
        write!(f, ": {}", Shown(self.cause.trim_end_matches('.')))?;
        if self.said.has_words() {
            write!(f, "; {name} says: {}", self.said.to_string().trim_end_matches('.'))?;
        }
        if let Some(id) = self.request_id() {
            write!(f, " [request {}]", Shown(id))?;
        }
        f.write_str(".")?;
        match (&self.said.retry, self.certainty) {
            (_, Certainty::MaybeDone) => {
                f.write_str(" Read it back before anything is sent again.")?;
                if self.undoing { Ok(()) } else { write!(f, " {}", Abilities::of(self.provider).repetition.effect) }
            }
            (Some(retry), _) => write!(f, " Try again {retry}."),
            (None, Certainty::Done) => f.write_str(" There is nothing left to do."),
            (None, _) if self.status() == Some(429) => f.write_str(" Try again later."),
            // Without an answer the cause itself says what to do.
            (None, Certainty::NotSent) if self.answer.is_none() => Ok(()),
            (None, _) => f.write_str(" Mend the cause before trying again."),
        }
    }
}

impl std::error::Error for CancelError {}
