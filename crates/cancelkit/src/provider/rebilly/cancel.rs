//! Read first, then write, then read the answer.

use cancelkit_rebilly::outcomes::{GetSubscriptionCancellationOutcome, PutSubscriptionCancellationOutcome};
use cancelkit_rebilly::types::{CancellationStatus, SubscriptionCancellation};
use cancelkit_runtime::{Answer, Answered};

use super::request::{Written, written};
use super::said;
use super::{ABILITIES, ID, Rebilly};
use crate::failure::failure;
use crate::provider::judge;
use crate::{CancelError, Certainty, Outcome, Plan, Timing, What};

impl Rebilly {
    pub(super) async fn send(&self, plan: Plan) -> Result<Outcome, CancelError> {
        judge::same_plan(self, &plan)?;
        let Some(Written { id, body }) = written(&plan.request) else {
            return Err(CancelError::not_sent(ID, "the plan is for another provider"));
        };
        let subscription_id = body.subscription_id.clone();
        let timing = plan.request.timing;
        if let Some((found, answer)) = self.find(&id).await? {
            return self.believe(&found, &answer, &subscription_id, timing);
        }
        let outcome = self.client.put_subscription_cancellation(id, body).send().await;
        let outcome = outcome.map_err(|error| CancelError::call(ID, &error))?;
        let cancellation = match &outcome {
            PutSubscriptionCancellationOutcome::Ok(reply) => &reply.body,
            PutSubscriptionCancellationOutcome::Created(reply) => &reply.body,
            other => {
                let readable = !matches!(other, PutSubscriptionCancellationOutcome::Undocumented(_));
                return Err(judge::error(ABILITIES, other.answer(), readable, said::of_put(other)));
            }
        };
        if cancellation.subscription_id != subscription_id {
            let why = "the answer is about another subscription".to_owned();
            return Ok(Outcome::new(ID, What::Unconfirmed { why }, outcome.answer()));
        }
        if !judge::is_proven(ABILITIES, outcome.answer()) {
            let why = format!("the cancellation came back with {}", status_words(cancellation.status.as_ref()));
            return Ok(Outcome::new(ID, What::Unconfirmed { why }, outcome.answer()));
        }
        Ok(self.outcome(cancellation, outcome.answer(), timing))
    }

    /// The cancellation under this id, and `None` only where Rebilly says that there is none. Nothing was written yet, so whatever
    /// else happens here leaves the subscription as it was.
    async fn find(&self, id: &str) -> Result<Option<(SubscriptionCancellation, Answer)>, CancelError> {
        let outcome = self.client.get_subscription_cancellation(id).send().await.map_err(|error| {
            let cause = format!("the read that comes first failed: {}", failure(&error));
            CancelError::not_sent(ID, cause).with_answer(error.answer())
        })?;
        match outcome {
            GetSubscriptionCancellationOutcome::NotFound(_) => Ok(None),
            GetSubscriptionCancellationOutcome::Ok(reply) => {
                let answer = reply.answer().clone();
                Ok(Some((reply.body, answer)))
            }
            other => {
                let status = other.status().as_u16();
                let cause = format!("the read that comes first was answered with the status {status}");
                Err(unsent(cause, other.answer()).with_said(said::of_get_cancellation(&other)))
            }
        }
    }

    /// What a cancellation that is already there means. It is never written over.
    fn believe(
        &self,
        found: &SubscriptionCancellation,
        answer: &Answer,
        subscription_id: &str,
        timing: Timing,
    ) -> Result<Outcome, CancelError> {
        if found.subscription_id != subscription_id {
            return Err(unsent("the cancellation under this key's id belongs to another subscription", answer));
        }
        match &found.status {
            Some(CancellationStatus::Confirmed | CancellationStatus::Completed) => {
                Ok(self.outcome(found, answer, timing).found())
            }
            Some(CancellationStatus::Revoked) => Err(unsent(
                "the cancellation under this key was taken back, and sending it again would cancel anew; use another key for another \
                 cancellation",
                answer,
            )),
            Some(CancellationStatus::Draft) => Err(unsent(
                "there is a draft under this key, which cancels nothing and which somebody else made; delete it at Rebilly, or use \
                 another key",
                answer,
            )),
            other => {
                let cause = format!(
                    "the cancellation under this key has {}, which is not documented",
                    status_words(other.as_ref())
                );
                let mut error = unsent(cause, answer);
                error.certainty = Certainty::MaybeDone;
                Err(error)
            }
        }
    }

    /// The outcome by a cancellation that is confirmed or completed.
    fn outcome(&self, cancellation: &SubscriptionCancellation, answer: &Answer, timing: Timing) -> Outcome {
        let at = cancellation.churn_time.clone();
        let moment = at.as_ref().and_then(|at| at.instant());
        let ahead = match (&cancellation.status, moment) {
            (Some(CancellationStatus::Completed), _) => false,
            (_, Some(moment)) => moment > self.clock.now(),
            (_, None) => timing != Timing::Now,
        };
        let what = if ahead { What::Scheduled { at: at.clone() } } else { What::Cancelled };
        let (ended_at, access_until) = if ahead { (None, at) } else { (at, None) };
        let subtotal = cancellation.line_item_subtotal.as_ref().and_then(|subtotal| {
            let currency = subtotal.currency.as_ref().map(|currency| format!(" {currency}")).unwrap_or_default();
            Some(format!("{}{currency}", subtotal.amount?))
        });
        Outcome::new(ID, what, answer)
            .with_ended_at(ended_at)
            .with_access_until(access_until)
            .with_money("prorated", cancellation.prorated.map(|prorated| prorated.to_string()))
            .with_money("proratedInvoiceId", cancellation.prorated_invoice_id.value().cloned())
            .with_money("appliedInvoiceId", cancellation.applied_invoice_id.value().cloned())
            .with_money("lineItemSubtotal", subtotal)
    }
}

/// Nothing was sent because of what a read answered.
pub(super) fn unsent(cause: impl Into<String>, answer: &Answer) -> CancelError {
    CancelError::not_sent(ID, cause).with_answer(Some(answer))
}

pub(super) fn status_words(status: Option<&CancellationStatus>) -> String {
    status.map_or_else(|| "no status".to_owned(), |status| format!("the status {status}"))
}
