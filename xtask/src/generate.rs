//! `cargo xtask generate`

use std::process::ExitCode;
use std::time::Instant;

use spec_codegen::Change;

use crate::{changes, terminal, workspace};

/// Regenerate the client crates, the facade's abilities and the simulator's documents from specs/.
///
/// Writes only what differs. Run it again after an interruption: it always converges. A file that was never generated and
/// stands in a generated crate is named and left alone: delete it, or move it elsewhere.
#[derive(clap::Args, Default)]
#[command(
    after_help = "Examples:\n  cargo xtask generate\n  cargo xtask generate kajabi rebilly\n\nExit codes: 0 done, 1 a mistake, or a file that cannot be written or was never generated."
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
    match output.write(workspace.root()) {
        Ok(changes) => {
            for change in changes.iter().filter(|change| changes::is_generated(change)) {
                let word = match change {
                    Change::New(_) => "New",
                    Change::Changed(_) | Change::Unexpected(_) => "Changed",
                    Change::Stale(_) => "Removed",
                };
                terminal::status(word, &change.path().display().to_string());
            }
            for one in &generated {
                let given_up = match one.ledger.entries().len() {
                    0 => "nothing given up".to_owned(),
                    number => format!("{number} given up, see crates/{}/LEDGER.md", one.package),
                };
                terminal::status("Generated", &format!("{} ({} files, {given_up})", one.package, one.files.len()));
            }
            let changed = match changes.iter().filter(|change| changes::is_generated(change)).count() {
                0 => "nothing changed".to_owned(),
                number => format!("{} changed", changes::files(number)),
            };
            terminal::status("Finished", &format!("{changed}, in {:.2} s", start.elapsed().as_secs_f64()));
            if changes::tell_unexpected(&changes) { ExitCode::FAILURE } else { ExitCode::SUCCESS }
        }
        Err(error) => {
            terminal::error(&error.to_string());
            ExitCode::FAILURE
        }
    }
}
