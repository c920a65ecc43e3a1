use clap::{Parser, Subcommand};

use crate::command::{cancel, completions, confirm, man, plan, providers, undo};
use crate::exit::Exit;
use crate::output::Output;

/// Cancel a subscription at Jetpack, Stax Bill, Rebilly or Kajabi
///
/// What a provider cannot do is refused before anything is sent. A cancellation is shown first, sent once, and its exit
/// code says how certain the outcome is.
#[derive(Parser, Debug)]
#[command(
    name = "cancelkit",
    version,
    disable_help_subcommand = true,
    max_term_width = 100,
    after_help = "Environment variables and exit codes: cancelkit --help",
    after_long_help = after_help()
)]
pub struct Cli {
    #[command(subcommand)]
    command: Command,

    /// Print the result as one JSON object on standard output, and nothing else there
    #[arg(long, global = true)]
    json: bool,
}

#[derive(Subcommand, Debug)]
enum Command {
    Providers(providers::Arguments),
    Plan(plan::Arguments),
    Cancel(cancel::Arguments),
    Confirm(confirm::Arguments),
    Undo(undo::Arguments),
    #[cfg(feature = "simulate")]
    Simulate(crate::command::simulate::Arguments),
    Completions(completions::Arguments),
    Man(man::Arguments),
}

impl Cli {
    /// Carries it out.
    pub fn run(self) -> Exit {
        let output = Output::new(self.json);
        let end = match self.command {
            Command::Providers(arguments) => Ok(providers::run(&arguments, output)),
            Command::Plan(arguments) => plan::run(arguments, output),
            Command::Cancel(arguments) => cancel::run(arguments, output),
            Command::Confirm(arguments) => confirm::run(arguments, output),
            Command::Undo(arguments) => undo::run(arguments, output),
            #[cfg(feature = "simulate")]
            Command::Simulate(arguments) => crate::command::simulate::run(&arguments, output),
            Command::Completions(arguments) => Ok(completions::run(&arguments, output)),
            Command::Man(arguments) => man::run(&arguments, output),
        };
        end.unwrap_or_else(|failure| failure.report(output))
    }
}

fn after_help() -> String {
    let examples = "\
Examples:
  cancelkit providers
  cancelkit plan stax-bill 12345 --when now --money reverse-unearned
  cancelkit cancel stax-bill 12345 --when now --money reverse-unearned
  cancelkit confirm stax-bill 12345";
    format!("{examples}\n\n{}\n\n{}", crate::environment::help(), Exit::HELP)
}

#[cfg(test)]
mod tests {
    use clap::{CommandFactory as _, Parser as _};

    use super::Cli;

    #[test]
    fn the_arguments_are_sound() {
        Cli::command().debug_assert();
    }

    #[test]
    fn the_examples_of_every_help_can_be_typed() {
        let mut cancelkit = Cli::command();
        let mut helps = vec![cancelkit.render_long_help().to_string()];
        helps.extend(cancelkit.get_subcommands_mut().map(|command| command.render_long_help().to_string()));
        for help in helps {
            let (_, examples) = help.split_once("Examples:\n").expect("examples");
            let examples = examples.replace("\\\n", " ");
            let mut found = 0;
            for example in examples.lines().take_while(|line| !line.is_empty()) {
                let typed = example.split(" > ").next().unwrap_or(example);
                Cli::try_parse_from(words(typed)).unwrap_or_else(|error| panic!("{example}: {error}"));
                found += 1;
            }
            assert!(found > 0, "{help}");
        }
    }

    /// The words of a command line, in which single quotes keep words together.
    fn words(line: &str) -> Vec<String> {
        let parts = line.split('\'').enumerate();
        parts
            .flat_map(|(index, part)| match index % 2 {
                0 => part.split_whitespace().map(str::to_owned).collect(),
                _ => vec![part.to_owned()],
            })
            .collect()
    }
}
