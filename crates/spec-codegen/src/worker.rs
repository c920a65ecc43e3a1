//! progenitor in a process of its own: a panic, a stack overflow or an endless run ends that process alone.

use std::io::{Read, Write};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use crate::generator::Job;

/// How long progenitor may take for one document.
pub(crate) const TIME_LIMIT: Duration = Duration::from_secs(120);

const OUT_OF_STACK: &str = "progenitor ran out of stack: a schema contains itself in a way that it cannot follow";

/// Where progenitor runs.
#[derive(Clone, Debug)]
pub struct Worker {
    program: PathBuf,
    argument: &'static str,
}

impl Worker {
    /// A worker that is `program`, called with that one argument; it must then call [`serve`].
    #[must_use]
    pub fn new(program: PathBuf, argument: &'static str) -> Self {
        Self { program, argument }
    }

    /// Runs a job.
    ///
    /// # Errors
    ///
    /// What progenitor said, its panic message, or how its process ended.
    pub fn run(&self, job: &Job) -> Result<String, String> {
        self.run_within(job, TIME_LIMIT).map_err(|failure| failure.message)
    }

    /// Runs a job that may take that long.
    pub(crate) fn run_within(&self, job: &Job, limit: Duration) -> Result<String, Failure> {
        let input = serde_json::to_vec(job).map_err(|error| error.to_string())?;
        let mut child = Command::new(&self.program)
            .arg(self.argument)
            .env("RUST_BACKTRACE", "0")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .map_err(|error| format!("{} cannot be started: {error}", self.program.display()))?;
        // Both pipes are drained while the child runs, or a long output would stop it.
        let writer = child.stdin.take().map(|mut pipe| std::thread::spawn(move || pipe.write_all(&input)));
        let output = child.stdout.take().map(|pipe| std::thread::spawn(move || read(pipe)));
        let errors = child.stderr.take().map(|pipe| std::thread::spawn(move || read(pipe)));
        let ended = wait(&mut child, limit);
        let join =
            |thread: Option<std::thread::JoinHandle<String>>| thread.and_then(|it| it.join().ok()).unwrap_or_default();
        let (output, errors) = (join(output), join(errors));
        drop(writer.map(std::thread::JoinHandle::join));
        match ended {
            Some(status) if status.success() => Ok(output),
            Some(_) if errors.contains("overflowed its stack") => Err(OUT_OF_STACK.to_owned().into()),
            Some(status) => Err(match first_line(&errors) {
                Some(line) => line.into(),
                None => format!("progenitor ended with {status}").into(),
            }),
            None => Err(Failure {
                message: format!("progenitor did not finish within {} s", limit.as_secs()),
                timed_out: true,
            }),
        }
    }
}

/// Why a run ended without code.
#[derive(Clone, Debug)]
pub(crate) struct Failure {
    /// What progenitor said, its panic message, or how its process ended.
    pub(crate) message: String,
    /// Whether it was stopped because it took too long.
    pub(crate) timed_out: bool,
}

impl From<String> for Failure {
    fn from(message: String) -> Self {
        Self { message, timed_out: false }
    }
}

fn read(mut pipe: impl Read) -> String {
    let mut text = Vec::new();
    // What could be read before an error is still worth showing.
    let _ = pipe.read_to_end(&mut text);
    String::from_utf8_lossy(&text).into_owned()
}

fn wait(child: &mut Child, limit: Duration) -> Option<std::process::ExitStatus> {
    let start = Instant::now();
    let mut pause = Duration::from_millis(2);
    loop {
        match child.try_wait() {
            Ok(Some(status)) => return Some(status),
            Ok(None) if start.elapsed() < limit => std::thread::sleep(pause),
            _ => {
                let _ = child.kill();
                let _ = child.wait();
                return None;
            }
        }
        pause = (pause * 2).min(Duration::from_millis(20));
    }
}

/// The first line that says something: a panic's message stands on the line after its place.
fn first_line(errors: &str) -> Option<String> {
    let mut lines = errors.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with("note:"));
    let first = lines.next()?;
    if first.contains("panicked at") {
        return Some(format!("progenitor panicked: {}", lines.next().unwrap_or_default()));
    }
    Some(first.to_owned())
}

/// The other side: reads a job from standard input, writes the code to standard output. Returns the exit code.
pub fn serve() -> u8 {
    let mut input = Vec::new();
    let job = std::io::stdin()
        .read_to_end(&mut input)
        .map_err(|error| error.to_string())
        .and_then(|_| serde_json::from_slice::<Job>(&input).map_err(|error| error.to_string()));
    match job
        .and_then(Job::run)
        .and_then(|code| std::io::stdout().write_all(code.as_bytes()).map_err(|error| error.to_string()))
    {
        Ok(()) => 0,
        Err(message) => {
            eprintln!("{message}");
            1
        }
    }
}
