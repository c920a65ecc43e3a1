//! Creating and updating cancellations.

use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};

use super::state::PERIOD;
use super::{
    Cancellation, CancellationStatus, CompletedPut, ForeignPut, ImmediateStatus, MissingPatch, RevokedPut,
    SecondCancel, State, Subscription, SubscriptionStatus, show,
};
use crate::behave::{Call, Context};
use crate::clock::{later, whole_second};
use crate::reply::Reply;

/// What a period costs, for the credit of a part of it.
const PRICE: f64 = 30.0;

impl State {
    pub(super) fn post(&mut self, call: &Call, context: &Context<'_>) -> Reply {
        let id = self.new_id("sub_cnl");
        self.create(id, call, context)
    }

    pub(super) fn put(&mut self, call: &Call, context: &Context<'_>) -> Reply {
        let id = call.path("id").to_owned();
        let Some(old) = self.cancellation(&id).cloned() else {
            return self.create(id, call, context);
        };
        let unchanged = || show::updated(&old, context);
        let behaviour = context.behaviour.rebilly;
        let moves = call.text("subscriptionId") != Some(&old.subscription_id);
        match old.status {
            _ if moves && behaviour.foreign_put == ForeignPut::ValidationError => {
                show::invalid("subscriptionId", "The cancellation is for another subscription")
            }
            CancellationStatus::Completed => match behaviour.completed_put {
                CompletedPut::Unchanged => unchanged(),
                CompletedPut::ValidationError => show::invalid_state("A completed cancellation cannot be changed"),
            },
            CancellationStatus::Revoked => match behaviour.revoked_put {
                RevokedPut::CancelsAgain => self.update(&old, call, context),
                RevokedPut::Unchanged => unchanged(),
                RevokedPut::ValidationError => show::invalid_state("A revoked cancellation cannot be changed"),
            },
            CancellationStatus::Confirmed if call.text("status") == Some("draft") => {
                show::invalid("status", "A confirmed cancellation does not become a draft again")
            }
            CancellationStatus::Draft | CancellationStatus::Confirmed => self.update(&old, call, context),
        }
    }

    pub(super) fn patch(&mut self, call: &Call, context: &Context<'_>) -> Reply {
        let id = call.path("id").to_owned();
        let Some(cancellation) = self.cancellation_mut(&id) else {
            return match context.behaviour.rebilly.missing_patch {
                MissingPatch::ValidationError => show::invalid_state("There is no cancellation with this id"),
                MissingPatch::NotFound => show::not_found().undocumented(),
            };
        };
        if cancellation.status == CancellationStatus::Completed {
            return show::invalid_state("A completed cancellation cannot be changed");
        }
        if let Some(reason) = call.text("reason") {
            cancellation.reason = reason.to_owned();
        }
        if let Some(description) = call.text("description") {
            cancellation.description = Some(description.to_owned());
        }
        cancellation.updated_time = whole_second(context.now);
        show::updated(cancellation, context)
    }

    pub(super) fn delete(&mut self, call: &Call) -> Reply {
        let id = call.path("id");
        match self.cancellation(id).map(|cancellation| cancellation.status) {
            None => show::not_found(),
            Some(CancellationStatus::Draft) => {
                self.cancellations.retain(|cancellation| cancellation.id != id);
                Reply::empty(204)
            }
            Some(_) => show::conflict("The cancellation is no draft"),
        }
    }

    fn create(&mut self, id: String, call: &Call, context: &Context<'_>) -> Reply {
        let now = whole_second(context.now);
        let mut cancellation = match self.wanted(id, None, call, now, context) {
            Ok(cancellation) => cancellation,
            Err(refusal) => return refusal,
        };
        self.cancellations.push(cancellation.clone());
        self.take_effect(&mut cancellation, now, context);
        show::created(&cancellation, context)
    }

    fn update(&mut self, old: &Cancellation, call: &Call, context: &Context<'_>) -> Reply {
        let now = whole_second(context.now);
        let mut cancellation = match self.wanted(old.id.clone(), Some(old), call, now, context) {
            Ok(cancellation) => cancellation,
            Err(refusal) => return refusal,
        };
        if old.status == CancellationStatus::Confirmed && old.subscription_id != cancellation.subscription_id {
            self.go_on(&old.subscription_id, now);
        }
        if let Some(place) = self.cancellation_mut(&old.id) {
            *place = cancellation.clone();
        }
        self.take_effect(&mut cancellation, now, context);
        show::updated(&cancellation, context)
    }

    /// The cancellation that a request asks for, or why there cannot be one.
    fn wanted(
        &mut self,
        id: String,
        old: Option<&Cancellation>,
        call: &Call,
        now: Timestamp,
        context: &Context<'_>,
    ) -> Result<Cancellation, Reply> {
        let text = |name: &str| call.text(name).map(str::to_owned);
        let subscription_id = text("subscriptionId").unwrap_or_default();
        let Some(subscription) = self.subscription(&subscription_id).cloned() else {
            return Err(show::invalid("subscriptionId", "The subscription does not exist"));
        };
        let status = match call.text("status").map_or(Ok(CancellationStatus::Confirmed), str::parse) {
            Ok(status @ (CancellationStatus::Draft | CancellationStatus::Confirmed)) => status,
            _ => return Err(show::invalid("status", "Only draft and confirmed can be sent")),
        };
        let own = old
            .is_some_and(|old| old.status == CancellationStatus::Confirmed && old.subscription_id == subscription.id);
        if status == CancellationStatus::Confirmed && !own {
            may_be_cancelled(&subscription, context)?;
        }
        let policy = text("churnTimePolicy").filter(|policy| policy != "null");
        let churn_time = match policy.as_deref() {
            Some("at-next-renewal") => subscription.renewal_time.unwrap_or(now),
            Some(_) => now,
            None => match call.text("churnTime").map(str::parse::<Timestamp>) {
                Some(Ok(time)) => whole_second(time),
                Some(Err(_)) => return Err(show::invalid("churnTime", "It is not a time")),
                None => now,
            },
        };
        let prorated = call.member("prorated") == Some(&json!(true));
        let mut line_items = sent_lines(call, now);
        line_items.extend(
            subscription.renewal_time.filter(|_| prorated).and_then(|renewal| credit(churn_time, renewal, now)),
        );
        Ok(Cancellation {
            id,
            subscription_id,
            status,
            canceled_by: text("canceledBy").unwrap_or_else(|| "customer".to_owned()),
            reason: text("reason").unwrap_or_else(|| "other".to_owned()),
            description: text("description"),
            prorated,
            canceled_time: match status {
                CancellationStatus::Draft => None,
                _ => Some(old.filter(|_| own).and_then(|old| old.canceled_time).unwrap_or(now)),
            },
            churn_time,
            churn_time_policy: policy,
            line_items,
            created_time: old.map_or(now, |old| old.created_time),
            updated_time: now,
        })
    }

    /// Cancels the subscription, at once or later, and leaves in the cancellation what is answered.
    fn take_effect(&mut self, cancellation: &mut Cancellation, now: Timestamp, context: &Context<'_>) {
        if cancellation.status != CancellationStatus::Confirmed {
            return;
        }
        let ended = self.subscription(&cancellation.subscription_id).is_some_and(is_cancelled);
        let latest = self
            .cancellations_of(&cancellation.subscription_id)
            .any(|other| other.id != cancellation.id && other.status != CancellationStatus::Draft);
        // One more cancellation of what is cancelled changes nothing; an update of the only one does.
        if !(ended && latest) {
            self.end_by(cancellation, now);
        }
        self.churn(now);
        if cancellation.churn_time <= now && context.behaviour.rebilly.immediate_status == ImmediateStatus::Completed {
            cancellation.status = CancellationStatus::Completed;
        }
    }
}

fn is_cancelled(subscription: &Subscription) -> bool {
    matches!(subscription.status, SubscriptionStatus::Canceled | SubscriptionStatus::Churned)
}

fn may_be_cancelled(subscription: &Subscription, context: &Context<'_>) -> Result<(), Reply> {
    match (subscription.status, context.behaviour.rebilly.second_cancel) {
        (SubscriptionStatus::Active | SubscriptionStatus::Paused, _) => Ok(()),
        (_, SecondCancel::Created) if is_cancelled(subscription) => Ok(()),
        _ => Err(show::invalid_state("The subscription cannot be cancelled in its present status")),
    }
}

/// The lines that were sent, with what Rebilly adds to each.
fn sent_lines(call: &Call, now: Timestamp) -> Vec<Value> {
    let sent = call.member("lineItems").and_then(Value::as_array).cloned().unwrap_or_default();
    sent.into_iter()
        .map(|mut line| {
            line["createdTime"] = json!(now.to_string());
            line["updatedTime"] = json!(now.to_string());
            line
        })
        .collect()
}

/// The credit for the time between the end and the next renewal; none if there is no such time.
fn credit(churn_time: Timestamp, renewal: Timestamp, now: Timestamp) -> Option<Value> {
    let left = churn_time.duration_until(renewal);
    if left <= SignedDuration::ZERO {
        return None;
    }
    let begins = churn_time.max(later(renewal, -PERIOD));
    let part = begins.duration_until(renewal).as_secs_f64() / PERIOD.as_secs_f64();
    Some(json!({
        "type": "credit",
        "description": "Time left in the current period",
        "unitPriceAmount": (PRICE * part * 100.0).round() / 100.0,
        "unitPriceCurrency": "USD",
        "quantity": 1,
        "periodStartTime": begins.to_string(),
        "periodEndTime": renewal.to_string(),
        "createdTime": now.to_string(),
        "updatedTime": now.to_string(),
    }))
}
