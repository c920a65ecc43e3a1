//! Which requests a fault befalls.

use std::fmt;
use std::str::FromStr;

use crate::document::document;
use crate::{Provider, UnknownName};

/// The requests that a fault befalls: `all`, `stax-bill`, `stax-bill/cancelSubscription`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target {
    provider: Option<Provider>,
    operation: Option<&'static str>,
}

impl Target {
    /// Every request to every provider.
    #[must_use]
    pub fn everything() -> Self {
        Self { provider: None, operation: None }
    }

    /// Every request to one provider.
    #[must_use]
    pub fn provider(provider: Provider) -> Self {
        Self { provider: Some(provider), operation: None }
    }

    /// One operation of one provider, by its `operationId`.
    ///
    /// # Panics
    ///
    /// When the provider's document has no such operation: a fault that can never happen is a mistake of the test.
    #[must_use]
    pub fn operation(provider: Provider, operation: &str) -> Self {
        match Self::checked(provider, operation) {
            Ok(target) => target,
            Err(unknown) => panic!("{provider}: {unknown}"),
        }
    }

    fn checked(provider: Provider, operation: &str) -> Result<Self, UnknownName> {
        let known = operations(provider);
        match known.iter().find(|known| **known == operation) {
            Some(operation) => Ok(Self { provider: Some(provider), operation: Some(operation) }),
            None => Err(UnknownName::new(operation, known)),
        }
    }

    pub(super) fn covers(&self, provider: Provider, operation: &str) -> bool {
        self.provider.is_none_or(|wanted| wanted == provider) && self.operation.is_none_or(|wanted| wanted == operation)
    }
}

/// The `operationId`s of a provider's document.
fn operations(provider: Provider) -> Vec<&'static str> {
    let contract = document(provider).map(|document| document.contract.operations.as_slice());
    contract.unwrap_or_default().iter().map(|operation| operation.id.as_str()).collect()
}

impl fmt::Display for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.provider, self.operation) {
            (Some(provider), Some(operation)) => write!(f, "{provider}/{operation}"),
            (Some(provider), None) => write!(f, "{provider}"),
            (None, _) => f.write_str("all"),
        }
    }
}

impl FromStr for Target {
    type Err = UnknownName;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text.split_once('/') {
            Some((provider, operation)) => Self::checked(provider.parse()?, operation),
            None if text == "all" => Ok(Self::everything()),
            None => Ok(Self::provider(text.parse()?)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_target_is_read_as_it_is_written() {
        for text in ["all", "kajabi", "rebilly/putSubscriptionCancellation"] {
            assert_eq!(text.parse::<Target>().unwrap().to_string(), text);
        }
        for text in ["", "everything", "kajabi/", "kajabi/cancelPlan", "nobody/cancelPlan"] {
            assert!(text.parse::<Target>().is_err(), "{text}");
        }
    }
}
