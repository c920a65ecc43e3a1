//! Each rule on a document that breaks it and on one that comes near and does not.

use std::path::{Path, PathBuf};

use spec_document::Effective;
use spec_lint::{Findings, RULES, Setting, lint};

fn path(rule: &str, kind: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/documents/{rule}.{kind}.yaml"))
}

fn linted(rule: &str, kind: &str) -> (Effective, Findings) {
    let path = path(rule, kind);
    let text = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let document = Effective::from_text("acme", "acme.yaml", &text).unwrap_or_else(|report| panic!("{rule}: {report}"));
    let found = lint(&document, Setting::Alone);
    (document, found)
}

#[test]
fn each_rule_finds_what_it_is_for() {
    for rule in RULES {
        let (document, found) = linted(rule.id, "bad");
        let of_rule: Vec<_> =
            found.open.iter().filter(|it| it.rule == rule.id).map(|it| it.diagnostic.clone()).collect();
        assert!(!of_rule.is_empty(), "{} finds nothing", rule.id);
        insta::assert_snapshot!(rule.id, document.report(of_rule));
    }
}

#[test]
fn each_rule_leaves_alone_what_only_comes_near() {
    for rule in RULES {
        let (document, found) = linted(rule.id, "good");
        let of_rule: Vec<_> =
            found.open.iter().filter(|it| it.rule == rule.id).map(|it| it.diagnostic.clone()).collect();
        assert!(of_rule.is_empty(), "{}:\n{}", rule.id, document.report(of_rule));
    }
}

#[test]
fn findings_are_warnings_with_a_place_and_advice() {
    for rule in RULES {
        for finding in linted(rule.id, "bad").1.open {
            let said = &finding.diagnostic;
            assert_eq!((said.code, said.level), (finding.rule, spec_document::Level::Warning));
            assert!(said.primary.is_some() && !said.help.is_empty(), "{said:?}");
        }
    }
}

#[test]
fn only_rules_that_say_so_are_mended() {
    for rule in RULES {
        let fixable = linted(rule.id, "bad").1.open.iter().any(|it| it.rule == rule.id && it.is_fixable());
        assert_eq!(fixable, rule.fixable, "{}", rule.id);
    }
}

#[test]
fn every_rule_has_its_section_and_no_section_is_stale() {
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/linting.md");
    let Ok(page) = std::fs::read_to_string(page) else {
        // The published crate comes without the workspace.
        return;
    };
    let sections: Vec<&str> = page.lines().filter_map(|line| line.strip_prefix("### ")).collect();
    let rules: Vec<&str> = RULES.iter().map(|rule| rule.id).collect();
    assert_eq!(sections, rules, "docs/linting.md has one heading for each rule, in the order of the rules");
}

#[test]
fn a_document_that_no_reader_takes_is_linted_all_the_same() {
    for text in [
        "a: 1",
        "openapi: [3.1]\npaths: []\ncomponents: x",
        "paths: { /a: { get: { responses: [], parameters: {}, requestBody: 7 } } }",
        "openapi: 3.1.0\ncomponents: { schemas: { A: [], B: { properties: [], enum: {}, oneOf: 3, type: {}, nullable: x } } }",
        "paths: { /a: { get: {} } }\nx-lint-accept: yes",
        "paths: { /a: { get: { operationId: [], security: {} } } }\nsecurity: 1\ncomponents: { schemas: { '': {} } }",
    ] {
        if let Ok(document) = Effective::from_text_alone("acme", "acme.yaml", text) {
            let found = lint(&document, Setting::Provider);
            assert!(!document.report(found.open.into_iter().map(|it| it.diagnostic).collect()).to_string().is_empty());
        }
    }
}
