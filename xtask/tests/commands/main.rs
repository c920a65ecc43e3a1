//! The command itself, run on small workspaces of its own. No crate is compiled here.

mod check;
mod demo;
mod diff;
mod generate;
mod help;
mod import;
mod lint;
mod list;
mod release;
mod workspace;
