//! `cargo xtask list`

use std::process::ExitCode;

use crate::workspace;

/// List the providers with their operations, media types and statuses.
#[derive(clap::Args)]
#[command(
    after_help = "Examples:\n  cargo xtask list\n  cargo xtask list kajabi\n\nExit codes: 0 listed, 1 a document has mistakes."
)]
pub struct Arguments {
    /// The providers, by the names of their documents; all of them by default.
    #[arg(value_name = "PROVIDER")]
    providers: Vec<String>,
}

pub fn run(arguments: &Arguments) -> ExitCode {
    let Some(workspace) = workspace::workspace() else { return ExitCode::FAILURE };
    let Some(providers) = workspace::providers(&workspace, &arguments.providers) else { return ExitCode::FAILURE };
    for provider in &providers {
        println!(
            "{}: {} {} ({})",
            provider.document.provider,
            provider.contract.title,
            provider.contract.version,
            provider.document.document.name
        );
        print!("{}", spec_contract::summary(&provider.contract));
        println!();
    }
    ExitCode::SUCCESS
}
