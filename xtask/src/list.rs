//! `cargo xtask list`

use std::process::ExitCode;

use crate::workspace;

/// List the providers with their operations, media types and statuses.
#[derive(clap::Args)]
pub struct Arguments {
    /// The providers, by the names of their documents; all of them by default.
    #[arg(value_name = "PROVIDER")]
    providers: Vec<String>,
}

pub fn run(arguments: &Arguments) -> ExitCode {
    let workspace = workspace::workspace();
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
