//! What the examples of a folder's documents cost on the wire, and whether each document is itself there.
//!
//! `cargo run --release -p spec-review --example wire -- FOLDER`
//!
//! Each document is compared with itself as it is and as JSON: nothing may differ. Then with a copy in which every `string` of a schema is
//! an `integer`, which refuses many examples. The times are of the comparison for findings, and of
//! that of the examples.

use std::process::ExitCode;
use std::time::Instant;

use spec_document::Effective;
use spec_review::wire_bytes;

fn main() -> ExitCode {
    let Some(folder) = std::env::args().nth(1) else {
        eprintln!("which folder? `cargo run --release -p spec-review --example wire -- FOLDER`");
        return ExitCode::FAILURE;
    };
    let entries = match std::fs::read_dir(&folder) {
        Ok(entries) => entries,
        Err(error) => {
            eprintln!("{folder} cannot be read: {error}");
            return ExitCode::FAILURE;
        }
    };
    let mut paths: Vec<_> = entries.flatten().map(|entry| entry.path()).collect();
    paths.sort();
    let today = jiff::civil::date(2026, 11, 25);
    let (mut number, mut differ) = (0, 0);
    println!("{:>9} {:>8} {:>8} {:>9} {:>7} {:>9}", "bytes", "diff s", "wire s", "exchanges", "refused", "not whole");
    for path in paths {
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let read = |text: &str, name: &str| Effective::from_text_alone("document", name, text).ok();
        let Ok(text) = std::fs::read_to_string(&path) else { continue };
        let Some(document) = read(&text, &name) else { continue };
        let json = document.root.to_json().to_string();
        let edited = json.replace(r#""type":"string""#, r#""type":"integer""#);
        let (Some(json), Some(edited)) = (read(&json, "a.json"), read(&edited, "b.json")) else { continue };
        number += 1;
        for other in [&document, &json] {
            let wire = wire_bytes("document", &document, other);
            if !wire.exchanges.is_empty() || wire.left_out > 0 {
                differ += 1;
                println!("{name} differs from itself: {:?}", wire.exchanges.first());
            }
        }
        let start = Instant::now();
        let findings = spec_diff::compare(&document, &edited, today);
        let diff = start.elapsed().as_secs_f64();
        drop(findings);
        let start = Instant::now();
        let wire = wire_bytes("document", &document, &edited);
        let took = start.elapsed().as_secs_f64();
        let exchanges = wire.exchanges.len() + wire.left_out;
        println!(
            "{:>9} {diff:>8.3} {took:>8.3} {exchanges:>9} {:>7} {:>9} {name}",
            text.len(),
            wire.refused(),
            wire.not_compared
        );
    }
    println!("{number} documents, {differ} differ from themselves");
    ExitCode::from(u8::from(differ > 0))
}
