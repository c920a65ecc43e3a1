//! Conformance cases as data: what is given, what is asked for, what is believed, and what crosses the wire.

use std::sync::Arc;

use cancelkit::{CancelRequest, ConfirmRequest, Provider, ProviderId, Target, UndoRequest};
use cancelkit_simulator::{Behaviour, Clock, Fault, Received, Running, Simulator, Times};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use super::case::now;
use super::facade::{IMPATIENT, PATIENT, provider, simulated};
use super::facts::{Life, everything, life};

/// A case.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Conformance {
    /// A sentence.
    pub name: String,
    given: Given,
    when: Vec<Step>,
    wire: Vec<Crossing>,
    subscription: Truth,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Given {
    target: String,
    #[serde(default)]
    behaviour: Map<String, Value>,
    /// What befalls which operation, and how often.
    #[serde(default)]
    faults: Vec<(String, String, u32)>,
    /// Whether the client waits only a moment.
    #[serde(default)]
    impatient: bool,
}

/// What is done, and what part of what comes of it must be. A text that begins with `~` must only be in it.
#[derive(Clone, Debug, Deserialize)]
#[serde(untagged, deny_unknown_fields)]
enum Step {
    Plan { plan: Map<String, Value>, then: Value },
    Cancel { cancel: Map<String, Value>, then: Value },
    Confirm { confirm: Map<String, Value>, then: Value },
    Undo { undo: Map<String, Value>, then: Value },
    Simulator { simulator: String },
}

/// A request that crosses: its operation and the status, or its operation and its whole body.
#[derive(Clone, Debug, Deserialize)]
#[serde(untagged, deny_unknown_fields)]
enum Crossing {
    Answered(String),
    Sent { operation: String, body: Value },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Truth {
    Unchanged,
    Runs,
    Scheduled,
    Ended,
}

impl Conformance {
    /// Runs the case and says what is not as it should be.
    ///
    /// # Errors
    ///
    /// Whatever is not.
    pub async fn run(self, id: ProviderId) -> Result<(), String> {
        let mut behaviour = Behaviour::default();
        for (choice, value) in &self.given.behaviour {
            behaviour.set(choice, value.as_str().unwrap_or_default()).map_err(|error| error.to_string())?;
        }
        let builder = Simulator::builder().clock(Clock::fixed(now())).behaviour(behaviour);
        let simulator = builder.start().await.map_err(|error| error.to_string())?;
        for (target, fault, times) in &self.given.faults {
            let fault: Fault = fault.parse().map_err(|error| format!("{error}"))?;
            let target = target.parse().map_err(|error| format!("{error}"))?;
            simulator.set_fault(target, fault, Times::Exactly(*times));
        }
        let timeout = if self.given.impatient { IMPATIENT } else { PATIENT };
        let target = Target::parse(id, &self.given.target).map_err(|error| error.to_string())?;
        let run = Run { facade: provider(id, &simulator, now(), timeout), simulator: &simulator, target };
        let found = run.go(&self).await;
        simulator.stop().await;
        found.map_err(|error| format!("{}:\n    {error}", self.name))
    }
}

struct Run<'a> {
    facade: Arc<dyn Provider>,
    simulator: &'a Running,
    target: Target,
}

impl Run<'_> {
    async fn go(&self, case: &Conformance) -> Result<(), String> {
        let start = self.simulator.state();
        for step in &case.when {
            let (found, wanted) = match step {
                Step::Plan { plan, then } => (self.plan(plan)?, then),
                Step::Cancel { cancel, then } => (self.cancel(cancel).await?, then),
                Step::Confirm { confirm, then } => (self.confirm(confirm).await?, then),
                Step::Undo { undo, then } => (self.undo(undo).await?, then),
                Step::Simulator { simulator } => {
                    self.happen(simulator)?;
                    continue;
                }
            };
            fits(&found, wanted).map_err(|place| format!("{place} is not as {wanted} says, in {found}"))?;
        }
        self.crossed(&case.wire)?;
        let end = self.simulator.state();
        let unchanged = everything(&start, &self.target) == everything(&end, &self.target);
        let life = life(&end, &self.target);
        let right = match case.subscription {
            Truth::Unchanged => unchanged,
            Truth::Runs => life.runs(),
            Truth::Scheduled => matches!(life, Life::Scheduled(_)),
            Truth::Ended => life == Life::Ended,
        };
        if !right {
            return Err(format!("in truth it is {life:?}, and not {:?}", case.subscription));
        }
        match (self.simulator.violations().first(), self.simulator.bugs().first()) {
            (Some(violation), _) => Err(violation.to_string()),
            (None, Some(bug)) => Err(bug.clone()),
            (None, None) => Ok(()),
        }
    }

    /// What is stored of a request, with its version and its target.
    fn stored<T: for<'de> Deserialize<'de>>(&self, members: &Map<String, Value>) -> Result<T, String> {
        let mut whole = members.clone();
        whole.insert("version".to_owned(), json!(1));
        whole.insert("target".to_owned(), serde_json::to_value(&self.target).map_err(|error| error.to_string())?);
        serde_json::from_value(whole.into()).map_err(|error| error.to_string())
    }

    fn plan(&self, members: &Map<String, Value>) -> Result<Value, String> {
        let request: CancelRequest = self.stored(members)?;
        match self.facade.plan(&request) {
            Ok(plan) => result("plan", &plan),
            Err(refusal) => result("refusal", &refusal),
        }
    }

    async fn cancel(&self, members: &Map<String, Value>) -> Result<Value, String> {
        let request: CancelRequest = self.stored(members)?;
        let plan = self.facade.plan(&request).map_err(|refusal| refusal.to_string())?;
        match self.facade.cancel(plan).await {
            Ok(outcome) => result("outcome", &outcome),
            Err(error) => result("error", &error),
        }
    }

    async fn confirm(&self, members: &Map<String, Value>) -> Result<Value, String> {
        let question: ConfirmRequest = self.stored(members)?;
        match self.facade.confirm(question).await {
            Ok(confirmation) => result("confirmation", &confirmation),
            Err(error) => result("error", &error),
        }
    }

    async fn undo(&self, members: &Map<String, Value>) -> Result<Value, String> {
        let request: UndoRequest = self.stored(members)?;
        let plan = self.facade.plan_undo(&request).map_err(|refusal| refusal.to_string())?;
        match self.facade.undo(plan).await {
            Ok(outcome) => result("outcome", &outcome),
            Err(error) => result("error", &error),
        }
    }

    fn happen(&self, what: &str) -> Result<(), String> {
        if what != "tokens-end" {
            return Err(format!("nobody knows how `{what}` happens"));
        }
        self.simulator.edit(|state| {
            state.jetpack.invalidate_tokens();
            state.kajabi.invalidate_access_tokens();
        });
        Ok(())
    }

    /// Whether exactly these requests crossed, in this order.
    fn crossed(&self, wanted: &[Crossing]) -> Result<(), String> {
        let received = self.simulator.received();
        let told: Vec<String> = received.iter().map(answered).collect();
        let of_others = received.iter().any(|one| one.provider != Some(simulated(self.facade.id())));
        let all = received.len() == wanted.len() && !of_others;
        let right = all
            && received.iter().zip(wanted).all(|(received, wanted)| match wanted {
                Crossing::Answered(wanted) => answered(received) == *wanted,
                Crossing::Sent { operation, body } => {
                    let same = match received.json() {
                        Some(sent) => sent == *body,
                        None => received.body.is_empty() && body.is_null(),
                    };
                    received.operation.as_ref() == Some(operation) && same
                }
            });
        if right { Ok(()) } else { Err(format!("on the wire were {told:?}, and not {wanted:?}")) }
    }
}

fn answered(received: &Received) -> String {
    let operation = received.operation.as_deref().unwrap_or(&received.path);
    let status = received.answered.map_or_else(|| "-".to_owned(), |status| status.to_string());
    format!("{operation} {status}")
}

fn result(kind: &str, value: &impl Serialize) -> Result<Value, String> {
    let mut value = serde_json::to_value(value).map_err(|error| error.to_string())?;
    value["result"] = json!(kind);
    Ok(value)
}

/// Whether all that is wanted is in what was found; if not, where not.
fn fits(found: &Value, wanted: &Value) -> Result<(), String> {
    match (found, wanted) {
        (Value::Object(found), Value::Object(wanted)) => wanted.iter().try_for_each(|(name, wanted)| {
            let found = found.get(name).unwrap_or(&Value::Null);
            fits(found, wanted).map_err(|place| format!("/{name}{place}"))
        }),
        (Value::Array(found), Value::Array(wanted)) if found.len() == wanted.len() => {
            found.iter().zip(wanted).enumerate().try_for_each(|(index, (found, wanted))| {
                fits(found, wanted).map_err(|place| format!("/{index}{place}"))
            })
        }
        (Value::String(found), Value::String(wanted)) => match wanted.strip_prefix('~') {
            Some(part) if found.contains(part) => Ok(()),
            None if found == wanted => Ok(()),
            _ => Err(String::new()),
        },
        (found, wanted) if found == wanted => Ok(()),
        _ => Err(String::new()),
    }
}
