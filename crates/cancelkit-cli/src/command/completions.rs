//! `cancelkit completions`

use clap::CommandFactory as _;
use clap_complete::Shell;
use serde::Serialize;

use crate::cli::Cli;
use crate::exit::Exit;
use crate::output::Output;

/// Print a shell's completion script
#[derive(clap::Args, Debug)]
#[command(after_help = "\
Examples:
  cancelkit completions bash > ~/.local/share/bash-completion/completions/cancelkit
  cancelkit completions fish > ~/.config/fish/completions/cancelkit.fish")]
pub struct Arguments {
    /// The shell
    shell: Shell,
}

#[derive(Serialize)]
struct Members {
    shell: String,
    script: String,
}

pub fn run(arguments: &Arguments, output: Output) -> Exit {
    let mut bytes = Vec::new();
    clap_complete::generate(arguments.shell, &mut Cli::command(), "cancelkit", &mut bytes);
    let script = String::from_utf8_lossy(&bytes).into_owned();
    let members = Members { shell: arguments.shell.to_string(), script: script.clone() };
    output.print("completions", members, script)
}
