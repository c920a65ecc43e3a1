//! The documents of one side.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use spec_document::{Effective, load_provider, provider_names};
use tempfile::TempDir;

use crate::{ACCEPTED, Base, Failure, Git};

/// Bytes of one document: as many as one may have.
const MOST: u64 = 64 << 20;

/// How git marks a folder.
pub(crate) const FOLDER: &str = "040000";

/// A folder of documents, and whose it is.
#[derive(Debug)]
pub struct Specs {
    folder: PathBuf,
    name: String,
    /// Holds the folder while it is needed.
    _temporary: Option<TempDir>,
}

impl Specs {
    /// Documents that are on disk, by the name that people know them by.
    #[must_use]
    pub fn on_disk(folder: &Path, name: &str) -> Self {
        Self { folder: folder.to_path_buf(), name: name.to_owned(), _temporary: None }
    }

    /// Documents as a commit has them, in a folder of their own for as long as this lives. A commit without `specs/` has none.
    ///
    /// # Errors
    ///
    /// git cannot read them, one is a link or too large, or they cannot be written.
    pub fn of_commit(git: &Git, base: &Base) -> Result<Self, Failure> {
        let temporary = tempfile::tempdir().map_err(|error| unwritten(&error))?;
        // Documents are called after their folder, as those of the working tree are.
        let folder = temporary.path().join("specs");
        std::fs::create_dir(&folder).map_err(|error| unwritten(&error))?;
        if let Some(specs) = git.at(&base.commit, "specs")? {
            if specs.mode != FOLDER {
                return Err(Failure::message(format!("specs is no folder in {}: it cannot be compared", base.name)));
            }
            for entry in git.tree(&specs.object)? {
                let Some(name) = entry.name.as_deref().filter(|name| is_wanted(name)) else { continue };
                if !entry.mode.starts_with("100") {
                    return Err(Failure::message(format!(
                        "specs/{name} is no file in {} but a link or a folder: it cannot be compared",
                        base.name
                    )));
                }
                if entry.size.is_none_or(|size| size > MOST) {
                    return Err(Failure::message(format!(
                        "specs/{name} is larger than {MOST} bytes in {}: no document may be",
                        base.name
                    )));
                }
                let bytes = git.blob(&entry.object, MOST)?;
                // Half a file is no harm here: nobody reads it before this has ended well.
                File::create_new(folder.join(name))
                    .and_then(|mut file| file.write_all(&bytes))
                    .map_err(|error| unwritten(&error))?;
            }
        }
        Ok(Self { folder, name: base.name.clone(), _temporary: Some(temporary) })
    }

    /// As people know it.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    pub(crate) fn folder(&self) -> &Path {
        &self.folder
    }

    /// The names of the providers that have a document here.
    pub(crate) fn providers(&self) -> Result<Vec<String>, Failure> {
        provider_names(&self.folder)
            .map_err(|error| Failure::message(format!("the documents of {} cannot be read: {error}", self.name)))
    }

    /// Loads these providers. The mistakes of all of them come back together.
    pub(crate) fn load<'n>(
        &self,
        names: impl IntoIterator<Item = &'n str>,
    ) -> (BTreeMap<String, Effective>, Vec<(String, spec_document::Report)>) {
        let (mut loaded, mut mistakes) = (BTreeMap::new(), Vec::new());
        for name in names {
            match load_provider(&self.folder, name) {
                Ok(document) => {
                    loaded.insert(name.to_owned(), document);
                }
                Err(report) => mistakes.push((self.name.clone(), report)),
            }
        }
        (loaded, mistakes)
    }
}

/// Whether a file is a document, an overlay or the accepted changes. Its name becomes part of a path.
fn is_wanted(name: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    let Some((stem, ending)) = name.rsplit_once('.') else { return false };
    let stem = stem.strip_suffix(".overlay").unwrap_or(stem);
    name == ACCEPTED || (matches!(ending, "yaml" | "yml" | "json") && !stem.is_empty() && stem.bytes().all(plain))
}

fn unwritten(error: &std::io::Error) -> Failure {
    Failure::message(format!("no temporary folder could be written: {error}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_looked_for_is_written() {
        for name in ["acme.yaml", "a-1.yml", "acme.json", "acme.overlay.yaml", ACCEPTED] {
            assert!(is_wanted(name), "{name}");
        }
        for name in
            ["../acme.yaml", "a/b.yaml", "README.md", "x.schema.json", ".yaml", "Acme.yaml", "a b.yaml", ".", ".."]
        {
            assert!(!is_wanted(name), "{name}");
        }
    }
}
