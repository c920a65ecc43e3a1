//! Kajabi: a token that runs out, one call without a body, and a read that cannot prove an end.

use cancelkit_kajabi::outcomes::{CancelPurchaseSubscriptionOutcome, CreateTokenOutcome, GetPurchaseOutcome};
use cancelkit_kajabi::types::{ErrorsAttributes, OauthGrantType, OauthTokenRequest, PurchasesShowResponse};
use cancelkit_kajabi::{Client, Credentials, Server};
use cancelkit_runtime::{Answered, BuildError, CallError, Field, SecretString, Timestamp};

use super::token::{Fetched, NoToken, Token, Tokens};
use super::{BoxFuture, Provider, judge};
use crate::environment::{ServerChoice, Values};
use crate::plan::unbuildable;
use crate::{
    Abilities, CancelError, CancelRequest, Clock, ConfirmError, ConfirmRequest, Confirmation, FaultyField, Outcome,
    Plan, ProviderId, Refusal, Said, Target, UndoOutcome, UndoPlan, UndoRequest, What,
};

const ID: ProviderId = ProviderId::Kajabi;
const ABILITIES: &Abilities = Abilities::of(ID);

/// Kajabi, ready to be asked.
///
/// # Its token
///
/// A token is fetched with the client id and secret, kept, and renewed a minute before it runs out. A cancellation that is answered
/// with the documented 401 was not carried out: where its token had been kept from before, one new token is fetched and the
/// cancellation is sent once more. No other answer has it sent twice.
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
            // Without a new token the 401 stands, which says that nothing was done.
            if let Ok(token) = self.token().await {
                outcome = self.send_with(&token, id).await.map_err(|error| CancelError::call(ID, &error))?;
            }
        }
        let CancelPurchaseSubscriptionOutcome::Ok(reply) = &outcome else {
            let readable = !matches!(outcome, CancelPurchaseSubscriptionOutcome::Undocumented(_));
            return Err(judge::error(ABILITIES, outcome.answer(), readable, said(&outcome)));
        };
        let what = if !is_about(&reply.body, id) {
            What::Unconfirmed { why: "the answer is about another purchase".to_owned() }
        } else if judge::is_proven(ABILITIES, reply.answer()) {
            What::Cancelled
        } else {
            What::Unconfirmed { why: "the purchase came back without a time at which it was deactivated".to_owned() }
        };
        let ended_at = deactivated_at(&reply.body).into_value().filter(|_| what == What::Cancelled);
        Ok(Outcome::new(ID, what, reply.answer()).with_ended_at(ended_at.map(Timestamp::from)))
    }

    async fn send_with(&self, token: &Token, id: &str) -> Result<CancelPurchaseSubscriptionOutcome, CallError> {
        self.client_with(token).cancel_purchase_subscription(id).send().await
    }

    async fn read(&self, question: ConfirmRequest) -> Result<Confirmation, ConfirmError> {
        let Target::Kajabi(target) = &question.target else {
            return Err(ConfirmError::new(ID, "the question is about another provider's target"));
        };
        let id = target.purchase_id();
        let as_of = self.clock.now();
        let token = self.token().await?;
        let mut outcome = self.read_with(&token, id).await?;
        if token.kept && matches!(outcome, GetPurchaseOutcome::Unauthorized(_)) {
            self.tokens.discard(&token).await;
            outcome = self.read_with(&self.token().await?, id).await?;
        }
        match &outcome {
            GetPurchaseOutcome::Ok(reply) if !is_about(&reply.body, id) => {
                Err(ConfirmError::answered(ID, "the answer is about another purchase", reply.answer()))
            }
            GetPurchaseOutcome::Ok(reply) => Ok(confirmation(&reply.body, as_of)),
            other => {
                let cause = format!("the answer has the status {}", other.status().as_u16());
                Err(ConfirmError::answered(ID, cause, other.answer()).with_said(said_of_read(other)))
            }
        }
    }

    async fn read_with(&self, token: &Token, id: &str) -> Result<GetPurchaseOutcome, ConfirmError> {
        self.client_with(token).get_purchase(id).send().await.map_err(|error| ConfirmError::call(ID, &error))
    }

    fn client_with(&self, token: &Token) -> Client {
        self.client.with_credentials(Credentials::Bearer(token.secret.clone()))
    }

    async fn token(&self) -> Result<Token, NoToken> {
        self.tokens.get(&self.clock, self.fetch_token()).await
    }

    async fn fetch_token(&self) -> Result<Fetched, NoToken> {
        let request = OauthTokenRequest::new()
            .with_grant_type(OauthGrantType::ClientCredentials)
            .with_client_id(self.client_id.as_str())
            .with_client_secret(self.client_secret.clone());
        let outcome = self.client.create_token(request).send().await.map_err(|error| NoToken::call(ID, &error))?;
        let said = match &outcome {
            CreateTokenOutcome::Ok(reply) => {
                let token = reply.body.access_token.as_ref().ok_or_else(|| NoToken::missing(ID))?;
                return Ok(Fetched { secret: token.to_secret(), expires_in: reply.body.expires_in });
            }
            CreateTokenOutcome::BadRequest(reply) => Said::new(reply.body.error.clone(), None),
            CreateTokenOutcome::Unauthorized(reply) => Said::new(reply.body.error.clone(), None),
            _ => Said::default(),
        };
        Err(NoToken::answered(ID, outcome.answer(), said))
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

/// A purchase that is not deactivated is active. One that is deactivated proves nothing: deactivating it by itself leaves the
/// subscription billing.
fn confirmation(body: &PurchasesShowResponse, as_of: jiff::Timestamp) -> Confirmation {
    match deactivated_at(body) {
        Field::Null => Confirmation::StillActive { as_of },
        Field::Value(at) => Confirmation::Undecided {
            why: format!(
                "the purchase was deactivated at {at}, by a cancellation or by deactivating it alone, which leaves the subscription \
                 billing; look at the payment provider"
            ),
        },
        Field::Absent => {
            Confirmation::Undecided { why: "the answer does not say whether the purchase is active".to_owned() }
        }
    }
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

fn said_of_read(outcome: &GetPurchaseOutcome) -> Said {
    match outcome {
        GetPurchaseOutcome::Unauthorized(reply) => said_by(reply.body.errors.as_deref()),
        GetPurchaseOutcome::Forbidden(reply) => said_by(reply.body.errors.as_deref()),
        GetPurchaseOutcome::NotFound(reply) => said_by(reply.body.errors.as_deref()),
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
        Plan::new(request, call.preview().map_err(|error| unbuildable(request, &error))?)
    }

    fn cancel(&self, plan: Plan) -> BoxFuture<'_, Result<Outcome, CancelError>> {
        Box::pin(self.send(plan))
    }

    fn confirm(&self, question: ConfirmRequest) -> BoxFuture<'_, Result<Confirmation, ConfirmError>> {
        Box::pin(self.read(question))
    }

    fn plan_undo(&self, request: &UndoRequest) -> Result<UndoPlan, Refusal> {
        Err(judge::refused_undo(ABILITIES, request))
    }

    fn undo(&self, plan: UndoPlan) -> BoxFuture<'_, Result<UndoOutcome, CancelError>> {
        Box::pin(std::future::ready(Err(judge::no_undo(ABILITIES, &plan))))
    }
}
