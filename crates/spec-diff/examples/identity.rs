//! Compares each document of a folder with itself, written in other ways: nothing may be found.
//!
//! `cargo run --release -p spec-diff --example identity -- FOLDER`

mod common;

use std::process::ExitCode;
use std::time::Instant;

use serde_json::{Map, Value};
use spec_diff::compare;
use spec_document::Effective;

fn main() -> ExitCode {
    let files = match common::documents("identity") {
        Ok(files) => files,
        Err(code) => return code,
    };
    let today = jiff::Zoned::now().date();
    let (mut wrong, mut skipped, mut documents) = (0, 0, 0);
    for path in files {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let Ok(text) = std::fs::read_to_string(&path) else { continue };
        let document = match Effective::from_text_alone("document", &name, &text) {
            Ok(document) => document,
            Err(report) => {
                println!("{name}: not loaded: {report}");
                skipped += 1;
                continue;
            }
        };
        documents += 1;
        let json = document.root.to_json();
        let variants = [
            ("itself", text.clone()),
            ("as JSON", serde_json::to_string(&json).unwrap_or_default()),
            ("reordered", serde_json::to_string_pretty(&reordered(&json)).unwrap_or_default()),
            ("references written out", serde_json::to_string(&inlined(&json, &json, 0, false)).unwrap_or_default()),
        ];
        for (how, text) in variants {
            let variant = if how == "itself" { name.as_str() } else { "variant.json" };
            let variant = match Effective::from_text_alone("document", variant, &text) {
                Ok(variant) => variant,
                Err(report) => {
                    println!(
                        "{name} {how}: not loaded: {}",
                        report.diagnostics.first().map_or("", |it| it.title.as_str())
                    );
                    continue;
                }
            };
            let started = Instant::now();
            let mut found = compare(&document, &variant, today);
            found.extend(compare(&variant, &document, today));
            found.retain(|finding| finding.id != "prose-changed");
            let seconds = started.elapsed().as_secs_f64();
            if !found.is_empty() || seconds > 1.0 {
                wrong += usize::from(!found.is_empty());
                println!("{name} {how}: {} findings, {seconds:.2} s", found.len());
                for finding in found.iter().take(4) {
                    let at = finding.occurrences.first().map(ToString::to_string).unwrap_or_default();
                    println!(
                        "    {} {} | {} | {at} | {:?}",
                        finding.severity, finding.id, finding.sentence, finding.revision
                    );
                }
            }
        }
    }
    println!("{documents} documents, {skipped} not loaded, {wrong} variants with findings");
    if wrong == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// The members of all objects in the opposite order; lists stay as they are, except those whose order says nothing.
fn reordered(value: &Value) -> Value {
    match value {
        Value::Array(items) => items.iter().map(reordered).collect(),
        Value::Object(members) => Value::Object(
            members
                .iter()
                .rev()
                .map(|(key, value)| {
                    let value = match value {
                        Value::Array(items)
                            if matches!(key.as_str(), "required" | "enum" | "tags")
                                && items.iter().all(|it| !it.is_object()) =>
                        {
                            items.iter().rev().cloned().collect()
                        }
                        other => reordered(other),
                    };
                    (key.clone(), value)
                })
                .collect::<Map<_, _>>(),
        ),
        other => other.clone(),
    }
}

/// References replaced by what they lead to, two levels deep: a schema may contain itself. What is no reference is left alone.
fn inlined(value: &Value, root: &Value, depth: usize, data: bool) -> Value {
    match value {
        Value::Array(items) => items.iter().map(|item| inlined(item, root, depth, data)).collect(),
        Value::Object(members) => {
            let target = members.get("$ref").and_then(Value::as_str).and_then(|text| text.strip_prefix('#'));
            let target = target.filter(|_| members.len() == 1 && depth < 2 && !data);
            if let Some(target) = target.and_then(|pointer| root.pointer(pointer)) {
                return inlined(target, root, depth + 1, data);
            }
            let is_data = |key: &str| {
                matches!(key, "example" | "examples" | "default" | "enum" | "const") || key.starts_with("x-")
            };
            // A discriminator's mapping and the components themselves keep their names.
            Value::Object(
                members
                    .iter()
                    .map(|(key, value)| (key.clone(), inlined(value, root, depth, data || is_data(key))))
                    .collect(),
            )
        }
        other => other.clone(),
    }
}
