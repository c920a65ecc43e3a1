//! Deprecation, sunset and removal.

use jiff::civil::Date;

use super::compare::{Comparison, Stated};
use super::operation::{EVERYBODY, place_of};
use super::read::Operation;
use crate::finding::Severity;

/// An operation that is gone. One that was deprecated with a sunset may go once that has passed.
pub(super) fn removed<'a>(comparison: &mut Comparison<'_, 'a>, old: &Operation<'a>) {
    let sunset = sunset(old);
    let announced = old.at.flag("deprecated") && sunset.is_some_and(|date| date <= comparison.today);
    let what = format!("The operation {} {} is gone", old.method, old.path);
    let sentence = match (old.at.flag("deprecated"), sunset) {
        (true, Some(date)) if announced => format!("{what}, as announced: it was deprecated with the sunset {date}."),
        (true, Some(date)) => format!("{what} before its sunset, {date}."),
        (true, None) => format!("{what}; it was deprecated, but no `x-sunset` said until when it would stay."),
        (false, _) => format!("{what} without having been deprecated."),
    };
    let base = comparison.in_base(&old.at);
    comparison.state(Stated {
        id: if announced { "operation-removed-after-sunset" } else { "operation-removed" },
        severity: if announced { Severity::Info } else { Severity::Breaking },
        hurts: EVERYBODY,
        sentence,
        base,
        revision: None,
        at: place_of(old, ""),
    });
}

pub(super) fn compare<'a>(comparison: &mut Comparison<'_, 'a>, old: &Operation<'a>, new: &Operation<'a>) {
    let (was, is) = (old.at.flag("deprecated"), new.at.flag("deprecated"));
    let (had, has) = (sunset(old), sunset(new));
    let (id, severity, sentence) = match (was, is) {
        (false, true) => {
            let until = has.map(|date| format!(" It goes after {date}.")).unwrap_or_default();
            ("operation-deprecated", Severity::Info, format!("The operation is deprecated now.{until}"))
        }
        (true, false) => {
            ("operation-undeprecated", Severity::Info, "The operation is no longer deprecated.".to_owned())
        }
        (true, true) if had != has => match (had, has) {
            (Some(had), Some(has)) if has < had => (
                "sunset-earlier",
                Severity::Breaking,
                format!("The sunset was {had} and is {has}: earlier than was promised."),
            ),
            (_, Some(has)) => ("sunset-changed", Severity::Info, format!("The sunset is {has} now.")),
            _ => ("sunset-changed", Severity::Info, "The sunset is gone.".to_owned()),
        },
        _ => return,
    };
    let (base, revision) = (comparison.in_base(&old.at), comparison.in_revision(&new.at));
    comparison.state(Stated { id, severity, hurts: EVERYBODY, sentence, base, revision, at: place_of(new, "") });
}

/// The day of `x-sunset`, from which on an operation may be gone.
fn sunset(operation: &Operation<'_>) -> Option<Date> {
    let text = operation.at.text("x-sunset")?;
    text.get(..10).and_then(|day| day.parse().ok())
}
