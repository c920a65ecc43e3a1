//! The simulator's own time, which a test can move.

use std::sync::{Arc, Mutex, PoisonError};

use jiff::{SignedDuration, Timestamp};

/// What time it is for the simulated providers: when tokens expire, rate limits are lifted, subscriptions end.
///
/// Clones share one time. Delays of answers are real time and do not follow this clock.
#[derive(Clone, Debug)]
pub struct Clock(Arc<Mutex<Time>>);

#[derive(Debug)]
struct Time {
    fixed: Option<Timestamp>,
    ahead: SignedDuration,
}

impl Clock {
    /// The machine's time.
    #[must_use]
    pub fn system() -> Self {
        Self::of(None)
    }

    /// A time that stands still until it is moved.
    #[must_use]
    pub fn fixed(at: Timestamp) -> Self {
        Self::of(Some(at))
    }

    fn of(fixed: Option<Timestamp>) -> Self {
        let ahead = SignedDuration::ZERO;
        Self(Arc::new(Mutex::new(Time { fixed, ahead })))
    }

    /// What time it is, at the ends of what a timestamp can hold.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        let time = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let base = time.fixed.unwrap_or_else(Timestamp::now);
        later(base, time.ahead)
    }

    /// Moves the time forward, or back by a negative duration.
    pub fn advance(&self, by: SignedDuration) {
        let mut time = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        time.ahead = time.ahead.saturating_add(by);
    }
}

impl Default for Clock {
    fn default() -> Self {
        Self::system()
    }
}

/// A time and a duration later, at the ends of what a timestamp can hold.
pub(crate) fn later(time: Timestamp, by: SignedDuration) -> Timestamp {
    time.saturating_add(by).unwrap_or(Timestamp::MAX)
}

/// The same time without a fraction of a second.
pub(crate) fn whole_second(time: Timestamp) -> Timestamp {
    Timestamp::from_second(time.as_second()).unwrap_or(time)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fixed_clock_moves_only_when_it_is_moved() {
        let clock = Clock::fixed(Timestamp::UNIX_EPOCH);
        let other = clock.clone();
        assert_eq!(clock.now(), clock.now());
        other.advance(SignedDuration::from_secs(90));
        assert_eq!(clock.now().as_second(), 90);
    }

    #[test]
    fn the_systems_clock_can_be_moved_too() {
        let clock = Clock::system();
        clock.advance(SignedDuration::from_hours(24));
        assert!(clock.now() > later(Timestamp::now(), SignedDuration::from_hours(23)));
    }
}
