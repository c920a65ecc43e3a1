//! What the command says of itself.

mod common;

use common::{bare, command};

const COMMANDS: [&str; 8] = ["providers", "plan", "cancel", "confirm", "undo", "simulate", "completions", "man"];

fn printed(arguments: &[&str]) -> String {
    let ran = bare(arguments);
    assert_eq!((ran.code, ran.stderr.as_str()), (0, ""), "{arguments:?}");
    ran.stdout
}

#[test]
fn help() {
    insta::assert_snapshot!("help", printed(&["--help"]));
    for command in COMMANDS {
        insta::assert_snapshot!(format!("help-{command}"), printed(&[command, "--help"]));
    }
}

#[test]
fn every_commands_help_has_examples() {
    for command in COMMANDS {
        let help = printed(&[command, "--help"]);
        assert!(help.contains("Examples:\n  cancelkit "), "{command}: {help}");
    }
}

#[test]
fn providers() {
    insta::assert_snapshot!("providers", printed(&["providers"]));
    for provider in ["jetpack", "stax-bill", "rebilly", "kajabi"] {
        insta::assert_snapshot!(format!("providers-{provider}"), printed(&["providers", provider]));
    }
}

#[test]
fn providers_as_json() {
    let all = bare(&["providers", "--json"]).json();
    assert_eq!(all["kind"], "providers");
    let ids: Vec<_> = all["providers"].as_array().expect("a list").iter().map(|it| it["provider"].clone()).collect();
    assert_eq!(ids, ["jetpack", "stax-bill", "rebilly", "kajabi"]);
    let one = bare(&["--json", "providers", "rebilly"]).json();
    assert_eq!(one["providers"], serde_json::json!([all["providers"][2]]));
    assert_eq!(one["providers"][0]["undo"]["possible"], true);
}

#[test]
fn completions_offer_the_commands() {
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let script = printed(&["completions", shell]);
        assert!(COMMANDS.iter().all(|command| script.contains(command)), "{shell}");
        let json = bare(&["completions", shell, "--json"]).json();
        assert_eq!((json["kind"].as_str(), json["shell"].as_str()), (Some("completions"), Some(shell)));
        assert_eq!(json["script"], script);
    }
}

#[test]
fn man_pages_are_roff() {
    let page = printed(&["man"]);
    assert!(page.contains(".TH cancelkit 1") && page.contains("CANCELKIT_STAX_BILL_API_KEY"), "{page}");
    assert!(printed(&["man", "cancel"]).contains("cancelkit\\-cancel"));
    assert_eq!(bare(&["man", "--json"]).json()["page"], page);
    assert_eq!(bare(&["man", "everything"]).code, 2);
}

#[test]
fn a_credential_cannot_be_an_argument() {
    for option in ["--api-key", "--client-secret", "--token", "--password"] {
        let ran = bare(&["confirm", "stax-bill", "12345", option, "value"]);
        assert_eq!(ran.code, 2, "{ran:?}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn what_could_not_be_printed_is_no_success() {
    let full = std::fs::File::options().write(true).open("/dev/full").expect("Linux has it");
    let output = command(&["providers"]).stdout(full).output().expect("it starts");
    assert_eq!(output.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&output.stderr).contains("could not be printed"));
}
