//! Stax Bill: one call, one read, a key in a header.

use cancelkit_runtime::{Answered, BuildError, SecretString};
use cancelkit_stax_bill::headers::TooManyRequestsHeaders;
use cancelkit_stax_bill::outcomes::{CancelSubscriptionOutcome, GetSubscriptionOutcome};
use cancelkit_stax_bill::types::{
    CancellationOption, ErrorBody, Subscription, SubscriptionCancellation, SubscriptionStatus,
};
use cancelkit_stax_bill::{Client, Credentials, Server};

use super::{BoxFuture, Provider, judge};
use crate::environment::{ServerChoice, Values};
use crate::scrub::Scrub;
use crate::{
    Abilities, CancelError, CancelRequest, Certainty, Clock, ConfirmError, ConfirmRequest, Confirmation, Evidence,
    FaultyField, Money, Outcome, Plan, ProviderId, Refusal, RetryAt, Said, Target, UndoOutcome, UndoPlan, UndoRequest,
    What,
};

const ID: ProviderId = ProviderId::StaxBill;
const ABILITIES: &Abilities = Abilities::of(ID);

/// Stax Bill, ready to be asked.
///
/// A refusal by a business rule (400, 409) is followed by a read of the subscription: if it had ended before, the outcome is
/// [`What::NothingToCancel`], and else the refusal is the error.
#[derive(Clone, Debug)]
pub struct StaxBill {
    client: Client,
    scrub: Scrub,
    clock: Clock,
}

impl StaxBill {
    /// Stax Bill through a client that holds the account's key. Add [`with_known_secret`](Self::with_known_secret): the client does not
    /// give the key back.
    #[must_use]
    pub fn new(client: Client) -> Self {
        Self { client, scrub: Scrub::default(), clock: Clock::system() }
    }

    /// The same with a clock of your own.
    #[must_use]
    pub fn with_clock(mut self, clock: Clock) -> Self {
        self.clock = clock;
        self
    }

    /// Says which secret the client holds, so that it is kept out of outcomes and errors where an answer repeats it. A provider that is
    /// made from the environment knows it.
    #[must_use]
    pub fn with_known_secret(mut self, secret: &SecretString) -> Self {
        self.scrub.add(secret);
        self
    }

    pub(crate) fn from_values(values: &Values) -> Result<Self, BuildError> {
        let server = match &values.server {
            ServerChoice::Production => Server::Production,
            ServerChoice::Test => Server::Staging,
            ServerChoice::Url(url) => Server::Custom(url.clone()),
        };
        let client = Client::new(server, Credentials::ApiKey(values.secret.clone()))?;
        Ok(Self::new(client).with_known_secret(&values.secret))
    }

    async fn send(&self, plan: Plan) -> Result<Outcome, CancelError> {
        judge::same_plan(self, &plan)?;
        let Some((id, body)) = body(&plan.request) else {
            return Err(CancelError::not_sent(ID, "the plan is for another provider"));
        };
        let outcome = self.client.cancel_subscription(body).send().await;
        let outcome = outcome.map_err(|error| CancelError::call(ID, &error))?;
        let CancelSubscriptionOutcome::Ok(reply) = &outcome else {
            let readable = !matches!(outcome, CancelSubscriptionOutcome::Undocumented(_));
            let error = judge::error(ABILITIES, outcome.answer(), readable, said(&outcome));
            return match self.over_before(&outcome, &error, id).await {
                Some(evidence) => Ok(Outcome::new(ID, What::NothingToCancel { evidence }, outcome.answer())),
                None => Err(error),
            };
        };
        let subscription = &reply.body;
        let what = if subscription.id != id {
            What::Unconfirmed { why: "the answer is about another subscription".to_owned() }
        } else if judge::is_proven(ABILITIES, reply.answer()) {
            What::Cancelled
        } else {
            What::Unconfirmed { why: format!("the subscription came back with the status {}", subscription.status) }
        };
        let ended_at = subscription.cancellation_timestamp.value().filter(|_| what == What::Cancelled).cloned();
        Ok(Outcome::new(ID, what, reply.answer()).with_ended_at(ended_at))
    }

    /// What proves that a refusal has nothing to refuse: the two statuses of a business rule do not say which rule it was, and a read does.
    async fn over_before(
        &self,
        outcome: &CancelSubscriptionOutcome,
        error: &CancelError,
        subscription_id: i64,
    ) -> Option<Evidence> {
        let is_rule =
            matches!(outcome, CancelSubscriptionOutcome::BadRequest(_) | CancelSubscriptionOutcome::Conflict(_));
        if !is_rule || error.certainty != Certainty::Rejected {
            return None;
        }
        match self.client.get_subscription(subscription_id).send().await {
            Ok(GetSubscriptionOutcome::Ok(reply)) if reply.body.id == subscription_id => evidence_of_end(&reply.body),
            // The refusal stands.
            _ => None,
        }
    }

    async fn read(&self, question: ConfirmRequest) -> Result<Confirmation, ConfirmError> {
        let Target::StaxBill(target) = question.target else {
            return Err(ConfirmError::new(ID, "the question is about another provider's target"));
        };
        let as_of = self.clock.now();
        let outcome = self.client.get_subscription(target.subscription_id()).send().await;
        let outcome = outcome.map_err(|error| ConfirmError::call(ID, &error))?;
        match &outcome {
            GetSubscriptionOutcome::Ok(reply) if reply.body.id != target.subscription_id() => {
                Err(ConfirmError::answered(ID, "the answer is about another subscription", reply.answer()))
            }
            GetSubscriptionOutcome::Ok(reply) => Ok(confirmation(&reply.body, as_of)),
            other => {
                let status = other.status().as_u16();
                let cause = format!("the answer has the status {status}");
                Err(ConfirmError::answered(ID, cause, other.answer()).with_said(said_of_read(other)))
            }
        }
    }
}

/// What the cancellation sends; `None` for what Stax Bill cannot do.
fn body(request: &CancelRequest) -> Option<(i64, SubscriptionCancellation)> {
    let Target::StaxBill(target) = &request.target else { return None };
    let option = match request.money {
        Money::LeaveCharges => CancellationOption::None,
        Money::ReverseUnearned => CancellationOption::Unearned,
        Money::ReverseCurrentPeriod => CancellationOption::Full,
        Money::CreditRemainder | Money::NotControllable => return None,
    };
    let id = target.subscription_id();
    Some((id, SubscriptionCancellation::new(id, option)))
}

fn confirmation(subscription: &Subscription, as_of: jiff::Timestamp) -> Confirmation {
    if let Some(evidence) = evidence_of_end(subscription) {
        return Confirmation::Ended { evidence };
    }
    match &subscription.status {
        SubscriptionStatus::Active | SubscriptionStatus::Provisioning | SubscriptionStatus::Suspended => {
            Confirmation::StillActive { as_of }
        }
        other => Confirmation::Undecided {
            why: format!("the status is {other}, which says neither that it has ended nor that it is active"),
        },
    }
}

fn evidence_of_end(subscription: &Subscription) -> Option<Evidence> {
    let (said, at) = match &subscription.status {
        SubscriptionStatus::Cancelled => ("the status is Cancelled", subscription.cancellation_timestamp.value()),
        SubscriptionStatus::Expired => {
            ("the status is Expired: its term was over", subscription.expired_timestamp.value())
        }
        _ => return None,
    };
    Some(Evidence::new(ABILITIES.confirm.operation_id, said).with_at(at.cloned()))
}

fn said(outcome: &CancelSubscriptionOutcome) -> Said {
    match outcome {
        CancelSubscriptionOutcome::BadRequest(reply) => said_by(&reply.body),
        CancelSubscriptionOutcome::Unauthorized(reply) => said_by(&reply.body),
        CancelSubscriptionOutcome::NotFound(reply) => said_by(&reply.body),
        CancelSubscriptionOutcome::Conflict(reply) => said_by(&reply.body),
        CancelSubscriptionOutcome::TooManyRequests(reply) => {
            said_by(&reply.body).with_retry(retry(&reply.typed_headers))
        }
        CancelSubscriptionOutcome::InternalServerError(reply) => said_by(&reply.body),
        _ => Said::default(),
    }
}

fn said_of_read(outcome: &GetSubscriptionOutcome) -> Said {
    match outcome {
        GetSubscriptionOutcome::BadRequest(reply) => said_by(&reply.body),
        GetSubscriptionOutcome::Unauthorized(reply) => said_by(&reply.body),
        GetSubscriptionOutcome::NotFound(reply) => said_by(&reply.body),
        GetSubscriptionOutcome::Conflict(reply) => said_by(&reply.body),
        GetSubscriptionOutcome::TooManyRequests(reply) => said_by(&reply.body).with_retry(retry(&reply.typed_headers)),
        GetSubscriptionOutcome::InternalServerError(reply) => said_by(&reply.body),
        _ => Said::default(),
    }
}

/// All that Stax Bill has is one sentence for each key. Its number of the error is 0 in every published sample and says nothing.
fn said_by(body: &ErrorBody) -> Said {
    let sentences: Vec<&str> = body.errors.iter().map(|entry| entry.value.as_str()).collect();
    let message = (!sentences.is_empty()).then(|| sentences.join("; "));
    let fields = body.errors.iter().map(|entry| FaultyField::new(&entry.key, Some(entry.value.clone())));
    Said::new(message, None).with_fields(fields)
}

/// When the limit is lifted: that of the day if the day's requests are used up, and else that of the minute. The times carry no zone,
/// as far as is known, and name no moment then.
fn retry(headers: &TooManyRequestsHeaders) -> Option<RetryAt> {
    let day = headers.x_rate_limit_reset_day.as_ref().filter(|_| headers.x_rate_limit_remaining_day == Some(0));
    let (header, time) = match (day, &headers.x_rate_limit_reset_minute) {
        (Some(day), _) => ("X-Rate-Limit-Reset-Day", day),
        (None, Some(minute)) => ("X-Rate-Limit-Reset-Minute", minute),
        (None, None) => return None,
    };
    Some(RetryAt::new(header, time.as_str(), time.instant()))
}

impl Provider for StaxBill {
    fn id(&self) -> ProviderId {
        ID
    }

    fn abilities(&self) -> &'static Abilities {
        ABILITIES
    }

    fn plan(&self, request: &CancelRequest) -> Result<Plan, Refusal> {
        Refusal::unless_empty(ID, ABILITIES.objections(request))?;
        let Some((_, body)) = body(request) else {
            return Err(judge::unmapped(ID, request));
        };
        let preview = self
            .client
            .cancel_subscription(body)
            .preview()
            .map_err(|error| judge::unbuildable(&request.target, &error))?;
        Plan::new(request, preview)
    }

    fn cancel(&self, plan: Plan) -> BoxFuture<'_, Result<Outcome, CancelError>> {
        Box::pin(async { self.scrub.cancelled(self.send(plan).await) })
    }

    fn confirm(&self, question: ConfirmRequest) -> BoxFuture<'_, Result<Confirmation, ConfirmError>> {
        Box::pin(async { self.scrub.confirmed(self.read(question).await) })
    }

    fn plan_undo(&self, request: &UndoRequest) -> Result<UndoPlan, Refusal> {
        Err(judge::refused_undo(ABILITIES, request))
    }

    fn undo(&self, plan: UndoPlan) -> BoxFuture<'_, Result<UndoOutcome, CancelError>> {
        Box::pin(std::future::ready(Err(judge::no_undo(ABILITIES, &plan))))
    }
}
