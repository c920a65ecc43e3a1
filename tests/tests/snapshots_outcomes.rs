//! What becomes of a call, each kind once: as a person reads it, and as JSON. All of it is what the facade made of an exchange with the
//! simulator over a socket; nothing is put together here.

#![allow(clippy::unwrap_used, reason = "a helper that fails fails its test")]

use std::fmt::Display;
use std::sync::Arc;

use cancelkit::{
    Actor, CancelError, CancelRequest, Certainty, ConfirmError, ConfirmRequest, Confirmation, Key, Money, Outcome,
    Provider, ProviderId, Registry, Target, Timing, UndoOutcome, UndoRequest,
};
use cancelkit_simulator::{
    Clock, Effect, Fault, Provider as Simulated, Running, Simulator, Target as At, Times, Timestamp, jetpack, kajabi,
    rebilly, stax_bill,
};
use serde::Serialize;
use serde_json::{Value, json};
use workspace_tests::json::sorted;
use workspace_tests::server::{Refusing, Reply, Server};
use workspace_tests::truth::facade::{PATIENT, provider};

use ProviderId::{Jetpack, Kajabi, Rebilly, StaxBill};

fn now() -> Timestamp {
    "2026-11-22T12:00:00Z".parse().unwrap()
}

/// The simulator and the facade, at one standing time.
struct Case {
    simulator: Running,
}

impl Case {
    async fn new() -> Self {
        let builder = Simulator::builder().clock(Clock::fixed(now()));
        Self { simulator: builder.start().await.unwrap() }
    }

    fn fault(self, provider: Simulated, operation: &str, fault: Fault) -> Self {
        self.simulator.set_fault(At::operation(provider, operation), fault, Times::Once);
        self
    }

    /// The provider, a while after the start.
    fn provider(&self, id: ProviderId) -> Arc<dyn Provider> {
        provider(id, &self.simulator, self.simulator.clock().now(), PATIENT)
    }

    async fn cancel(&self, request: &CancelRequest) -> Result<Outcome, CancelError> {
        let provider = self.provider(request.target.provider());
        provider.cancel(provider.plan(request).unwrap()).await
    }

    async fn confirm(&self, question: ConfirmRequest) -> Result<Confirmation, ConfirmError> {
        self.provider(question.target.provider()).confirm(question).await
    }

    async fn undo(&self, request: &UndoRequest) -> Result<UndoOutcome, CancelError> {
        let provider = self.provider(Rebilly);
        provider.undo(provider.plan_undo(request).unwrap()).await
    }

    /// The snapshot `snapshots/outcomes/<name>.snap`.
    fn snapshot(&self, name: &str, found: &(impl Display + Serialize)) {
        let json = serde_json::to_string_pretty(&readable(serde_json::to_value(found).unwrap())).unwrap();
        let text = format!("{found}\n\n{json}").replace(&self.simulator.address().to_string(), "simulator");
        let mut settings = insta::Settings::clone_current();
        settings.set_snapshot_path("snapshots/outcomes");
        settings.set_prepend_module_to_snapshot(false);
        settings.set_omit_expression(true);
        settings.bind(|| insta::assert_snapshot!(name, text));
        assert!(self.simulator.bugs().is_empty(), "{:?}", self.simulator.bugs());
    }
}

/// Longer bodies are left out: what the simulator holds of a subscription is no matter of the facade.
const SHORT: usize = 250;

/// The members in the order of their names, also those of an answer's body: how `serde_json` is built decides otherwise.
fn readable(value: Value) -> Value {
    let mut value = sorted(value);
    if let Some(text) = value.pointer_mut("/answer/body/text") {
        let body = text.as_str().unwrap();
        *text = match serde_json::from_str(body) {
            _ if body.len() > SHORT => "…".into(),
            Ok(body) => sorted(body).to_string().into(),
            Err(_) => body.into(),
        };
    }
    value
}

fn target(id: ProviderId, text: impl ToString) -> Target {
    Target::parse(id, &text.to_string()).unwrap()
}

fn key() -> Key {
    Key::new("ticket-4711").unwrap()
}

/// A cancellation at once, with what its provider needs.
fn at_once(id: ProviderId, text: impl ToString) -> CancelRequest {
    let money = if matches!(id, StaxBill | Rebilly) { Money::LeaveCharges } else { Money::NotControllable };
    let request = CancelRequest::new(target(id, text), Timing::Now, money);
    if id == Rebilly { request.with_actor(Actor::Customer).with_key(key()) } else { request }
}

fn at_period_end() -> CancelRequest {
    let mut request = at_once(Rebilly, rebilly::ACTIVE);
    request.timing = Timing::AtPeriodEnd;
    request
}

/// The one provider, at another server than the simulator.
fn registry(name: &str, url: &str) -> Registry {
    let registry = Registry::from_lookup(|variable| match variable.strip_prefix(&format!("CANCELKIT_{name}_"))? {
        "API_KEY" => Some("an-example".into()),
        "SERVER" => Some(url.into()),
        _ => None,
    });
    registry.unwrap()
}

/// The item of Jetpack's that can be cancelled.
fn item() -> String {
    format!("{}#{}", jetpack::SITE, jetpack::ITEM)
}

#[tokio::test]
async fn cancelled() {
    for (name, request) in [
        ("cancelled-jetpack", at_once(Jetpack, item())),
        ("cancelled-stax-bill", at_once(StaxBill, stax_bill::ACTIVE)),
        ("cancelled-rebilly", at_once(Rebilly, rebilly::ACTIVE)),
        ("cancelled-kajabi", at_once(Kajabi, kajabi::ACTIVE)),
    ] {
        let case = Case::new().await;
        case.snapshot(name, &case.cancel(&request).await.unwrap());
    }
}

#[tokio::test]
async fn scheduled() {
    let case = Case::new().await;
    case.snapshot("scheduled", &case.cancel(&at_period_end()).await.unwrap());
    case.snapshot("scheduled-found", &case.cancel(&at_period_end()).await.unwrap());
}

#[tokio::test]
async fn nothing_to_cancel() {
    let case = Case::new().await;
    let before = case.cancel(&at_once(Rebilly, rebilly::CHURNED)).await.unwrap();
    case.snapshot("nothing-to-cancel-by-a-read-before", &before);
    let after = case.cancel(&at_once(StaxBill, stax_bill::CANCELLED)).await.unwrap();
    case.snapshot("nothing-to-cancel-by-a-read-after", &after);
}

#[tokio::test]
async fn unconfirmed() {
    let case = Case::new().await;
    let request = at_once(Jetpack, format!("{}#plan", jetpack::SITE_WITHOUT_PLAN));
    case.snapshot("unconfirmed-jetpack", &case.cancel(&request).await.unwrap());
    for (name, provider, operation, request) in [
        ("unconfirmed-stax-bill", Simulated::StaxBill, "cancelSubscription", at_once(StaxBill, stax_bill::ACTIVE)),
        ("unconfirmed-rebilly", Simulated::Rebilly, "putSubscriptionCancellation", at_once(Rebilly, rebilly::ACTIVE)),
        ("unconfirmed-kajabi", Simulated::Kajabi, "cancelPurchaseSubscription", at_once(Kajabi, kajabi::ACTIVE)),
    ] {
        let case = Case::new().await.fault(provider, operation, Fault::Unproven(Effect::Applied));
        case.snapshot(name, &case.cancel(&request).await.unwrap());
    }
}

#[tokio::test]
async fn errors_that_sent_nothing() {
    let case = Case::new().await.fault(
        Simulated::Jetpack,
        "createToken",
        Fault::Documented { status: 400, effect: Effect::NotApplied },
    );
    case.snapshot("not-sent-without-a-token", &case.cancel(&at_once(Jetpack, item())).await.unwrap_err());

    let case = Case::new().await.fault(Simulated::Rebilly, "getSubscriptionCancellation", Fault::TooManyRequests);
    case.snapshot("not-sent-after-a-read", &case.cancel(&at_once(Rebilly, rebilly::ACTIVE)).await.unwrap_err());

    let case = Case::new().await;
    case.cancel(&at_period_end()).await.unwrap();
    let another_wish = case.cancel(&at_once(Rebilly, rebilly::ACTIVE)).await.unwrap_err();
    case.snapshot("not-sent-under-a-used-key", &another_wish);

    let provider = case.provider(StaxBill);
    let mut plan = provider.plan(&at_once(StaxBill, stax_bill::ACTIVE)).unwrap();
    plan.request.target = target(StaxBill, stax_bill::OTHER_ACTIVE);
    case.snapshot("not-sent-since-changed", &provider.cancel(plan).await.unwrap_err());

    let refusing = Refusing::start();
    let registry = registry("STAX_BILL", &refusing.url());
    let provider = registry.require(StaxBill).unwrap();
    let error = provider.cancel(provider.plan(&at_once(StaxBill, stax_bill::ACTIVE)).unwrap()).await.unwrap_err();
    assert_eq!(error.certainty, Certainty::NotSent);
    case.snapshot("not-sent-without-a-connection", &error);
}

#[tokio::test]
async fn errors_that_rejected() {
    let case = Case::new().await;
    for (name, request) in [
        ("rejected-jetpack", at_once(Jetpack, format!("{}#plan", jetpack::OTHER_PARTNERS_SITE))),
        ("rejected-stax-bill", at_once(StaxBill, stax_bill::SUSPENDED)),
        ("rejected-rebilly", at_once(Rebilly, rebilly::TRIAL_ENDED)),
        ("rejected-kajabi", at_once(Kajabi, kajabi::WITHOUT_SUBSCRIPTION)),
    ] {
        let error = case.cancel(&request).await.unwrap_err();
        assert_eq!(error.certainty, Certainty::Rejected, "{name}: {error}");
        case.snapshot(name, &error);
    }
    for (name, provider, operation, request) in [
        ("rejected-until-stax-bill", Simulated::StaxBill, "cancelSubscription", at_once(StaxBill, stax_bill::ACTIVE)),
        (
            "rejected-until-rebilly",
            Simulated::Rebilly,
            "putSubscriptionCancellation",
            at_once(Rebilly, rebilly::ACTIVE),
        ),
    ] {
        let case = Case::new().await.fault(provider, operation, Fault::TooManyRequests);
        let error = case.cancel(&request).await.unwrap_err();
        assert_eq!(error.certainty, Certainty::Rejected, "{name}: {error}");
        case.snapshot(name, &error);
    }
}

#[tokio::test]
async fn errors_that_leave_it_in_doubt() {
    for (name, fault) in [
        ("maybe-done-without-an-answer", Fault::CloseUnanswered(Effect::Applied)),
        ("maybe-done-cut-off", Fault::TruncatedBody),
        ("maybe-done-by-a-proxy", Fault::Html { status: 502, effect: Effect::Applied }),
        ("maybe-done-undocumented", Fault::Status { status: 418, effect: Effect::Applied }),
        ("maybe-done-server-error", Fault::Documented { status: 500, effect: Effect::NotApplied }),
        ("maybe-done-unreadable", Fault::MismatchedBody),
        ("maybe-done-elsewhere", Fault::Redirect),
    ] {
        let case = Case::new().await.fault(Simulated::StaxBill, "cancelSubscription", fault);
        let error = case.cancel(&at_once(StaxBill, stax_bill::ACTIVE)).await.unwrap_err();
        assert_eq!(error.certainty, Certainty::MaybeDone, "{name}: {error}");
        case.snapshot(name, &error);
    }
}

#[tokio::test]
async fn confirmations() {
    let case = Case::new().await;
    for (name, question) in [
        ("ended", ConfirmRequest::new(target(StaxBill, stax_bill::CANCELLED))),
        ("ended-scheduled", ConfirmRequest::new(target(Rebilly, rebilly::SCHEDULED))),
        (
            "ended-where-it-was-seen",
            ConfirmRequest::new(target(Jetpack, format!("{}#plan", jetpack::SITE_WITHOUT_PLAN)))
                .with_seen_active("2026-11-21T12:00:00Z".parse().unwrap()),
        ),
        ("still-active", ConfirmRequest::new(target(StaxBill, stax_bill::ACTIVE))),
        ("undecided-stax-bill", ConfirmRequest::new(target(StaxBill, stax_bill::DRAFT))),
        ("undecided-jetpack", ConfirmRequest::new(target(Jetpack, format!("{}#plan", jetpack::SITE_WITHOUT_PLAN)))),
        ("undecided-rebilly", ConfirmRequest::new(target(Rebilly, rebilly::SCHEDULED)).with_key(key())),
        ("undecided-kajabi-active", ConfirmRequest::new(target(Kajabi, kajabi::ACTIVE))),
        ("undecided-kajabi", ConfirmRequest::new(target(Kajabi, kajabi::DEACTIVATED_STILL_BILLING))),
    ] {
        case.snapshot(&format!("confirm-{name}"), &case.confirm(question).await.unwrap());
    }
    let unknown = case.confirm(ConfirmRequest::new(target(StaxBill, stax_bill::UNKNOWN))).await.unwrap_err();
    case.snapshot("confirm-error", &unknown);
}

#[tokio::test]
async fn undoing() {
    let request = UndoRequest::new(target(Rebilly, rebilly::SCHEDULED));
    let case = Case::new().await;
    case.snapshot("undo-undone", &case.undo(&request).await.unwrap());
    let again = case.undo(&request).await.unwrap_err();
    assert_eq!(again.certainty, Certainty::NotSent);
    case.snapshot("undo-not-sent", &again);

    let case = Case::new().await;
    let ended = case.undo(&UndoRequest::new(target(Rebilly, rebilly::CHURNED))).await.unwrap_err();
    case.snapshot("undo-not-sent-since-ended", &ended);

    let reactivate = "createSubscriptionReactivation";
    let refused = Fault::Documented { status: 409, effect: Effect::NotApplied };
    let case = Case::new().await.fault(Simulated::Rebilly, reactivate, refused);
    let error = case.undo(&request).await.unwrap_err();
    assert_eq!(error.certainty, Certainty::Rejected);
    case.snapshot("undo-rejected", &error);

    let case = Case::new().await.fault(Simulated::Rebilly, reactivate, Fault::CloseUnanswered(Effect::Applied));
    let error = case.undo(&request).await.unwrap_err();
    assert_eq!(error.certainty, Certainty::MaybeDone);
    case.snapshot("undo-maybe-done", &error);

    // The simulator does not confuse subscriptions.
    let canceled = json!({ "id": rebilly::SCHEDULED, "status": "canceled", "churnTime": "2999-01-01T00:00:00Z" });
    let another = json!({ "id": "sub_rct_1", "subscriptionId": rebilly::OTHER_ACTIVE });
    let replies = [(200, canceled), (201, another)];
    let server =
        Server::start(replies.map(|(status, body)| Reply::of(status, "application/json", body.to_string()))).await;
    let registry = registry("REBILLY", &server.url());
    let provider = registry.require(Rebilly).unwrap();
    let outcome = provider.undo(provider.plan_undo(&request).unwrap()).await.unwrap();
    assert_eq!(outcome.certainty, Certainty::MaybeDone);
    case.snapshot("undo-unconfirmed", &outcome);
}
