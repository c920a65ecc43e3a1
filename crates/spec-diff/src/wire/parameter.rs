//! Parameters: where they stand, whether they are needed, how they are written, and what they may be.

use super::at::At;
use super::compare::{Comparison, Stated};
use super::operation::place_of;
use super::read::{Operation, Parameter, content};
use crate::finding::{Audience, Severity};
use crate::schema::{Direction, equal};

const SENDERS: &[Audience] = &[Audience::Senders];

pub(super) fn compare<'a>(comparison: &mut Comparison<'_, 'a>, old: &Operation<'a>, new: &Operation<'a>) {
    let (had, has) = (old.matched_parameters(), new.matched_parameters());
    for (old_parameter, name) in &had {
        match has.iter().find(|(parameter, other)| parameter.location == old_parameter.location && other == name) {
            Some((new_parameter, _)) => compare_one(comparison, new, old_parameter, new_parameter),
            None => removed(comparison, old, old_parameter, &has),
        }
    }
    for (parameter, name) in &has {
        let known = had.iter().any(|(other, known)| other.location == parameter.location && known == name);
        // One that moved here was said to have moved.
        let moved = had.iter().any(|(other, _)| {
            other.name == parameter.name
                && other.location != parameter.location
                && !has.iter().any(|(still, _)| still.name == other.name && still.location == other.location)
        });
        if !known && !moved {
            added(comparison, new, parameter);
        }
    }
}

fn part(parameter: &Parameter<'_>) -> String {
    format!("{} parameter `{}`", parameter.location, parameter.name)
}

fn removed<'a>(
    comparison: &mut Comparison<'_, 'a>,
    old: &Operation<'a>,
    parameter: &Parameter<'a>,
    has: &[(&Parameter<'a>, String)],
) {
    let moved = has.iter().find(|(other, _)| other.name == parameter.name && other.location != parameter.location);
    let base = comparison.in_base(&parameter.at);
    let (id, severity, sentence) = match moved {
        Some((other, _)) => (
            "request-parameter-moved",
            Severity::Breaking,
            format!("The {} goes into the {} now.", part(parameter), other.location),
        ),
        None if parameter.location == "path" => {
            ("request-parameter-removed", Severity::Info, format!("The {} is gone.", part(parameter)))
        }
        None => (
            "request-parameter-removed",
            Severity::Warning,
            format!("The {} is gone: what is sent in it may be ignored.", part(parameter)),
        ),
    };
    let revision = moved.and_then(|(other, _)| comparison.in_revision(&other.at));
    comparison.state(Stated {
        id,
        severity,
        hurts: SENDERS,
        sentence,
        base,
        revision,
        at: place_of(old, part(parameter)),
    });
}

fn added<'a>(comparison: &mut Comparison<'_, 'a>, new: &Operation<'a>, parameter: &Parameter<'a>) {
    let required = parameter.is_required();
    let revision = comparison.in_revision(&parameter.at);
    comparison.state(Stated {
        id: if required { "request-required-parameter-added" } else { "request-parameter-added" },
        severity: if required { Severity::Breaking } else { Severity::Info },
        hurts: SENDERS,
        sentence: if required {
            format!("The {} is new and required.", part(parameter))
        } else {
            format!("The {} is new and optional.", part(parameter))
        },
        base: None,
        revision,
        at: place_of(new, part(parameter)),
    });
}

fn compare_one<'a>(
    comparison: &mut Comparison<'_, 'a>,
    operation: &Operation<'a>,
    old: &Parameter<'a>,
    new: &Parameter<'a>,
) {
    let at = place_of(operation, part(new));
    let (base, revision) = (comparison.in_base(&old.at), comparison.in_revision(&new.at));
    // How a plain value is written hangs on neither `style` nor `explode`.
    let has_parts = may_have_parts(comparison, &old.at) || old.style() != new.style();
    let mut say = |id: &str, severity: Severity, sentence: String| {
        let (base, revision, at) = (base.clone(), revision.clone(), at.clone());
        comparison.state(Stated { id, severity, hurts: SENDERS, sentence, base, revision, at });
    };
    match (old.is_required(), new.is_required()) {
        (false, true) => {
            say("request-parameter-required", Severity::Breaking, format!("The {} is required now.", part(new)))
        }
        (true, false) => {
            say("request-parameter-optional", Severity::Info, format!("The {} is optional now.", part(new)));
        }
        _ => {}
    }
    if old.location == "path" && old.name != new.name {
        say(
            "path-parameter-renamed",
            Severity::Info,
            format!("The path parameter `{}` is called `{}` now: nothing on the wire.", old.name, new.name),
        );
    }
    for (what, had, has) in [
        ("style", old.style().to_owned(), new.style().to_owned()),
        ("explode", old.explode().to_string(), new.explode().to_string()),
        ("allowReserved", old.at.flag("allowReserved").to_string(), new.at.flag("allowReserved").to_string()),
    ] {
        if had != has && (what == "allowReserved" || has_parts) {
            say(
                "request-parameter-style-changed",
                Severity::Breaking,
                format!("The {} is written in another way: `{what}` was {had} and is {has}.", part(new)),
            );
        }
    }
    match (old.at.flag("deprecated"), new.at.flag("deprecated")) {
        (false, true) => {
            say("request-parameter-deprecated", Severity::Info, format!("The {} is deprecated now.", part(new)));
        }
        (true, false) => {
            say(
                "request-parameter-undeprecated",
                Severity::Info,
                format!("The {} is no longer deprecated.", part(new)),
            );
        }
        _ => {}
    }
    values(comparison, old, new, &at);
}

fn values<'a>(
    comparison: &mut Comparison<'_, 'a>,
    old: &Parameter<'a>,
    new: &Parameter<'a>,
    at: &crate::finding::Occurrence,
) {
    let schemas = |parameter: &Parameter<'a>, document| -> (Option<String>, Option<At<'a>>) {
        match content(document, &parameter.at).into_iter().next() {
            Some((media_type, media)) => (Some(media_type), media.get("schema")),
            None => (None, parameter.at.get("schema")),
        }
    };
    let (had_type, had) = schemas(old, comparison.base.document);
    let (has_type, has) = schemas(new, comparison.revision.document);
    if had_type != has_type {
        let (base, revision) = (comparison.in_base(&old.at), comparison.in_revision(&new.at));
        comparison.state(Stated {
            id: "request-parameter-style-changed",
            severity: Severity::Breaking,
            hurts: SENDERS,
            sentence: format!("The {} is written in another media type.", part(new)),
            base,
            revision,
            at: at.clone(),
        });
    }
    let (Some(had), Some(has)) = (had, has) else { return };
    comparison.schemas(Direction::Request, &had, &has, at);
    default(comparison, &had, &has, at);
    extensible(comparison, &had, &has, at);
}

/// Who leaves a parameter out gets its default.
fn default<'a>(comparison: &mut Comparison<'_, 'a>, had: &At<'a>, has: &At<'a>, at: &crate::finding::Occurrence) {
    let followed = |at: &At<'a>, document| at.clone().followed(document);
    let (had, has) = (followed(had, comparison.base.document), followed(has, comparison.revision.document));
    let value = |at: &At<'a>| at.get("default").map(|at| at.node.to_json());
    let (old, new) = (value(&had), value(&has));
    let same = match (&old, &new) {
        (Some(old), Some(new)) => equal(old, new),
        (old, new) => old.is_none() && new.is_none(),
    };
    if !same {
        let text =
            |value: &Option<serde_json::Value>| value.as_ref().map_or("none".to_owned(), |value| format!("`{value}`"));
        let (base, revision) = (comparison.in_base(&had), comparison.in_revision(&has));
        comparison.state(Stated {
            id: "request-default-changed",
            severity: Severity::Warning,
            hurts: SENDERS,
            sentence: format!("Who leaves it out gets another default: it was {} and is {}.", text(&old), text(&new)),
            base,
            revision,
            at: at.clone(),
        });
    }
}

/// Values that a list names without closing it.
fn extensible<'a>(comparison: &mut Comparison<'_, 'a>, had: &At<'a>, has: &At<'a>, at: &crate::finding::Occurrence) {
    let values = |at: &At<'a>| -> Vec<(serde_json::Value, At<'a>)> {
        let list = at.get("x-extensible-enum").map(|list| list.items()).unwrap_or_default();
        list.into_iter().map(|at| (at.node.to_json(), at)).collect()
    };
    let (old, new) = (values(had), values(has));
    for (value, place) in old.iter().filter(|(value, _)| !new.iter().any(|(other, _)| equal(value, other))) {
        let (base, revision) = (comparison.in_base(place), comparison.in_revision(has));
        comparison.state(Stated {
            id: "request-enum-value-removed",
            severity: Severity::Breaking,
            hurts: SENDERS,
            sentence: format!("The value `{value}` is no longer listed in `x-extensible-enum`."),
            base,
            revision,
            at: at.clone(),
        });
    }
}

/// Whether a value may be an array or an object, whose parts are written in one way or another.
fn may_have_parts<'a>(comparison: &Comparison<'_, 'a>, parameter: &At<'a>) -> bool {
    let Some(schema) = parameter.get("schema") else { return true };
    let schema = schema.followed(comparison.base.document);
    !matches!(schema.text("type"), Some("string" | "integer" | "number" | "boolean"))
}
