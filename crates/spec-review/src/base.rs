//! The commit to compare with.

use crate::{Failure, Git};

/// Where the main branch may be, in this order.
const MAIN: [(&str, &str); 5] = [
    ("refs/remotes/origin/HEAD", "origin/HEAD"),
    ("refs/remotes/origin/main", "origin/main"),
    ("refs/remotes/origin/master", "origin/master"),
    ("refs/heads/main", "main"),
    ("refs/heads/master", "master"),
];

/// A commit, and how it was found.
#[derive(Clone, Debug)]
pub struct Base {
    /// Its full id.
    pub commit: String,
    /// What people know it as, such as `1a2b3c4d5e6f (where HEAD left origin/main)`.
    pub name: String,
}

impl Base {
    /// The commit of a revision, or where HEAD left the main branch.
    ///
    /// # Errors
    ///
    /// There is no such commit here, and what to do: in a shallow clone it may only be missing.
    pub fn find(git: &Git, revision: Option<&str>) -> Result<Self, Failure> {
        match revision {
            Some(revision) => Self::named(git, revision),
            None => Self::merge_base(git),
        }
    }

    fn named(git: &Git, revision: &str) -> Result<Self, Failure> {
        if let Some(commit) = git.object(&format!("{revision}^{{commit}}"))? {
            return Ok(Self::new(commit, revision));
        }
        let revision = crate::text::visible(revision);
        Err(Failure::message(if git.is_shallow()? {
            format!(
                "there is no commit `{revision}` here; this is a shallow clone, so it may lie beyond where the history was cut off\n{DEEPEN}"
            )
        } else {
            format!(
                "there is no commit `{revision}` here\nBASE is a branch, tag or commit that this repository has; `git fetch` brings what only the remote has"
            )
        }))
    }

    fn merge_base(git: &Git) -> Result<Self, Failure> {
        if git.object("HEAD^{commit}")?.is_none() {
            return Err(Failure::message("this repository has no commit yet, so there is nothing to compare with"));
        }
        let mut main = None;
        for (reference, name) in MAIN {
            if let Some(commit) = git.object(&format!("{reference}^{{commit}}"))? {
                main = Some((commit, name));
                break;
            }
        }
        let Some((main, name)) = main else {
            let tried = MAIN.map(|(_, name)| name).join(", ");
            return Err(Failure::message(format!(
                "no main branch is known here (looked for {tried}): name what to compare with, as in `cargo xtask diff HEAD~1`"
            )));
        };
        let answer = git.ask(["merge-base", "HEAD", &main])?;
        let commit = answer.text();
        if answer.success && !commit.is_empty() {
            return Ok(Self::new(commit, &format!("where HEAD left {name}")));
        }
        Err(Failure::message(if git.is_shallow()? {
            format!(
                "where HEAD left {name} is not in this clone: it is shallow, and its history is cut off before that\n{DEEPEN}"
            )
        } else {
            format!(
                "HEAD and {name} have no commit in common: name what to compare with, as in `cargo xtask diff {name}`"
            )
        }))
    }

    pub(crate) fn new(commit: String, how: &str) -> Self {
        let short = commit.get(..12).unwrap_or(&commit);
        let how = crate::text::visible(how);
        let name = if commit.starts_with(&how) { short.to_owned() } else { format!("{short} ({how})") };
        Self { commit, name }
    }
}

const DEEPEN: &str =
    "fetch more of it: `git fetch --deepen=100`, or all with `git fetch --unshallow` (in a workflow: `fetch-depth: 0`)";
