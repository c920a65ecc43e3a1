//! Where a request goes.

use spec_diff::read::{At, Operation, template_names};
use spec_document::{Effective, Pointer};

use super::value::placeholder;

/// Bytes of a URL in which variables are replaced, and of what they are replaced by.
const LONG: usize = 4_000;

/// The server's host, if it says one, and the path that comes before that of the operation.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Server {
    pub(super) host: Option<String>,
    pub(super) path: String,
    /// Its variables that have no value, or their own name for one.
    pub(super) placeholders: Vec<String>,
}

impl Server {
    /// The first server of the operation, of its path, or of the document. Its variables are as they are by default.
    pub(super) fn of(document: &Effective, operation: &Operation<'_>) -> Self {
        let item = operation.at.pointer.parent().and_then(|pointer: Pointer| {
            let node = document.root.at(&pointer)?;
            Some(At { node, pointer })
        });
        let lists = [Some(operation.at.clone()), item, Some(At::root(document))];
        let servers = lists.into_iter().flatten().find_map(|at| at.get("servers"));
        let Some(server) = servers.and_then(|servers| servers.items().into_iter().next()) else {
            return Self::default();
        };
        let mut url = server.text("url").unwrap_or_default().to_owned();
        for (name, variable) in server.get("variables").map(|at| at.members()).unwrap_or_default() {
            // Many variables in a long text would be replaced for long.
            if url.len() > LONG {
                break;
            }
            let template = format!("{{{name}}}");
            let grows = |value: &&str| url.matches(&template).count().saturating_mul(value.len()) <= LONG;
            // One that would make it too long stays a placeholder.
            if let Some(value) = variable.text("default").filter(grows) {
                url = url.replace(&template, value);
            }
        }
        let mut placeholders = Vec::new();
        for name in template_names(&url.clone()) {
            url = url.replacen(&format!("{{{name}}}"), &placeholder(name), 1);
            placeholders.push(format!("server variable `{name}`"));
            if placeholders.len() > 20 {
                break;
            }
        }
        Self { placeholders, ..Self::read(&url) }
    }

    fn read(url: &str) -> Self {
        let url = url.split(['?', '#']).next().unwrap_or_default();
        let (host, path) = match url.split_once("://") {
            Some((_, rest)) => {
                let (authority, path) = rest.find('/').map_or((rest, ""), |at| rest.split_at(at));
                // Names and passwords in a URL are for nobody to see, and are not sent in `Host`.
                let host = authority.rsplit('@').next().unwrap_or_default();
                (Some(host.to_owned()).filter(|host| !host.is_empty()), path)
            }
            None => (None, url),
        };
        let path = path.trim_end_matches('/');
        let slash = if path.is_empty() || path.starts_with('/') { "" } else { "/" };
        Self { host, path: format!("{slash}{path}"), ..Self::default() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_url_is_a_host_and_a_path() {
        let read = |url| {
            let Server { host, path, .. } = Server::read(url);
            (host.unwrap_or_default(), path)
        };
        for (url, host, path) in [
            ("https://api.example.com/v1/", "api.example.com", "/v1"),
            ("https://me:secret@api.example.com:8080", "api.example.com:8080", ""),
            ("/v2", "", "/v2"),
            ("v2?x#y", "", "/v2"),
            ("/", "", ""),
            ("", "", ""),
            ("://", "", ""),
        ] {
            assert_eq!(read(url), (host.to_owned(), path.to_owned()), "{url}");
        }
    }
}
