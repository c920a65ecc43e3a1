//! What one document may cost.

use std::time::Duration;

/// The limits of one document's process.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// How long it may take, by the clock.
    pub time: Duration,
    /// How much address space it and what it starts may take, in bytes each.
    pub memory: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self { time: Duration::from_secs(300), memory: 8 << 30 }
    }
}
