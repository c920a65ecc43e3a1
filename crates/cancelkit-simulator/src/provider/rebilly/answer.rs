//! What Rebilly answers.

use jiff::Timestamp;
use serde_json::{Value, json};

use super::{State, seed, show};
use crate::behave::{Behave, Call, Context};
use crate::credential::{Denial, Standing};
use crate::reply::Reply;
use crate::violation::{Problem, ViolationKind};

impl Behave for State {
    fn pass(&mut self, now: Timestamp) {
        self.writes.pass(now);
        self.churn(now);
    }

    fn count(&mut self, context: &Context<'_>) -> Option<Reply> {
        let counted = is_read(context) || self.writes.count();
        (!counted).then(|| self.too_many(context))
    }

    fn judge(&self, scheme: &str, secret: &str, server: &[(String, String)], _now: Timestamp) -> Standing {
        let here = server.iter().all(|(_, value)| value == seed::ORGANIZATION_ID);
        match (scheme, secret) {
            ("SecretApiKey", seed::API_KEY) | ("JWT", seed::JWT) if here => Standing::Good,
            ("SecretApiKey", seed::API_KEY) | ("JWT", seed::JWT) => Standing::OtherAccount,
            ("SecretApiKey", seed::RESTRICTED_API_KEY) => Standing::Forbidden,
            _ => Standing::Unknown,
        }
    }

    fn deny(&self, denial: Denial, _context: &Context<'_>) -> Reply {
        match denial {
            Denial::NotGood(Standing::Forbidden) => {
                show::problem(403, "Forbidden", "This key may not use subscription cancellations")
            }
            Denial::NotGood(Standing::OtherAccount) => {
                show::problem(403, "Forbidden", "This key is not for this organization")
            }
            _ => show::problem(401, "Unauthorized", "The key is not valid"),
        }
    }

    fn refuse(&self, problems: &[Problem], context: &Context<'_>) -> Option<Reply> {
        let documented = |problem: &Problem| matches!(problem.kind, ViolationKind::Body | ViolationKind::PathParameter);
        // Reading and deleting have no 422.
        if is_read(context) || context.operation.starts_with("delete") || !problems.iter().all(documented) {
            return None;
        }
        let fields = problems.iter().map(|problem| json!({ "field": problem.field, "message": problem.detail }));
        Some(show::invalid_fields(&fields.collect::<Vec<Value>>()))
    }

    fn carry_out(&mut self, call: &Call, context: &Context<'_>) -> Reply {
        match context.operation {
            "listSubscriptionCancellations" => self.list(call, context),
            "createSubscriptionCancellation" => self.post(call, context),
            "getSubscriptionCancellation" => match self.cancellation(call.path("id")) {
                Some(cancellation) => Reply::new(200, show::cancellation(cancellation, context)),
                None => show::not_found(),
            },
            "putSubscriptionCancellation" => self.put(call, context),
            "updateSubscriptionCancellation" => self.patch(call, context),
            "deleteSubscriptionCancellation" => self.delete(call),
            "createSubscriptionReactivation" => self.reactivate(call, context),
            "getSubscription" => match self.subscription(call.path("id")) {
                Some(subscription) => Reply::new(200, show::subscription(subscription)),
                None => show::not_found(),
            },
            other => Reply::refusal(501, "The simulator does not do this", other),
        }
    }

    fn finish(&self, reply: Reply, context: &Context<'_>) -> Reply {
        if is_read(context) || reply.status >= 300 {
            return reply;
        }
        reply.with("X-RateLimit-Limit", self.writes.limit()).with("X-RateLimit-Remaining", self.writes.left())
    }

    fn too_many(&self, _context: &Context<'_>) -> Reply {
        let detail =
            "A request cannot be executed because the user has sent too many requests within a certain period of time";
        // A moment in unix time, not a number of seconds.
        show::problem(429, "Rate Limit Exceeded", detail)
            .with("X-RateLimit-Retry-After", self.writes.reset().as_second())
    }

    fn unprove(&self, body: &mut Value) {
        body["status"] = json!("draft");
    }
}

fn is_read(context: &Context<'_>) -> bool {
    context.operation.starts_with("get") || context.operation.starts_with("list")
}
