//! Jetpack Start: a token that is kept, one call, and a read that proves little.

use cancelkit_jetpack::operations::CancelPlanBody;
use cancelkit_jetpack::outcomes::{CancelPlanOutcome, CreateTokenOutcome, GetSiteStatusOutcome};
use cancelkit_jetpack::types::{
    ErrorBody, ErrorCode, PlanCancellationRequest, PlanSlug, SiteStatus, TokenGrantType, TokenRequest, TokenScope,
};
use cancelkit_jetpack::{Client, Credentials, Server};
use cancelkit_runtime::{Answer, Answered, BuildError, SecretString, StatusCode};

use super::token::{Fetched, NoToken, Token, Tokens};
use super::{BoxFuture, Provider, judge};
use crate::environment::{ServerChoice, Values};
use crate::plan::unbuildable;
use crate::{
    Abilities, CancelError, CancelRequest, Clock, ConfirmError, ConfirmRequest, Confirmation, Evidence, Item,
    JetpackTarget, Outcome, Plan, ProviderId, Refusal, Said, Site, Target, UndoOutcome, UndoPlan, UndoRequest, What,
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

    async fn read(&self, question: ConfirmRequest) -> Result<Confirmation, ConfirmError> {
        let Target::Jetpack(target) = &question.target else {
            return Err(ConfirmError::new(ID, "the question is about another provider's target"));
        };
        let as_of = self.clock.now();
        let mut token = self.token().await?;
        let mut outcome = self.read_with(&token, &target.site).await?;
        if token.kept && self.discard_if_bad(&token, outcome.answer(), &said_of_read(&outcome)).await {
            token = self.token().await?;
            outcome = self.read_with(&token, &target.site).await?;
        }
        match &outcome {
            GetSiteStatusOutcome::Ok(reply) => {
                Ok(confirmation(&reply.body, target.item, question.seen_active.is_some(), as_of))
            }
            other => {
                let cause = format!("the answer has the status {}", other.status().as_u16());
                Err(ConfirmError::answered(ID, cause, other.answer()).with_said(said_of_read(other)))
            }
        }
    }

    async fn read_with(&self, token: &Token, site: &Site) -> Result<GetSiteStatusOutcome, ConfirmError> {
        let client = self.client.with_credentials(Credentials::PartnerToken(token.secret.clone()));
        client.get_site_status(identifier(site)).send().await.map_err(|error| ConfirmError::call(ID, &error))
    }

    async fn token(&self) -> Result<Token, NoToken> {
        self.tokens.get(&self.clock, self.fetch_token()).await
    }

    async fn fetch_token(&self) -> Result<Fetched, NoToken> {
        let request = TokenRequest::new(
            TokenGrantType::ClientCredentials,
            self.client_id.as_str(),
            self.client_secret.clone(),
            TokenScope::JetpackPartner,
        );
        let outcome = self.client.create_token(request).send().await.map_err(|error| NoToken::call(ID, &error))?;
        match outcome {
            CreateTokenOutcome::Ok(reply) => {
                Ok(Fetched { secret: reply.body.access_token.to_secret(), expires_in: None })
            }
            CreateTokenOutcome::BadRequest(reply) => {
                let said = Said::new(
                    reply.body.message.clone().or_else(|| reply.body.error_description.clone()),
                    Some(reply.body.error.clone()),
                );
                Err(NoToken::answered(ID, reply.answer(), said))
            }
            other => Err(NoToken::answered(ID, other.answer(), Said::default())),
        }
    }

    /// Lets go of a token that an answer proves bad, and says whether it does.
    async fn discard_if_bad(&self, token: &Token, answer: &Answer, said: &Said) -> bool {
        let bad = match answer.status() {
            StatusCode::FORBIDDEN => said.code.as_deref() == Some(ErrorCode::InvalidScope.as_str()),
            StatusCode::UNAUTHORIZED => names_invalid_token(answer),
            _ => false,
        };
        if bad {
            self.tokens.discard(token).await;
        }
        bad
    }
}

/// Whether a 401 says in the standard's way that the token is bad.
fn names_invalid_token(answer: &Answer) -> bool {
    const WORD: &str = "invalid_token";
    let in_header = answer
        .headers()
        .get_all("www-authenticate")
        .iter()
        .any(|value| value.to_str().is_ok_and(|text| text.contains(&format!("error=\"{WORD}\""))));
    let in_body = || serde_json::from_slice::<serde_json::Value>(answer.body()).is_ok_and(|body| body["error"] == WORD);
    in_header || in_body()
}

/// The site as the path takes it: slashes are written as two colons.
fn identifier(site: &Site) -> String {
    site.as_str().replace('/', "::")
}

/// The cancellation of one item. JSON is sent, since public code of the provider's own posted JSON to this very path; the site's
/// Jetpack plan is meant by sending no body, as the provider's samples do.
fn cancellation<'a>(client: &'a Client, target: &JetpackTarget) -> cancelkit_jetpack::operations::CancelPlan<'a> {
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

/// Whether a slug of the status read is that of an item, as far as they are spelled alike.
fn is_spelled_like(item: Item, found: &str) -> bool {
    const PLANS: [PlanSlug; 4] = [PlanSlug::Free, PlanSlug::Personal, PlanSlug::Premium, PlanSlug::Professional];
    match slug(item) {
        Some(slug) => slug.as_str() == found,
        None => PLANS.iter().any(|plan| plan.as_str() == found),
    }
}

/// A slug that is missing proves an end only where an earlier read showed it, or where nothing of the calling partner is left: whether
/// the read spells its slugs as the cancellation does is not documented.
fn confirmation(status: &SiteStatus, item: Item, seen_active: bool, as_of: jiff::Timestamp) -> Confirmation {
    let ended = |said: &str| Confirmation::Ended { evidence: Evidence::new(ABILITIES.confirm.operation_id, said) };
    let mut ours = status.products.iter().filter(|product| product.is_provisioned_by_calling_partner != Some(false));
    if ours.clone().any(|product| is_spelled_like(item, &product.slug)) {
        Confirmation::StillActive { as_of }
    } else if ours.clone().next().is_none() {
        ended("nothing that this partner provisioned is left on the site")
    } else if seen_active {
        ended(&format!("{item} is not listed any more, where an earlier read listed it"))
    } else {
        let slugs: Vec<&str> = ours.by_ref().map(|product| product.slug.as_str()).collect();
        Confirmation::Undecided {
            why: format!(
                "{item} is not listed, and no earlier read showed that it is listed under this name; listed are: {}",
                slugs.join(", ")
            ),
        }
    }
}

fn said_of_read(outcome: &GetSiteStatusOutcome) -> Said {
    match outcome {
        GetSiteStatusOutcome::BadRequest(reply) => said_by(&reply.body),
        GetSiteStatusOutcome::Forbidden(reply) => said_by(&reply.body),
        _ => Said::default(),
    }
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
        let preview = cancellation(&self.client, target).preview().map_err(|error| unbuildable(request, &error))?;
        Plan::new(request, preview)
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
