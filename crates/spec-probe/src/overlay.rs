//! Overlays with more actions, and the proof that they mend.

use std::path::Path;

use cancelkit_runtime::observe::{Drift, DriftKind};
use serde_json::Value;
use spec_document::{Effective, Pointer, load_provider};

use crate::discover::all_at;
use crate::mend::Mend;
use crate::probe::{Outcome, Probe};
use crate::shown::plain;

/// An overlay of these mends alone, for the document of a provider.
#[must_use]
pub fn fresh(provider: &str, mends: &[Mend], date: &str) -> String {
    let head = format!(
        "# What answers of the provider had and {provider}.yaml does not say.\n\
         overlay: 1.0.0\n\
         info:\n  title: What answers had and the document does not say\n  version: 1.0.0\n\
         extends: ./{provider}.yaml\n\
         actions:\n"
    );
    head + &actions(mends, date, "  ")
}

/// An overlay's text with these mends after its last action; everything before stays as it is, byte for byte.
///
/// # Errors
///
/// Why nothing can be put behind its last action.
pub fn appended(text: &str, mends: &[Mend], date: &str) -> Result<String, String> {
    let mut lines = text.lines().skip_while(|line| line.trim_end() != "actions:");
    if lines.next().is_none() {
        return Err(
            "it has no line `actions:` of its own; use --overlay FILE and take the actions over by hand".to_owned()
        );
    }
    let mut indent = None;
    for line in lines {
        let content = line.trim_start();
        if content.is_empty() || content.starts_with('#') {
            continue;
        }
        let depth = line.len() - content.len();
        let is_item = content.starts_with("- ") || content == "-";
        match indent {
            None if is_item => indent = Some(depth),
            Some(first) if depth > first || (depth == first && is_item) => {}
            _ => {
                return Err(
                    "`actions` is not the last of it, or no list of one line each; use --overlay FILE".to_owned()
                );
            }
        }
    }
    let indent = " ".repeat(indent.ok_or("it has no actions yet; use --overlay FILE")?);
    let mut out = text.to_owned();
    if !out.ends_with('\n') {
        out.push('\n');
    }
    out.push('\n');
    out.push_str(&actions(mends, date, &indent));
    Ok(out)
}

fn actions(mends: &[Mend], date: &str, indent: &str) -> String {
    let mut out = format!("{indent}# Found by a probe on {date}\n");
    for mend in mends {
        out.push('\n');
        match mend {
            Mend::Action { target, description, update, fact } => {
                out.push_str(&format!("{indent}- target: {}\n", quoted(target)));
                out.push_str(&format!("{indent}  description: {}\n", quoted(description)));
                out.push_str(&format!("{indent}  update:\n"));
                block(update, &format!("{indent}    "), &mut out);
                out.push_str(&format!("{indent}  x-evidence:\n"));
                out.push_str(&format!("{indent}    - fact: {}\n", quoted(fact)));
                out.push_str(&format!("{indent}      kind: inferred\n"));
                out.push_str(&format!("{indent}      source: an answer of the provider, by cargo xtask probe\n"));
                out.push_str(&format!("{indent}      date: '{date}'\n"));
            }
            Mend::Person(what) => {
                out.push_str(&format!(
                    "{indent}# For a person to decide, since it contradicts the document: {}\n",
                    plain(what)
                ));
            }
        }
    }
    out
}

/// Members of an object, one a line; empty objects and everything else that has no members in one.
fn block(value: &Value, indent: &str, out: &mut String) {
    for (key, member) in value.as_object().into_iter().flatten() {
        out.push_str(&format!("{indent}{}:", quoted(key)));
        match member {
            Value::Object(members) if !members.is_empty() => {
                out.push('\n');
                block(member, &format!("{indent}  "), out);
            }
            Value::String(text) => out.push_str(&format!(" {}\n", quoted(text))),
            other => out.push_str(&format!(" {other}\n")),
        }
    }
}

/// Plain where YAML cannot take it for anything else, otherwise as JSON has it, which YAML reads the same.
fn quoted(text: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "_$.-/".contains(c);
    let other = ["true", "false", "null", "yes", "no", "on", "off", "y", "n"];
    let is_word = text.starts_with(|c: char| c.is_ascii_alphabetic() || c == '$');
    if is_word && text.chars().all(plain) && !other.contains(&text.to_ascii_lowercase().as_str()) {
        text.to_owned()
    } else {
        Value::from(text).to_string()
    }
}

/// The drifts that are left when the answers of a probe are judged again by the document with this overlay in place of its own: those
/// that the overlay was to mend, and violations of what the overlay says.
///
/// # Errors
///
/// Why the document cannot be read with it.
pub fn mended(document: &Effective, overlay: &str, outcome: &Outcome) -> Result<Vec<Drift>, String> {
    let name = &document.document.name;
    let source = document.sources.by_name(name).ok_or("the document's text is not at hand")?;
    let ending = Path::new(name).extension().and_then(|it| it.to_str()).unwrap_or("yaml");
    left(document, ending, &source.text, overlay, outcome)
}

/// The same for an overlay that comes after the document's own.
///
/// # Errors
///
/// Why the document cannot be read with it.
pub fn mended_after(document: &Effective, overlay: &str, outcome: &Outcome) -> Result<Vec<Drift>, String> {
    left(document, "json", &document.root.to_json().to_string(), overlay, outcome)
}

fn left(
    document: &Effective,
    ending: &str,
    text: &str,
    overlay: &str,
    outcome: &Outcome,
) -> Result<Vec<Drift>, String> {
    let provider = &document.provider;
    let folder = tempfile::tempdir().map_err(|error| format!("no folder for a trial: {error}"))?;
    let specs = folder.path().join("specs");
    let write = |name: String, text: &str| {
        spec_codegen::write_whole(&specs.join(name), text.as_bytes()).map_err(|error| error.to_string())
    };
    write(format!("{provider}.{ending}"), text)?;
    write(format!("{provider}.overlay.yaml"), overlay)?;
    let tried = load_provider(&specs, provider).map_err(|report| report.to_string())?;
    let contract = spec_contract::read(&tried).map_err(|report| report.to_string())?;
    let schemas = Probe::schemas(&tried, &contract);
    let mut left = Vec::new();
    for called in &outcome.called {
        let Ok(saw) = &called.saw else { continue };
        let again = schemas.drifts(&called.operation, &saw.answer);
        let is_known = |drift: &Drift| saw.drifts.iter().any(|known| is_same(known, drift));
        // What only the overlay says must refuse nothing that was accepted without it.
        let is_stricter = |drift: &Drift| {
            drift.kind == DriftKind::Violation
                && Pointer::parse(&drift.place).is_ok_and(|place| document.root.at(&place).is_none())
        };
        let is_left = |drift: &Drift| is_mendable(drift) && is_known(drift) || is_stricter(drift) && !is_known(drift);
        left.extend(again.into_iter().filter(is_left).filter(|drift| is_written(drift, saw.body.as_ref())));
    }
    Ok(left)
}

/// Whether two drifts are of one cause. What the document says there may have changed.
fn is_same(one: &Drift, other: &Drift) -> bool {
    (one.kind, &one.pointer, &one.place, &one.found) == (other.kind, &other.pointer, &other.place, &other.found)
}

/// Whether the name of an unknown field is known as it is: otherwise no action was written for it.
fn is_written(drift: &Drift, body: Option<&Value>) -> bool {
    drift.kind != DriftKind::UnknownField || body.is_some_and(|body| !all_at(body, &drift.pointer).is_empty())
}

fn is_mendable(drift: &Drift) -> bool {
    match drift.kind {
        DriftKind::UndocumentedStatus => true,
        DriftKind::UnknownField | DriftKind::UnknownValue => drift.found.is_some(),
        _ => false,
    }
}
