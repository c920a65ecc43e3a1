//! `cargo xtask check`

use std::process::ExitCode;
use std::time::Instant;

use spec_codegen::{Change, difference};

use crate::{changes, terminal, workspace};

/// How many lines of a file's difference are shown.
const LINES: usize = 60;

/// Check that what is checked in is what specs/ says. Never writes.
///
/// Checks the documents themselves (form, references, examples, extensions), then that every generated file is what
/// `generate` would write, and that nothing a document promises is lost outside the ledgers.
#[derive(clap::Args, Default)]
#[command(
    after_help = "Examples:\n  cargo xtask check\n  cargo xtask check kajabi rebilly\n\nExit codes: 0 all is so, 1 a mistake or a difference."
)]
pub struct Arguments {
    /// The providers, by the names of their documents; all of them by default.
    #[arg(value_name = "PROVIDER")]
    providers: Vec<String>,
}

pub fn run(arguments: &Arguments) -> ExitCode {
    let start = Instant::now();
    let Some(workspace) = workspace::workspace() else { return ExitCode::FAILURE };
    let Some((output, generated)) = workspace::outcome(&workspace, &arguments.providers) else {
        return ExitCode::FAILURE;
    };
    let changes = match output.changes(workspace.root()) {
        Ok(changes) => changes,
        Err(error) => {
            terminal::error(&error.to_string());
            return ExitCode::FAILURE;
        }
    };
    if changes.is_empty() {
        let crates: Vec<&str> = generated.iter().map(|one| one.package.as_str()).collect();
        terminal::status("Fresh", &format!("{}, in {:.2} s", crates.join(", "), start.elapsed().as_secs_f64()));
        return ExitCode::SUCCESS;
    }
    let differing: Vec<&Change> = changes.iter().filter(|change| changes::is_generated(change)).collect();
    for change in &differing {
        terminal::status("Stale", &change.path().display().to_string());
        match difference(workspace.root(), &output, change) {
            Ok(text) => {
                for line in text.lines().take(LINES) {
                    eprintln!("{line}");
                }
                if text.lines().count() > LINES {
                    eprintln!("… and {} more lines", text.lines().count() - LINES);
                }
            }
            Err(error) => terminal::error(&error.to_string()),
        }
    }
    changes::tell_unexpected(&changes);
    if !differing.is_empty() {
        terminal::error(&format!(
            "{} not what specs/ says: run `cargo xtask generate` and commit what it writes",
            match differing.len() {
                1 => "1 generated file is".to_owned(),
                many => format!("{many} generated files are"),
            }
        ));
    }
    ExitCode::FAILURE
}
