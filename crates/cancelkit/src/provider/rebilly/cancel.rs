//! Read first, then write, then read the answer.

use cancelkit_rebilly::outcomes::{GetSubscriptionCancellationOutcome, PutSubscriptionCancellationOutcome};
use cancelkit_rebilly::types::{CancellationStatus, SubscriptionCancellation, SubscriptionStatus};
use cancelkit_runtime::{Answer, Answered};

use super::differs::differs;
use super::request::{Written, written};
use super::said;
use super::subscription::{NOW, churned, unsent};
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
        let timing = plan.request.timing;
        let asked = Written { id: id.clone(), body: body.clone() };
        if let Some((found, answer)) = self.find(&id).await? {
            return self.believe(&found, &answer, &asked, timing).await;
        }
        let (before, answer) = self.subscription_first(&asked.body.subscription_id).await?;
        if before.status == Some(SubscriptionStatus::Churned) {
            // One of this key that was still under way may have come between the two reads.
            if let Some((found, answer)) = self.find(&id).await? {
                return self.believe(&found, &answer, &asked, timing).await;
            }
            return Ok(Outcome::new(ID, What::NothingToCancel { evidence: churned(&before) }, &answer).unsent());
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
        let unconfirmed = |why: String| Outcome::new(ID, What::Unconfirmed { why }, outcome.answer());
        if cancellation.subscription_id != asked.body.subscription_id {
            return Ok(unconfirmed("the answer is about another subscription".to_owned()));
        }
        if let Some(member) = differs(&asked, cancellation) {
            let why = format!("the answer is about another cancellation than was asked for: its {member} differs");
            return Ok(unconfirmed(why));
        }
        if !judge::is_proven(ABILITIES, outcome.answer()) {
            let why = format!("the cancellation came back with {}", status_words(cancellation.status.as_ref()));
            return Ok(unconfirmed(why));
        }
        let said = self.outcome(cancellation, outcome.answer(), timing, true);
        match before.status {
            Some(SubscriptionStatus::Active | SubscriptionStatus::Paused) => Ok(said),
            // Nobody documents that one more cancellation of what is cancelled changes anything: the answer alone is not believed.
            _ => Ok(match self.subscription_first(&asked.body.subscription_id).await {
                Ok((after, _)) => match self.contradiction(&said, &after) {
                    None => said,
                    Some(why) => unconfirmed(why),
                },
                Err(error) => unconfirmed(format!(
                    "the subscription was not active before, and reading it again failed: {}",
                    error.cause
                )),
            }),
        }
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
    async fn believe(
        &self,
        found: &SubscriptionCancellation,
        answer: &Answer,
        asked: &Written,
        timing: Timing,
    ) -> Result<Outcome, CancelError> {
        if found.subscription_id != asked.body.subscription_id {
            return Err(unsent("the cancellation under this key's id belongs to another subscription", answer));
        }
        if let Some(member) = differs(asked, found) {
            let cause = format!(
                "this key was used with another wish, since the {member} of the cancellation under it differs; use another key for \
                 another cancellation"
            );
            return Err(unsent(cause, answer));
        }
        match &found.status {
            Some(CancellationStatus::Confirmed | CancellationStatus::Completed) => {
                let outcome = self.outcome(found, answer, timing, false).unsent();
                let (subscription, answer) = self.subscription_first(&found.subscription_id).await?;
                self.still_in_force(outcome, &subscription).map_err(|cause| unsent(cause, &answer))
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

    /// The outcome by a cancellation that is confirmed or completed. One that was made just now is as Rebilly says: confirmed for
    /// later is scheduled, whatever this machine's clock says.
    fn outcome(
        &self,
        cancellation: &SubscriptionCancellation,
        answer: &Answer,
        timing: Timing,
        fresh: bool,
    ) -> Outcome {
        let at = cancellation.churn_time.clone();
        let moment = at.as_ref().and_then(|at| at.instant());
        let ahead = match (&cancellation.status, moment) {
            (Some(CancellationStatus::Completed), _) => false,
            (Some(CancellationStatus::Confirmed), _) if fresh && timing != Timing::Now => true,
            (_, Some(moment)) => {
                let margin = if timing == Timing::Now { NOW } else { jiff::SignedDuration::ZERO };
                moment.duration_since(self.clock.now()) > margin
            }
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

pub(super) fn status_words(status: Option<&CancellationStatus>) -> String {
    status.map_or_else(|| "no status".to_owned(), |status| format!("the status {status}"))
}
