//! `cargo xtask probe`: asks a provider's reads and tells where its answers are not what its document says.

use std::io::{BufRead as _, IsTerminal as _, Write as _};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Duration;

use cancelkit_runtime::Answered as _;
use clap::Parser;
use spec_document::{Effective, load_provider};
use spec_probe::{
    Called, Credentials, Mend, Outcome, Plan, Probe, Reader, Values, appended, base_url, fresh, mended, mended_after,
    mends, place, plain,
};

/// Ask a provider's reads and hold the answers against its document. Sends GET and HEAD only, and never a cancellation.
///
/// Credentials come from the environment: CANCELKIT_<PROVIDER>_<SCHEME> for each security scheme of the document, such as
/// CANCELKIT_STAX_BILL_API_KEY. Exits with 0 where nothing was found, 1 for drift, 2 where it could not probe.
#[derive(Parser)]
#[command(name = "cargo xtask probe", bin_name = "cargo xtask probe")]
struct Arguments {
    /// The provider, as its document in specs/ is called
    provider: String,
    /// Another server: a base URL, or the x-name of one of the document's
    #[arg(long, value_name = "URL")]
    server: Option<String>,
    /// A parameter's value, such as an identifier, for every operation or as OPERATION.NAME=VALUE for one; can be repeated. Never a secret
    #[arg(long = "param", value_name = "NAME=VALUE", value_parser = pair)]
    parameters: Vec<(String, String)>,
    /// The time between two calls, in milliseconds
    #[arg(long, value_name = "MS", default_value_t = 1000)]
    pause: u64,
    /// How many calls at most
    #[arg(long, value_name = "CALLS", default_value_t = 50)]
    limit: usize,
    /// Do not ask before the first call
    #[arg(long)]
    yes: bool,
    /// Append the actions that mend the document to specs/<provider>.overlay.yaml
    #[arg(long, conflicts_with = "overlay")]
    write_overlay: bool,
    /// Write these actions to a file of their own
    #[arg(long, value_name = "FILE")]
    overlay: Option<PathBuf>,
}

fn pair(text: &str) -> Result<(String, String), String> {
    let (name, value) = text.split_once('=').ok_or("it has the form NAME=VALUE")?;
    Ok((name.to_owned(), value.to_owned()))
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    match run(&arguments) {
        Ok(code) => ExitCode::from(code),
        Err(message) => {
            eprintln!("error: {message}");
            ExitCode::from(2)
        }
    }
}

fn run(arguments: &Arguments) -> Result<u8, String> {
    let specs = specs()?;
    let document = load_provider(&specs, &arguments.provider).map_err(|report| report.to_string())?;
    let contract = spec_contract::read(&document).map_err(|report| report.to_string())?;
    let lookup = |name: &str| std::env::var_os(name);
    let probe = Probe {
        document: &document,
        contract: &contract,
        base: base_url(&arguments.provider, &contract, arguments.server.as_deref(), lookup)?,
        credentials: Credentials::from_lookup(&arguments.provider, &contract, lookup),
        pause: Duration::from_millis(arguments.pause),
        limit: arguments.limit,
    };
    let values = Values::given(arguments.parameters.clone());
    announce(&probe, &values);
    if !arguments.yes && !confirmed()? {
        return Err("nothing was sent".to_owned());
    }
    let reader = Reader::new()?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let runtime = runtime.map_err(|error| format!("no runtime can be started: {error}"))?;
    let outcome = runtime.block_on(probe.run(&reader, values, |called| println!("{}", line(called, &document))));
    for skipped in &outcome.skipped {
        println!("{}", plain(&format!("skipped {}: {}", skipped.operation, skipped.why)));
    }
    if let Some(why) = &outcome.stopped {
        println!("stopped: {why}");
    }
    write(arguments, &specs, &document, &outcome)?;
    Ok(outcome.exit_code())
}

/// The folder of the documents: that of the nearest folder upwards that has `Cargo.toml` and `specs/`.
fn specs() -> Result<PathBuf, String> {
    let here = std::env::current_dir().map_err(|error| format!("the current folder cannot be found: {error}"))?;
    let root = here.ancestors().find(|folder| folder.join("Cargo.toml").is_file() && folder.join("specs").is_dir());
    let none = || format!("no folder from {} upwards has Cargo.toml and specs/", here.display());
    Ok(root.ok_or_else(none)?.join("specs"))
}

/// Says what will be called before anything is.
fn announce(probe: &Probe<'_>, values: &Values) {
    let plan = Plan::of(probe.contract);
    println!("{} will be asked, one call after the other:", probe.base);
    for operation in &plan.reads {
        let when = probe.ready(operation, values).map_or_else(|why| format!(", {why}"), |_| String::new());
        println!("  {}", plain(&format!("{} {} ({}){when}", operation.method, operation.path, operation.id)));
    }
    println!("{} other operations change something and are never called.", plan.others);
}

fn confirmed() -> Result<bool, String> {
    if !std::io::stdin().is_terminal() {
        return Err("nobody can be asked here: say --yes to begin".to_owned());
    }
    print!("Begin? [y/N] ");
    let _ = std::io::stdout().flush();
    let mut answer = String::new();
    std::io::stdin().lock().read_line(&mut answer).map_err(|error| error.to_string())?;
    Ok(matches!(answer.trim(), "y" | "Y" | "yes"))
}

fn line(called: &Called, document: &Effective) -> String {
    // A document is anybody's: what it says must not steer the terminal.
    let head = plain(&format!("{} ({})", called.line, called.operation));
    let saw = match &called.saw {
        Ok(saw) => saw,
        Err(error) => return format!("{head}: {error}"),
    };
    let mut text = format!("{head}: {}", saw.answer.status().as_u16());
    if saw.answer.truncated() {
        text.push_str(", not judged: the answer is longer than 1 MiB, or broke off");
    } else if !saw.whole {
        text.push_str(", not judged to its end: too many values, too deep, or too much to look at");
    } else if saw.drifts.is_empty() {
        text.push_str(if saw.answer.is_success() { ", as the document says" } else { ", a documented refusal" });
    }
    for drift in &saw.drifts {
        text.push_str(&format!("\n  {}", plain(&format!("{}: {drift}", place(document, drift)))));
    }
    text
}

/// Writes what mends the document, where that was asked for and it really does.
fn write(arguments: &Arguments, specs: &Path, document: &Effective, outcome: &Outcome) -> Result<(), String> {
    let date: String = jiff::Timestamp::now().to_string().chars().take(10).collect();
    let mends = mends(document, outcome.drifts(), &date);
    let actions = mends.iter().filter(|mend| matches!(mend, Mend::Action { .. })).count();
    if mends.is_empty() {
        return Ok(());
    }
    println!("{actions} overlay actions would mend the document, {} drifts need a person.", mends.len() - actions);
    if !arguments.write_overlay && arguments.overlay.is_none() {
        println!("Write them with --write-overlay, or with --overlay FILE.");
        return Ok(());
    }
    if actions == 0 {
        println!("There is nothing to write.");
        return Ok(());
    }
    let (path, text, left) = match &arguments.overlay {
        Some(path) if path.exists() => return Err(format!("{} is there already; name another file", path.display())),
        Some(path) => {
            let text = fresh(&arguments.provider, &mends, &date);
            let left = mended_after(document, &text, outcome)?;
            (path.clone(), text, left)
        }
        None => {
            let own = document.overlay.as_ref().and_then(|file| document.sources.by_name(&file.name));
            let text = match own {
                Some(own) => appended(&own.text, &mends, &date)?,
                None => fresh(&arguments.provider, &mends, &date),
            };
            let left = mended(document, &text, outcome)?;
            let name = own.and_then(|own| own.name.rsplit('/').next());
            (specs.join(name.unwrap_or(&format!("{}.overlay.yaml", arguments.provider))), text, left)
        }
    };
    if let Some(drift) = left.first() {
        return Err(format!("the actions would not mend the document, nothing was written; still there: {drift}"));
    }
    spec_codegen::write_whole(&path, text.as_bytes()).map_err(|error| format!("{}: {error}", path.display()))?;
    println!("Wrote {}. Read each action, then run `cargo xtask generate`.", path.display());
    Ok(())
}
