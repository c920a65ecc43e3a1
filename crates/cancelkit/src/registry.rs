use std::collections::BTreeMap;
use std::ffi::OsString;
use std::fmt;
use std::sync::Arc;

use crate::{EnvironmentError, Provider, ProviderId, environment};

/// The providers that are ready to be asked, by their ids.
///
/// ```
/// use cancelkit::{ProviderId, Registry};
///
/// # #[cfg(all(feature = "kajabi", feature = "stax-bill"))] {
/// let registry = Registry::from_lookup(|name| match name {
///     "CANCELKIT_STAX_BILL_API_KEY" => Some("an-api-key".into()),
///     _ => None,
/// })?;
/// assert!(registry.get(ProviderId::StaxBill).is_some());
/// assert_eq!(
///     registry.require(ProviderId::Kajabi).err().unwrap().to_string(),
///     "Kajabi is not set up; set CANCELKIT_KAJABI_CLIENT_ID, CANCELKIT_KAJABI_CLIENT_SECRET"
/// );
/// # }
/// # Ok::<(), cancelkit::EnvironmentError>(())
/// ```
#[derive(Clone, Default)]
pub struct Registry {
    providers: BTreeMap<ProviderId, Arc<dyn Provider>>,
}

impl Registry {
    /// A registry without providers.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a provider, in the place of one with the same id.
    pub fn add(&mut self, provider: Arc<dyn Provider>) -> &mut Self {
        self.providers.insert(provider.id(), provider);
        self
    }

    /// The provider with this id.
    #[must_use]
    pub fn get(&self, id: ProviderId) -> Option<&dyn Provider> {
        self.providers.get(&id).map(AsRef::as_ref)
    }

    /// The provider with this id, to be kept or given to a task.
    #[must_use]
    pub fn shared(&self, id: ProviderId) -> Option<Arc<dyn Provider>> {
        self.providers.get(&id).cloned()
    }

    /// The provider with this id.
    ///
    /// # Errors
    ///
    /// [`NotConfigured`], which names the variables that would set it up.
    pub fn require(&self, id: ProviderId) -> Result<&dyn Provider, NotConfigured> {
        self.get(id).ok_or(NotConfigured(id))
    }

    /// The providers whose credentials are in the environment, by the variables of [`environment`](crate::environment).
    ///
    /// # Errors
    ///
    /// [`EnvironmentError`], with every variable that is wrong or missing, and never with a value.
    pub fn from_env() -> Result<Self, EnvironmentError> {
        Self::from_lookup(|name| std::env::var_os(name))
    }

    /// The same with a lookup of your own.
    ///
    /// # Errors
    ///
    /// As [`Registry::from_env`].
    pub fn from_lookup(lookup: impl Fn(&str) -> Option<OsString>) -> Result<Self, EnvironmentError> {
        let mut registry = Self::new();
        for provider in environment::providers(lookup)? {
            registry.add(provider);
        }
        Ok(registry)
    }

    /// All providers, in the order of their ids.
    pub fn iter(&self) -> impl Iterator<Item = &dyn Provider> {
        self.providers.values().map(AsRef::as_ref)
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.providers.is_empty()
    }
}

impl fmt::Debug for Registry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.providers.keys()).finish()
    }
}

/// A provider that is not in the registry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotConfigured(pub(crate) ProviderId);

impl fmt::Display for NotConfigured {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !environment::is_built(self.0) {
            return write!(f, "this build has no {}; build cancelkit with the feature `{}`", self.0.name(), self.0);
        }
        write!(f, "{} is not set up; set ", self.0.name())?;
        crate::words::list(f, environment::required(self.0))
    }
}

impl std::error::Error for NotConfigured {}
