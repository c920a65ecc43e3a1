//! Rebilly: a cancellation has an id of the caller's choosing, can lie ahead, and can be taken back.

mod cancel;
mod confirm;
mod derived_id;
mod differs;
mod request;
mod said;
mod subscription;
mod undo;

use cancelkit_rebilly::{Client, Credentials, Server};
use cancelkit_runtime::{BuildError, SecretString};

use super::{BoxFuture, Provider};
use crate::environment::{ServerChoice, Values};
use crate::scrub::Scrub;
use crate::{
    Abilities, CancelError, CancelRequest, Clock, ConfirmError, ConfirmRequest, Confirmation, Outcome, Plan,
    ProviderId, Refusal, UndoOutcome, UndoPlan, UndoRequest,
};

const ID: ProviderId = ProviderId::Rebilly;
const ABILITIES: &Abilities = Abilities::of(ID);

/// Rebilly, ready to be asked.
///
/// # Sending again
///
/// A cancellation is written under an id that is derived from the subscription and the caller's [`Key`](crate::Key), and before it is
/// written it is read. Where there is one that is confirmed or completed, it is believed as far as a read of the subscription agrees,
/// and nothing is sent. One that is a draft, was taken back, or was made with another wish is never written over: the call ends in an
/// error that says so.
///
/// Where there is none, the subscription is read. If it has churned and there still is none, there is nothing to cancel. If it is active or paused, the
/// cancellation is sent and its answer believed. In any other status it is sent too, and its answer is believed only where reading the
/// subscription once more agrees: what one more cancellation of a cancelled subscription does is documented nowhere.
#[derive(Clone, Debug)]
pub struct Rebilly {
    client: Client,
    scrub: Scrub,
    clock: Clock,
}

impl Rebilly {
    /// Rebilly through a client that holds a secret key or a token of the organization. Add
    /// [`with_known_secret`](Self::with_known_secret): the client does not give it back.
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
        let organization_id = values.identity.clone();
        let server = match &values.server {
            ServerChoice::Production => Server::Production { organization_id },
            ServerChoice::Test => Server::Sandbox { organization_id },
            ServerChoice::Url(url) => Server::Custom(url.clone()),
        };
        let client = Client::new(server, Credentials::SecretApiKey(values.secret.clone()))?;
        Ok(Self::new(client).with_known_secret(&values.secret))
    }
}

impl Provider for Rebilly {
    fn id(&self) -> ProviderId {
        ID
    }

    fn abilities(&self) -> &'static Abilities {
        ABILITIES
    }

    fn plan(&self, request: &CancelRequest) -> Result<Plan, Refusal> {
        self.planned(request)
    }

    fn cancel(&self, plan: Plan) -> BoxFuture<'_, Result<Outcome, CancelError>> {
        Box::pin(async { self.scrub.cancelled(self.send(plan).await) })
    }

    fn confirm(&self, question: ConfirmRequest) -> BoxFuture<'_, Result<Confirmation, ConfirmError>> {
        Box::pin(async { self.scrub.confirmed(self.read(question).await) })
    }

    fn plan_undo(&self, request: &UndoRequest) -> Result<UndoPlan, Refusal> {
        self.planned_undo(request)
    }

    fn undo(&self, plan: UndoPlan) -> BoxFuture<'_, Result<UndoOutcome, CancelError>> {
        Box::pin(async { self.scrub.undone(self.take_back(plan).await.map_err(CancelError::undoing)) })
    }
}
