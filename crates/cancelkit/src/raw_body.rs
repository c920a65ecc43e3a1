use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use cancelkit_runtime::Bytes;
use serde::{Deserialize, Serialize};

/// The bytes of a body: stored as text where they are text, and else in base64, so that nothing is lost.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(try_from = "Stored", into = "Stored")]
#[cfg_attr(feature = "schemars", schemars(with = "Stored"))]
pub(crate) struct RawBody(Bytes);

#[derive(Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
enum Stored {
    /// The body, which is UTF-8.
    Text(String),
    /// The body in base64, since it is not UTF-8.
    Base64(String),
}

impl RawBody {
    pub(crate) fn new(bytes: Bytes) -> Self {
        Self(bytes)
    }

    pub(crate) fn bytes(&self) -> &Bytes {
        &self.0
    }
}

impl From<RawBody> for Stored {
    fn from(body: RawBody) -> Self {
        match std::str::from_utf8(&body.0) {
            Ok(text) => Self::Text(text.to_owned()),
            Err(_) => Self::Base64(STANDARD.encode(&body.0)),
        }
    }
}

impl TryFrom<Stored> for RawBody {
    type Error = &'static str;

    fn try_from(stored: Stored) -> Result<Self, &'static str> {
        match stored {
            Stored::Text(text) => Ok(Self(text.into())),
            Stored::Base64(text) => {
                STANDARD.decode(&text).map(|bytes| Self(bytes.into())).map_err(|_| "this is no base64")
            }
        }
    }
}
