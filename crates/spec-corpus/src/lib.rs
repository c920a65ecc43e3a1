#![doc = include_str!("../README.md")]

mod check;
mod found;
mod limits;
mod measure;
mod row;
mod run;
mod table;

pub use check::Bench;
pub use found::documents;
pub use limits::Limits;
pub use measure::measure;
pub use row::{Checked, Ended, Row};
pub use run::{Child, JOB, run};
pub use table::{line, totals};
