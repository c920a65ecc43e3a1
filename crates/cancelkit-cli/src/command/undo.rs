//! `cancelkit undo`

use cancelkit::{Abilities, CancelError, Provider, UndoOutcome, UndoPlan};
use serde::Serialize;

use crate::ask;
use crate::command::{SEE_ALSO, plan, wait_for_change};
use crate::environment;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::output::Output;
use crate::subject::Subject;

/// Take a scheduled cancellation back: show the plan, ask, send it once
///
/// Only a cancellation that lies ahead can be taken back, and only where the provider has a call for it: `cancelkit
/// providers PROVIDER` says so.
#[derive(clap::Args, Debug)]
#[command(after_help = format!("\
Examples:
  cancelkit undo rebilly sub_EXAMPLE0001 --key ticket-4711
  cancelkit undo rebilly sub_EXAMPLE0001 --dry-run
  cancelkit undo --plan plan.json --comment 'Stays after all' --yes

{SEE_ALSO}"))]
pub struct Arguments {
    #[command(flatten)]
    subject: Subject,

    /// Why, in your own words; they are sent to the provider
    #[arg(long, value_name = "TEXT")]
    comment: Option<String>,

    /// Print what would be sent, and send nothing; needs no credentials
    #[arg(long)]
    dry_run: bool,

    /// Send it without asking
    #[arg(long, conflicts_with = "dry_run")]
    yes: bool,
}

#[derive(Serialize)]
struct Planned<'a> {
    undo_plan: &'a UndoPlan,
}

#[derive(Serialize)]
struct Answered<'a> {
    undo_plan: &'a UndoPlan,
    outcome: &'a UndoOutcome,
}

#[derive(Serialize)]
struct Failed<'a> {
    undo_plan: &'a UndoPlan,
    error: &'a CancelError,
}

pub fn run(arguments: Arguments, output: Output) -> Result<Exit, Failure> {
    let mut request = arguments.subject.undo()?;
    request.comment = arguments.comment;
    let id = request.target.provider();
    // First what can be said without credentials.
    if let Err(refusal) = Abilities::of(id).refuse_undo(&request) {
        return Ok(plan::refuse(&refusal, output));
    }
    let registry = if arguments.dry_run { environment::planning(id)? } else { environment::ready(id)? };
    let provider = registry.require(id).map_err(Failure::new)?;
    let undo_plan = match provider.plan_undo(&request) {
        Ok(undo_plan) => undo_plan,
        Err(refusal) => return Ok(plan::refuse(&refusal, output)),
    };
    if arguments.dry_run {
        return Ok(output.print("undo-plan", Planned { undo_plan: &undo_plan }, &undo_plan));
    }
    if !arguments.yes || !output.is_json() {
        output.note(format_args!("{undo_plan}\n"));
    }
    if !arguments.yes {
        ask::agreed("Take it back?")?;
    }
    send(provider, &undo_plan, output)
}

fn send(provider: &dyn Provider, undo_plan: &UndoPlan, output: Output) -> Result<Exit, Failure> {
    match wait_for_change(provider.undo(undo_plan.clone()))? {
        Ok(outcome) => {
            let exit = outcome.certainty.into();
            Ok(output.result(exit, "undo-outcome", Answered { undo_plan, outcome: &outcome }, &outcome))
        }
        Err(error) => {
            let exit = error.certainty.into();
            Ok(output.result(exit, "undo-error", Failed { undo_plan, error: &error }, &error))
        }
    }
}
