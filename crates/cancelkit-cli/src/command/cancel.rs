//! `cancelkit cancel`

use std::path::PathBuf;

use cancelkit::{Abilities, CancelError, ConfirmRequest, Outcome, Plan, Provider, Refusal};
use serde::Serialize;

use crate::ask;
use crate::command::{SEE_ALSO, plan, wait_for_change};
use crate::environment;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::output::Output;
use crate::show::Next;
use crate::stored;
use crate::wish::Wish;

/// Cancel a subscription: show the plan, ask, send it once
///
/// The plan is shown and has to be agreed to on the terminal, unless --yes is given. Then it is sent once, and never
/// again by itself. The outcome says what the provider did and how certain that is, and what to do next.
#[derive(clap::Args, Debug)]
#[command(override_usage = USAGE, after_help = format!("\
Examples:
  cancelkit cancel stax-bill 12345 --when now --money leave-charges
  cancelkit cancel rebilly sub_EXAMPLE0001 --when 2030-01-31T00:00:00Z --money credit-remainder \\
      --actor merchant --key ticket-4711
  cancelkit cancel --plan plan.json --yes --json

{SEE_ALSO}"))]
pub struct Arguments {
    #[command(flatten)]
    wish: Option<Wish>,

    /// A plan that `cancelkit plan --json` printed, in place of all that says what is cancelled; - for standard input
    #[arg(long, value_name = "FILE", conflicts_with = "Wish")]
    plan: Option<PathBuf>,

    /// Send it without asking
    #[arg(long)]
    yes: bool,
}

const USAGE: &str = "\
cancelkit cancel [OPTIONS] --when <WHEN> --money <MONEY> <PROVIDER> <TARGET>
       cancelkit cancel [OPTIONS] --plan <FILE>";

#[derive(Serialize)]
struct Answered<'a> {
    plan: &'a Plan,
    outcome: &'a Outcome,
}

#[derive(Serialize)]
struct Failed<'a> {
    plan: &'a Plan,
    error: &'a CancelError,
}

pub fn run(arguments: Arguments, output: Output) -> Result<Exit, Failure> {
    let stored = arguments.plan.as_deref().map(stored::plan_to_send).transpose()?;
    let request = match (&stored, arguments.wish) {
        (Some(stored), _) => stored.request.clone(),
        (None, Some(wish)) => wish.request()?,
        // The parser lets nothing else through.
        (None, None) => return Err(Failure::usage("a provider and a target are needed, or a plan")),
    };
    let id = request.target.provider();
    // First what can be said without credentials.
    if let Err(refusal) = Refusal::unless_empty(id, Abilities::of(id).objections(&request)) {
        return Ok(plan::refuse(&refusal, output));
    }
    let registry = environment::ready(id)?;
    let provider = registry.require(id).map_err(Failure::new)?;
    let plan = match stored.map_or_else(|| provider.plan(&request), Ok) {
        Ok(plan) => plan,
        Err(refusal) => return Ok(plan::refuse(&refusal, output)),
    };
    if !arguments.yes || !output.is_json() {
        output.note(format_args!("{plan}\n"));
    }
    if !arguments.yes {
        ask::agreed("Cancel it?")?;
    }
    send(provider, &plan, output)
}

fn send(provider: &dyn Provider, plan: &Plan, output: Output) -> Result<Exit, Failure> {
    let next = Next(ConfirmRequest::from(plan));
    match wait_for_change(provider.cancel(plan.clone()))? {
        Ok(outcome) => {
            let exit = outcome.certainty.into();
            let text = format!("{outcome}\n{}", next.after(&outcome));
            Ok(output.result(exit, "outcome", Answered { plan, outcome: &outcome }, text))
        }
        Err(error) => {
            let text = format!("{error}\n{}", next.after_error(error.certainty));
            Ok(output.result(error.certainty.into(), "cancel-error", Failed { plan, error: &error }, text))
        }
    }
}
