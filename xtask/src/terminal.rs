//! Lines like cargo's.

use std::io::IsTerminal;

use spec_document::Report;

/// Whether standard error shows colours.
pub fn colour() -> bool {
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

/// Whether standard output shows colours: a terminal, or the pager that git shows its output in.
pub fn colour_of_output() -> bool {
    let shown = std::io::stdout().is_terminal() || std::env::var_os("GIT_PAGER_IN_USE").is_some_and(|it| it == "true");
    shown && std::env::var_os("NO_COLOR").is_none()
}

/// Writes a result to standard output. Who closed it wants no more of it, which is no mistake.
pub fn output(text: &str) {
    use std::io::Write as _;
    let mut stdout = std::io::stdout().lock();
    let _ = stdout.write_all(text.as_bytes()).and_then(|()| stdout.flush());
}
