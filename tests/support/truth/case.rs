//! Every case that the law is tried on.

use std::fmt;
use std::time::Duration;

use cancelkit::{Abilities, Actor, CancelRequest, Key, Money, ProviderId, Target, Timing};
use cancelkit_simulator::{Behaviour, Effect, Fault, SignedDuration, Timestamp, jetpack, kajabi, rebilly, stax_bill};

use super::facade::IMPATIENT;

/// The time of every case: it stands still, and it is a whole second.
///
/// # Panics
///
/// Never.
#[must_use]
pub fn now() -> Timestamp {
    "2026-11-22T12:00:00Z".parse().expect("a moment")
}

/// Longer than an impatient client waits.
pub const LATE: Duration = Duration::from_millis(500);

/// Where something goes wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// At the cancellation.
    Cancel,
    /// At the cancellation, which is sent with a token that has gone bad.
    CancelStale,
    /// At the second sending, after a documented 401 for the first.
    CancelAfter401,
    /// At the read by key that the facade makes before it cancels.
    ReadFirst,
    /// At the read of the subscription that the facade makes before it cancels.
    ReadSubscriptionFirst,
    /// At the read of the subscription that the facade makes after it cancelled what was not running.
    ReadSubscriptionAfter,
    /// At the read that the caller makes before.
    ReadBefore,
    /// At the token call.
    Token,
    /// At the subscription's read after the cancellation.
    ReadBack,
    /// At the read of the cancellation by its key, after it.
    ReadBackByKey,
    /// At a second read, where nothing was cancelled.
    ReadAgain,
}

impl Place {
    /// The places that a provider has.
    ///
    /// # Panics
    ///
    /// For a provider that is not simulated.
    #[must_use]
    pub fn of(id: ProviderId) -> &'static [Self] {
        match id {
            ProviderId::Jetpack => {
                &[Self::Cancel, Self::CancelStale, Self::ReadBefore, Self::Token, Self::ReadBack, Self::ReadAgain]
            }
            ProviderId::StaxBill => &[Self::Cancel, Self::ReadBefore, Self::ReadBack, Self::ReadAgain],
            ProviderId::Rebilly => &[
                Self::Cancel,
                Self::ReadFirst,
                Self::ReadSubscriptionFirst,
                Self::ReadSubscriptionAfter,
                Self::ReadBefore,
                Self::ReadBack,
                Self::ReadBackByKey,
                Self::ReadAgain,
            ],
            ProviderId::Kajabi => &[
                Self::Cancel,
                Self::CancelStale,
                Self::CancelAfter401,
                Self::ReadBefore,
                Self::Token,
                Self::ReadBack,
                Self::ReadAgain,
            ],
            other => panic!("{other} is not simulated"),
        }
    }

    /// Whether the cancellation itself is what it befalls.
    #[must_use]
    pub fn is_cancel(self) -> bool {
        matches!(self, Self::Cancel | Self::CancelStale | Self::CancelAfter401)
    }

    /// Whether it befalls only what the caller reads, and not what `cancel` does.
    #[must_use]
    pub fn is_callers_read(self) -> bool {
        matches!(self, Self::ReadBefore | Self::ReadBack | Self::ReadBackByKey | Self::ReadAgain)
    }
}

/// One case.
#[derive(Clone, Debug)]
pub struct Case {
    /// Its place in the list of all.
    pub index: usize,
    /// Whose.
    pub provider: ProviderId,
    /// What the provider does where it documents nothing.
    pub behaviour: (String, Behaviour),
    /// Where something goes wrong.
    pub place: Place,
    /// What goes wrong, if anything.
    pub fault: Option<Fault>,
    /// What is asked for.
    pub request: CancelRequest,
}

impl Case {
    /// Whether the client must not wait long, since no answer comes.
    #[must_use]
    pub fn is_impatient(&self) -> bool {
        match &self.fault {
            Some(Fault::NeverAnswer(_)) => true,
            Some(Fault::LateEffect(time)) => *time > IMPATIENT,
            _ => false,
        }
    }

    /// Whether what happens is still the provider's documented answer, however slow or however rich.
    #[must_use]
    pub fn is_harmless(&self) -> bool {
        match &self.fault {
            None | Some(Fault::ExtraFields | Fault::SlowAnswer(_)) => true,
            Some(Fault::LateEffect(_)) => !self.is_impatient(),
            _ => false,
        }
    }

    /// Whether the answer is the document's own example of a success, whatever is true: the one thing that is out of anybody's reach.
    #[must_use]
    pub fn is_a_lie(&self) -> bool {
        matches!(&self.fault, Some(Fault::Documented { status: 200, .. }))
    }
}

impl fmt::Display for Case {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { provider, place, request, .. } = self;
        let fault = self.fault.as_ref().map_or_else(|| "nothing wrong".to_owned(), ToString::to_string);
        let CancelRequest { target, timing, money, .. } = request;
        write!(f, "#{} {provider} [{}] {fault} at {place:?}; {target}, {timing}, {money}", self.index, self.behaviour.0)
    }
}

/// Every case there is.
#[must_use]
pub fn all() -> Vec<Case> {
    collect(|_| true)
}

/// A part of them in which every two of behaviour, fault, place and request still meet.
#[must_use]
pub fn sample() -> Vec<Case> {
    collect(|[behaviour, place, fault, request]| (behaviour + place + fault + request) % 7 == 0)
}

fn collect(wanted: impl Fn([usize; 4]) -> bool) -> Vec<Case> {
    let mut cases = Vec::new();
    let mut index = 0;
    for provider in ProviderId::ALL.iter().copied() {
        let requests = requests(provider);
        for (b, behaviour) in behaviours(provider).into_iter().enumerate() {
            for (p, &place) in Place::of(provider).iter().enumerate() {
                for (f, fault) in faults(provider, place).into_iter().enumerate() {
                    for (r, request) in requests.iter().enumerate() {
                        if wanted([b, p, f, r]) {
                            let (behaviour, fault, request) = (behaviour.clone(), fault.clone(), request.clone());
                            cases.push(Case { index, provider, behaviour, place, fault, request });
                        }
                        index += 1;
                    }
                }
            }
        }
    }
    cases
}

/// The behaviours that concern a provider.
fn behaviours(provider: ProviderId) -> Vec<(String, Behaviour)> {
    let prefix = format!("{provider}.");
    let mut behaviours = Behaviour::each();
    behaviours.retain(|(name, _)| name == "default" || name.starts_with(&prefix));
    behaviours
}

/// What can go wrong at a place: one of each kind, an effect that comes after the client has gone, and at the cancellation every
/// documented answer.
fn faults(provider: ProviderId, place: Place) -> Vec<Option<Fault>> {
    let mut faults = vec![None];
    faults.extend(Fault::samples().into_iter().map(Some));
    faults.push(Some(Fault::LateEffect(LATE)));
    if place.is_cancel() {
        for meaning in Abilities::of(provider).statuses.iter().filter(|meaning| meaning.status >= 300) {
            let documented = |effect| Some(Fault::Documented { status: meaning.status, effect });
            faults.push(documented(Effect::NotApplied));
            if meaning.status >= 500 {
                faults.push(documented(Effect::Applied));
            }
        }
    }
    faults
}

/// Every timing and every choice about money that the provider offers, and every sort of target.
fn requests(provider: ProviderId) -> Vec<CancelRequest> {
    let ask = |target: &str, timing, money| {
        let target = Target::parse(provider, target).expect("a target of the simulator");
        let request = CancelRequest::new(target, timing, money);
        match provider {
            ProviderId::Rebilly => request.with_actor(Actor::Merchant).with_key(Key::new("truth-1").expect("a key")),
            _ => request,
        }
    };
    let mut requests = Vec::new();
    match provider {
        ProviderId::Jetpack => {
            for item in ["jetpack-scan", "plan", "premium", "jetpack-anti-spam", "personal"] {
                requests.push(ask(&format!("{}#{item}", jetpack::SITE), Timing::Now, Money::NotControllable));
            }
            for site in [
                jetpack::SITE_WITHOUT_PLAN,
                jetpack::OTHER_PARTNERS_SITE,
                jetpack::SITE_THAT_CANNOT_CANCEL,
                jetpack::SITE_WITH_OWN_PLAN,
                jetpack::UNKNOWN_SITE,
            ] {
                requests.push(ask(&format!("{site}#plan"), Timing::Now, Money::NotControllable));
            }
        }
        ProviderId::StaxBill => {
            for money in [Money::LeaveCharges, Money::ReverseUnearned, Money::ReverseCurrentPeriod] {
                requests.push(ask(&stax_bill::ACTIVE.to_string(), Timing::Now, money));
            }
            for id in [
                stax_bill::PROVISIONING,
                stax_bill::DRAFT,
                stax_bill::SUSPENDED,
                stax_bill::CANCELLED,
                stax_bill::EXPIRED,
                stax_bill::UNKNOWN,
            ] {
                requests.push(ask(&id.to_string(), Timing::Now, Money::LeaveCharges));
            }
        }
        ProviderId::Rebilly => {
            let timings = [Timing::Now, Timing::AtPeriodEnd, Timing::At(now() + SignedDuration::from_hours(10 * 24))];
            for timing in timings {
                for money in [Money::LeaveCharges, Money::CreditRemainder] {
                    requests.push(ask(rebilly::ACTIVE, timing, money));
                }
            }
            for id in [rebilly::PAUSED, rebilly::SCHEDULED, rebilly::CHURNED] {
                requests.extend(timings.map(|timing| ask(id, timing, Money::LeaveCharges)));
            }
            for id in [rebilly::TRIAL_ENDED, rebilly::PENDING, rebilly::UNKNOWN] {
                requests.push(ask(id, Timing::Now, Money::LeaveCharges));
            }
        }
        ProviderId::Kajabi => {
            for id in [
                kajabi::ACTIVE,
                kajabi::OTHER_ACTIVE,
                kajabi::DEACTIVATED_STILL_BILLING,
                kajabi::WITHOUT_SUBSCRIPTION,
                kajabi::CANCELLED,
                kajabi::UNKNOWN,
            ] {
                requests.push(ask(id, Timing::Now, Money::NotControllable));
            }
        }
        other => panic!("{other} is not simulated"),
    }
    requests
}
