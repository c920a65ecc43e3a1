//! Credentials and servers from environment variables.
//!
//! A provider none of whose variables is set is left out; one that is set up by half is an error. An empty variable is one that is
//! not set. Which variables there are is in [`VARIABLES`]:
//!
//! | variable | what |
//! |---|---|
//! | `CANCELKIT_JETPACK_CLIENT_ID`, `CANCELKIT_JETPACK_CLIENT_SECRET` | the partner's id and secret |
//! | `CANCELKIT_STAX_BILL_API_KEY` | the account's key, as it was given out |
//! | `CANCELKIT_REBILLY_API_KEY`, `CANCELKIT_REBILLY_ORGANIZATION_ID` | a secret key and the organization's id |
//! | `CANCELKIT_KAJABI_CLIENT_ID`, `CANCELKIT_KAJABI_CLIENT_SECRET` | the client id and secret of an API key |
//! | `CANCELKIT_<PROVIDER>_SERVER` | `production`, which it is unless set; `sandbox` for Rebilly, `staging` for Stax Bill; or a base URL |
//!
//! A base URL is all that stands before an operation's path. At Rebilly the organization is a part of it and needs no variable then.

mod server;
mod values;

use std::ffi::OsString;
use std::fmt;
use std::sync::Arc;

#[cfg(any(feature = "jetpack", feature = "kajabi", feature = "rebilly", feature = "stax-bill"))]
pub(crate) use self::server::ServerChoice;
#[cfg(any(feature = "jetpack", feature = "kajabi", feature = "rebilly", feature = "stax-bill"))]
pub(crate) use self::values::Values;
use crate::{Provider, ProviderId};

/// An environment variable that cancelkit reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Variable {
    /// Its name.
    pub name: &'static str,
    /// Whose it is.
    pub provider: ProviderId,
    /// What it does.
    pub role: Role,
    /// What it holds.
    pub what: &'static str,
}

/// What an environment variable does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Role {
    /// It is needed and no secret.
    Identity,
    /// It is needed and a secret.
    Secret,
    /// It chooses a server and may be left out.
    Server,
}

const fn variable(name: &'static str, provider: ProviderId, role: Role, what: &'static str) -> Variable {
    Variable { name, provider, role, what }
}

/// All variables that cancelkit reads.
pub const VARIABLES: &[Variable] = &[
    variable("CANCELKIT_JETPACK_CLIENT_ID", ProviderId::Jetpack, Role::Identity, "the partner's id"),
    variable("CANCELKIT_JETPACK_CLIENT_SECRET", ProviderId::Jetpack, Role::Secret, "the partner's secret"),
    variable("CANCELKIT_JETPACK_SERVER", ProviderId::Jetpack, Role::Server, "production or a base URL"),
    variable(
        "CANCELKIT_STAX_BILL_API_KEY",
        ProviderId::StaxBill,
        Role::Secret,
        "the account's key, as it was given out",
    ),
    variable("CANCELKIT_STAX_BILL_SERVER", ProviderId::StaxBill, Role::Server, "production, staging or a base URL"),
    variable("CANCELKIT_REBILLY_API_KEY", ProviderId::Rebilly, Role::Secret, "a secret key of the organization"),
    variable("CANCELKIT_REBILLY_ORGANIZATION_ID", ProviderId::Rebilly, Role::Identity, "the organization's id"),
    variable("CANCELKIT_REBILLY_SERVER", ProviderId::Rebilly, Role::Server, "production, sandbox or a base URL"),
    variable("CANCELKIT_KAJABI_CLIENT_ID", ProviderId::Kajabi, Role::Identity, "the client id of an API key"),
    variable(
        "CANCELKIT_KAJABI_CLIENT_SECRET",
        ProviderId::Kajabi,
        Role::Secret,
        "the client secret of the same API key",
    ),
    variable("CANCELKIT_KAJABI_SERVER", ProviderId::Kajabi, Role::Server, "production or a base URL"),
];

/// The variables of a provider that are needed.
pub(crate) fn required(provider: ProviderId) -> impl Iterator<Item = &'static str> {
    VARIABLES
        .iter()
        .filter(move |variable| variable.provider == provider && variable.role != Role::Server)
        .map(|variable| variable.name)
}

/// Whether this build can send to a provider.
pub(crate) const fn is_built(provider: ProviderId) -> bool {
    match provider {
        ProviderId::Jetpack => cfg!(feature = "jetpack"),
        ProviderId::StaxBill => cfg!(feature = "stax-bill"),
        ProviderId::Rebilly => cfg!(feature = "rebilly"),
        ProviderId::Kajabi => cfg!(feature = "kajabi"),
    }
}

/// The providers that are set up.
pub(crate) fn providers(lookup: impl Fn(&str) -> Option<OsString>) -> Result<Vec<Arc<dyn Provider>>, EnvironmentError> {
    let mut providers = Vec::new();
    let mut problems = Vec::new();
    for id in ProviderId::ALL.into_iter().filter(|id| is_built(*id)) {
        match values::read(id, &lookup) {
            Ok(None) => {}
            Ok(Some(values)) => match build(id, &values) {
                Ok(provider) => providers.extend(provider),
                Err(error) => problems.push(format!("{}: {error}", id.name())),
            },
            Err(found) => problems.extend(found),
        }
    }
    if problems.is_empty() { Ok(providers) } else { Err(EnvironmentError { problems }) }
}

#[cfg_attr(
    not(any(feature = "jetpack", feature = "kajabi", feature = "rebilly", feature = "stax-bill")),
    expect(unused_variables, reason = "no provider is built")
)]
fn build(id: ProviderId, values: &values::Values) -> Result<Option<Arc<dyn Provider>>, crate::BuildError> {
    Ok(match id {
        #[cfg(feature = "jetpack")]
        ProviderId::Jetpack => Some(Arc::new(crate::Jetpack::from_values(values)?)),
        #[cfg(feature = "stax-bill")]
        ProviderId::StaxBill => Some(Arc::new(crate::StaxBill::from_values(values)?)),
        #[cfg(feature = "rebilly")]
        ProviderId::Rebilly => Some(Arc::new(crate::Rebilly::from_values(values)?)),
        #[cfg(feature = "kajabi")]
        ProviderId::Kajabi => Some(Arc::new(crate::Kajabi::from_values(values)?)),
        #[allow(unreachable_patterns, reason = "reachable where a feature is off")]
        _ => None,
    })
}

/// Everything that is wrong with the environment variables. It names variables and never holds a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EnvironmentError {
    problems: Vec<String>,
}

impl EnvironmentError {
    /// What is wrong, one sentence each.
    #[must_use]
    pub fn problems(&self) -> &[String] {
        &self.problems
    }
}

impl fmt::Display for EnvironmentError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the environment does not set up the providers:")?;
        self.problems.iter().try_for_each(|problem| write!(f, "\n- {problem}"))
    }
}

impl std::error::Error for EnvironmentError {}
