//! `cancelkit simulate`

use std::fmt::Write as _;

use cancelkit_simulator::{Simulator, jetpack, kajabi, rebilly, stax_bill};
use serde::Serialize;
use serde_json::{Map, Value};

use crate::command::wait;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::output::Output;

/// Run the four providers on loopback, until Ctrl-C
///
/// They answer by their documents and hold made-up subscriptions. What is printed can be given to a shell, and points
/// this command at them.
#[derive(clap::Args, Debug)]
#[command(after_help = "\
Examples:
  cancelkit simulate
  cancelkit simulate --port 4010

Faults and other behaviour: the command cancelkit-simulator.")]
pub struct Arguments {
    /// The port on 127.0.0.1; 0 lets the system choose
    #[arg(long, default_value_t = 0)]
    port: u16,
}

#[derive(Serialize)]
struct Members {
    environment: Map<String, Value>,
}

pub fn run(arguments: &Arguments, output: Output) -> Result<Exit, Failure> {
    wait(simulate(arguments.port, output))?
}

async fn simulate(port: u16, output: Output) -> Result<Exit, Failure> {
    let simulator = Simulator::builder().port(port).start().await.map_err(Failure::new)?;
    let environment = simulator.environment();
    let text = guide(&environment);
    let members = environment.into_iter().map(|(name, value)| (name.to_owned(), value.into())).collect();
    let exit = output.print("simulator", Members { environment: members }, text);
    if exit == Exit::Done {
        tokio::signal::ctrl_c().await.map_err(Failure::new)?;
    }
    simulator.stop().await;
    Ok(exit)
}

/// Assignments for a shell, and calls to try as comments.
fn guide(environment: &[(&'static str, String)]) -> String {
    let mut text = String::from("# The simulator runs; Ctrl-C stops it. Nothing here is real.\n");
    for (name, value) in environment {
        // Writing to a String does not fail.
        let _ = writeln!(text, "export {name}='{value}'");
    }
    let _ = write!(
        text,
        "# Try it:\n\
         #   cancelkit cancel jetpack '{}#{}' --when now --money not-controllable\n\
         #   cancelkit cancel stax-bill {} --when now --money leave-charges\n\
         #   cancelkit cancel rebilly {} --when at-period-end --money leave-charges --actor merchant --key try-1\n\
         #   cancelkit cancel kajabi {} --when now --money not-controllable",
        jetpack::SITE,
        jetpack::ITEM,
        stax_bill::ACTIVE,
        rebilly::ACTIVE,
        kajabi::ACTIVE,
    );
    text
}
