//! A plan is made again before it is sent: one that was changed sends nothing.

use cancelkit::{Certainty, Money, Plan, ProviderId, Target, Timing, UndoRequest};

use crate::server::{Server, json};
use crate::setup::{self, provider};

async fn refused(id: ProviderId, change: impl Fn(&mut Plan)) {
    let server = Server::start(|_| json(500, "{}")).await;
    let provider = provider(id, Some(&server.url));
    let mut plan = setup::plan(&*provider);
    change(&mut plan);
    let error = provider.cancel(plan).await.unwrap_err();
    assert_eq!(error.certainty, Certainty::NotSent, "{error}");
    assert!(server.lines().is_empty(), "{id}: {:?}", server.lines());
}

#[tokio::test]
async fn a_forged_plan_sends_nothing() {
    for id in ProviderId::ALL {
        refused(id, |plan| plan.preview.url.push('1')).await;
        refused(id, |plan| plan.preview.body = Some("{}".to_owned())).await;
        refused(id, |plan| plan.money_effect = "Everything is refunded.".to_owned()).await;
        refused(id, |plan| plan.traps.clear()).await;
        refused(id, |plan| plan.request.timing = Timing::At("2030-01-01T00:00:00Z".parse().unwrap())).await;
        refused(id, |plan| plan.request.money = Money::ReverseCurrentPeriod).await;
    }
    refused(ProviderId::StaxBill, |plan| {
        plan.request.target = Target::parse(ProviderId::StaxBill, "54321").unwrap();
    })
    .await;
    refused(ProviderId::Rebilly, |plan| plan.reads_first.clear()).await;
}

#[tokio::test]
async fn a_plan_for_another_server_sends_nothing() {
    for id in ProviderId::ALL {
        let live = setup::plan(&*provider(id, None));
        let server = Server::start(|_| json(500, "{}")).await;
        let error = provider(id, Some(&server.url)).cancel(live).await.unwrap_err();
        assert!(error.to_string().contains("make it anew"), "{error}");
        assert!(server.lines().is_empty());
    }
}

#[tokio::test]
async fn a_plan_whose_moment_has_passed_sends_nothing() {
    let server = Server::start(|_| json(500, "{}")).await;
    let at = Timing::At("2026-11-22T12:00:01Z".parse().unwrap());
    let request = setup::request_with(ProviderId::Rebilly, at, Money::LeaveCharges);
    let plan = provider(ProviderId::Rebilly, Some(&server.url)).plan(&request).unwrap();

    let credentials = cancelkit::clients::rebilly::Credentials::SecretApiKey("marker-secret".into());
    let custom = cancelkit::clients::rebilly::Server::Custom(server.url.clone());
    let client = cancelkit::clients::rebilly::Client::new(custom, credentials).unwrap();
    let later =
        cancelkit::Rebilly::new(client).with_clock(cancelkit::Clock::fixed("2026-11-22T12:00:02Z".parse().unwrap()));
    let error = cancelkit::Provider::cancel(&later, plan).await.unwrap_err();
    assert!(error.to_string().contains("must lie ahead"), "{error}");
    assert!(server.lines().is_empty());
}

#[tokio::test]
async fn a_forged_undo_plan_sends_nothing() {
    let server = Server::start(|_| json(500, "{}")).await;
    let provider = provider(ProviderId::Rebilly, Some(&server.url));
    let mut plan = provider.plan_undo(&UndoRequest::new(setup::target(ProviderId::Rebilly))).unwrap();
    plan.reads_first.clear();
    assert_eq!(provider.undo(plan).await.unwrap_err().certainty, Certainty::NotSent);
    assert!(server.lines().is_empty());
}

#[tokio::test]
async fn what_cannot_be_undone_is_refused_without_a_call() {
    let rebilly = provider(ProviderId::Rebilly, None);
    let plan = rebilly.plan_undo(&UndoRequest::new(setup::target(ProviderId::Rebilly))).unwrap();
    for id in [ProviderId::Jetpack, ProviderId::StaxBill, ProviderId::Kajabi] {
        let server = Server::start(|_| json(500, "{}")).await;
        let provider = provider(id, Some(&server.url));
        let refusal = provider.plan_undo(&UndoRequest::new(setup::target(id))).unwrap_err();
        assert_eq!(refusal.objections[0].why, cancelkit::Abilities::of(id).undo.effect);
        assert_eq!(provider.undo(plan.clone()).await.unwrap_err().certainty, Certainty::NotSent);
        assert!(server.lines().is_empty());
    }
}
