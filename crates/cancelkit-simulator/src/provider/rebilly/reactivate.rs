//! Reactivating subscriptions.

use jiff::Timestamp;
use serde_json::{Value, json};

use super::state::PERIOD;
use super::{CancellationStatus, State, SubscriptionStatus, show};
use crate::behave::{Call, Context};
use crate::clock::{later, whole_second};
use crate::reply::Reply;

impl State {
    pub(super) fn reactivate(&mut self, call: &Call, context: &Context<'_>) -> Reply {
        let now = whole_second(context.now);
        let id = call.text("subscriptionId").unwrap_or_default();
        let Some(subscription) = self.subscription(id) else {
            return show::invalid("subscriptionId", "The subscription does not exist");
        };
        let runs = match subscription.status {
            SubscriptionStatus::Canceled => true,
            SubscriptionStatus::Churned => false,
            status => return show::conflict(&format!("The subscription is {status}")),
        };
        let renewal = if runs {
            self.revoke(id, now);
            self.go_on(id, now);
            self.subscription(id).and_then(|subscription| subscription.renewal_time)
        } else {
            let time = |name| call.text(name).and_then(|text| text.parse::<Timestamp>().ok());
            let begins = time("effectiveTime").unwrap_or(now);
            let renewal = time("renewalTime").unwrap_or_else(|| later(begins, PERIOD));
            self.restart(id, renewal, now);
            Some(renewal)
        };
        let cancellation = self.cancellations_of(id).filter(|cancellation| ended(cancellation.status)).last();
        let cancellation = cancellation.map(|cancellation| cancellation.id.clone());
        let reactivation = self.new_id("sub_rct");
        let mut body = json!({
            "id": reactivation,
            "subscriptionId": id,
            "description": call.member("description").cloned().unwrap_or(Value::Null),
            "createdTime": now.to_string(),
            "updatedTime": now.to_string(),
            "_links": [{ "rel": "self", "href": location(context, &reactivation) }],
        });
        if let Some(cancellation) = cancellation {
            body["cancellationId"] = json!(cancellation);
        }
        if let Some(renewal) = renewal {
            body["renewalTime"] = json!(renewal.to_string());
        }
        Reply::new(201, body).with("Location", location(context, &reactivation))
    }

    fn revoke(&mut self, subscription: &str, now: Timestamp) {
        for cancellation in &mut self.cancellations {
            if cancellation.subscription_id == subscription && cancellation.status == CancellationStatus::Confirmed {
                cancellation.status = CancellationStatus::Revoked;
                cancellation.updated_time = now;
            }
        }
    }

    fn restart(&mut self, subscription: &str, renewal: Timestamp, now: Timestamp) {
        if let Some(subscription) = self.subscription_mut(subscription) {
            subscription.status = SubscriptionStatus::Active;
            subscription.before = SubscriptionStatus::Active;
            subscription.renewal_time = Some(renewal);
            subscription.canceled_time = None;
            subscription.canceled_by = None;
            subscription.churn_time = None;
            subscription.updated_time = now;
        }
    }
}

fn ended(status: CancellationStatus) -> bool {
    matches!(status, CancellationStatus::Revoked | CancellationStatus::Completed)
}

fn location(context: &Context<'_>, id: &str) -> String {
    format!("{}/subscription-reactivations/{id}", context.base_url)
}
