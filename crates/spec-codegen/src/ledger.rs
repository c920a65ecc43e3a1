//! The ledger: what a document promises and the generated crate cannot express.

use std::fmt::Write as _;

/// One thing that was given up.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Entry {
    /// The JSON Pointer into the effective document.
    pub place: String,
    /// The pass that gave it up.
    pub pass: &'static str,
    /// What was given up, and what a user of the crate sees instead.
    pub given_up: String,
    /// Whether a type was given up for any JSON.
    pub erased: bool,
}

/// Everything that was given up for one document, in the order of places.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ledger {
    entries: Vec<Entry>,
}

impl Ledger {
    /// Adds an entry; one that is there already is not added again.
    pub fn give_up(&mut self, pass: &'static str, place: &spec_document::Pointer, given_up: impl Into<String>) {
        self.add(Entry { place: place.to_string(), pass, given_up: given_up.into(), erased: false });
    }

    /// Adds an entry for a type that any JSON stands for.
    pub fn erase(&mut self, pass: &'static str, place: &spec_document::Pointer, given_up: impl Into<String>) {
        self.add(Entry { place: place.to_string(), pass, given_up: given_up.into(), erased: true });
    }

    fn add(&mut self, entry: Entry) {
        if let Err(index) = self.entries.binary_search(&entry) {
            self.entries.insert(index, entry);
        }
    }

    /// The entries.
    #[must_use]
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// Whether something at that place, or around it, was given up.
    #[must_use]
    pub fn covers(&self, place: &str) -> bool {
        let mut around = place;
        loop {
            let index = self.entries.partition_point(|entry| entry.place.as_str() < around);
            if self.entries.get(index).is_some_and(|entry| entry.place == around) {
                return true;
            }
            match around.rfind('/') {
                Some(end) => around = &around[..end],
                None => return false,
            }
        }
    }

    /// The reviewed file beside the client.
    #[must_use]
    pub fn to_markdown(&self, document: &str) -> String {
        let mut text = format!("# What the client gives up of {document}\n\n");
        if self.entries.is_empty() {
            text.push_str("Nothing: whatever the document promises, the crate expresses.\n");
            return text;
        }
        text.push_str("| place in the document | pass | given up |\n|---|---|---|\n");
        for entry in &self.entries {
            let cell = |text: &str| text.replace('|', "\\|").replace('\n', " ");
            let _ = writeln!(text, "| `{}` | {} | {} |", cell(&entry.place), entry.pass, cell(&entry.given_up));
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use spec_document::Pointer;

    #[test]
    fn an_entry_covers_what_stands_inside_it() {
        let mut ledger = Ledger::default();
        ledger.give_up("any-of", &Pointer::parse("/a/b").expect("a pointer"), "x");
        assert!(ledger.covers("/a/b"));
        assert!(ledger.covers("/a/b/c"));
        assert!(!ledger.covers("/a/bc"));
        assert!(!ledger.covers("/a"));
    }
}
