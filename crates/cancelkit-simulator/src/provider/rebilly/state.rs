//! Subscriptions and cancellations, and what time does to them.

use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp};
use serde_json::Value;

use super::seed;
use crate::clock::{later, whole_second};
use crate::rate::Window;
use crate::words::words;

words! {
    /// How a subscription is.
    pub enum SubscriptionStatus {
        /// The service has not begun.
        Pending = "pending",
        /// The service runs.
        Active = "active",
        /// It was never activated.
        Abandoned = "abandoned",
        /// It was cancelled and runs until its churn time.
        Canceled = "canceled",
        /// It has ended.
        Churned = "churned",
        /// It is interrupted.
        Paused = "paused",
        /// It was not activated on purpose.
        Voided = "voided",
        /// Its service period came to its end.
        Completed = "completed",
        /// Its trial is over.
        TrialEnded = "trial-ended",
    }
}

words! {
    /// How far a cancellation is.
    pub enum CancellationStatus {
        /// A preview.
        Draft = "draft",
        /// It ends the subscription at its churn time.
        Confirmed = "confirmed",
        /// The churn time has come.
        Completed = "completed",
        /// It was taken back.
        Revoked = "revoked",
    }
}

/// What Rebilly holds.
#[derive(Clone, Debug)]
pub struct State {
    pub(super) subscriptions: BTreeMap<String, Subscription>,
    pub(super) cancellations: Vec<Cancellation>,
    pub(super) given: u32,
    pub(super) writes: Window,
}

/// A subscription.
#[derive(Clone, Debug)]
pub struct Subscription {
    /// Its id.
    pub id: String,
    /// How it is.
    pub status: SubscriptionStatus,
    /// When it renews.
    pub renewal_time: Option<Timestamp>,
    /// When it was cancelled.
    pub canceled_time: Option<Timestamp>,
    /// Who cancelled.
    pub canceled_by: Option<String>,
    /// When it ends or ended.
    pub churn_time: Option<Timestamp>,
    /// When it was made.
    pub created_time: Timestamp,
    /// When it was last changed.
    pub updated_time: Timestamp,
    /// How it was before it was cancelled.
    pub(super) before: SubscriptionStatus,
}

/// A cancellation.
#[derive(Clone, Debug)]
pub struct Cancellation {
    /// Its id.
    pub id: String,
    /// The subscription's id.
    pub subscription_id: String,
    /// How far it is.
    pub status: CancellationStatus,
    /// Who cancelled.
    pub canceled_by: String,
    /// Why.
    pub reason: String,
    /// Why, in free words.
    pub description: Option<String>,
    /// Whether the time left is credited.
    pub prorated: bool,
    /// When it was confirmed.
    pub canceled_time: Option<Timestamp>,
    /// When the subscription ends by it.
    pub churn_time: Timestamp,
    /// The policy that was sent.
    pub churn_time_policy: Option<String>,
    /// The lines that were sent, and the credit.
    pub line_items: Vec<Value>,
    /// When it was made.
    pub created_time: Timestamp,
    /// When it was last changed.
    pub updated_time: Timestamp,
}

/// How many requests other than reads an organization may send.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// In ten minutes.
    pub writes: u32,
}

impl Limits {
    /// The sandbox's.
    pub const SANDBOX: Self = Self { writes: 3_000 };
}

/// How long a period of service is.
pub(super) const PERIOD: SignedDuration = SignedDuration::from_hours(30 * 24);

impl State {
    pub(crate) fn seeded(now: Timestamp) -> Self {
        let now = whole_second(now);
        let renewal = later(now, SignedDuration::from_hours(23 * 24));
        let created = later(renewal, SignedDuration::from_hours(-10 * 30 * 24));
        let yesterday = later(now, SignedDuration::from_hours(-24));
        let subscriptions = [
            (seed::ACTIVE, SubscriptionStatus::Active),
            (seed::OTHER_ACTIVE, SubscriptionStatus::Active),
            (seed::PAUSED, SubscriptionStatus::Paused),
            (seed::TRIAL_ENDED, SubscriptionStatus::TrialEnded),
            (seed::PENDING, SubscriptionStatus::Pending),
            (seed::SCHEDULED, SubscriptionStatus::Active),
            (seed::CHURNED, SubscriptionStatus::Active),
        ];
        let subscription = |(id, status): (&str, SubscriptionStatus)| {
            let runs = matches!(status, SubscriptionStatus::Active | SubscriptionStatus::Paused);
            let subscription = Subscription {
                id: id.to_owned(),
                status,
                renewal_time: runs.then_some(renewal),
                canceled_time: None,
                canceled_by: None,
                churn_time: None,
                created_time: created,
                updated_time: created,
                before: status,
            };
            (id.to_owned(), subscription)
        };
        let cancellation = |id: &str, subscription: &str, status, churn_time, policy: &str| Cancellation {
            id: id.to_owned(),
            subscription_id: subscription.to_owned(),
            status,
            canceled_by: "customer".to_owned(),
            reason: "other".to_owned(),
            description: None,
            prorated: false,
            canceled_time: (status == CancellationStatus::Confirmed).then_some(yesterday),
            churn_time,
            churn_time_policy: Some(policy.to_owned()),
            line_items: Vec::new(),
            created_time: yesterday,
            updated_time: yesterday,
        };
        let confirmed = CancellationStatus::Confirmed;
        let mut state = Self {
            subscriptions: subscriptions.map(subscription).into(),
            cancellations: vec![
                cancellation(seed::SCHEDULED_CANCELLATION, seed::SCHEDULED, confirmed, renewal, "at-next-renewal"),
                cancellation(seed::COMPLETED_CANCELLATION, seed::CHURNED, confirmed, yesterday, "now"),
                cancellation(seed::DRAFT_CANCELLATION, seed::ACTIVE, CancellationStatus::Draft, yesterday, "now"),
            ],
            given: 0,
            writes: Window::new(0, SignedDuration::ZERO),
        };
        state.limit(Limits::SANDBOX);
        for cancellation in state.cancellations.clone() {
            if cancellation.status == confirmed {
                state.end_by(&cancellation, yesterday);
            }
        }
        state.churn(now);
        state
    }

    /// A subscription.
    #[must_use]
    pub fn subscription(&self, id: &str) -> Option<&Subscription> {
        self.subscriptions.get(id)
    }

    /// A subscription, to change it.
    pub fn subscription_mut(&mut self, id: &str) -> Option<&mut Subscription> {
        self.subscriptions.get_mut(id)
    }

    /// A cancellation.
    #[must_use]
    pub fn cancellation(&self, id: &str) -> Option<&Cancellation> {
        self.cancellations.iter().find(|cancellation| cancellation.id == id)
    }

    /// All cancellations of a subscription, the oldest first.
    pub fn cancellations_of(&self, subscription: &str) -> impl Iterator<Item = &Cancellation> {
        self.cancellations.iter().filter(move |cancellation| cancellation.subscription_id == subscription)
    }

    /// Sets the rate limit and forgets what was counted.
    pub fn limit(&mut self, limits: Limits) {
        self.writes = Window::new(limits.writes, SignedDuration::from_mins(10));
    }

    /// A new id.
    pub(super) fn new_id(&mut self, prefix: &str) -> String {
        self.given += 1;
        format!("{prefix}_simulator_{}", self.given)
    }

    pub(super) fn cancellation_mut(&mut self, id: &str) -> Option<&mut Cancellation> {
        self.cancellations.iter_mut().find(|cancellation| cancellation.id == id)
    }

    /// Lets a subscription end by a confirmed cancellation, when its churn time comes.
    pub(super) fn end_by(&mut self, cancellation: &Cancellation, now: Timestamp) {
        if let Some(subscription) = self.subscriptions.get_mut(&cancellation.subscription_id) {
            if subscription.status != SubscriptionStatus::Canceled {
                subscription.before = subscription.status;
            }
            subscription.status = SubscriptionStatus::Canceled;
            subscription.canceled_time = cancellation.canceled_time;
            subscription.canceled_by = Some(cancellation.canceled_by.clone());
            subscription.churn_time = Some(cancellation.churn_time);
            subscription.updated_time = now;
        }
    }

    /// Lets a subscription that is cancelled and has not ended go on as before.
    pub(super) fn go_on(&mut self, subscription: &str, now: Timestamp) {
        if let Some(subscription) = self.subscriptions.get_mut(subscription)
            && subscription.status == SubscriptionStatus::Canceled
        {
            subscription.status = subscription.before;
            subscription.canceled_time = None;
            subscription.canceled_by = None;
            subscription.churn_time = None;
            subscription.updated_time = now;
        }
    }

    /// Ends what is due.
    pub(super) fn churn(&mut self, now: Timestamp) {
        for cancellation in &mut self.cancellations {
            if cancellation.status != CancellationStatus::Confirmed || cancellation.churn_time > now {
                continue;
            }
            cancellation.status = CancellationStatus::Completed;
            cancellation.updated_time = cancellation.updated_time.max(cancellation.churn_time);
            if let Some(subscription) = self.subscriptions.get_mut(&cancellation.subscription_id)
                && subscription.status == SubscriptionStatus::Canceled
            {
                subscription.status = SubscriptionStatus::Churned;
                subscription.renewal_time = None;
                subscription.updated_time = subscription.updated_time.max(cancellation.churn_time);
            }
        }
    }
}
