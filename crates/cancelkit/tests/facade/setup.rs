//! Providers that are pointed at a server, and requests that they can carry out.

use std::sync::Arc;

use cancelkit::clients::{jetpack, kajabi, rebilly, stax_bill};
use cancelkit::{
    Actor, CancelError, CancelRequest, Certainty, Clock, Jetpack, Kajabi, Key, Money, Outcome, Plan, Provider,
    ProviderId, Rebilly, StaxBill, Target, Timing,
};

/// The time at which all tests happen.
pub const NOW: &str = "2026-11-22T12:00:00Z";

pub fn clock() -> Clock {
    Clock::fixed(NOW.parse().unwrap())
}

/// A provider at `url`; the live one where there is none, which nothing may be sent to.
pub fn provider(id: ProviderId, url: Option<&str>) -> Arc<dyn Provider> {
    match id {
        ProviderId::Jetpack => {
            let server = url.map_or(jetpack::Server::Production, |url| jetpack::Server::Custom(url.to_owned()));
            let client = jetpack::Client::new(server, jetpack::Credentials::Anonymous).unwrap();
            Arc::new(Jetpack::new(client, "marker-id", "marker-secret".into()).with_clock(clock()))
        }
        ProviderId::StaxBill => {
            let server = url.map_or(stax_bill::Server::Production, |url| stax_bill::Server::Custom(url.to_owned()));
            let credentials = stax_bill::Credentials::ApiKey("marker-secret".into());
            Arc::new(StaxBill::new(stax_bill::Client::new(server, credentials).unwrap()).with_clock(clock()))
        }
        ProviderId::Rebilly => {
            let organization_id = "org_EXAMPLE".to_owned();
            let server = match url {
                Some(url) => rebilly::Server::Custom(url.to_owned()),
                None => rebilly::Server::Production { organization_id },
            };
            let credentials = rebilly::Credentials::SecretApiKey("marker-secret".into());
            Arc::new(Rebilly::new(rebilly::Client::new(server, credentials).unwrap()).with_clock(clock()))
        }
        ProviderId::Kajabi => {
            let server = url.map_or(kajabi::Server::Production, |url| kajabi::Server::Custom(url.to_owned()));
            let client = kajabi::Client::new(server, kajabi::Credentials::Anonymous).unwrap();
            Arc::new(Kajabi::new(client, "marker-id", "marker-secret".into()).with_clock(clock()))
        }
        other => panic!("{other} has no tests yet"),
    }
}

pub fn target(id: ProviderId) -> Target {
    let text = match id {
        ProviderId::Jetpack => "example.com/demo/wp#jetpack-scan",
        ProviderId::StaxBill => "12345",
        ProviderId::Rebilly => "sub_EXAMPLE0001",
        _ => "900000001",
    };
    Target::parse(id, text).unwrap()
}

pub fn key() -> Key {
    Key::new("ticket-4711").unwrap()
}

/// A request with all that the provider needs, with this timing and money.
pub fn request_with(id: ProviderId, timing: Timing, money: Money) -> CancelRequest {
    let request = CancelRequest::new(target(id), timing, money);
    match id {
        ProviderId::Rebilly => request.with_actor(Actor::Merchant).with_key(key()),
        _ => request,
    }
}

/// A request that the provider can carry out.
pub fn request(id: ProviderId) -> CancelRequest {
    let money = match id {
        ProviderId::StaxBill | ProviderId::Rebilly => Money::LeaveCharges,
        _ => Money::NotControllable,
    };
    request_with(id, Timing::Now, money)
}

pub fn plan(provider: &dyn Provider) -> Plan {
    provider.plan(&request(provider.id())).unwrap()
}

pub async fn cancel(provider: &dyn Provider) -> Result<Outcome, CancelError> {
    provider.cancel(plan(provider)).await
}

pub fn certainty(result: &Result<Outcome, CancelError>) -> Certainty {
    match result {
        Ok(outcome) => outcome.certainty,
        Err(error) => error.certainty,
    }
}
