//! The README's two examples, run against the simulator: this file holds them line by line, and the README must show the same.

use std::process::Command;

use cancelkit_simulator::{Provider, Simulator, rebilly, stax_bill};

/// In the environment of the process that runs the examples; its value is the address of Stax Bill.
const ADDRESS: &str = "README_EXAMPLES";

mod client {
    use cancelkit_stax_bill::outcomes::CancelSubscriptionOutcome;
    use cancelkit_stax_bill::{Client, Credentials, Server, types};

    #[rustfmt::skip]
    pub async fn example(address: String) -> Result<(), Box<dyn std::error::Error>> {
let client = Client::new(Server::Custom(address), Credentials::ApiKey(std::env::var("KEY")?.into()))?;
let body = types::SubscriptionCancellation::new(12345, types::CancellationOption::None);
match client.cancel_subscription(body).send().await? {
    CancelSubscriptionOutcome::Ok(reply) => println!("{}", reply.body.status),
    CancelSubscriptionOutcome::NotFound(reply) => println!("no such subscription: {:?}", reply.body),
    other => println!("{other:?}"),
}
        Ok(())
    }
}

mod facade {
    use cancelkit::{Actor, CancelRequest, Key, Money, ProviderId, Registry, Target, Timing};

    #[rustfmt::skip]
    pub async fn example() -> Result<(), Box<dyn std::error::Error>> {
let registry = Registry::from_env()?; // credentials from documented environment variables
let rebilly = registry.require(ProviderId::Rebilly)?;
let target = Target::parse(ProviderId::Rebilly, "sub_simulator_active")?;
let request = CancelRequest::new(target, Timing::AtPeriodEnd, Money::LeaveCharges)
    .with_actor(Actor::Customer)
    .with_key(Key::new("ticket-4711")?);
let plan = rebilly.plan(&request)?; // no I/O: the exact request, redacted, or a refusal that says what can be done instead
match rebilly.cancel(plan).await {
    Ok(outcome) => println!("{outcome}"),                       // what the provider said, and how certain it is
    Err(error) => println!("{}: {error}", error.certainty),     // not-sent, rejected, or maybe-done: never a guess
}
        Ok(())
    }
}

#[test]
fn the_readme_shows_what_runs_here() {
    let readme = include_str!("../../README.md");
    let blocks: Vec<&str> =
        readme.split("```rust,no_run\n").skip(1).filter_map(|rest| rest.split("```").next()).collect();
    assert_eq!(blocks.len(), 2);
    let here = include_str!("readme_examples.rs");
    for line in blocks.iter().flat_map(|block| block.lines()) {
        // What only a doctest needs.
        if line.is_empty() || line.starts_with("# ") {
            continue;
        }
        // Elsewhere only where it is sent, and to whose subscription.
        let line = line
            .replace("Server::Production", "Server::Custom(address)")
            .replace("sub_EXAMPLE0001", "sub_simulator_active");
        assert!(here.lines().any(|other| other.trim() == line.trim()), "not run here: {line}");
    }
}

/// Does nothing unless it was started for it.
#[tokio::test]
async fn the_examples_themselves() {
    let Ok(address) = std::env::var(ADDRESS) else { return };
    client::example(address).await.expect("the client's example");
    facade::example().await.expect("the facade's example");
}

#[tokio::test]
async fn the_examples_do_what_they_say() {
    let simulator = Simulator::builder().start().await.expect("a simulator");
    // The environment of a process of its own: that of this one belongs to every test in it.
    let mut command = Command::new(std::env::current_exe().expect("this program"));
    command
        .args(["--exact", "the_examples_themselves", "--nocapture"])
        .env(ADDRESS, simulator.base_url(Provider::StaxBill))
        .env("KEY", stax_bill::API_KEY)
        .env("CANCELKIT_REBILLY_API_KEY", rebilly::API_KEY)
        .env("CANCELKIT_REBILLY_ORGANIZATION_ID", rebilly::ORGANIZATION_ID)
        .env("CANCELKIT_REBILLY_SERVER", simulator.base_url(Provider::Rebilly));
    let ran = tokio::task::spawn_blocking(move || command.output()).await.expect("a thread").expect("a process");
    let printed = String::from_utf8_lossy(&ran.stdout);
    assert!(ran.status.success(), "{printed}{}", String::from_utf8_lossy(&ran.stderr));
    assert!(printed.contains("\nCancelled\n"), "{printed}");
    assert!(printed.contains("\nRebilly: cancelled, and runs on until "), "{printed}");
    let cancelled = simulator.state().stax_bill.subscription(stax_bill::ACTIVE).map(|it| it.status);
    assert_eq!(cancelled, Some(stax_bill::Status::Cancelled));
    simulator.stop().await;
}
