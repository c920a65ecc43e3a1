//! What changes for who compiles against a client crate, as findings.

use std::path::Path;

use semver::Version;
use spec_diff::{Audience, Certainty, Finding, Occurrence, Severity, digest};

use crate::rust_api::{ApiChange, Bump, Listing, compare, needed_version};
use crate::text::counted;
use crate::{Base, Failure, Git};

/// Bytes of a source file or of a manifest at most.
const MOST: u64 = 16 << 20;

/// Compares the public Rust API of a provider's client crate in a commit with that in the working tree. A crate that either side does
/// not have is no change of an API.
///
/// # Errors
///
/// git or a file cannot be read, or a source file is no Rust.
pub fn api_changes(git: &Git, base: &Base, root: &Path, provider: &str) -> Result<Vec<Finding>, Failure> {
    let package = format!("cancelkit-{provider}");
    let (Some(old), Some(new)) = (of_commit(git, base, &package)?, on_disk(root, &package)?) else {
        return Ok(Vec::new());
    };
    let changes = compare(&old, &new);
    let (breaking, added): (Vec<&ApiChange>, Vec<&ApiChange>) =
        changes.iter().partition(|change| change.bump == Bump::Breaking);
    let mut findings = Vec::new();
    if !breaking.is_empty() {
        let released = version(&in_commit(git, base, "Cargo.toml")?.unwrap_or_default(), &package);
        let declared = version(&on_disk_text(&root.join("Cargo.toml"))?, &package);
        let needed = released.map(|released| needed_version(&released, &changes));
        let enough = matches!((&needed, &declared), (Some(needed), Some(declared)) if declared >= needed);
        let items = counted(breaking.len(), "public item", "public items");
        let next = match (&needed, &declared) {
            (Some(needed), Some(declared)) if enough => format!("the version {declared} says so, {needed} would do"),
            (Some(needed), Some(declared)) => {
                format!("the next version is {needed} at least, and the manifest says {declared}")
            }
            _ => "the next version has to say so".to_owned(),
        };
        findings.push(finding(
            "rust-api-changed",
            if enough { Severity::Warning } else { Severity::Breaking },
            format!("{items} of `{package}` changed or went: {next}."),
            &package,
            &breaking,
        ));
    }
    if !added.is_empty() {
        let sentence = format!("{} in `{package}`.", counted(added.len(), "new public item", "new public items"));
        findings.push(finding("rust-api-added", Severity::Info, sentence, &package, &added));
    }
    Ok(findings)
}

fn finding(id: &str, severity: Severity, sentence: String, package: &str, changes: &[&ApiChange]) -> Finding {
    let lines: Vec<String> = changes.iter().map(ToString::to_string).collect();
    let occurrence = |line: &String| Occurrence {
        method: String::new(),
        path: String::new(),
        part: package.to_owned(),
        value: line.clone(),
    };
    let mut parts = vec![id, package];
    parts.extend(lines.iter().map(String::as_str));
    Finding {
        fingerprint: digest(&parts),
        id: id.to_owned(),
        severity,
        hurts: if severity == Severity::Info { Vec::new() } else { vec![Audience::Callers] },
        sentence,
        certainty: Certainty::Stated,
        base: None,
        revision: None,
        example: None,
        occurrences: lines.iter().map(occurrence).collect(),
    }
}

fn of_commit(git: &Git, base: &Base, package: &str) -> Result<Option<Listing>, Failure> {
    let mut files = Vec::new();
    for entry in git.files(&base.commit, &format!("crates/{package}/src"))? {
        if let Some(name) = entry.name.filter(|name| name.ends_with(".rs")) {
            files.push((name, text(git.blob(&entry.object, MOST)?)?));
        }
    }
    if files.is_empty() { Ok(None) } else { listing(&files).map(Some) }
}

fn on_disk(root: &Path, package: &str) -> Result<Option<Listing>, Failure> {
    let folder = root.join("crates").join(package).join("src");
    if !folder.is_dir() {
        return Ok(None);
    }
    let mut files = Vec::new();
    collect(&folder, "", &mut files)?;
    listing(&files).map(Some)
}

/// The source files below a folder, by their path from where the search began.
fn collect(folder: &Path, before: &str, files: &mut Vec<(String, String)>) -> Result<(), Failure> {
    let entries = std::fs::read_dir(folder)
        .map_err(|error| Failure::message(format!("{} cannot be read: {error}", folder.display())))?;
    for entry in entries.flatten() {
        let name = format!("{before}{}", entry.file_name().to_string_lossy());
        // A link to a folder is none: it could lead back here.
        if entry.file_type().is_ok_and(|found| found.is_dir()) {
            collect(&entry.path(), &format!("{name}/"), files)?;
        } else if name.ends_with(".rs") {
            files.push((name, on_disk_text(&entry.path())?));
        }
    }
    Ok(())
}

fn listing(files: &[(String, String)]) -> Result<Listing, Failure> {
    let files = files.iter().map(|(name, text)| (name.as_str(), text.as_str()));
    Listing::read(files).map_err(Failure::message)
}

fn in_commit(git: &Git, base: &Base, path: &str) -> Result<Option<String>, Failure> {
    match git.at(&base.commit, path)? {
        Some(entry) => text(git.blob(&entry.object, MOST)?).map(Some),
        None => Ok(None),
    }
}

fn on_disk_text(path: &Path) -> Result<String, Failure> {
    let unreadable = |error| Failure::message(format!("{} cannot be read: {error}", path.display()));
    let bytes = std::fs::metadata(path).map_err(unreadable)?.len();
    if bytes > MOST {
        return Err(Failure::message(format!("{} is larger than {MOST} bytes", path.display())));
    }
    std::fs::read_to_string(path).map_err(unreadable)
}

fn text(bytes: Vec<u8>) -> Result<String, Failure> {
    String::from_utf8(bytes).map_err(|_| Failure::message("a source file is not UTF-8".to_owned()))
}

/// The version that the root manifest gives to a client, or else the one that the crates of the workspace share.
fn version(manifest: &str, package: &str) -> Option<Version> {
    let manifest: toml::Table = manifest.parse().ok()?;
    let workspace = manifest.get("workspace")?;
    let of = |table: &str, key: &str| workspace.get(table)?.get(key).cloned();
    let own = of("dependencies", package).and_then(|entry| entry.get("version").cloned());
    own.or_else(|| of("package", "version"))?.as_str()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::version;

    #[test]
    fn the_version_is_that_of_the_client_or_of_the_workspace() {
        let shared = "[workspace.package]\nversion = \"0.3.1\"\n";
        assert_eq!(version(shared, "acme").unwrap().to_string(), "0.3.1");
        let own = format!("{shared}[workspace.dependencies]\nacme = {{ path = \"acme\", version = \"0.4.0\" }}\n");
        assert_eq!(version(&own, "acme").unwrap().to_string(), "0.4.0");
        assert_eq!(version(&own, "other").unwrap().to_string(), "0.3.1");
        assert!(version("[package]\nversion = \"0.3.1\"\n", "acme").is_none());
        assert!(version("nothing", "acme").is_none());
    }
}
