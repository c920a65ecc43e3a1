//! Beliefs that take more than one call to go wrong: a clock that is off, a subscription that somebody brought back, a key that is used
//! again, a read that speaks of something else than the subscription.

#![allow(clippy::unwrap_used, reason = "a helper that fails fails its test")]

use std::sync::Arc;

use cancelkit::{
    Actor, CancelRequest, Clock, ConfirmRequest, Confirmation, Key, Money, Outcome, Provider, ProviderId, Rebilly,
    Target, Timing, What,
};
use cancelkit_rebilly::types::SubscriptionReactivation;
use cancelkit_rebilly::{Answered, Client, Credentials, Server};
use cancelkit_simulator::rebilly::ImmediateStatus;
use cancelkit_simulator::{
    Behaviour, Clock as Time, Provider as Simulated, Running, SignedDuration, Simulator, jetpack, kajabi, rebilly,
};
use workspace_tests::truth::case::now;
use workspace_tests::truth::facade::{PATIENT, provider};
use workspace_tests::truth::facts::{Life, life};

async fn simulator(behaviour: Behaviour) -> Running {
    Simulator::builder().clock(Time::fixed(now())).behaviour(behaviour).start().await.unwrap()
}

fn target(id: ProviderId, text: &str) -> Target {
    Target::parse(id, text).unwrap()
}

fn active() -> Target {
    target(ProviderId::Rebilly, rebilly::ACTIVE)
}

fn request(timing: Timing) -> CancelRequest {
    CancelRequest::new(active(), timing, Money::LeaveCharges)
        .with_actor(Actor::Merchant)
        .with_key(Key::new("scenario-1").unwrap())
}

fn client(simulator: &Running) -> Client {
    let server = Server::Custom(simulator.base_url(Simulated::Rebilly));
    Client::new(server, Credentials::SecretApiKey(rebilly::API_KEY.into())).unwrap()
}

/// Rebilly, seen from a machine whose clock is off.
fn with_clock_off(simulator: &Running, by: SignedDuration) -> Rebilly {
    Rebilly::new(client(simulator)).with_clock(Clock::fixed(now() + by))
}

fn at_rebilly(simulator: &Running) -> Arc<dyn Provider> {
    provider(ProviderId::Rebilly, simulator, now(), PATIENT)
}

async fn cancel(facade: &dyn Provider, request: &CancelRequest) -> Outcome {
    facade.cancel(facade.plan(request).unwrap()).await.unwrap()
}

#[tokio::test]
async fn a_clock_that_is_behind_makes_no_schedule_of_an_end() {
    let mut behaviour = Behaviour::default();
    behaviour.rebilly.immediate_status = ImmediateStatus::Confirmed;
    let simulator = simulator(behaviour).await;
    let facade = with_clock_off(&simulator, SignedDuration::from_secs(-5));
    let outcome = cancel(&facade, &request(Timing::Now)).await;
    assert_eq!(life(&simulator.state(), &active()), Life::Ended);
    assert_eq!(outcome.what, What::Cancelled, "{outcome}");
}

#[tokio::test]
async fn a_clock_that_is_ahead_makes_no_end_of_a_schedule() {
    let simulator = simulator(Behaviour::default()).await;
    let renewal = now() + SignedDuration::from_mins(30);
    simulator.edit(|state| state.rebilly.subscription_mut(rebilly::ACTIVE).unwrap().renewal_time = Some(renewal));
    let facade = with_clock_off(&simulator, SignedDuration::from_hours(1));
    let outcome = cancel(&facade, &request(Timing::AtPeriodEnd)).await;
    assert_eq!(life(&simulator.state(), &active()), Life::Scheduled(renewal));
    assert!(matches!(outcome.what, What::Scheduled { .. }), "{outcome}");
}

#[tokio::test]
async fn a_cancellation_that_is_found_is_no_end_of_what_somebody_brought_back() {
    let simulator = simulator(Behaviour::default()).await;
    let facade = at_rebilly(&simulator);
    assert_eq!(cancel(&*facade, &request(Timing::Now)).await.what, What::Cancelled);
    let body = SubscriptionReactivation::new(rebilly::ACTIVE);
    let reactivated = client(&simulator).create_subscription_reactivation(body).send().await.unwrap();
    assert!(reactivated.is_success());
    assert!(life(&simulator.state(), &active()).runs());
    let plan = facade.plan(&request(Timing::Now)).unwrap();
    let again = facade.cancel(plan).await;
    assert!(!matches!(&again, Ok(outcome) if outcome.what == What::Cancelled), "{}", again.unwrap());
}

#[tokio::test]
async fn a_key_that_is_used_again_with_another_timing_is_not_done_as_asked() {
    let simulator = simulator(Behaviour::default()).await;
    let facade = at_rebilly(&simulator);
    cancel(&*facade, &request(Timing::AtPeriodEnd)).await;
    let outcome = facade.cancel(facade.plan(&request(Timing::Now)).unwrap()).await;
    assert!(matches!(life(&simulator.state(), &active()), Life::Scheduled(_)));
    assert!(!matches!(&outcome, Ok(outcome) if outcome.what == What::Cancelled), "{outcome:?}");
}

async fn confirmed_at_kajabi(simulator: &Running, id: &str) -> Confirmation {
    let facade = provider(ProviderId::Kajabi, simulator, now(), PATIENT);
    facade.confirm(ConfirmRequest::new(target(ProviderId::Kajabi, id))).await.unwrap()
}

#[tokio::test]
async fn a_kajabi_purchase_that_was_reactivated_has_no_active_subscription() {
    let simulator = simulator(Behaviour::default()).await;
    simulator.edit(|state| state.kajabi.purchase_mut(kajabi::CANCELLED).unwrap().deactivated_at = None);
    let found = confirmed_at_kajabi(&simulator, kajabi::CANCELLED).await;
    assert!(!matches!(found, Confirmation::StillActive { .. }), "{found}");
}

#[tokio::test]
async fn a_kajabi_purchase_without_a_subscription_has_no_active_one() {
    let simulator = simulator(Behaviour::default()).await;
    let found = confirmed_at_kajabi(&simulator, kajabi::WITHOUT_SUBSCRIPTION).await;
    assert!(!matches!(found, Confirmation::StillActive { .. }), "{found}");
}

#[tokio::test]
async fn a_jetpack_plan_of_the_sites_owner_has_not_ended() {
    let simulator = simulator(Behaviour::default()).await;
    let facade = provider(ProviderId::Jetpack, &simulator, now(), PATIENT);
    let target = target(ProviderId::Jetpack, &format!("{}#plan", jetpack::SITE_WITH_OWN_PLAN));
    let found = facade.confirm(ConfirmRequest::new(target.clone())).await.unwrap();
    assert!(life(&simulator.state(), &target).runs());
    assert!(!matches!(found, Confirmation::Ended { .. }), "{found}");
}
