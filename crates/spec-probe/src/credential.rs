//! Credentials, from the environment alone.

use std::ffi::OsString;

use cancelkit_runtime::reqwest::Request;
use cancelkit_runtime::{ExposeSecret, HeaderName, HeaderValue, SecretString};
use spec_contract::{Contract, Operation, SecurityScheme, SecuritySchemeKind};

use crate::environment::variable;

/// The credentials that the environment holds, by the names of their security schemes. `Debug` shows no secret.
#[derive(Clone, Debug)]
pub struct Credentials {
    provider: String,
    held: Vec<(SecurityScheme, SecretString)>,
}

impl Credentials {
    /// Those of a provider: `CANCELKIT_<PROVIDER>_<SCHEME>` for each security scheme. For a scheme whose name ends in an API key
    /// `CANCELKIT_<PROVIDER>_API_KEY` will do, which is how the facade calls it.
    #[must_use]
    pub fn from_lookup(provider: &str, contract: &Contract, lookup: impl Fn(&str) -> Option<OsString>) -> Self {
        let find = |scheme: &SecurityScheme| {
            let secret = names(provider, scheme).iter().find_map(|name| {
                let text = lookup(name)?.into_string().ok()?;
                let text = text.trim();
                (!text.is_empty()).then(|| SecretString::from(text))
            })?;
            Some((scheme.clone(), secret))
        };
        Self { provider: provider.to_owned(), held: contract.security_schemes.iter().filter_map(find).collect() }
    }

    /// The secrets that an operation is to be sent with: those of the first alternative that are all there.
    ///
    /// # Errors
    ///
    /// What would have to be set.
    pub fn of(
        &self,
        operation: &Operation,
        contract: &Contract,
    ) -> Result<Vec<(&SecurityScheme, &SecretString)>, String> {
        if operation.security.is_empty() {
            return Ok(Vec::new());
        }
        let mut missing = Vec::new();
        for requirement in &operation.security {
            let found: Option<Vec<_>> = requirement.schemes.iter().map(|(name, _)| self.get(name)).collect();
            match found {
                Some(found) => return Ok(found),
                None => missing.extend(requirement.schemes.iter().map(|(name, _)| self.name(contract, name))),
            }
        }
        missing.sort();
        missing.dedup();
        Err(format!("needs {}", missing.join(" or ")))
    }

    fn get(&self, name: &str) -> Option<(&SecurityScheme, &SecretString)> {
        self.held.iter().find(|(scheme, _)| scheme.name == name).map(|(scheme, secret)| (scheme, secret))
    }

    fn name(&self, contract: &Contract, scheme: &str) -> String {
        let found = contract.security_schemes.iter().find(|found| found.name == scheme);
        found.map_or_else(|| variable(&self.provider, scheme), |found| names(&self.provider, found).join(" or "))
    }
}

fn names(provider: &str, scheme: &SecurityScheme) -> Vec<String> {
    let own = variable(provider, &scheme.name);
    let short = variable(provider, "API_KEY");
    if own.ends_with("_API_KEY") && own != short { vec![own, short] } else { vec![own] }
}

/// Puts a secret where its scheme has it.
pub(crate) fn apply(request: &mut Request, scheme: &SecurityScheme, secret: &SecretString) -> Result<(), String> {
    let (name, prefix) = match &scheme.kind {
        SecuritySchemeKind::HeaderKey { header, prefix } => (header.as_str(), prefix.as_str()),
        SecuritySchemeKind::Basic => ("authorization", "Basic "),
        SecuritySchemeKind::Bearer => ("authorization", "Bearer "),
        SecuritySchemeKind::QueryKey { parameter } => {
            request.url_mut().query_pairs_mut().append_pair(parameter, secret.expose_secret());
            return Ok(());
        }
        SecuritySchemeKind::Other(kind) => {
            return Err(format!("the security scheme `{}` ({kind}) cannot be sent", scheme.name));
        }
    };
    let header = HeaderName::from_bytes(name.as_bytes());
    let value = HeaderValue::from_str(&format!("{prefix}{}", secret.expose_secret()));
    let (Ok(header), Ok(mut value)) = (header, value) else {
        return Err(format!("the credential of `{}` cannot stand in a header", scheme.name));
    };
    value.set_sensitive(true);
    request.headers_mut().insert(header, value);
    Ok(())
}
