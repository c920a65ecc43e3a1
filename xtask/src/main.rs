//! `cargo xtask`: regenerates the clients from `specs/`, checks that nothing has drifted, imports documents, lists
//! operations, and shows it all at work.

mod check;
mod generate;
mod list;
mod terminal;
mod workspace;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// Regenerate the clients from specs/, check them, import documents, list operations.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask", disable_help_subcommand = true)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    Generate(generate::Arguments),
    Check(check::Arguments),
    List(list::Arguments),
    #[command(name = workspace::WORKER, hide = true)]
    Worker,
}

fn main() -> ExitCode {
    match Arguments::parse().command {
        Command::Generate(arguments) => generate::run(&arguments),
        Command::Check(arguments) => check::run(&arguments),
        Command::List(arguments) => list::run(&arguments),
        Command::Worker => ExitCode::from(spec_codegen::serve()),
    }
}
