//! The client of `tests/features/specs/features.yaml` that is checked in is what the document says.
//!
//! With `UPDATE_FEATURES` set it is written instead. It has no harness, since this program is the worker too; and it stands
//! here, since it must run when the client that is checked in does not compile.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use spec_codegen::{Worker, Workspace, serve, write_whole};

const WORKER: &str = "progenitor-worker";

fn main() -> ExitCode {
    if std::env::args().nth(1).as_deref() == Some(WORKER) {
        return ExitCode::from(serve());
    }
    match differing() {
        Ok(files) if files.is_empty() => {
            println!("test result: ok. 1 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out");
            ExitCode::SUCCESS
        }
        Ok(files) => {
            eprintln!("these differ, run this test with UPDATE_FEATURES=1 and look at them: {files:?}");
            ExitCode::FAILURE
        }
        Err(message) => {
            eprintln!("{message}");
            ExitCode::FAILURE
        }
    }
}

fn differing() -> Result<Vec<PathBuf>, String> {
    let repository = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let features = repository.join("tests/features");
    let workspace = Workspace::new(repository).with_specs(features.join("specs"));
    let provider = workspace.provider("features").map_err(|report| report.to_string())?;
    let program = std::env::current_exe().map_err(|error| error.to_string())?;
    let generated =
        workspace.generate(&provider, &Worker::new(program, WORKER)).map_err(|report| report.to_string())?;
    let mut differing = Vec::new();
    for (path, text) in &generated.files {
        // It is a test's crate and never published; its document lies elsewhere, and this program writes it.
        let text = text
            .replace("[package.metadata.docs.rs]", "publish = false\n\n[package.metadata.docs.rs]")
            .replace(
                "`cargo xtask generate features`",
                "`UPDATE_FEATURES=1 cargo test -p spec-codegen --test features`",
            )
            .replace("from specs/features.yaml", "from tests/features/specs/features.yaml");
        let file = features.join("client").join(path);
        if std::env::var_os("UPDATE_FEATURES").is_some() {
            write_whole(&file, text.as_bytes()).map_err(|error| error.to_string())?;
        }
        if std::fs::read_to_string(&file).ok().as_deref() != Some(text.as_str()) {
            differing.push(file);
        }
    }
    Ok(differing)
}
