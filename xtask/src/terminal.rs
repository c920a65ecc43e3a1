//! Lines like cargo's.

use std::io::IsTerminal;

use spec_document::Report;

/// Whether standard error shows colours.
fn colour() -> bool {
    std::io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none()
}

/// A status line: a right-aligned word and what it is about.
pub fn status(word: &str, about: &str) {
    if colour() {
        eprintln!("\x1b[1;32m{word:>12}\x1b[0m {about}");
    } else {
        eprintln!("{word:>12} {about}");
    }
}

/// An error line.
pub fn error(message: &str) {
    if colour() {
        eprintln!("\x1b[1;31merror\x1b[0m: {message}");
    } else {
        eprintln!("error: {message}");
    }
}

/// A report of mistakes.
pub fn report(report: &Report) {
    eprintln!("{}", report.render(colour()));
}
