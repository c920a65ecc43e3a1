#![doc = include_str!("../README.md")]

mod acceptance;
mod finding;
mod fix;
mod outline;
mod rule;

use spec_document::Effective;

pub use finding::{Finding, Findings};
pub use fix::{Fixed, fix};
pub use rule::{RULES, Rule};

/// Where a document stands in the workspace, which decides what else looks at it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Setting {
    /// It is a provider's document: `check` has looked at it and has refused some things as errors already.
    Provider,
    /// It is a file that nobody else looks at.
    Alone,
}

/// Everything that the rules find in a document.
#[must_use]
pub fn lint(document: &Effective, setting: Setting) -> Findings {
    let outline = outline::Outline::new(document, setting);
    let mut found = finding::Found::default();
    for rule in RULES {
        found.rule = rule.id;
        (rule.check)(&outline, &mut found);
    }
    acceptance::apply(document, found.into_vec())
}
