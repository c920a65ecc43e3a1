//! `cargo xtask`: regenerates the clients from `specs/`, checks that nothing has drifted, compares versions of the
//! documents, lints and imports them, lists operations, prepares releases, and shows it all at work.

mod changes;
mod check;
mod corpus;
mod demo;
mod diff;
mod generate;
mod import;
mod lint;
mod list;
mod probe;
mod release;
mod terminal;
mod workspace;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// Regenerate the clients from specs/, check them, compare, import and list documents, prepare releases.
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
    Diff(diff::Arguments),
    Lint(lint::Arguments),
    Import(import::Arguments),
    Release(release::Arguments),
    Probe(probe::Arguments),
    List(list::Arguments),
    Corpus(corpus::Arguments),
    Demo(demo::Arguments),
    #[command(name = workspace::CORPUS_DOCUMENT, hide = true)]
    CorpusDocument(corpus::One),
    #[command(name = workspace::WORKER, hide = true)]
    Worker,
}

fn main() -> ExitCode {
    match Arguments::parse().command {
        Command::Generate(arguments) => generate::run(&arguments),
        Command::Check(arguments) => check::run(&arguments),
        Command::Diff(arguments) => diff::run(&arguments),
        Command::Lint(arguments) => lint::run(&arguments),
        Command::Import(arguments) => import::run(&arguments),
        Command::Release(arguments) => release::run(&arguments),
        Command::Probe(arguments) => probe::run(&arguments),
        Command::Corpus(arguments) => corpus::run(&arguments),
        Command::CorpusDocument(arguments) => corpus::one(&arguments),
        Command::Demo(arguments) => demo::run(&arguments),
        Command::List(arguments) => list::run(&arguments),
        Command::Worker => ExitCode::from(spec_codegen::serve()),
    }
}
