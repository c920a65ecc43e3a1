//! The providers' documents as they stand in `specs/`.

use std::path::{Path, PathBuf};

use spec_codegen::{Provider, Workspace};

/// The providers that the tests know. A test compares them with the folder `specs/`.
pub const PROVIDERS: [&str; 4] = ["jetpack", "kajabi", "rebilly", "stax-bill"];

/// The root of the workspace.
#[must_use]
pub fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().unwrap_or(here).to_path_buf()
}

/// The folder of a provider's client crate.
#[must_use]
pub fn client_crate(provider: &str) -> PathBuf {
    root().join("crates").join(format!("cancelkit-{provider}"))
}

/// The document and the contract of a provider.
///
/// # Panics
///
/// With the report, where the document has a mistake.
#[must_use]
pub fn provider(name: &str) -> Provider {
    Workspace::new(root()).provider(name).unwrap_or_else(|report| panic!("{report}"))
}

/// The text of a file of the workspace.
///
/// # Panics
///
/// With the path, where it cannot be read.
#[must_use]
pub fn text(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}
