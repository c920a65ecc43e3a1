//! What is masked: nobody knows whether an example's secret is a real one.

use std::collections::BTreeSet;

use spec_diff::read::At;
use spec_document::{Effective, Node, Value as Tree};

/// What stands in place of a secret, as in the preview of a client.
pub(super) const MASK: &str = "[redacted]";

/// Names that are secret in every API, in small letters without what separates words.
const ALWAYS: [&str; 20] = [
    "accesskey",
    "accesstoken",
    "apikey",
    "apitoken",
    "authorization",
    "authtoken",
    "clientassertion",
    "clientsecret",
    "cookie",
    "idtoken",
    "passwd",
    "password",
    "privatekey",
    "proxyauthorization",
    "refreshtoken",
    "secret",
    "secretkey",
    "setcookie",
    "token",
    "xapikey",
];

/// How names end that are secret in every API, in the same letters: `webhook_secret`, `cardToken`.
const ENDS: [&str; 6] = ["accesskey", "apikey", "password", "privatekey", "secret", "token"];

/// How values begin that are secret under any name.
const BEGINNINGS: [&str; 15] = [
    "sk_live_",
    "sk_test_",
    "rk_live_",
    "whsec_",
    "ghp_",
    "gho_",
    "ghs_",
    "ghu_",
    "github_pat_",
    "glpat-",
    "xoxb-",
    "xoxp-",
    "AIza",
    "AKIA",
    "-----BEGIN ",
];

/// The names that are secret in two documents: those of every API, those of properties and parameters of `format: password`, and those
/// that security schemes send their keys by.
#[derive(Default)]
pub(super) struct Secrets {
    listed: BTreeSet<String>,
}

impl Secrets {
    pub(super) fn of(documents: &[&Effective]) -> Self {
        let mut found = Self::default();
        for document in documents {
            found.collect(document);
        }
        found
    }

    fn collect(&mut self, document: &Effective) {
        let mut pending = vec![&document.root];
        while let Some(node) = pending.pop() {
            match &node.value {
                Tree::Array(items) => pending.extend(items),
                Tree::Object(members) => {
                    let properties = members.get("properties").and_then(Node::as_object);
                    for property in properties.into_iter().flat_map(|it| it.iter()) {
                        if is_password(document, &property.value) {
                            self.listed.insert(plain(&property.key));
                        }
                    }
                    let text = |name: &str| members.get(name).and_then(Node::as_str);
                    if let (Some("apiKey"), Some(_), Some(name)) = (text("type"), text("in"), text("name")) {
                        self.listed.insert(plain(name));
                    }
                    let parameter = members.get("name").and_then(Node::as_str).zip(members.get("schema"));
                    if let Some((name, _)) = parameter.filter(|(_, schema)| is_password(document, schema)) {
                        self.listed.insert(plain(name));
                    }
                    pending.extend(members.iter().map(|member| &member.value));
                }
                _ => {}
            }
        }
    }

    /// Whether a member, a field, a header or a parameter of this name is secret. Of a nested form name any part counts.
    pub(super) fn name(&self, name: &str) -> bool {
        let listed = |part: &str| {
            let part = plain(part);
            let is_usual = ALWAYS.contains(&part.as_str()) || ENDS.iter().any(|end| part.ends_with(end));
            is_usual || self.listed.contains(&part)
        };
        listed(name) || name.split(['[', ']', '.']).any(listed)
    }

    /// Whether a text is secret by its looks: it begins as keys do, is a JSON Web Token, or names a secret and gives its value.
    pub(super) fn text(&self, text: &str) -> bool {
        let text = text.trim();
        let bearer = text.strip_prefix("Bearer ").is_some_and(|rest| !rest.contains(' '));
        bearer
            || BEGINNINGS.iter().any(|it| text.starts_with(it))
            || (text.starts_with("eyJ") && text.matches('.').count() == 2)
            || text.contains(['=', ':']) && self.gives_a_secret(text)
    }

    /// Whether there is `name=value` or `"name": value` of a secret in a text.
    fn gives_a_secret(&self, text: &str) -> bool {
        text.match_indices(['=', ':']).any(|(at, _)| {
            let before = text[..at].trim_end_matches([' ', '"', '\'', '\\', ']']);
            let start = before.rfind(|letter: char| !letter.is_ascii_alphanumeric() && !"_-".contains(letter));
            let name = start
                .map_or(before, |start| &before[start + before[start..].chars().next().map_or(1, char::len_utf8)..]);
            name.len() < 64 && self.name(name)
        })
    }
}

/// A name without what only separates its words.
fn plain(name: &str) -> String {
    name.chars().filter(|it| !matches!(it, '_' | '-' | ' ')).map(|it| it.to_ascii_lowercase()).collect()
}

fn is_password(document: &Effective, schema: &Node) -> bool {
    let at = At { node: schema, pointer: spec_document::Pointer::root() };
    at.text("format") == Some("password") || at.followed(document).text("format") == Some("password")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_in_any_spelling_and_looks() {
        let secrets = Secrets { listed: BTreeSet::from(["cardnumber".to_owned()]) };
        for name in [
            "client_secret",
            "clientSecret",
            "Authorization",
            "X-Api-Key",
            "user[password]",
            "card_number",
            "csrfToken",
        ] {
            assert!(secrets.name(name), "{name}");
        }
        for name in ["grant_type", "tokens_left", "id", ""] {
            assert!(!secrets.name(name), "{name}");
        }
        for text in
            ["Bearer abc", "eyJhbGciOi.eyJzdWIi.c2ln", "sk_live_1", "a=1&client_secret=x", "{\"password\": \"x\"}"]
        {
            assert!(secrets.text(text), "{text}");
        }
        for text in [
            "Basic Monthly",
            "2020-04-27T19:10:14.023",
            "https://example.com/a?b=c",
            "eyJ is how one begins",
            "",
            "é=1:ü",
        ] {
            assert!(!secrets.text(text), "{text}");
        }
    }
}
