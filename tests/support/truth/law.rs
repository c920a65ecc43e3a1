//! The law: never a wrong belief.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use cancelkit::{
    CancelError, CancelRequest, Certainty, ConfirmError, ConfirmRequest, Confirmation, Money, Outcome, Plan, Provider,
    ProviderId, Target, Timing, What,
};
use cancelkit_simulator::{
    Clock, Effect, Fault, Received, Running, Simulator, State, Target as Befallen, Times, Timestamp,
};

use super::case::{Case, LATE, Place, now};
use super::facade::{IMPATIENT, Operations, PATIENT, operations, provider, simulated};
use super::facts::{Life, cancellations, everything, life, money, renewal};

/// What came of one case.
#[derive(Debug, Default)]
pub struct Report {
    /// What was believed, and how often.
    pub beliefs: BTreeMap<String, usize>,
    /// How many requests crossed the socket.
    pub requests: usize,
    /// What was wrong.
    pub failures: Vec<String>,
}

/// Tries the law on one case.
///
/// # Panics
///
/// Where the simulator does not start, or a request is refused before it is sent.
pub async fn try_on(case: Case) -> Report {
    let builder = Simulator::builder().clock(Clock::fixed(now())).behaviour(case.behaviour.1);
    let simulator = builder.start().await.expect("a simulator");
    let timeout = if case.is_impatient() { IMPATIENT } else { PATIENT };
    let facade = provider(case.provider, &simulator, now(), timeout);
    let operations = operations(case.provider);
    let mut trial = Trial { case: &case, simulator: &simulator, facade, operations, report: Report::default() };
    trial.go().await;
    let report = trial.report;
    simulator.stop().await;
    report
}

struct Trial<'a> {
    case: &'a Case,
    simulator: &'a Running,
    facade: Arc<dyn Provider>,
    operations: Operations,
    report: Report,
}

impl Trial<'_> {
    async fn go(&mut self) {
        let case = self.case;
        let start = self.simulator.state();
        let seen_active = self.before().await;
        let plan = self.facade.plan(&case.request).expect("what the provider offers");
        let mut question = ConfirmRequest::from(&plan);
        if let Some(as_of) = seen_active {
            question = question.with_seen_active(as_of);
        }
        if case.place != Place::ReadAgain {
            self.cancel(&plan).await;
        }
        if matches!(case.place, Place::ReadSubscriptionFirst | Place::ReadSubscriptionAfter) {
            // What did not befall the facade's own read does not befall the caller's.
            self.simulator.clear_faults();
        }
        if let Some(operation) = self.operation_of_read_back() {
            self.befall(operation, Times::Once);
        }
        self.read(question.clone()).await;
        if case.provider == ProviderId::Rebilly && case.index.is_multiple_of(2) {
            self.repeat(&plan, &start).await;
        }
        if matches!(case.fault, Some(Fault::LateEffect(time)) if time == LATE) {
            tokio::time::sleep(LATE + Duration::from_millis(100)).await;
            self.read(question).await;
        }
        if case.provider == ProviderId::Rebilly {
            self.repeat(&plan, &start).await;
        }
        self.aftermath(&start);
    }

    fn target(&self) -> &Target {
        &self.case.request.target
    }

    fn life(&self, state: &State) -> Life {
        life(state, self.target())
    }

    fn befall(&self, operation: &str, times: Times) {
        if let Some(fault) = &self.case.fault {
            let befallen = Befallen::operation(simulated(self.case.provider), operation);
            self.simulator.set_fault(befallen, fault.clone(), times);
        }
    }

    fn operation_of_read_back(&self) -> Option<&'static str> {
        match self.case.place {
            Place::ReadBack | Place::ReadAgain => Some(self.operations.read),
            Place::ReadBackByKey => self.operations.read_first,
            _ => None,
        }
    }

    /// What happens before the cancellation: perhaps a read, perhaps a token that goes bad, and whatever is to go wrong.
    async fn before(&mut self) -> Option<Timestamp> {
        let Operations { cancel, read, token, read_first } = self.operations;
        let place = self.case.place;
        match place {
            Place::ReadBefore => self.befall(read, Times::Once),
            Place::Token => self.befall(token.expect("a token call"), Times::Once),
            _ => {}
        }
        // Without a read before it the cancellation is the first that needs a token.
        let reads = match place {
            Place::Token => false,
            Place::Cancel | Place::ReadFirst | Place::ReadSubscriptionFirst | Place::ReadSubscriptionAfter => {
                !self.case.index.is_multiple_of(3)
            }
            _ => true,
        };
        let seen = if reads { self.read(ConfirmRequest::new(self.target().clone())).await } else { None };
        let befallen = Befallen::operation(simulated(self.case.provider), cancel);
        match place {
            Place::Cancel => self.befall(cancel, Times::Once),
            Place::CancelStale => {
                self.simulator.edit(|state| {
                    state.jetpack.invalidate_tokens();
                    state.kajabi.invalidate_access_tokens();
                });
                self.befall(cancel, Times::Once);
            }
            Place::CancelAfter401 => {
                let refused = Fault::Documented { status: 401, effect: Effect::NotApplied };
                self.simulator.set_fault(befallen, refused, Times::Once);
                self.befall(cancel, Times::Once);
            }
            Place::ReadFirst => self.befall(read_first.expect("a read that comes first"), Times::Once),
            Place::ReadSubscriptionFirst => self.befall(read, Times::Once),
            Place::ReadSubscriptionAfter => {
                let befallen = Befallen::operation(simulated(self.case.provider), read);
                self.simulator.set_fault(befallen, Fault::SlowAnswer(Duration::ZERO), Times::Once);
                self.befall(read, Times::Once);
            }
            _ => {}
        }
        seen
    }

    async fn read(&mut self, question: ConfirmRequest) -> Option<Timestamp> {
        let before = self.simulator.state();
        let belief = self.facade.confirm(question).await;
        let after = self.simulator.state();
        self.judge_read(&belief, &before, &after);
        match belief {
            Ok(Confirmation::StillActive { as_of }) => Some(as_of),
            _ => None,
        }
    }

    fn judge_read(&mut self, belief: &Result<Confirmation, ConfirmError>, before: &State, after: &State) {
        let (was, is) = (self.life(before), self.life(after));
        let (label, wrong) = match belief {
            Err(_) => ("read failed", None),
            Ok(_) if self.case.is_a_lie() && self.case.place.is_callers_read() => ("read was told a lie", None),
            Ok(Confirmation::Undecided { .. }) => ("read undecided", None),
            Ok(Confirmation::StillActive { as_of }) => {
                let active = |life: Life, state| life.runs() || is_active_purchase(state, self.target());
                let right = active(was, before) || active(is, after);
                let wrong = match (right, *as_of == now()) {
                    (false, _) => Some("it was not active"),
                    (_, false) => Some("the read has another time"),
                    _ => None,
                };
                ("read still active", wrong)
            }
            Ok(Confirmation::Ended { evidence }) if evidence.scheduled => {
                let at = evidence.at.as_ref().and_then(|at| at.instant());
                let right = matches!(is, Life::Scheduled(end) if Some(end) == at);
                ("read scheduled", (!right).then_some("it is not scheduled for then"))
            }
            Ok(Confirmation::Ended { .. }) => {
                // Of what another partner or the owner bought, Jetpack only says that nothing of the calling partner is left.
                let not_ours = self.case.provider == ProviderId::Jetpack
                    && (is == Life::Absent || (is == Life::Runs { cancellable: false } && !self.is_stuck()));
                ("read ended", (is != Life::Ended && !not_ours).then_some("it has not ended"))
            }
            Ok(_) => ("read unknown", Some("this test does not know such a confirmation")),
        };
        self.believe(label);
        if let Some(wrong) = wrong {
            let belief = belief.as_ref().map_or_else(ToString::to_string, ToString::to_string);
            self.fail(wrong, &belief, was, is);
        }
    }

    fn is_stuck(&self) -> bool {
        self.target().to_string().starts_with(cancelkit_simulator::jetpack::SITE_THAT_CANNOT_CANCEL)
    }

    fn sent(&self) -> Vec<Received> {
        self.simulator.received_by(simulated(self.case.provider), self.operations.cancel)
    }

    async fn cancel(&mut self, plan: &Plan) {
        let before = self.simulator.state();
        let earlier = self.sent().len();
        let belief = self.facade.cancel(plan.clone()).await;
        let after = self.simulator.state();
        let sent = &self.sent()[earlier..];
        self.judge_wire(&belief, sent, self.life(&before), self.life(&after));
        self.judge_cancel(&belief, &before, &after);
        let must_be_done = self.life(&before).is_cancellable() && self.is_plain();
        if must_be_done && certainty(&belief) != Certainty::Done {
            let wrong = "its document plainly says that it was done";
            self.fail(wrong, &text(&belief), self.life(&before), self.life(&after));
        }
    }

    /// Whether nothing keeps the facade from knowing.
    fn is_plain(&self) -> bool {
        let case = self.case;
        // Jetpack documents no answer to a token that has gone bad, and the cancellation is not sent a second time for it.
        let stale = case.place == Place::CancelStale && case.provider == ProviderId::Jetpack;
        !stale && !case.is_impatient() && (case.is_harmless() || case.place.is_callers_read())
    }

    fn judge_wire(&mut self, belief: &Result<Outcome, CancelError>, sent: &[Received], was: Life, is: Life) {
        let renewed =
            self.case.provider == ProviderId::Kajabi && sent.first().is_some_and(|first| first.answered == Some(401));
        let wrong = if sent.len() > 1 + usize::from(renewed) {
            Some("it was sent more than once")
        } else if certainty(belief) == Certainty::NotSent && !sent.is_empty() {
            Some("it was sent")
        } else if matches!(belief, Ok(outcome) if outcome.sent == sent.is_empty()) {
            Some("the outcome has it wrong whether it was sent")
        } else if sent.iter().any(|sent| sent.json().is_some_and(|body| !body["cancel-all"].is_null())) {
            Some("cancel-all was sent")
        } else {
            None
        };
        if let Some(wrong) = wrong {
            self.fail(&format!("{wrong} ({} times)", sent.len()), &text(belief), was, is);
        }
    }

    fn judge_cancel(&mut self, belief: &Result<Outcome, CancelError>, before: &State, after: &State) {
        let (was, is) = (self.life(before), self.life(after));
        let certainty = certainty(belief);
        let unchanged = everything(before, self.target()).0 == everything(after, self.target()).0;
        let wrong = match belief {
            Ok(outcome) => match self.wrong_outcome(outcome, before, after) {
                Some(_) if certainty == Certainty::Done && self.case.is_a_lie() && self.case.place.is_cancel() => {
                    self.believe("cancel was told a lie");
                    return;
                }
                wrong => wrong,
            },
            Err(_) if certainty == Certainty::Done => Some("an error cannot say that it was done"),
            Err(_) => None,
        };
        let wrong = wrong.or(match certainty {
            Certainty::NotSent | Certainty::Rejected if !unchanged => Some("something changed"),
            _ => None,
        });
        self.believe(&format!("cancel {certainty}"));
        if let Some(wrong) = wrong {
            self.fail(wrong, &text(belief), was, is);
        }
    }

    fn wrong_outcome(&self, outcome: &Outcome, before: &State, after: &State) -> Option<&'static str> {
        let (was, is) = (self.life(before), self.life(after));
        let certainty = match &outcome.what {
            What::Cancelled if is != Life::Ended => return Some("it has not ended"),
            What::Scheduled { at } => {
                let at = at.as_ref().and_then(|at| at.instant());
                if !matches!(is, Life::Scheduled(end) if Some(end) == at) {
                    return Some("it is not scheduled for then");
                }
                Certainty::Done
            }
            What::Cancelled => Certainty::Done,
            What::NothingToCancel { .. } if matches!(was, Life::Runs { .. } | Life::Scheduled(_)) => {
                return Some("there was something to cancel");
            }
            What::NothingToCancel { .. } if outcome.sent => Certainty::Rejected,
            What::NothingToCancel { .. } => Certainty::NotSent,
            What::Unconfirmed { .. } => Certainty::MaybeDone,
            _ => return Some("this test does not know such an outcome"),
        };
        if outcome.certainty != certainty {
            return Some("the certainty is not that of the outcome");
        }
        if certainty == Certainty::Done && was.is_cancellable() { self.as_asked(before, after) } else { None }
    }

    /// Whether timing and money are what was asked for.
    fn as_asked(&self, before: &State, after: &State) -> Option<&'static str> {
        let CancelRequest { target, timing, money: wish, .. } = &self.case.request;
        let wanted = match timing {
            Timing::AtPeriodEnd => renewal(before, target).map(Life::Scheduled),
            Timing::At(moment) => Some(Life::Scheduled(*moment)),
            _ => Some(Life::Ended),
        };
        if Some(self.life(after)) != wanted {
            return Some("the timing is not what was asked for");
        }
        let wanted = match (self.case.provider, wish) {
            (ProviderId::StaxBill, Money::LeaveCharges) => Some("None"),
            (ProviderId::StaxBill, Money::ReverseUnearned) => Some("Unearned"),
            (ProviderId::StaxBill, Money::ReverseCurrentPeriod) => Some("Full"),
            (ProviderId::Rebilly, Money::LeaveCharges) => Some("prorated false"),
            (ProviderId::Rebilly, Money::CreditRemainder) => Some("prorated true"),
            _ => None,
        };
        (money(after, target).as_deref() != wanted).then_some("the money is not what was asked for")
    }

    /// The same plan again, by somebody who knows nothing of what happened: it converges, and nothing is cancelled twice.
    async fn repeat(&mut self, plan: &Plan, start: &State) {
        self.simulator.clear_faults();
        let facade = provider(self.case.provider, self.simulator, now(), PATIENT);
        let (was, at_first) = (self.life(start), cancellations(start, self.target()));
        let mut done_before = false;
        for _ in 0..2 {
            let before = self.simulator.state();
            let earlier = self.sent().len();
            let belief = facade.cancel(plan.clone()).await;
            let after = self.simulator.state();
            let is = self.life(&after);
            let sent = self.sent().len() - earlier;
            let wrong = if cancellations(&after, self.target()) > at_first + 1 {
                Some("there is more than one cancellation")
            } else if sent > usize::from(!done_before) {
                Some("it was sent again")
            } else if was.is_cancellable() && certainty(&belief) != Certainty::Done {
                Some("a repetition by key must settle it")
            } else if !was.is_cancellable() && sent == 0 && certainty(&belief) == Certainty::MaybeDone {
                Some("a repetition by key must say what it is")
            } else {
                match &belief {
                    Ok(outcome) => self.wrong_outcome(outcome, start, &after),
                    Err(_) if everything(&before, self.target()) != everything(&after, self.target()) => {
                        Some("something changed")
                    }
                    Err(_) => None,
                }
            };
            self.believe(&format!("repeat {}", certainty(&belief)));
            if let Some(wrong) = wrong {
                self.fail(&format!("repeated: {wrong}"), &text(&belief), was, is);
            }
            done_before = certainty(&belief) == Certainty::Done;
        }
    }

    /// What must never be, whatever was believed.
    fn aftermath(&mut self, start: &State) {
        let end = self.simulator.state();
        let (was, is) = (self.life(start), self.life(&end));
        let received = self.simulator.received();
        self.report.requests = received.len();
        let mut wrong = Vec::new();
        if everything(start, self.target()).1 != everything(&end, self.target()).1 {
            wrong.push("another subscription changed".to_owned());
        }
        if received.iter().any(|request| request.path.contains("redirected")) {
            wrong.push("a redirect was followed".to_owned());
        }
        // A token call that is answered and takes no effect answers with a token that was never given out.
        let made_up_token = self.case.place == Place::Token
            && matches!(self.case.fault, Some(Fault::Documented { .. } | Fault::Unproven(Effect::NotApplied)));
        if !made_up_token {
            wrong.extend(self.simulator.violations().first().map(ToString::to_string));
        }
        wrong.extend(self.simulator.bugs().first().map(|bug| format!("the simulator's own mistake: {bug}")));
        for wrong in wrong {
            self.fail(&wrong, "-", was, is);
        }
    }

    fn believe(&mut self, belief: &str) {
        *self.report.beliefs.entry(format!("{}: {belief}", self.case.provider)).or_default() += 1;
    }

    fn fail(&mut self, wrong: &str, belief: &str, was: Life, is: Life) {
        let case = self.case;
        let failure = format!("{wrong}\n    case:   {case}\n    belief: {belief}\n    truth:  {was:?} -> {is:?}");
        self.report.failures.push(failure);
    }
}

/// Kajabi's read speaks of the purchase alone.
fn is_active_purchase(state: &State, target: &Target) -> bool {
    let Target::Kajabi(target) = target else { return false };
    state.kajabi.purchase(target.purchase_id()).is_some_and(|purchase| purchase.deactivated_at.is_none())
}

fn certainty(belief: &Result<Outcome, CancelError>) -> Certainty {
    match belief {
        Ok(outcome) => outcome.certainty,
        Err(error) => error.certainty,
    }
}

fn text(belief: &Result<Outcome, CancelError>) -> String {
    match belief {
        Ok(outcome) => format!("{} ({}): {outcome}", outcome.certainty, if outcome.sent { "sent" } else { "found" }),
        Err(error) => format!("{}: {error}", error.certainty),
    }
}
