//! The command, as somebody who types it sees it.

#![cfg(feature = "command")]

use std::io::{BufRead, BufReader, Write as _};
use std::net::TcpStream;
use std::process::{Child, Command, Output, Stdio};

use cancelkit_simulator::{jetpack, kajabi, rebilly, stax_bill};

fn command(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_cancelkit-simulator"));
    // Wide enough that no example is wrapped.
    command.args(arguments).env("COLUMNS", "200");
    command
}

fn output(arguments: &[&str]) -> (Output, String) {
    let output = command(arguments).output().expect("it runs");
    let text = [output.stdout.as_slice(), &output.stderr].concat();
    (output, String::from_utf8(text).expect("text"))
}

#[test]
fn help_has_examples_that_work() {
    let (help, text) = output(&["--help"]);
    assert!(help.status.success());
    let examples: Vec<&str> =
        text.lines().filter_map(|line| line.trim().strip_prefix("cancelkit-simulator ")).collect();
    assert!(examples.len() >= 3, "{text}");
    for example in examples {
        // With `--list` the command reads its arguments and ends.
        let mut arguments: Vec<&str> = example.split(' ').filter(|word| *word != "--list").collect();
        arguments.push("--list");
        let (listed, text) = output(&arguments);
        assert!(listed.status.success(), "{example}: {text}");
    }
}

#[test]
fn the_list_names_faults_and_choices() {
    let (list, text) = output(&["--list"]);
    assert!(list.status.success());
    for part in ["close-unanswered:applied", "html:503", "jetpack.second-cancel", "success-false, invalid-input"] {
        assert!(text.contains(part), "{part} in {text}");
    }
}

#[test]
fn mistakes_are_explained() {
    for (arguments, part) in [
        (["--fault", "stax-bill/cancel=redirect"], "`cancel` is none of cancelSubscription, getSubscription"),
        (["--fault", "stax-bill=explode"], "`explode` is no fault"),
        (["--fault", "redirect"], "NAME=VALUE"),
        (["--fault", "all=redirect@often"], "`often` is not how often"),
        (["--behaviour", "kajabi.second-cancel=maybe"], "`maybe` is none of unprocessable"),
    ] {
        let (output, text) = output(&arguments);
        assert!(!output.status.success(), "{arguments:?}");
        assert!(text.contains(part), "{part} in {text}");
    }
}

/// A command that runs, ended when the test is, whatever becomes of the test.
struct Runs(Child);

impl Drop for Runs {
    fn drop(&mut self) {
        // It may have ended before.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

#[test]
fn it_says_where_it_is_and_serves_there() {
    let fault = "kajabi/createToken=status:418";
    let mut child = Runs(command(&["--fault", fault]).stdout(Stdio::piped()).spawn().unwrap());
    let mut lines = BufReader::new(child.0.stdout.take().unwrap()).lines().map(Result::unwrap);
    let guide: Vec<String> = lines.by_ref().take_while(|line| line != "Requests:").collect();
    let guide = guide.join("\n");
    for part in [
        jetpack::CLIENT_SECRET,
        stax_bill::API_KEY,
        rebilly::API_KEY,
        rebilly::ORGANIZATION_ID,
        kajabi::CLIENT_SECRET,
        jetpack::SITE,
        rebilly::ACTIVE,
        kajabi::DEACTIVATED_STILL_BILLING,
        "export CANCELKIT_STAX_BILL_SERVER=",
        "curl http://127.0.0.1:",
    ] {
        assert!(guide.contains(part), "{part} in {guide}");
    }
    let address = guide.split("http://").nth(1).and_then(|rest| rest.split('/').next()).unwrap();
    let mut stream = TcpStream::connect(address).unwrap();
    stream.write_all(b"POST /kajabi/v1/oauth/token HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n\r\n").unwrap();
    let mut status = String::new();
    BufReader::new(stream).read_line(&mut status).unwrap();
    assert!(status.starts_with("HTTP/1.1 418"), "{status}");
    assert_eq!(lines.next().unwrap(), "  POST /kajabi/v1/oauth/token (createToken): 418");
    let broken = "  against the document: POST /kajabi/v1/oauth/token: body: a body is required";
    assert_eq!(lines.next().unwrap(), broken);
}
