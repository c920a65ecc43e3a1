//! `cancelkit plan`

use cancelkit::{Plan, Refusal};
use serde::Serialize;

use crate::environment;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::output::Output;
use crate::wish::Wish;

/// Show what a cancellation would send, and what comes of it
///
/// Nothing is sent and no credential is needed: the exact request, with credentials redacted, and its effect in the
/// provider's own words. What the provider cannot do is refused, with what it can do instead. With --json the plan can
/// be stored, approved by somebody else, and given to `cancelkit cancel --plan FILE`.
#[derive(clap::Args, Debug)]
#[command(after_help = "\
Examples:
  cancelkit plan jetpack 'example.com/demo/wp#jetpack-scan' --when now --money not-controllable
  cancelkit plan stax-bill 12345 --when now --money reverse-unearned
  cancelkit plan rebilly sub_EXAMPLE0001 --when at-period-end --money leave-charges \\
      --actor customer --reason too-expensive --key ticket-4711
  cancelkit plan kajabi 900000001 --when now --money not-controllable --json > plan.json

A server variable decides which server is shown; see cancelkit --help.")]
pub struct Arguments {
    #[command(flatten)]
    wish: Wish,
}

#[derive(Serialize)]
struct Planned<'a> {
    plan: &'a Plan,
}

#[derive(Serialize)]
struct Refused<'a> {
    refusal: &'a Refusal,
}

pub fn run(arguments: Arguments, output: Output) -> Result<Exit, Failure> {
    let request = arguments.wish.request()?;
    let id = request.target.provider();
    let registry = environment::planning(id)?;
    match registry.require(id).map_err(Failure::new)?.plan(&request) {
        Ok(plan) => {
            if let Some(note) = environment::missing(id, &plan.preview.url) {
                output.note(note);
            }
            Ok(output.print("plan", Planned { plan: &plan }, &plan))
        }
        Err(refusal) => Ok(refuse(&refusal, output)),
    }
}

/// Prints a refusal.
pub fn refuse(refusal: &Refusal, output: Output) -> Exit {
    output.result(Exit::NotSent, "refusal", Refused { refusal }, refusal)
}
