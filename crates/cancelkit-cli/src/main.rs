//! The command `cancelkit`: says what a cancellation would send, sends it once, and says how certain the outcome is.

mod ask;
mod cli;
mod command;
mod environment;
mod exit;
mod failure;
mod output;
mod plain;
mod show;
mod stored;
mod subject;
mod table;
mod wish;
mod words;

use std::process::ExitCode;

use clap::Parser as _;

fn main() -> ExitCode {
    cli::Cli::parse().run().into()
}
