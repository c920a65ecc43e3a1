//! What the examples that walk over a folder share.

use std::path::PathBuf;
use std::process::ExitCode;

/// The documents of the folder that the command line names, sorted; otherwise it is said what is wrong.
pub fn documents(example: &str) -> Result<Vec<PathBuf>, ExitCode> {
    let Some(folder) = std::env::args().nth(1) else {
        eprintln!("usage: {example} FOLDER");
        return Err(ExitCode::from(2));
    };
    let Ok(entries) = std::fs::read_dir(&folder) else {
        eprintln!("{folder} cannot be read");
        return Err(ExitCode::from(2));
    };
    let mut files: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    files.retain(|path| path.extension().is_some_and(|ending| ["json", "yaml", "yml"].iter().any(|it| ending == *it)));
    files.sort();
    Ok(files)
}
