//! The crate around the code: `Cargo.toml` and `src/lib.rs`.

use super::Source;
use crate::docs::prose;

/// `Cargo.toml`
pub fn manifest(source: &Source<'_>) -> String {
    let contract = &source.lowered.contract;
    let package = source.package();
    let version = match source.version {
        Some(version) => format!("version = \"{version}\""),
        None => "version.workspace = true".to_owned(),
    };
    let description = format!("A typed client for {}, generated from its OpenAPI document", one_line(&contract.title));
    format!(
        r#"{mark}
[package]
name = "{package}"
description = {description:?}
keywords = ["openapi", "client", "subscription", "cancellation", "api"]
categories = ["api-bindings"]
readme = "README.md"
{version}
edition.workspace = true
rust-version.workspace = true
license.workspace = true
repository.workspace = true

[package.metadata.docs.rs]
all-features = true

[features]
default = ["rustls"]
# TLS by rustls with ring. Without it only plain HTTP to this machine works, or a TLS of your own through a builder.
rustls = ["cancelkit-runtime/rustls"]
# JSON Schemas of the types.
schemars = ["dep:schemars", "cancelkit-runtime/schemars"]
# A callback for each answer that is not what the document says; brings a JSON Schema validator.
observe = ["cancelkit-runtime/observe"]

[dependencies]
cancelkit-runtime.workspace = true
# MPL-2.0: used as it is published, not changed.
progenitor-client.workspace = true
reqwest.workspace = true
schemars = {{ workspace = true, optional = true }}
serde.workspace = true
serde_json.workspace = true
"#,
        mark = source.mark("#"),
    )
}

/// `src/lib.rs`
pub fn library(source: &Source<'_>) -> String {
    format!(
        r#"{mark}#![doc = include_str!("../README.md")]
// The document's prose is shown as it is written.
#![allow(rustdoc::broken_intra_doc_links, rustdoc::bare_urls, rustdoc::invalid_html_tags)]
#![allow(clippy::all)]

#[rustfmt::skip]
mod client;
#[rustfmt::skip]
pub mod headers;
#[rustfmt::skip]
pub mod operations;
#[rustfmt::skip]
pub mod outcomes;
#[rustfmt::skip]
#[allow(dead_code, unused_imports)]
mod requests;
#[rustfmt::skip]
pub mod types;

pub use cancelkit_runtime::{{
    AdditionalProperties, Answer, Answered, BuildError, Bytes, CallError, Delivery, Field, HeaderMap, NoAnswer,
    NotSent, Preview, Reply, SecretString, SecretText, Settings, StatusCode, Timestamp, Unreadable,
}};

#[cfg(feature = "observe")]
pub use cancelkit_runtime::observe::{{Drift, DriftKind, Observer}};

pub use crate::client::{{Client, ClientBuilder, Credentials, Server}};
"#,
        mark = source.mark("//"),
    )
}

/// A title on one line.
pub fn one_line(text: &str) -> String {
    prose(text).split_whitespace().collect::<Vec<_>>().join(" ")
}
