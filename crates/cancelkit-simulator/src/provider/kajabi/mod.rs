//! Kajabi: purchases, the subscriptions behind them, and sessions that expire.

mod answer;
mod behaviour;
mod seed;
mod session;
mod state;

pub use behaviour::{Behaviour, RefreshToken, SecondCancel};
pub use seed::*;
pub use state::{Purchase, State};
