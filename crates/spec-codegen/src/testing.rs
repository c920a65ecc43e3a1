//! Small documents for the tests of the passes.

use spec_contract::{Contract, read};
use spec_document::Effective;

/// The contract of a document whose component schemas are `schemas`, as YAML at indentation 0.
pub fn schemas(schemas: &str) -> Contract {
    let schemas: String = schemas.lines().map(|line| format!("    {line}\n")).collect();
    contract(&format!(
        "openapi: 3.1.1\ninfo: {{title: t, version: '1'}}\npaths: {{}}\ncomponents:\n  schemas:\n{schemas}"
    ))
}

/// The contract of a document.
pub fn contract(text: &str) -> Contract {
    let document = Effective::from_text("test", "specs/test.yaml", text).unwrap_or_else(|report| panic!("{report}"));
    read(&document).unwrap_or_else(|report| panic!("{report}"))
}
