//! Stax Bill: subscriptions by number, and rate limits in six headers.

mod answer;
mod behaviour;
mod seed;
mod show;
mod state;

pub use behaviour::{Behaviour, BusinessRule, CancellationTimestamp, SecondCancel};
pub use seed::*;
pub use state::{Limits, State, Status, Subscription};
