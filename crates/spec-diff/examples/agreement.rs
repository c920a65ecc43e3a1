//! Compares the verdicts of this crate with those of a peer, over a folder with pairs of documents and a `verdicts.tsv`: base,
//! revision, verdict (`info`, `warn`, `breaking`), findings of the peer.
//!
//! `cargo run -p spec-diff --example agreement -- FOLDER [--argued FILE]`: with a file, a disagreement that has no row there fails.

use std::path::Path;
use std::process::ExitCode;

use spec_diff::{Severity, compare};
use spec_document::Effective;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let (folder, argued) = match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        [folder] => (folder, None),
        [folder, "--argued", file] => (folder, Some(file)),
        _ => {
            eprintln!("usage: agreement FOLDER [--argued FILE]");
            return ExitCode::from(2);
        }
    };
    match run(Path::new(folder), argued) {
        Ok(0) => ExitCode::SUCCESS,
        Ok(unargued) => {
            eprintln!("{unargued} disagreements and arguments do not belong together");
            ExitCode::FAILURE
        }
        Err(error) => {
            eprintln!("{error}");
            ExitCode::from(2)
        }
    }
}

/// How many disagreements have no row in the file of arguments.
fn run(folder: &Path, argued: Option<&str>) -> Result<usize, Box<dyn std::error::Error>> {
    let argued = argued.map(std::fs::read_to_string).transpose()?;
    let mut unargued = 0;
    let mut rows = Vec::new();
    let table = std::fs::read_to_string(folder.join("verdicts.tsv"))?;
    let today = jiff::Zoned::now().date();
    let (mut agreed, mut pairs, mut harmless) = (0, 0, 0);
    for line in table.lines().skip(1) {
        let mut cells = line.split('\t');
        let mut cell = || cells.next().unwrap_or_default();
        let (base, revision, verdict, theirs) = (cell(), cell(), cell(), cell());
        let load = |name: &str| -> Result<Effective, Box<dyn std::error::Error>> {
            let text = std::fs::read_to_string(folder.join(name))?;
            Effective::from_text_alone("document", name, &text).map_err(|report| report.to_string().into())
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
        if agrees {
            continue;
        }
        let ours = worst.map_or_else(|| "nothing".to_owned(), |worst| worst.to_string());
        println!("{base} -> {revision}: {ours} where the peer says {verdict} ({theirs})");
        for finding in &findings {
            let at = finding.occurrences.first().map(ToString::to_string).unwrap_or_default();
            println!("    {} {}: {} {at}", finding.severity, finding.id, finding.sentence);
            if let Some(example) = &finding.example {
                println!("        {example}");
            }
        }
        let row = format!("| `{base}` | `{revision}` | {ours} | {verdict} |");
        if argued.as_ref().is_some_and(|argued| !argued.contains(&row)) {
            println!("    no argument: {row}");
            unargued += 1;
        }
        rows.push(row);
    }
    for line in argued.iter().flat_map(|argued| argued.lines()).filter(|line| line.starts_with("| `")) {
        if !rows.iter().any(|row| line.starts_with(row.as_str())) {
            println!("an argument without a disagreement: {line}");
            unargued += 1;
        }
    }
    println!("{agreed} of {pairs} agree; {harmless} that the peer calls breaking are harmless here");
    Ok(unargued)
}
