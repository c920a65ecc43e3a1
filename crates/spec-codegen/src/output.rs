//! Generated files on disk: compared, written whole, and recorded.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

/// The record of every generated file, at the root of the workspace.
const RECORD: &str = "generated.lock";

/// What may stand in a generated crate and is not generated: `cargo xtask release` adds to it, and so do people.
const KEPT: &str = "CHANGELOG.md";

/// Files to be on disk, by their path from the root of the workspace.
#[derive(Debug, Default)]
pub struct Output {
    files: BTreeMap<PathBuf, Vec<u8>>,
    /// Paths of which everything that is recorded but not in `files` is to go.
    owned: Vec<PathBuf>,
    /// Folders in which nothing else may stand.
    folders: Vec<PathBuf>,
}

/// What is to happen to a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// It is not there.
    New(PathBuf),
    /// It differs.
    Changed(PathBuf),
    /// It was generated once and is no more.
    Stale(PathBuf),
    /// It stands in a generated folder and was never generated. It is reported and never removed.
    Unexpected(PathBuf),
}

impl Change {
    /// The file, from the root of the workspace.
    #[must_use]
    pub fn path(&self) -> &Path {
        match self {
            Self::New(path) | Self::Changed(path) | Self::Stale(path) | Self::Unexpected(path) => path,
        }
    }
}

impl Output {
    /// Adds a file.
    pub fn add(&mut self, path: impl Into<PathBuf>, content: impl Into<Vec<u8>>) {
        self.files.insert(path.into(), content.into());
    }

    /// Takes charge of a file or folder: what was generated there and is not in this output is stale.
    pub fn own(&mut self, path: impl Into<PathBuf>) {
        self.owned.push(path.into());
    }

    /// Takes charge of a folder in which nothing but this output may stand.
    pub fn own_alone(&mut self, folder: impl Into<PathBuf>) {
        let folder = folder.into();
        self.owned.push(folder.clone());
        self.folders.push(folder);
    }

    /// Takes charge of everything that was ever generated.
    pub fn own_everything(&mut self) {
        self.owned.push(PathBuf::new());
    }

    /// Adds everything of another output.
    pub fn merge(&mut self, other: Self) {
        self.files.extend(other.files);
        self.owned.extend(other.owned);
        self.folders.extend(other.folders);
    }

    /// The content that a file is to have.
    #[must_use]
    pub fn content(&self, path: &Path) -> Option<&[u8]> {
        self.files.get(path).map(Vec::as_slice)
    }

    /// How the disk differs from this output. Reads, and never writes.
    ///
    /// # Errors
    ///
    /// A file that is there and cannot be read.
    pub fn changes(&self, root: &Path) -> io::Result<Vec<Change>> {
        let mut found = Vec::new();
        for path in self.files.keys().chain(self.recorded(root)?.keys()) {
            refuse_links(root, path)?;
        }
        for (path, content) in &self.files {
            match read(&root.join(path))? {
                None => found.push(Change::New(path.clone())),
                Some(old) if old != *content => found.push(Change::Changed(path.clone())),
                Some(_) => {}
            }
        }
        for path in self.recorded(root)?.into_keys() {
            if self.is_owned(&path) && !self.files.contains_key(&path) && read(&root.join(&path))?.is_some() {
                found.push(Change::Stale(path));
            }
        }
        for folder in &self.folders {
            let mut there = Vec::new();
            walk(root, folder, &mut there)?;
            found.extend(
                there
                    .into_iter()
                    .filter(|path| !self.files.contains_key(path) && !is_kept(root, folder, path))
                    .filter_map(|path| {
                        let stale = Change::Stale(path.clone());
                        (!found.contains(&stale)).then_some(Change::Unexpected(path))
                    })
                    .collect::<Vec<_>>(),
            );
        }
        let record = self.record(root)?;
        match read(&root.join(RECORD))? {
            Some(old) if old == record.as_bytes() => {}
            Some(_) => found.push(Change::Changed(RECORD.into())),
            None => found.push(Change::New(RECORD.into())),
        }
        Ok(found)
    }

    /// Makes the disk as this output says, and writes nothing that is so already. The record is written last: after an
    /// interruption the next run finds what is missing.
    ///
    /// # Errors
    ///
    /// A file that cannot be read, written or removed.
    pub fn write(&self, root: &Path) -> io::Result<Vec<Change>> {
        let changes = self.changes(root)?;
        for change in &changes {
            match change {
                Change::New(path) | Change::Changed(path) => {
                    if let Some(content) = self.files.get(path) {
                        write_whole(&root.join(path), content)?;
                    }
                }
                Change::Stale(path) => std::fs::remove_file(root.join(path))?,
                Change::Unexpected(_) => {}
            }
        }
        let record = self.record(root)?;
        if read(&root.join(RECORD))?.as_deref() != Some(record.as_bytes()) {
            write_whole(&root.join(RECORD), record.as_bytes())?;
        }
        Ok(changes)
    }

    fn is_owned(&self, path: &Path) -> bool {
        self.owned.iter().any(|folder| path.starts_with(folder))
    }

    fn recorded(&self, root: &Path) -> io::Result<BTreeMap<PathBuf, String>> {
        let text = read(&root.join(RECORD))?.unwrap_or_default();
        let lines = String::from_utf8_lossy(&text).into_owned();
        Ok(lines
            .lines()
            .filter(|line| !line.starts_with('#'))
            .filter_map(|line| line.split_once("  "))
            // A record is a file of the repository: it names nothing outside it.
            .filter(|(_, path)| !path.starts_with('/') && !path.split('/').any(|part| part == ".."))
            // And no folder: one cannot be generated.
            .filter(|(_, path)| !root.join(path).is_dir())
            .map(|(hash, path)| (PathBuf::from(path), hash.to_owned()))
            .collect())
    }

    fn record(&self, root: &Path) -> io::Result<String> {
        let mut lines = self.recorded(root)?;
        lines.retain(|path, _| !self.is_owned(path));
        for (path, content) in &self.files {
            lines.insert(path.clone(), hex(&Sha256::digest(content)));
        }
        let mut text = "# Every generated file and its SHA-256. Written last by `cargo xtask generate`.\n".to_owned();
        for (path, hash) in lines {
            let _ = writeln!(text, "{hash}  {}", path.display());
        }
        Ok(text)
    }
}

/// A link below the root leads who knows where: nothing is read, written or removed through it.
fn refuse_links(root: &Path, path: &Path) -> io::Result<()> {
    let mut here = root.to_path_buf();
    for part in path.components() {
        here.push(part);
        match std::fs::symlink_metadata(&here) {
            Ok(found) if found.is_symlink() => {
                let message = format!("{} is a link: replace it by what it leads to, or delete it", here.display());
                return Err(io::Error::new(io::ErrorKind::InvalidInput, message));
            }
            Ok(_) => {}
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
            Err(error) => return Err(io::Error::new(error.kind(), format!("{}: {error}", here.display()))),
        }
    }
    Ok(())
}

/// Whether a file is the one beside the generated ones. A link of that name is not: it leads who knows where.
fn is_kept(root: &Path, folder: &Path, path: &Path) -> bool {
    let plain = || std::fs::symlink_metadata(root.join(path)).is_ok_and(|found| found.is_file());
    *path == folder.join(KEPT) && plain()
}

/// The files below a folder, by their path from the root; links are files.
fn walk(root: &Path, folder: &Path, found: &mut Vec<PathBuf>) -> io::Result<()> {
    let entries = match std::fs::read_dir(root.join(folder)) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(error),
    };
    for entry in entries {
        let entry = entry?;
        let path = folder.join(entry.file_name());
        if entry.file_type()?.is_dir() { walk(root, &path, found)? } else { found.push(path) }
    }
    Ok(())
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

fn read(path: &Path) -> io::Result<Option<Vec<u8>>> {
    match std::fs::read(path) {
        Ok(content) => Ok(Some(content)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(io::Error::new(error.kind(), format!("{}: {error}", path.display()))),
    }
}

/// Writes a file whole: beside it first, then renamed over it, so that nobody ever sees half of it.
///
/// # Errors
///
/// A folder or file that cannot be written.
pub fn write_whole(path: &Path, content: &[u8]) -> io::Result<()> {
    let folder = path.parent().unwrap_or(Path::new("."));
    let named = |error: io::Error| io::Error::new(error.kind(), format!("{}: {error}", path.display()));
    std::fs::create_dir_all(folder).map_err(named)?;
    let mut file = tempfile::Builder::new().prefix(".cancelkit-").tempfile_in(folder).map_err(named)?;
    file.write_all(content).map_err(named)?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        file.as_file().set_permissions(std::fs::Permissions::from_mode(0o644)).map_err(named)?;
    }
    file.as_file().sync_all().map_err(named)?;
    file.persist(path).map_err(|error| named(error.error))?;
    Ok(())
}

/// A unified diff of what is on disk and what this output has, for one change.
///
/// # Errors
///
/// A file that cannot be read.
pub fn difference(root: &Path, output: &Output, change: &Change) -> io::Result<String> {
    let old = read(&root.join(change.path()))?.unwrap_or_default();
    let new = output.content(change.path()).unwrap_or_default();
    let (old, new) = (String::from_utf8_lossy(&old), String::from_utf8_lossy(new));
    let name = change.path().display().to_string();
    Ok(similar::TextDiff::from_lines(&*old, &*new)
        .unified_diff()
        .context_radius(2)
        .header(&format!("on disk: {name}"), &format!("as the document says: {name}"))
        .to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn output(files: &[(&str, &str)]) -> Output {
        let mut output = Output::default();
        output.own("made");
        files.iter().for_each(|(path, text)| output.add(*path, *text));
        output
    }

    #[test]
    fn what_is_as_it_should_be_is_not_written_again() {
        let root = tempfile::tempdir().expect("a folder");
        let output = output(&[("made/a", "1"), ("other/b", "2")]);
        assert_eq!(output.write(root.path()).expect("written").len(), 3);
        assert!(output.changes(root.path()).expect("read").is_empty());
        assert!(output.write(root.path()).expect("written").is_empty());
    }

    #[test]
    fn a_file_that_is_generated_no_more_goes_and_one_that_never_was_stays() {
        let root = tempfile::tempdir().expect("a folder");
        output(&[("made/a", "1"), ("made/b", "1")]).write(root.path()).expect("written");
        write_whole(&root.path().join("made/mine"), b"hand-written").expect("written");
        let changes = output(&[("made/a", "1")]).write(root.path()).expect("written");
        assert!(changes.contains(&Change::Stale("made/b".into())));
        assert!(!root.path().join("made/b").exists());
        assert!(root.path().join("made/mine").exists());
    }

    #[test]
    fn what_was_never_generated_is_reported_and_stays() {
        let root = tempfile::tempdir().expect("a folder");
        let mut output = Output::default();
        output.own_alone("made");
        output.add("made/a", "1");
        output.write(root.path()).expect("written");
        write_whole(&root.path().join("made/deep/build.rs"), b"evil").expect("written");
        let unexpected = Change::Unexpected("made/deep/build.rs".into());
        assert_eq!(output.changes(root.path()).expect("read"), [unexpected]);
        output.write(root.path()).expect("written");
        assert!(root.path().join("made/deep/build.rs").exists());
    }

    #[test]
    fn a_changelog_is_nobodys_mistake() {
        let root = tempfile::tempdir().expect("a folder");
        let mut output = Output::default();
        output.own_alone("made");
        output.add("made/a", "1");
        output.write(root.path()).expect("written");
        write_whole(&root.path().join("made/CHANGELOG.md"), b"# Changelog\n").expect("written");
        assert!(output.changes(root.path()).expect("read").is_empty());
        // Anywhere else it is a file like any other.
        write_whole(&root.path().join("made/src/CHANGELOG.md"), b"# Changelog\n").expect("written");
        let unexpected = Change::Unexpected("made/src/CHANGELOG.md".into());
        assert_eq!(output.changes(root.path()).expect("read"), [unexpected]);
    }

    #[cfg(unix)]
    #[test]
    fn a_changelog_that_is_a_link_is_reported() {
        let root = tempfile::tempdir().expect("a folder");
        let mut output = Output::default();
        output.own_alone("made");
        output.add("made/a", "1");
        output.write(root.path()).expect("written");
        std::os::unix::fs::symlink("/etc/hostname", root.path().join("made/CHANGELOG.md")).expect("a link");
        let unexpected = Change::Unexpected("made/CHANGELOG.md".into());
        assert_eq!(output.changes(root.path()).expect("read"), [unexpected]);
    }

    #[cfg(unix)]
    #[test]
    fn nothing_is_written_or_removed_through_a_link() {
        let root = tempfile::tempdir().expect("a folder");
        let outside = tempfile::tempdir().expect("a folder");
        write_whole(&outside.path().join("victim"), b"x").expect("written");
        std::fs::create_dir(root.path().join("made")).expect("a folder");
        std::os::unix::fs::symlink(outside.path(), root.path().join("made/src")).expect("a link");
        assert!(output(&[("made/src/a", "1")]).write(root.path()).is_err());
        write_whole(&root.path().join(RECORD), b"00  made/src/victim\n").expect("written");
        assert!(output(&[("made/b", "1")]).write(root.path()).is_err());
        assert!(outside.path().join("victim").exists());
        assert!(!outside.path().join("a").exists());
    }

    #[test]
    fn a_record_of_a_folder_is_passed_over() {
        let root = tempfile::tempdir().expect("a folder");
        let output = output(&[("made/a", "1")]);
        output.write(root.path()).expect("written");
        write_whole(&root.path().join(RECORD), b"00  made\n").expect("written");
        output.write(root.path()).expect("written");
        assert!(output.changes(root.path()).expect("read").is_empty());
    }

    #[test]
    fn it_converges_from_an_interruption() {
        let root = tempfile::tempdir().expect("a folder");
        let output = output(&[("made/a", "1"), ("made/b", "2")]);
        output.write(root.path()).expect("written");
        std::fs::remove_file(root.path().join(RECORD)).expect("removed");
        write_whole(&root.path().join("made/a"), b"half").expect("written");
        assert!(!output.changes(root.path()).expect("read").is_empty());
        output.write(root.path()).expect("written");
        assert!(output.changes(root.path()).expect("read").is_empty());
    }

    #[test]
    fn a_record_that_names_a_file_outside_removes_nothing() {
        let root = tempfile::tempdir().expect("a folder");
        let outside = root.path().join("outside");
        write_whole(&outside, b"x").expect("written");
        let inner = root.path().join("inner");
        write_whole(&inner.join(RECORD), b"00  ../outside\n00  made/../../outside\n").expect("written");
        output(&[]).write(&inner).expect("written");
        assert!(outside.exists());
    }
}
