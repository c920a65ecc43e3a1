//! Reading back: the subscription always, and the cancellation where a key names it.

use cancelkit_rebilly::outcomes::{GetSubscriptionCancellationOutcome, GetSubscriptionOutcome};
use cancelkit_rebilly::types::{
    CancellationStatus, OrderType, Subscription, SubscriptionCancellation, SubscriptionStatus,
};
use cancelkit_runtime::Answered;

use super::cancel::status_words;
use super::derived_id::derived_id;
use super::subscription::churned;
use super::{ABILITIES, ID, Rebilly, said};
use crate::{ConfirmError, ConfirmRequest, Confirmation, Evidence, Target};

impl Rebilly {
    pub(super) async fn read(&self, question: ConfirmRequest) -> Result<Confirmation, ConfirmError> {
        let Target::Rebilly(target) = &question.target else {
            return Err(ConfirmError::new(ID, "the question is about another provider's target"));
        };
        let as_of = self.clock.now();
        let id = target.subscription_id();
        // The cancellation first: whatever it does to the subscription has happened when the subscription is read.
        let own = match &question.key {
            Some(key) => Some(self.read_cancellation(&derived_id(id, key), id).await?),
            None => None,
        };
        let subscription = self.read_subscription(id).await?;
        Ok(confirmation(&subscription, own.as_ref().map(Option::as_ref), as_of))
    }

    /// The cancellation under this id; `None` where Rebilly says that there is none.
    async fn read_cancellation(
        &self,
        id: &str,
        subscription_id: &str,
    ) -> Result<Option<SubscriptionCancellation>, ConfirmError> {
        let outcome = self.client.get_subscription_cancellation(id).send().await;
        match outcome.map_err(|error| ConfirmError::call(ID, &error))? {
            GetSubscriptionCancellationOutcome::NotFound(_) => Ok(None),
            GetSubscriptionCancellationOutcome::Ok(reply)
                if reply.body.id.as_deref().is_some_and(|found| found != id) =>
            {
                Err(ConfirmError::answered(ID, "the answer is about another cancellation", reply.answer()))
            }
            GetSubscriptionCancellationOutcome::Ok(reply) if reply.body.subscription_id == subscription_id => {
                Ok(Some(reply.body))
            }
            GetSubscriptionCancellationOutcome::Ok(reply) => {
                Err(ConfirmError::answered(ID, "the cancellation belongs to another subscription", reply.answer()))
            }
            other => {
                let cause = format!("the cancellation was answered with the status {}", other.status().as_u16());
                Err(ConfirmError::answered(ID, cause, other.answer()).with_said(said::of_get_cancellation(&other)))
            }
        }
    }

    async fn read_subscription(&self, id: &str) -> Result<Subscription, ConfirmError> {
        let outcome = self.client.get_subscription(id).send().await;
        match outcome.map_err(|error| ConfirmError::call(ID, &error))? {
            GetSubscriptionOutcome::Ok(reply) if reply.body.id.as_deref().is_none_or(|found| found == id) => {
                Ok(reply.body)
            }
            GetSubscriptionOutcome::Ok(reply) => {
                Err(ConfirmError::answered(ID, "the answer is about another subscription", reply.answer()))
            }
            other => {
                let cause = format!("the subscription was answered with the status {}", other.status().as_u16());
                Err(ConfirmError::answered(ID, cause, other.answer()).with_said(said::of_get_subscription(&other)))
            }
        }
    }
}

/// `own` is the cancellation under the key: the outer `None` where no key was given, the inner where there is none under it.
fn confirmation(
    subscription: &Subscription,
    own: Option<Option<&SubscriptionCancellation>>,
    as_of: jiff::Timestamp,
) -> Confirmation {
    let undecided = |why: String| Confirmation::Undecided { why };
    if subscription.order_type == Some(OrderType::OneTimeOrder) {
        return undecided("the id is that of a one-time order, which has nothing to cancel".to_owned());
    }
    let confirmed = own.flatten().filter(|own| own.status == Some(CancellationStatus::Confirmed));
    match &subscription.status {
        Some(SubscriptionStatus::Churned) => Confirmation::Ended { evidence: churned(subscription) },
        Some(SubscriptionStatus::Canceled) if own.is_none() || confirmed.is_some() => {
            let said = "the status of the subscription is canceled, and it runs until its churn time";
            let evidence = Evidence::new(ABILITIES.confirm.operation_id, said);
            Confirmation::Ended { evidence: evidence.with_at(subscription.churn_time.value().cloned()).as_scheduled() }
        }
        Some(SubscriptionStatus::Canceled) => {
            let own = own.flatten().map_or_else(
                || "there is no cancellation under this key".to_owned(),
                |own| format!("the one under this key has {}", status_words(own.status.as_ref())),
            );
            undecided(format!("the subscription is canceled by another cancellation, and {own}"))
        }
        Some(status @ (SubscriptionStatus::Active | SubscriptionStatus::Paused | SubscriptionStatus::Pending)) => {
            match confirmed {
                None => Confirmation::StillActive { as_of },
                Some(_) => undecided(format!("the cancellation is confirmed and the subscription is {status}")),
            }
        }
        Some(other) => undecided(format!("the status of the subscription is {other}, which no cancellation makes")),
        None => undecided("the answer names no status".to_owned()),
    }
}
