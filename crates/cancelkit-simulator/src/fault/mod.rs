//! What can go wrong on purpose.

mod alter;
mod parse;
mod rules;
mod target;

pub(crate) use alter::alter;
pub use parse::InvalidFault;
pub(crate) use rules::Rules;
pub use rules::Times;
pub use target::Target;

use std::time::Duration;

/// Whether the provider does what the request asks for, whatever becomes of the answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Effect {
    /// It does not.
    NotApplied,
    /// It does.
    Applied,
}

/// Something that goes wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Fault {
    /// The request takes effect at once and is answered after this time.
    SlowAnswer(Duration),
    /// The request takes effect after this time, even if the client has gone away by then, and is answered after that.
    LateEffect(Duration),
    /// The connection stays open and nothing is ever answered.
    NeverAnswer(Effect),
    /// The connection is closed while the request lies unread in the socket, which resets it.
    CloseUnread,
    /// The connection is closed after the request was read, without a byte of an answer.
    CloseUnanswered(Effect),
    /// The request takes effect; the answer has its full length in its head, half of its body, and then the connection is closed.
    TruncatedBody,
    /// A page of HTML with this status, such as a proxy in front of the provider writes.
    Html {
        /// The status: 500, 502, 503 or any other.
        status: u16,
        /// Whether the provider behind the proxy did its work.
        effect: Effect,
    },
    /// 429, with the documented header where there is one; the request takes no effect.
    TooManyRequests,
    /// A status with an empty JSON object, such as one that no document lists.
    Status {
        /// The status.
        status: u16,
        /// Whether the request takes effect.
        effect: Effect,
    },
    /// A status that the document lists, with the body of the document's first example for it.
    Documented {
        /// The status.
        status: u16,
        /// Whether the request takes effect.
        effect: Effect,
    },
    /// The request takes effect and is answered with one value of the wrong type, so that the body does not fit its schema.
    MismatchedBody,
    /// The request takes effect; every value of an enum in the answer is one that the document does not list.
    UnknownEnumValues,
    /// The request takes effect; every object of the answer has a member that the document does not list.
    ExtraFields,
    /// The request takes effect; the answer lacks one member that its schema requires, where it requires any.
    MissingFields,
    /// A cancellation is answered with its documented success, but without what proves it.
    Unproven(Effect),
    /// 302 to another place on this simulator; the request takes no effect.
    Redirect,
    /// The request takes effect; the answer is right and followed by spaces until it has this many bytes. Its length is not
    /// announced.
    OversizedBody(u64),
}

impl Fault {
    /// One of each kind, with values that suit a test: short times, and both effects where there is a choice.
    #[must_use]
    pub fn samples() -> Vec<Self> {
        let both = [Effect::NotApplied, Effect::Applied];
        let mut samples = vec![
            Self::SlowAnswer(Duration::from_millis(200)),
            Self::LateEffect(Duration::from_millis(200)),
            Self::CloseUnread,
            Self::TruncatedBody,
            Self::TooManyRequests,
            Self::MismatchedBody,
            Self::UnknownEnumValues,
            Self::ExtraFields,
            Self::MissingFields,
            Self::Redirect,
            Self::OversizedBody(16 * 1024 * 1024),
        ];
        for effect in both {
            samples.push(Self::NeverAnswer(effect));
            samples.push(Self::CloseUnanswered(effect));
            samples.push(Self::Status { status: 418, effect });
            samples.push(Self::Documented { status: 200, effect });
            samples.push(Self::Unproven(effect));
            samples.extend([500, 502, 503].map(|status| Self::Html { status, effect }));
        }
        samples
    }

    /// Whether the request takes effect, now or later.
    #[must_use]
    pub fn effect(&self) -> Effect {
        match self {
            Self::NeverAnswer(effect)
            | Self::CloseUnanswered(effect)
            | Self::Unproven(effect)
            | Self::Html { effect, .. }
            | Self::Status { effect, .. }
            | Self::Documented { effect, .. } => *effect,
            Self::CloseUnread | Self::TooManyRequests | Self::Redirect => Effect::NotApplied,
            Self::SlowAnswer(_)
            | Self::LateEffect(_)
            | Self::TruncatedBody
            | Self::MismatchedBody
            | Self::UnknownEnumValues
            | Self::ExtraFields
            | Self::MissingFields
            | Self::OversizedBody(_) => Effect::Applied,
        }
    }
}
