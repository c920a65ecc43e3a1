//! The design's promises one by one, as data: `tests/conformance/<provider>.json`.
//!
//! A case is named by a sentence. `given` is the target, what the provider does where it documents nothing, and what goes wrong;
//! `when` is what is asked for, each with the part of what comes of it that must be (`~` before a text: it must only be in it); `wire`
//! is every request that crosses, in its order; `subscription` is what is true in the end.

#![allow(clippy::unwrap_used, reason = "a helper that fails fails its test")]

use cancelkit::ProviderId;
use workspace_tests::truth::conformance::Conformance;
use workspace_tests::truth::pool;

#[test]
fn jetpack_keeps_every_promise() {
    keeps(ProviderId::Jetpack, include_str!("../conformance/jetpack.json"));
}

#[test]
fn stax_bill_keeps_every_promise() {
    keeps(ProviderId::StaxBill, include_str!("../conformance/stax-bill.json"));
}

#[test]
fn rebilly_keeps_every_promise() {
    keeps(ProviderId::Rebilly, include_str!("../conformance/rebilly.json"));
}

#[test]
fn kajabi_keeps_every_promise() {
    keeps(ProviderId::Kajabi, include_str!("../conformance/kajabi.json"));
}

fn keeps(provider: ProviderId, text: &str) {
    let cases: Vec<Conformance> = serde_json::from_str(text).unwrap();
    let mut names: Vec<String> = cases.iter().map(|case| case.name.clone()).collect();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), cases.len(), "a name is there twice");
    let results = pool::run(&cases, |case| case.run(provider));
    let failures: Vec<String> = results.into_iter().filter_map(Result::err).collect();
    assert!(failures.is_empty(), "{} of {} cases:\n- {}", failures.len(), cases.len(), failures.join("\n- "));
}
