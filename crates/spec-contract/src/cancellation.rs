//! `x-cancellation`: what one cancel operation can do and what its answers mean.
//!
//! The form is defined by `specs/extensions.schema.json`, against which [`crate::check_extensions`] checks it.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::Value;

/// The abilities of a cancel operation.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Cancellation {
    /// What a caller names.
    pub target: Target,
    /// The timings that the provider offers.
    pub timing: Vec<Effect<Timing>>,
    /// What can be done with charges.
    pub money: Vec<Effect<Money>>,
    /// Whether a reason can be given.
    pub reason: Choice,
    /// Whether a free text can be given.
    pub comment: Comment,
    /// Whether it can be said who asked.
    pub actor: Choice,
    /// Whether a scheduled cancellation can be taken back.
    pub undo: Undo,
    /// What makes sending again safe.
    pub repetition: Repetition,
    /// How certain each documented status makes the caller.
    pub statuses: BTreeMap<String, StatusMeaning>,
    /// The read that tells what became of it.
    pub confirm: Confirm,
    /// What has misled people.
    pub traps: Vec<String>,
}

/// What identifies the subscription.
#[derive(Clone, Debug, Deserialize)]
pub struct Target {
    /// In words.
    pub what: String,
    /// As text that the facade reads.
    pub example: String,
}

/// A value on offer and its effect in the provider's terms.
#[derive(Clone, Debug, Deserialize)]
pub struct Effect<T> {
    /// The value.
    pub value: T,
    /// One sentence.
    pub effect: String,
}

/// When the subscription ends.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "kebab-case")]
pub enum Timing {
    /// At once.
    Now,
    /// When the paid period ends.
    AtPeriodEnd,
    /// At a time of the caller's choosing.
    AtTime,
}

/// What happens to charges.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "kebab-case")]
pub enum Money {
    /// Charges stay as they are.
    LeaveCharges,
    /// The unearned part of the current period is reversed.
    ReverseUnearned,
    /// All charges of the current period are reversed.
    ReverseCurrentPeriod,
    /// The time left is credited.
    CreditRemainder,
    /// The provider decides and does not ask.
    NotControllable,
}

/// Whether a value can be sent with the cancellation.
#[derive(Clone, Debug, Deserialize)]
pub struct Choice {
    /// Whether it can.
    pub accepted: bool,
    /// Whether the facade insists on it.
    #[serde(default)]
    pub required: bool,
    /// The values, where they are fixed.
    #[serde(default)]
    pub values: Vec<String>,
    /// Why the facade insists.
    pub why: Option<String>,
}

/// Whether a free text is kept.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Comment {
    /// Whether it is.
    pub accepted: bool,
    /// How long it may be, in characters.
    pub max_length: Option<u64>,
}

/// Whether a scheduled cancellation can be taken back.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Undo {
    /// Whether it can.
    pub possible: bool,
    /// By which operation.
    pub operation_id: Option<String>,
    /// What that does, or why it cannot be.
    pub effect: String,
}

/// What makes sending again safe.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Repetition {
    /// The rule.
    pub rule: RepetitionRule,
    /// The read that must come first.
    pub operation_id: Option<String>,
    /// How long after the first sending a read that shows the subscription active may be believed, in seconds.
    pub settle_seconds: Option<u64>,
    /// In words.
    pub effect: String,
}

/// The rule of a repetition.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "kebab-case")]
pub enum RepetitionRule {
    /// After a read that shows the subscription still active.
    AfterRead,
    /// Under an id that the caller's key fixes.
    ByKey,
    /// Never with certainty.
    NeverCertain,
}

/// How certain a status makes the caller.
#[derive(Clone, Debug, Deserialize)]
pub struct StatusMeaning {
    /// The certainty, where `proof` holds.
    pub certainty: Certainty,
    /// One sentence.
    pub meaning: String,
    /// What the body must say before `done` is believed.
    pub proof: Option<Proof>,
}

/// What may be believed of the subscription after an answer.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "kebab-case")]
pub enum Certainty {
    /// It is done.
    Done,
    /// It was refused and nothing changed.
    Rejected,
    /// It may have been done.
    MaybeDone,
}

/// What an answer's body must say.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Proof {
    /// A JSON Pointer into the body.
    pub pointer: String,
    /// The values that prove it; empty where any value but null does.
    #[serde(default)]
    pub one_of: Vec<Value>,
}

/// The read that tells what became of the subscription.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Confirm {
    /// The operation.
    pub operation_id: String,
    /// How far it can be trusted.
    pub strength: Strength,
    /// In words.
    pub effect: String,
}

/// How far a read can be trusted.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "kebab-case")]
pub enum Strength {
    /// What it shows is so.
    Strong,
    /// What it shows can have another cause.
    Weak,
}
