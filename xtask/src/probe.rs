//! `cargo xtask probe`: a program of its own, since it sends and this one does not.

use std::ffi::OsString;
use std::process::{Command, ExitCode};

use crate::{terminal, workspace};

/// Ask a provider's reads and tell where its answers are not what its document says. Never a cancellation.
///
/// docs/probing.md says how. `cargo xtask probe -- --help` lists its options.
#[derive(clap::Args)]
#[command(
    after_help = "Examples:\n  cargo xtask probe rebilly --param getSubscription.id=sub_EXAMPLE0001\n  cargo xtask probe stax-bill --param id=12345 --write-overlay\n\nExit codes: 0 nothing found, 1 drift, 2 it could not probe."
)]
pub struct Arguments {
    /// A provider, by the name of its document, and options.
    #[arg(value_name = "PROVIDER [OPTIONS]", trailing_var_arg = true, allow_hyphen_values = true, required = true)]
    rest: Vec<OsString>,
}

pub fn run(arguments: &Arguments) -> ExitCode {
    let Some(workspace) = workspace::workspace() else { return ExitCode::from(2) };
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let status = Command::new(cargo)
        .args(["run", "--quiet", "--package", "spec-probe", "--"])
        .args(&arguments.rest)
        .current_dir(workspace.root())
        .status();
    match status {
        Ok(status) => ExitCode::from(status.code().and_then(|code| u8::try_from(code).ok()).unwrap_or(2)),
        Err(error) => {
            terminal::error(&format!("cargo cannot be run: {error}"));
            ExitCode::from(2)
        }
    }
}
