//! A line for each request while the command runs.

use std::time::Duration;

use cancelkit_simulator::{Received, Running};

/// Prints requests as they are answered, and the rules that they broke after them.
pub(crate) async fn watch(simulator: &Running) {
    let (mut requests, mut violations) = (0, 0);
    let mut waited = false;
    loop {
        // Violations are looked at first: the request of each is then among those that are looked at next.
        let found = simulator.violations();
        let mut held_back = false;
        for request in simulator.received().iter().skip(requests) {
            // A request that is being answered is looked at once more before it is called unanswered.
            held_back = request.answered.is_none() && !waited;
            waited = held_back;
            if held_back {
                break;
            }
            println!("  {}", line(request));
            requests += 1;
        }
        if !held_back {
            for violation in found.iter().skip(violations) {
                println!("  against the document: {violation}");
            }
            violations = found.len();
        }
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
}

fn line(request: &Received) -> String {
    let Received { method, path, .. } = request;
    let operation = request.operation.as_deref().unwrap_or("unknown");
    let status = request.answered.map_or_else(|| "no answer so far".to_owned(), |status| status.to_string());
    format!("{method} {} ({operation}): {status}", path.escape_debug())
}
