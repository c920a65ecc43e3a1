//! Rebilly: subscriptions, cancellations under ids of the client's choosing, reactivations.

mod answer;
mod behaviour;
mod cancel;
mod list;
mod reactivate;
mod seed;
mod show;
mod state;

pub use behaviour::{
    Behaviour, CompletedPut, ForeignPut, ImmediateStatus, MissingPatch, RevokedPut, SecondCancel, UnsetPolicy,
};
pub use seed::*;
pub use state::{Cancellation, CancellationStatus, Limits, State, Subscription, SubscriptionStatus};
