//! Request bodies.

use super::at::At;
use super::compare::{Comparison, Stated};
use super::operation::place_of;
use super::read::{Operation, content, covers};
use crate::finding::{Audience, Severity};
use crate::schema::Direction;

const SENDERS: &[Audience] = &[Audience::Senders];

pub(super) fn compare<'a>(comparison: &mut Comparison<'_, 'a>, old: &Operation<'a>, new: &Operation<'a>) {
    let at = place_of(new, "request body");
    let (id, severity, sentence, base, revision) = match (&old.body, &new.body) {
        (None, None) => return,
        (Some(had), None) => (
            "request-body-removed",
            Severity::Warning,
            "There is no request body any more: what is sent in it may be ignored or refused.",
            comparison.in_base(had),
            comparison.in_revision(&new.at),
        ),
        (None, Some(has)) if has.flag("required") => (
            "request-body-required",
            Severity::Breaking,
            "There is a request body now, and it is required.",
            comparison.in_base(&old.at),
            comparison.in_revision(has),
        ),
        (None, Some(has)) => (
            "request-body-added",
            Severity::Info,
            "There can be a request body now.",
            comparison.in_base(&old.at),
            comparison.in_revision(has),
        ),
        (Some(had), Some(has)) => {
            compare_content(comparison, Direction::Request, new, "request body", (had, has));
            match (had.flag("required"), has.flag("required")) {
                (false, true) => (
                    "request-body-required",
                    Severity::Breaking,
                    "The request body is required now.",
                    comparison.in_base(had),
                    comparison.in_revision(has),
                ),
                (true, false) => (
                    "request-body-optional",
                    Severity::Info,
                    "The request body is optional now.",
                    comparison.in_base(had),
                    comparison.in_revision(has),
                ),
                _ => return,
            }
        }
    };
    comparison.state(Stated { id, severity, hurts: SENDERS, sentence: sentence.to_owned(), base, revision, at });
}

/// The body of a call that the provider makes.
pub(super) fn compare_reversed<'a>(comparison: &mut Comparison<'_, 'a>, old: &Operation<'a>, new: &Operation<'a>) {
    if let (Some(had), Some(has)) = (&old.body, &new.body) {
        compare_content(comparison, Direction::Answer, new, "body of the call", (had, has));
    }
}

/// Media types and their schemas, of what goes in one direction.
pub(super) fn compare_content<'a>(
    comparison: &mut Comparison<'_, 'a>,
    direction: Direction,
    operation: &Operation<'a>,
    part: &str,
    (old, new): (&At<'a>, &At<'a>),
) {
    let (had, has) = (content(comparison.base.document, old), content(comparison.revision.document, new));
    let (side, hurts) = match direction {
        Direction::Request => ("request", SENDERS),
        Direction::Answer => ("answer", &[Audience::Readers][..]),
    };
    for (media_type, had) in &had {
        let exact = has.iter().find(|(other, _)| other == media_type);
        let found = exact.or_else(|| has.iter().find(|(range, _)| covers(range, media_type)));
        let at = place_of(operation, format!("{part} {media_type}"));
        let Some((_, has)) = found else {
            let (base, revision) = (comparison.in_base(had), comparison.in_revision(new));
            comparison.state(Stated {
                id: &format!("{side}-media-type-removed"),
                severity: Severity::Breaking,
                hurts,
                sentence: format!("The {part} can no longer be `{media_type}`."),
                base,
                revision,
                at,
            });
            continue;
        };
        match (had.get("schema"), has.get("schema")) {
            (Some(old), Some(new)) => comparison.schemas(direction, &old, &new, &at),
            (None, None) => {}
            (old, _) => {
                let narrows = old.is_none();
                let harmful = narrows == (direction == Direction::Request);
                let (base, revision) = (comparison.in_base(had), comparison.in_revision(has));
                let how = if narrows {
                    "has a schema now, where anything went"
                } else {
                    "has no schema any more: anything may come"
                };
                comparison.state(Stated {
                    id: &format!("{side}-schema-{}", if narrows { "added" } else { "removed" }),
                    severity: if harmful { Severity::Breaking } else { Severity::Info },
                    hurts,
                    sentence: format!("The {part} `{media_type}` {how}."),
                    base,
                    revision,
                    at: at.clone(),
                });
            }
        }
        encoding(comparison, (had, has), (side, hurts), &at);
    }
    for (media_type, place) in
        has.iter().filter(|(it, _)| !had.iter().any(|(known, _)| known == it || covers(known, it)))
    {
        let (base, revision) = (comparison.in_base(old), comparison.in_revision(place));
        comparison.state(Stated {
            id: &format!("{side}-media-type-added"),
            severity: Severity::Info,
            hurts: &[],
            sentence: format!("The {part} can be `{media_type}` too."),
            base,
            revision,
            at: place_of(operation, format!("{part} {media_type}")),
        });
    }
}

/// How the parts of a form are written.
fn encoding<'a>(
    comparison: &mut Comparison<'_, 'a>,
    (old, new): (&At<'a>, &At<'a>),
    (side, hurts): (&str, &[Audience]),
    at: &crate::finding::Occurrence,
) {
    let json = |at: &At<'a>| at.get("encoding").map(|at| at.node.to_json());
    let plain =
        |value: Option<serde_json::Value>| value.filter(|value| value.as_object().is_none_or(|it| !it.is_empty()));
    if plain(json(old)) != plain(json(new)) {
        let (base, revision) = (comparison.in_base(old), comparison.in_revision(new));
        comparison.state(Stated {
            id: &format!("{side}-encoding-changed"),
            severity: Severity::Breaking,
            hurts,
            sentence: "The parts of the form are written in another way: `encoding` differs.".to_owned(),
            base,
            revision,
            at: at.clone(),
        });
    }
}
