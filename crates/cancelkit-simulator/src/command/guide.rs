//! What the command prints first: where the providers are and how to reach them.

use std::fmt::Write as _;

use cancelkit_simulator::{Behaviour, Fault, Provider, Running, jetpack, kajabi, rebilly, stax_bill};

/// Base URLs, credentials, what can be cancelled, and calls to try.
pub(crate) fn guide(simulator: &Running) -> String {
    let mut text = String::from("The simulator runs; Ctrl-C stops it. Nothing here is real.\n\nBase URLs:\n");
    for provider in Provider::all() {
        line(&mut text, &format!("{provider:<12}{}", simulator.base_url(provider)));
    }
    text.push_str("\nPoint cancelkit at it:\n");
    for (name, value) in simulator.environment() {
        line(&mut text, &format!("export {name}='{value}'"));
    }
    text.push_str("\nMore credentials:\n");
    line(&mut text, &format!("rebilly     organization {}, bearer token {}", rebilly::ORGANIZATION_ID, rebilly::JWT));
    line(&mut text, &format!("rebilly     key without permission {}", rebilly::RESTRICTED_API_KEY));
    line(&mut text, &format!("kajabi      client without permission {}", kajabi::RESTRICTED_CLIENT_ID));
    line(&mut text, &format!("jetpack     another partner {}", jetpack::OTHER_CLIENT_ID));
    text.push_str("\nWhat can be cancelled:\n");
    for (provider, targets) in targets() {
        for (target, what) in targets {
            line(&mut text, &format!("{provider:<12}{target:<28}{what}"));
        }
    }
    text.push_str("\nTry it:\n");
    for call in calls(simulator) {
        line(&mut text, &call);
    }
    text.push_str("\nRequests:\n");
    text
}

/// The faults and the choices.
pub(crate) fn list() -> String {
    let mut text = String::from("Faults (numbers are yours to choose):\n");
    for fault in Fault::samples() {
        line(&mut text, &fault.to_string());
    }
    text.push_str("\nChoices, the default first:\n");
    for (choice, values) in Behaviour::choices() {
        line(&mut text, &format!("{choice:<36}{}", values.join(", ")));
    }
    text
}

fn line(text: &mut String, line: &str) {
    // Writing to a String does not fail.
    let _ = writeln!(text, "  {line}");
}

fn targets() -> [(Provider, Vec<(String, &'static str)>); 4] {
    [
        (Provider::Jetpack, jetpack::targets()),
        (Provider::StaxBill, stax_bill::targets()),
        (Provider::Rebilly, rebilly::targets()),
        (Provider::Kajabi, kajabi::targets()),
    ]
}

/// One call for each provider: a cancellation where one call is enough, otherwise the token that it needs.
fn calls(simulator: &Running) -> [String; 4] {
    let base = |provider| simulator.base_url(provider);
    [
        format!(
            "curl {}/oauth2/token -d grant_type=client_credentials -d scope=jetpack-partner -d client_id={} -d client_secret={}",
            base(Provider::Jetpack),
            jetpack::CLIENT_ID,
            jetpack::CLIENT_SECRET,
        ),
        format!(
            "curl {}/subscriptionCancellation -H 'Authorization: Basic {}' --json '{{\"subscriptionId\":{},\"cancellationOption\":\"None\"}}'",
            base(Provider::StaxBill),
            stax_bill::API_KEY,
            stax_bill::ACTIVE,
        ),
        format!(
            "curl -X PUT {}/subscription-cancellations/my-key-1 -H 'REB-APIKEY: {}' --json '{{\"subscriptionId\":\"{}\",\"canceledBy\":\"merchant\"}}'",
            base(Provider::Rebilly),
            rebilly::API_KEY,
            rebilly::ACTIVE,
        ),
        format!(
            "curl {}/v1/oauth/token -d grant_type=client_credentials -d client_id={} -d client_secret={}",
            base(Provider::Kajabi),
            kajabi::CLIENT_ID,
            kajabi::CLIENT_SECRET,
        ),
    ]
}
