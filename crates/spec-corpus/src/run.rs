//! Many documents, each in a process of its own, some at a time.

use std::collections::VecDeque;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::{Mutex, PoisonError, mpsc};
use std::time::{Duration, Instant};

use crate::limits::Limits;
use crate::row::{Ended, Row};

/// How one document is measured elsewhere: a program that takes a document's path last and writes its row as JSON.
#[derive(Clone, Debug)]
pub struct Child {
    /// The program.
    pub program: PathBuf,
    /// What it is called with before the path.
    pub arguments: Vec<String>,
}

/// The environment variable that tells a child which of the jobs it is: two jobs never have one number at a time.
pub const JOB: &str = "SPEC_CORPUS_JOB";

/// Measures every document, `jobs` at a time, and gives each row to `each` as soon as it is there. A document that crashes, or takes more than
/// the limits, has a row that says so.
pub fn run(documents: &[PathBuf], child: &Child, limits: Limits, jobs: usize, mut each: impl FnMut(Row)) {
    let queue: Mutex<VecDeque<&PathBuf>> = Mutex::new(documents.iter().collect());
    let (sender, receiver) = mpsc::channel();
    std::thread::scope(|scope| {
        for job in 0..jobs.max(1) {
            let (queue, sender) = (&queue, sender.clone());
            scope.spawn(move || {
                loop {
                    let next = queue.lock().unwrap_or_else(PoisonError::into_inner).pop_front();
                    let Some(document) = next else { return };
                    if sender.send(one(document, child, limits, job)).is_err() {
                        return;
                    }
                }
            });
        }
        drop(sender);
        receiver.into_iter().for_each(&mut each);
    });
}

fn one(document: &Path, child: &Child, limits: Limits, job: usize) -> Row {
    let name = document.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let bytes = std::fs::metadata(document).map_or(0, |found| found.len());
    let failed = |ended, message: String| Row { document: name.clone(), bytes, ended, message, ..Row::default() };
    let mut running = match limited(child, limits)
        .arg(document)
        .env(JOB, job.to_string())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
    {
        Ok(running) => running,
        Err(error) => return failed(Ended::Crashed, format!("it cannot be started: {error}")),
    };
    let output = running.stdout.take().map(|mut pipe| {
        std::thread::spawn(move || {
            let mut text = String::new();
            let _ = pipe.read_to_string(&mut text);
            text
        })
    });
    let started = Instant::now();
    let status = loop {
        match running.try_wait() {
            Ok(Some(status)) => break Some(status),
            Ok(None) if started.elapsed() < limits.time => std::thread::sleep(Duration::from_millis(10)),
            _ => {
                let _ = running.kill();
                let _ = running.wait();
                break None;
            }
        }
    };
    let Some(status) = status else {
        return failed(Ended::TimedOut, format!("not done after {} s", limits.time.as_secs()));
    };
    let text = output.and_then(|thread| thread.join().ok()).unwrap_or_default();
    match serde_json::from_str(text.lines().last().unwrap_or_default()) {
        Ok(row) => row,
        Err(_) => failed(Ended::Crashed, format!("its process ended with {status}")),
    }
}

/// The command, under a limit of address space where there is a shell that can set one.
fn limited(child: &Child, limits: Limits) -> Command {
    if cfg!(unix) {
        let mut command = Command::new("sh");
        command
            .args(["-c", "ulimit -v \"$0\" 2>/dev/null; exec \"$@\"", &(limits.memory / 1024).to_string()])
            .arg(&child.program)
            .args(&child.arguments);
        return command;
    }
    let mut command = Command::new(&child.program);
    command.args(&child.arguments);
    command
}

#[cfg(test)]
#[cfg(unix)]
mod tests {
    use super::*;

    fn rows(script: &str, limits: Limits) -> Vec<Row> {
        let child = Child { program: "sh".into(), arguments: vec!["-c".to_owned(), script.to_owned()] };
        let mut found = Vec::new();
        run(&["a.yaml".into(), "b.yaml".into()], &child, limits, 2, |row| found.push(row));
        found.sort_by(|one, other| one.document.cmp(&other.document));
        found
    }

    #[test]
    fn a_crash_and_an_endless_run_cost_one_document() {
        let limits = Limits { time: Duration::from_millis(500), ..Limits::default() };
        let found = rows("case \"$0\" in a.yaml) sleep 60;; *) kill -9 $$;; esac", limits);
        assert_eq!([found[0].ended, found[1].ended], [Ended::TimedOut, Ended::Crashed]);
        assert_eq!(found[0].document, "a.yaml");
    }

    #[test]
    fn a_row_comes_back() {
        let row = serde_json::to_string(&Row { document: "a.yaml".to_owned(), operations: 3, ..Row::default() });
        let found = rows(&format!("echo noise; echo '{}'", row.expect("JSON")), Limits::default());
        assert_eq!(found[0].operations, 3);
    }
}
