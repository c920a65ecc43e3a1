//! `cargo xtask release`

use std::ffi::OsString;
use std::path::Path;
use std::process::{Command, ExitCode};

use spec_codegen::{Workspace, write_whole};
use spec_review::release::{Member, Plan, members, plan, ready};
use spec_review::{Failure, Git};

use crate::{check, diff, generate, terminal, workspace};

/// Prepare a release: the versions and changelogs that follow from what changed, and the order of publishing.
///
/// Compares with the last tags: `<crate>-v<version>`, or `v<version>` for what was never released alone. Never commits, tags
/// or publishes. docs/releasing.md says what follows from what.
#[derive(clap::Args)]
#[command(
    after_help = "Examples:\n  cargo xtask release\n  cargo xtask release --write\n  cargo xtask release --write --verify\n\nExit codes: 0 done, 1 something is not committed, not as specs/ says, or cannot be released or packaged."
)]
pub struct Arguments {
    /// Write the versions, the changelogs and what is generated from them. Without it nothing is written.
    #[arg(long)]
    write: bool,
    /// Compile each archive in the dry run of publishing. It takes long.
    #[arg(long, conflicts_with = "no_dry_run")]
    verify: bool,
    /// Leave out the dry run of publishing, which asks crates.io.
    #[arg(long)]
    no_dry_run: bool,
    /// The day of the release; by default today.
    #[arg(long, value_name = "YYYY-MM-DD")]
    date: Option<jiff::civil::Date>,
}

pub fn run(arguments: &Arguments) -> ExitCode {
    let Some(workspace) = workspace::workspace() else { return ExitCode::FAILURE };
    match prepare(arguments, &workspace) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(failure) => {
            diff::tell(&failure);
            ExitCode::FAILURE
        }
    }
}

/// Whether it went well. What did not and has been said is no failure of its own.
fn prepare(arguments: &Arguments, workspace: &Workspace) -> Result<bool, Failure> {
    let git = Git::of(workspace.root())?;
    ready(&git)?;
    terminal::status("Checking", "what is checked in against specs/");
    if check::run(&check::Arguments::default()) != ExitCode::SUCCESS {
        return Err(Failure::Message("no release is made while `cargo xtask check` fails".to_owned()));
    }
    let members = members(&metadata(workspace.root())?)?;
    let plan = plan(&git, workspace.root(), &members, arguments.date.unwrap_or_else(diff::today))?;
    terminal::output(&plan.to_text(&members)?);
    for note in &plan.notes {
        terminal::status("Note", note);
    }
    if plan.tags().is_empty() {
        terminal::status("Finished", "nothing changed since the last tags: there is nothing to release");
        return Ok(true);
    }
    if arguments.write {
        if !write(workspace, &plan)? {
            return Ok(false);
        }
    } else {
        plan.files.keys().for_each(|file| terminal::status("Would write", file));
        if !plan.files.is_empty() {
            terminal::status("Would write", "what is generated from these, and Cargo.lock");
        }
    }
    let dry_run = arguments.no_dry_run || publish(arguments, workspace.root())?;
    if dry_run {
        finish(arguments, &plan, &members);
    }
    Ok(dry_run)
}

/// The root manifest and the changelogs first: what is generated follows from them.
fn write(workspace: &Workspace, plan: &Plan) -> Result<bool, Failure> {
    for (file, text) in &plan.files {
        write_whole(&workspace.root().join(file), text.as_bytes())
            .map_err(|error| Failure::Message(error.to_string()))?;
        terminal::status("Wrote", file);
    }
    if generate::run(&generate::Arguments::default()) != ExitCode::SUCCESS {
        return Ok(false);
    }
    if workspace.root().join("Cargo.lock").is_file() {
        let updated = cargo(workspace.root(), &["update", "--workspace", "--offline"])?;
        if !updated {
            terminal::error("Cargo.lock could not be brought to the new versions: see above");
        }
        return Ok(updated);
    }
    Ok(true)
}

fn publish(arguments: &Arguments, root: &Path) -> Result<bool, Failure> {
    let mut words = vec!["publish", "--workspace", "--dry-run"];
    if !arguments.verify {
        words.push("--no-verify");
    }
    if arguments.write {
        // What was written just now is not committed.
        words.push("--allow-dirty");
    }
    terminal::status("Running", &format!("cargo {}", words.join(" ")));
    let done = cargo(root, &words)?;
    if !done {
        terminal::error("the dry run of publishing failed: see above");
    }
    Ok(done)
}

fn finish(arguments: &Arguments, plan: &Plan, members: &[Member]) {
    if !arguments.write {
        terminal::status("Finished", "nothing was written: `cargo xtask release --write` writes it");
        return;
    }
    let is_new = |member: &&Member| plan.releases.iter().any(|it| it.is_due() && it.packages.contains(&member.name));
    let new = members.iter().filter(is_new).count();
    terminal::status("Finished", "read what was written, commit it, and once that commit is on the main branch:");
    for tag in plan.tags() {
        terminal::status("", &format!("git tag {tag}"));
    }
    let packages: String = members.iter().filter(is_new).map(|member| format!(" -p {}", member.name)).collect();
    let all = members.iter().filter(|member| member.is_published).count() == new;
    terminal::status("", &format!("cargo publish{}", if all { " --workspace".to_owned() } else { packages }));
}

fn program() -> OsString {
    std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into())
}

fn cargo(root: &Path, words: &[&str]) -> Result<bool, Failure> {
    let status = Command::new(program()).args(words).current_dir(root).status().map_err(|error| unstarted(&error))?;
    Ok(status.success())
}

/// What the crates of the workspace are and need. Nothing is fetched for it.
fn metadata(root: &Path) -> Result<String, Failure> {
    let output = Command::new(program())
        .args(["metadata", "--no-deps", "--offline", "--format-version", "1"])
        .current_dir(root)
        .output()
        .map_err(|error| unstarted(&error))?;
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr).trim().to_owned();
        return Err(Failure::Message(format!("cargo cannot read the workspace:\n{said}")));
    }
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

fn unstarted(error: &std::io::Error) -> Failure {
    Failure::Message(format!("cargo cannot be started: {error}"))
}
