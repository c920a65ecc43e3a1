//! Jetpack Start: sites, what partners provisioned for them, and partner tokens.

mod answer;
mod behaviour;
mod seed;
mod state;

pub use behaviour::{ActivationForm, Behaviour, ErrorShape, InvalidToken, SecondCancel, SlugSpelling, TokenErrorShape};
pub use seed::*;
pub use state::{Product, Site, State};
