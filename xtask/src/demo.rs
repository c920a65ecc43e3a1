//! `cargo xtask demo`

use std::process::{Command, ExitCode};

use crate::{check, generate, terminal, workspace};

/// Prove that what is checked in is what specs/ says, regenerate the clients, and cancel one subscription at each provider,
/// simulated on loopback.
///
/// It ends where what is checked in has drifted, and then writes nothing.
#[derive(clap::Args)]
#[command(
    after_help = "Exit codes: 0 all went as it should, 1 a mistake, a difference, or a cancellation that went otherwise."
)]
pub struct Arguments {}

pub fn run(_: &Arguments) -> ExitCode {
    let Some(workspace) = workspace::workspace() else { return ExitCode::FAILURE };
    // Checked first: `generate` would write over a drift, and nothing would be proven.
    terminal::status("Checking", "what is checked in against specs/");
    if check::run(&check::Arguments::default()) != ExitCode::SUCCESS {
        terminal::error("the demonstration ends here: what is checked in is not what specs/ says");
        return ExitCode::FAILURE;
    }
    terminal::status("Regenerating", "the clients, the facade's abilities and the simulator's documents");
    if generate::run(&generate::Arguments::default()) != ExitCode::SUCCESS {
        return ExitCode::FAILURE;
    }
    // A program of its own: this one must build even when a generated client does not.
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    terminal::status("Building", "the facade, the simulator and the demonstration");
    let status = Command::new(cargo)
        .args(["run", "--quiet", "--package", "cancelkit-cli", "--example", "demo"])
        .current_dir(workspace.root())
        .status();
    match status {
        Ok(status) if status.success() => ExitCode::SUCCESS,
        Ok(_) => ExitCode::FAILURE,
        Err(error) => {
            terminal::error(&format!("cargo cannot be started: {error}"));
            ExitCode::FAILURE
        }
    }
}
