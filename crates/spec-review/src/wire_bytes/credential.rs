//! The credential of a request: where it is sent, never what it is.

use spec_diff::read::{At, Operation};
use spec_document::Effective;

use super::secret::MASK;

/// Where the credentials of one way to satisfy an operation's security go.
#[derive(Debug, Default)]
pub(super) struct Credential {
    pub(super) headers: Vec<(String, String)>,
    pub(super) query: Vec<String>,
    pub(super) cookies: Vec<String>,
}

impl Credential {
    /// The first way that the operation, or the document, lists.
    pub(super) fn of(document: &Effective, operation: &Operation<'_>) -> Self {
        let root = At::root(document);
        let mut found = Self::default();
        let listed = operation.at.get("security").or_else(|| root.get("security"));
        let Some(first) = listed.and_then(|at| at.items().into_iter().next()) else { return found };
        let schemes = root.get("components").and_then(|at| at.get("securitySchemes"));
        for (name, _) in first.members() {
            let scheme = schemes.as_ref().and_then(|at| at.get(name));
            if let Some(scheme) = scheme.map(|at| at.followed(document)) {
                found.add(&scheme);
            }
        }
        found
    }

    /// How much of it there is.
    pub(super) fn bytes(&self) -> usize {
        let headers = self.headers.iter().map(|(name, value)| name.len() + value.len());
        headers.chain(self.query.iter().chain(&self.cookies).map(String::len)).sum()
    }

    fn add(&mut self, scheme: &At<'_>) {
        let mut authorization = |word: &str| {
            self.headers.push(("Authorization".to_owned(), format!("{word} {MASK}")));
        };
        match (scheme.text("type"), scheme.text("in")) {
            (Some("http"), _) => {
                let word = scheme.text("scheme").unwrap_or("bearer");
                let mut letters = word.chars();
                let first = letters.next().map(|it| it.to_ascii_uppercase());
                authorization(&first.into_iter().chain(letters).collect::<String>());
            }
            (Some("oauth2" | "openIdConnect"), _) => authorization("Bearer"),
            (Some("apiKey"), place) => {
                let name = scheme.text("name").unwrap_or_default();
                let prefix = scheme.text("x-value-prefix").unwrap_or_default();
                match place {
                    Some("query") => self.query.push(format!("{name}={MASK}")),
                    Some("cookie") => self.cookies.push(format!("{name}={MASK}")),
                    _ => self.headers.push((name.to_owned(), format!("{prefix}{MASK}"))),
                }
            }
            _ => {}
        }
    }
}
