//! `cancelkit simulate`: what it prints points the command at it.

mod common;

use std::io::{BufRead as _, BufReader};
use std::process::{Child, Stdio};

use common::{command, run};
use serde_json::Value;

struct Simulated(Child);

impl Drop for Simulated {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

#[test]
fn its_environment_is_all_that_is_needed() {
    let mut child = command(&["simulate", "--json"]).stdout(Stdio::piped()).spawn().expect("it starts");
    let lines = BufReader::new(child.stdout.take().expect("it is piped")).lines().map(|line| line.expect("text"));
    let _simulated = Simulated(child);
    let mut text = String::new();
    for line in lines {
        text.push_str(&line);
        if line == "}" {
            break;
        }
    }
    let json: Value = serde_json::from_str(&text).expect("an object");
    assert_eq!((json["version"].as_u64(), json["kind"].as_str()), (Some(1), Some("simulator")));
    let environment = json["environment"].as_object().expect("an object");
    for (provider, target) in [
        ("jetpack", "example.com/demo/wp#jetpack-scan"),
        ("stax-bill", "12345"),
        ("rebilly", "sub_simulator_active"),
        ("kajabi", "900000001"),
    ] {
        let mut command = command(&["confirm", provider, target]);
        command.envs(environment.iter().map(|(name, value)| (name, value.as_str().expect("text"))));
        let ran = run(command, false);
        assert_eq!(ran.code, 6, "{ran:?}");
        // Kajabi's read settles nothing of the subscription.
        let answer = if provider == "kajabi" { "was not deactivated" } else { "still active" };
        assert!(ran.stdout.contains(answer), "{ran:?}");
    }
}
