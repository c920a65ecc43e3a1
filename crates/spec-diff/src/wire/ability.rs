//! What the facade can do: `x-cancellation` of a cancel operation.

use std::collections::BTreeMap;

use spec_document::Node;

use super::at::At;
use super::compare::{Comparison, Stated};
use super::operation::place_of;
use super::read::Operation;
use crate::finding::{Audience, Severity};

const FACADE: &[Audience] = &[Audience::FacadeUsers];

/// Compares the abilities of an operation.
pub(super) fn compare<'a>(comparison: &mut Comparison<'_, 'a>, old: &Operation<'a>, new: &Operation<'a>) {
    let (had, has) = (old.at.get("x-cancellation"), new.at.get("x-cancellation"));
    let (had, has) = match (had, has) {
        (None, None) => return,
        (Some(had), Some(has)) => (had, has),
        (had, has) => {
            let gone = has.is_none();
            let base = comparison.in_base(had.as_ref().unwrap_or(&old.at));
            let revision = comparison.in_revision(has.as_ref().unwrap_or(&new.at));
            return comparison.state(Stated {
                id: if gone { "ability-removed" } else { "ability-added" },
                severity: if gone { Severity::Breaking } else { Severity::Info },
                hurts: FACADE,
                sentence: if gone {
                    "The facade can no longer cancel with this operation.".to_owned()
                } else {
                    "The facade can cancel with this operation.".to_owned()
                },
                base,
                revision,
                at: place_of(new, "x-cancellation"),
            });
        }
    };
    let mut abilities = Abilities { comparison, operation: new, had: &had, has: &has };
    for (key, what) in [("timing", "end a subscription"), ("money", "settle charges with")] {
        abilities.offers(key, what);
    }
    for key in ["reason", "comment", "actor"] {
        abilities.choice(key);
    }
    abilities.undo();
    abilities.statuses();
    abilities.words();
    abilities.texts();
}

struct Abilities<'c, 's, 'a> {
    comparison: &'c mut Comparison<'s, 'a>,
    operation: &'c Operation<'a>,
    had: &'c At<'a>,
    has: &'c At<'a>,
}

impl<'a> Abilities<'_, '_, 'a> {
    /// Says something of the nodes at a key, or of all of it where a side does not have the key.
    fn say(&mut self, key: &str, id: &str, severity: Severity, sentence: String) {
        let base = self.comparison.in_base(&self.had.get(key).unwrap_or_else(|| self.had.clone()));
        let revision = self.comparison.in_revision(&self.has.get(key).unwrap_or_else(|| self.has.clone()));
        let at = place_of(self.operation, format!("x-cancellation {key}"));
        self.comparison.state(Stated { id, severity, hurts: FACADE, sentence, base, revision, at });
    }

    /// The values on offer, such as timings.
    fn offers(&mut self, key: &str, what: &str) {
        let values = |at: &At<'a>| -> Vec<&'a str> {
            let offers = at.get(key).map(|at| at.items()).unwrap_or_default();
            offers.iter().filter_map(|offer| offer.node.get("value").and_then(Node::as_str)).collect()
        };
        let (had, has) = (values(self.had), values(self.has));
        for gone in had.iter().filter(|value| !has.contains(value)) {
            self.say(key, "ability-removed", Severity::Breaking, format!("The facade can no longer {what} `{gone}`."));
        }
        for new in has.iter().filter(|value| !had.contains(value)) {
            self.say(key, "ability-added", Severity::Info, format!("The facade can {what} `{new}`."));
        }
    }

    /// What can be said with a cancellation, and what must be.
    fn choice(&mut self, key: &str) {
        let flag = |at: &At<'a>, name: &str| at.get(key).is_some_and(|at| at.flag(name));
        match (flag(self.had, "accepted"), flag(self.has, "accepted")) {
            (true, false) => {
                self.say(key, "ability-removed", Severity::Breaking, format!("The facade takes no {key} any more."));
            }
            (false, true) => self.say(key, "ability-added", Severity::Info, format!("The facade takes the {key}.")),
            _ => {}
        }
        match (flag(self.had, "required"), flag(self.has, "required")) {
            (false, true) => {
                self.say(
                    key,
                    "ability-required",
                    Severity::Breaking,
                    format!("The facade insists on knowing the {key} now."),
                );
            }
            (true, false) => {
                self.say(
                    key,
                    "ability-optional",
                    Severity::Info,
                    format!("The facade no longer insists on knowing the {key}."),
                );
            }
            _ => {}
        }
        let most = |at: &At<'a>| at.get(key).and_then(|at| at.node.get("maxLength").and_then(Node::as_u64));
        match (most(self.had), most(self.has)) {
            (had, Some(has)) if had.is_none_or(|had| has < had) && flag(self.had, "accepted") => self.say(
                key,
                "ability-narrowed",
                Severity::Breaking,
                format!("A {key} may have {has} characters at most now."),
            ),
            (Some(had), has) if has.is_none_or(|has| has > had) => {
                self.say(key, "ability-added", Severity::Info, format!("A {key} may be longer than {had} characters."));
            }
            _ => {}
        }
    }

    fn undo(&mut self) {
        let possible = |at: &At<'a>| at.get("undo").is_some_and(|at| at.flag("possible"));
        match (possible(self.had), possible(self.has)) {
            (true, false) => self.say(
                "undo",
                "ability-removed",
                Severity::Breaking,
                "The facade can no longer take a cancellation back.".to_owned(),
            ),
            (false, true) => {
                self.say(
                    "undo",
                    "ability-added",
                    Severity::Info,
                    "The facade can take a cancellation back.".to_owned(),
                );
            }
            _ => {}
        }
    }

    /// What an answer allows to believe.
    fn statuses(&mut self) {
        let meanings = |at: &At<'a>| -> BTreeMap<&'a str, (String, Option<serde_json::Value>)> {
            let statuses = at.get("statuses").map(|at| at.members()).unwrap_or_default();
            let text = |at: &At<'a>| at.text("certainty").unwrap_or_default().to_owned();
            let proof = |at: &At<'a>| at.get("proof").map(|proof| proof.node.to_json());
            statuses.into_iter().map(|(status, at)| (status, (text(&at), proof(&at)))).collect()
        };
        let (had, has) = (meanings(self.had), meanings(self.has));
        for (status, (certainty, proof)) in &has {
            let Some((old, old_proof)) = had.get(status) else { continue };
            if old != certainty {
                let sentence =
                    format!("After the status {status} the facade believed `{old}` and believes `{certainty}`.");
                self.say("statuses", "certainty-changed", Severity::Warning, sentence);
            } else if old_proof != proof {
                let sentence = format!("After the status {status} the facade asks for another proof of `{certainty}`.");
                self.say("statuses", "certainty-changed", Severity::Warning, sentence);
            }
        }
    }

    /// What sending again, reading back and naming a target rest on.
    fn words(&mut self) {
        for (key, name, what) in [
            ("repetition", "rule", "Sending again is safe by another rule"),
            ("repetition", "settleSeconds", "A read may be believed after another time"),
            ("repetition", "operationId", "Another operation is read before sending again"),
            ("confirm", "strength", "Reading back is trusted otherwise"),
            ("confirm", "operationId", "Another operation reads back"),
            ("undo", "operationId", "Another operation takes a cancellation back"),
        ] {
            let text = |at: &At<'a>| {
                let node = at.get(key)?.node.get(name)?.to_json();
                Some(node.as_str().map_or_else(|| node.to_string(), str::to_owned))
            };
            let (had, has) = (text(self.had), text(self.has));
            if had != has {
                let word = |text: Option<String>| text.map_or_else(|| "none".to_owned(), |text| format!("`{text}`"));
                let sentence = format!("{what}: it was {} and is {}.", word(had), word(has));
                self.say(key, "ability-changed", Severity::Warning, sentence);
            }
        }
    }

    /// What a plan tells people: effects, meanings, traps.
    fn texts(&mut self) {
        let (had, has) = (texts(self.had.node), texts(self.has.node));
        if had != has {
            let sentence = "What a plan tells of effects and traps changed; plans that were stored before are refused.";
            self.say("", "ability-described", Severity::Info, sentence.to_owned());
        }
    }
}

/// Every text for people in a node, in order.
fn texts(node: &Node) -> Vec<String> {
    let mut found = Vec::new();
    let mut pending = vec![(node, false)];
    while let Some((node, is_text)) = pending.pop() {
        if let Some(text) = node.as_str().filter(|_| is_text) {
            found.push(text.to_owned());
        }
        pending.extend(node.as_array().unwrap_or_default().iter().map(|item| (item, is_text)));
        for member in node.as_object().into_iter().flat_map(|object| object.iter()) {
            let is_text = matches!(member.key.as_str(), "effect" | "meaning" | "why" | "traps" | "what");
            pending.push((&member.value, is_text));
        }
    }
    found
}
