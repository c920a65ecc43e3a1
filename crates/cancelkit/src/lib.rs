#![doc = include_str!("../README.md")]

pub mod abilities;
mod actor;
mod answer;
mod cancel_error;
mod certainty;
mod check;
mod clock;
mod confirm;
mod confirm_error;
pub mod environment;
mod evidence;
mod failure;
mod key;
mod money;
mod outcome;
mod plan;
mod provider;
mod provider_id;
mod raw_body;
mod reason;
mod refusal;
mod registry;
mod request;
mod said;
#[cfg(any(feature = "jetpack", feature = "kajabi", feature = "rebilly", feature = "stax-bill"))]
mod scrub;
mod shown;
mod target;
mod timing;
mod undo_outcome;
mod undo_plan;
mod undo_request;
mod unrepeated;
mod version;
mod words;

pub use crate::abilities::{
    Abilities, Choice, Comment, Confirm, Effect, MoneyKind, Proof, Repetition, RepetitionRule, StatusMeaning, Strength,
    TimingKind, Undo,
};
pub use crate::actor::Actor;
pub use crate::answer::RawAnswer;
pub use crate::cancel_error::CancelError;
pub use crate::certainty::Certainty;
pub use crate::clock::Clock;
pub use crate::confirm::{ConfirmRequest, Confirmation};
pub use crate::confirm_error::ConfirmError;
pub use crate::environment::EnvironmentError;
pub use crate::evidence::Evidence;
pub use crate::key::{Key, KeyError};
pub use crate::money::Money;
pub use crate::outcome::{Outcome, What};
pub use crate::plan::Plan;
#[cfg(feature = "jetpack")]
pub use crate::provider::Jetpack;
#[cfg(feature = "kajabi")]
pub use crate::provider::Kajabi;
#[cfg(feature = "rebilly")]
pub use crate::provider::Rebilly;
#[cfg(feature = "stax-bill")]
pub use crate::provider::StaxBill;
pub use crate::provider::{BoxFuture, Provider};
pub use crate::provider_id::{ProviderId, UnknownProvider};
pub use crate::reason::Reason;
pub use crate::refusal::{Aspect, Objection, Possible, Refusal};
pub use crate::registry::{NotConfigured, Registry};
pub use crate::request::CancelRequest;
pub use crate::said::{FaultyField, RetryAt, Said};
pub use crate::target::{Item, JetpackTarget, KajabiTarget, RebillyTarget, Site, StaxBillTarget, Target, TargetError};
pub use crate::timing::{Timing, TimingError};
pub use crate::undo_outcome::{UndoOutcome, UndoWhat};
pub use crate::undo_plan::UndoPlan;
pub use crate::undo_request::UndoRequest;
pub use crate::unrepeated::Unrepeated;
pub use crate::words::UnknownWord;

#[cfg(feature = "observe")]
pub use cancelkit_runtime::observe::{Drift, DriftKind, Observer};
pub use cancelkit_runtime::{BuildError, Delivery, Preview, SecretString, Settings, Timestamp, is_hidden};

/// The clients that the providers send with: whole APIs, for what the facade does not do.
pub mod clients {
    #[cfg(feature = "jetpack")]
    pub use cancelkit_jetpack as jetpack;
    #[cfg(feature = "kajabi")]
    pub use cancelkit_kajabi as kajabi;
    #[cfg(feature = "rebilly")]
    pub use cancelkit_rebilly as rebilly;
    #[cfg(feature = "stax-bill")]
    pub use cancelkit_stax_bill as stax_bill;
}
