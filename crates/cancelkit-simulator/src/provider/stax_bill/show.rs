//! A subscription as it is answered.

use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};

use super::{CancellationTimestamp, Status, Subscription};
use crate::behave::Context;
use crate::clock::later;

/// The whole object, most of it null as the provider sends it.
pub(super) fn object(subscription: &Subscription, context: &Context<'_>) -> Value {
    let mut object = plan(subscription, context);
    for part in [times(subscription, context), nothing()] {
        if let (Value::Object(all), Value::Object(part)) = (&mut object, part) {
            all.extend(part);
        }
    }
    object
}

fn plan(subscription: &Subscription, context: &Context<'_>) -> Value {
    let id = subscription.id;
    json!({
        "id": id,
        "uri": format!("{}/subscriptions/{id}", context.base_url),
        "customerId": 67890,
        "billingPeriodDefinitionId": 24680,
        "planCode": "basicmonthly",
        "planName": "Basic Monthly",
        "planDescription": "A plan of the simulator",
        "status": subscription.status.name(),
        "amount": 49.95,
        "monthlyRecurringRevenue": 49.95,
        "netMonthlyRecurringRevenue": 44.95,
        "invoiceDay": 1,
        "invoiceInAdvance": 0,
        "canMigrate": false,
        "hasPostedInvoice": true,
        "planAutoApplyChanges": false,
        "autoApplyCatalogChanges": false,
        "subscriptionHasRecurringEndOfPeriodCharge": false,
        "planFrequency": frequency(),
        "subscriptionProducts": [product(id)],
        "coupons": [],
    })
}

fn frequency() -> Value {
    json!({
        "id": 4791,
        "uri": null,
        "planRevisionId": 177_229,
        "numberOfIntervals": 1,
        "interval": "Monthly",
        "numberOfSubscriptions": 1,
        "status": "Active",
        "setupFees": [{ "id": 9001, "uri": null, "amount": 10, "currency": "USD" }],
        "charges": [{ "id": 9002, "uri": null, "amount": 49.95, "currency": "USD" }],
        "isProrated": false,
        "prorationGranularity": null,
        "planFrequencyUniqueId": 4791,
        "remainingInterval": null,
    })
}

fn product(subscription: i64) -> Value {
    json!({
        "id": 55501,
        "subscriptionId": subscription,
        "quantity": 1,
        "isIncluded": true,
        "isCharged": true,
        "startDate": null,
        "amount": 49.95,
        "status": "Active",
        "planProduct": { "productId": 63845, "productCode": "basicsupport", "productName": "Basic Support" },
    })
}

fn times(subscription: &Subscription, context: &Context<'_>) -> Value {
    let created = subscription.created_at;
    let next = civil(later(created, SignedDuration::from_hours(53 * 24)));
    let last = civil(later(created, SignedDuration::from_hours(23 * 24)));
    let shown = context.behaviour.stax_bill.cancellation_timestamp == CancellationTimestamp::Set;
    let activated = !matches!(subscription.status, Status::Draft | Status::Provisioning);
    let running = matches!(subscription.status, Status::Active | Status::Suspended);
    json!({
        "createdTimestamp": millis(created),
        "modifiedTimestamp": millis(subscription.modified_at),
        "activatedTimestamp": activated.then(|| millis(created)),
        "cancellationTimestamp": subscription.cancelled_at.filter(|_| shown).map(millis),
        "expiredTimestamp": (subscription.status == Status::Expired).then_some(&last),
        "nextPeriodStartDate": running.then_some(&next),
        "lastPeriodStartDate": running.then_some(&last),
        "openSubscriptionPeriodEndDate": running.then_some(&next),
        "nextRechargeDate": running.then_some(&next),
    })
}

/// What does not apply to a simulated subscription.
fn nothing() -> Value {
    let names = [
        "planReference",
        "reference",
        "salesforceId",
        "provisionedTimestamp",
        "scheduledActivationTimestamp",
        "contractStartTimestamp",
        "contractEndTimestamp",
        "migrationDate",
        "scheduledMigrationDate",
        "invoiceMonth",
        "remainingInterval",
        "remainingIntervalPushOut",
        "subscriptionOverride",
        "chargeDiscount",
        "setupFeeDiscount",
        "chargeDiscounts",
        "setupFeeDiscounts",
        "customFields",
        "migrations",
    ];
    names.iter().map(|name| ((*name).to_owned(), Value::Null)).collect()
}

/// A time without a zone, with three digits of a second: `2020-04-27T19:10:14.023`.
fn millis(time: Timestamp) -> String {
    format!("{time:.3}").trim_end_matches('Z').to_owned()
}

/// A time without a zone and without a fraction: `2020-04-27T19:11:00`.
pub(super) fn civil(time: Timestamp) -> String {
    format!("{time:.0}").trim_end_matches('Z').to_owned()
}
