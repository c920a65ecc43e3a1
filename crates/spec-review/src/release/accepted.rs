//! Why breaks were accepted since a commit.

use std::collections::BTreeMap;

use crate::{ACCEPTED, Failure, Git};

/// Bytes of the file at most.
const MOST: u64 = 1 << 20;

/// The reasons by fingerprint. An entry goes again with the change that it was for, so neither side of a release need have it: each commit
/// in between is asked. A file with mistakes in one of them accepted nothing.
pub(super) fn reasons(git: &Git, since: &str) -> Result<BTreeMap<String, String>, Failure> {
    let path = format!("specs/{ACCEPTED}");
    let mut commits = git.history(since, &path)?;
    commits.push(since.to_owned());
    let mut found = BTreeMap::new();
    for commit in commits {
        let Some(entry) = git.at(&commit, &path)? else { continue };
        if entry.size.is_none_or(|size| size > MOST) {
            continue;
        }
        let text = String::from_utf8(git.blob(&entry.object, MOST)?);
        let accepted = text.ok().and_then(|text| crate::accept::parse(&text).ok());
        for entry in accepted.unwrap_or_default().entries {
            found.entry(entry.fingerprint).or_insert(entry.reason);
        }
    }
    Ok(found)
}
