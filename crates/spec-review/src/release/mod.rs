//! A release: the version that follows for each crate from what changed since its last tag, and the words of its changelog.
//!
//! Nothing is written, tagged or published here: a [`Plan`] says what the files are to be.

mod accepted;
mod bump;
mod carry;
mod changelog;
mod features;
mod inherited;
mod manifest;
mod members;
mod notes;
mod order;
mod show;
mod sources;
mod tags;
mod unit;

use std::collections::BTreeMap;
use std::path::Path;

use jiff::civil::Date;
use semver::Version;

pub use bump::{Level, next_version};
pub use members::{Member, members};
pub use order::publish_order;

use crate::{Failure, Git, Specs};
use changelog::with_section;
use manifest::Manifest;
use unit::{Kind, Unit};

/// The manifest in which versions stand.
const ROOT: &str = "Cargo.toml";

/// Bytes of a manifest or changelog at most.
const MOST: u64 = 16 << 20;

/// What a release would be.
#[derive(Clone, Debug, Default)]
pub struct Plan {
    /// Everything that has a version, released or not.
    pub releases: Vec<Release>,
    /// The files that are to change, by their path from the root of the workspace, with `/`.
    pub files: BTreeMap<String, String>,
    /// What a person had better know.
    pub notes: Vec<String>,
}

/// One version, and the crates that share it.
#[derive(Clone, Debug)]
pub struct Release {
    /// The crates.
    pub packages: Vec<String>,
    /// The tag of the last release, if there was one.
    pub since: Option<String>,
    /// The version of it.
    pub released: Option<Version>,
    /// The version that is to be: the same where nothing changed.
    pub version: Version,
    /// What it brings; nothing for a first release, or where nothing changed.
    pub level: Option<Level>,
    /// The tag that belongs on the commit of this release.
    pub tag: String,
    /// Its section of the changelog; empty where there is no release.
    pub section: String,
}

impl Release {
    /// Whether there is something to release.
    #[must_use]
    pub fn is_due(&self) -> bool {
        self.released.as_ref() != Some(&self.version)
    }
}

/// Says why no release can be made of what is here, if none can.
///
/// # Errors
///
/// Something is not committed, or the history is cut off.
pub fn ready(git: &Git) -> Result<(), Failure> {
    if git.object("HEAD^{commit}")?.is_none() {
        return Err(Failure::message("this repository has no commit yet, so there is nothing to release"));
    }
    if git.is_shallow()? {
        return Err(Failure::message(
            "this is a shallow clone: the tags of the last releases may lie beyond where its history was cut off\n\
             fetch all of it: `git fetch --unshallow --tags` (in a workflow: `fetch-depth: 0`)",
        ));
    }
    let mut files = git.uncommitted()?;
    if files.is_empty() {
        return Ok(());
    }
    const SHOWN: usize = 5;
    let more = files.len().saturating_sub(SHOWN);
    files.truncate(SHOWN);
    let more = if more == 0 { String::new() } else { format!("\n  and {more} more") };
    Err(Failure::message(format!(
        "a release is made of what is committed, and these files are not:\n  {}{more}\n\
         commit or stash them; after a run that was interrupted, `git restore .` brings back what it had written",
        files.join("\n  ")
    )))
}

/// Makes the plan of a release. The working tree has to be as its last commit: [`ready`] says whether it is.
///
/// # Errors
///
/// A tag and the manifests that do not agree, a version that stands nowhere, documents with mistakes, or git cannot be asked.
pub fn plan(git: &Git, root: &Path, members: &[Member], today: Date) -> Result<Plan, Failure> {
    let specs = Specs::on_disk(&root.join("specs"), "the working tree");
    let mut manifest = Manifest::read(ROOT, &required(root, ROOT)?)?;
    let mut units = Unit::all(root, members, &manifest, &specs.providers()?)?;
    for unit in &mut units {
        unit.look(git, &specs, today)?;
    }
    carry::carry(&mut units, git)?;
    let mut plan = Plan::default();
    for unit in &units {
        let release = release(unit, root, today, &mut plan)?;
        if release.is_due() {
            if git.object(&format!("refs/tags/{}", release.tag))?.is_some() {
                return Err(Failure::message(format!(
                    "the next version of {} is {}, and the tag {} is there already, on a commit that is not on the way to this one\n\
                     release from where that tag is, or delete it if nothing was published",
                    unit.shown(),
                    release.version,
                    release.tag
                )));
            }
            set_version(unit, root, &release.version, &mut manifest, &mut plan)?;
        }
        plan.releases.push(release);
    }
    keep_if_changed(root, ROOT, manifest.text(), &mut plan)?;
    Ok(plan)
}

fn release(unit: &Unit, root: &Path, today: Date, plan: &mut Plan) -> Result<Release, Failure> {
    let version = unit.next();
    let mut release = Release {
        packages: unit.members.iter().map(|member| member.name.clone()).collect(),
        since: unit.tag.as_ref().map(|tag| tag.name.clone()),
        released: unit.released.clone(),
        tag: format!("{}{version}", unit.beginning),
        level: unit.level,
        version,
        section: String::new(),
    };
    if release.is_due() {
        let path = unit.changelog();
        let old = optional(root, &path)?;
        let written = with_section(old.as_deref(), unit.title(), &release.version, today, &unit.notes);
        for item in written.missing {
            let item = item.lines().next().unwrap_or_default().to_owned();
            plan.notes.push(format!(
                "{path} has a section of {} already, which stays as it is and does not say: {item}",
                release.version
            ));
        }
        if old.as_deref() != Some(&written.text) {
            plan.files.insert(path, written.text);
        }
        release.section = written.section;
    }
    Ok(release)
}

fn set_version(
    unit: &Unit,
    root: &Path,
    version: &Version,
    manifest: &mut Manifest,
    plan: &mut Plan,
) -> Result<(), Failure> {
    if unit.kind == Kind::Shared {
        manifest.set_shared(version);
    }
    for member in &unit.members {
        manifest.set_entry(&member.name, version);
        // The manifest of a client is generated, by the entry.
        if unit.kind == Kind::Own {
            let path = format!("{}/Cargo.toml", member.folder);
            let mut own = Manifest::read(&path, &required(root, &path)?)?;
            own.set_own(version);
            keep_if_changed(root, &path, own.text(), plan)?;
        }
    }
    Ok(())
}

fn keep_if_changed(root: &Path, path: &str, text: String, plan: &mut Plan) -> Result<(), Failure> {
    if required(root, path)? != text {
        plan.files.insert(path.to_owned(), text);
    }
    Ok(())
}

fn required(root: &Path, path: &str) -> Result<String, Failure> {
    optional(root, path)?.ok_or_else(|| Failure::message(format!("there is no {path}")))
}

/// The text of a file, if it is there. A link is followed nowhere.
fn optional(root: &Path, path: &str) -> Result<Option<String>, Failure> {
    let file = root.join(path);
    let unreadable = |error| Failure::message(format!("{path} cannot be read: {error}"));
    let found = match std::fs::symlink_metadata(&file) {
        Ok(found) => found,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(unreadable(error)),
    };
    if !found.is_file() || found.len() > MOST {
        return Err(Failure::message(format!("{path} is not a plain file of at most {MOST} bytes")));
    }
    std::fs::read_to_string(&file).map(Some).map_err(unreadable)
}

#[cfg(test)]
mod tests;
