//! What each provider can do, from the `x-cancellation` of its document.
//!
//! This is plain data and always there, whichever features are on: a plan is refused by it, the table of `cancelkit providers` is
//! printed from it, and a change of it is reviewed as a change of the document.

#[rustfmt::skip]
mod jetpack;
#[rustfmt::skip]
mod kajabi;
#[rustfmt::skip]
mod rebilly;
#[rustfmt::skip]
mod stax_bill;

use serde::Serialize;

use crate::{Certainty, ProviderId};

/// A choice about money, as abilities name it: the same words as in a request.
pub type MoneyKind = crate::Money;

/// What a provider can do about one cancellation, in its own words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Abilities {
    /// Whose abilities these are.
    pub provider: ProviderId,
    /// The cancel operation's id in the provider's document.
    pub operation_id: &'static str,
    /// Its method.
    pub method: &'static str,
    /// Its path under the provider's server.
    pub path: &'static str,
    /// What is cancelled and how it is named.
    pub target: &'static str,
    /// An example of a target.
    pub target_example: &'static str,
    /// When a subscription can end.
    pub timing: &'static [Effect<TimingKind>],
    /// What can happen to charges.
    pub money: &'static [Effect<MoneyKind>],
    /// Whether a reason is recorded.
    pub reason: Choice,
    /// Whether free words are recorded.
    pub comment: Comment,
    /// Whether it is recorded who asked.
    pub actor: Choice,
    /// Whether a cancellation can be taken back.
    pub undo: Undo,
    /// What makes it safe to send again.
    pub repetition: Repetition,
    /// What each documented status means for the subscription.
    pub statuses: &'static [StatusMeaning],
    /// How the outcome is read back.
    pub confirm: Confirm,
    /// What has surprised people, or would.
    pub traps: &'static [&'static str],
}

impl Abilities {
    /// The abilities of a provider.
    #[must_use]
    pub const fn of(provider: ProviderId) -> &'static Self {
        match provider {
            ProviderId::Jetpack => &jetpack::ABILITIES,
            ProviderId::StaxBill => &stax_bill::ABILITIES,
            ProviderId::Rebilly => &rebilly::ABILITIES,
            ProviderId::Kajabi => &kajabi::ABILITIES,
        }
    }

    /// The effect of a timing; `None` where the provider cannot do it.
    #[must_use]
    pub fn timing_effect(&self, kind: TimingKind) -> Option<&'static str> {
        effect(self.timing, kind)
    }

    /// The effect of a choice about money; `None` where the provider cannot do it.
    #[must_use]
    pub fn money_effect(&self, kind: MoneyKind) -> Option<&'static str> {
        effect(self.money, kind)
    }

    /// What a status of the cancel operation means; `None` for a status that the document does not list.
    #[must_use]
    pub fn status(&self, status: u16) -> Option<&'static StatusMeaning> {
        self.statuses.iter().find(|meaning| meaning.status == status)
    }
}

fn effect<T: PartialEq>(effects: &'static [Effect<T>], value: T) -> Option<&'static str> {
    effects.iter().find(|effect| effect.value == value).map(|effect| effect.effect)
}

crate::words::words! {
    /// A kind of [`Timing`](crate::Timing).
    pub enum TimingKind as "timing" {
        /// At once.
        Now = "now",
        /// When the period that runs now is over.
        AtPeriodEnd = "at-period-end",
        /// At a given moment.
        AtTime = "at-time",
    }
}

/// Something that a provider can do, and what comes of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
pub struct Effect<T> {
    /// What it is.
    pub value: T,
    /// What comes of it.
    pub effect: &'static str,
}

/// Whether a choice is taken, and which values there are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
pub struct Choice {
    /// Whether the provider takes it.
    pub accepted: bool,
    /// Whether this project asks for it.
    pub required: bool,
    /// The provider's own values.
    pub values: &'static [&'static str],
    /// Why it is not taken, or what leaving it out would mean.
    pub why: Option<&'static str>,
}

/// Whether free words are taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
pub struct Comment {
    /// Whether the provider takes them.
    pub accepted: bool,
    /// The most characters.
    pub max_length: Option<u64>,
}

/// Whether a cancellation can be taken back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
pub struct Undo {
    /// Whether it can.
    pub possible: bool,
    /// By which operation.
    pub operation_id: Option<&'static str>,
    /// What comes of it, or why there is none.
    pub effect: &'static str,
}

/// What makes it safe to send a cancellation again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
pub struct Repetition {
    /// The rule.
    pub rule: RepetitionRule,
    /// The read that belongs to it.
    pub operation_id: Option<&'static str>,
    /// How long after a request a read can be believed.
    pub settle_seconds: Option<u64>,
    /// The rule in words.
    pub effect: &'static str,
}

crate::words::words! {
    /// A rule for sending again.
    pub enum RepetitionRule as "rule for sending again" {
        /// The caller's key names the cancellation: it is read by an id derived from the key, and sent only where there is none.
        ByKey = "by-key",
        /// A read, some time later, must show the subscription as still active.
        AfterRead = "after-read",
        /// No read settles it: a person decides.
        NeverCertain = "never-certain",
    }
}

/// What a status means for the subscription.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
pub struct StatusMeaning {
    /// The HTTP status.
    pub status: u16,
    /// What may be believed after it, and only with the proof where there is one; without it, [`Certainty::MaybeDone`].
    pub certainty: Certainty,
    /// The same in words.
    pub meaning: &'static str,
    /// What the body must show.
    pub proof: Option<Proof>,
}

/// What a body must show to prove what a status means: that a subscription was cancelled, or that nothing was done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
pub struct Proof {
    /// Where to look: a JSON Pointer.
    pub pointer: &'static str,
    /// The values that prove it, as JSON texts; empty where any value but null does.
    pub one_of: &'static [&'static str],
}

impl Proof {
    /// Whether a body shows it.
    #[must_use]
    pub fn holds(&self, body: &serde_json::Value) -> bool {
        let Some(found) = body.pointer(self.pointer).filter(|found| !found.is_null()) else {
            return false;
        };
        self.one_of.is_empty()
            || self
                .one_of
                .iter()
                .any(|text| serde_json::from_str(text).is_ok_and(|value: serde_json::Value| value == *found))
    }
}

/// How the outcome is read back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
pub struct Confirm {
    /// The read.
    pub operation_id: &'static str,
    /// How much it proves.
    pub strength: Strength,
    /// What it proves, in words.
    pub effect: &'static str,
}

crate::words::words! {
    /// How much a read proves.
    pub enum Strength as "strength of a read" {
        /// It says of this very subscription whether it has ended.
        Strong = "strong",
        /// It can leave the question open.
        Weak = "weak",
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{Abilities, Proof, RepetitionRule};
    use crate::{Certainty, ProviderId};

    #[test]
    fn a_proof_needs_the_value_itself() {
        let proof = Proof { pointer: "/a/b", one_of: &["true", "\"yes\""] };
        for body in
            [json!({}), json!({"a": {"b": false}}), json!({"a": {"b": "true"}}), json!({"a": {"b": null}}), json!(null)]
        {
            assert!(!proof.holds(&body), "{body}");
        }
        assert!(proof.holds(&json!({"a": {"b": true}})));
        assert!(proof.holds(&json!({"a": {"b": "yes"}})));
    }

    #[test]
    fn without_values_anything_but_null_is_one() {
        let proof = Proof { pointer: "/at", one_of: &[] };
        assert!(!proof.holds(&json!({"at": null})));
        assert!(!proof.holds(&json!({})));
        assert!(proof.holds(&json!({"at": "2026-11-22"})));
    }

    #[test]
    fn every_provider_says_what_the_facade_relies_on() {
        for id in ProviderId::ALL {
            let abilities = Abilities::of(id);
            assert_eq!(abilities.provider, id);
            assert!(!abilities.timing.is_empty() && !abilities.money.is_empty() && !abilities.traps.is_empty());
            for meaning in abilities.statuses {
                let proven = meaning.certainty == Certainty::Done;
                assert!(meaning.proof.is_some() || !proven, "{id} {}", meaning.status);
                assert!(
                    meaning.proof.is_none() || meaning.certainty != Certainty::MaybeDone,
                    "{id} {}",
                    meaning.status
                );
                assert_eq!(proven, (200..300).contains(&meaning.status), "{id} {}", meaning.status);
                for text in meaning.proof.iter().flat_map(|proof| proof.one_of) {
                    serde_json::from_str::<serde_json::Value>(text).expect(text);
                }
            }
            assert_eq!(abilities.repetition.rule == RepetitionRule::ByKey, id == ProviderId::Rebilly);
            assert_eq!(abilities.undo.possible, abilities.undo.operation_id.is_some());
        }
    }
}
