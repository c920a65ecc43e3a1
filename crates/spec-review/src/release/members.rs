//! The crates of a workspace, by what `cargo metadata` says of them.

use std::path::{Path, PathBuf};

use semver::Version;
use serde::Deserialize;

use crate::Failure;

/// A crate of the workspace.
#[derive(Clone, Debug)]
pub struct Member {
    /// The package.
    pub name: String,
    /// Its version as it is.
    pub version: Version,
    /// Its folder from the root of the workspace, with `/`.
    pub folder: String,
    /// Whether it may be published.
    pub is_published: bool,
    /// The members that have to be published before it.
    pub after: Vec<String>,
    /// The members that it is compiled with.
    pub uses: Vec<String>,
}

#[derive(Deserialize)]
struct Metadata {
    packages: Vec<Package>,
    workspace_root: PathBuf,
}

#[derive(Deserialize)]
struct Package {
    name: String,
    version: String,
    manifest_path: PathBuf,
    #[serde(default)]
    publish: Option<Vec<String>>,
    #[serde(default)]
    dependencies: Vec<Dependency>,
}

#[derive(Deserialize)]
struct Dependency {
    name: String,
    #[serde(default)]
    req: String,
    #[serde(default)]
    kind: Option<String>,
    #[serde(default)]
    path: Option<PathBuf>,
}

/// Reads what `cargo metadata --no-deps --format-version 1` prints.
///
/// # Errors
///
/// It is not that.
pub fn members(metadata: &str) -> Result<Vec<Member>, Failure> {
    let odd = |what: String| Failure::message(format!("`cargo metadata` says what cannot be understood: {what}"));
    let metadata: Metadata = serde_json::from_str(metadata).map_err(|error| odd(error.to_string()))?;
    let names: Vec<&str> = metadata.packages.iter().map(|package| package.name.as_str()).collect();
    let mut found = Vec::new();
    for package in &metadata.packages {
        let folder = package.manifest_path.parent().unwrap_or(Path::new(""));
        let folder = folder.strip_prefix(&metadata.workspace_root).ok().and_then(Path::to_str);
        let folder = folder.ok_or_else(|| odd(format!("`{}` lies outside of the workspace", package.name)))?;
        let version =
            package.version.parse().map_err(|error| odd(format!("the version of `{}`: {error}", package.name)))?;
        let inner = || package.dependencies.iter().filter(|it| it.path.is_some() && names.contains(&it.name.as_str()));
        let name = |dependency: &Dependency| dependency.name.clone();
        let is_dev = |it: &&Dependency| it.kind.as_deref() == Some("dev");
        found.push(Member {
            name: package.name.clone(),
            version,
            folder: folder.replace('\\', "/"),
            is_published: package.publish.as_ref().is_none_or(|registries| !registries.is_empty()),
            // A development dependency without a version is left out of what is published.
            after: inner().filter(|it| !is_dev(it) || it.req != "*").map(name).collect(),
            uses: inner().filter(|it| !is_dev(it)).map(name).collect(),
        });
    }
    found.sort_by(|one, other| one.name.cmp(&other.name));
    Ok(found)
}
