//! How much work a question may take: schemas can be written for which no answer comes in a lifetime.

use std::cell::Cell;

/// Steps within one pair of schemas. Published documents take a few thousand.
const MOST_OF_PAIR: u64 = 30_000;

/// Steps for all pairs that one question leads to.
const MOST_OF_QUESTION: u64 = 500_000;

/// Values and parts of values that are made up for the examples of one pair.
const MOST_MADE: u64 = 2_000;

/// The work done on the schemas of one side. Where it is spent, the answer is that it cannot be told.
#[derive(Debug, Default)]
pub(crate) struct Effort {
    of_pair: Cell<OfPair>,
    question: Cell<u64>,
}

/// The work done on one pair.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct OfPair {
    steps: u64,
    made: u64,
}

impl Effort {
    /// Begins a question.
    pub(crate) fn begin(&self) {
        self.of_pair.set(OfPair::default());
        self.question.set(0);
    }

    /// Takes so many steps, if they may still be taken.
    pub(crate) fn take(&self, steps: usize) -> bool {
        let OfPair { steps: had, made } = self.of_pair.get();
        self.of_pair.set(OfPair { steps: had.saturating_add(steps as u64), made });
        self.question.set(self.question.get().saturating_add(steps as u64));
        !self.is_spent()
    }

    /// Takes so many steps that are no pair's own, if they may still be taken.
    pub(crate) fn take_apart(&self, steps: usize) -> bool {
        self.question.set(self.question.get().saturating_add(steps as u64));
        self.question.get() <= MOST_OF_QUESTION
    }

    /// Makes up one value, if one more may be made up.
    pub(crate) fn make(&self) -> bool {
        let OfPair { steps, made } = self.of_pair.get();
        self.of_pair.set(OfPair { steps, made: made + 1 });
        made < MOST_MADE
    }

    fn is_spent(&self) -> bool {
        self.of_pair.get().steps > MOST_OF_PAIR || self.question.get() > MOST_OF_QUESTION
    }

    /// Begins a pair within a pair; the answer goes to [`resume`](Self::resume) when it is done.
    pub(crate) fn set_aside(&self) -> OfPair {
        self.of_pair.take()
    }

    /// Goes on with the pair that was set aside.
    pub(crate) fn resume(&self, pair: OfPair) {
        self.of_pair.set(pair);
    }

    /// Begins to make up values for the pair, which takes no steps of the pair's; the answer goes to [`made`](Self::made).
    pub(crate) fn making(&self) -> OfPair {
        let pair = self.of_pair.get();
        self.of_pair.set(OfPair { steps: 0, made: pair.made });
        pair
    }

    /// Goes on with the pair that values were made up for.
    pub(crate) fn made(&self, pair: OfPair) {
        let made = self.of_pair.get().made;
        self.of_pair.set(OfPair { steps: pair.steps, made });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pair_within_a_pair_has_steps_of_its_own_and_the_question_ends() {
        let effort = Effort::default();
        assert!(effort.take(20_000));
        let outer = effort.set_aside();
        assert!(effort.take(20_000) && !effort.take(20_000));
        effort.resume(outer);
        assert!(effort.take(1));
        assert!(!effort.take(20_000));
        for _ in 0..30 {
            effort.set_aside();
            effort.take(20_000);
        }
        effort.set_aside();
        assert!(effort.is_spent());
        effort.begin();
        assert!(effort.take(1));
    }
}
