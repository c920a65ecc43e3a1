//! From method and path to an operation. The documents are the routing table.

use percent_encoding::percent_decode_str;
use spec_contract::{Method, Operation};

use crate::Provider;
use crate::document::{Document, document};

/// What a path leads to.
pub(crate) enum Found {
    /// An operation of a document.
    Operation(Route),
    /// A documented path with another method.
    OtherMethod(Provider, Vec<Method>),
    /// Nothing that is documented, at a provider or outside of all.
    Nothing(Option<Provider>),
}

/// An operation and what the path says.
pub(crate) struct Route {
    pub(crate) document: &'static Document,
    pub(crate) operation: &'static Operation,
    /// The values of the server's variables.
    pub(crate) server: Vec<(String, String)>,
    /// The values of the path parameters.
    pub(crate) path: Vec<(String, String)>,
}

impl Found {
    /// The provider under whose base path the request was sent.
    pub(crate) fn provider(&self) -> Option<Provider> {
        match self {
            Self::Operation(route) => Some(route.document.provider),
            Self::OtherMethod(provider, _) => Some(*provider),
            Self::Nothing(provider) => *provider,
        }
    }

    /// The operation, if there is one.
    pub(crate) fn operation(&self) -> Option<&'static str> {
        match self {
            Self::Operation(route) => Some(&route.operation.id),
            _ => None,
        }
    }
}

/// Finds the operation that a method and a path, percent escapes and all, lead to.
pub(crate) fn find(method: &str, path: &str) -> Found {
    let (first, rest) = split_first(path);
    let Ok(provider) = first.parse::<Provider>() else {
        return Found::Nothing(None);
    };
    let Ok(document) = document(provider) else {
        return Found::Nothing(Some(provider));
    };
    let Some((server, rest)) = capture_prefix(document.server_path(), rest) else {
        return Found::Nothing(Some(provider));
    };
    let mut matches: Vec<_> = document
        .contract
        .operations
        .iter()
        .filter_map(|operation| Some((operation, capture(&operation.path, rest)?)))
        .collect();
    // A literal segment is more than a variable: `/a/b` comes before `/a/{id}`.
    let fewest = matches.iter().map(|(_, captured)| captured.len()).min();
    matches.retain(|(_, captured)| Some(captured.len()) == fewest);
    let methods: Vec<Method> = matches.iter().map(|(operation, _)| operation.method).collect();
    let wanted = matches.into_iter().find(|(operation, _)| operation.method.to_string() == method);
    match wanted {
        Some((operation, path)) => Found::Operation(Route { document, operation, server, path }),
        None if methods.is_empty() => Found::Nothing(Some(provider)),
        None => Found::OtherMethod(provider, methods),
    }
}

type Captured = Vec<(String, String)>;

/// The first segment and the path after it.
fn split_first(path: &str) -> (&str, &str) {
    let inner = path.strip_prefix('/').unwrap_or(path);
    inner.find('/').map_or((inner, ""), |at| inner.split_at(at))
}

/// What the variables of a template stand for at the start of a path, and the rest of the path.
fn capture_prefix<'a>(template: &str, path: &'a str) -> Option<(Captured, &'a str)> {
    let length = template.matches('/').count();
    let end = path.match_indices('/').nth(length).map_or(path.len(), |(at, _)| at);
    let (prefix, rest) = path.split_at(end);
    Some((capture(template, prefix)?, rest))
}

/// What the variables of a template stand for in a path. An empty segment is no value.
fn capture(template: &str, path: &str) -> Option<Captured> {
    if template.matches('/').count() != path.matches('/').count() {
        return None;
    }
    let mut captured = Vec::new();
    for (wanted, segment) in template.split('/').zip(path.split('/')) {
        match wanted.strip_prefix('{').and_then(|name| name.strip_suffix('}')) {
            Some(name) if !segment.is_empty() => {
                let value = percent_decode_str(segment).decode_utf8().ok()?;
                captured.push((name.to_owned(), value.into_owned()));
            }
            Some(_) => return None,
            None if percent_decode_str(segment).eq(wanted.bytes()) => {}
            None => return None,
        }
    }
    Some(captured)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(method: &str, path: &str) -> Option<(&'static str, Captured, Captured)> {
        match find(method, path) {
            Found::Operation(route) => Some((&route.operation.id, route.server, route.path)),
            _ => None,
        }
    }

    #[test]
    fn a_path_leads_to_its_operation() {
        let (id, _, path) = found("POST", "/jetpack/rest/v1.3/jpphp/example.com%3A%3Ademo/partner-cancel").unwrap();
        assert_eq!(id, "cancelPlan");
        assert_eq!(path, [("siteOrBlogId".to_owned(), "example.com::demo".to_owned())]);

        let (id, server, path) = found("GET", "/rebilly/organizations/org_1/subscriptions/sub_1").unwrap();
        assert_eq!(id, "getSubscription");
        assert_eq!(server, [("organizationId".to_owned(), "org_1".to_owned())]);
        assert_eq!(path, [("id".to_owned(), "sub_1".to_owned())]);

        assert_eq!(found("GET", "/stax-bill/v1/subscriptions/1").unwrap().0, "getSubscription");
        assert_eq!(found("POST", "/kajabi/v1/oauth/token").unwrap().0, "createToken");
    }

    #[test]
    fn what_is_not_documented_leads_nowhere() {
        for path in [
            "/",
            "",
            "*",
            "/elsewhere/v1",
            "/stax-bill",
            "/stax-bill/v1",
            "/stax-bill/subscriptions/1",
            "/stax-bill/v1/subscriptions/",
            "/stax-bill/v1/subscriptions/1/",
            "/stax-bill/v1//subscriptions/1",
            "/stax-bill/v1/subscriptions/%FF",
            "/rebilly/organizations//subscriptions/1",
            "/jetpack/rest/v1.4/jpphp/example.com/demo/status",
        ] {
            assert!(matches!(find("GET", path), Found::Nothing(_)), "{path}");
        }
    }

    #[test]
    fn another_method_is_told_from_another_path() {
        let Found::OtherMethod(provider, methods) = find("PUT", "/stax-bill/v1/subscriptions/1") else {
            panic!("the path is documented");
        };
        assert_eq!((provider, methods), (Provider::StaxBill, vec![Method::Get]));
    }
}
