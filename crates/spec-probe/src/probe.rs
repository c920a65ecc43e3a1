//! Asking, one read after the other.

use std::fmt;
use std::time::Duration;

use cancelkit_runtime::observe::{AnswerSchemas, Drift};
use cancelkit_runtime::{Answer, Answered as _};
use serde_json::Value;
use spec_contract::{Contract, Operation, answer_schemas};
use spec_document::Effective;

use crate::credential::Credentials;
use crate::discover::discover;
use crate::plan::{Plan, Skipped};
use crate::read::{ReadError, Reader};
use crate::url::{Values, url};

/// What is to be asked, of whom, and how fast.
#[derive(Debug)]
pub struct Probe<'a> {
    /// The document.
    pub document: &'a Effective,
    /// Its contract.
    pub contract: &'a Contract,
    /// The base URL.
    pub base: String,
    /// With what.
    pub credentials: Credentials,
    /// The time between two calls.
    pub pause: Duration,
    /// How many calls at most.
    pub limit: usize,
}

/// A read that was asked.
#[derive(Debug)]
pub struct Called {
    /// The operation.
    pub operation: String,
    /// Method and path, with the names of parameters and not with their values.
    pub line: String,
    /// What came of it.
    pub saw: Result<Saw, ReadError>,
}

/// An answer and what of it the document does not say.
pub struct Saw {
    /// The answer.
    pub answer: Answer,
    /// Its body, where it is JSON and complete.
    pub body: Option<Value>,
    /// In what ways it is not what the document says.
    pub drifts: Vec<Drift>,
    /// Whether all of it was judged.
    pub whole: bool,
}

/// Answers hold people's data: a body is shown nowhere.
impl fmt::Debug for Saw {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { answer, drifts, whole, .. } = self;
        f.debug_struct("Saw")
            .field("status", &answer.status())
            .field("drifts", drifts)
            .field("whole", whole)
            .finish_non_exhaustive()
    }
}

/// What came of all of it.
#[derive(Debug, Default)]
pub struct Outcome {
    /// The reads that were asked, in their order.
    pub called: Vec<Called>,
    /// Those that were not.
    pub skipped: Vec<Skipped>,
    /// Why it ended before its time.
    pub stopped: Option<String>,
}

impl Outcome {
    /// Every drift with the answer's body.
    pub fn drifts(&self) -> impl Iterator<Item = (&Drift, Option<&Value>)> {
        let saw = self.called.iter().filter_map(|called| called.saw.as_ref().ok());
        saw.flat_map(|saw| saw.drifts.iter().map(|drift| (drift, saw.body.as_ref())))
    }

    /// 0 where nothing was found, 1 for drift, 2 where no read was answered with success, or one not at all, or one was not judged.
    #[must_use]
    pub fn exit_code(&self) -> u8 {
        let success = |called: &Called| called.saw.as_ref().is_ok_and(|saw| saw.answer.is_success());
        let failed = self.called.iter().any(|called| !called.saw.as_ref().is_ok_and(|saw| saw.whole));
        match self.drifts().next() {
            Some(_) => 1,
            None if failed || self.stopped.is_some() || !self.called.iter().any(success) => 2,
            None => 0,
        }
    }
}

impl Probe<'_> {
    /// The schemas that answers are judged by: those of the clients.
    #[must_use]
    pub fn schemas(document: &Effective, contract: &Contract) -> AnswerSchemas {
        AnswerSchemas::of(answer_schemas(&document.root.to_json(), contract, "").to_string())
    }

    /// Asks. `told` is called after each answer.
    pub async fn run(&self, reader: &Reader, mut values: Values, mut told: impl FnMut(&Called)) -> Outcome {
        let schemas = Self::schemas(self.document, self.contract);
        let mut outcome = Outcome::default();
        let mut pending = Plan::of(self.contract).reads;
        // What an answer holds can make an earlier one askable: it goes on until nothing more can be asked.
        while outcome.stopped.is_none() && outcome.called.len() < self.limit {
            let next = pending.iter().position(|operation| self.ready(operation, &values).is_ok());
            let Some(index) = next else { break };
            let operation = pending.remove(index);
            if !outcome.called.is_empty() {
                tokio::time::sleep(self.pause).await;
            }
            let called = self.call(reader, operation, &values, &schemas).await;
            if let Ok(saw) = &called.saw {
                let status = saw.answer.status().as_u16();
                outcome.stopped = stop(status);
                if let Some(body) = saw.body.as_ref().filter(|_| saw.answer.is_success()) {
                    for (target, name, value) in discover(self.document, self.contract, operation, status, body) {
                        values.find(&target, &name, value);
                    }
                }
            }
            told(&called);
            outcome.called.push(called);
        }
        for operation in pending {
            let why = match self.ready(operation, &values) {
                Err(why) => why,
                Ok(_) if outcome.stopped.is_some() => "it was stopped before".to_owned(),
                Ok(_) => format!("more than {} calls; raise --limit", self.limit),
            };
            outcome.skipped.push(Skipped { operation: operation.id.clone(), why });
        }
        outcome
    }

    /// The URL of an operation that can be asked now.
    ///
    /// # Errors
    ///
    /// What is missing.
    pub fn ready(&self, operation: &Operation, values: &Values) -> Result<String, String> {
        self.credentials.of(operation, self.contract)?;
        url(&self.base, operation, values)
    }

    async fn call(&self, reader: &Reader, operation: &Operation, values: &Values, schemas: &AnswerSchemas) -> Called {
        let line = format!("{} {}", operation.method, operation.path);
        let saw = match (self.ready(operation, values), self.credentials.of(operation, self.contract)) {
            (Ok(url), Ok(credentials)) => reader.read(operation, &url, &credentials).await,
            (Err(why), _) | (_, Err(why)) => Err(ReadError::Failed(why)),
        };
        let saw = saw.map(|answer| {
            let judged = schemas.judge(&operation.id, &answer);
            let body = serde_json::from_slice(answer.body()).ok().filter(|_| !answer.truncated());
            Saw { answer, body, drifts: judged.drifts, whole: judged.whole }
        });
        Called { operation: operation.id.clone(), line, saw }
    }
}

/// Why a status ends it all: the credential is refused, or there were too many calls.
fn stop(status: u16) -> Option<String> {
    match status {
        401 => Some("the credential was refused (401)".to_owned()),
        429 => Some("the provider asks to slow down (429); try later, with a longer --pause".to_owned()),
        _ => None,
    }
}
