//! What several test files share.

pub mod codes;
pub mod documents;
pub mod mutants;
pub mod outline;
pub mod published;
pub mod server;
pub mod types;
pub mod wire;
