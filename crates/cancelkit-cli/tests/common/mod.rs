//! Runs the command against a simulator. Whatever it prints is searched for credentials, and every JSON result for its form.

#![allow(dead_code, reason = "no test needs all of it")]

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::io::Write as _;
use std::process::{Child, Command, Stdio};

use cancelkit_simulator::{Clock, Running, Simulator, jetpack, kajabi, rebilly, stax_bill};
use serde_json::Value;

/// What nobody may see.
const SECRETS: [&str; 4] = [jetpack::CLIENT_SECRET, stax_bill::API_KEY, rebilly::API_KEY, kajabi::CLIENT_SECRET];

/// How a run ended and what it printed.
#[derive(Debug)]
pub struct Ran {
    pub code: i32,
    pub stdout: String,
    pub stderr: String,
}

impl Ran {
    /// The one JSON object on standard output.
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.stdout).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }

    /// Standard output with the simulator's address as a name.
    pub fn text(&self, simulator: &Running) -> String {
        self.stdout.replace(&simulator.address().to_string(), "simulator")
    }
}

/// The command without any variable.
pub fn command<S: AsRef<OsStr>>(arguments: &[S]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_cancelkit"));
    command.args(arguments).env_clear().stdin(Stdio::null());
    command
}

/// Runs it without any variable.
pub fn bare(arguments: &[&str]) -> Ran {
    run(command(arguments), arguments.contains(&"--json"))
}

/// Runs it with all variables for the simulator.
pub fn at(simulator: &Running, arguments: &[&str]) -> Ran {
    let mut command = command(arguments);
    point(&mut command, simulator);
    run(command, arguments.contains(&"--json"))
}

/// Sets all variables for the simulator.
pub fn point(command: &mut Command, simulator: &Running) {
    command.envs(simulator.environment());
}

/// Runs a command to its end.
pub fn run(mut command: Command, json: bool) -> Ran {
    let output = command.stdout(Stdio::piped()).stderr(Stdio::piped()).output().expect("it starts");
    check(output, json)
}

/// Runs it with a text on standard input.
pub fn run_with_input(mut command: Command, input: &str, json: bool) -> Ran {
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().expect("it starts");
    child.stdin.take().expect("it is piped").write_all(input.as_bytes()).expect("it reads");
    ended(child, json)
}

/// Waits for its end.
pub fn ended(child: Child, json: bool) -> Ran {
    check(child.wait_with_output().expect("it ends"), json)
}

/// JSON with its members in alphabetical order, whichever way this build keeps them.
pub fn sorted(value: &Value) -> String {
    fn sort(value: &Value) -> Value {
        match value {
            Value::Array(items) => items.iter().map(sort).collect(),
            Value::Object(members) => {
                let members: BTreeMap<_, _> = members.iter().map(|(name, value)| (name.clone(), sort(value))).collect();
                Value::Object(members.into_iter().collect())
            }
            other => other.clone(),
        }
    }
    serde_json::to_string_pretty(&sort(value)).expect("it is JSON")
}

fn check(output: std::process::Output, json: bool) -> Ran {
    let text = |bytes| String::from_utf8(bytes).expect("it prints text");
    let code = output.status.code().expect("no signal ended it");
    let ran = Ran { code, stdout: text(output.stdout), stderr: text(output.stderr) };
    for secret in SECRETS {
        assert!(!ran.stdout.contains(secret) && !ran.stderr.contains(secret), "a credential in {ran:?}");
    }
    if json && ran.code != 2 {
        let object = ran.json();
        assert_eq!(object["version"], 1, "{object}");
        assert_eq!(object["exit_code"], ran.code, "{object}");
        assert!(object["kind"].as_str().is_some_and(|kind| !kind.is_empty()), "{object}");
    }
    ran
}

/// A simulator whose time stands still.
pub async fn simulator() -> Running {
    let clock = Clock::fixed("2026-11-22T00:00:00Z".parse().expect("a moment"));
    Simulator::builder().clock(clock).start().await.expect("a free port")
}

/// What cancels one active subscription at each provider.
pub const CANCELLATIONS: [(&str, &[&str]); 4] = [
    ("jetpack", &["jetpack", "example.com/demo/wp#jetpack-scan", "--when", "now", "--money", "not-controllable"]),
    ("stax-bill", &["stax-bill", "12345", "--when", "now", "--money", "reverse-unearned"]),
    (
        "rebilly",
        &[
            "rebilly",
            rebilly::ACTIVE,
            "--when",
            "at-period-end",
            "--money",
            "leave-charges",
            "--actor",
            "customer",
            "--reason",
            "too-expensive",
            "--comment",
            "Moves elsewhere",
            "--key",
            "ticket-4711",
        ],
    ),
    ("kajabi", &["kajabi", kajabi::ACTIVE, "--when", "now", "--money", "not-controllable"]),
];

/// `command`, then `arguments`, then `more`.
pub fn joined<'a>(command: &'a str, arguments: &[&'a str], more: &[&'a str]) -> Vec<&'a str> {
    [&[command], arguments, more].concat()
}
