//! Servers: where requests go.

use super::at::At;
use super::compare::{Comparison, Stated};
use super::operation::place_of;
use super::read::Operation;
use crate::finding::{Audience, Occurrence, Severity};

const SENDERS: &[Audience] = &[Audience::Senders];

/// The servers of the documents.
pub(super) fn compare(comparison: &mut Comparison<'_, '_>) {
    let at =
        Occurrence { method: String::new(), path: String::new(), part: "servers".to_owned(), value: String::new() };
    let (base, revision) = (At::root(comparison.base.document), At::root(comparison.revision.document));
    lists(comparison, &base, &revision, &at);
}

/// The servers of one operation, where it has its own.
pub(super) fn compare_operations<'a>(comparison: &mut Comparison<'_, 'a>, old: &Operation<'a>, new: &Operation<'a>) {
    if old.at.get("servers").is_some() && new.at.get("servers").is_some() {
        lists(comparison, &old.at, &new.at, &place_of(new, "servers"));
    }
}

fn lists<'a>(comparison: &mut Comparison<'_, 'a>, old: &At<'a>, new: &At<'a>, at: &Occurrence) {
    let servers = |at: &At<'a>| at.get("servers").map(|at| at.items()).unwrap_or_default();
    let (had, has) = (servers(old), servers(new));
    let url = |server: &At<'a>| server.text("url").unwrap_or_default().trim_end_matches('/').to_owned();
    // Several servers can have one URL and differ in what its variables may be.
    let of_url = |servers: &[At<'a>], wanted: &str| -> Vec<At<'a>> {
        servers.iter().filter(|server| url(server) == wanted).cloned().collect()
    };
    for server in &had {
        let base = comparison.in_base(server);
        let (alike, others) = (of_url(&had, &url(server)), of_url(&has, &url(server)));
        let place = alike.iter().position(|other| other.pointer == server.pointer).unwrap_or(0);
        match others.get(place).or(others.first()) {
            Some(other) => variables(comparison, server, other, at),
            None => {
                let revision = comparison.in_revision(new);
                comparison.state(Stated {
                    id: "server-removed",
                    severity: Severity::Breaking,
                    hurts: SENDERS,
                    sentence: format!("The server `{}` is gone.", url(server)),
                    base,
                    revision,
                    at: at.clone(),
                });
            }
        }
    }
    for server in has.iter().filter(|server| !had.iter().any(|other| url(other) == url(server))) {
        let revision = comparison.in_revision(server);
        comparison.state(Stated {
            id: "server-added",
            severity: Severity::Info,
            hurts: &[],
            sentence: format!("The server `{}` is new.", url(server)),
            base: None,
            revision,
            at: at.clone(),
        });
    }
}

fn variables<'a>(comparison: &mut Comparison<'_, 'a>, old: &At<'a>, new: &At<'a>, at: &Occurrence) {
    let list = |at: &At<'a>| at.get("variables").map(|at| at.members()).unwrap_or_default();
    let has = list(new);
    for (name, had) in list(old) {
        let Some((_, has)) = has.iter().find(|(other, _)| *other == name) else { continue };
        let values = |at: &At<'a>| -> Option<Vec<&'a str>> {
            Some(at.get("enum")?.items().iter().filter_map(|value| value.node.as_str()).collect())
        };
        let (old_values, new_values) = (values(&had), values(has));
        let gone = match (&old_values, &new_values) {
            (_, None) => Vec::new(),
            (None, Some(_)) => vec!["any other"],
            (Some(old), Some(new)) => old.iter().copied().filter(|value| !new.contains(value)).collect(),
        };
        let (base, revision) = (comparison.in_base(&had), comparison.in_revision(has));
        for value in gone {
            comparison.state(Stated {
                id: "server-variable-value-removed",
                severity: Severity::Breaking,
                hurts: SENDERS,
                sentence: format!("The variable `{name}` of the server can no longer be `{value}`."),
                base: base.clone(),
                revision: revision.clone(),
                at: at.clone(),
            });
        }
        if had.text("default") != has.text("default") {
            let word = |at: &At<'a>| at.text("default").unwrap_or_default().to_owned();
            comparison.state(Stated {
                id: "server-variable-default-changed",
                severity: Severity::Warning,
                hurts: SENDERS,
                sentence: format!(
                    "The variable `{name}` of the server was `{}` by default and is `{}`.",
                    word(&had),
                    word(has)
                ),
                base,
                revision,
                at: at.clone(),
            });
        }
    }
}
