#![doc = include_str!("../README.md")]

mod additional_properties;
mod answer;
mod base_url;
mod build;
mod build_error;
mod call_error;
mod classify;
pub mod constraint;
mod credential;
pub mod decode;
mod delivery;
mod field;
mod hidden;
mod host;
mod json_text;
mod nested;
mod no_answer;
mod not_sent;
pub mod object;
#[cfg(feature = "observe")]
pub mod observe;
mod open_enum;
pub mod parameter;
mod path_segment;
mod preview;
mod redact;
mod reply;
mod request_parts;
mod secret_text;
mod server_variable;
mod settings;
mod timestamp;
#[cfg(feature = "rustls")]
mod tls;
mod transport;
pub mod union;
mod unreadable;

pub use crate::additional_properties::AdditionalProperties;
pub use crate::answer::{Answer, Answered, Truncation};
pub use crate::base_url::base_url;
pub use crate::build::{Capture, build_now};
pub use crate::build_error::{BuildError, BuildErrorKind};
pub use crate::call_error::CallError;
pub use crate::constraint::{Constraints, Violation};
pub use crate::credential::Credential;
pub use crate::delivery::Delivery;
pub use crate::field::Field;
pub use crate::hidden::is_hidden;
pub use crate::no_answer::{NoAnswer, NoAnswerKind};
pub use crate::not_sent::{NotSent, NotSentKind};
pub use crate::path_segment::path_segment;
pub use crate::preview::Preview;
pub use crate::reply::Reply;
pub use crate::request_parts::RequestParts;
pub use crate::secret_text::SecretText;
pub use crate::server_variable::server_variable;
pub use crate::settings::Settings;
pub use crate::timestamp::Timestamp;
pub use crate::transport::Transport;
pub use crate::unreadable::{Problem, Unreadable};

pub use bytes::Bytes;
pub use http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
pub use reqwest;
pub use secrecy::{ExposeSecret, SecretString};

/// What the macros of this crate expand to; no part of the public API.
#[doc(hidden)]
pub mod __private {
    pub use serde;
    #[cfg(feature = "schemars")]
    pub use {crate::open_enum::schema as open_enum_schema, schemars};
}
