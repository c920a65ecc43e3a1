//! What is released under one version, and what changed in it.

use std::path::Path;

use jiff::civil::Date;
use semver::Version;
use spec_diff::{Audience, Finding, Severity};

use super::changelog::Notes;
use super::features::Features;
use super::inherited::Inherited;
use super::manifest::Manifest;
use super::sources::Sources;
use super::tags::{self, Tag};
use super::{Level, MOST, Member, ROOT, accepted, next_version, notes, required};
use crate::{Failure, Git, Specs, compare};

/// Whose a version is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// That of the generated client of a provider: it stands in the root manifest alone.
    Client(String),
    /// That of a crate that is written by hand and has its own.
    Own,
    /// That of the workspace.
    Shared,
}

/// One version with its crates.
pub(super) struct Unit {
    pub(super) kind: Kind,
    pub(super) members: Vec<Member>,
    /// What its tags begin with.
    pub(super) beginning: String,
    /// The version that the manifests say now.
    pub(super) declared: Version,
    pub(super) tag: Option<Tag>,
    pub(super) released: Option<Version>,
    pub(super) level: Option<Level>,
    pub(super) notes: Notes,
    /// What hurts those who call the facade.
    pub(super) of_facade: Vec<Finding>,
}

/// What tags of the workspace begin with.
const WORKSPACE: &str = "v";

impl Unit {
    /// Everything that can be released.
    pub(super) fn all(
        root: &Path,
        members: &[Member],
        manifest: &Manifest,
        providers: &[String],
    ) -> Result<Vec<Self>, Failure> {
        let (mut units, mut shared) = (Vec::new(), Vec::new());
        for member in members.iter().filter(|member| member.is_published) {
            let provider = member.name.strip_prefix("cancelkit-").filter(|name| providers.iter().any(|it| it == name));
            if let Some(provider) = provider {
                let declared = manifest.required_entry(&member.name, &member.folder)?;
                units.push(Self::new(Kind::Client(provider.to_owned()), vec![member.clone()], declared));
                continue;
            }
            let path = format!("{}/{ROOT}", member.folder);
            match (Manifest::read(&path, &required(root, &path)?)?.own()?, manifest.entry(&member.name)?) {
                (Some(own), Some(entry)) if own != entry => {
                    return Err(Failure::message(format!(
                        "{path} says version {own} and Cargo.toml says {entry} under [workspace.dependencies]: make them agree"
                    )));
                }
                (Some(own), _) => units.push(Self::new(Kind::Own, vec![member.clone()], own)),
                (None, _) => shared.push(member.clone()),
            }
        }
        if !shared.is_empty() {
            units.push(Self::new(Kind::Shared, shared, manifest.shared()?));
        }
        Ok(units)
    }

    fn new(kind: Kind, members: Vec<Member>, declared: Version) -> Self {
        let beginning = match (&kind, members.first()) {
            (Kind::Client(_) | Kind::Own, Some(member)) => format!("{}-v", member.name),
            _ => WORKSPACE.to_owned(),
        };
        let (notes, of_facade) = (Notes::default(), Vec::new());
        Self { kind, members, beginning, declared, tag: None, released: None, level: None, notes, of_facade }
    }

    /// What it is called in a sentence.
    pub(super) fn shown(&self) -> String {
        match (&self.kind, self.members.first()) {
            (Kind::Client(_) | Kind::Own, Some(member)) => format!("`{}`", member.name),
            _ => "the crates that share the workspace's version".to_owned(),
        }
    }

    /// What its changelog is called.
    pub(super) fn title(&self) -> &str {
        match (&self.kind, self.members.first()) {
            (Kind::Client(_) | Kind::Own, Some(member)) => &member.name,
            _ => "the workspace",
        }
    }

    pub(super) fn changelog(&self) -> String {
        match (&self.kind, self.members.first()) {
            (Kind::Client(_) | Kind::Own, Some(member)) => format!("{}/CHANGELOG.md", member.folder),
            _ => "CHANGELOG.md".to_owned(),
        }
    }

    /// The version that is to be. Somebody may have raised it already, and may have raised it further.
    pub(super) fn next(&self) -> Version {
        match (&self.released, self.level) {
            (Some(released), Some(level)) => next_version(released, level).max(self.declared.clone()),
            _ => self.declared.clone(),
        }
    }

    pub(super) fn raise(&mut self, level: Level) {
        self.level = self.level.max(Some(level));
    }

    /// Finds the last release, and what changed since.
    pub(super) fn look(&mut self, git: &Git, specs: &Specs, today: Date) -> Result<(), Failure> {
        self.find_tag(git)?;
        let Some(tag) = self.tag.clone() else {
            self.notes.added.push("The first release.".to_owned());
            return Ok(());
        };
        if let Kind::Client(provider) = self.kind.clone() {
            self.look_at_documents(git, specs, &tag, &provider, today)?;
        }
        for member in self.members.clone() {
            self.look_at_crate(git, &tag, &member)?;
        }
        let nothing_said = self.notes == Notes::default();
        if nothing_said && self.level.is_some() && self.kind != Kind::Shared {
            self.notes.changed.push("What is packaged changed, and nothing that those who use it notice.".to_owned());
        }
        if self.kind == Kind::Shared {
            // What is new or mended somebody wrote in words, of all crates together; what breaks is said in any case.
            (self.notes.added, self.notes.changed) = (Vec::new(), Vec::new());
        }
        Ok(())
    }

    fn find_tag(&mut self, git: &Git) -> Result<(), Failure> {
        let own = tags::last(git, &self.beginning)?;
        let is_own = own.is_some();
        // A crate that was never released alone was released with all others.
        let Some(tag) = own.map_or_else(|| tags::last(git, WORKSPACE), |tag| Ok(Some(tag)))? else { return Ok(()) };
        let here = self.members.iter().map(|member| Sources::read(git, &tag.base.commit, &member.folder));
        let was_there = here.collect::<Result<Vec<_>, _>>()?.iter().any(|sources| !sources.is_empty());
        if !is_own && !was_there {
            return Ok(());
        }
        let then = self.version_at(git, &tag)?;
        if is_own && then.as_ref() != Some(&tag.version) {
            let said = then.map_or_else(|| "no version".to_owned(), |version| version.to_string());
            return Err(Failure::message(format!(
                "the tag {} stands on a commit whose Cargo.toml gives {} {said}\n\
                 move the tag to the commit that was released, or delete it if none was",
                tag.name,
                self.shown()
            )));
        }
        let released = then.unwrap_or_else(|| tag.version.clone());
        if self.declared < released {
            return Err(Failure::message(format!(
                "Cargo.toml gives {} the version {}, and {released} is released already (tag {}): write {released} there at least",
                self.shown(),
                self.declared,
                tag.name
            )));
        }
        (self.tag, self.released) = (Some(tag), Some(released));
        Ok(())
    }

    fn version_at(&self, git: &Git, tag: &Tag) -> Result<Option<Version>, Failure> {
        let Some(text) = root_at(git, &tag.base.commit)? else { return Ok(None) };
        let manifest = Manifest::read(&format!("Cargo.toml of {}", tag.base.name), &text)?;
        let entry = match (&self.kind, self.members.first()) {
            (Kind::Client(_) | Kind::Own, Some(member)) => manifest.entry(&member.name)?,
            _ => None,
        };
        entry.map_or_else(|| manifest.shared(), Ok).map(Some)
    }

    fn look_at_documents(
        &mut self,
        git: &Git,
        specs: &Specs,
        tag: &Tag,
        provider: &str,
        today: Date,
    ) -> Result<(), Failure> {
        let old = Specs::of_commit(git, &tag.base)?;
        let report = compare(&old, specs, &[provider.to_owned()], today)?;
        if report.changes.is_empty() {
            return Ok(());
        }
        let reasons = accepted::reasons(git, &tag.base.commit)?;
        for change in report.changes {
            let level = notes::add_finding(&mut self.notes, &change.finding, &reasons);
            self.raise(level);
            if change.finding.severity == Severity::Breaking && change.finding.hurts.contains(&Audience::FacadeUsers) {
                self.of_facade.push(change.finding);
            }
        }
        Ok(())
    }

    fn look_at_crate(&mut self, git: &Git, tag: &Tag, member: &Member) -> Result<(), Failure> {
        let of = |failure: Failure, name: &str| Failure::message(format!("{} of {name}: {failure}", member.folder));
        let old = Sources::read(git, &tag.base.commit, &member.folder)?;
        let new = Sources::read(git, "HEAD", &member.folder)?;
        if old.is_empty() {
            self.notes.added.push(format!("The crate `{}`.", member.name));
            self.raise(Level::Added);
            return Ok(());
        }
        let inherited = |sources: &Sources<'_>, commit: &str| -> Result<Inherited, Failure> {
            Ok(Inherited::read(&root_at(git, commit)?.unwrap_or_default(), &sources.manifest()?))
        };
        let (took, takes) = (inherited(&old, &tag.base.commit)?, inherited(&new, "HEAD")?);
        if took == takes && !old.differ(&new)? {
            return Ok(());
        }
        self.raise(Level::Patch);
        self.look_at_features(member, &old.manifest()?, &new.manifest()?);
        let before = old.listing().map_err(|failure| of(failure, &tag.base.name))?;
        let after = new.listing().map_err(|failure| of(failure, "the last commit"))?;
        for (name, version) in took.broken(&takes) {
            if after.as_ref().is_some_and(|after| after.names(&name.replace('-', "_"))) {
                let item = format!("`{}` exports items of `{name}`, which is {version} now.", member.name);
                self.notes.breaking.push(item);
                self.raise(Level::Breaking);
            }
        }
        if let (Some(before), Some(after)) = (before, after) {
            let changes = crate::rust_api::compare(&before, &after);
            if let Some(level) = notes::add_api(&mut self.notes, &member.name, &changes) {
                self.raise(level);
            }
        }
        Ok(())
    }
}

impl Unit {
    fn look_at_features(&mut self, member: &Member, old: &str, new: &str) {
        let (had, has) = (Features::read(old), Features::read(new));
        let of = |name: &str| format!("The feature `{name}` of `{}`", member.name);
        let gone = had.gone(&has).map(|name| format!("{} is gone.", of(name)));
        let breaking: Vec<String> = gone
            .chain(had.no_default(&has).map(|name| format!("{} is not on by itself any more.", of(name))))
            .collect();
        let added: Vec<String> = has.gone(&had).map(|name| format!("{}.", of(name))).collect();
        for (items, level) in [(&breaking, Level::Breaking), (&added, Level::Added)] {
            if !items.is_empty() {
                self.raise(level);
            }
        }
        self.notes.breaking.extend(breaking);
        self.notes.added.extend(added);
    }
}

/// The root manifest in a commit.
fn root_at(git: &Git, commit: &str) -> Result<Option<String>, Failure> {
    let Some(entry) = git.at(commit, ROOT)? else { return Ok(None) };
    Ok(Some(String::from_utf8_lossy(&git.blob(&entry.object, MOST)?).into_owned()))
}
