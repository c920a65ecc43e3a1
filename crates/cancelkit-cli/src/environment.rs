//! Credentials and servers, from environment variables alone.

use std::ffi::OsString;
use std::fmt::Write as _;

use cancelkit::environment::{Role, VARIABLES, Variable};
use cancelkit::{ProviderId, Registry};

use crate::failure::Failure;

/// What stands in a plan for what no variable holds.
const NOT_SET: &str = "not-set";

/// The variables of a provider.
pub fn of(provider: ProviderId) -> impl Iterator<Item = &'static Variable> {
    VARIABLES.iter().filter(move |variable| variable.provider == provider)
}

/// What a variable holds, and whether it can be left out.
pub fn note(variable: &Variable) -> String {
    match variable.role {
        Role::Server => format!("{}; production unless it is set", variable.what),
        _ => variable.what.to_owned(),
    }
}

/// What `--help` says of all of them.
pub fn help() -> String {
    let mut text = String::from("Environment variables; credentials are taken from nowhere else:");
    for variable in VARIABLES {
        // Writing to a String does not fail.
        let _ = write!(text, "\n  {:<35}{}", variable.name, note(variable));
    }
    text
}

/// The one provider, ready to be asked. The others' variables are not looked at.
pub fn ready(provider: ProviderId) -> Result<Registry, Failure> {
    registry(provider, |variable| std::env::var_os(variable.name))
}

/// The one provider, able to plan: for that it needs no credential, and none is read.
pub fn planning(provider: ProviderId) -> Result<Registry, Failure> {
    registry(provider, |variable| match variable.role {
        Role::Secret => Some(NOT_SET.into()),
        Role::Server => std::env::var_os(variable.name),
        _ => std::env::var_os(variable.name).filter(|value| !value.is_empty()).or_else(|| Some(NOT_SET.into())),
    })
}

/// What a plan for this URL stands on beside a credential, and no variable holds.
pub fn missing(provider: ProviderId, url: &str) -> Option<String> {
    let variable = of(provider).find(|variable| variable.role == Role::Identity)?;
    let is_set = std::env::var_os(variable.name).is_some_and(|value| !value.is_empty());
    let shown = url.split('/').any(|segment| segment == NOT_SET);
    (shown && !is_set).then(|| format!("note: {} is not set; `{NOT_SET}` stands in its place", variable.name))
}

fn registry(provider: ProviderId, value: impl Fn(&Variable) -> Option<OsString>) -> Result<Registry, Failure> {
    Registry::from_lookup(|name| of(provider).find(|variable| variable.name == name).and_then(&value))
        .map_err(Failure::new)
}
