//! `cargo xtask diff`

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::ValueEnum;
use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};
use spec_codegen::Workspace;
use spec_diff::Severity;
use spec_review::{Acceptances, Base, Failure, Format, Git, Named, Report, Specs, api_changes, compare, compare_files};

use crate::{terminal, workspace};

/// Compare the documents of the working tree with those of a commit: what changes on the wire, and for whom.
///
/// Documents are compared with their overlays applied. Each finding says who is hurt: breaking stops somebody's program
/// (or nobody can tell that it does not), a warning hurts who relied on more than most do, an info hurts nobody.
///
/// A break is accepted on purpose by an entry of specs/accepted-changes.yaml that is in the commit compared with:
/// docs/reviewing-a-spec-change.md says how.
#[derive(clap::Args)]
#[command(
    override_usage = "cargo xtask diff [OPTIONS] [BASE] [PROVIDER]...\n       cargo xtask diff [OPTIONS] --files <OLD> <NEW>",
    after_help = "Examples:\n  cargo xtask diff\n  cargo xtask diff origin/main kajabi\n  cargo xtask diff --wire\n  cargo xtask diff v0.1.0 --format markdown --fail-on never\n  cargo xtask diff --files old/openapi.yaml new/openapi.json\n\nExit codes: 0 nothing reaches --fail-on, 1 something does, 2 it could not be compared."
)]
pub struct Arguments {
    /// The git revision to compare with, then the providers. By default the commit where HEAD left the main branch
    /// (origin/HEAD, origin/main, origin/master, main or master, the first that there is), and all providers. A first
    /// word that is no revision and names a provider is one.
    #[arg(value_name = "BASE] [PROVIDER", conflicts_with_all = ["files", "git_driver"])]
    words: Vec<String>,
    /// Compare two documents anywhere, YAML or JSON, without overlays and without git.
    #[arg(long, num_args = 2, value_names = ["OLD", "NEW"])]
    files: Option<Vec<PathBuf>>,
    /// How to write it down. `json` is described by docs/diff-report.schema.json.
    #[arg(long, value_parser = formats(), default_value = "terminal")]
    format: Format,
    /// Show at the terminal which bytes of the documents' own examples change. The other formats that have a place for them always do.
    #[arg(long)]
    wire: bool,
    /// From which severity on the exit code is 1.
    #[arg(long, value_enum, value_name = "LEVEL", default_value_t = FailOn::Breaking)]
    fail_on: FailOn,
    /// What git gives to a diff driver: `git config diff.openapi.command 'cargo xtask diff --git-driver'`.
    #[arg(long, num_args = 1.., allow_hyphen_values = true, hide_short_help = true, value_name = "ARGUMENT", conflicts_with = "files")]
    git_driver: Option<Vec<PathBuf>>,
}

/// The names of the formats, as they are.
fn formats() -> impl TypedValueParser<Value = Format> {
    let names = Format::ALL.map(|(name, _, purpose)| PossibleValue::new(name).help(purpose));
    PossibleValuesParser::new(names).try_map(|name| Format::named(&name).ok_or("no such format"))
}

#[derive(Clone, Copy, ValueEnum)]
enum FailOn {
    Breaking,
    Warning,
    Info,
    Never,
}

impl FailOn {
    fn reached_by(self, worst: Option<Severity>) -> bool {
        let least = match self {
            Self::Breaking => Severity::Breaking,
            Self::Warning => Severity::Warning,
            Self::Info => Severity::Info,
            Self::Never => return false,
        };
        worst.is_some_and(|worst| worst >= least)
    }
}

/// It could not be compared.
const FAILED: u8 = 2;

pub fn run(arguments: &Arguments) -> ExitCode {
    if let Some(given) = &arguments.git_driver {
        return driver(given);
    }
    let report = match &arguments.files {
        Some(files) => of_files(files),
        None => match workspace::workspace() {
            Some(workspace) => of_workspace(&workspace, &arguments.words),
            None => return ExitCode::from(FAILED),
        },
    };
    match report {
        Ok(report) => {
            let colour = terminal::colour_of_output();
            terminal::output(&match arguments.format {
                Format::Terminal if arguments.wire => Format::terminal_with_wire(&report, colour),
                format => format.write(&report, colour),
            });
            ExitCode::from(u8::from(arguments.fail_on.reached_by(report.worst())))
        }
        Err(failure) => {
            tell(&failure);
            ExitCode::from(FAILED)
        }
    }
}

fn of_files(files: &[PathBuf]) -> Result<Report, Failure> {
    let [old, new] = files else { return Err(Failure::Message("--files takes two documents".to_owned())) };
    let named = |file: &PathBuf| Named::new(file.clone());
    compare_files(&named(old), &named(new), &stem(new), today())
}

fn of_workspace(workspace: &Workspace, words: &[String]) -> Result<Report, Failure> {
    let git = Git::of(workspace.root())?;
    let (base, providers) = base(workspace, &git, words)?;
    terminal::status("Comparing", &format!("the working tree with {}", base.name));
    let old = Specs::of_commit(&git, &base)?;
    let new = Specs::on_disk(workspace.specs(), "the working tree");
    let mut report = compare(&old, &new, providers, today())?;
    for provider in workspace.providers().unwrap_or_default() {
        if providers.is_empty() || providers.contains(&provider) {
            report.add(&provider, api_changes(&git, &base, workspace.root(), &provider)?, (None, None));
        }
    }
    for note in Acceptances::apply(&mut report, &old, &new, providers.is_empty())? {
        terminal::status("Note", &note);
    }
    Ok(report)
}

/// The commit, and the words that are providers.
fn base<'w>(workspace: &Workspace, git: &Git, words: &'w [String]) -> Result<(Base, &'w [String]), Failure> {
    let Some((first, rest)) = words.split_first() else { return Ok((Base::find(git, None)?, words)) };
    match Base::find(git, Some(first)) {
        Ok(base) => Ok((base, rest)),
        Err(_) if workspace.providers().is_ok_and(|names| names.contains(first)) => Ok((Base::find(git, None)?, words)),
        Err(failure) => Err(failure),
    }
}

/// What git asks of a diff driver: `PATH OLD-FILE OLD-HEX OLD-MODE NEW-FILE NEW-HEX NEW-MODE`, after a renaming also the new path,
/// and of a file in conflict only its path. git takes any exit code but 0 for the end of everything it still had to show.
fn driver(given: &[PathBuf]) -> ExitCode {
    let name = |path: &Path| path.display().to_string();
    let text = match given {
        [path, old, _, _, new, _, _, rest @ ..] => {
            let now = rest.first().unwrap_or(path);
            let (old, new) =
                (Named { path: old.clone(), name: name(path) }, Named { path: new.clone(), name: name(now) });
            match compare_files(&old, &new, &stem(now), today()) {
                Ok(report) => spec_review::Format::Terminal.write(&report, terminal::colour_of_output()),
                Err(failure) => {
                    format!("it could not be compared; `git diff --no-ext-diff` shows the text\n{failure}\n")
                }
            }
        }
        [_] => "it is in conflict\n".to_owned(),
        _ => "these are not the arguments that git gives to a diff driver\n".to_owned(),
    };
    let of = given.first().map(|path| spec_review::visible(&name(path))).unwrap_or_default();
    terminal::output(&format!("OpenAPI {of}\n\n{text}\n"));
    ExitCode::SUCCESS
}

/// What a provider is called whose document has this name.
fn stem(file: &Path) -> String {
    file.file_stem().map_or_else(|| "document".to_owned(), |stem| stem.to_string_lossy().into_owned())
}

pub fn tell(failure: &Failure) {
    match failure {
        Failure::Message(text) => terminal::error(text),
        Failure::Documents(reports) => {
            for (side, report) in reports {
                terminal::error(&format!("{} cannot be compared: it has mistakes", spec_review::visible(side)));
                terminal::report(report);
            }
        }
    }
}

pub fn today() -> jiff::civil::Date {
    jiff::Zoned::now().date()
}
