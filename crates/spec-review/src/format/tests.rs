//! Each form of one report that has everything in it, and of one that means harm.

use spec_diff::{Finding, Severity};

use super::fixture::{finding, hostile, report};
use super::{Format, MARKER, MOST};
use crate::Report;

const SCHEMA: &str = include_str!("../../../../docs/diff-report.schema.json");

fn nothing() -> Report {
    Report::new("1a2b3c4d5e6f (main)", "the working tree")
}

#[test]
fn a_terminal_without_colours() {
    insta::assert_snapshot!("terminal", Format::Terminal.write(&report(), false));
    insta::assert_snapshot!("terminal-wire", Format::terminal_with_wire(&report(), false));
    insta::assert_snapshot!("terminal-nothing", Format::Terminal.write(&nothing(), false));
}

#[test]
fn colours_add_nothing_but_colours() {
    let coloured = Format::terminal_with_wire(&report(), true);
    assert!(coloured.contains("\x1b[1;31mbreaking\x1b[0m"));
    let mut plain = String::new();
    for (index, part) in coloured.split("\x1b[").enumerate() {
        plain += if index == 0 { part } else { part.split_once('m').expect("an end").1 };
    }
    assert_eq!(plain, Format::terminal_with_wire(&report(), false));
}

#[test]
fn a_comment() {
    insta::assert_snapshot!("markdown", Format::Markdown.write(&report(), false));
    insta::assert_snapshot!("markdown-nothing", Format::Markdown.write(&nothing(), false));
    let mut harmless = nothing();
    harmless.add("acme", vec![finding(Severity::Info, "The property `a` may come now.")], (None, None));
    insta::assert_snapshot!("markdown-harmless", Format::Markdown.write(&harmless, false));
    let mut warned = nothing();
    warned.add("acme", vec![finding(Severity::Warning, "The property `a` is no longer declared.")], (None, None));
    insta::assert_snapshot!("markdown-warned", Format::Markdown.write(&warned, false));
}

#[test]
fn commands_of_a_workflow() {
    insta::assert_snapshot!("github", Format::Github.write(&report(), false));
    assert_eq!(Format::Github.write(&nothing(), false), "");
}

#[test]
fn json_is_what_its_schema_says() {
    let schema = serde_json::from_str(SCHEMA).expect("JSON");
    let validator = jsonschema::draft202012::new(&schema).expect("a schema");
    for report in [report(), nothing(), hostile()] {
        let written: serde_json::Value = serde_json::from_str(&Format::Json.write(&report, false)).expect("JSON");
        let errors: Vec<String> = validator.iter_errors(&written).map(|error| format!("{error}")).collect();
        assert!(errors.is_empty(), "{errors:#?}");
    }
    insta::assert_snapshot!("json", Format::Json.write(&report(), false));
    // It refuses what is not so.
    let mut written: serde_json::Value = serde_json::from_str(&Format::Json.write(&report(), false)).expect("JSON");
    for (pointer, wrong) in [
        ("/version", 2.into()),
        ("/wire/exchanges/0/kind", "other".into()),
        ("/wire/exchanges/0/lines/0", "*x".into()),
        ("/findings/0/severity", "grave".into()),
        ("/findings/0/hurts/0", 1.into()),
    ] {
        let place = written.pointer_mut(pointer).expect("a place");
        let right = std::mem::replace(place, wrong);
        assert!(!validator.is_valid(&written), "{pointer}");
        *written.pointer_mut(pointer).expect("a place") = right;
    }
}

#[test]
fn sarif() {
    insta::assert_snapshot!("sarif", Format::Sarif.write(&report(), false));
}

#[test]
fn the_examples_on_the_wire_in_a_page() {
    let page = Format::Html.write(&report(), false);
    let section = page.split("<section id=\"wire\"").nth(1).and_then(|rest| rest.split("</main>").next());
    insta::assert_snapshot!("html-wire", section.expect("a section"));
    let page = Format::Html.write(&hostile(), false);
    for tag in ["<img", "<pre></pre>", "</details><", "# Approved\n", "\u{1b}", "\u{202e}"] {
        assert!(!page.contains(tag), "{tag}");
    }
    for part in ["section", "pre", "h3", "p"] {
        let begun = page.matches(&format!("<{part} ")).count() + page.matches(&format!("<{part}>")).count();
        assert_eq!(begun, page.matches(&format!("</{part}>")).count(), "{part}");
    }
    assert!(!Format::Html.write(&nothing(), false).contains("<section"));
}

#[test]
fn findings_come_before_examples_and_both_fit_into_a_comment() {
    let mut crowded = report();
    let exchange = crowded.wire.exchanges[0].clone();
    crowded.wire.exchanges = vec![exchange; 200];
    let comment = Format::Markdown.write(&crowded, false);
    assert!(comment.len() <= MOST);
    assert!(comment.contains("exchanges are left out here"), "{comment}");
    let alone = Format::Markdown.write(&report(), false);
    let findings = |comment: &str| comment.split("<details><summary>Examples").next().map(str::to_owned);
    assert_eq!(findings(&comment), findings(&alone));
    // No room at all: no word of it.
    let many = (0..1000).map(|index| finding(Severity::Breaking, &format!("The property `p{index}` broke.")));
    crowded.add("acme", many.collect(), (None, None));
    let comment = Format::Markdown.write(&crowded, false);
    assert!(comment.len() <= MOST && comment.matches("<details>").count() == comment.matches("</details>").count());
}

#[test]
fn nothing_that_a_document_says_gets_out_of_its_place() {
    let report = hostile();
    for (name, written) in [
        ("terminal", Format::terminal_with_wire(&report, false)),
        ("markdown", Format::Markdown.write(&report, false)),
        ("github", Format::Github.write(&report, false)),
    ] {
        assert!(!written.chars().any(|it| it != '\n' && (it.is_control() || it == '\u{202e}')), "{name}: {written}");
        insta::assert_snapshot!(format!("hostile-{name}"), written);
    }
    let commands = Format::Github.write(&report, false);
    assert_eq!(commands.lines().count(), report.changes.len(), "one command for each change");
    for line in commands.lines() {
        let (command, _) = line.trim_start_matches("::").split_once("::").expect("a command");
        assert_eq!(command.split(',').count(), 4, "file, line, col, title: {command}");
    }
    let comment = Format::Markdown.write(&report, false);
    for tag in comment.split('<').skip(1) {
        let tag = tag.split_once('>').expect("an end").0;
        let ours = ["details", "/details", "summary", "/summary", "code", "/code", "pre", "/pre"];
        assert!(ours.contains(&tag) || format!("<{tag}>") == MARKER, "<{tag}>");
    }
    assert_eq!(comment.matches("<details>").count(), comment.matches("</details>").count());
    let sarif: serde_json::Value = serde_json::from_str(&Format::Sarif.write(&report, false)).expect("JSON");
    let uri = sarif["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"].as_str();
    assert!(uri.is_some_and(|uri| !uri.contains([':', ' ', '<', '\n'])), "{uri:?}");
}

#[test]
fn a_comment_is_never_longer_than_one_may_be() {
    let long = "`*é` ".repeat(300);
    let big = |severity, index: usize| {
        let one = finding(severity, &format!("{index} {long}"));
        Finding {
            id: long.clone(),
            example: Some(long.as_str().into()),
            occurrences: vec![
                spec_diff::Occurrence {
                    part: long.clone(),
                    value: long.clone(),
                    ..one.occurrences[0].clone()
                };
                50
            ],
            ..one
        }
    };
    let small = |severity, index: usize| finding(severity, &format!("The property `p{index}` changed."));
    type Make<'m> = &'m dyn Fn(Severity, usize) -> Finding;
    for (number, make) in [(1, &big as Make<'_>), (3, &big), (30, &big), (400, &small), (1000, &small)] {
        let mut report = Report::new(long.as_str(), long.as_str());
        for provider in 0..3 {
            let provider = format!("{provider}{long}");
            for severity in [Severity::Breaking, Severity::Warning, Severity::Info] {
                report.add(&provider, (0..number).map(|index| make(severity, index)).collect(), (None, None));
            }
        }
        for index in 0..number / 3 {
            report.changes[index].accepted = Some(long.clone());
        }
        let comment = Format::Markdown.write(&report, false);
        assert!(comment.len() <= MOST, "{number}: {}", comment.len());
        assert!(comment.starts_with(MARKER) && comment.contains("**Breaking for**"), "{number}");
        assert_eq!(comment.matches("<details>").count(), comment.matches("</details>").count(), "{number}");
        if number >= 400 {
            assert!(comment.contains("Left out here, since a comment holds no more: "), "{number}");
        }
    }
}

#[test]
fn what_is_left_out_is_counted_exactly() {
    let mut report = nothing();
    report.add(
        "acme",
        (0..500).map(|index| finding(Severity::Breaking, &format!("The property `p{index}` broke."))).collect(),
        (None, None),
    );
    report.add(
        "acme",
        (0..20).map(|index| finding(Severity::Info, &format!("The property `i{index}` is new."))).collect(),
        (None, None),
    );
    let comment = Format::Markdown.write(&report, false);
    let shown = comment.matches("#### ").count();
    assert!((20..500).contains(&shown), "{shown}");
    assert!(comment.contains(&format!("no more: {} breaking and 20 infos.**", 500 - shown)), "{comment}");
    assert!(comment.contains("500 breaking changes"), "the headline counts all");
}
