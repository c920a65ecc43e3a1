//! Whether a client can read what the operation answers with.

use crate::received::Incoming;
use crate::route::Route;
use crate::violation::{Problem, ViolationKind};

/// Refuses an `Accept` that has room for none of the operation's documented media types.
pub(super) fn check(route: &Route, incoming: &Incoming, problems: &mut Vec<Problem>) {
    let Some(accept) = incoming.header("accept") else { return };
    let mut documented = route
        .operation
        .responses
        .iter()
        .flat_map(|response| &response.media)
        .map(|media| media.media_type.as_str())
        .peekable();
    if documented.peek().is_some() && !documented.any(|media_type| accepts(accept, media_type)) {
        let detail = format!("`{}` excludes every documented answer", accept.escape_debug());
        problems.push(Problem::new(ViolationKind::Accept, "", detail));
    }
}

fn accepts(accept: &str, media_type: &str) -> bool {
    let (kind, _) = media_type.split_once('/').unwrap_or((media_type, ""));
    accept.split(',').any(|range| {
        let range = range.split(';').next().unwrap_or_default().trim();
        let whole_kind = range.strip_suffix("/*").is_some_and(|wanted| wanted.eq_ignore_ascii_case(kind));
        range == "*/*" || whole_kind || range.eq_ignore_ascii_case(media_type)
    })
}

#[cfg(test)]
mod tests {
    use super::accepts;

    #[test]
    fn ranges_and_their_parameters_are_understood() {
        let json = "application/json";
        for accept in [json, "*/*", "application/*", "text/html, Application/JSON;q=0.5"] {
            assert!(accepts(accept, json), "{accept}");
        }
        for accept in ["", "text/html", "application/vnd.api+json", "text/*"] {
            assert!(!accepts(accept, json), "{accept}");
        }
    }
}
