//! `cargo xtask lint`

use std::collections::BTreeMap;
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use spec_codegen::{Workspace, write_whole};
use spec_document::{Diagnostic, Effective, Report, load_provider};
use spec_lint::{Finding, Fixed, RULES, Setting, fix, lint};

use crate::{terminal, workspace};

/// Findings of one rule in one document that are shown, unless all are asked for.
const SHOWN: usize = 10;

/// Bytes read of a file at most: more than a document may have.
const MOST: u64 = 65 << 20;

/// Find what a document may say and had better not: what is legal and makes a bad client.
///
/// docs/linting.md has a section for each rule. A finding is accepted, with a reason, by `x-lint-accept` on its element or above it, in
/// the document or in its overlay.
#[derive(clap::Args)]
#[command(
    after_help = "Examples:\n  cargo xtask lint\n  cargo xtask lint kajabi --fix\n  cargo xtask lint --files ~/Downloads/openapi.yaml --all\n\nExit codes: 0 nothing found that is not accepted, 1 findings, 2 a document cannot be read."
)]
pub struct Arguments {
    /// The providers, by the names of their documents; all of them by default, none where files are named.
    #[arg(value_name = "PROVIDER")]
    providers: Vec<String>,
    /// Documents anywhere, OpenAPI 3.0 or 3.1, YAML or JSON.
    #[arg(long, value_name = "FILE", num_args = 1..)]
    files: Vec<PathBuf>,
    /// Mend what is mechanical in the documents themselves, never in an overlay, and touch nothing else.
    #[arg(long)]
    fix: bool,
    /// Show every finding, and not only the first ten of a rule in a document.
    #[arg(long)]
    all: bool,
}

pub fn run(arguments: &Arguments) -> ExitCode {
    let mut worst = 0;
    let mut one = |result: Result<bool, ()>| {
        worst = worst.max(match result {
            Ok(true) => 0,
            Ok(false) => 1,
            Err(()) => 2,
        });
    };
    if !arguments.providers.is_empty() || arguments.files.is_empty() {
        let Some(workspace) = workspace::workspace() else { return ExitCode::from(2) };
        match names(&workspace, &arguments.providers) {
            Some(names) => names.iter().for_each(|name| one(provider(&workspace, name, arguments))),
            None => return ExitCode::from(2),
        }
    }
    arguments.files.iter().for_each(|path| one(file(path, arguments)));
    ExitCode::from(worst)
}

fn names(workspace: &Workspace, named: &[String]) -> Option<Vec<String>> {
    if !named.is_empty() {
        return Some(named.to_vec());
    }
    workspace.providers().map_err(|error| terminal::error(&format!("specs/ cannot be read: {error}"))).ok()
}

fn provider(workspace: &Workspace, name: &str, arguments: &Arguments) -> Result<bool, ()> {
    let document = load_provider(workspace.specs(), name).map_err(|report| terminal::report(&report))?;
    let path = beside(workspace.specs(), &document.document.name);
    let reload = |text: &str| trial(workspace.specs(), &document, text);
    work(&document, Setting::Provider, &path, &reload, arguments)
}

fn file(path: &Path, arguments: &Arguments) -> Result<bool, ()> {
    let name = path.display().to_string();
    let text = read(path).map_err(|error| terminal::error(&format!("{name}: {error}")))?;
    // References that lead elsewhere are no reason to say nothing of what is here.
    let load = |text: &str| Effective::from_text_alone("file", &name, text);
    let document = load(&text).map_err(|report| terminal::report(&report))?;
    work(&document, Setting::Alone, path, &load, arguments)
}

type Reload<'a> = &'a dyn Fn(&str) -> Result<Effective, Report>;

/// Lints one document, and mends it if that is asked for. Whether nothing is left.
fn work(
    document: &Effective,
    setting: Setting,
    path: &Path,
    reload: Reload<'_>,
    arguments: &Arguments,
) -> Result<bool, ()> {
    let found = lint(document, setting);
    if !arguments.fix {
        return Ok(tell(document, &found, &[], arguments.all));
    }
    let Fixed { text, done, left } = fix(document, found.open, reload);
    let Some(text) = text else {
        return Ok(tell(document, &lint(document, setting), &left, arguments.all));
    };
    let mended = reload(&text).map_err(|report| terminal::report(&report))?;
    write(document, path, &text).map_err(|error| terminal::error(&format!("{}: {error}", path.display())))?;
    terminal::status("Mended", &format!("{}: {}", document.document.name, counted(&done)));
    Ok(tell(&mended, &lint(&mended, setting), &left, arguments.all))
}

/// Shows what was found, and says whether that is nothing.
fn tell(document: &Effective, found: &spec_lint::Findings, left: &[(Finding, &str)], all: bool) -> bool {
    let mut of_rule: BTreeMap<&str, usize> = BTreeMap::new();
    let mut shown: Vec<Diagnostic> = Vec::new();
    for finding in &found.open {
        let count = of_rule.entry(finding.rule).or_default();
        *count += 1;
        if all || *count <= SHOWN {
            let mut said = finding.diagnostic.clone();
            if let Some((_, why)) = left.iter().find(|(it, _)| it.rule == finding.rule && it.place == finding.place) {
                said = said.help(format!("`--fix` leaves this: {why}."));
            }
            // Once for each rule, why it is one.
            if let Some(rule) = RULES.iter().find(|rule| rule.id == finding.rule).filter(|_| *count == 1) {
                said = said.help(format!("{} See docs/linting.md#{}.", rule.reason, rule.id));
            }
            shown.push(said);
        }
    }
    let cut = found.open.len() - shown.len();
    if !shown.is_empty() {
        terminal::report(&document.report(shown));
    }
    if cut > 0 {
        terminal::status("Left out", &format!("{cut} more; `--all` shows them"));
    }
    let accepted = match found.accepted.len() {
        0 => String::new(),
        number => format!(", {number} accepted"),
    };
    terminal::status("Linted", &format!("{}: {}{accepted}", document.document.name, counted(&found.open)));
    found.open.is_empty()
}

/// How many findings of which rules: `3 findings (2 operation-id-missing, 1 component-unused)`.
fn counted(findings: &[Finding]) -> String {
    let mut of_rule: BTreeMap<&str, usize> = BTreeMap::new();
    for finding in findings {
        *of_rule.entry(finding.rule).or_default() += 1;
    }
    let mut rules: Vec<_> = of_rule.into_iter().collect();
    rules.sort_by_key(|(rule, count)| (std::cmp::Reverse(*count), *rule));
    let rules: Vec<String> = rules.into_iter().map(|(rule, count)| format!("{count} {rule}")).collect();
    match findings.len() {
        0 => "nothing found".to_owned(),
        1 => format!("1 finding ({})", rules.join(", ")),
        many => format!("{many} findings ({})", rules.join(", ")),
    }
}

/// The path of a document of the folder, by its name as it is shown.
fn beside(specs: &Path, shown: &str) -> PathBuf {
    specs.join(shown.rsplit('/').next().unwrap_or(shown))
}

/// The document with a new text, under the overlay that is there: read as a provider's document in a folder of its own.
fn trial(specs: &Path, document: &Effective, text: &str) -> Result<Effective, Report> {
    let failed = |error: std::io::Error| {
        let said = Diagnostic::error("trial", format!("the mended document cannot be tried out: {error}"));
        document.report(vec![said])
    };
    let folder = tempfile::tempdir().map_err(failed)?;
    let trial = folder.path().join("specs");
    write_whole(&beside(&trial, &document.document.name), text.as_bytes()).map_err(failed)?;
    if let Some(overlay) = document.overlay.as_ref().map(|file| &file.name) {
        let bytes = std::fs::read(beside(specs, overlay)).map_err(failed)?;
        write_whole(&beside(&trial, overlay), &bytes).map_err(failed)?;
    }
    load_provider(&trial, &document.provider)
}

/// Writes the new text where the old one is still what was read.
fn write(document: &Effective, path: &Path, text: &str) -> std::io::Result<()> {
    const MARK: &[u8] = b"\xEF\xBB\xBF";
    let path = path.canonicalize()?;
    let bytes = std::fs::read(&path)?;
    let old = bytes.strip_prefix(MARK).unwrap_or(&bytes);
    if old != document.sources.get(document.root.span.source).text.as_bytes() {
        return Err(std::io::Error::other("the file has changed while it was linted: run this again"));
    }
    let mark = &bytes[..bytes.len() - old.len()];
    write_whole(&path, &[mark, text.as_bytes()].concat())
}

/// The text of a file, of one that is too large only so much that reading it as a document says so.
fn read(file: &Path) -> std::io::Result<String> {
    let mut text = String::new();
    std::fs::File::open(file)?.take(MOST).read_to_string(&mut text)?;
    Ok(text)
}
