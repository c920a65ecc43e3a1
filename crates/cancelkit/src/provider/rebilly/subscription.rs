//! The subscription itself: what a cancellation says is believed as far as it agrees.

use cancelkit_rebilly::outcomes::GetSubscriptionOutcome;
use cancelkit_rebilly::types::{Subscription, SubscriptionStatus};
use cancelkit_runtime::{Answer, Answered, Timestamp};

use super::differs::PRECISION;
use super::{ABILITIES, ID, Rebilly, said};
use crate::failure::failure;
use crate::{CancelError, Evidence, Outcome, What};

/// How near to now an end can lie and still be that of a subscription that was to end now: clocks differ, and answers take time.
pub(super) const NOW: jiff::SignedDuration = jiff::SignedDuration::from_secs(60);

impl Rebilly {
    /// The subscription, before anything is written: whatever goes wrong here leaves it as it was.
    pub(super) async fn subscription_first(&self, id: &str) -> Result<(Subscription, Answer), CancelError> {
        let outcome = self.client.get_subscription(id).send().await.map_err(|error| {
            let cause = format!("reading the subscription failed: {}", failure(&error));
            CancelError::not_sent(ID, cause).with_answer(error.answer())
        })?;
        match outcome {
            GetSubscriptionOutcome::Ok(reply) if reply.body.id.as_deref().is_none_or(|found| found == id) => {
                let answer = reply.answer().clone();
                Ok((reply.body, answer))
            }
            GetSubscriptionOutcome::Ok(reply) => {
                Err(unsent("the read of the subscription is about another one", reply.answer()))
            }
            other => {
                let status = other.status().as_u16();
                let cause = format!("the read of the subscription was answered with the status {status}");
                Err(unsent(cause, other.answer()).with_said(said::of_get_subscription(&other)))
            }
        }
    }

    /// The outcome by a cancellation that was found, as far as its subscription agrees: one that was reactivated since runs again, and
    /// another cancellation can have come first. The error says why nothing can be believed.
    pub(super) fn still_in_force(&self, outcome: Outcome, subscription: &Subscription) -> Result<Outcome, String> {
        match (&subscription.status, subscription.churn_time.value()) {
            (Some(SubscriptionStatus::Churned), _) if outcome.what == What::Cancelled => Ok(outcome),
            (Some(SubscriptionStatus::Churned), end) => {
                let mut outcome = outcome.with_ended_at(end.cloned()).with_access_until(None);
                outcome.what = What::Cancelled;
                Ok(outcome)
            }
            (Some(SubscriptionStatus::Canceled), Some(end)) if outcome.what != What::Cancelled || !self.is_now(end) => {
                let mut outcome = outcome.with_ended_at(None).with_access_until(Some(end.clone()));
                outcome.what = What::Scheduled { at: Some(end.clone()) };
                Ok(outcome)
            }
            (Some(SubscriptionStatus::Canceled), _) => Ok(outcome),
            (Some(SubscriptionStatus::Active | SubscriptionStatus::Paused | SubscriptionStatus::Pending), _)
                if outcome.what == What::Cancelled =>
            {
                Err("the cancellation of this key is over and the subscription runs again; use another key".to_owned())
            }
            _ => Err(format!(
                "there is a cancellation under this key, but the subscription has {}; look at it",
                status_words(subscription)
            )),
        }
    }

    /// How the subscription contradicts what was answered to a cancellation that was written just now.
    pub(super) fn contradiction(&self, said: &Outcome, subscription: &Subscription) -> Option<String> {
        let end = subscription.churn_time.value();
        let agrees = match (&subscription.status, &said.what) {
            (Some(SubscriptionStatus::Churned), What::Cancelled) => true,
            (Some(SubscriptionStatus::Canceled), What::Cancelled) => end.is_some_and(|end| self.is_now(end)),
            (Some(SubscriptionStatus::Canceled), What::Scheduled { at }) => {
                end.zip(at.as_ref()).is_some_and(|(end, at)| are_one_moment(end, at))
            }
            _ => false,
        };
        let until = end.map(|end| format!(" and the churn time {end}")).unwrap_or_default();
        (!agrees).then(|| {
            format!(
                "the subscription was not active before, and after this answer it has {}{until}",
                status_words(subscription)
            )
        })
    }

    /// Whether an end is so near that it is that of a subscription which was to end now, or has passed.
    fn is_now(&self, end: &Timestamp) -> bool {
        end.instant().is_some_and(|end| end.duration_since(self.clock.now()) <= NOW)
    }
}

/// Nothing was sent because of what a read answered.
pub(super) fn unsent(cause: impl Into<String>, answer: &Answer) -> CancelError {
    CancelError::not_sent(ID, cause).with_answer(Some(answer))
}

/// What proves that a subscription has ended which was read as churned.
pub(super) fn churned(subscription: &Subscription) -> Evidence {
    let said = "the status of the subscription is churned";
    Evidence::new(ABILITIES.confirm.operation_id, said).with_at(subscription.churn_time.value().cloned())
}

fn status_words(subscription: &Subscription) -> String {
    subscription.status.as_ref().map_or_else(|| "no status".to_owned(), |status| format!("the status {status}"))
}

fn are_one_moment(one: &Timestamp, other: &Timestamp) -> bool {
    let both = one.instant().zip(other.instant());
    both.is_some_and(|(one, other)| one.duration_since(other).abs() < PRECISION)
}
