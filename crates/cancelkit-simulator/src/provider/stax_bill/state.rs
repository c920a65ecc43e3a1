//! Subscriptions and rate limits.

use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp};

use super::seed;
use crate::clock::later;
use crate::rate::Window;
use crate::words::words;

words! {
    /// Where a subscription stands.
    pub enum Status {
        /// Not yet in force.
        Draft = "Draft",
        /// Waiting to be set up.
        Provisioning = "Provisioning",
        /// In force.
        Active = "Active",
        /// Held back.
        Suspended = "Suspended",
        /// Ended by a cancellation.
        Cancelled = "Cancelled",
        /// Ended because its term was over.
        Expired = "Expired",
        /// Replaced by another.
        Migrated = "Migrated",
        /// A standing order.
        StandingOrder = "StandingOrder",
    }
}

/// What Stax Bill holds.
#[derive(Clone, Debug)]
pub struct State {
    subscriptions: BTreeMap<i64, Subscription>,
    pub(super) minute: Window,
    pub(super) day: Window,
}

/// A subscription.
#[derive(Clone, Debug)]
pub struct Subscription {
    /// Its number.
    pub id: i64,
    /// Where it stands.
    pub status: Status,
    /// When it was cancelled.
    pub cancelled_at: Option<Timestamp>,
    /// The `cancellationOption` that it was cancelled with.
    pub cancellation_option: Option<String>,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it was last changed.
    pub modified_at: Timestamp,
}

/// How many requests an account may make.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// In a minute.
    pub minute: u32,
    /// In a day.
    pub day: u32,
}

impl Limits {
    /// Those of live accounts.
    pub const LIVE: Self = Self { minute: 1_000, day: 180_000 };
    /// Those of sandbox accounts.
    pub const SANDBOX: Self = Self { minute: 50, day: 5_000 };
    /// Those of test drive accounts.
    pub const TEST_DRIVE: Self = Self { minute: 10, day: 500 };
}

impl State {
    pub(crate) fn seeded(now: Timestamp) -> Self {
        let created_at = later(now, SignedDuration::from_hours(-30 * 24));
        let subscriptions = [
            (seed::ACTIVE, Status::Active),
            (seed::OTHER_ACTIVE, Status::Active),
            (seed::PROVISIONING, Status::Provisioning),
            (seed::DRAFT, Status::Draft),
            (seed::SUSPENDED, Status::Suspended),
            (seed::CANCELLED, Status::Cancelled),
            (seed::EXPIRED, Status::Expired),
        ];
        let subscription = |(id, status)| {
            let subscription = Subscription {
                id,
                status,
                cancelled_at: (status == Status::Cancelled).then_some(created_at),
                cancellation_option: None,
                created_at,
                modified_at: created_at,
            };
            (id, subscription)
        };
        let mut state = Self {
            subscriptions: subscriptions.map(subscription).into(),
            minute: Window::new(0, SignedDuration::ZERO),
            day: Window::new(0, SignedDuration::ZERO),
        };
        state.limit(Limits::LIVE);
        state
    }

    /// A subscription.
    #[must_use]
    pub fn subscription(&self, id: i64) -> Option<&Subscription> {
        self.subscriptions.get(&id)
    }

    /// A subscription, to change it.
    pub fn subscription_mut(&mut self, id: i64) -> Option<&mut Subscription> {
        self.subscriptions.get_mut(&id)
    }

    /// Sets the rate limits and forgets what was counted.
    pub fn limit(&mut self, limits: Limits) {
        self.minute = Window::new(limits.minute, SignedDuration::from_mins(1));
        self.day = Window::new(limits.day, SignedDuration::from_hours(24));
    }
}
