//! `cancelkit confirm`

use cancelkit::{ConfirmError, ConfirmRequest, Confirmation};
use serde::Serialize;

use crate::command::{SEE_ALSO, wait};
use crate::environment;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::output::Output;
use crate::show::Next;
use crate::subject::Subject;

/// Read back whether a subscription has ended
///
/// It changes nothing and can be repeated. Only an end that the provider shows settles a cancellation. A subscription
/// that is still active can be ended yet by a request that is under way.
#[derive(clap::Args, Debug)]
#[command(after_help = format!("\
Examples:
  cancelkit confirm stax-bill 12345
  cancelkit confirm rebilly sub_EXAMPLE0001 --key ticket-4711
  cancelkit confirm jetpack 'example.com/demo/wp#jetpack-scan' --seen-active 2030-01-31T00:00:00Z
  cancelkit confirm --plan plan.json --json

{SEE_ALSO}"))]
pub struct Arguments {
    #[command(flatten)]
    subject: Subject,

    /// When an earlier `confirm` said that it was still active; a weak read can prove an end only after one
    #[arg(long, value_name = "MOMENT")]
    seen_active: Option<jiff::Timestamp>,
}

#[derive(Serialize)]
struct Answered<'a> {
    question: &'a ConfirmRequest,
    #[serde(flatten)]
    confirmation: &'a Confirmation,
}

#[derive(Serialize)]
struct Failed<'a> {
    question: &'a ConfirmRequest,
    error: &'a ConfirmError,
}

pub fn run(arguments: Arguments, output: Output) -> Result<Exit, Failure> {
    let mut question = arguments.subject.question()?;
    question.seen_active = arguments.seen_active;
    let id = question.target.provider();
    let registry = environment::ready(id)?;
    let provider = registry.require(id).map_err(Failure::new)?;
    match wait(provider.confirm(question.clone()))? {
        Ok(confirmation) => {
            let exit = (&confirmation).into();
            let text = format!("{}: {confirmation}\n{}", id.name(), Next(question.clone()).after_read(&confirmation));
            let members = Answered { question: &question, confirmation: &confirmation };
            Ok(output.result(exit, "confirmation", members, text))
        }
        Err(error) => {
            Ok(output.result(Exit::NotEnded, "confirm-error", Failed { question: &question, error: &error }, &error))
        }
    }
}
