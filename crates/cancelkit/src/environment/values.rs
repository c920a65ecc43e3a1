use std::ffi::OsString;

use cancelkit_runtime::SecretString;

use super::{Role, VARIABLES, Variable};
use crate::ProviderId;
use crate::environment::server::ServerChoice;

/// The values of one provider's variables, complete and checked.
#[allow(dead_code, reason = "each provider reads what it needs, and a build can be without it")]
pub(crate) struct Values {
    /// The server.
    pub(crate) server: ServerChoice,
    /// What is needed and no secret; empty where a base URL makes it needless.
    pub(crate) identity: String,
    /// The secret.
    pub(crate) secret: SecretString,
}

/// The values of a provider's variables; `None` where none of them is set.
pub(crate) fn read(
    provider: ProviderId,
    lookup: impl Fn(&str) -> Option<OsString>,
) -> Result<Option<Values>, Vec<String>> {
    let mut problems = Vec::new();
    let mut found = Vec::new();
    for variable in VARIABLES.iter().filter(|variable| variable.provider == provider) {
        match text(variable, &lookup) {
            Ok(Some(text)) => found.push((variable, text)),
            Ok(None) => {}
            Err(problem) => problems.push(problem),
        }
    }
    if found.is_empty() && problems.is_empty() {
        return Ok(None);
    }
    let mut take = |role| {
        let index = found.iter().position(|(variable, _)| variable.role == role)?;
        Some(found.swap_remove(index).1)
    };
    let (server, identity, secret) = (take(Role::Server), take(Role::Identity), take(Role::Secret));
    let server = ServerChoice::read(provider, name_of(provider, Role::Server).unwrap_or_default(), server)
        .map_err(|problem| problems.push(problem))
        .unwrap_or(ServerChoice::Production);

    let in_url = provider == ProviderId::Rebilly && matches!(server, ServerChoice::Url(_));
    let missing: Vec<&str> = [(Role::Identity, identity.is_none() && !in_url), (Role::Secret, secret.is_none())]
        .into_iter()
        .filter_map(|(role, missing)| name_of(provider, role).filter(|_| missing))
        .collect();
    if !missing.is_empty() && problems.is_empty() {
        let verb = if missing.len() == 1 { "is" } else { "are" };
        problems.push(format!(
            "{} is set up by half: {} {verb} not set; set all of its variables or none",
            provider.name(),
            missing.join(", ")
        ));
    }
    match secret {
        Some(secret) if problems.is_empty() => {
            Ok(Some(Values { server, identity: identity.unwrap_or_default(), secret: secret.into() }))
        }
        _ => Err(problems),
    }
}

fn name_of(provider: ProviderId, role: Role) -> Option<&'static str> {
    VARIABLES.iter().find(|variable| variable.provider == provider && variable.role == role).map(|found| found.name)
}

/// A variable's text; `None` where it is not set or empty.
fn text(variable: &Variable, lookup: impl Fn(&str) -> Option<OsString>) -> Result<Option<String>, String> {
    let Some(value) = lookup(variable.name).filter(|value| !value.is_empty()) else {
        return Ok(None);
    };
    let Ok(text) = value.into_string() else {
        return Err(format!("{} is not UTF-8", variable.name));
    };
    if text.trim() != text || text.chars().any(char::is_control) {
        return Err(format!(
            "{} has white space at its beginning or end, or a control character; remove it",
            variable.name
        ));
    }
    Ok(Some(text))
}
