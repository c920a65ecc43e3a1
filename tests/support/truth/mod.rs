//! The facade held against the simulator: what is believed, and what is true.

pub mod case;
pub mod conformance;
pub mod facade;
pub mod facts;
pub mod law;
pub mod pool;
