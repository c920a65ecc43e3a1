use insta::assert_snapshot;
use serde_json::json;

use crate::diagnostic::Mistakes;
use crate::load;
use crate::{Node, Report, Sources};

const DOCUMENT: &str = "\
openapi: 3.0.3
info: {title: Shop, version: '1'}
tags: [{name: a}, {name: b}]
paths:
  /a:
    get: {summary: one, tags: [a]}
    post: {summary: two}
  /b:
    get: {summary: three, deprecated: true}
";

fn apply(document: &str, overlay: &str) -> Result<Node, String> {
    let mut sources = Sources::default();
    let mut root = load::read(&mut sources, "shop.yaml", document.as_bytes()).unwrap();
    let mut mistakes = Mistakes::default();
    match load::read(&mut sources, "shop.overlay.yaml", overlay.as_bytes()) {
        Ok(overlay) => super::apply(&mut root, &super::read(&overlay, &mut mistakes), &mut mistakes),
        Err(found) => found.into_iter().for_each(|mistake| mistakes.push(mistake)),
    }
    if mistakes.is_empty() { Ok(root) } else { Err(Report::new(sources, mistakes.into_vec()).to_string()) }
}

fn overlay(actions: &str) -> String {
    format!("overlay: 1.0.0\ninfo: {{title: Ours, version: '1'}}\nactions:\n{actions}")
}

fn act(target: &str, change: &str) -> Result<Node, String> {
    apply(DOCUMENT, &overlay(&format!("- target: {target}\n  description: why\n  {change}\n")))
}

fn refused(target: &str, change: &str) -> String {
    act(target, change).map(|root| root.to_json()).unwrap_err()
}

#[test]
fn every_mistake_of_form() {
    assert_snapshot!(
        apply(
            DOCUMENT,
            "
overlay: 1.1.0
info: {title: 1, note: x}
extend: x
x-mine: fine
actions:
- target: $.info
  updates: {a: 1}
- description: '  '
  target: 1
- description: why
  remove: true
- description: why
  target: $.info
  remove: perhaps
- description: why
  target: $.info[
  update: {}
- 7
"
        )
        .unwrap_err()
    );
}

#[test]
fn an_overlay_without_content() {
    assert_snapshot!(apply(DOCUMENT, "{}").unwrap_err());
    assert_snapshot!(apply(DOCUMENT, "[]").unwrap_err());
    assert_snapshot!(apply(DOCUMENT, &overlay("  []")).unwrap_err());
}

#[test]
fn no_match() {
    assert_snapshot!(refused("$.paths['/c'].get", "remove: true"));
}

#[test]
fn no_effect() {
    assert_snapshot!(refused("$.info", "update: {title: Shop}"));
    assert_snapshot!(refused("$.info", "remove: false"));
}

#[test]
fn kinds_that_do_not_merge() {
    assert_snapshot!(refused("$.info.title", "update: Store"));
    assert_snapshot!(refused("$.paths['/a']", "update: {get: {tags: a}}"));
    assert_snapshot!(refused("$", "remove: true"));
}

#[test]
fn targets_are_bounded() {
    for target in [
        "$..a..b".to_owned(),
        "$[?$..a]".to_owned(),
        format!("${}", "[*,*]".repeat(8)),
        format!("${}", "[0,0]".repeat(12)),
        format!("$[?{}@{}]", "(".repeat(500), ")".repeat(500)),
        "$[?@.a][?@.b][?@.c][?@.d][?@.e]".to_owned(),
        format!("$.{}", "a".repeat(3000)),
    ] {
        let report = refused(&format!("'{target}'"), "remove: true");
        assert!(report.contains("error[overlay-target]: the target is too complex"), "{report}");
    }
}

#[test]
fn what_an_overlay_adds_is_bounded() {
    let deep = format!("update: {{a: {}1{}}}", "[".repeat(123), "]".repeat(123));
    assert!(refused("$.paths['/a'].get", &deep).contains("error[too-deep]"));
    assert!(act("$.info", &deep).is_ok());
    let wide = overlay(&format!("- {{target: '$..*', description: why, update: {{x: [{}]}}}}", "1,".repeat(200_000)));
    let objects = format!("a: [{}]", "{},".repeat(20));
    assert!(apply(&objects, &wide).unwrap_err().contains("error[too-many-values]"));
    let all = overlay("- {target: '$.a[*]', description: why, remove: true}");
    let many = format!("a: [{}]", "{},".repeat(10_001));
    assert!(apply(&many, &all).unwrap_err().contains("more than 10000 places"));
}

#[test]
fn searches_are_bounded() {
    let actions: String =
        (0..80).map(|at| format!("- {{target: '$.*[?@.b]', description: why, update: {{x{at}: 1}}}}\n")).collect();
    let report = apply(&format!("a: [{{b: 1}}{}]", ",1".repeat(100_000)), &overlay(&actions)).unwrap_err();
    assert!(report.contains("search the document too often"), "{report}");
    assert!(report.ends_with("1 error\n"), "{report}");
}

#[test]
fn updates() {
    let cases = [
        ("a new member", "$.info", "update: {x-a: {b: 1}}", "/info/x-a", json!({"b": 1})),
        ("a primitive is replaced", "$.info", "update: {title: Store}", "/info/title", json!("Store")),
        ("even by something else", "$.info", "update: {version: {a: 1}}", "/info/version", json!({"a": 1})),
        (
            "objects merge deeply",
            "$",
            "update: {paths: {/a: {get: {summary: 1}}}}",
            "/paths/~1a/get",
            json!({"summary": 1, "tags": ["a"]}),
        ),
        (
            "arrays in objects grow",
            "$.paths['/a'].get",
            "update: {tags: [x]}",
            "/paths/~1a/get/tags",
            json!(["a", "x"]),
        ),
        ("an array takes an element", "$.tags", "update: {name: c}", "/tags/2", json!({"name": "c"})),
        ("also a primitive one", "$..get.tags", "update: z", "/paths/~1a/get/tags", json!(["a", "z"])),
        ("an array takes elements", "$.tags", "update: [1, 2]", "/tags/3", json!(2)),
        ("every match", "$.paths.*.*", "update: {x-a: 1}", "/paths/~1b/get/x-a", json!(1)),
        ("filters", "$.paths.*[?@.deprecated == true]", "update: {x-old: 1}", "/paths/~1b/get/x-old", json!(1)),
        ("only an update when not removed", "$.info", "update: {a: 1}\n  remove: false", "/info/a", json!(1)),
    ];
    for (what, target, change, place, wanted) in cases {
        let root = act(target, change).unwrap_or_else(|report| panic!("{what}: {report}"));
        assert_eq!(root.to_json().pointer(place), Some(&wanted), "{what}");
    }
}

#[test]
fn removals() {
    let cases = [
        ("a member", "$.info.title", "/info", json!({"version": "1"})),
        ("an element", "$.tags[0]", "/tags", json!([{"name": "b"}])),
        ("all elements", "$.tags[*]", "/tags", json!([])),
        ("what is inside of what is removed too", "$.paths..*", "/paths", json!({})),
        ("many members", "$.paths.*.get", "/paths", json!({"/a": {"post": {"summary": "two"}}, "/b": {}})),
    ];
    for (what, target, place, wanted) in cases {
        // `remove: true` wins over an update.
        for change in ["remove: true", "remove: true\n  update: {x: 1}"] {
            let root = act(target, change).unwrap_or_else(|report| panic!("{what}: {report}"));
            assert_eq!(root.to_json().pointer(place), Some(&wanted), "{what}");
        }
    }
}

#[test]
fn actions_see_what_those_before_did() {
    let actions = "
- {target: $.info, description: why, update: {x-a: {list: [1]}}}
- {target: '$.info[\"x-a\"].list', description: why, update: 2}
- {target: '$.tags[0]', description: why, remove: true}
- {target: '$.tags[0]', description: why, update: {x-first: true}}
- {target: $.paths, description: why, update: {/c: {get: {}}}}
- {target: '$.paths[\"/c\"].get', description: why, update: {summary: four}}
";
    let root = apply(DOCUMENT, &overlay(actions)).unwrap_or_else(|report| panic!("{report}"));
    let json = root.to_json();
    assert_eq!(json.pointer("/info/x-a/list"), Some(&json!([1, 2])));
    assert_eq!(json.pointer("/tags"), Some(&json!([{"name": "b", "x-first": true}])));
    assert_eq!(json.pointer("/paths/~1c/get/summary"), Some(&json!("four")));
}

#[test]
fn what_the_overlay_brings_points_into_it() {
    let root = act("$.info", "update: {title: Store, x-a: 1}").unwrap();
    let info = root.get("info").unwrap().as_object().unwrap();
    let (document, ours) = (root.span.source, info.get("title").unwrap().span.source);
    assert_ne!(document, ours);
    assert_eq!(info.member("title").unwrap().key_span.source, document);
    assert_eq!(info.member("x-a").unwrap().key_span.source, ours);
    assert_eq!(info.get("version").unwrap().span.source, document);
    let order: Vec<_> = info.iter().map(|member| member.key.as_str()).collect();
    assert_eq!(order, ["title", "version", "x-a"]);
}
