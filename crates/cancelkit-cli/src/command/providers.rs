//! `cancelkit providers`

use cancelkit::{Abilities, ProviderId};
use serde::Serialize;

use crate::exit::Exit;
use crate::output::Output;
use crate::show::{Details, Overview};
use crate::words::one_of;

/// Show what each provider can do
///
/// All of it comes from the providers' documents. With PROVIDER, everything that is known of one: effects in the
/// provider's own words, what each status means, what makes sending again safe, how the outcome is read back, traps.
/// Nothing is sent.
#[derive(clap::Args, Debug)]
#[command(after_help = "\
Examples:
  cancelkit providers
  cancelkit providers rebilly
  cancelkit providers --json")]
pub struct Arguments {
    /// The provider; all of them by default
    #[arg(value_parser = one_of::<ProviderId>(ProviderId::ALL.map(ProviderId::as_str)))]
    provider: Option<ProviderId>,
}

#[derive(Serialize)]
struct Members {
    providers: Vec<&'static Abilities>,
}

pub fn run(arguments: &Arguments, output: Output) -> Exit {
    match arguments.provider {
        Some(provider) => {
            let abilities = Abilities::of(provider);
            output.print("providers", Members { providers: vec![abilities] }, Details(abilities))
        }
        None => {
            let providers: Vec<_> = ProviderId::ALL.map(Abilities::of).into();
            let text = Overview(&providers).to_string();
            output.print("providers", Members { providers }, text)
        }
    }
}
