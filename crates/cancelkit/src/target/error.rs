use std::borrow::Cow;
use std::fmt;

use crate::ProviderId;

/// Why a text names no target.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TargetError {
    provider: ProviderId,
    problem: Cow<'static, str>,
}

impl TargetError {
    pub(super) fn new(provider: ProviderId, problem: impl Into<Cow<'static, str>>) -> Self {
        Self { provider, problem: problem.into() }
    }

    /// Whose target was asked for.
    #[must_use]
    pub fn provider(&self) -> ProviderId {
        self.provider
    }

    /// What is wrong with the text.
    #[must_use]
    pub fn problem(&self) -> &str {
        &self.problem
    }

    /// A right target of the same provider.
    #[must_use]
    pub fn example(&self) -> &'static str {
        match self.provider {
            ProviderId::Jetpack => "example.com/demo#jetpack-scan",
            ProviderId::StaxBill => "12345",
            ProviderId::Rebilly => "sub_EXAMPLE0001",
            ProviderId::Kajabi => "900000001",
        }
    }
}

impl fmt::Display for TargetError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "this is no target at {}: {}; a right one is {}", self.provider.name(), self.problem, self.example())
    }
}

impl std::error::Error for TargetError {}
