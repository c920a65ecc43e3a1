//! What ends a command before it has a result.

use std::fmt;
use std::fmt::Display;

use serde::Serialize;

use crate::exit::Exit;
use crate::output::Output;
use crate::plain::Plain;

/// Why a command has no result of its own.
#[derive(Debug)]
pub struct Failure {
    exit: Exit,
    message: String,
}

impl Failure {
    /// It could not run.
    pub fn new(message: impl Display) -> Self {
        Self { exit: Exit::Failed, message: message.to_string() }
    }

    /// It was not asked properly.
    pub fn usage(message: impl Display) -> Self {
        Self { exit: Exit::Usage, message: message.to_string() }
    }

    /// Nothing was sent, because nobody agreed to it.
    pub fn not_agreed(message: impl Display) -> Self {
        Self { exit: Exit::NotSent, message: message.to_string() }
    }

    /// It may have been carried out.
    pub fn in_doubt(message: impl Display) -> Self {
        Self { exit: Exit::MaybeDone, message: message.to_string() }
    }

    /// Reports it: as JSON on standard output where that was asked for, for people on standard error.
    pub fn report(&self, output: Output) -> Exit {
        #[derive(Serialize)]
        struct Members<'a> {
            message: &'a str,
        }
        if output.is_json() {
            return output.result(self.exit, "failure", Members { message: &self.message }, "");
        }
        output.note(self);
        self.exit
    }
}

impl Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "error: {}", Plain(&self.message))
    }
}

#[cfg(test)]
mod tests {
    use super::Failure;

    #[test]
    fn what_it_quotes_cannot_write_to_a_terminal() {
        let failure = Failure::new("unknown field `\u{1b}]0;x\u{7}\u{9b}2J\u{202e}`\nread it");
        assert_eq!(failure.to_string(), "error: unknown field `\\u{1b}]0;x\\u{7}\\u{9b}2J\\u{202e}`\nread it");
    }
}
