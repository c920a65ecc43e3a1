//! Kajabi: a token that runs out, one call without a body, and a read that cannot prove an end.

mod confirm;
mod token;

use cancelkit_kajabi::outcomes::CancelPurchaseSubscriptionOutcome;
use cancelkit_kajabi::types::{ErrorsAttributes, PurchasesShowResponse, PurchasesShowResponseDataType};
use cancelkit_kajabi::{Client, Credentials, Server};
use cancelkit_runtime::{Answered, BuildError, CallError, Field, SecretString, Timestamp};

use super::token::{Token, Tokens};
use super::{BoxFuture, Provider, judge};
use crate::environment::{ServerChoice, Values};
use crate::{
    Abilities, CancelError, CancelRequest, Clock, ConfirmError, ConfirmRequest, Confirmation, FaultyField, Outcome,
    Plan, ProviderId, Refusal, Said, Target, UndoOutcome, UndoPlan, UndoRequest, What,
};

const ID: ProviderId = ProviderId::Kajabi;
const ABILITIES: &Abilities = Abilities::of(ID);

/// How far ahead of the clock a time of something that has happened can lie: clocks differ, and a time can be without its zone.
const AHEAD: jiff::SignedDuration = jiff::SignedDuration::from_hours(24);

/// Kajabi, ready to be asked.
///
/// # Its token
///
/// A token is fetched with the client id and secret, kept, and renewed a minute before it runs out. A cancellation that is answered
/// with the documented 401, whose body lists the error, was not carried out: where its token had been kept from before, one new token
/// is fetched and the cancellation is sent once more. No other answer has it sent twice.
#[derive(Debug)]
pub struct Kajabi {
    client: Client,
    client_id: String,
    client_secret: SecretString,
    tokens: Tokens,
    clock: Clock,
}

impl Kajabi {
    /// Kajabi through a client, with the client id and secret of an API key. The client's own credentials are not used.
    #[must_use]
    pub fn new(client: Client, client_id: impl Into<String>, client_secret: SecretString) -> Self {
        Self { client, client_id: client_id.into(), client_secret, tokens: Tokens::new(), clock: Clock::system() }
    }

    /// The same with a clock of your own.
    #[must_use]
    pub fn with_clock(mut self, clock: Clock) -> Self {
        self.clock = clock;
        self
    }

    pub(crate) fn from_values(values: &Values) -> Result<Self, BuildError> {
        let server = match &values.server {
            ServerChoice::Url(url) => Server::Custom(url.clone()),
            ServerChoice::Production | ServerChoice::Test => Server::Production,
        };
        let client = Client::new(server, Credentials::Anonymous)?;
        Ok(Self::new(client, &values.identity, values.secret.clone()))
    }

    async fn send(&self, plan: Plan) -> Result<Outcome, CancelError> {
        judge::same_plan(self, &plan)?;
        let Target::Kajabi(target) = &plan.request.target else {
            return Err(CancelError::not_sent(ID, "the plan is for another provider"));
        };
        let id = target.purchase_id();
        let token = self.token().await?;
        let mut outcome = self.send_with(&token, id).await.map_err(|error| CancelError::call(ID, &error))?;
        if token.kept && matches!(outcome, CancelPurchaseSubscriptionOutcome::Unauthorized(_)) {
            self.tokens.discard(&token).await;
            if judge::is_proven_rejection(ABILITIES, outcome.answer()) {
                outcome = self.send_again(outcome, id).await?;
            }
        }
        let CancelPurchaseSubscriptionOutcome::Ok(reply) = &outcome else {
            let readable = !matches!(outcome, CancelPurchaseSubscriptionOutcome::Undocumented(_));
            return Err(judge::error(ABILITIES, outcome.answer(), readable, said(&outcome)));
        };
        let what = match self.doubt(&reply.body, id) {
            Some(why) => What::Unconfirmed { why: why.to_owned() },
            None if judge::is_proven(ABILITIES, reply.answer()) => What::Cancelled,
            None => What::Unconfirmed { why: "the answer has no proof of the cancellation".to_owned() },
        };
        let ended_at = deactivated_at(&reply.body).into_value().filter(|_| what == What::Cancelled);
        Ok(Outcome::new(ID, what, reply.answer()).with_ended_at(ended_at.map(Timestamp::from)))
    }

    /// Sends once more with a new token. Where none is given, or where nothing is sent, the first answer stands, which says that
    /// nothing was done.
    async fn send_again(
        &self,
        first: CancelPurchaseSubscriptionOutcome,
        id: &str,
    ) -> Result<CancelPurchaseSubscriptionOutcome, CancelError> {
        let Ok(token) = self.token().await else { return Ok(first) };
        match self.send_with(&token, id).await {
            Ok(second) => Ok(second),
            Err(CallError::NotSent(_)) => Ok(first),
            Err(error) => Err(CancelError::call(ID, &error)),
        }
    }

    /// Why a success does not prove that this purchase was cancelled; `None` where nothing speaks against it.
    fn doubt(&self, body: &PurchasesShowResponse, id: &str) -> Option<&'static str> {
        let Some(data) = &body.data else { return Some("the answer holds no purchase") };
        match &data.id {
            None => return Some("the answer does not say which purchase it is about"),
            Some(found) if found != id => return Some("the answer is about another purchase"),
            Some(_) => {}
        }
        if data.type_.as_ref().is_some_and(|kind| *kind != PurchasesShowResponseDataType::Purchases) {
            return Some("the answer is about something else than a purchase");
        }
        let Field::Value(at) = deactivated_at(body) else {
            return Some("the purchase came back without a time at which it was deactivated");
        };
        let at = Timestamp::from(at);
        let Some(civil) = at.civil() else {
            return Some("the time at which the purchase was deactivated is none");
        };
        let moment =
            at.instant().or_else(|| civil.to_zoned(jiff::tz::TimeZone::UTC).ok().map(|zoned| zoned.timestamp()));
        match moment {
            Some(moment) if moment.duration_since(self.clock.now()) <= AHEAD => None,
            _ => Some("the time at which the purchase was deactivated lies ahead"),
        }
    }

    async fn send_with(&self, token: &Token, id: &str) -> Result<CancelPurchaseSubscriptionOutcome, CallError> {
        self.client_with(token).cancel_purchase_subscription(id).send().await
    }

    fn client_with(&self, token: &Token) -> Client {
        self.client.with_credentials(Credentials::Bearer(token.secret.clone()))
    }
}

/// Whether an answer speaks of this purchase, as far as it says of which.
fn is_about(body: &PurchasesShowResponse, id: &str) -> bool {
    body.data.as_ref().and_then(|data| data.id.as_deref()).is_none_or(|found| found == id)
}

fn deactivated_at(body: &PurchasesShowResponse) -> Field<String> {
    let attributes = body.data.as_ref().and_then(|data| data.attributes.as_ref());
    attributes.map_or(Field::Absent, |attributes| attributes.deactivated_at.clone())
}

fn said(outcome: &CancelPurchaseSubscriptionOutcome) -> Said {
    match outcome {
        CancelPurchaseSubscriptionOutcome::Unauthorized(reply) => said_by(reply.body.errors.as_deref()),
        CancelPurchaseSubscriptionOutcome::Forbidden(reply) => said_by(reply.body.errors.as_deref()),
        CancelPurchaseSubscriptionOutcome::NotFound(reply) => said_by(reply.body.errors.as_deref()),
        CancelPurchaseSubscriptionOutcome::UnprocessableContent(reply) => said_by(reply.body.errors.as_deref()),
        _ => Said::default(),
    }
}

fn said_by(errors: Option<&[ErrorsAttributes]>) -> Said {
    let errors = errors.unwrap_or_default();
    let sentences: Vec<&str> =
        errors.iter().filter_map(|error| error.detail.as_deref().or(error.title.as_deref())).collect();
    let message = (!sentences.is_empty()).then(|| sentences.join("; "));
    let title = errors.first().and_then(|error| error.title.clone());
    let fields = errors.iter().filter_map(|error| {
        let pointer = error.source.value()?.pointer.as_deref()?;
        Some(FaultyField::new(pointer, error.detail.clone()))
    });
    Said::new(message, title).with_fields(fields)
}

impl Provider for Kajabi {
    fn id(&self) -> ProviderId {
        ID
    }

    fn abilities(&self) -> &'static Abilities {
        ABILITIES
    }

    fn plan(&self, request: &CancelRequest) -> Result<Plan, Refusal> {
        Refusal::unless_empty(ID, ABILITIES.objections(request))?;
        let Target::Kajabi(target) = &request.target else {
            return Err(judge::unmapped(ID, request));
        };
        let call = self.client.cancel_purchase_subscription(target.purchase_id());
        Plan::new(request, call.preview().map_err(|error| judge::unbuildable(&request.target, &error))?)
    }

    fn cancel(&self, plan: Plan) -> BoxFuture<'_, Result<Outcome, CancelError>> {
        Box::pin(async {
            let result = self.send(plan).await;
            self.tokens.scrub(&self.client_secret).cancelled(result)
        })
    }

    fn confirm(&self, question: ConfirmRequest) -> BoxFuture<'_, Result<Confirmation, ConfirmError>> {
        Box::pin(async {
            let result = self.read(question).await;
            self.tokens.scrub(&self.client_secret).confirmed(result)
        })
    }

    fn plan_undo(&self, request: &UndoRequest) -> Result<UndoPlan, Refusal> {
        Err(judge::refused_undo(ABILITIES, request))
    }

    fn undo(&self, plan: UndoPlan) -> BoxFuture<'_, Result<UndoOutcome, CancelError>> {
        Box::pin(std::future::ready(Err(judge::no_undo(ABILITIES, &plan))))
    }
}
