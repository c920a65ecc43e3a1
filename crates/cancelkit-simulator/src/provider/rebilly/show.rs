//! Resources and problems as they are answered.

use serde_json::{Value, json};

use super::{Cancellation, CancellationStatus, Subscription, UnsetPolicy};
use crate::behave::Context;
use crate::reply::Reply;

pub(super) fn created(cancellation: &Cancellation, context: &Context<'_>) -> Reply {
    let location = location(cancellation, context);
    Reply::new(201, self::cancellation(cancellation, context)).with("Location", location)
}

pub(super) fn updated(cancellation: &Cancellation, context: &Context<'_>) -> Reply {
    Reply::new(200, self::cancellation(cancellation, context))
}

fn location(cancellation: &Cancellation, context: &Context<'_>) -> String {
    format!("{}/subscription-cancellations/{}", context.base_url, cancellation.id)
}

pub(super) fn cancellation(cancellation: &Cancellation, context: &Context<'_>) -> Value {
    let credited = cancellation.line_items.iter().any(|line| line["type"] == "credit");
    let applied = !cancellation.line_items.is_empty() && cancellation.status != CancellationStatus::Draft;
    let mut body = json!({
        "id": cancellation.id,
        "subscriptionId": cancellation.subscription_id,
        "proratedInvoiceId": (cancellation.prorated && credited).then_some("in_simulator_prorated"),
        "appliedInvoiceId": applied.then_some("in_simulator_applied"),
        "canceledBy": cancellation.canceled_by,
        "reason": cancellation.reason,
        "prorated": cancellation.prorated,
        "status": cancellation.status.name(),
        "canceledTime": cancellation.canceled_time.map(|time| time.to_string()),
        "createdTime": cancellation.created_time.to_string(),
        "updatedTime": cancellation.updated_time.to_string(),
        "churnTime": cancellation.churn_time.to_string(),
        "lineItems": cancellation.line_items,
        "lineItemSubtotal": { "amount": subtotal(&cancellation.line_items), "currency": "USD" },
        "_links": [{ "rel": "self", "href": location(cancellation, context) }],
    });
    if let Some(description) = &cancellation.description {
        body["description"] = json!(description);
    }
    match (&cancellation.churn_time_policy, context.behaviour.rebilly.unset_policy) {
        (Some(policy), _) => body["churnTimePolicy"] = json!(policy),
        (None, UnsetPolicy::Null) => body["churnTimePolicy"] = Value::Null,
        (None, UnsetPolicy::QuotedNull) => body["churnTimePolicy"] = json!("null"),
        (None, UnsetPolicy::Absent) => {}
    }
    body
}

fn subtotal(lines: &[Value]) -> f64 {
    let amount = |line: &Value| {
        let price = line["unitPriceAmount"].as_f64().unwrap_or_default();
        let quantity = line["quantity"].as_f64().unwrap_or_default();
        if line["type"] == "credit" { -price * quantity } else { price * quantity }
    };
    // An empty sum of floats is -0.
    lines.iter().map(amount).sum::<f64>() + 0.0
}

pub(super) fn subscription(subscription: &Subscription) -> Value {
    let text = |time: Option<jiff::Timestamp>| time.map(|time| time.to_string());
    json!({
        "id": subscription.id,
        "orderType": "subscription-order",
        "customerId": "cus_simulator",
        "status": subscription.status.name(),
        "renewalTime": text(subscription.renewal_time),
        "canceledTime": text(subscription.canceled_time),
        "canceledBy": subscription.canceled_by,
        "churnTime": text(subscription.churn_time),
        "createdTime": subscription.created_time.to_string(),
        "updatedTime": subscription.updated_time.to_string(),
    })
}

pub(super) fn problem(status: u16, title: &str, detail: &str) -> Reply {
    Reply::new(status, json!({ "type": "about:blank", "title": title, "status": status, "detail": detail }))
}

pub(super) fn not_found() -> Reply {
    problem(404, "Not Found", "There is nothing with this id")
}

pub(super) fn conflict(detail: &str) -> Reply {
    problem(409, "Conflict", detail)
}

/// The request as a whole is refused.
pub(super) fn invalid_state(detail: &str) -> Reply {
    problem(422, "Validation failed", detail)
}

/// One field is refused.
pub(super) fn invalid(field: &str, message: &str) -> Reply {
    invalid_fields(&[json!({ "field": field, "message": message })])
}

pub(super) fn invalid_fields(fields: &[Value]) -> Reply {
    let mut reply = invalid_state("The request has fields that are not valid");
    if let Some(body) = &mut reply.body {
        body["invalidFields"] = json!(fields);
    }
    reply
}
