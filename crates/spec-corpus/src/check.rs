//! Whether a generated client compiles, in a cargo workspace of its own.

use std::io;
use std::path::{Path, PathBuf};
use std::process::Command;

use spec_codegen::{Generated, write_whole};

use crate::row::Checked;

/// A cargo workspace with one client at a time in it. Its dependencies are compiled once.
#[derive(Clone, Debug)]
pub struct Bench {
    folder: PathBuf,
}

impl Bench {
    /// A bench in that folder, for clients of the workspace at `root`: its runtime, its versions, its lock file.
    ///
    /// # Errors
    ///
    /// A file that cannot be read or written, or a root manifest that cannot be understood.
    pub fn new(folder: PathBuf, root: &Path) -> io::Result<Self> {
        let invalid = |what: String| io::Error::new(io::ErrorKind::InvalidData, what);
        let manifest: toml::Table = std::fs::read_to_string(root.join("Cargo.toml"))?
            .parse()
            .map_err(|error| invalid(format!("the root manifest: {error}")))?;
        let mut workspace = manifest
            .get("workspace")
            .and_then(toml::Value::as_table)
            .cloned()
            .ok_or_else(|| invalid("the root manifest has no [workspace]".to_owned()))?;
        workspace.insert("members".to_owned(), toml::Value::Array(vec!["client".into()]));
        workspace.remove("lints");
        if let Some(dependencies) = workspace.get_mut("dependencies").and_then(toml::Value::as_table_mut) {
            for (_, dependency) in dependencies.iter_mut() {
                if let Some(path) = dependency.get("path").and_then(toml::Value::as_str) {
                    let path = root.join(path).to_string_lossy().into_owned();
                    dependency.as_table_mut().and_then(|it| it.insert("path".to_owned(), path.into()));
                }
            }
        }
        let text = toml::Table::from_iter([("workspace".to_owned(), toml::Value::Table(workspace))]).to_string();
        std::fs::create_dir_all(folder.join("client/src"))?;
        write_whole(&folder.join("Cargo.toml"), text.as_bytes())?;
        if !folder.join("Cargo.lock").exists() {
            std::fs::copy(root.join("Cargo.lock"), folder.join("Cargo.lock"))?;
        }
        Ok(Self { folder })
    }

    /// Puts the client on the bench and checks it.
    ///
    /// # Errors
    ///
    /// A file that cannot be written, or a cargo that cannot be run.
    pub fn check(&self, client: &Generated) -> io::Result<Checked> {
        let home = self.folder.join("client");
        std::fs::remove_dir_all(&home)?;
        for (path, text) in &client.files {
            let file = home.join(path);
            if let Some(parent) = file.parent() {
                std::fs::create_dir_all(parent)?;
            }
            // One name for all: what was compiled before is replaced, and does not pile up.
            let text = match path.as_str() {
                "Cargo.toml" => text.replace(&format!("name = \"{}\"", client.package), "name = \"client\""),
                _ => text.clone(),
            };
            write_whole(&file, text.as_bytes())?;
        }
        // The dependencies first, so that their time is nobody's.
        self.cargo(&["check", "--quiet", "-p", "cancelkit-runtime", "-p", "progenitor-client"])?;
        let before = children_seconds();
        let output = self.cargo(&["check", "--quiet", "-p", "client", "--message-format", "short"])?;
        let errors = String::from_utf8_lossy(&output.stderr);
        let first = errors.lines().find(|line| line.contains("error"));
        Ok(Checked {
            compiles: output.status.success(),
            message: first.filter(|_| !output.status.success()).unwrap_or_default().to_owned(),
            seconds: children_seconds() - before,
        })
    }

    fn cargo(&self, arguments: &[&str]) -> io::Result<std::process::Output> {
        Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
            .args(arguments)
            .current_dir(&self.folder)
            .env("CARGO_TARGET_DIR", self.folder.join("target"))
            .env("CARGO_INCREMENTAL", "0")
            .output()
    }
}

/// CPU seconds of the processes that this one has waited for; 0 where the system does not tell.
fn children_seconds() -> f64 {
    let Ok(text) = std::fs::read_to_string("/proc/self/stat") else { return 0.0 };
    // Behind the name in parentheses, which may hold anything, the 14th and 15th field from the state on.
    let fields: Vec<&str> = text.rsplit(')').next().unwrap_or_default().split_whitespace().collect();
    let ticks = |index: usize| fields.get(index).and_then(|field| field.parse::<f64>().ok()).unwrap_or_default();
    (ticks(13) + ticks(14)) / 100.0
}
