//! Taking a scheduled cancellation back.

use cancelkit_rebilly::outcomes::{CreateSubscriptionReactivationOutcome, GetSubscriptionCancellationOutcome};
use cancelkit_rebilly::types::{CancellationStatus, SubscriptionReactivation, SubscriptionStatus};
use cancelkit_runtime::Answered;

use super::cancel::status_words;
use super::derived_id::derived_id;
use super::subscription::unsent;
use super::{ABILITIES, ID, Rebilly, said};
use crate::check::short;
use crate::failure::failure;
use crate::provider::judge;
use crate::{
    Aspect, CancelError, Objection, RebillyTarget, Refusal, Target, UndoOutcome, UndoPlan, UndoRequest, UndoWhat,
};

/// How far ahead an end must lie. Once it has come, reactivating begins a new period, which is charged.
const MARGIN: jiff::SignedDuration = jiff::SignedDuration::from_secs(60);

/// The most characters of a comment.
const MAX_COMMENT: usize = 255;

impl Rebilly {
    pub(super) fn planned_undo(&self, request: &UndoRequest) -> Result<UndoPlan, Refusal> {
        ABILITIES.refuse_undo(request)?;
        let Target::Rebilly(target) = &request.target else {
            return Err(judge::refused_undo(ABILITIES, request));
        };
        if let Some(comment) = request.comment.as_ref().filter(|comment| comment.chars().count() > MAX_COMMENT) {
            let why = format!("it has more than the {MAX_COMMENT} characters that are allowed");
            return Err(Refusal::because(ID, Objection::to(Aspect::Comment, short(comment), why)));
        }
        let unbuildable = |error| judge::unbuildable(&request.target, &error);
        let id = target.subscription_id();
        let mut reads = Vec::new();
        if let Some(key) = &request.key {
            let call = self.client.get_subscription_cancellation(derived_id(id, key));
            reads.push(call.preview().map_err(unbuildable)?);
        }
        reads.push(self.client.get_subscription(id).preview().map_err(unbuildable)?);
        let call = self.client.create_subscription_reactivation(body(target, request.comment.as_deref()));
        UndoPlan::new(request, reads, call.preview().map_err(unbuildable)?)
    }

    pub(super) async fn take_back(&self, plan: UndoPlan) -> Result<UndoOutcome, CancelError> {
        judge::same_undo_plan(self, &plan)?;
        let Target::Rebilly(target) = &plan.request.target else {
            return Err(CancelError::not_sent(ID, "the plan is for another provider"));
        };
        if let Some(key) = &plan.request.key {
            self.require_confirmed(&derived_id(target.subscription_id(), key), target).await?;
        }
        self.require_ahead(target).await?;

        let body = body(target, plan.request.comment.as_deref());
        let outcome = self.client.create_subscription_reactivation(body).send().await;
        let outcome = outcome.map_err(|error| CancelError::call(ID, &error))?;
        let CreateSubscriptionReactivationOutcome::Created(reply) = &outcome else {
            let readable = !matches!(outcome, CreateSubscriptionReactivationOutcome::Undocumented(_));
            let answer = outcome.answer();
            let cause = format!("the reactivation was answered with the status {}", answer.status().as_u16());
            let certainty = judge::plain_certainty(answer, readable);
            return Err(CancelError::answered(ID, certainty, cause, answer).with_said(said::of_reactivation(&outcome)));
        };
        let what = if reply.body.subscription_id == target.subscription_id() {
            UndoWhat::Undone
        } else {
            UndoWhat::Unconfirmed { why: "the answer is about another subscription".to_owned() }
        };
        Ok(UndoOutcome::new(ID, what, reply.answer())
            .with_detail("cancellationId", reply.body.cancellation_id.clone())
            .with_detail("renewalTime", reply.body.renewal_time.as_ref().map(ToString::to_string)))
    }

    /// Goes on only where the cancellation under the key is this subscription's and in force.
    async fn require_confirmed(&self, id: &str, target: &RebillyTarget) -> Result<(), CancelError> {
        let outcome = self.client.get_subscription_cancellation(id).send().await;
        let outcome = outcome.map_err(|error| {
            let cause = format!("the read that comes first failed: {}", failure(&error));
            CancelError::not_sent(ID, cause).with_answer(error.answer())
        })?;
        let cause = match &outcome {
            GetSubscriptionCancellationOutcome::Ok(reply) if reply.body.subscription_id != target.subscription_id() => {
                "the cancellation under this key's id belongs to another subscription".to_owned()
            }
            GetSubscriptionCancellationOutcome::Ok(reply)
                if reply.body.id.as_deref().is_some_and(|found| found != id) =>
            {
                "the answer is about another cancellation".to_owned()
            }
            GetSubscriptionCancellationOutcome::Ok(reply) => match &reply.body.status {
                Some(CancellationStatus::Confirmed) => return Ok(()),
                other => format!("the cancellation under this key has {}, not confirmed", status_words(other.as_ref())),
            },
            GetSubscriptionCancellationOutcome::NotFound(_) => "there is no cancellation under this key".to_owned(),
            other => format!("the cancellation was answered with the status {}", other.status().as_u16()),
        };
        Err(unsent(cause, outcome.answer()).with_said(said::of_get_cancellation(&outcome)))
    }

    /// Goes on only where the subscription runs and its end lies ahead.
    async fn require_ahead(&self, target: &RebillyTarget) -> Result<(), CancelError> {
        let (subscription, answer) = self.subscription_first(target.subscription_id()).await?;
        let churn_time = subscription.churn_time.value().and_then(|time| time.instant());
        let cause = match (&subscription.status, churn_time) {
            (Some(SubscriptionStatus::Canceled), Some(end)) if end.duration_since(self.clock.now()) > MARGIN => return Ok(()),
            (Some(SubscriptionStatus::Canceled), Some(_)) => {
                "its end has come or is less than a minute away; reactivating it then begins a new period, which is no undoing"
                    .to_owned()
            }
            (Some(SubscriptionStatus::Canceled), None) => {
                "Rebilly does not say when it ends, so it may have ended".to_owned()
            }
            (Some(SubscriptionStatus::Churned), _) => {
                "it has ended, and reactivating it begins a new period, which is no undoing".to_owned()
            }
            (Some(status), _) => format!("its status is {status}, so there is no cancellation to take back"),
            (None, _) => "the answer names no status".to_owned(),
        };
        Err(unsent(cause, &answer))
    }
}

fn body(target: &RebillyTarget, comment: Option<&str>) -> SubscriptionReactivation {
    let body = SubscriptionReactivation::new(target.subscription_id());
    match comment {
        Some(comment) => body.with_description(comment.to_owned()),
        None => body,
    }
}
