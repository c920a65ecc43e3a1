//! What a change of a schema is called, how much it matters, and how it is said.

use crate::finding::Severity;
use crate::schema::{Direction, Failure, Kind};

/// Name and sentence.
pub(crate) struct Words {
    pub(crate) id: String,
    pub(crate) sentence: String,
}

/// How much it matters that the right schema does not contain the left one.
///
/// A request that is refused breaks. Of an answer, what has another shape breaks; a value beyond a bound or a list only hurts who
/// checks bounds and closes lists, and an undeclared member only who refuses what he does not know.
pub(crate) fn severity(direction: Direction, hurts: bool, failure: &Failure, soft: bool, shown: bool) -> Severity {
    if !hurts {
        return Severity::Info;
    }
    match (&failure.kind, direction) {
        // Who reads an answer takes the branch that fits; who checks a request refuses what fits twice.
        (Kind::Overlap { .. }, Direction::Request) if shown => Severity::Breaking,
        (Kind::Overlap { known: true }, Direction::Answer) if !shown => Severity::Info,
        (Kind::Overlap { .. }, _) => Severity::Warning,
        _ if soft || failure.soft => Severity::Warning,
        (_, Direction::Request) => Severity::Breaking,
        (
            Kind::Value(_)
            | Kind::Values
            | Kind::Minimum
            | Kind::Maximum
            | Kind::MultipleOf
            | Kind::MinLength
            | Kind::MaxLength
            | Kind::Pattern
            | Kind::MinItems
            | Kind::MaxItems
            | Kind::UniqueItems
            | Kind::MinProperties
            | Kind::MaxProperties
            | Kind::Forbidden(_),
            Direction::Answer,
        ) => Severity::Warning,
        (_, Direction::Answer) => Severity::Breaking,
    }
}

/// Words for it. `narrows` says that the new document is the one that does not contain the value.
pub(crate) fn describe(direction: Direction, narrows: bool, failure: &Failure) -> Words {
    let Failure { allowed, wanted, .. } = failure;
    let side = match direction {
        Direction::Request => "request",
        Direction::Answer => "answer",
    };
    let bound = |what: &str, narrowed: &str, widened: &str| {
        let (old, new) = if narrows { (allowed, wanted) } else { (wanted, allowed) };
        let sentence = match (old.as_str(), new.as_str()) {
            ("", new) => format!("There is a {what} now: {new}."),
            (old, "") => format!("The {what} {old} is gone."),
            (old, new) => format!("The {what} was {old} and is {new}."),
        };
        (format!("{}-{}", what.replace(' ', "-"), if narrows { narrowed } else { widened }), sentence)
    };
    // What an answer no longer is forbids nobody anything.
    let comes_no_longer = narrows && direction == Direction::Answer;
    let (what, sentence) = match &failure.kind {
        Kind::Type if comes_no_longer => ("type-narrowed".into(), format!("It is no longer {allowed}, only {wanted}.")),
        Kind::Type if narrows => {
            ("type-narrowed".into(), format!("It may no longer be {allowed}: it must be {wanted}."))
        }
        Kind::Type => ("type-widened".into(), format!("It may be {allowed} now, where it was {wanted}.")),
        Kind::Value(value) if comes_no_longer => {
            ("enum-value-removed".into(), format!("The value {} comes no longer.", short(value)))
        }
        Kind::Value(value) if narrows => {
            ("enum-value-removed".into(), format!("The value {} is no longer allowed.", short(value)))
        }
        Kind::Value(value) if direction == Direction::Answer => (
            "enum-value-added".into(),
            format!(
                "The value {} may come now: clients of this workspace keep it, others that close the list fail.",
                short(value)
            ),
        ),
        Kind::Value(value) => ("enum-value-added".into(), format!("The value {} is allowed now.", short(value))),
        Kind::Values if narrows => ("enum-set".into(), format!("Only listed values are left: {wanted}.")),
        Kind::Values => ("enum-unset".into(), format!("It is no longer one of a list of values: {wanted}.")),
        Kind::Minimum => bound("minimum", "raised", "lowered"),
        Kind::Maximum => bound("maximum", "lowered", "raised"),
        Kind::MultipleOf => bound("step", "narrowed", "widened"),
        Kind::MinLength => bound("least length", "raised", "lowered"),
        Kind::MaxLength => bound("greatest length", "lowered", "raised"),
        Kind::Pattern => bound("pattern", "changed", "changed"),
        Kind::Format => bound("format", "changed", "changed"),
        Kind::MinItems => bound("least number of items", "raised", "lowered"),
        Kind::MaxItems => bound("greatest number of items", "lowered", "raised"),
        Kind::MinProperties => bound("least number of properties", "raised", "lowered"),
        Kind::MaxProperties => bound("greatest number of properties", "lowered", "raised"),
        Kind::UniqueItems if narrows => ("unique-items-set".into(), "No item may occur twice any more.".to_owned()),
        Kind::UniqueItems => ("unique-items-unset".into(), "An item may occur twice now.".to_owned()),
        Kind::Required(name) if comes_no_longer && allowed == "undeclared" => {
            ("property-required".into(), format!("The property `{name}` is new and always comes."))
        }
        Kind::Required(name) if comes_no_longer => {
            ("property-required".into(), format!("The property `{name}` always comes now."))
        }
        Kind::Required(name) if narrows && allowed == "undeclared" => {
            ("property-required".into(), format!("The property `{name}` is new and required."))
        }
        Kind::Required(name) if narrows => {
            ("property-required".into(), format!("The property `{name}` is required now."))
        }
        Kind::Required(name) if allowed == "undeclared" => {
            ("required-property-removed".into(), format!("The required property `{name}` is gone."))
        }
        Kind::Required(name) => {
            ("property-optional".into(), format!("The property `{name}` is no longer required and may be absent."))
        }
        Kind::Forbidden(name) if name == "*" && comes_no_longer => {
            ("properties-forbidden".into(), "Properties that are not declared come no longer.".to_owned())
        }
        Kind::Forbidden(name) if comes_no_longer => {
            ("property-forbidden".into(), format!("The property `{name}` comes no longer."))
        }
        Kind::Forbidden(name) if name == "*" && narrows => {
            ("properties-forbidden".into(), "Properties that are not declared are refused now.".to_owned())
        }
        Kind::Forbidden(name) if name == "*" => {
            ("properties-allowed".into(), "Properties that are not declared may be there now.".to_owned())
        }
        Kind::Forbidden(name) if narrows => {
            ("property-forbidden".into(), format!("The property `{name}` is refused now."))
        }
        Kind::Forbidden(name) => (
            "property-added-to-closed".into(),
            format!("The property `{name}` may be there now, where the schema allowed no other."),
        ),
        Kind::Branch(keyword) if narrows => {
            (branch(keyword, "removed"), format!("No branch of `{keyword}` takes {allowed} any more."))
        }
        Kind::Branch(keyword) => {
            (branch(keyword, "added"), format!("It may be {allowed} now, which no branch of `{keyword}` took."))
        }
        Kind::Overlap { .. } => (
            "one-of-overlap".into(),
            "A value may match two branches of `oneOf`, which allows one: it may be refused.".to_owned(),
        ),
        Kind::Keyword(keyword) => {
            ("keyword-changed".into(), format!("`{keyword}` differs, and what follows is not known."))
        }
        Kind::Reference => {
            ("reference-changed".into(), "A reference that leads out of the document differs.".to_owned())
        }
        Kind::Nothing if comes_no_longer => ("value-forbidden".into(), "No value comes any more.".to_owned()),
        Kind::Nothing if narrows => ("value-forbidden".into(), "No value is allowed any more.".to_owned()),
        Kind::Nothing => ("value-allowed".into(), "A value is allowed now.".to_owned()),
        Kind::TooMuch => {
            ("schema-too-large".into(), "The schema is too large to compare; anything may have changed.".to_owned())
        }
    };
    Words { id: format!("{side}-{what}"), sentence }
}

fn branch(keyword: &str, how: &str) -> String {
    format!("{}-branch-{how}", if keyword == "oneOf" { "one-of" } else { "any-of" })
}

fn short(value: &serde_json::Value) -> String {
    const MOST: usize = 60;
    let text = value.to_string();
    match text.char_indices().nth(MOST) {
        Some((end, _)) => format!("`{}…`", &text[..end]),
        None => format!("`{text}`"),
    }
}
