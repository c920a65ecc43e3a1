//! What a reviewer is shown.

use serde::{Serialize, Serializer};
use spec_diff::Place;

/// Exchanges that a report holds at most.
pub(super) const MOST: usize = 200;

/// What changes in the examples as they stand on the wire.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct WireBytes {
    /// Those of which an example is no longer valid first, then by provider, path and part.
    pub exchanges: Vec<Exchange>,
    /// How many more exchanges change, which a report has no room for.
    pub left_out: usize,
    /// How many messages were not compared, or not to their end, since there are too many or they are too long.
    pub not_compared: usize,
    /// Of how many examples the validator could not say whether the other document refuses them.
    pub not_judged: usize,
}

/// A request or an answer that changes, as an example of it stands on the wire.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Exchange {
    /// The provider's name.
    pub provider: String,
    /// The HTTP method in capital letters.
    pub method: String,
    /// The path template.
    pub path: String,
    /// `request`, or `answer` with its status.
    pub part: String,
    /// The media type of the body; empty where there is none.
    pub media_type: String,
    /// The name of the example; empty where it has none.
    pub example: String,
    /// What that is an example of, such as a parameter; empty where it is the body.
    pub example_of: String,
    /// The titles of further examples of which the same bytes change.
    pub same: Vec<String>,
    /// What became of it.
    pub kind: Kind,
    /// The bytes, by lines.
    pub lines: Vec<Line>,
    /// What is to be said of the examples.
    pub notes: Vec<Note>,
    /// What is required and has no example: a placeholder stands for it.
    pub placeholders: Vec<String>,
    /// Where the old document has it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub base: Option<Place>,
    /// Where the new document has it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub revision: Option<Place>,
}

/// What became of an exchange.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// Its bytes are others.
    Changed,
    /// Only the new document has it.
    Appeared,
    /// Only the old document has it.
    Gone,
    /// Its bytes are the same, and something is to be said of it.
    Same,
}

impl Kind {
    /// In a word for people.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Changed => "changed",
            Self::Appeared => "appeared",
            Self::Gone => "went",
            Self::Same => "the same bytes",
        }
    }
}

/// Something that is to be said of an example.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Note {
    /// One plain sentence. Names from a document stand in backticks and are not escaped.
    pub sentence: String,
    /// Where the example stands.
    pub example: Place,
    /// Where the other document refuses it.
    pub by: Place,
}

/// A line of a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// In which of both it stands.
    pub sign: Sign,
    /// Its text, cut where it is long, with what could hide made visible.
    pub text: String,
}

/// In which of two messages a line stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sign {
    /// In both.
    Both,
    /// In the old one.
    Removed,
    /// In the new one.
    Added,
    /// Lines are left out here.
    Skipped,
}

impl Sign {
    /// As a diff writes it.
    #[must_use]
    pub fn mark(self) -> char {
        match self {
            Self::Both => ' ',
            Self::Removed => '-',
            Self::Added => '+',
            Self::Skipped => '@',
        }
    }
}

/// As a line of a diff.
impl Serialize for Line {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&format_args!("{}{}", self.sign.mark(), self.text))
    }
}

impl Exchange {
    /// What it is, after method and path, such as ``request, application/json, example `one` ``.
    #[must_use]
    pub fn title(&self) -> String {
        let mut title = self.part.clone();
        if !self.media_type.is_empty() {
            title += &format!(", {}", self.media_type);
        }
        if !self.example.is_empty() {
            title += &format!(", example `{}`", self.example);
        }
        if !self.example_of.is_empty() {
            title += &format!(" of the {}", self.example_of);
        }
        title
    }
}

impl WireBytes {
    /// Whether there is nothing to say.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.exchanges.is_empty() && self.left_out + self.not_compared + self.not_judged == 0
    }

    /// How many examples one document gives and the other refuses, in what is shown.
    #[must_use]
    pub fn refused(&self) -> usize {
        self.exchanges.iter().map(|exchange| exchange.notes.len()).sum()
    }

    /// Adds what was found of one provider.
    pub(crate) fn add(&mut self, other: Self) {
        self.exchanges.extend(other.exchanges);
        // Stable: of one provider they are in order.
        self.exchanges.sort_by_key(|exchange| exchange.notes.is_empty());
        self.left_out += other.left_out + self.exchanges.len().saturating_sub(MOST);
        self.exchanges.truncate(MOST);
        self.not_compared += other.not_compared;
        self.not_judged += other.not_judged;
    }
}
