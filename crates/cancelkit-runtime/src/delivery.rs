use serde::{Deserialize, Serialize};

/// What is known of a request after a call.
///
/// Only [`Delivery::NotSent`] makes sending the same request again safe without reading the state first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Delivery {
    /// Provably no byte of the request left this machine.
    NotSent,
    /// Sending began and no answer came: the request may have been carried out.
    NoAnswer,
    /// A status and headers came back.
    Answered,
}
