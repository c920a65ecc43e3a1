//! `cargo xtask import`

use std::collections::BTreeSet;
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use spec_codegen::{Origin, Origins, Provider, Selection, Workspace, select, write_whole};
use spec_document::{Effective, load_provider, load_text};
use spec_review::compare_documents;

use crate::{changes, terminal, workspace};

/// What a document's file may end in.
const ENDINGS: [&str; 3] = ["yaml", "yml", "json"];

/// Bytes read of a file at most: more than a document may have.
const MOST: u64 = 65 << 20;

/// Import a provider's own OpenAPI document, new or newer, and generate its client.
///
/// The document goes to specs/, its source and version to specs/SOURCES.md, the crate to crates/. An overlay that is
/// there is applied, and what changes on the wire is shown before anything is written. Nothing is written where the
/// document, with its overlay, has a mistake.
#[derive(clap::Args)]
#[command(
    after_help = "Examples:\n  cargo xtask import acme ~/Downloads/openapi.yaml --source https://acme.example/openapi.yaml\n  cargo xtask import acme openapi.json --select cancelSubscription --select tag:Customers\n\nExit codes: 0 imported, 1 a mistake, and nothing was written."
)]
pub struct Arguments {
    /// The provider's name: lower case letters, digits and dashes. It names the document and the crate.
    provider: String,
    /// The document, OpenAPI 3.0 or 3.1, YAML or JSON.
    file: PathBuf,
    /// Keep only these operations, by operationId, path, or `tag:NAME`, with the components that they need.
    #[arg(long, value_name = "OPERATION", value_delimiter = ',')]
    select: Vec<String>,
    /// Where the document came from, for the record: a URL, or a repository and path. The file's name by default.
    #[arg(long, value_name = "TEXT")]
    source: Option<String>,
    /// Show what would change, and write nothing.
    #[arg(long)]
    dry_run: bool,
}

pub fn run(arguments: &Arguments) -> ExitCode {
    match import(arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(Failure::Message(message)) => {
            terminal::error(&message);
            ExitCode::FAILURE
        }
        Err(Failure::Reported) => ExitCode::FAILURE,
    }
}

enum Failure {
    Message(String),
    Reported,
}

impl From<std::io::Error> for Failure {
    fn from(error: std::io::Error) -> Self {
        Self::Message(error.to_string())
    }
}

impl From<spec_document::Report> for Failure {
    fn from(report: spec_document::Report) -> Self {
        terminal::report(&report);
        Self::Reported
    }
}

fn import(arguments: &Arguments) -> Result<(), Failure> {
    let workspace = workspace::workspace().ok_or(Failure::Reported)?;
    let known = known(&workspace, &arguments.provider)?;
    let name = arguments.file.display().to_string();
    let text = read(&arguments.file).map_err(|error| Failure::Message(format!("{name}: {error}")))?;
    let document = load_text(&name, &text)?;
    let text = select(&document, &name, &text, &Selection::new(arguments.select.clone()))?;
    let ending = if text.trim_start().starts_with('{') { "json" } else { "yaml" };
    let file = format!("{}.{ending}", arguments.provider);

    // Tried out beside the workspace first: the document, its overlay and everything that follows from them.
    let trial = trial(&workspace, arguments, &file, &text)?;
    let tried = workspace.with_specs(trial.path().join("specs"));
    let provider = match tried.provider(&arguments.provider) {
        Ok(provider) => provider,
        Err(report) => {
            tell_overlay(&workspace, arguments, &name, &text, &report);
            return Err(report.into());
        }
    };
    workspace::warn(&provider);
    let mut output = spec_codegen::Output::default();
    let worker = workspace::worker().map_err(Failure::Message)?;
    let generated = tried.add(&provider, &worker, &mut output)?;
    if changes::tell_unexpected(&output.changes(workspace.root())?) {
        return Err(Failure::Reported);
    }

    tell_changes(known.as_ref(), &provider);
    // With the overlay on both sides: what the import changes for those who call the provider.
    if let Ok(present) = load_provider(workspace.specs(), &arguments.provider) {
        tell_difference(&present, &provider.document);
    }
    if arguments.dry_run {
        terminal::status("Finished", "nothing was written");
        return Ok(());
    }
    // The new document before the old one goes: an interruption leaves both, and neither is lost.
    write_whole(&workspace.specs().join(&file), text.as_bytes())?;
    write_whole(&workspace.specs().join("SOURCES.md"), &std::fs::read(tried.specs().join("SOURCES.md"))?)?;
    for ending in ENDINGS {
        let other = workspace.specs().join(format!("{}.{ending}", arguments.provider));
        if !other.ends_with(&file) && other.exists() {
            std::fs::remove_file(&other)?;
        }
    }
    let changed = changes::files(output.write(workspace.root())?.len());
    terminal::status("Imported", &format!("specs/{file}, {changed} changed for {}", generated.package));
    if let given_up @ 1.. = generated.ledger.entries().len() {
        terminal::status("Given up", &format!("{given_up}, see crates/{}/LEDGER.md", generated.package));
    }
    Ok(())
}

/// The operations of the document that is there, if there is one. A name that no provider can have is refused here, before it
/// becomes part of a path.
fn known(workspace: &Workspace, provider: &str) -> Result<Option<BTreeSet<String>>, Failure> {
    match workspace.provider(provider) {
        Ok(provider) => Ok(Some(operations(&provider))),
        Err(report) => match report.diagnostics.first().map(|first| first.code) {
            Some("provider-name") => Err(report.into()),
            Some("no-document") => Ok(None),
            // What is there has mistakes: to replace it is a way to mend them.
            _ => Ok(Some(BTreeSet::new())),
        },
    }
}

fn operations(provider: &Provider) -> BTreeSet<String> {
    provider.contract.operations.iter().map(|operation| operation.id.clone()).collect()
}

/// The text of a file, of one that is too large only so much that reading it as a document says so.
fn read(file: &Path) -> std::io::Result<String> {
    let mut text = String::new();
    std::fs::File::open(file)?.take(MOST).read_to_string(&mut text)?;
    Ok(text)
}

/// A folder with the specs of the workspace, the new document among them.
fn trial(workspace: &Workspace, arguments: &Arguments, file: &str, text: &str) -> Result<tempfile::TempDir, Failure> {
    let folder = tempfile::tempdir()?;
    let specs = folder.path().join("specs");
    write_whole(&specs.join(file), text.as_bytes())?;
    copy(&workspace.specs().join("extensions.schema.json"), &specs.join("extensions.schema.json"))?;
    for ending in ENDINGS {
        let overlay = format!("{}.overlay.{ending}", arguments.provider);
        copy(&workspace.specs().join(&overlay), &specs.join(&overlay))?;
    }
    let mut origins = match workspace.origins() {
        Ok(origins) => origins,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Origins::default(),
        // Written anew, it would lose the other providers' rows.
        Err(error) => return Err(Failure::Message(format!("specs/SOURCES.md cannot be read: {error}"))),
    };
    let version = load_text(file, text)
        .ok()
        .and_then(|document| document.root.get("info")?.get("version")?.as_str().map(str::to_owned));
    let source = arguments.source.clone().unwrap_or_else(|| {
        arguments.file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
    });
    origins.insert(
        &arguments.provider,
        Origin { source, version: version.unwrap_or_default(), date: today(), how: "imported".to_owned() },
    );
    write_whole(&specs.join("SOURCES.md"), origins.to_markdown().as_bytes())?;
    Ok(folder)
}

fn copy(from: &Path, to: &Path) -> Result<(), Failure> {
    match std::fs::read(from) {
        Ok(content) => Ok(write_whole(to, &content)?),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(()),
        Err(error) => Err(Failure::Message(format!("{}: {error}", from.display()))),
    }
}

fn tell_changes(known: Option<&BTreeSet<String>>, new: &Provider) {
    let after = operations(new);
    let Some(before) = known else {
        terminal::status("New", &format!("{} with {} operations", new.document.provider, after.len()));
        return;
    };
    for id in after.difference(before) {
        terminal::status("Added", &format!("operation {id}"));
    }
    for id in before.difference(&after) {
        terminal::status("Removed", &format!("operation {id}"));
    }
    terminal::status("Kept", &format!("{} operations", before.intersection(&after).count()));
}

/// The actions of an overlay that find nothing in the new document, or do nothing to it, and what changed under them.
fn tell_overlay(workspace: &Workspace, arguments: &Arguments, name: &str, text: &str, report: &spec_document::Report) {
    let lost: Vec<String> = (report.diagnostics.iter())
        .filter(|diagnostic| matches!(diagnostic.code, "overlay-no-match" | "overlay-no-effect"))
        .filter_map(|diagnostic| {
            let span = diagnostic.primary.as_ref()?.span;
            let position = report.sources.position(span);
            Some(format!("{}:{}:{}", report.sources.get(span.source).name, position.line, position.column))
        })
        .collect();
    if lost.is_empty() {
        return;
    }
    // Without the overlay, which does not apply: here is the reason why.
    let present = ENDINGS.iter().find_map(|ending| {
        let file = format!("{}.{ending}", arguments.provider);
        let text = read(&workspace.specs().join(&file)).ok()?;
        Effective::from_text_alone(&arguments.provider, &format!("specs/{file}"), &text).ok()
    });
    let new = Effective::from_text_alone(&arguments.provider, name, text).ok();
    if let (Some(present), Some(new)) = (present, new) {
        tell_difference(&present, &new);
    }
    for place in &lost {
        terminal::status("No longer", &format!("applies: the overlay's action at {}", spec_review::visible(place)));
    }
    terminal::status("Hint", "take out an action that the provider made needless, and mend one whose place moved");
}

fn tell_difference(present: &Effective, new: &Effective) {
    let today = jiff::Zoned::now().date();
    let report = compare_documents(("the present document", present), ("the imported one", new), today);
    eprint!("\n{}\n", spec_review::Format::Terminal.write(&report, terminal::colour()));
}

fn today() -> String {
    jiff::Zoned::now().date().to_string()
}
