//! Runs a law over many cases.

use proptest::collection::vec;
use proptest::prelude::any;
use proptest::test_runner::{Config, RngAlgorithm, TestCaseError, TestRng, TestRunner};

use crate::tape::Tape;

/// How many cases: so many by default, and a share of what is asked for otherwise.
pub fn cases(default: u32, share: u32) -> u32 {
    let asked = std::env::var("SOUNDNESS").ok().and_then(|text| text.parse::<u32>().ok());
    asked.map_or(default, |asked| asked / share)
}

/// Holds a law against so many cases, and fails with the smallest one found that breaks it.
pub fn run(cases: u32, law: impl Fn(&mut Tape<'_>) -> Result<(), String>) {
    let config = Config { cases, failure_persistence: None, max_shrink_iters: 20_000, ..Config::default() };
    let seed = std::env::var("SOUNDNESS_SEED").ok().and_then(|text| text.parse::<u64>().ok());
    let mut runner = match (seed, std::env::var_os("SOUNDNESS")) {
        (Some(seed), _) => {
            let mut bytes = [0; 32];
            bytes[..8].copy_from_slice(&seed.to_be_bytes());
            TestRunner::new_with_rng(config, TestRng::from_seed(RngAlgorithm::ChaCha, &bytes))
        }
        (None, Some(_)) => TestRunner::new(config),
        (None, None) => TestRunner::new_with_rng(config, TestRng::deterministic_rng(RngAlgorithm::ChaCha)),
    };
    let found =
        runner.run(&vec(any::<u16>(), 200..1500), |numbers| law(&mut Tape::new(&numbers)).map_err(TestCaseError::fail));
    if let Err(error) = found {
        // The numbers say nothing to a person.
        panic!("{}", error.to_string().split("minimal failing input").next().unwrap_or_default());
    }
}
