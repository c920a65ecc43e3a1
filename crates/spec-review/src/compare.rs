//! From two sides to a report.

use std::collections::BTreeSet;
use std::io::Read as _;
use std::path::{Path, PathBuf};

use jiff::civil::Date;
use spec_diff::{Audience, Certainty, Finding, Place, Severity, digest};
use spec_document::{Effective, Node, Object, nearest};

use crate::text::{counted, visible};
use crate::wire_bytes::wire_bytes;
use crate::{Failure, Report, Specs};

/// Bytes of a document at most.
const MOST: u64 = 64 << 20;

/// Compares the providers named, or all that either side has. `today` decides whether a sunset has passed.
///
/// # Errors
///
/// A provider that neither side has, or documents with mistakes, all of them at once.
pub fn compare(base: &Specs, revision: &Specs, named: &[String], today: Date) -> Result<Report, Failure> {
    let had: BTreeSet<String> = base.providers()?.into_iter().collect();
    let has: BTreeSet<String> = revision.providers()?.into_iter().collect();
    for name in named {
        if !had.contains(name) && !has.contains(name) {
            return Err(unknown(name, had.union(&has).map(String::as_str), base, revision));
        }
    }
    let wanted = |name: &&String| named.is_empty() || named.contains(name);
    let (old, mut mistakes) = base.load(had.iter().filter(wanted).map(String::as_str));
    let (new, more) = revision.load(has.iter().filter(wanted).map(String::as_str));
    mistakes.extend(more);
    if !mistakes.is_empty() {
        return Err(Failure::Documents(mistakes));
    }
    let mut report = Report::new(base.name(), revision.name());
    let mut added: Vec<&Effective> =
        new.iter().filter(|(name, _)| !old.contains_key(*name)).map(|(_, document)| document).collect();
    for (name, document) in &old {
        let findings = match new.get(name) {
            Some(other) => {
                report.wire.add(wire_bytes(name, document, other));
                spec_diff::compare(document, other, today)
            }
            None => {
                // Under another name, word by word the same.
                let content = document.root.to_json();
                let index = added.iter().position(|other| other.root.to_json() == content);
                match index.map(|index| added.remove(index)) {
                    Some(other) => {
                        report.add(&other.provider, vec![renamed(document, other)], (Some(document), Some(other)));
                        continue;
                    }
                    None => vec![removed(document)],
                }
            }
        };
        report.add(name, findings, (Some(document), new.get(name)));
    }
    for document in added {
        report.add(&document.provider, vec![self::added(document)], (None, Some(document)));
    }
    Ok(report)
}

fn unknown<'n>(name: &str, names: impl Iterator<Item = &'n str>, base: &Specs, revision: &Specs) -> Failure {
    let names: Vec<&str> = names.collect();
    let help = match nearest(name, names.iter().copied()) {
        Some(name) => format!("did you mean `{name}`?"),
        None if names.is_empty() => "neither has any document".to_owned(),
        None => format!("the providers are: {}", names.join(", ")),
    };
    let name = visible(name);
    Failure::message(format!(
        "neither {} nor {} has a document of the provider `{name}`\n{help}",
        revision.name(),
        base.name()
    ))
}

/// A file, and the name that people know it by.
#[derive(Clone, Debug)]
pub struct Named {
    /// Where it is.
    pub path: PathBuf,
    /// What it is called in a report.
    pub name: String,
}

impl Named {
    /// A file that is called as it lies.
    #[must_use]
    pub fn new(path: PathBuf) -> Self {
        Self { name: path.display().to_string(), path }
    }
}

/// Compares two documents anywhere. `/dev/null` is no document: the other one is new or gone.
///
/// # Errors
///
/// One cannot be read, has mistakes, or is no OpenAPI document.
pub fn compare_files(base: &Named, revision: &Named, provider: &str, today: Date) -> Result<Report, Failure> {
    let mut mistakes = Vec::new();
    let mut read = |file| match read(file, provider) {
        Ok(document) => Ok(document),
        Err(Failure::Documents(found)) => {
            mistakes.extend(found);
            Ok(None)
        }
        Err(failure) => Err(failure),
    };
    let (old, new) = (read(base)?, read(revision)?);
    if !mistakes.is_empty() {
        return Err(Failure::Documents(mistakes));
    }
    let mut report = Report::new(&base.name, &revision.name);
    let findings = match (&old, &new) {
        (Some(old), Some(new)) => {
            report.wire.add(wire_bytes(provider, old, new));
            spec_diff::compare(old, new, today)
        }
        (Some(old), None) => vec![removed(old)],
        (None, Some(new)) => vec![added(new)],
        (None, None) => Vec::new(),
    };
    report.add(provider, findings, (old.as_ref(), new.as_ref()));
    Ok(report)
}

/// Compares two documents that are there already.
#[must_use]
pub fn compare_documents(base: (&str, &Effective), revision: (&str, &Effective), today: Date) -> Report {
    let mut report = Report::new(base.0, revision.0);
    report.wire.add(wire_bytes(&revision.1.provider, base.1, revision.1));
    let findings = spec_diff::compare(base.1, revision.1, today);
    report.add(&revision.1.provider, findings, (Some(base.1), Some(revision.1)));
    report
}

fn read(file: &Named, provider: &str) -> Result<Option<Effective>, Failure> {
    if file.path == Path::new("/dev/null") {
        return Ok(None);
    }
    let shown = visible(&file.name);
    let mut bytes = Vec::new();
    // A byte more than a document may have: reading it as one says so.
    std::fs::File::open(&file.path)
        .and_then(|file| file.take(MOST + 1).read_to_end(&mut bytes))
        .map_err(|error| Failure::message(format!("{shown} cannot be read: {error}")))?;
    let text = String::from_utf8(bytes).map_err(|error| {
        let place = error.utf8_error().valid_up_to();
        Failure::message(format!("{shown} is not UTF-8 after its first {place} bytes"))
    })?;
    let document = Effective::from_text_alone(provider, &file.name, &text)
        .map_err(|report| Failure::Documents(vec![(file.name.clone(), report)]))?;
    if document.root.get("openapi").and_then(Node::as_str).is_none() {
        return Err(Failure::message(format!(
            "{shown} is no OpenAPI 3 document: it has no `openapi`\nan overlay is compared with its document, by `cargo xtask diff`"
        )));
    }
    Ok(Some(document))
}

const EVERYBODY: [Audience; 4] = [Audience::Senders, Audience::Readers, Audience::Callers, Audience::FacadeUsers];

fn added(document: &Effective) -> Finding {
    let sentence = format!("The document is new, with {}.", operations(document));
    of_document("document-added", Severity::Info, sentence, None, Some(document))
}

fn removed(document: &Effective) -> Finding {
    let sentence = format!("The document is gone, and with it {}.", operations(document));
    of_document("document-removed", Severity::Breaking, sentence, Some(document), None)
}

fn renamed(base: &Effective, revision: &Effective) -> Finding {
    let sentence = format!(
        "The document of `{}` is that of `{}` now and says the same: nothing on the wire, another name of the crate.",
        base.provider, revision.provider
    );
    of_document("document-renamed", Severity::Info, sentence, Some(base), Some(revision))
}

fn of_document(
    id: &str,
    severity: Severity,
    sentence: String,
    base: Option<&Effective>,
    revision: Option<&Effective>,
) -> Finding {
    let place = |document: &Effective| Place {
        pointer: String::new(),
        file: document.document.name.clone(),
        line: 1,
        column: 1,
    };
    Finding {
        fingerprint: digest(&[id, &sentence]),
        id: id.to_owned(),
        severity,
        hurts: if severity == Severity::Info { Vec::new() } else { EVERYBODY.to_vec() },
        sentence,
        certainty: Certainty::Stated,
        base: base.map(place),
        revision: revision.map(place),
        example: None,
        occurrences: Vec::new(),
    }
}

fn operations(document: &Effective) -> String {
    const METHODS: [&str; 8] = ["get", "put", "post", "delete", "options", "head", "patch", "trace"];
    let paths = document.root.get("paths").and_then(Node::as_object);
    let items = paths.into_iter().flat_map(Object::iter);
    let number = items.map(|item| METHODS.iter().filter(|method| item.value.get(method).is_some()).count()).sum();
    counted(number, "operation", "operations")
}
