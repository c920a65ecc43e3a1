//! From bytes to a tree.

mod build;
mod json;
mod scalar;
pub(crate) mod text;
mod yaml;

#[cfg(test)]
mod tests;

use crate::diagnostic::{Diagnostic, Mistakes};
use crate::{Node, Report, SourceId, Sources};

/// A tree and the text it was read from.
#[derive(Clone, Debug)]
pub struct Document {
    /// The tree.
    pub root: Node,
    /// The text.
    pub sources: Sources,
}

/// Reads a YAML or JSON text: JSON when it begins with `{` or `[` or its name ends in `.json`, YAML otherwise.
///
/// # Errors
///
/// A report of what is wrong with the text: characters that may not be there, a mistake of syntax, a key that is there
/// twice or is no string, an alias, tag or number that JSON has no word for, too much of anything.
pub fn load_text(name: &str, text: &str) -> Result<Document, Report> {
    load_bytes(name, text.as_bytes())
}

pub(crate) fn load_bytes(name: &str, bytes: &[u8]) -> Result<Document, Report> {
    let mut sources = Sources::default();
    match read(&mut sources, name, bytes) {
        Ok(root) => Ok(Document { root, sources }),
        Err(diagnostics) => Err(Report::new(sources, diagnostics)),
    }
}

/// Adds the bytes of a file to the sources and reads them.
pub(crate) fn read(sources: &mut Sources, name: &str, bytes: &[u8]) -> Result<Node, Vec<Diagnostic>> {
    let mut mistakes = Mistakes::default();
    let source = text::decode(sources, name, bytes, &mut mistakes);
    if !mistakes.is_empty() {
        return Err(mistakes.into_vec());
    }
    let text = &sources.get(source).text;
    let root = parse(source, name, text, &mut mistakes);
    match root {
        Some(root) if mistakes.is_empty() => Ok(root),
        _ => Err(mistakes.into_vec()),
    }
}

fn parse(source: SourceId, name: &str, text: &str, mistakes: &mut Mistakes) -> Option<Node> {
    let named_json = name.ends_with(".json");
    if !named_json && !text.trim_start().starts_with(['{', '[']) {
        return yaml::parse(source, text, mistakes);
    }
    match json::parse(source, text, mistakes) {
        Ok(root) => root,
        Err(error) if named_json => {
            mistakes.push(error);
            None
        }
        // YAML's flow style begins like JSON. When it is neither, whichever reader came further understood more of it.
        Err(error) => {
            let mut others = Mistakes::default();
            let root = yaml::parse(source, text, &mut others);
            if root.is_some() || others.first_start() > start(&error) {
                *mistakes = others;
            } else {
                mistakes.push(error);
            }
            root
        }
    }
}

fn start(mistake: &Diagnostic) -> Option<usize> {
    mistake.primary.as_ref().map(|label| label.span.start)
}
