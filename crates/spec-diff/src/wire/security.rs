//! Security: what a caller has to show.

use std::collections::{BTreeMap, BTreeSet};

use super::at::At;
use super::compare::{Comparison, Stated};
use super::operation::place_of;
use super::read::Operation;
use crate::finding::{Audience, Occurrence, Severity};

const SENDERS: &[Audience] = &[Audience::Senders];

/// One way to satisfy an operation: schemes and the scopes asked of each.
type Alternative = BTreeMap<String, BTreeSet<String>>;

/// What is asked for an operation: any one of these.
pub(super) fn compare<'a>(comparison: &mut Comparison<'_, 'a>, old: &Operation<'a>, new: &Operation<'a>) {
    let (had_at, had) = alternatives(old, &At::root(comparison.base.document));
    let (has_at, has) = alternatives(new, &At::root(comparison.revision.document));
    let satisfied = |by: &Alternative, wanted: &Alternative| {
        wanted.iter().all(|(scheme, scopes)| by.get(scheme).is_some_and(|granted| scopes.is_subset(granted)))
    };
    let at = place_of(new, "security");
    let (base, revision) = (comparison.in_base(&had_at), comparison.in_revision(&has_at));
    for alternative in had.iter().filter(|by| !has.iter().any(|wanted| satisfied(by, wanted))) {
        comparison.state(Stated {
            id: "security-alternative-removed",
            severity: Severity::Breaking,
            hurts: SENDERS,
            sentence: format!("What sufficed does no longer: {}.", text(alternative)),
            base: base.clone(),
            revision: revision.clone(),
            at: at.clone(),
        });
    }
    for alternative in has.iter().filter(|by| !had.iter().any(|wanted| satisfied(by, wanted))) {
        comparison.state(Stated {
            id: "security-alternative-added",
            severity: Severity::Info,
            hurts: &[],
            sentence: format!("This suffices now: {}.", text(alternative)),
            base: base.clone(),
            revision: revision.clone(),
            at: at.clone(),
        });
    }
}

fn alternatives<'a>(operation: &Operation<'a>, root: &At<'a>) -> (At<'a>, BTreeSet<Alternative>) {
    let at = operation.at.get("security").or_else(|| root.get("security"));
    let listed: BTreeSet<Alternative> = at
        .iter()
        .flat_map(At::items)
        .map(|item| {
            item.members()
                .into_iter()
                .map(|(scheme, scopes)| {
                    let scopes = scopes.items();
                    (
                        scheme.to_owned(),
                        scopes.iter().filter_map(|scope| scope.node.as_str().map(str::to_owned)).collect(),
                    )
                })
                .collect()
        })
        .collect();
    let place = at.unwrap_or_else(|| operation.at.clone());
    // Nothing asked for is one way: with nothing.
    if listed.is_empty() { (place, BTreeSet::from([Alternative::new()])) } else { (place, listed) }
}

fn text(alternative: &Alternative) -> String {
    if alternative.is_empty() {
        return "no credential".to_owned();
    }
    let schemes = alternative.iter().map(|(scheme, scopes)| {
        let scopes: Vec<&str> = scopes.iter().map(String::as_str).collect();
        if scopes.is_empty() { format!("`{scheme}`") } else { format!("`{scheme}` with {}", scopes.join(", ")) }
    });
    schemes.collect::<Vec<_>>().join(" and ")
}

/// How the credentials of each scheme are sent.
pub(super) fn compare_schemes(comparison: &mut Comparison<'_, '_>) {
    let schemes = |document| -> BTreeMap<String, At<'_>> {
        let schemes = At::root(document).get("components").and_then(|at| at.get("securitySchemes"));
        let schemes = schemes.map(|at| at.members()).unwrap_or_default();
        schemes.into_iter().map(|(name, at)| (name.to_owned(), at.followed(document))).collect()
    };
    let (base, revision) = (schemes(comparison.base.document), schemes(comparison.revision.document));
    for (name, had) in &base {
        // One that is gone shows in the operations that asked for it.
        let Some(has) = revision.get(name) else { continue };
        for key in ["type", "in", "name", "scheme", "x-value-prefix"] {
            let lower = |at: &At<'_>| {
                at.text(key).map(|text| if key == "scheme" { text.to_ascii_lowercase() } else { text.to_owned() })
            };
            let (old, new) = (lower(had), lower(has));
            if old != new {
                let word = |text: &Option<String>| text.as_ref().map_or("none".to_owned(), |text| format!("`{text}`"));
                say(
                    comparison,
                    name,
                    (had, has),
                    "security-scheme-changed",
                    Severity::Breaking,
                    format!(
                        "Credentials of `{name}` are sent in another way: `{key}` was {} and is {}.",
                        word(&old),
                        word(&new)
                    ),
                );
            }
        }
        flows(comparison, name, had, has);
    }
}

fn flows<'a>(comparison: &mut Comparison<'_, 'a>, name: &str, had: &At<'a>, has: &At<'a>) {
    let list = |at: &At<'a>| at.get("flows").map(|at| at.members()).unwrap_or_default();
    let new = list(has);
    for (flow, old) in list(had) {
        let Some((_, new)) = new.iter().find(|(other, _)| *other == flow) else {
            let sentence = format!("The flow `{flow}` of `{name}` is gone.");
            say(comparison, name, (&old, has), "security-flow-removed", Severity::Breaking, sentence);
            continue;
        };
        for key in ["tokenUrl", "authorizationUrl", "refreshUrl"] {
            if old.text(key) != new.text(key) {
                let sentence = format!("The `{key}` of the flow `{flow}` of `{name}` changed.");
                say(comparison, name, (&old, new), "security-flow-changed", Severity::Breaking, sentence);
            }
        }
        let scopes = |at: &At<'a>| -> BTreeSet<&'a str> {
            at.get("scopes").map(|at| at.members()).unwrap_or_default().into_iter().map(|(scope, _)| scope).collect()
        };
        let (had, has) = (scopes(&old), scopes(new));
        for scope in had.difference(&has) {
            let sentence = format!("The scope `{scope}` of `{name}` is gone.");
            say(comparison, name, (&old, new), "security-scope-removed", Severity::Warning, sentence);
        }
        for scope in has.difference(&had) {
            let sentence = format!("The scope `{scope}` of `{name}` is new.");
            say(comparison, name, (&old, new), "security-scope-added", Severity::Info, sentence);
        }
    }
}

fn say<'a>(
    comparison: &mut Comparison<'_, 'a>,
    name: &str,
    (had, has): (&At<'a>, &At<'a>),
    id: &str,
    severity: Severity,
    sentence: String,
) {
    let (base, revision) = (comparison.in_base(had), comparison.in_revision(has));
    let at = Occurrence {
        method: String::new(),
        path: String::new(),
        part: format!("security scheme `{name}`"),
        value: String::new(),
    };
    comparison.state(Stated { id, severity, hurts: SENDERS, sentence, base, revision, at });
}
