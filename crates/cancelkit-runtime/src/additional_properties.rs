use std::fmt;
use std::ops::{Deref, DerefMut};

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// The members of an object that the document does not declare, as they came.
///
/// Nobody described them, so nobody said which are secret: `Debug` shows their names and no value.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(transparent)]
pub struct AdditionalProperties(pub Map<String, Value>);

impl fmt::Debug for AdditionalProperties {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.0.keys()).finish()
    }
}

impl Deref for AdditionalProperties {
    type Target = Map<String, Value>;

    fn deref(&self) -> &Self::Target {
        &self.0
    }
}

impl DerefMut for AdditionalProperties {
    fn deref_mut(&mut self) -> &mut Self::Target {
        &mut self.0
    }
}

#[cfg(test)]
mod tests {
    use super::AdditionalProperties;

    #[test]
    fn values_are_kept_and_not_shown() {
        let members: AdditionalProperties = serde_json::from_str(r#"{"id_token":"marker-secret"}"#).expect("members");
        assert_eq!(format!("{members:?}"), r#"{"id_token"}"#);
        assert_eq!(members["id_token"], "marker-secret");
        assert_eq!(serde_json::to_string(&members).expect("JSON"), r#"{"id_token":"marker-secret"}"#);
    }
}
