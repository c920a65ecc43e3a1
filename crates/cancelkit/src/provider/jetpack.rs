//! Jetpack Start: a token that is kept, one call, and a read that proves little.

mod confirm;
mod token;

use cancelkit_jetpack::operations::{CancelPlan, CancelPlanBody};
use cancelkit_jetpack::outcomes::CancelPlanOutcome;
use cancelkit_jetpack::types::{ErrorBody, PlanCancellationRequest, PlanSlug};
use cancelkit_jetpack::{Client, Credentials, Server};
use cancelkit_runtime::{Answered, BuildError, SecretString};

use super::token::Tokens;
use super::{BoxFuture, Provider, judge};
use crate::environment::{ServerChoice, Values};
use crate::{
    Abilities, CancelError, CancelRequest, Clock, ConfirmError, ConfirmRequest, Confirmation, Item, JetpackTarget,
    Outcome, Plan, ProviderId, Refusal, Said, Site, Target, UndoOutcome, UndoPlan, UndoRequest, What,
};

const ID: ProviderId = ProviderId::Jetpack;
const ABILITIES: &Abilities = Abilities::of(ID);

/// Jetpack Start, ready to be asked.
///
/// # Its token
///
/// The first call fetches a token, and all others use it: the documentation says that it has to be created only once, and names no
/// lifetime. It is let go only after an answer that proves it bad: the documented 403 `invalid_scope`, and a 401 that names
/// `invalid_token`, which is the bearer tokens' own standard (RFC 6750) and no page of the provider. Any other 401 proves nothing and
/// changes nothing. The call that got such an answer is not sent again by itself, except a read: for the cancellation a 401 is
/// undocumented, and what is undocumented is never believed.
#[derive(Debug)]
pub struct Jetpack {
    client: Client,
    client_id: String,
    client_secret: SecretString,
    tokens: Tokens,
    clock: Clock,
}

impl Jetpack {
    /// Jetpack Start through a client, with the partner's id and secret. The client's own credentials are not used.
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
        let Target::Jetpack(target) = &plan.request.target else {
            return Err(CancelError::not_sent(ID, "the plan is for another provider"));
        };
        let token = self.token().await?;
        let client = self.client.with_credentials(Credentials::PartnerToken(token.secret.clone()));
        let outcome = cancellation(&client, target).send().await.map_err(|error| CancelError::call(ID, &error))?;
        let CancelPlanOutcome::Ok(reply) = &outcome else {
            let (readable, said) = match &outcome {
                CancelPlanOutcome::BadRequest(reply) => (true, said_by(&reply.body)),
                CancelPlanOutcome::Forbidden(reply) => (true, said_by(&reply.body)),
                _ => (false, Said::default()),
            };
            self.discard_if_bad(&token, outcome.answer(), &said).await;
            return Err(judge::error(ABILITIES, outcome.answer(), readable, said));
        };
        let what = if judge::is_proven(ABILITIES, reply.answer()) {
            What::Cancelled
        } else {
            What::Unconfirmed {
                why: "the answer is 200 with success false, which can mean that there was no such plan and can mean something else"
                    .to_owned(),
            }
        };
        Ok(Outcome::new(ID, what, reply.answer()))
    }
}

/// The site as the path takes it: slashes are written as two colons.
fn identifier(site: &Site) -> String {
    site.as_str().replace('/', "::")
}

/// The cancellation of one item. JSON is sent, since public code of the provider's own posted JSON to this very path; the site's
/// Jetpack plan is meant by sending no body, as the provider's samples do.
fn cancellation<'a>(client: &'a Client, target: &JetpackTarget) -> CancelPlan<'a> {
    let call = client.cancel_plan(identifier(&target.site));
    match slug(target.item) {
        Some(slug) => call.body(CancelPlanBody::Json(PlanCancellationRequest::new().with_plan(slug))),
        None => call,
    }
}

/// The provider's word for an item; `None` for the site's Jetpack plan, whichever it is.
fn slug(item: Item) -> Option<PlanSlug> {
    Some(match item {
        Item::Plan => return None,
        Item::Free => PlanSlug::Free,
        Item::Personal => PlanSlug::Personal,
        Item::Premium => PlanSlug::Premium,
        Item::Professional => PlanSlug::Professional,
        Item::BackupRealtime => PlanSlug::JetpackBackupRealtime,
        Item::BackupDaily => PlanSlug::JetpackBackupDaily,
        Item::Scan => PlanSlug::JetpackScan,
        Item::AntiSpam => PlanSlug::JetpackAntiSpam,
    })
}

fn said_by(body: &ErrorBody) -> Said {
    let (code, message) = match body {
        ErrorBody::PageError(error) => (&error.error_code, &error.error_message),
        ErrorBody::PluginError(error) => (&error.error, &error.message),
        _ => return Said::default(),
    };
    Said::new(message.clone(), Some(code.to_string()))
}

impl Provider for Jetpack {
    fn id(&self) -> ProviderId {
        ID
    }

    fn abilities(&self) -> &'static Abilities {
        ABILITIES
    }

    fn plan(&self, request: &CancelRequest) -> Result<Plan, Refusal> {
        Refusal::unless_empty(ID, ABILITIES.objections(request))?;
        let Target::Jetpack(target) = &request.target else {
            return Err(judge::unmapped(ID, request));
        };
        let preview = cancellation(&self.client, target)
            .preview()
            .map_err(|error| judge::unbuildable(&request.target, &error))?;
        Plan::new(request, preview)
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
