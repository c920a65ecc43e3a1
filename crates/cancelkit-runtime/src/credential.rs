use std::fmt;

use http::{HeaderName, HeaderValue, header};
use reqwest::Request;
use secrecy::{ExposeSecret, SecretString};

use crate::NotSent;

/// One credential and its place in a request: a header or a query parameter.
///
/// `Debug` names the place and never shows the secret. Prefer a header where the provider offers both: a query ends up in logs.
#[derive(Clone)]
pub struct Credential {
    place: Place,
    secret: SecretString,
}

#[derive(Clone)]
enum Place {
    Header { name: &'static str, prefix: String },
    Query { name: &'static str },
}

impl Credential {
    /// A header `name: <prefix><secret>`. The prefix stands there as it is: write its space (`"Bearer "`).
    #[must_use]
    pub fn header(name: &'static str, prefix: &str, secret: SecretString) -> Self {
        Self { place: Place::Header { name, prefix: prefix.to_owned() }, secret }
    }

    /// `Authorization: Bearer <token>`.
    #[must_use]
    pub fn bearer(token: SecretString) -> Self {
        Self::header("authorization", "Bearer ", token)
    }

    /// A query parameter `name=<secret>`.
    #[must_use]
    pub fn query(name: &'static str, secret: SecretString) -> Self {
        Self { place: Place::Query { name }, secret }
    }

    /// The name of the header or of the query parameter.
    #[must_use]
    pub fn name(&self) -> &str {
        match &self.place {
            Place::Header { name, .. } | Place::Query { name } => name,
        }
    }

    /// Puts the credential into the request, in place of any that stands there.
    ///
    /// # Errors
    ///
    /// [`NotSent`] when the secret is empty or cannot stand in a header (a line break at its end is the usual reason).
    pub fn apply(&self, request: &mut Request) -> Result<(), NotSent> {
        let secret = self.secret.expose_secret();
        if secret.is_empty() {
            return Err(NotSent::not_built("the credential is empty"));
        }
        match &self.place {
            Place::Header { name, prefix } => {
                let header = HeaderName::from_bytes(name.as_bytes())
                    .map_err(|_| NotSent::not_built("the credential's header has no valid name"))?;
                let mut value =
                    HeaderValue::from_str(&format!("{prefix}{secret}")).map_err(|_| NotSent::header_value(name))?;
                value.set_sensitive(true);
                request.headers_mut().insert(header, value);
            }
            Place::Query { name } => {
                let kept: Vec<(String, String)> = request
                    .url()
                    .query_pairs()
                    .filter(|(key, _)| key != name)
                    .map(|(key, value)| (key.into_owned(), value.into_owned()))
                    .collect();
                request.url_mut().query_pairs_mut().clear().extend_pairs(kept).append_pair(name, secret);
            }
        }
        Ok(())
    }
}

impl fmt::Debug for Credential {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let place = match self.place {
            Place::Header { .. } => "header",
            Place::Query { .. } => "query",
        };
        f.debug_struct("Credential")
            .field("in", &place)
            .field("name", &self.name())
            .field("secret", &"[redacted]")
            .finish()
    }
}

/// Whether a header of this name usually carries a credential.
pub(crate) fn is_credential_header(name: &HeaderName) -> bool {
    const MORE: [&str; 8] =
        ["api-key", "apikey", "reb-apikey", "x-api-key", "x-apikey", "x-access-token", "x-auth-token", "x-csrf-token"];
    [header::AUTHORIZATION, header::PROXY_AUTHORIZATION, header::COOKIE, header::SET_COOKIE].contains(name)
        || MORE.contains(&name.as_str())
}

#[cfg(test)]
mod tests {
    use reqwest::{Method, Request};

    use super::Credential;
    use crate::NotSentKind;

    fn request(url: &str) -> Request {
        Request::new(Method::GET, url.parse().unwrap())
    }

    #[test]
    fn what_cannot_be_sent_is_refused() {
        let mut request = request("https://example.com/");
        let refused = |credential: Credential, request: &mut Request| credential.apply(request).unwrap_err().kind();
        assert_eq!(refused(Credential::bearer("".into()), &mut request), NotSentKind::NotBuilt);
        assert_eq!(refused(Credential::bearer("a\n".into()), &mut request), NotSentKind::HeaderValue);
        assert_eq!(refused(Credential::header("no name", "", "a".into()), &mut request), NotSentKind::NotBuilt);
        assert!(request.headers().is_empty());
    }

    #[test]
    fn a_header_replaces_what_stands_there_and_is_marked() {
        let mut request = request("https://example.com/");
        request.headers_mut().insert("reb-apikey", "old".parse().unwrap());
        Credential::header("REB-APIKEY", "Key ", "new".into()).apply(&mut request).unwrap();
        let values: Vec<_> = request.headers().get_all("reb-apikey").iter().collect();
        assert_eq!(values, ["Key new"]);
        assert!(values[0].is_sensitive());
    }

    #[test]
    fn a_query_parameter_replaces_what_stands_there_and_keeps_the_others() {
        let mut request = request("https://example.com/?a=1&key=old&b=%26");
        Credential::query("key", "n&w".into()).apply(&mut request).unwrap();
        assert_eq!(request.url().query(), Some("a=1&b=%26&key=n%26w"));
    }
}
