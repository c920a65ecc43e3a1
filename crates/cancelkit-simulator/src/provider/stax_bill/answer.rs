//! What Stax Bill answers.

use jiff::Timestamp;
use serde_json::{Value, json};

use super::show::{civil, object};
use super::{BusinessRule, SecondCancel, State, Status, seed};
use crate::behave::{Behave, Call, Context};
use crate::credential::{Denial, Standing};
use crate::reply::Reply;
use crate::violation::{Problem, ViolationKind};

impl Behave for State {
    fn pass(&mut self, now: Timestamp) {
        self.minute.pass(now);
        self.day.pass(now);
    }

    fn count(&mut self, context: &Context<'_>) -> Option<Reply> {
        if self.minute.is_full() || self.day.is_full() {
            return Some(self.too_many(context));
        }
        self.minute.count();
        self.day.count();
        None
    }

    fn judge(&self, _scheme: &str, key: &str, _server: &[(String, String)], _now: Timestamp) -> Standing {
        if key == seed::API_KEY { Standing::Good } else { Standing::Unknown }
    }

    fn deny(&self, denial: Denial, _context: &Context<'_>) -> Reply {
        match denial {
            Denial::Malformed => error(400, "Api Error", "Authorization key is not in the correct format."),
            Denial::Missing | Denial::NotGood(_) => error(401, "Api Error", "The API key is not valid."),
        }
    }

    fn refuse(&self, problems: &[Problem], _context: &Context<'_>) -> Option<Reply> {
        let documented = |problem: &Problem| matches!(problem.kind, ViolationKind::Body | ViolationKind::PathParameter);
        if !problems.iter().all(documented) {
            return None;
        }
        let entries: Vec<Value> = problems.iter().map(entry).collect();
        Some(Reply::new(400, json!({ "ErrorId": 0, "HttpStatusCode": 400, "Errors": entries })))
    }

    fn carry_out(&mut self, call: &Call, context: &Context<'_>) -> Reply {
        match context.operation {
            "getSubscription" => self.get(call, context),
            "cancelSubscription" => self.cancel(call, context),
            other => Reply::refusal(501, "The simulator does not do this", other),
        }
    }

    fn finish(&self, reply: Reply, _context: &Context<'_>) -> Reply {
        reply
            .with("X-Rate-Limit-Limit-Minute", self.minute.limit())
            .with("X-Rate-Limit-Remaining-Minute", self.minute.left())
            .with("X-Rate-Limit-Reset-Minute", civil(self.minute.reset()))
            .with("X-Rate-Limit-Limit-Day", self.day.limit())
            .with("X-Rate-Limit-Remaining-Day", self.day.left())
            .with("X-Rate-Limit-Reset-Day", civil(self.day.reset()))
    }

    fn too_many(&self, _context: &Context<'_>) -> Reply {
        let window = if self.day.is_full() { "day" } else { "minute" };
        error(429, "Api Error", &format!("The limit of requests per {window} was reached."))
    }

    fn unprove(&self, body: &mut Value) {
        body["status"] = json!(Status::Active.name());
        body["cancellationTimestamp"] = Value::Null;
    }
}

impl State {
    fn get(&self, call: &Call, context: &Context<'_>) -> Reply {
        let id = call.arguments.path.get("id").and_then(Value::as_i64).unwrap_or_default();
        match self.subscription(id) {
            Some(subscription) => Reply::new(200, object(subscription, context)),
            None => not_found(),
        }
    }

    fn cancel(&mut self, call: &Call, context: &Context<'_>) -> Reply {
        let id = call.member("subscriptionId").and_then(Value::as_i64).unwrap_or_default();
        let Some(subscription) = self.subscription_mut(id) else { return not_found() };
        match (subscription.status, context.behaviour.stax_bill.second_cancel) {
            (Status::Active | Status::Provisioning, _) => {
                subscription.status = Status::Cancelled;
                subscription.cancelled_at = Some(context.now);
                subscription.modified_at = context.now;
                subscription.cancellation_option = call.text("cancellationOption").map(str::to_owned);
                Reply::new(200, object(subscription, context))
            }
            (Status::Cancelled, SecondCancel::SameAnswer) => Reply::new(200, object(subscription, context)),
            (Status::Cancelled, SecondCancel::NotFound) => not_found(),
            (status, _) => {
                let code = match context.behaviour.stax_bill.business_rule {
                    BusinessRule::BadRequest => 400,
                    BusinessRule::Conflict => 409,
                };
                error(code, "Subscription", &format!("A subscription with the status {status} cannot be cancelled."))
            }
        }
    }
}

fn not_found() -> Reply {
    error(404, "Subscription", "There is no subscription with this id.")
}

fn entry(problem: &Problem) -> Value {
    match problem.field.as_str() {
        "cancellationOption" => json!({
            "Key": "subscriptionCancel.CancellationOption",
            "Value": "Allowable Cancel Options are: None, Unearned, Full",
        }),
        "" => json!({ "Key": "Api Error", "Value": problem.detail }),
        field => json!({ "Key": field, "Value": problem.detail }),
    }
}

fn error(status: u16, key: &str, value: &str) -> Reply {
    let errors = json!([{ "Key": key, "Value": value }]);
    Reply::new(status, json!({ "ErrorId": 0, "HttpStatusCode": status, "Errors": errors }))
}
