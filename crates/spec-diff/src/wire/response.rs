//! Answers: statuses, bodies, headers, links.

use super::at::At;
use super::body::compare_content;
use super::compare::{Comparison, Stated};
use super::operation::place_of;
use super::read::{Operation, content};
use crate::finding::{Audience, Severity};
use crate::schema::Direction;

const READERS: &[Audience] = &[Audience::Readers];

pub(super) fn compare<'a>(comparison: &mut Comparison<'_, 'a>, old: &Operation<'a>, new: &Operation<'a>) {
    for (status, has) in &new.responses {
        match old.documented(status) {
            Some(had) => compare_one(comparison, new, status, &had, has),
            None => added(comparison, new, status, has),
        }
    }
    for (status, had) in old.responses.iter().filter(|(status, _)| new.documented(status).is_none()) {
        removed(comparison, old, status, had);
    }
    // A status that the new document only covers by a range or by `default` is compared with that.
    for (status, had) in &old.responses {
        let exact = new.responses.iter().any(|(other, _)| other == status);
        if let Some(has) = new.documented(status).filter(|_| !exact) {
            compare_one(comparison, new, status, had, &has);
        }
    }
}

/// Answers that the caller gives to a call of the provider.
pub(super) fn compare_reversed<'a>(comparison: &mut Comparison<'_, 'a>, old: &Operation<'a>, new: &Operation<'a>) {
    for (status, had) in &old.responses {
        if let Some(has) = new.documented(status) {
            let part = format!("answer {status} to the call");
            compare_content(comparison, Direction::Request, new, &part, (had, &has));
        }
    }
}

fn is_success(status: &str) -> bool {
    status.starts_with('2') || status.starts_with('3')
}

fn added<'a>(comparison: &mut Comparison<'_, 'a>, new: &Operation<'a>, status: &str, has: &At<'a>) {
    let (base, revision) = (None, comparison.in_revision(has));
    let success = is_success(status);
    comparison.state(Stated {
        id: if success { "answer-success-status-added" } else { "answer-error-status-added" },
        severity: if success { Severity::Warning } else { Severity::Info },
        hurts: READERS,
        sentence: if success {
            format!("The status {status} may come now: clients of this workspace give it as undocumented until they are regenerated.")
        } else {
            format!("The status {status} is documented now.")
        },
        base,
        revision,
        at: place_of(new, format!("answer {status}")),
    });
}

fn removed<'a>(comparison: &mut Comparison<'_, 'a>, old: &Operation<'a>, status: &str, had: &At<'a>) {
    let success = is_success(status) || status == "default";
    let base = comparison.in_base(had);
    comparison.state(Stated {
        id: if success { "answer-success-status-removed" } else { "answer-error-status-removed" },
        severity: if success { Severity::Breaking } else { Severity::Info },
        hurts: READERS,
        sentence: format!("The status {status} is no longer documented."),
        base,
        revision: None,
        at: place_of(old, format!("answer {status}")),
    });
}

fn compare_one<'a>(
    comparison: &mut Comparison<'_, 'a>,
    operation: &Operation<'a>,
    status: &str,
    had: &At<'a>,
    has: &At<'a>,
) {
    let part = format!("answer {status}");
    let empty = |document, at| content(document, at).is_empty();
    if !empty(comparison.base.document, had) && empty(comparison.revision.document, has) {
        let (base, revision) = (comparison.in_base(had), comparison.in_revision(has));
        comparison.state(Stated {
            id: "answer-body-removed",
            severity: Severity::Breaking,
            hurts: READERS,
            sentence: format!("The answer {status} has no documented body any more."),
            base,
            revision,
            at: place_of(operation, part.clone()),
        });
    } else {
        compare_content(comparison, Direction::Answer, operation, &part, (had, has));
    }
    headers(comparison, operation, status, had, has);
    links(comparison, operation, status, had, has);
}

fn headers<'a>(
    comparison: &mut Comparison<'_, 'a>,
    operation: &Operation<'a>,
    status: &str,
    had: &At<'a>,
    has: &At<'a>,
) {
    let list = |at: &At<'a>, document| -> Vec<(String, At<'a>)> {
        let headers = at.get("headers").map(|at| at.members()).unwrap_or_default();
        headers.into_iter().map(|(name, at)| (name.to_ascii_lowercase(), at.followed(document))).collect()
    };
    let (old, new) = (list(had, comparison.base.document), list(has, comparison.revision.document));
    for (name, old_header) in &old {
        let at = place_of(operation, format!("answer {status} header `{name}`"));
        let base = comparison.in_base(old_header);
        match new.iter().find(|(other, _)| other == name) {
            None => {
                let required = old_header.flag("required");
                let revision = comparison.in_revision(has);
                comparison.state(Stated {
                    id: if required { "answer-required-header-removed" } else { "answer-header-removed" },
                    severity: if required { Severity::Breaking } else { Severity::Warning },
                    hurts: READERS,
                    sentence: format!("The header `{name}` is no longer documented."),
                    base,
                    revision,
                    at,
                });
            }
            Some((_, new_header)) => {
                if old_header.flag("required") && !new_header.flag("required") {
                    let revision = comparison.in_revision(new_header);
                    comparison.state(Stated {
                        id: "answer-header-optional",
                        severity: Severity::Breaking,
                        hurts: READERS,
                        sentence: format!("The header `{name}` may be absent now."),
                        base,
                        revision,
                        at: at.clone(),
                    });
                }
                if let (Some(old), Some(new)) = (old_header.get("schema"), new_header.get("schema")) {
                    comparison.schemas(Direction::Answer, &old, &new, &at);
                }
            }
        }
    }
    for (name, header) in new.iter().filter(|(name, _)| !old.iter().any(|(known, _)| known == name)) {
        let revision = comparison.in_revision(header);
        comparison.state(Stated {
            id: "answer-header-added",
            severity: Severity::Info,
            hurts: &[],
            sentence: format!("The header `{name}` may come now."),
            base: None,
            revision,
            at: place_of(operation, format!("answer {status} header `{name}`")),
        });
    }
}

fn links<'a>(comparison: &mut Comparison<'_, 'a>, operation: &Operation<'a>, status: &str, had: &At<'a>, has: &At<'a>) {
    let list = |at: &At<'a>, document| -> Vec<(&'a str, At<'a>)> {
        let links = at.get("links").map(|at| at.members()).unwrap_or_default();
        links.into_iter().map(|(name, at)| (name, at.followed(document))).collect()
    };
    let (old, new) = (list(had, comparison.base.document), list(has, comparison.revision.document));
    // What people read of a link leads nowhere.
    let leads = |link: &At<'a>| {
        ["operationId", "operationRef", "parameters", "requestBody"]
            .map(|key| link.node.get(key).map(|it| it.to_json()))
    };
    for (name, link) in &old {
        let other = new.iter().find(|(other, _)| other == name).map(|(_, at)| at);
        if other.is_some_and(|other| leads(other) == leads(link)) {
            continue;
        }
        let base = comparison.in_base(link);
        let revision = comparison.in_revision(other.unwrap_or(has));
        comparison.state(Stated {
            id: if other.is_some() { "link-changed" } else { "link-removed" },
            severity: Severity::Warning,
            hurts: READERS,
            sentence: format!("The link `{name}` {}.", if other.is_some() { "leads elsewhere" } else { "is gone" }),
            base,
            revision,
            at: place_of(operation, format!("answer {status} link `{name}`")),
        });
    }
}
