//! `--fix`: what it mends, what it leaves, and that nothing else changes.

use proptest::prelude::*;
use spec_document::Effective;
use spec_lint::{Fixed, Setting, fix, lint};

fn load(text: &str) -> Effective {
    Effective::from_text("acme", "acme.yaml", text).unwrap_or_else(|report| panic!("{report}\n{text}"))
}

fn fixed(text: &str) -> Fixed {
    let document = load(text);
    let found = lint(&document, Setting::Alone);
    fix(&document, found.open, &|text| Effective::from_text("acme", "acme.yaml", text))
}

/// The text after the mend and what was left, once it is shown that a second mend changes nothing.
fn mended(text: &str) -> String {
    let once = fixed(text);
    let after = once.text.clone().unwrap_or_else(|| text.to_owned());
    let again = fixed(&after);
    assert_eq!(again.text, None, "it is idempotent");
    assert!(again.done.is_empty());
    let left = once.left.iter().map(|(finding, why)| format!("# left: {} {}: {why}\n", finding.rule, finding.place));
    after + &left.collect::<String>()
}

#[test]
fn yaml_keeps_its_comments_and_its_odd_formatting() {
    insta::assert_snapshot!(mended(include_str!("documents/odd.yaml")));
}

#[test]
fn json_keeps_its_form() {
    let pretty = r##"{
  "openapi": "3.1.1",
  "paths": {
    "/a": {
      "get": {
        "responses": {"200": {"description": "x", "content": {"application/json": {
          "schema": { "$ref" : "#/components/schemas/B" } }}}}
      },
      "put": {"responses": {}}, "post":{}
    }
  },
  "components": {
    "schemas": {
      "A": { "type": "string" },
      "B": {
        "type": "string",
        "nullable": true
      },
      "C": { "nullable" : true , "type": "integer" }
    },
    "parameters": { "P": { "name": "p", "in": "query", "schema": { "type": "string", "nullable": true } } }
  }
}
"##;
    insta::assert_snapshot!(mended(pretty));
    let dense: String = pretty.lines().map(str::trim).collect();
    insta::assert_snapshot!("json_on_one_line", mended(&dense));
}

#[test]
fn line_ends_of_windows_stay() {
    let text = "openapi: 3.1.1\r\npaths:\r\n  /a:\r\n    get:\r\n      # why\r\n      summary: A\r\n      responses: {}\r\ncomponents:\r\n  schemas:\r\n    A:\r\n      type: string\r\n";
    let after = fixed(text).text.expect("it mends");
    assert_eq!(
        after,
        "openapi: 3.1.1\r\npaths:\r\n  /a:\r\n    get:\r\n      # why\r\n      operationId: getA\r\n      summary: A\r\n      responses: {}\r\n"
    );
}

#[test]
fn what_an_alias_repeats_is_mended_only_where_both_are_meant() {
    // Both copies lack a type with null, and both get it by one edit.
    let both =
        "openapi: 3.1.1\ncomponents:\n  schemas:\n    A: &a\n      type: string\n      nullable: true\n    B: *a\n";
    assert_eq!(
        fixed(both).text.as_deref(),
        Some("openapi: 3.1.1\ncomponents:\n  schemas:\n    A: &a\n      type: [string, 'null']\n    B: *a\n")
    );
    // The copy is data, which must not change.
    let one = "openapi: 3.1.1\ncomponents:\n  schemas:\n    A: &a\n      type: string\n      nullable: true\n    B: { example: *a }\n";
    let left = fixed(one);
    assert_eq!(left.text, None);
    assert_eq!(left.left.len(), 1);
}

#[test]
fn a_name_that_two_operations_would_share_is_not_made() {
    let text = "openapi: 3.1.1\npaths:\n  /a/b:\n    get: { summary: A }\n  /a-b:\n    get: { summary: B }\n";
    let left = fixed(text);
    assert!(left.text.is_none() && left.left.is_empty(), "{left:?}");
}

/// A line that may stand in a schema, and one that may stand in an operation.
fn noise() -> impl Strategy<Value = String> {
    prop_oneof![
        Just(String::new()),
        Just("# a comment".to_owned()),
        Just("#nullable: true".to_owned()),
        Just("description: 'of # no ''importance'''".to_owned()),
        Just("description: |\n  two\n    lines: nullable\n\n  # no comment".to_owned()),
        Just("x-more: {a: [1, {b: c}], 'd': \"e\"}   # beside".to_owned()),
        Just("x-list:\n- nullable: true\n  type: string\n- b".to_owned()),
        Just("\t".repeat(0) + "default:    \"a\""),
    ]
}

fn schema() -> impl Strategy<Value = String> {
    let null = prop_oneof![
        Just("nullable: true"),
        Just("nullable:   true # beside"),
        Just("nullable: false"),
        Just("title: x")
    ];
    let kind = prop_oneof![
        Just("type: string"),
        Just("type: 'string'"),
        Just("'type' : \"string\" # of it"),
        Just("type: [string, 'null']")
    ];
    let block = (noise(), null, kind, any::<bool>()).prop_map(|(noise, null, kind, turned)| {
        if turned { format!("{null}\n{noise}\n{kind}") } else { format!("{kind}\n{noise}\n{null}") }
    });
    let flow = prop_oneof![
        Just("{type: string, nullable: true}".to_owned()),
        Just("{ nullable: true , \"type\" : \"string\", minLength: 1 }  # f".to_owned()),
        Just("{type: string, nullable: true, }".to_owned()),
        Just("{type: string,\n  nullable: false\n  }".to_owned()),
        Just("{ type: string # c\n  , nullable: true }".to_owned()),
    ];
    prop_oneof![3 => block, 1 => flow]
}

fn indented(text: &str, by: usize) -> String {
    text.lines()
        .map(|line| if line.is_empty() { "\n".to_owned() } else { format!("{}{line}\n", " ".repeat(by)) })
        .collect()
}

fn document() -> impl Strategy<Value = String> {
    let schemas = prop::collection::vec((schema(), any::<bool>(), noise()), 0..6);
    let operations = prop::collection::vec((noise(), any::<bool>()), 1..4);
    (schemas, operations).prop_map(|(schemas, operations)| {
        let mut text = "# head\nopenapi: 3.1.1\npaths:\n".to_owned();
        let mut used = schemas.iter().enumerate().filter(|(_, (_, used, _))| *used).map(|(at, _)| at);
        for (at, (noise, named)) in operations.into_iter().enumerate() {
            text += &format!("  /p{at}:\n    get:\n");
            let noise = if noise.starts_with("default") { String::new() } else { noise };
            text += &indented(&noise, 6);
            if named {
                text += &format!("      operationId: p{at}\n");
            }
            match used.next() {
                Some(at) => text += &format!("      responses: {{'200': {{content: {{a/json: {{schema: {{$ref: '#/components/schemas/S{at}'}}}}}}}}}}\n"),
                None => text += "      responses: {}\n",
            }
        }
        if !schemas.is_empty() {
            text += "components:\n  # all of them\n  schemas:\n";
        }
        for (at, (schema, _, noise)) in schemas.iter().enumerate() {
            if noise.starts_with('#') {
                text += &indented(noise, 4);
            }
            if schema.starts_with('{') {
                text += &format!("    S{at}: {}", indented(schema, 4).trim_start());
            } else {
                text += &format!("    S{at}:\n{}", indented(schema, 8));
            }
        }
        text
    })
}

/// The text of each operation and each schema, by its name, and of what stands between them.
fn parts(text: &str) -> Vec<(String, String)> {
    let mut parts = vec![("head".to_owned(), String::new()), ("between".to_owned(), String::new())];
    for line in text.split_inclusive('\n') {
        let name = line.trim().split(':').next().unwrap_or_default().trim_start_matches('/');
        let header = line.starts_with("  /p") || line.starts_with("    S");
        if header {
            parts.push((name.to_owned(), String::new()));
        }
        let between = line.starts_with("    #");
        let at = if between { 1 } else { parts.len() - 1 };
        // What holds the schemas goes with the last of them.
        if !["components:\n", "  # all of them\n", "  schemas:\n"].contains(&line) {
            parts[at].1.push_str(line);
        }
    }
    // The comments above the first schema go with what holds them, too.
    if !text.contains("\ncomponents:") {
        parts[1].1.clear();
    }
    parts
}

fn comments(part: &str) -> Vec<&str> {
    part.lines().filter_map(|line| line.find("# ").map(|at| line[at..].trim_end())).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn it_is_idempotent_and_changes_nothing_else(text in document()) {
        let before = fixed(&text);
        let Some(after) = before.text else {
            prop_assert!(before.done.is_empty());
            return Ok(());
        };
        // Everything that was mended is no finding any more, and no new one came.
        let found = lint(&load(&after), Setting::Alone);
        let fixable = found.open.iter().filter(|it| it.is_fixable()).count();
        prop_assert_eq!(fixable, before.left.len(), "{}", &after);
        let again = fixed(&after);
        prop_assert!(again.text.is_none(), "{}\n=>\n{}", &after, again.text.unwrap_or_default());
        // Whatever no finding is about is there byte for byte; what one is about keeps its comments.
        let (old, new) = (parts(&text), parts(&after));
        let about = |name: &str, rule: &str| {
            before.done.iter().any(|it| it.rule == rule && it.place.tokens().nth(if name.starts_with('S') { 2 } else { 1 }).is_some_and(|it| it.trim_start_matches('/') == name))
        };
        for (name, part) in &old {
            let mended = new.iter().find(|(it, _)| it == name).map(|(_, part)| part.as_str());
            if about(name, "component-unused") {
                prop_assert_eq!(mended, None);
            } else if about(name, "operation-id-missing") {
                let made = format!("      operationId: getP{}\n", &name[1..]);
                prop_assert_eq!(mended.map(|part| part.replacen(&made, "", 1)), Some(part.clone()));
            } else if about(name, "nullable-in-3-1") {
                prop_assert_eq!(mended.map(comments), Some(comments(part)));
            } else {
                let gone = name == "between" && !after.contains("\ncomponents:");
                prop_assert!(gone || mended == Some(part.as_str()), "{name}: {}\n=>\n{}", text, after);
            }
        }
        prop_assert!(new.len() <= old.len());
    }
}
