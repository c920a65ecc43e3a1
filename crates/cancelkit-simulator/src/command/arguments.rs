//! The command line.

use cancelkit_simulator::{Fault, Target, Times};
use clap::Parser;

/// Jetpack, Stax Bill, Rebilly and Kajabi on loopback, with made-up subscriptions and credentials.
#[derive(Debug, Parser)]
#[command(version, after_help = EXAMPLES)]
pub(crate) struct Arguments {
    /// The port on 127.0.0.1; 0 lets the system choose
    #[arg(long, default_value_t = 0)]
    pub(crate) port: u16,

    /// Lets something go wrong; can be repeated. Without TIMES it goes wrong every time
    #[arg(long = "fault", value_name = "TARGET=FAULT[@TIMES]", value_parser = planned_fault)]
    pub(crate) faults: Vec<PlannedFault>,

    /// Chooses what a provider does where it documents nothing; can be repeated
    #[arg(long, value_name = "CHOICE=VALUE", value_parser = pair)]
    pub(crate) behaviour: Vec<(String, String)>,

    /// Lists the faults and the choices, and exits
    #[arg(long)]
    pub(crate) list: bool,
}

const EXAMPLES: &str = "\
Examples:
  The four providers on a port of the system's choosing:
    cancelkit-simulator

  The first cancellation at Stax Bill takes effect, and its answer never comes:
    cancelkit-simulator --port 4010 --fault stax-bill/cancelSubscription=close-unanswered:applied@1

  Everything at Kajabi is slow, and a second cancellation is answered like the first:
    cancelkit-simulator --fault kajabi=slow-answer:5000ms --behaviour kajabi.second-cancel=same-answer

  All faults and choices:
    cancelkit-simulator --list";

/// A fault as the command line has it.
#[derive(Clone, Debug)]
pub(crate) struct PlannedFault {
    pub(crate) target: Target,
    pub(crate) fault: Fault,
    pub(crate) times: Times,
}

fn planned_fault(text: &str) -> Result<PlannedFault, String> {
    let (target, rest) = pair(text)?;
    let (fault, times) = match rest.rsplit_once('@') {
        Some((fault, times)) => {
            let times = times.parse().map_err(|_| format!("`{times}` is not how often a fault happens"))?;
            (fault, Times::Exactly(times))
        }
        None => (rest.as_str(), Times::Always),
    };
    Ok(PlannedFault {
        target: target.parse().map_err(|error| format!("{error}"))?,
        fault: fault.parse().map_err(|error| format!("{error}"))?,
        times,
    })
}

fn pair(text: &str) -> Result<(String, String), String> {
    let (name, value) = text.split_once('=').ok_or("it has the form NAME=VALUE")?;
    Ok((name.to_owned(), value.to_owned()))
}
