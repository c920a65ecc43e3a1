//! What the providers hold.

use jiff::Timestamp;

use crate::behave::Behave;
use crate::{Provider, jetpack, kajabi, rebilly, stax_bill};

/// What the four providers hold: subscriptions, tokens, rate limits.
///
/// [`Running::state`](crate::Running::state) gives a copy to look at, [`Running::edit`](crate::Running::edit) lets a test
/// change it.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct State {
    /// Sites and partner tokens.
    pub jetpack: jetpack::State,
    /// Subscriptions by number.
    pub stax_bill: stax_bill::State,
    /// Subscriptions, cancellations and reactivations.
    pub rebilly: rebilly::State,
    /// Purchases and sessions.
    pub kajabi: kajabi::State,
}

impl State {
    /// The seeded state at this time.
    pub(crate) fn seeded(now: Timestamp) -> Self {
        Self {
            jetpack: jetpack::State::seeded(),
            stax_bill: stax_bill::State::seeded(now),
            rebilly: rebilly::State::seeded(now),
            kajabi: kajabi::State::seeded(now),
        }
    }

    /// Lets time pass everywhere.
    pub(crate) fn pass(&mut self, now: Timestamp) {
        for provider in Provider::all() {
            self.of(provider).pass(now);
        }
    }

    pub(crate) fn of(&mut self, provider: Provider) -> &mut dyn Behave {
        match provider {
            Provider::Jetpack => &mut self.jetpack,
            Provider::StaxBill => &mut self.stax_bill,
            Provider::Rebilly => &mut self.rebilly,
            Provider::Kajabi => &mut self.kajabi,
        }
    }
}
