//! Purchases.

use std::collections::BTreeMap;
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};

use super::seed;
use super::session::Sessions;
use crate::clock::later;

/// What Kajabi holds.
#[derive(Clone, Debug)]
pub struct State {
    purchases: BTreeMap<String, Purchase>,
    pub(super) sessions: Sessions,
    /// For how long an access token is good, in whole seconds.
    pub expires_in: Duration,
}

/// A purchase.
#[derive(Clone, Debug)]
pub struct Purchase {
    /// Its id.
    pub id: String,
    /// Whether there is a subscription behind it, ended or not.
    pub has_subscription: bool,
    /// Whether that subscription bills: what no answer of Kajabi's says.
    pub billing: bool,
    /// When the purchase was deactivated.
    pub deactivated_at: Option<Timestamp>,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it was last changed.
    pub updated_at: Timestamp,
}

impl State {
    pub(crate) fn seeded(now: Timestamp) -> Self {
        let created_at = later(now, SignedDuration::from_hours(-90 * 24));
        let deactivated = later(now, SignedDuration::from_hours(-24));
        let purchases = [
            (seed::ACTIVE, true, true, None),
            (seed::OTHER_ACTIVE, true, true, None),
            (seed::DEACTIVATED_STILL_BILLING, true, true, Some(deactivated)),
            (seed::WITHOUT_SUBSCRIPTION, false, false, None),
            (seed::CANCELLED, true, false, Some(deactivated)),
        ];
        let purchase = |(id, has_subscription, billing, deactivated_at): (&str, _, _, Option<Timestamp>)| {
            let id = id.to_owned();
            let updated_at = deactivated_at.unwrap_or(created_at);
            (id.clone(), Purchase { id, has_subscription, billing, deactivated_at, created_at, updated_at })
        };
        Self {
            purchases: purchases.map(purchase).into(),
            sessions: Sessions::default(),
            expires_in: Duration::from_secs(7200),
        }
    }

    /// A purchase.
    #[must_use]
    pub fn purchase(&self, id: &str) -> Option<&Purchase> {
        self.purchases.get(id)
    }

    /// A purchase, to change it.
    pub fn purchase_mut(&mut self, id: &str) -> Option<&mut Purchase> {
        self.purchases.get_mut(id)
    }

    /// How many access tokens were given out.
    #[must_use]
    pub fn tokens_given(&self) -> u32 {
        self.sessions.given()
    }

    /// Ends all access tokens; refresh tokens go on.
    pub fn invalidate_access_tokens(&mut self) {
        self.sessions.end(false);
    }

    /// Ends all tokens, as rotating the API key does.
    pub fn invalidate_all_tokens(&mut self) {
        self.sessions.end(true);
    }
}
