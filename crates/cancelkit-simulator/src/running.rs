//! A simulator that runs.

use std::fmt;
use std::net::SocketAddr;
use std::sync::Arc;

use tokio::sync::oneshot;
use tokio::task::JoinHandle;

use crate::shared::Shared;
use crate::{Clock, Fault, Provider, Received, State, Target, Times, Violation};

/// A simulator that runs until it is stopped or dropped.
///
/// It serves on the Tokio runtime that it was started on, which therefore has to go on running: a test that waits for a
/// child process without awaiting needs a runtime with more than one thread.
pub struct Running {
    shared: Arc<Shared>,
    stop: Option<oneshot::Sender<()>>,
    server: JoinHandle<()>,
}

impl Running {
    pub(crate) fn new(shared: Arc<Shared>, stop: oneshot::Sender<()>, server: JoinHandle<()>) -> Self {
        Self { shared, stop: Some(stop), server }
    }

    /// Where it listens.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.shared.address
    }

    /// Where a provider's API is, with what the document's server has in its path, and without a slash at the end:
    /// `http://127.0.0.1:4010/stax-bill/v1`, `…/rebilly/organizations/org_simulator`, `…/jetpack`, `…/kajabi`.
    #[must_use]
    pub fn base_url(&self, provider: Provider) -> String {
        self.shared.base_url(provider)
    }

    /// What stands in place of `https://host` in the document's server URL: `http://127.0.0.1:4010/stax-bill`.
    #[must_use]
    pub fn root_url(&self, provider: Provider) -> String {
        self.shared.root_url(provider)
    }

    /// The providers' time.
    #[must_use]
    pub fn clock(&self) -> Clock {
        self.shared.clock.clone()
    }

    /// A copy of what the providers hold now.
    #[must_use]
    pub fn state(&self) -> State {
        let mut state = self.shared.state();
        state.pass(self.shared.clock.now());
        state.clone()
    }

    /// Changes what the providers hold, behind the clients' backs.
    ///
    /// Requests wait meanwhile, and so would [`Running::state`]: it is not to be called from inside.
    pub fn edit<T>(&self, change: impl FnOnce(&mut State) -> T) -> T {
        let mut state = self.shared.state();
        state.pass(self.shared.clock.now());
        change(&mut state)
    }

    /// The requests that were read, in the order in which they came.
    #[must_use]
    pub fn received(&self) -> Vec<Received> {
        self.shared.log().received.clone()
    }

    /// The requests that led to an operation, in the order in which they came.
    #[must_use]
    pub fn received_by(&self, provider: Provider, operation: &str) -> Vec<Received> {
        let mut received = self.received();
        received
            .retain(|request| request.provider == Some(provider) && request.operation.as_deref() == Some(operation));
        received
    }

    /// The rules of the documents that requests broke; always empty if the simulator is not strict.
    #[must_use]
    pub fn violations(&self) -> Vec<Violation> {
        self.shared.log().violations.clone()
    }

    /// The answers by which the simulator itself would have broken a document's promise; each was answered with 500 instead.
    #[must_use]
    pub fn bugs(&self) -> Vec<String> {
        self.shared.log().bugs.clone()
    }

    /// Lets something go wrong from now on. Of several faults for a request the one that was set first happens.
    pub fn set_fault(&self, target: Target, fault: Fault, times: Times) {
        self.shared.faults().add(target, fault, times);
    }

    /// Lets nothing go wrong any more.
    pub fn clear_faults(&self) {
        self.shared.faults().clear();
    }

    /// Stops, ends every connection, and returns when the port is free.
    pub async fn stop(mut self) {
        if let Some(stop) = self.stop.take() {
            // The server is gone already if nobody receives this.
            let _ = stop.send(());
        }
        let _ = (&mut self.server).await;
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.shared.end();
        self.server.abort();
    }
}

impl fmt::Debug for Running {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Running").field("address", &self.address()).finish_non_exhaustive()
    }
}
