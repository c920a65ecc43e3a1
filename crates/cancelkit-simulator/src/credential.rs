//! The credential that a request carries, by the security schemes of its document.

use spec_contract::{SecurityRequirement, SecuritySchemeKind};

use crate::received::Incoming;
use crate::route::Route;

/// What a provider thinks of a credential.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Standing {
    /// It may do this.
    Good,
    /// It is known and may not do this.
    Forbidden,
    /// It is known and belongs to another account than the path names.
    OtherAccount,
    /// It was good and is no more; the client could not know.
    Ended,
    /// Nobody gave it out.
    Unknown,
}

/// Why a request is turned away.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Denial {
    /// There is none.
    Missing,
    /// It is not in the form that the document says.
    Malformed,
    /// The provider does not take it.
    NotGood(Standing),
}

impl Denial {
    /// Whether the client is to blame, and how.
    pub(crate) fn blame(self) -> Option<&'static str> {
        match self {
            Self::Missing => Some("no credential was sent"),
            Self::Malformed => Some("the credential does not have the documented form"),
            Self::NotGood(Standing::Unknown) => Some("nobody gave this credential out"),
            Self::NotGood(Standing::OtherAccount) => Some("the credential is not for this account"),
            Self::NotGood(_) => None,
        }
    }
}

/// The credential of a request that was let through; none where the operation asks for none.
pub(crate) type Credential = Option<String>;

/// Finds the first credential that satisfies the operation.
pub(crate) fn check(
    route: &Route,
    incoming: &Incoming,
    judge: impl Fn(&str, &str) -> Standing,
) -> Result<Credential, Denial> {
    let security = &route.operation.security;
    if security.is_empty() || security.iter().any(|requirement| requirement.schemes.is_empty()) {
        return Ok(None);
    }
    let mut denial = Denial::Missing;
    for requirement in security {
        match satisfied(route, incoming, requirement, &judge) {
            Ok(credential) => return Ok(credential),
            Err(Denial::Missing) => {}
            Err(found) => denial = found,
        }
    }
    Err(denial)
}

fn satisfied(
    route: &Route,
    incoming: &Incoming,
    requirement: &SecurityRequirement,
    judge: impl Fn(&str, &str) -> Standing,
) -> Result<Credential, Denial> {
    let mut last = None;
    for (name, _) in &requirement.schemes {
        let schemes = &route.document.contract.security_schemes;
        let kind = schemes.iter().find(|scheme| scheme.name == *name).map(|scheme| &scheme.kind);
        let secret = kind.map_or(Err(Denial::Missing), |kind| presented(incoming, kind))?;
        match judge(name, &secret) {
            Standing::Good => last = Some(secret),
            standing => return Err(Denial::NotGood(standing)),
        }
    }
    Ok(last)
}

/// The credential as it was sent, without what the scheme puts before it.
fn presented(incoming: &Incoming, kind: &SecuritySchemeKind) -> Result<String, Denial> {
    let behind = |header: &str, prefix: &str, any_case: bool| {
        let value = incoming.header(header).ok_or(Denial::Missing)?;
        let (start, rest) = value.split_at_checked(prefix.len()).ok_or(Denial::Malformed)?;
        let fits = if any_case { start.eq_ignore_ascii_case(prefix) } else { start == prefix };
        if fits && !rest.trim().is_empty() { Ok(rest.to_owned()) } else { Err(Denial::Malformed) }
    };
    match kind {
        SecuritySchemeKind::HeaderKey { header, prefix } => behind(header, prefix, false),
        SecuritySchemeKind::Bearer => behind("authorization", "Bearer ", true),
        SecuritySchemeKind::Basic => behind("authorization", "Basic ", true),
        SecuritySchemeKind::QueryKey { parameter } => {
            let found = incoming.query.iter().find(|(name, _)| name == parameter);
            found.map(|(_, value)| value.clone()).ok_or(Denial::Missing)
        }
        SecuritySchemeKind::Other(_) => Err(Denial::Missing),
    }
}
