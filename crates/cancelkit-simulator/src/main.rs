//! The command `cancelkit-simulator`: the four providers on loopback until Ctrl-C.

mod command;

use std::process::ExitCode;

use clap::Parser as _;

use command::Arguments;

#[tokio::main]
async fn main() -> ExitCode {
    match command::run(Arguments::parse()).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}
