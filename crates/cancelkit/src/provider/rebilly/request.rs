//! What a request becomes at Rebilly.

use cancelkit_rebilly::types::{
    CanceledBy, CancellationReason, CancellationStatus, ChurnTimePolicy, SubscriptionCancellation,
};

use super::derived_id::derived_id;
use super::{ABILITIES, ID, Rebilly};
use crate::provider::judge;
use crate::{Actor, Aspect, CancelRequest, Money, Objection, Plan, Reason, Refusal, Target, Timing};

/// A cancellation and the id that it is written under.
pub(super) struct Written {
    pub(super) id: String,
    pub(super) body: SubscriptionCancellation,
}

impl Rebilly {
    pub(super) fn planned(&self, request: &CancelRequest) -> Result<Plan, Refusal> {
        let mut objections = ABILITIES.objections(request);
        objections.extend(self.past(request.timing));
        Refusal::unless_empty(ID, objections)?;
        let Some(Written { id, body }) = written(request) else {
            return Err(judge::unmapped(ID, request));
        };
        let unbuildable = |error| judge::unbuildable(&request.target, &error);
        let by_key = self.client.get_subscription_cancellation(id.as_str()).preview().map_err(unbuildable)?;
        let subscription =
            self.client.get_subscription(body.subscription_id.as_str()).preview().map_err(unbuildable)?;
        let write = self.client.put_subscription_cancellation(id, body).preview().map_err(unbuildable)?;
        Ok(Plan::new(request, write)?.with_read_first(by_key).with_read_first(subscription))
    }

    /// What a moment in the past would do is not documented, and the effect that a plan promises would not be true.
    fn past(&self, timing: Timing) -> Option<Objection> {
        let Timing::At(moment) = timing else { return None };
        let why = "the moment must lie ahead; take a later one, or now";
        (moment <= self.clock.now()).then(|| Objection::to(Aspect::Timing, timing.to_string(), why))
    }
}

/// What the cancellation sends; `None` for what Rebilly cannot do.
///
/// All that has a default at Rebilly is written out, except a reason that nobody gave.
pub(super) fn written(request: &CancelRequest) -> Option<Written> {
    let Target::Rebilly(target) = &request.target else { return None };
    let prorated = match request.money {
        Money::LeaveCharges => false,
        Money::CreditRemainder => true,
        Money::ReverseUnearned | Money::ReverseCurrentPeriod | Money::NotControllable => return None,
    };
    let body = SubscriptionCancellation::new(target.subscription_id())
        .with_canceled_by(canceled_by(request.actor?))
        .with_prorated(prorated)
        .with_status(CancellationStatus::Confirmed);
    let body = match request.timing {
        Timing::Now => body.with_churn_time_policy(ChurnTimePolicy::Now),
        Timing::AtPeriodEnd => body.with_churn_time_policy(ChurnTimePolicy::AtNextRenewal),
        Timing::At(moment) => body.with_churn_time(moment),
    };
    let body = match request.reason {
        Some(reason) => body.with_reason(cancellation_reason(reason)),
        None => body,
    };
    let body = match &request.comment {
        Some(comment) => body.with_description(comment),
        None => body,
    };
    Some(Written { id: derived_id(target.subscription_id(), request.key.as_ref()?), body })
}

pub(super) fn canceled_by(actor: Actor) -> CanceledBy {
    match actor {
        Actor::Customer => CanceledBy::Customer,
        Actor::Merchant => CanceledBy::Merchant,
        Actor::Provider => CanceledBy::Rebilly,
    }
}

pub(super) fn cancellation_reason(reason: Reason) -> CancellationReason {
    match reason {
        Reason::NotUsed => CancellationReason::DidNotUse,
        Reason::NotWanted => CancellationReason::DidNotWant,
        Reason::MissingFeatures => CancellationReason::MissingFeatures,
        Reason::Problems => CancellationReason::BugsOrProblems,
        Reason::NotRemembered => CancellationReason::DoNotRemember,
        Reason::Risk => CancellationReason::RiskWarning,
        Reason::ContractExpired => CancellationReason::ContractExpired,
        Reason::TooExpensive => CancellationReason::TooExpensive,
        Reason::BillingFailure => CancellationReason::BillingFailure,
        Reason::Other => CancellationReason::Other,
    }
}
