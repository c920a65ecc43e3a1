//! `cargo xtask corpus`

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Duration;

use spec_codegen::write_whole;
use spec_corpus::{Bench, Child, Limits, Row};

use crate::{terminal, workspace};

/// Measure the generator on a folder of OpenAPI documents that are none of the workspace's.
///
/// Each document runs in a process of its own, under a limit of time and memory: one that crashes or runs away is a line of the table and
/// nothing more. References that lead out of a document are taken as any JSON. Rows are kept in target/corpus.json as they come; --resume
/// goes on from there.
#[derive(clap::Args)]
#[command(
    after_help = "Examples:\n  cargo xtask corpus ~/openapi-documents\n  cargo xtask corpus ~/openapi-documents --check --jobs 1\n  cargo xtask corpus ~/openapi-documents --resume --json rows.json\n\nExit codes: 0 every document became a client, 1 one did not, 2 it could not be measured."
)]
pub struct Arguments {
    /// The folder with the documents, `.yaml`, `.yml` and `.json`.
    #[arg(value_name = "DIR")]
    folder: PathBuf,
    /// Compile each client too.
    #[arg(long)]
    check: bool,
    /// Only documents whose name contains this.
    #[arg(long, value_name = "TEXT")]
    only: Option<String>,
    /// Leave out what a run before has measured.
    #[arg(long)]
    resume: bool,
    /// Documents at a time.
    #[arg(long, value_name = "N", default_value_t = 2)]
    jobs: usize,
    /// Seconds that a document may take.
    #[arg(long, value_name = "SECONDS", default_value_t = 300)]
    time: u64,
    /// Mebibytes of address space that a document's processes may take, each.
    #[arg(long, value_name = "MIB", default_value_t = 8192)]
    memory: u64,
    /// Where to keep the rows.
    #[arg(long, value_name = "FILE")]
    json: Option<PathBuf>,
}

/// The other side: one document, in a process of its own.
#[derive(clap::Args)]
pub struct One {
    #[arg(long)]
    bench: Option<PathBuf>,
    document: PathBuf,
}

const FAILED: u8 = 2;

pub fn run(arguments: &Arguments) -> ExitCode {
    match measured(arguments) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(message) => {
            terminal::error(&message);
            ExitCode::from(FAILED)
        }
    }
}

fn measured(arguments: &Arguments) -> Result<bool, String> {
    let workspace = workspace::workspace().ok_or("not inside a workspace")?;
    let target = workspace.root().join("target");
    let kept = arguments.json.clone().unwrap_or_else(|| target.join("corpus.json"));
    let mut rows = if arguments.resume { read(&kept)? } else { BTreeMap::new() };
    let found = spec_corpus::documents(&arguments.folder)
        .map_err(|error| format!("{} cannot be read: {error}", arguments.folder.display()))?;
    let name = |path: &Path| path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let wanted = |path: &&PathBuf| arguments.only.as_ref().is_none_or(|text| name(path).contains(text.as_str()));
    let documents: Vec<PathBuf> = found.iter().filter(wanted).cloned().collect();
    if documents.is_empty() {
        return Err(format!("{} has no such document", arguments.folder.display()));
    }
    let pending: Vec<PathBuf> = documents.iter().filter(|path| !rows.contains_key(&name(path))).cloned().collect();
    let program = std::env::current_exe().map_err(|error| format!("this program cannot be found: {error}"))?;
    let mut call = vec![workspace::CORPUS_DOCUMENT.to_owned()];
    if arguments.check {
        call.extend(["--bench".to_owned(), target.join("corpus-bench").display().to_string()]);
    }
    let limits = Limits { time: Duration::from_secs(arguments.time), memory: arguments.memory << 20 };
    let (mut done, mut kept_badly) = (0, None);
    spec_corpus::run(&pending, &Child { program, arguments: call }, limits, arguments.jobs, |row| {
        done += 1;
        println!("{}", spec_corpus::line(&row));
        terminal::status("Measured", &format!("{done} of {}", pending.len()));
        rows.insert(row.document.clone(), row);
        if let Err(message) = write(&kept, &rows) {
            kept_badly = Some(message);
        }
    });
    if let Some(message) = kept_badly {
        return Err(message);
    }
    let rows: Vec<Row> = documents.iter().filter_map(|path| rows.remove(&name(path))).collect();
    println!("\n{}", spec_corpus::totals(&rows));
    terminal::status("Kept", &kept.display().to_string());
    Ok(rows.iter().all(Row::is_good))
}

fn read(path: &Path) -> Result<BTreeMap<String, Row>, String> {
    let Ok(text) = std::fs::read_to_string(path) else { return Ok(BTreeMap::new()) };
    let rows: Vec<Row> = serde_json::from_str(&text)
        .map_err(|error| format!("{} is of another version or broken: {error}; leave --resume out", path.display()))?;
    Ok(rows.into_iter().map(|row| (row.document.clone(), row)).collect())
}

fn write(path: &Path, rows: &BTreeMap<String, Row>) -> Result<(), String> {
    let rows: Vec<&Row> = rows.values().collect();
    let text = serde_json::to_string_pretty(&rows).map_err(|error| error.to_string())?;
    write_whole(path, text.as_bytes()).map_err(|error| format!("{} cannot be written: {error}", path.display()))
}

pub fn one(arguments: &One) -> ExitCode {
    let row = workspace::with_stack(|| {
        let worker = workspace::worker()?;
        let (mut row, client) = spec_corpus::measure(&arguments.document, &worker);
        if let (Some(bench), Some(client)) = (&arguments.bench, &client) {
            let root = workspace::workspace().ok_or("not inside a workspace")?;
            // Two at a time would wait for one another's target folder.
            let job = std::env::var(spec_corpus::JOB).unwrap_or_default();
            let bench = Bench::new(PathBuf::from(format!("{}-{job}", bench.display())), root.root());
            row.checked = Some(bench.and_then(|bench| bench.check(client)).map_err(|error| error.to_string())?);
        }
        serde_json::to_string(&row).map_err(|error| error.to_string())
    });
    match row {
        Ok(row) => {
            println!("{row}");
            ExitCode::SUCCESS
        }
        Err(message) => {
            terminal::error(&message);
            ExitCode::FAILURE
        }
    }
}
