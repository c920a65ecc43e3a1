//! Rebilly: a cancellation has an id of the caller's choosing, can lie ahead, and can be taken back.

mod cancel;
mod confirm;
mod derived_id;
mod request;
mod said;
mod undo;

use cancelkit_rebilly::{Client, Credentials, Server};
use cancelkit_runtime::BuildError;

use super::{BoxFuture, Provider};
use crate::environment::{ServerChoice, Values};
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
/// written it is read: where there is none, it is sent; where there is one that is confirmed or completed, it is believed and nothing
/// is sent. One that is a draft or was taken back is never written over: the call ends in an error that says so.
#[derive(Clone, Debug)]
pub struct Rebilly {
    client: Client,
    clock: Clock,
}

impl Rebilly {
    /// Rebilly through a client that holds a secret key or a token of the organization.
    #[must_use]
    pub fn new(client: Client) -> Self {
        Self { client, clock: Clock::system() }
    }

    /// The same with a clock of your own.
    #[must_use]
    pub fn with_clock(mut self, clock: Clock) -> Self {
        self.clock = clock;
        self
    }

    pub(crate) fn from_values(values: &Values) -> Result<Self, BuildError> {
        let organization_id = values.identity.clone();
        let server = match &values.server {
            ServerChoice::Production => Server::Production { organization_id },
            ServerChoice::Test => Server::Sandbox { organization_id },
            ServerChoice::Url(url) => Server::Custom(url.clone()),
        };
        Ok(Self::new(Client::new(server, Credentials::SecretApiKey(values.secret.clone()))?))
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
        Box::pin(self.send(plan))
    }

    fn confirm(&self, question: ConfirmRequest) -> BoxFuture<'_, Result<Confirmation, ConfirmError>> {
        Box::pin(self.read(question))
    }

    fn plan_undo(&self, request: &UndoRequest) -> Result<UndoPlan, Refusal> {
        self.planned_undo(request)
    }

    fn undo(&self, plan: UndoPlan) -> BoxFuture<'_, Result<UndoOutcome, CancelError>> {
        Box::pin(self.take_back(plan))
    }
}
