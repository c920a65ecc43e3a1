use serde::{Deserialize, Serialize};

use crate::version::{VERSION, versioned};
use crate::{Key, Target};

/// A cancellation that is to be taken back. Only one that lies ahead can be.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(remote = "Self", deny_unknown_fields)]
#[non_exhaustive]
pub struct UndoRequest {
    #[cfg_attr(feature = "schemars", schemars(extend("const" = VERSION)))]
    version: u32,
    /// Whose cancellation is taken back.
    pub target: Target,
    /// The key that it was sent with. With it only that very cancellation is taken back, and without it whichever there is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key: Option<Key>,
    /// Why, in free words. They are sent to the provider.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub comment: Option<String>,
}

versioned!(UndoRequest, "request");

impl UndoRequest {
    /// Takes back the cancellation of this target.
    #[must_use]
    pub fn new(target: impl Into<Target>) -> Self {
        Self { version: VERSION, target: target.into(), key: None, comment: None }
    }

    /// Takes back only the cancellation that was sent with this key.
    #[must_use]
    pub fn with_key(mut self, key: Key) -> Self {
        self.key = Some(key);
        self
    }

    /// Says why in free words, which are sent to the provider.
    #[must_use]
    pub fn with_comment(mut self, comment: impl Into<String>) -> Self {
        self.comment = Some(comment.into());
        self
    }
}
