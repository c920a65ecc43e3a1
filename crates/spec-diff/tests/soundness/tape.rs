//! Random decisions from a list of numbers, so that a shorter list with smaller numbers is a simpler case.

/// The decisions still to be made. When the list ends, every further decision is the first choice.
pub struct Tape<'t> {
    rest: std::slice::Iter<'t, u16>,
}

impl<'t> Tape<'t> {
    pub fn new(numbers: &'t [u16]) -> Self {
        Self { rest: numbers.iter() }
    }

    /// A number below `end`.
    pub fn below(&mut self, end: usize) -> usize {
        let number = self.rest.next().copied().unwrap_or(0);
        (usize::from(number) * end) >> 16
    }

    /// True in so many of a hundred cases; false where the list has ended.
    pub fn chance(&mut self, percent: usize) -> bool {
        self.below(100) >= 100 - percent
    }

    /// One of these.
    pub fn one<T: Clone>(&mut self, of: &[T]) -> T {
        of[self.below(of.len())].clone()
    }
}
