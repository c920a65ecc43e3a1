//! A small workspace in a folder of its own, and the command run in it.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

use spec_codegen::write_whole;

pub const ACME: &str = include_str!("documents/acme.yaml");
pub const OVERLAY: &str = include_str!("documents/acme.overlay.yaml");

const ROW: &str = "| acme | https://acme.example/openapi.yaml | 1 | 2026-11-22 | written |\n";

/// Everything below a folder, by its path from there.
pub type Files = BTreeMap<PathBuf, Vec<u8>>;

pub struct Workspace(tempfile::TempDir);

/// What a run printed, and its exit code.
#[derive(Debug)]
pub struct Ran {
    pub code: Option<i32>,
    pub stdout: String,
    pub stderr: String,
}

impl Workspace {
    /// No provider yet.
    pub fn empty() -> Self {
        let workspace = Self(tempfile::tempdir().expect("a folder"));
        let extensions = Path::new(env!("CARGO_MANIFEST_DIR")).join("../specs/extensions.schema.json");
        workspace.write("specs/extensions.schema.json", &std::fs::read_to_string(extensions).expect("the definitions"));
        workspace.write("Cargo.toml", "[workspace]\n");
        workspace.write("LICENSE-MIT", "Made up.\n");
        workspace
    }

    /// One provider, whose client is not generated yet.
    pub fn acme() -> Self {
        let workspace = Self::empty();
        workspace.write("specs/SOURCES.md", ROW);
        workspace.write("specs/acme.yaml", ACME);
        workspace
    }

    /// One provider with its client.
    pub fn generated() -> Self {
        let workspace = Self::acme();
        let ran = workspace.run(&["generate"]);
        assert_eq!(ran.code, Some(0), "{ran:?}");
        workspace
    }

    pub fn path(&self, file: &str) -> PathBuf {
        self.0.path().join(file)
    }

    pub fn write(&self, file: &str, text: &str) {
        write_whole(&self.path(file), text.as_bytes()).expect("a file");
    }

    pub fn read(&self, file: &str) -> String {
        std::fs::read_to_string(self.path(file)).unwrap_or_else(|error| panic!("{file}: {error}"))
    }

    pub fn files(&self) -> Files {
        let mut found = Files::new();
        walk(self.0.path(), Path::new(""), &mut found);
        found
    }

    pub fn run(&self, arguments: &[&str]) -> Ran {
        run_in(self.0.path(), arguments)
    }

    /// Runs a command that has to fail and to write nothing, and returns what it said.
    pub fn fails(&self, arguments: &[&str]) -> String {
        let before = self.files();
        let ran = self.run(arguments);
        assert_eq!((ran.code, ran.stdout.as_str()), (Some(1), ""), "{ran:?}");
        assert!(self.files() == before, "something was written: {ran:?}");
        ran.stderr
    }
}

pub fn run_in(folder: &Path, arguments: &[&str]) -> Ran {
    let mut command = Command::new(env!("CARGO_BIN_EXE_xtask"));
    finish(command.args(arguments).current_dir(folder))
}

pub fn finish(command: &mut Command) -> Ran {
    // The width of the help where there is no terminal.
    let output = command.env_remove("COLUMNS").output().expect("it starts");
    let text = |bytes| String::from_utf8(bytes).expect("UTF-8");
    Ran { code: output.status.code(), stdout: text(output.stdout), stderr: text(output.stderr) }
}

/// What was said, without the seconds it took.
pub fn shown(text: &str) -> String {
    let timeless = |line: &str| match line.rsplit_once(", in ") {
        Some((said, took)) if took.ends_with(" s") => format!("{said}, in … s"),
        _ => line.to_owned(),
    };
    text.lines().map(timeless).collect::<Vec<_>>().join("\n")
}

fn walk(root: &Path, folder: &Path, found: &mut Files) {
    for entry in std::fs::read_dir(root.join(folder)).expect("a folder") {
        let entry = entry.expect("an entry");
        let path = folder.join(entry.file_name());
        if entry.file_type().expect("a type").is_dir() {
            walk(root, &path, found);
        } else {
            found.insert(path, std::fs::read(entry.path()).expect("a file"));
        }
    }
}
