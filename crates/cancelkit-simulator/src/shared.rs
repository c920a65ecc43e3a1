//! What all connections of one simulator share.

use std::net::SocketAddr;
use std::sync::{Mutex, MutexGuard, PoisonError};

use tokio::task::JoinSet;

use crate::behave::Context;
use crate::document::document;
use crate::fault::Rules;
use crate::received::Received;
use crate::route::Route;
use crate::state::State;
use crate::violation::Violation;
use crate::{Behaviour, Clock, Provider, rebilly};

pub(crate) struct Shared {
    pub(crate) address: SocketAddr,
    pub(crate) behaviour: Behaviour,
    pub(crate) strict: bool,
    pub(crate) clock: Clock,
    state: Mutex<State>,
    faults: Mutex<Rules>,
    log: Mutex<Log>,
    /// What goes on although its client may be gone.
    late: Mutex<JoinSet<()>>,
}

/// What happened.
#[derive(Debug, Default)]
pub(crate) struct Log {
    pub(crate) received: Vec<Received>,
    pub(crate) violations: Vec<Violation>,
    pub(crate) bugs: Vec<String>,
}

/// A poisoned lock means that a thread panicked elsewhere; what it guards is still whole.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Shared {
    pub(crate) fn new(
        address: SocketAddr,
        behaviour: Behaviour,
        strict: bool,
        clock: Clock,
        state: State,
        faults: Rules,
    ) -> Self {
        Self {
            address,
            behaviour,
            strict,
            clock,
            state: Mutex::new(state),
            faults: Mutex::new(faults),
            log: Mutex::default(),
            late: Mutex::default(),
        }
    }

    pub(crate) fn state(&self) -> MutexGuard<'_, State> {
        lock(&self.state)
    }

    pub(crate) fn faults(&self) -> MutexGuard<'_, Rules> {
        lock(&self.faults)
    }

    pub(crate) fn log(&self) -> MutexGuard<'_, Log> {
        lock(&self.log)
    }

    /// Runs something to its end, or to the end of the simulator.
    pub(crate) fn spawn(&self, task: impl Future<Output = ()> + Send + 'static) {
        let mut late = lock(&self.late);
        while late.try_join_next().is_some() {}
        late.spawn(task);
    }

    /// Ends what goes on.
    pub(crate) fn end(&self) {
        lock(&self.late).abort_all();
    }

    /// The circumstances of a request to this operation.
    pub(crate) fn context<'a>(&'a self, base_url: &'a str, route: &'a Route) -> Context<'a> {
        Context { now: self.clock.now(), behaviour: &self.behaviour, base_url, operation: &route.operation.id }
    }

    /// Where a provider's paths begin, without what its server's URL has in its path.
    pub(crate) fn root_url(&self, provider: Provider) -> String {
        format!("http://{}/{provider}", self.address)
    }

    /// Where a provider's API is.
    pub(crate) fn base_url(&self, provider: Provider) -> String {
        let path = document(provider).map(|document| document.server_path()).unwrap_or_default();
        let path = path.replace("{organizationId}", rebilly::ORGANIZATION_ID);
        format!("{}{path}", self.root_url(provider))
    }
}
