//! How long it takes to load a document and an edited copy of it and to compare them, over a folder of documents.
//!
//! `cargo run --release -p spec-diff --example speed -- FOLDER`
//!
//! The copy has one in fifty `string` types turned into `integer`, every two-hundredth description changed, and one operation less. Each
//! time is the best of three. The last line is the slope of time over bytes, both as logarithms, from 100 kB on: 1 is linear.

mod common;

use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Instant;

use serde_json::Value;
use spec_diff::compare;
use spec_document::Effective;

fn main() -> ExitCode {
    let files = match common::documents("speed") {
        Ok(files) => files,
        Err(code) => return code,
    };
    let mut rows: Vec<(usize, f64, f64, usize, String)> = files.iter().filter_map(measure).collect();
    rows.sort_by_key(|row| row.0);
    println!("{:>9} {:>8} {:>8} {:>8}", "bytes", "load s", "diff s", "findings");
    for (bytes, load, diff, findings, name) in &rows {
        println!("{bytes:>9} {load:>8.3} {diff:>8.3} {findings:>8} {name}");
    }
    let points: Vec<(f64, f64)> =
        rows.iter().filter(|row| row.0 >= 100_000).map(|row| ((row.0 as f64).ln(), (row.1 + row.2).ln())).collect();
    if let Some(slope) = slope(&points) {
        println!("slope {slope:.2} over {} documents of 100 kB and more", points.len());
    }
    if let Some(peak) = peak_memory() {
        println!("peak memory of this process {} MiB", peak / 1024);
    }
    ExitCode::SUCCESS
}

fn measure(path: &PathBuf) -> Option<(usize, f64, f64, usize, String)> {
    let name = path.file_name()?.to_string_lossy().into_owned();
    let text = std::fs::read_to_string(path).ok()?;
    let document = Effective::from_text_alone("document", &name, &text).ok()?;
    let edited = edited(&document.root.to_json(), &mut 0);
    // In the spelling of the original, as far as JSON is YAML.
    let edited = serde_json::to_string_pretty(&edited).ok()?;
    let today = jiff::Zoned::now().date();
    let (mut load, mut diff, mut findings) = (f64::MAX, f64::MAX, 0);
    for _ in 0..3 {
        let started = Instant::now();
        let base = Effective::from_text_alone("document", &name, &text).ok()?;
        let revision = Effective::from_text_alone("document", "edited.json", &edited).ok()?;
        load = load.min(started.elapsed().as_secs_f64());
        let started = Instant::now();
        findings = compare(&base, &revision, today).len();
        diff = diff.min(started.elapsed().as_secs_f64());
    }
    Some((text.len(), load, diff, findings, name))
}

fn edited(value: &Value, count: &mut usize) -> Value {
    match value {
        Value::Array(items) => items.iter().map(|item| edited(item, count)).collect(),
        Value::Object(members) => Value::Object(
            members
                .iter()
                .map(|(key, value)| {
                    *count += 1;
                    let value = match (key.as_str(), value) {
                        ("type", Value::String(kind)) if kind == "string" && (*count).is_multiple_of(50) => {
                            "integer".into()
                        }
                        ("description", Value::String(text)) if (*count).is_multiple_of(200) => {
                            format!("{text} Edited.").into()
                        }
                        ("paths", Value::Object(paths)) => {
                            paths.iter().skip(1).map(|(key, value)| (key.clone(), edited(value, count))).collect()
                        }
                        (_, value) => edited(value, count),
                    };
                    (key.clone(), value)
                })
                .collect(),
        ),
        other => other.clone(),
    }
}

/// The slope of the line that fits best.
fn slope(points: &[(f64, f64)]) -> Option<f64> {
    let n = points.len() as f64;
    let (x, y) = points.iter().fold((0.0, 0.0), |(x, y), point| (x + point.0 / n, y + point.1 / n));
    let (above, below) =
        points.iter().fold((0.0, 0.0), |(a, b), point| (a + (point.0 - x) * (point.1 - y), b + (point.0 - x).powi(2)));
    (points.len() > 1).then(|| above / below)
}

/// In KiB, where the system tells.
fn peak_memory() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM"))?;
    line.split_whitespace().nth(1)?.parse().ok()
}
