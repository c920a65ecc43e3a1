//! Which server is asked.

use std::ffi::OsString;

use spec_contract::{Contract, Server};

use crate::environment::variable;

/// The base URL: the one given, or what `CANCELKIT_<PROVIDER>_SERVER` says (a server's `x-name` or a URL), or the document's first server.
/// Variables of a server's URL come from `CANCELKIT_<PROVIDER>_<VARIABLE>`, else from their defaults where these are not empty.
///
/// # Errors
///
/// What is missing, or a URL that is neither `https` nor `http` to this machine.
pub fn base_url(
    provider: &str,
    contract: &Contract,
    given: Option<&str>,
    lookup: impl Fn(&str) -> Option<OsString>,
) -> Result<String, String> {
    let text = |name: &str| lookup(name).and_then(|value| value.into_string().ok()).filter(|value| !value.is_empty());
    let name = variable(provider, "SERVER");
    let chosen = given.map(str::to_owned).or_else(|| text(&name));
    let url = match chosen {
        Some(url) if url.contains("://") => url,
        Some(word) => {
            let found = contract.servers.iter().find(|server| server.name.as_deref() == Some(word.as_str()));
            let known: Vec<&str> = contract.servers.iter().filter_map(|server| server.name.as_deref()).collect();
            let server =
                found.ok_or_else(|| format!("{name} is no server: write {} or a base URL", known.join(", ")))?;
            filled(provider, server, text)?
        }
        None => {
            let none = || "the document has no server: give one with --server".to_owned();
            filled(provider, contract.servers.first().ok_or_else(none)?, text)?
        }
    };
    cancelkit_runtime::base_url(&url).map_err(|error| error.to_string())
}

fn filled(provider: &str, server: &Server, text: impl Fn(&str) -> Option<String>) -> Result<String, String> {
    let mut url = server.url.clone();
    for part in &server.variables {
        let name = variable(provider, &part.name);
        let value = text(&name).or_else(|| Some(part.default.clone()).filter(|value| !value.is_empty()));
        let plain = |c: char| c.is_ascii_alphanumeric() || "-_.".contains(c);
        let value = value.filter(|value| value.chars().all(plain) && !value.starts_with('.'));
        let value =
            value.ok_or_else(|| format!("the server's URL needs {name}, of letters, digits, `-`, `_` and `.`"))?;
        url = url.replace(&format!("{{{}}}", part.name), &value);
    }
    Ok(url)
}
