//! git, asked and never told to change anything.
//!
//! Arguments go as a vector and never through a shell, names come back between zero bytes, and no answer is read beyond a bound.

use std::ffi::OsStr;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::Failure;

/// Bytes of what git may say of a mistake.
const COMPLAINT: u64 = 64 << 10;

/// The repository that a folder is in.
#[derive(Clone, Debug)]
pub struct Git {
    folder: PathBuf,
    /// The way from the root of the repository to the folder: empty, or with a slash at the end.
    prefix: String,
}

/// What git answered.
pub(crate) struct Answer {
    pub(crate) success: bool,
    pub(crate) output: Vec<u8>,
    /// What it said beside.
    pub(crate) complaint: String,
}

impl Answer {
    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(&self.output).trim_end_matches('\n').to_owned()
    }
}

/// An object of a tree.
pub(crate) struct Entry {
    pub(crate) mode: String,
    pub(crate) object: String,
    pub(crate) size: Option<u64>,
    /// Nothing where it is not UTF-8: no file that is looked for is called so.
    pub(crate) name: Option<String>,
}

impl Git {
    /// The repository of a folder.
    ///
    /// # Errors
    ///
    /// There is none, or git cannot be run.
    pub fn of(folder: &Path) -> Result<Self, Failure> {
        let mut git = Self { folder: folder.to_path_buf(), prefix: String::new() };
        let answer = git.ask(["rev-parse", "--show-prefix"])?;
        if !answer.success {
            return Err(Failure::message(format!(
                "{} is in no git repository that can be read, so there is nothing to compare with (git says: {})\ncompare two documents with `cargo xtask diff --files OLD NEW`",
                folder.display(),
                answer.complaint
            )));
        }
        git.prefix = String::from_utf8(answer.output)
            .map_err(|_| Failure::message(format!("the name of {} is not UTF-8", folder.display())))?;
        git.prefix.truncate(git.prefix.trim_end_matches('\n').len());
        Ok(git)
    }

    /// What a commit has at a path from the folder, if it has anything there. That it cannot be read is not taken for its absence.
    pub(crate) fn at(&self, commit: &str, path: &str) -> Result<Option<Entry>, Failure> {
        let path = format!("{}{path}", self.prefix);
        let answer = self.ask(["--literal-pathspecs", "ls-tree", "-z", "-l", "--full-tree", commit, "--", &path])?;
        if !answer.success {
            return Err(refused("look into the commit", &answer));
        }
        let mut entries = answer.output.split(|byte| *byte == 0).filter_map(entry);
        Ok(entries.find(|entry| entry.name.as_deref() == Some(&path)))
    }

    /// The object that a name leads to, if it does.
    pub(crate) fn object(&self, name: &str) -> Result<Option<String>, Failure> {
        // Taken for an option otherwise; no revision is called so.
        if name.starts_with('-') {
            return Ok(None);
        }
        let answer = self.ask(["rev-parse", "--verify", "--quiet", name])?;
        let text = answer.text();
        let is_id = text.len() >= 40 && text.bytes().all(|byte| byte.is_ascii_hexdigit());
        Ok((answer.success && is_id).then_some(text))
    }

    /// Whether its history is cut off.
    pub(crate) fn is_shallow(&self) -> Result<bool, Failure> {
        Ok(self.ask(["rev-parse", "--is-shallow-repository"])?.text() == "true")
    }

    /// What is directly in a tree.
    pub(crate) fn tree(&self, tree: &str) -> Result<Vec<Entry>, Failure> {
        let answer = self.ask(["ls-tree", "-z", "-l", "--full-tree", tree])?;
        if !answer.success {
            return Err(refused("list the documents", &answer));
        }
        Ok(answer.output.split(|byte| *byte == 0).filter_map(entry).collect())
    }

    /// Every file below a folder of a commit, by its path from there; nothing where the commit has no such folder.
    pub(crate) fn files(&self, commit: &str, folder: &str) -> Result<Vec<Entry>, Failure> {
        let Some(found) = self.at(commit, folder)?.filter(|found| found.mode == crate::specs::FOLDER) else {
            return Ok(Vec::new());
        };
        let answer = self.ask(["ls-tree", "-r", "-z", "-l", "--full-tree", &found.object])?;
        if !answer.success {
            return Err(refused("list a folder", &answer));
        }
        Ok(answer.output.split(|byte| *byte == 0).filter_map(entry).collect())
    }

    /// The files below the folder that are not as the last commit has them, or that no commit has.
    pub(crate) fn uncommitted(&self) -> Result<Vec<String>, Failure> {
        let answer =
            self.ask(["status", "--porcelain", "-z", "--no-renames", "--untracked-files=normal", "--", "."])?;
        if !answer.success {
            return Err(refused("compare the working tree with the last commit", &answer));
        }
        let lines = answer.output.split(|byte| *byte == 0).filter(|line| line.len() > 3);
        Ok(lines.map(|line| crate::text::visible(&String::from_utf8_lossy(&line[3..]))).collect())
    }

    /// The tags that begin so and that lie on the way to the last commit.
    pub(crate) fn tags(&self, beginning: &str) -> Result<Vec<String>, Failure> {
        let answer = self.ask(["tag", "--merged", "HEAD", "--list", &format!("{beginning}*")])?;
        if !answer.success {
            return Err(refused("list the tags", &answer));
        }
        Ok(answer.text().lines().map(str::to_owned).collect())
    }

    /// The commits after `since` that changed a file, the youngest first.
    pub(crate) fn history(&self, since: &str, path: &str) -> Result<Vec<String>, Failure> {
        let range = format!("{since}..HEAD");
        // From the folder, as the other paths are: git takes one here from where it runs.
        let answer = self.ask(["log", "--full-history", "--max-count=1000", "--format=%H", &range, "--", path])?;
        if !answer.success {
            return Err(refused("read the history", &answer));
        }
        Ok(answer.text().lines().map(str::to_owned).collect())
    }

    /// The bytes of a file, of which there are at most so many.
    pub(crate) fn blob(&self, object: &str, most: u64) -> Result<Vec<u8>, Failure> {
        let answer = self.run(["cat-file", "blob", object], most)?;
        if answer.success { Ok(answer.output) } else { Err(refused("read a document", &answer)) }
    }

    pub(crate) fn ask<'a>(&self, arguments: impl IntoIterator<Item = &'a str>) -> Result<Answer, Failure> {
        const MOST: u64 = 16 << 20;
        self.run(arguments, MOST)
    }

    fn run<'a>(&self, arguments: impl IntoIterator<Item = &'a str>, most: u64) -> Result<Answer, Failure> {
        let mut command = Command::new("git");
        command.arg("--no-replace-objects").args(arguments.into_iter().map(OsStr::new)).current_dir(&self.folder);
        // Its words are shown, and some are compared: always the same ones. It asks nobody for a password, and writes nothing.
        command.env("LC_ALL", "C").env("GIT_TERMINAL_PROMPT", "0").env("GIT_OPTIONAL_LOCKS", "0");
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().map_err(|error| {
            let what =
                if error.kind() == std::io::ErrorKind::NotFound { "git is not installed" } else { "git cannot be run" };
            Failure::message(format!("{what}: {error}"))
        })?;
        let (stdout, stderr) = (child.stdout.take(), child.stderr.take());
        let (output, complaint) = std::thread::scope(|scope| {
            let complaint = scope.spawn(|| read(stderr, COMPLAINT));
            let output = read(stdout, most.saturating_add(1));
            (output, complaint.join().unwrap_or_default())
        });
        let too_much = output.len() as u64 > most;
        let status = child.wait().map_err(|error| Failure::message(format!("git did not end well: {error}")))?;
        if too_much {
            return Err(Failure::message(format!(
                "git answers with more than {most} bytes, which no document may have"
            )));
        }
        let complaint = crate::text::visible(String::from_utf8_lossy(&complaint).trim());
        Ok(Answer { success: status.success(), output, complaint })
    }
}

/// Reads so much and closes the pipe, at which git ends.
fn read(from: Option<impl Read>, most: u64) -> Vec<u8> {
    let mut bytes = Vec::new();
    if let Some(from) = from {
        // What was read until it broke off is what there is: the exit code says whether it is all.
        let _ = from.take(most).read_to_end(&mut bytes);
    }
    bytes
}

fn refused(what: &str, answer: &Answer) -> Failure {
    Failure::message(format!("git could not {what}: {}", answer.complaint))
}

/// `MODE TYPE OBJECT SIZE<tab>NAME`
fn entry(line: &[u8]) -> Option<Entry> {
    let tab = line.iter().position(|byte| *byte == b'\t')?;
    let (words, name) = (std::str::from_utf8(&line[..tab]).ok()?, &line[tab + 1..]);
    let mut words = words.split_ascii_whitespace();
    let (mode, _, object, size) = (words.next()?, words.next()?, words.next()?, words.next()?);
    Some(Entry {
        mode: mode.to_owned(),
        object: object.to_owned(),
        size: size.parse().ok(),
        name: String::from_utf8(name.to_vec()).ok(),
    })
}
