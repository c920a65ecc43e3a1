//! Where a crate was released last.

use semver::Version;

use crate::{Base, Failure, Git};

/// The last release of something.
#[derive(Clone, Debug)]
pub(super) struct Tag {
    /// The tag.
    pub(super) name: String,
    /// The version that it names.
    pub(super) version: Version,
    /// Its commit.
    pub(super) base: Base,
}

/// The greatest version among the tags that begin so and lie on the way to the last commit. A pre-release is no release, and a tag
/// whose end is no version is none of ours.
pub(super) fn last(git: &Git, beginning: &str) -> Result<Option<Tag>, Failure> {
    let mut found: Option<(Version, String)> = None;
    for name in git.tags(beginning)? {
        let Some(version) = name.strip_prefix(beginning).and_then(|it| it.parse::<Version>().ok()) else { continue };
        if version.pre.is_empty() && found.as_ref().is_none_or(|(greatest, _)| version > *greatest) {
            found = Some((version, name));
        }
    }
    let Some((version, name)) = found else { return Ok(None) };
    let commit = git.object(&format!("refs/tags/{name}^{{commit}}"))?;
    let commit = commit.ok_or_else(|| Failure::message(format!("the tag {name} leads to no commit")))?;
    Ok(Some(Tag { base: Base::new(commit, &name), name, version }))
}
