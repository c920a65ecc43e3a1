//! The workspace that a command is run in, and the providers a command was given.

use spec_codegen::{Generated, Output, Provider, Worker, Workspace};

use crate::terminal;

/// The hidden command under which progenitor runs in a process of its own.
pub const WORKER: &str = "progenitor-worker";

/// The hidden command under which one document of a corpus is measured in a process of its own.
pub const CORPUS_DOCUMENT: &str = "corpus-document";

/// The stack of a thread that generates: documents nest up to 128 levels, and syn and prettyplease recurse.
const STACK: usize = 64 << 20;

/// The workspace that the current folder is in: the nearest folder upwards that has `Cargo.toml` and `specs/`. Prints why, where
/// there is none.
pub fn workspace() -> Option<Workspace> {
    let here = match std::env::current_dir() {
        Ok(here) => here,
        Err(error) => {
            terminal::error(&format!("the current folder cannot be found: {error}"));
            return None;
        }
    };
    let found = here.ancestors().find(|folder| folder.join("Cargo.toml").is_file() && folder.join("specs").is_dir());
    if found.is_none() {
        terminal::error(&format!(
            "no folder from {} upwards has Cargo.toml and specs/: run this inside the workspace",
            here.display()
        ));
    }
    found.map(|root| Workspace::new(root.to_path_buf()))
}

/// A worker that is this very program.
pub fn worker() -> Result<Worker, String> {
    let program = std::env::current_exe().map_err(|error| format!("this program cannot be found: {error}"))?;
    Ok(Worker::new(program, WORKER))
}

/// Runs what generates on a thread with the stack for it.
pub fn with_stack<T: Send>(run: impl FnOnce() -> Result<T, String> + Send) -> Result<T, String> {
    std::thread::scope(|scope| {
        let thread = std::thread::Builder::new()
            .stack_size(STACK)
            .spawn_scoped(scope, run)
            .map_err(|error| format!("no thread can be started: {error}"))?;
        thread.join().unwrap_or_else(|_| Err("the generator panicked: please report it with the document".to_owned()))
    })
}

/// Loads the providers named, or all of them. Every mistake of every document is printed before this returns `None`.
pub fn providers(workspace: &Workspace, named: &[String]) -> Option<Vec<Provider>> {
    let names = if named.is_empty() {
        match workspace.providers() {
            Ok(names) => names,
            Err(error) => {
                terminal::error(&format!("specs/ cannot be read: {error}"));
                return None;
            }
        }
    } else {
        named.to_vec()
    };
    let mut found = Vec::new();
    let mut failed = false;
    for name in names {
        match workspace.provider(&name) {
            Ok(provider) => {
                warn(&provider);
                found.push(provider);
            }
            Err(report) => {
                terminal::report(&report);
                failed = true;
            }
        }
    }
    (!failed).then_some(found)
}

/// Prints what is wrong with a document that was read all the same.
pub fn warn(provider: &Provider) {
    if !provider.warnings.is_empty() {
        terminal::report(&provider.document.report(provider.warnings.clone()));
    }
}

/// What all the documents named, or all there are, make of the workspace. Every mistake is printed before this returns `None`.
pub fn outcome(workspace: &Workspace, named: &[String]) -> Option<(Output, Vec<Generated>)> {
    let providers = providers(workspace, named)?;
    output(workspace, &providers, named.is_empty())
}

/// Generates all of these, side by side, into one output. Every mistake is printed before this returns `None`.
fn output(workspace: &Workspace, providers: &[Provider], all: bool) -> Option<(Output, Vec<Generated>)> {
    let worker = match worker() {
        Ok(worker) => worker,
        Err(message) => {
            terminal::error(&message);
            return None;
        }
    };
    let mut output = Output::default();
    let mut generated = Vec::new();
    let mut failed = false;
    let results = std::thread::scope(|scope| {
        let running: Vec<_> = providers
            .iter()
            .map(|provider| {
                let worker = &worker;
                std::thread::Builder::new().stack_size(STACK).spawn_scoped(scope, move || {
                    let mut output = Output::default();
                    workspace.add(provider, worker, &mut output).map(|generated| (generated, output))
                })
            })
            .collect();
        running.into_iter().map(|thread| thread.map(std::thread::ScopedJoinHandle::join)).collect::<Vec<_>>()
    });
    for result in results {
        match result {
            Ok(Ok(Ok((one, files)))) => {
                generated.push(one);
                output.merge(files);
            }
            Ok(Ok(Err(report))) => {
                terminal::report(&report);
                failed = true;
            }
            Err(error) => {
                terminal::error(&format!("no thread can be started: {error}"));
                failed = true;
            }
            Ok(Err(_)) => {
                terminal::error("the generator panicked: please report it with the document");
                failed = true;
            }
        }
    }
    // What belongs to a document that is no more is stale, which only a run over all of them can tell.
    if all {
        output.own_everything();
    }
    (!failed).then_some((output, generated))
}
