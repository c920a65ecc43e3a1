//! Comparing what two schemas allow.

mod accepts;
mod confirm;
mod contain;
mod disjoint;
mod effort;
mod expand;
mod failure;
mod judge;
mod keywords;
mod number;
mod same;
mod sample;
mod shape;
mod side;
mod types;

pub(crate) use confirm::{Checked, is_shown};
pub(crate) use contain::{Containment, PairId, Part, Step};
pub(crate) use failure::{Failure, Kind};
pub use judge::{Judge, Judgement, Refusal};
pub(crate) use number::equal;
pub(crate) use side::{Id, Side};

/// Which way a value goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Direction {
    /// From the caller to the provider.
    Request,
    /// From the provider to the caller.
    Answer,
}

impl Direction {
    /// The keyword that says of a property that it does not go this way.
    pub(crate) fn hidden_by(self) -> &'static str {
        match self {
            Self::Request => "readOnly",
            Self::Answer => "writeOnly",
        }
    }
}
