//! Where each document came from: the table in `specs/SOURCES.md`.

use std::collections::BTreeMap;
use std::fmt::Write as _;

/// Where a document came from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Origin {
    /// A URL, or a repository and a path in it.
    pub source: String,
    /// `info.version` of the document as it came.
    pub version: String,
    /// When it came, ISO 8601.
    pub date: String,
    /// How it got here, in one of the words that the head of the table explains.
    pub how: String,
}

impl Origin {
    /// Whether the document is the provider's own, as it came.
    #[must_use]
    pub fn is_imported(&self) -> bool {
        self.how == "imported"
    }
}

/// The table.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Origins(BTreeMap<String, Origin>);

const HEAD: &str = "# Where each document came from

One row for each provider. `cargo xtask import` keeps the rows of imported documents; the others are kept by hand. How a document got here:

- `written`: by us, from the provider's pages or definitions.
- `adapted`: the provider's own document, structure as published and prose ours.
- `imported`: the provider's own document as it came, by `cargo xtask import`.

| provider | source | version | date | how |
|---|---|---|---|---|
";

impl Origins {
    /// Reads the table out of its file.
    #[must_use]
    pub fn parse(text: &str) -> Self {
        let rows = text.lines().filter_map(|line| {
            let cells: Vec<&str> = line.strip_prefix('|')?.strip_suffix('|')?.split('|').map(str::trim).collect();
            match cells.as_slice() {
                ["provider", ..] => None,
                [provider, ..] if provider.starts_with("--") => None,
                [provider, source, version, date, how] => {
                    let cell = |text: &&str| (*text).to_owned();
                    let origin =
                        Origin { source: cell(source), version: cell(version), date: cell(date), how: cell(how) };
                    Some((cell(provider), origin))
                }
                _ => None,
            }
        });
        Self(rows.collect())
    }

    /// Where a provider's document came from.
    #[must_use]
    pub fn get(&self, provider: &str) -> Option<&Origin> {
        self.0.get(provider)
    }

    /// Records where a provider's document came from.
    pub fn insert(&mut self, provider: &str, origin: Origin) {
        self.0.insert(provider.to_owned(), origin);
    }

    /// The file.
    #[must_use]
    pub fn to_markdown(&self) -> String {
        let cell = |text: &str| text.replace(['|', '\n', '\r'], " ");
        self.0.iter().fold(HEAD.to_owned(), |mut text, (provider, origin)| {
            let _ = writeln!(
                text,
                "| {} | {} | {} | {} | {} |",
                cell(provider),
                cell(&origin.source),
                cell(&origin.version),
                cell(&origin.date),
                cell(&origin.how)
            );
            text
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_comes_back_as_it_was() {
        let mut origins = Origins::default();
        let origin = Origin {
            source: "https://example.com/a|b".to_owned(),
            version: "1.0".to_owned(),
            date: "2026-01-01".to_owned(),
            how: "imported".to_owned(),
        };
        origins.insert("acme", origin);
        let text = origins.to_markdown();
        let again = Origins::parse(&text);
        assert_eq!(again.get("acme").map(|origin| origin.source.as_str()), Some("https://example.com/a b"));
        assert_eq!(again.to_markdown(), text);
    }
}
