//! Finds and reads what belongs to a provider in the `specs` folder, and nothing outside of it.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

use crate::diagnostic::{Diagnostic, Mistakes, quoted};
use crate::effective::{Origin, check_root};
use crate::{Effective, Node, Report, SourceFile, Sources, limit, load, nearest, overlay};

/// What a document's file may end in.
const ENDINGS: [&str; 3] = ["yaml", "yml", "json"];

/// The names of the providers that have a document in a folder, sorted.
///
/// Overlays, schemas (`*.schema.json`), the README and whatever has no provider's name are left out.
///
/// # Errors
///
/// When the folder cannot be read.
pub fn provider_names(specs: &Path) -> io::Result<Vec<String>> {
    let mut names = BTreeSet::new();
    for entry in fs::read_dir(specs)? {
        let entry = entry?;
        let file = entry.file_name();
        let Some((name, ending)) = file.to_str().and_then(|file| file.rsplit_once('.')) else {
            continue;
        };
        if ENDINGS.contains(&ending) && is_provider_name(name) && !entry.file_type()?.is_dir() {
            names.insert(name.to_owned());
        }
    }
    Ok(names.into_iter().collect())
}

/// Loads `specs/<provider>.yaml` (or `.yml`, `.json`), applies `specs/<provider>.overlay.yaml` if there is one, and checks
/// the references.
///
/// # Errors
///
/// A report of everything that is wrong: with the name, the files, their text, the overlay's actions, the references.
pub fn load_provider(specs: &Path, provider: &str) -> Result<Effective, Report> {
    let mut sources = Sources::default();
    let mut mistakes = Vec::new();
    let found = Folder::open(specs).and_then(|folder| folder.find(provider));
    let files = match found {
        Ok(files) => files,
        Err(mistake) => return Err(Report::new(sources, vec![mistake])),
    };
    let mut read = |file: &Found| match file.read() {
        Ok(bytes) => {
            let root = load::read(&mut sources, &file.name, &bytes);
            let root = root.map_err(|mut found| mistakes.append(&mut found)).ok();
            (Some(SourceFile::new(file.name.as_str(), &bytes)), root)
        }
        Err(mistake) => {
            mistakes.push(mistake);
            (None, None)
        }
    };
    let (document, root) = read(&files.document);
    let (overlay, changes) = files.overlay.as_ref().map_or((None, None), &mut read);
    let root = finish(root, changes.as_ref(), &mut mistakes);
    let (Some(document), Some(root)) = (document, root) else {
        return Err(Report::new(sources, mistakes));
    };
    Effective::new(Origin { provider: provider.to_owned(), sources, document, overlay }, root)
}

/// Applies the overlay, or only checks its form when there is no tree to apply it to.
fn finish(root: Option<Node>, overlay: Option<&Node>, mistakes: &mut Vec<Diagnostic>) -> Option<Node> {
    let mut found = Mistakes::default();
    if let Some(root) = &root {
        check_root(root, &mut found);
    }
    let usable = found.is_empty();
    let overlay = overlay.map(|overlay| overlay::read(overlay, &mut found));
    let mut root = root.filter(|_| usable);
    if let (Some(root), Some(overlay)) = (&mut root, overlay) {
        overlay::apply(root, &overlay, &mut found);
    }
    let clean = found.is_empty() && mistakes.is_empty();
    mistakes.append(&mut found.into_vec());
    root.filter(|_| clean)
}

/// Names whose crates (`cancelkit-<name>`) are written by hand, and that of the file beside the documents with the changes that were
/// accepted.
const RESERVED: [&str; 5] = ["accepted-changes", "bulk", "cli", "runtime", "simulator"];

/// Whether a text is `^[a-z][a-z0-9-]*$` and nothing of ours is called so. It becomes part of file and crate names.
fn is_provider_name(name: &str) -> bool {
    if RESERVED.contains(&name) {
        return false;
    }
    let later = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    name.bytes().next().is_some_and(|first| first.is_ascii_lowercase()) && name.bytes().all(later)
}

/// The folder of the documents.
struct Folder {
    /// Without links, to compare with.
    path: PathBuf,
    /// The last part of the path as it was given, to show.
    name: String,
}

/// The files of a provider.
struct Files {
    document: Found,
    overlay: Option<Found>,
}

/// A file that is where it should be.
struct Found {
    path: PathBuf,
    name: String,
}

impl Folder {
    fn open(specs: &Path) -> Result<Folder, Diagnostic> {
        let path = specs.canonicalize().map_err(|error| {
            Diagnostic::error("unreadable", format!("the folder {} cannot be read: {error}", specs.display()))
        })?;
        let last = specs.file_name().or(path.file_name());
        let name = last.map_or_else(|| "specs".to_owned(), |name| name.to_string_lossy().into_owned());
        Ok(Folder { path, name })
    }

    fn find(&self, provider: &str) -> Result<Files, Diagnostic> {
        if !is_provider_name(provider) {
            let title = format!("{} cannot be the name of a provider", quoted(provider));
            return Err(Diagnostic::error("provider-name", title)
                .help("a name begins with a letter and has only small letters, digits and hyphens"));
        }
        let Some(document) = self.one(provider)? else {
            return Err(self.missing(provider));
        };
        let overlay = self.one(&format!("{provider}.overlay"))?;
        Ok(Files { document, overlay })
    }

    fn missing(&self, provider: &str) -> Diagnostic {
        let title = format!("there is no document {}/{provider}.yaml", self.name);
        let diagnostic = Diagnostic::error("no-document", title);
        let names = provider_names(&self.path).unwrap_or_default();
        if names.is_empty() {
            return diagnostic.help("the folder has no documents yet");
        }
        let diagnostic = match nearest(provider, names.iter().map(String::as_str)) {
            Some(name) => diagnostic.help(format!("did you mean `{name}`?")),
            None => diagnostic,
        };
        diagnostic.help(format!("the providers are: {}", names.join(", ")))
    }

    /// The file of this name with any of the endings. Two of them would leave open which one counts.
    fn one(&self, stem: &str) -> Result<Option<Found>, Diagnostic> {
        let mut found: Option<Found> = None;
        for ending in ENDINGS {
            let file = format!("{stem}.{ending}");
            let path = self.path.join(&file);
            let name = format!("{}/{file}", self.name);
            if fs::symlink_metadata(&path).is_err() {
                continue;
            }
            if let Some(first) = &found {
                let title = format!("there are both {} and {name}", first.name);
                return Err(Diagnostic::error("ambiguous-document", title).help("keep one of them"));
            }
            found = Some(Found { path: self.inside(&path, &name)?, name });
        }
        Ok(found)
    }

    /// The file behind a path, if that lies in the folder.
    fn inside(&self, path: &Path, name: &str) -> Result<PathBuf, Diagnostic> {
        let real = path.canonicalize().map_err(|error| unreadable(name, &error))?;
        if !real.starts_with(&self.path) {
            return Err(Diagnostic::error("outside-specs", format!("{name} is a link that leads out of the folder"))
                .help("put the file itself into the folder"));
        }
        let metadata = fs::metadata(&real).map_err(|error| unreadable(name, &error))?;
        if metadata.is_file() {
            Ok(real)
        } else {
            Err(Diagnostic::error("unreadable", format!("{name} is not a file")))
        }
    }
}

impl Found {
    /// The bytes, of a file that is too large only as many as show that it is.
    fn read(&self) -> Result<Vec<u8>, Diagnostic> {
        let most = u64::try_from(limit::BYTES).unwrap_or(u64::MAX).saturating_add(1);
        let mut bytes = Vec::new();
        File::open(&self.path)
            .and_then(|file| file.take(most).read_to_end(&mut bytes))
            .map_err(|error| unreadable(&self.name, &error))?;
        Ok(bytes)
    }
}

fn unreadable(name: &str, error: &io::Error) -> Diagnostic {
    Diagnostic::error("unreadable", format!("{name} cannot be read: {error}"))
}
