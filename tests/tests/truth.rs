//! THE law: never a wrong belief.
//!
//! Every provider, every behaviour that it documents nowhere, every fault at every call, every timing and choice about money: a
//! subscription is cancelled through the facade at a fresh simulator, and what is believed afterwards is held against what the
//! simulated provider really holds.
//!
//! - `NotSent` and `Rejected`: nothing changed. `Done`: it has ended, or is scheduled, as it was asked for. `MaybeDone` is always allowed,
//!   except where nothing was wrong and the document plainly says that it was done.
//! - `Ended` of `confirm`: it has ended, or is scheduled for the moment that the evidence names. `StillActive`: it was active then.
//! - One cancellation crosses the socket for one `cancel`, except that Kajabi's documented 401 is followed by one more.
//! - At Rebilly the same key again never cancels twice, and settles it.
//! - No other subscription ever changes, and no redirect is followed.
//!
//! What is out of reach by rule 5 is counted apart as a lie: the document's own example of a success, where nothing was done.
//!
//! By default a seventh of all cases is run, in which every two of behaviour, fault, place and request meet. `TRUTH=all` runs all of them.

use std::collections::BTreeMap;
use std::time::Instant;

use workspace_tests::truth::case::{self, Case};
use workspace_tests::truth::{law, pool};

#[test]
fn nothing_is_ever_believed_that_is_not_true() {
    let all = std::env::var_os("TRUTH").is_some_and(|value| value == "all");
    hold(&if all { case::all() } else { case::sample() });
}

/// Holds the law on these cases, and counts what was believed.
fn hold(cases: &[Case]) {
    let started = Instant::now();
    let reports = pool::run(cases, law::try_on);

    let mut beliefs = BTreeMap::<&str, usize>::new();
    for (belief, count) in reports.iter().flat_map(|report| &report.beliefs) {
        *beliefs.entry(belief).or_default() += count;
    }
    let requests: usize = reports.iter().map(|report| report.requests).sum();
    println!("{} cases, {requests} requests, {:.1} s", cases.len(), started.elapsed().as_secs_f64());
    for (belief, count) in &beliefs {
        println!("{count:7} {belief}");
    }

    let failures: Vec<&String> = reports.iter().flat_map(|report| &report.failures).collect();
    let shown: Vec<String> = failures.iter().take(25).map(|failure| format!("- {failure}")).collect();
    assert!(failures.is_empty(), "{} wrong beliefs; the first of them:\n{}", failures.len(), shown.join("\n"));
}
