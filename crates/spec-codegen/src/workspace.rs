//! Everything that is generated for the providers of a workspace.

use std::path::{Path, PathBuf};

use semver::Version;
use serde_json::Value;
use spec_contract::{Contract, check_cancellation, check_examples, check_extensions, read};
use spec_document::{Diagnostic, Effective, Level, Report, load_provider, provider_names};

use crate::version::own_version;
use crate::{Author, Generated, Origin, Origins, Output, Worker, emit, generate_as};

/// A workspace on disk: `specs/` and `crates/` under one root.
#[derive(Clone, Debug)]
pub struct Workspace {
    root: PathBuf,
    specs: PathBuf,
}

/// A provider's document, read and checked.
#[derive(Debug)]
pub struct Provider {
    /// The effective document.
    pub document: Effective,
    /// Its contract.
    pub contract: Contract,
    /// Mistakes of a document that was imported: each was read all the same.
    pub warnings: Vec<Diagnostic>,
    /// Whose the document is.
    pub author: Author,
}

impl Workspace {
    /// The workspace with that root.
    #[must_use]
    pub fn new(root: PathBuf) -> Self {
        Self { specs: root.join("specs"), root }
    }

    /// The same workspace with its documents in another folder, as if they were in `specs/`: to try a document before it
    /// is there.
    #[must_use]
    pub fn with_specs(&self, specs: PathBuf) -> Self {
        Self { root: self.root.clone(), specs }
    }

    /// The root.
    #[must_use]
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// The folder of the documents.
    #[must_use]
    pub fn specs(&self) -> &Path {
        &self.specs
    }

    /// The providers that have a document, sorted.
    ///
    /// # Errors
    ///
    /// A folder `specs/` that cannot be read.
    pub fn providers(&self) -> std::io::Result<Vec<String>> {
        provider_names(&self.specs)
    }

    /// Loads a provider's document, reads its contract, and checks extensions and examples.
    ///
    /// What can still be understood of a document that was imported is a warning: it is somebody else's, and real documents have
    /// mistakes. In a document of ours it is an error.
    ///
    /// # Errors
    ///
    /// Every mistake, with its place.
    pub fn provider(&self, name: &str) -> Result<Provider, Report> {
        let document = load_provider(&self.specs, name)?;
        let contract = read(&document)?;
        let mut mistakes = self.extension_mistakes(&document);
        mistakes.extend(check_cancellation(&document, &contract));
        mistakes.extend(self.missing_origin(name));
        let understood = contract.warnings.iter().cloned().chain(check_examples(&document, &contract));
        let is_imported = self.origins().is_ok_and(|origins| origins.get(name).is_some_and(Origin::is_imported));
        let author = if is_imported { Author::Provider } else { Author::Us };
        let mut warnings = Vec::new();
        if is_imported {
            warnings.extend(understood.map(|mistake| Diagnostic { level: Level::Warning, ..mistake }));
        } else {
            // Who writes a document can mend it.
            mistakes.extend(understood.map(|mistake| Diagnostic { level: Level::Error, ..mistake }));
        }
        if mistakes.is_empty() {
            Ok(Provider { document, contract, warnings, author })
        } else {
            Err(document.report(mistakes))
        }
    }

    fn extension_mistakes(&self, document: &Effective) -> Vec<Diagnostic> {
        let path = self.specs.join("extensions.schema.json");
        let definitions = side_file(&path)
            .map_err(|error| error.to_string())
            .and_then(|text| serde_json::from_str::<Value>(&text).map_err(|error| error.to_string()));
        match definitions {
            Ok(definitions) => check_extensions(document, &definitions),
            Err(error) => vec![
                Diagnostic::error("extensions-schema", format!("specs/extensions.schema.json cannot be read: {error}"))
                    .help("Restore the file: it defines the extensions that a document may carry."),
            ],
        }
    }

    /// Where the documents came from, by `specs/SOURCES.md`.
    ///
    /// # Errors
    ///
    /// A file that cannot be read.
    pub fn origins(&self) -> std::io::Result<Origins> {
        Ok(Origins::parse(&side_file(&self.specs.join("SOURCES.md"))?))
    }

    fn missing_origin(&self, name: &str) -> Option<Diagnostic> {
        let known = self.origins().is_ok_and(|origins| origins.get(name).is_some());
        (!known).then(|| {
            Diagnostic::error("origin", format!("specs/SOURCES.md does not say where `{name}` came from"))
                .help("Add a row: provider, source, version, date, and how it got here: written, adapted or imported.")
        })
    }

    /// Generates one provider's client, without writing anything.
    ///
    /// # Errors
    ///
    /// Every mistake, with its place.
    pub fn generate(&self, provider: &Provider, worker: &Worker) -> Result<Generated, Report> {
        let package = format!("cancelkit-{}", provider.document.provider);
        let version = self.own_version(&package).map_err(|error| {
            let help =
                "Its entry under [workspace.dependencies] has the crate's path and whole version, such as \"0.1.0\".";
            let title = format!("Cargo.toml does not say the version of `{package}`: {error}");
            provider.document.report(vec![Diagnostic::error("version", title).help(help)])
        })?;
        generate_as(&provider.document, &provider.contract, version.as_ref(), provider.author, worker)
    }

    /// The version that the root manifest gives to a crate.
    fn own_version(&self, package: &str) -> Result<Option<Version>, String> {
        match std::fs::read_to_string(self.root.join("Cargo.toml")) {
            Ok(manifest) => own_version(&manifest, package),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error.to_string()),
        }
    }

    /// Adds to `output` all files that follow from one provider's document.
    ///
    /// # Errors
    ///
    /// Every mistake, with its place.
    pub fn add(&self, provider: &Provider, worker: &Worker, output: &mut Output) -> Result<Generated, Report> {
        let generated = self.generate(provider, worker)?;
        let document = &provider.document;
        let folder = PathBuf::from("crates").join(&generated.package);
        output.own_alone(&folder);
        for (path, text) in &generated.files {
            output.add(folder.join(path), text.as_str());
        }
        for licence in ["LICENSE-MIT", "LICENSE-APACHE"] {
            if let Ok(text) = std::fs::read(self.root.join(licence)) {
                output.add(folder.join(licence), text);
            }
        }
        let mut json = serde_json::to_string_pretty(&document.root.to_json()).unwrap_or_default();
        json.push('\n');
        let whole = format!("crates/cancelkit-simulator/documents/{}.json", document.provider);
        output.own(&whole);
        output.add(whole, json);
        let mark = emit::mark("//", document);
        let file = format!("crates/cancelkit/src/abilities/{}.rs", document.provider.replace('-', "_"));
        output.own(&file);
        match emit::abilities::abilities(&document.provider, &mark, &provider.contract) {
            Ok(Some(text)) => output.add(file, text),
            Ok(None) => {}
            Err(message) => {
                return Err(document.report(vec![
                    Diagnostic::error("emit", message)
                        .at(document.root.span, "while generating from this document")
                        .help(crate::DEFECT),
                ]));
            }
        }
        Ok(generated)
    }
}

/// Reads a file beside the documents: a plain one of reasonable size, since it comes in a pull request too.
fn side_file(path: &Path) -> std::io::Result<String> {
    const LIMIT: u64 = 1 << 20;
    let found = std::fs::symlink_metadata(path)?;
    if !found.is_file() || found.len() > LIMIT {
        let message = format!("{} is not a plain file of at most {LIMIT} bytes", path.display());
        return Err(std::io::Error::new(std::io::ErrorKind::InvalidInput, message));
    }
    std::fs::read_to_string(path)
}
