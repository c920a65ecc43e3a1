//! The facade, pointed at a simulator.

use std::sync::Arc;
use std::time::Duration;

use cancelkit::clients::{
    jetpack as jetpack_client, kajabi as kajabi_client, rebilly as rebilly_client, stax_bill as stax_bill_client,
};
use cancelkit::{Clock, Jetpack, Kajabi, Provider, ProviderId, Rebilly, Settings, StaxBill};
use cancelkit_runtime::reqwest;
use cancelkit_simulator::{Provider as Simulated, Running, Timestamp, jetpack, kajabi, rebilly, stax_bill};

/// Long enough for any answer that comes, however busy the machine is.
pub const PATIENT: Duration = Duration::from_secs(20);

/// How long an answer is waited for that never comes.
pub const IMPATIENT: Duration = Duration::from_millis(300);

/// A provider that sends to the simulator, with a clock that stands still.
///
/// # Panics
///
/// Where a client cannot be made.
#[must_use]
pub fn provider(id: ProviderId, simulator: &Running, now: Timestamp, timeout: Duration) -> Arc<dyn Provider> {
    let url = simulator.base_url(simulated(id));
    let settings = Settings::default().timeout(timeout).body_limit(64 * 1024);
    let clock = Clock::fixed(now);
    match id {
        ProviderId::Jetpack => {
            use jetpack_client::{Client, Credentials, Server};
            let client = Client::builder(Server::Custom(url), Credentials::Anonymous).settings(settings).http(http());
            let client = client.build().expect("a client");
            Arc::new(Jetpack::new(client, jetpack::CLIENT_ID, jetpack::CLIENT_SECRET.into()).with_clock(clock))
        }
        ProviderId::StaxBill => {
            use stax_bill_client::{Client, Credentials, Server};
            let credentials = Credentials::ApiKey(stax_bill::API_KEY.into());
            let client = Client::builder(Server::Custom(url), credentials).settings(settings).http(http()).build();
            Arc::new(StaxBill::new(client.expect("a client")).with_clock(clock))
        }
        ProviderId::Rebilly => {
            use rebilly_client::{Client, Credentials, Server};
            let credentials = Credentials::SecretApiKey(rebilly::API_KEY.into());
            let client = Client::builder(Server::Custom(url), credentials).settings(settings).http(http()).build();
            Arc::new(Rebilly::new(client.expect("a client")).with_clock(clock))
        }
        ProviderId::Kajabi => {
            use kajabi_client::{Client, Credentials, Server};
            let client = Client::builder(Server::Custom(url), Credentials::Anonymous).settings(settings).http(http());
            let client = client.build().expect("a client");
            Arc::new(Kajabi::new(client, kajabi::CLIENT_ID, kajabi::CLIENT_SECRET.into()).with_clock(clock))
        }
        other => panic!("{other} is not simulated"),
    }
}

/// What a client has by default, but for the certificates of the machine: reading them takes longer than a whole case does.
fn http() -> reqwest::ClientBuilder {
    reqwest::Client::builder().no_proxy().http1_only().tls_certs_only([])
}

/// The simulator's name for a provider.
///
/// # Panics
///
/// Where there is none.
#[must_use]
pub fn simulated(id: ProviderId) -> Simulated {
    match id {
        ProviderId::Jetpack => Simulated::Jetpack,
        ProviderId::StaxBill => Simulated::StaxBill,
        ProviderId::Rebilly => Simulated::Rebilly,
        ProviderId::Kajabi => Simulated::Kajabi,
        other => panic!("{other} is not simulated"),
    }
}

/// The operations of a provider that the facade calls.
#[derive(Clone, Copy, Debug)]
pub struct Operations {
    /// The cancellation.
    pub cancel: &'static str,
    /// Reading the subscription.
    pub read: &'static str,
    /// The token call, where there is one.
    pub token: Option<&'static str>,
    /// The read that the facade itself makes before it cancels.
    pub read_first: Option<&'static str>,
}

/// Which they are.
///
/// # Panics
///
/// For a provider that is not simulated.
#[must_use]
pub fn operations(id: ProviderId) -> Operations {
    match id {
        ProviderId::Jetpack => {
            Operations { cancel: "cancelPlan", read: "getSiteStatus", token: Some("createToken"), read_first: None }
        }
        ProviderId::StaxBill => {
            Operations { cancel: "cancelSubscription", read: "getSubscription", token: None, read_first: None }
        }
        ProviderId::Rebilly => Operations {
            cancel: "putSubscriptionCancellation",
            read: "getSubscription",
            token: None,
            read_first: Some("getSubscriptionCancellation"),
        },
        ProviderId::Kajabi => Operations {
            cancel: "cancelPurchaseSubscription",
            read: "getPurchase",
            token: Some("createToken"),
            read_first: None,
        },
        other => panic!("{other} is not simulated"),
    }
}
