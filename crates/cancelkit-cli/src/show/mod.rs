//! Results as text for people.

mod details;
mod next;
mod overview;

pub use details::Details;
pub use next::Next;
pub use overview::Overview;
