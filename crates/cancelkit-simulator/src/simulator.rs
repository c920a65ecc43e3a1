//! Setting a simulator up.

use std::net::Ipv4Addr;
use std::sync::Arc;
use std::time::Duration;

use tokio::net::TcpListener;
use tokio::sync::oneshot;

use crate::document::document;
use crate::fault::Rules;
use crate::listen::listen;
use crate::shared::Shared;
use crate::{Behaviour, Clock, Fault, Provider, Running, StartError, State, Target, Times, rebilly, stax_bill};

/// The four providers on loopback.
///
/// ```
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), cancelkit_simulator::StartError> {
/// use cancelkit_simulator::{Provider, Simulator};
///
/// let simulator = Simulator::builder().start().await?;
/// println!("point the client at {}", simulator.base_url(Provider::StaxBill));
/// // … whatever is to be tested …
/// assert!(simulator.violations().is_empty());
/// simulator.stop().await;
/// # Ok(())
/// # }
/// ```
#[derive(Debug)]
pub struct Simulator;

impl Simulator {
    /// A simulator on a port of the system's choosing, strict, on the machine's time, without faults.
    #[must_use]
    pub fn builder() -> Builder {
        Builder {
            port: 0,
            strict: true,
            clock: Clock::system(),
            behaviour: Behaviour::default(),
            faults: Rules::default(),
            stax_bill_limits: stax_bill::Limits::LIVE,
            rebilly_limits: rebilly::Limits::SANDBOX,
            kajabi_expires_in: Duration::from_secs(7200),
        }
    }
}

/// How a simulator is to be.
#[derive(Debug)]
pub struct Builder {
    port: u16,
    strict: bool,
    clock: Clock,
    behaviour: Behaviour,
    faults: Rules,
    stax_bill_limits: stax_bill::Limits,
    rebilly_limits: rebilly::Limits,
    kajabi_expires_in: Duration,
}

impl Builder {
    /// The port on 127.0.0.1; 0, the default, lets the system choose.
    #[must_use]
    pub fn port(mut self, port: u16) -> Self {
        self.port = port;
        self
    }

    /// Whether broken rules are recorded as [`Violation`](crate::Violation)s, which is the default. They are refused in any
    /// case.
    #[must_use]
    pub fn strict(mut self, strict: bool) -> Self {
        self.strict = strict;
        self
    }

    /// The providers' time.
    #[must_use]
    pub fn clock(mut self, clock: Clock) -> Self {
        self.clock = clock;
        self
    }

    /// What the providers do where they document nothing.
    #[must_use]
    pub fn behaviour(mut self, behaviour: Behaviour) -> Self {
        self.behaviour = behaviour;
        self
    }

    /// Something that goes wrong from the start; see [`Running::set_fault`].
    #[must_use]
    pub fn fault(mut self, target: Target, fault: Fault, times: Times) -> Self {
        self.faults.add(target, fault, times);
        self
    }

    /// Stax Bill's rate limits; the default is those of live accounts.
    #[must_use]
    pub fn stax_bill_limits(mut self, limits: stax_bill::Limits) -> Self {
        self.stax_bill_limits = limits;
        self
    }

    /// Rebilly's rate limit; the default is the sandbox's, the only one that is published.
    #[must_use]
    pub fn rebilly_limits(mut self, limits: rebilly::Limits) -> Self {
        self.rebilly_limits = limits;
        self
    }

    /// For how long an access token of Kajabi's is good, in whole seconds; the default is two hours.
    #[must_use]
    pub fn kajabi_expires_in(mut self, time: Duration) -> Self {
        self.kajabi_expires_in = time;
        self
    }

    /// Starts on the current Tokio runtime.
    ///
    /// # Errors
    ///
    /// [`StartError`] when the port cannot be bound.
    pub async fn start(self) -> Result<Running, StartError> {
        for provider in Provider::all() {
            document(provider)?;
        }
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, self.port)).await.map_err(StartError::Bind)?;
        let address = listener.local_addr().map_err(StartError::Bind)?;
        let mut state = State::seeded(self.clock.now());
        state.stax_bill.limit(self.stax_bill_limits);
        state.rebilly.limit(self.rebilly_limits);
        state.kajabi.expires_in = self.kajabi_expires_in;
        let shared = Shared::new(address, self.behaviour, self.strict, self.clock, state, self.faults);
        let shared = Arc::new(shared);
        let (stop, stopped) = oneshot::channel();
        let server = tokio::spawn(listen(listener, Arc::clone(&shared), stopped));
        Ok(Running::new(shared, stop, server))
    }
}
