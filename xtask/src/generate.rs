//! `cargo xtask generate`

use std::process::ExitCode;
use std::time::Instant;

use spec_codegen::Change;

use crate::{terminal, workspace};

/// Regenerate the client crates, the facade's abilities and the simulator's documents from specs/.
///
/// Writes only what differs. Run it again after an interruption: it always converges.
#[derive(clap::Args, Default)]
#[command(
    after_help = "Examples:\n  cargo xtask generate\n  cargo xtask generate kajabi rebilly\n\nExit codes: 0 done, 1 a document has mistakes or a file cannot be written."
)]
pub struct Arguments {
    /// The providers, by the names of their documents; all of them by default.
    #[arg(value_name = "PROVIDER")]
    providers: Vec<String>,
}

pub fn run(arguments: &Arguments) -> ExitCode {
    let start = Instant::now();
    let workspace = workspace::workspace();
    let Some((output, generated)) = workspace::outcome(&workspace, &arguments.providers) else {
        return ExitCode::FAILURE;
    };
    match output.write(workspace.root()) {
        Ok(changes) => {
            for change in &changes {
                let (word, path) = match change {
                    Change::New(path) => ("New", path),
                    Change::Changed(path) => ("Changed", path),
                    Change::Stale(path) => ("Removed", path),
                    Change::Unexpected(path) => ("Unexpected", path),
                };
                terminal::status(word, &path.display().to_string());
            }
            for one in &generated {
                let given_up = match one.ledger.entries().len() {
                    0 => "nothing given up".to_owned(),
                    number => format!("{number} given up, see crates/{}/LEDGER.md", one.package),
                };
                terminal::status("Generated", &format!("{} ({} files, {given_up})", one.package, one.files.len()));
            }
            let changed = if changes.is_empty() {
                "nothing changed".to_owned()
            } else {
                format!("{} files changed", changes.len())
            };
            terminal::status("Finished", &format!("{changed}, in {:.2} s", start.elapsed().as_secs_f64()));
            ExitCode::SUCCESS
        }
        Err(error) => {
            terminal::error(&error.to_string());
            ExitCode::FAILURE
        }
    }
}
