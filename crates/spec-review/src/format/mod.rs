//! The forms of a report.

mod escape;
mod github;
mod html;
mod json;
mod markdown;
mod sarif;
mod terminal;
mod wire;

#[cfg(test)]
pub(crate) mod fixture;
#[cfg(test)]
mod tests;

use crate::Report;

pub use markdown::{MARKER, MOST};

/// A form of a report.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Format {
    /// For a person at a terminal.
    #[default]
    Terminal,
    /// A comment of a pull request.
    Markdown,
    /// For programs; `docs/diff-report.schema.json` describes it.
    Json,
    /// Commands with which a workflow marks lines.
    Github,
    /// SARIF 2.1.0, as code scanning takes it.
    Sarif,
    /// One page for a browser that needs nothing else.
    Html,
}

impl Format {
    /// All of them, by the names that a command line has for them, each with what it is for.
    pub const ALL: [(&str, Self, &str); 6] = [
        ("terminal", Self::Terminal, "For a person at a terminal"),
        ("markdown", Self::Markdown, "A comment of a pull request, never longer than one may be"),
        ("json", Self::Json, "For programs"),
        ("github", Self::Github, "Commands with which a GitHub workflow marks lines"),
        ("sarif", Self::Sarif, "SARIF 2.1.0, for code scanning"),
        ("html", Self::Html, "One page for a browser, with both documents side by side; it needs no network"),
    ];

    /// The one of this name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|(known, ..)| *known == name).map(|(_, format, _)| format)
    }

    /// Writes a report down for a terminal, with the examples whose bytes change; [`write`](Self::write) only counts them there.
    #[must_use]
    pub fn terminal_with_wire(report: &Report, colour: bool) -> String {
        terminal::write(report, colour, true)
    }

    /// Writes a report down. Only a terminal has colours.
    #[must_use]
    pub fn write(self, report: &Report, colour: bool) -> String {
        match self {
            Self::Terminal => terminal::write(report, colour, false),
            Self::Markdown => markdown::write(report),
            Self::Json => json::write(report),
            Self::Github => github::write(report),
            Self::Sarif => sarif::write(report),
            Self::Html => html::write(report),
        }
    }
}

/// JSON over several lines, with one at the end.
fn pretty(value: &impl serde::Serialize) -> String {
    // Nothing that is written here has a key that is no text: it cannot fail.
    let mut text = serde_json::to_string_pretty(value).unwrap_or_default();
    text.push('\n');
    text
}
