//! Counting requests in windows of time.

use jiff::{SignedDuration, Timestamp};

use crate::clock::later;

/// How many requests may come in a period, and how many came in this one.
#[derive(Clone, Debug)]
pub(crate) struct Window {
    limit: u32,
    period: SignedDuration,
    began: Timestamp,
    used: u32,
}

impl Window {
    pub(crate) fn new(limit: u32, period: SignedDuration) -> Self {
        Self { limit, period, began: Timestamp::MIN, used: 0 }
    }

    /// Begins a new period when the last one is over. Periods begin at multiples of their length since the epoch.
    pub(crate) fn pass(&mut self, now: Timestamp) {
        if now >= self.reset() || now < self.began {
            let length = self.period.as_secs().max(1);
            let into = now.as_second().rem_euclid(length);
            self.began = Timestamp::from_second(now.as_second() - into).unwrap_or(now);
            self.used = 0;
        }
    }

    /// Counts a request; false if it is one too many, which counts nothing.
    pub(crate) fn count(&mut self) -> bool {
        let room = self.used < self.limit;
        self.used += u32::from(room);
        room
    }

    /// Whether nothing is left.
    pub(crate) fn is_full(&self) -> bool {
        self.used >= self.limit
    }

    pub(crate) fn limit(&self) -> u32 {
        self.limit
    }

    pub(crate) fn left(&self) -> u32 {
        self.limit - self.used
    }

    /// When the next period begins.
    pub(crate) fn reset(&self) -> Timestamp {
        later(self.began, self.period)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_window_fills_and_empties() {
        let at = |second| Timestamp::from_second(second).unwrap();
        let mut window = Window::new(2, SignedDuration::from_secs(60));
        window.pass(at(130));
        assert_eq!(window.reset(), at(180));
        assert!(window.count() && window.count() && !window.count());
        assert_eq!((window.left(), window.limit()), (0, 2));
        window.pass(at(179));
        assert!(window.is_full());
        window.pass(at(180));
        assert_eq!((window.left(), window.reset()), (2, at(240)));
    }
}
