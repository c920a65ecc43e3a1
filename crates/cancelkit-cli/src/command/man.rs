//! `cancelkit man`

use clap::CommandFactory as _;
use clap_mangen::Man;
use serde::Serialize;

use crate::cli::Cli;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::output::Output;

/// Print a man page in roff
#[derive(clap::Args, Debug)]
#[command(after_help = "\
Examples:
  cancelkit man > cancelkit.1
  cancelkit man cancel > cancelkit-cancel.1")]
pub struct Arguments {
    /// The command that it is about; by default cancelkit itself
    command: Option<String>,
}

#[derive(Serialize)]
struct Members {
    page: String,
}

pub fn run(arguments: &Arguments, output: Output) -> Result<Exit, Failure> {
    let mut cancelkit = Cli::command();
    cancelkit.build();
    let about = match &arguments.command {
        None => cancelkit,
        Some(name) => cancelkit
            .find_subcommand(name)
            .cloned()
            .ok_or_else(|| Failure::usage(format_args!("`{}` is no command", name.escape_debug())))?,
    };
    let mut bytes = Vec::new();
    Man::new(about).render(&mut bytes).map_err(Failure::new)?;
    let page = String::from_utf8_lossy(&bytes).into_owned();
    Ok(output.print("man", Members { page: page.clone() }, page))
}
