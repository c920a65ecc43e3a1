//! Operations, matched by method and path.

use super::at::At;
use super::compare::{Comparison, Stated};
use super::read::{self, Operation};
use super::{ability, body, lifecycle, parameter, prose, response, security, server};
use crate::finding::{Audience, Occurrence, Severity};

/// Both who sends and who reads: an operation as a whole.
pub(super) const EVERYBODY: &[Audience] = &[Audience::Senders, Audience::Readers];

/// Compares everything.
pub(crate) fn compare(comparison: &mut Comparison<'_, '_>) {
    let base = read::operations(comparison.base.document);
    let revision = read::operations(comparison.revision.document);
    server::compare(comparison);
    security::compare_schemes(comparison);
    for (key, old) in &base {
        match revision.get(key) {
            Some(new) => compare_operations(comparison, old, new),
            None => lifecycle::removed(comparison, old),
        }
    }
    for (_, new) in revision.iter().filter(|(key, _)| !base.contains_key(*key)) {
        let place = comparison.in_revision(&new.at);
        comparison.state(Stated {
            id: "operation-added",
            severity: Severity::Info,
            hurts: &[],
            sentence: format!("The operation {} {} is new.", new.method, new.path),
            base: None,
            revision: place,
            at: place_of(new, ""),
        });
    }
    webhooks(comparison);
    prose::compare(comparison);
}

fn compare_operations<'a>(comparison: &mut Comparison<'_, 'a>, old: &Operation<'a>, new: &Operation<'a>) {
    lifecycle::compare(comparison, old, new);
    identity(comparison, old, new);
    security::compare(comparison, old, new);
    server::compare_operations(comparison, old, new);
    parameter::compare(comparison, old, new);
    body::compare(comparison, old, new);
    response::compare(comparison, old, new);
    callbacks(comparison, old, new);
    ability::compare(comparison, old, new);
    envelope(comparison, old, new);
}

/// Where in an operation something is.
pub(super) fn place_of(operation: &Operation<'_>, part: impl Into<String>) -> Occurrence {
    Occurrence {
        method: operation.method.clone(),
        path: operation.path.to_owned(),
        part: part.into(),
        value: String::new(),
    }
}

/// What has a name that the wire does not show.
fn identity<'a>(comparison: &mut Comparison<'_, 'a>, old: &Operation<'a>, new: &Operation<'a>) {
    let (had, has) = (old.at.text("operationId"), new.at.text("operationId"));
    if had != has {
        let name = |id: Option<&str>| id.map_or_else(|| "none".to_owned(), |id| format!("`{id}`"));
        let (base, revision) = (comparison.in_base(&old.at), comparison.in_revision(&new.at));
        comparison.state(Stated {
            id: "operation-id-changed",
            severity: Severity::Info,
            hurts: &[Audience::Callers],
            sentence: format!(
                "The operationId was {} and is {}: nothing on the wire, a name in Rust.",
                name(had),
                name(has)
            ),
            base,
            revision,
            at: place_of(new, ""),
        });
    }
    let tags = |operation: &Operation<'a>| -> Vec<String> {
        let tags = operation.at.get("tags").map(|tags| tags.items()).unwrap_or_default();
        tags.iter().filter_map(|tag| tag.node.as_str().map(str::to_owned)).collect()
    };
    let (mut had, mut has) = (tags(old), tags(new));
    had.sort();
    has.sort();
    if had != has {
        let (base, revision) = (comparison.in_base(&old.at), comparison.in_revision(&new.at));
        comparison.state(Stated {
            id: "tags-changed",
            severity: Severity::Info,
            hurts: &[],
            sentence: format!("The tags were {} and are {}.", list(&had), list(&has)),
            base,
            revision,
            at: place_of(new, ""),
        });
    }
}

fn list(names: &[String]) -> String {
    if names.is_empty() { "none".to_owned() } else { names.join(", ") }
}

/// Webhooks: what the provider sends, and the caller answers.
fn webhooks(comparison: &mut Comparison<'_, '_>) {
    let items = |document| {
        let webhooks = At::root(document).get("webhooks").map(|at| at.members()).unwrap_or_default();
        read::items(document, webhooks.into_iter())
    };
    let (base, revision) = (items(comparison.base.document), items(comparison.revision.document));
    for (key, old) in &base {
        match revision.get(key) {
            Some(new) => reversed(comparison, old, new),
            None => gone(comparison, old, "webhook"),
        }
    }
    for (_, new) in revision.iter().filter(|(key, _)| !base.contains_key(*key)) {
        let place = comparison.in_revision(&new.at);
        comparison.state(Stated {
            id: "webhook-added",
            severity: Severity::Info,
            hurts: &[],
            sentence: format!("The webhook `{}` is new.", new.path),
            base: None,
            revision: place,
            at: place_of(new, "webhook"),
        });
    }
}

fn callbacks<'a>(comparison: &mut Comparison<'_, 'a>, old: &Operation<'a>, new: &Operation<'a>) {
    for (name, had) in &old.callbacks {
        let has = new.callbacks.iter().find(|(other, _)| other == name);
        let had = read::items(comparison.base.document, had.members().into_iter());
        let has = has.map(|(_, at)| read::items(comparison.revision.document, at.members().into_iter()));
        for (key, old) in &had {
            match has.as_ref().and_then(|has| has.get(key)) {
                Some(new) => reversed(comparison, old, new),
                None => gone(comparison, old, "callback"),
            }
        }
    }
}

/// A call that the provider makes: its body is read by the caller, who answers it.
fn reversed<'a>(comparison: &mut Comparison<'_, 'a>, old: &Operation<'a>, new: &Operation<'a>) {
    body::compare_reversed(comparison, old, new);
    response::compare_reversed(comparison, old, new);
}

fn gone<'a>(comparison: &mut Comparison<'_, 'a>, old: &Operation<'a>, what: &str) {
    let place = comparison.in_base(&old.at);
    comparison.state(Stated {
        id: if what == "webhook" { "webhook-removed" } else { "callback-removed" },
        severity: Severity::Breaking,
        hurts: &[Audience::Readers],
        sentence: format!("The {what} `{}` is gone: who waits for it waits for ever.", old.path),
        base: place,
        revision: None,
        at: place_of(old, what),
    });
}

/// The second method of a client, which unwraps an envelope.
fn envelope<'a>(comparison: &mut Comparison<'_, 'a>, old: &Operation<'a>, new: &Operation<'a>) {
    let (had, has) = (old.at.get("x-envelope"), new.at.get("x-envelope"));
    let json = |at: &Option<At<'a>>| at.as_ref().map(|at| at.node.to_json());
    if json(&had) == json(&has) {
        return;
    }
    let base = comparison.in_base(had.as_ref().unwrap_or(&old.at));
    let revision = comparison.in_revision(has.as_ref().unwrap_or(&new.at));
    let (severity, how) = match (&had, &has) {
        (None, _) => (Severity::Info, "is new"),
        (_, None) => (Severity::Breaking, "is gone"),
        _ => (Severity::Warning, "changed"),
    };
    comparison.state(Stated {
        id: "envelope-changed",
        severity,
        hurts: &[Audience::Callers],
        sentence: format!("`x-envelope` {how}, and with it the second method of the client."),
        base,
        revision,
        at: place_of(new, "x-envelope"),
    });
}
