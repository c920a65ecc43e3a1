//! Compares the verdicts of this crate with those of a peer, over a folder with pairs of documents and a `verdicts.tsv`: base,
//! revision, verdict (`info`, `warn`, `breaking`), findings of the peer.
//!
//! `cargo run -p spec-diff --example agreement -- FOLDER [--all]`

use std::path::Path;
use std::process::ExitCode;

use spec_diff::{Severity, compare};
use spec_document::Effective;

fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    let (folder, all) = (arguments.next(), arguments.next().is_some_and(|flag| flag == "--all"));
    let Some(folder) = folder else {
        eprintln!("which folder?");
        return ExitCode::from(2);
    };
    match run(Path::new(&folder), all) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::from(2)
        }
    }
}

fn run(folder: &Path, all: bool) -> Result<(), Box<dyn std::error::Error>> {
    let table = std::fs::read_to_string(folder.join("verdicts.tsv"))?;
    let today = jiff::Zoned::now().date();
    let (mut agreed, mut pairs, mut harmless) = (0, 0, 0);
    for line in table.lines().skip(1) {
        let mut cells = line.split('\t');
        let mut cell = || cells.next().unwrap_or_default();
        let (base, revision, verdict, theirs) = (cell(), cell(), cell(), cell());
        let load = |name: &str| -> Result<Effective, Box<dyn std::error::Error>> {
            let text = std::fs::read_to_string(folder.join(name))?;
            Effective::from_text_to_compare("document", name, &text).map_err(|report| report.to_string().into())
        };
        let findings = compare(&load(base)?, &load(revision)?, today);
        let worst = findings.iter().map(|finding| finding.severity).max();
        let agrees = match (worst, verdict) {
            (Some(Severity::Warning), _) | (_, "warn") => true,
            (Some(Severity::Breaking), verdict) => verdict == "breaking",
            (Some(Severity::Info) | None, verdict) => verdict == "info",
        };
        pairs += 1;
        agreed += usize::from(agrees);
        harmless += usize::from(verdict == "breaking" && worst < Some(Severity::Warning));
        if !agrees || all {
            let ours = worst.map_or_else(|| "nothing".to_owned(), |worst| worst.to_string());
            println!(
                "{} {base} -> {revision}: {ours} where the peer says {verdict} ({theirs})",
                if agrees { "  " } else { "##" }
            );
            for finding in &findings {
                let at = finding.occurrences.first().map(ToString::to_string).unwrap_or_default();
                println!(
                    "     {:8} {} | {} | {at} | {:?} {:?}",
                    finding.severity, finding.id, finding.sentence, finding.certainty, finding.example
                );
            }
        }
    }
    println!("{agreed} of {pairs} agree; {harmless} that the peer calls breaking are harmless here");
    Ok(())
}
