//! `cargo xtask demo`

use std::process::{Command, ExitCode};

use crate::{check, generate, terminal};

/// Regenerate the four clients, prove that what is checked in is what specs/ says, and cancel one subscription at each
/// provider, simulated on loopback.
#[derive(clap::Args)]
pub struct Arguments {}

pub fn run(_: &Arguments) -> ExitCode {
    for step in [generate::run(&generate::Arguments::default()), check::run(&check::Arguments::default())] {
        if step != ExitCode::SUCCESS {
            return step;
        }
    }
    // A program of its own: this one must build even when a generated client does not.
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    terminal::status("Building", "the facade, the simulator and the demonstration");
    let status = Command::new(cargo)
        .args(["run", "--quiet", "--package", "cancelkit-cli", "--example", "demo"])
        .current_dir(crate::workspace::workspace().root())
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
