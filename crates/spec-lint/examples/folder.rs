//! Lints every document of a folder: for each the time and the findings, and at the end the findings by rule.
//!
//! `cargo run --release -p spec-lint --example folder -- FOLDER [RULE]`; with a rule, each of its findings is shown.

use std::collections::BTreeMap;
use std::time::Instant;

use spec_document::Effective;
use spec_lint::{Setting, fix, lint};

fn main() {
    let mut arguments = std::env::args().skip(1);
    let folder = arguments.next().unwrap_or_else(|| ".".to_owned());
    let wanted = arguments.next();
    let mut of_rule: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    let mut slowest = 0.0_f64;
    for entry in std::fs::read_dir(&folder).into_iter().flatten().flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        let Ok(text) = std::fs::read_to_string(entry.path()) else { continue };
        let load = |text: &str| Effective::from_text_alone("file", &name, text);
        let start = Instant::now();
        let document = match load(&text) {
            Ok(document) => document,
            Err(report) => {
                println!("{name}: not read ({})", report.diagnostics.first().map_or("", |first| first.code));
                continue;
            }
        };
        let loaded = start.elapsed().as_secs_f64();
        let found = lint(&document, Setting::Alone);
        let all = start.elapsed().as_secs_f64();
        slowest = slowest.max(all);
        let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
        found.open.iter().for_each(|finding| *seen.entry(finding.rule).or_default() += 1);
        for (rule, count) in &seen {
            let (findings, documents) = of_rule.entry(rule).or_default();
            *findings += count;
            *documents += 1;
        }
        println!(
            "{name}: {} bytes, read in {loaded:.2} s, all in {all:.2} s, {} findings",
            text.len(),
            found.open.len()
        );
        if let Some(wanted) = &wanted {
            let shown = found.open.iter().filter(|it| it.rule == wanted).map(|it| it.diagnostic.clone()).collect();
            print!("{}", document.report(shown));
        }
        let fixable = found.open.iter().filter(|finding| finding.is_fixable()).count();
        let start = Instant::now();
        let fixed = fix(&document, found.open, &load);
        if fixable > 0 {
            let again = fixed.text.as_deref().map(|text| load(text).map(|it| lint(&it, Setting::Alone)));
            let again = match again {
                Some(Ok(again)) => again.open.iter().filter(|finding| finding.is_fixable()).count(),
                Some(Err(_)) => usize::MAX,
                None => fixable,
            };
            let (done, took) = (fixed.done.len(), start.elapsed().as_secs_f64());
            println!("    --fix mends {done} of {fixable} in {took:.2} s and leaves {again}");
            fixed.left.iter().take(3).for_each(|(it, why)| println!("    left: {} {}: {why}", it.rule, it.place));
        }
    }
    for (rule, (findings, documents)) in of_rule {
        println!("{findings:>7} {rule} in {documents} documents");
    }
    println!("slowest: {slowest:.2} s");
}
