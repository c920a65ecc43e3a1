//! What the document says of each answer, for an observer of drift.

use spec_contract::answer_schemas;

use super::Source;

/// The file, in the crate. Without the feature `observe` nothing reads it.
pub const PATH: &str = "src/answer_schemas.json";

/// `src/answer_schemas.json`: of the document as it is, and not of what the lowering made of it.
pub fn answers(source: &Source<'_>) -> String {
    let json = source.document.root.to_json();
    let schemas = answer_schemas(&json, source.contract, source.mark("").trim());
    let mut text = serde_json::to_string_pretty(&schemas).unwrap_or_default();
    text.push('\n');
    text
}
