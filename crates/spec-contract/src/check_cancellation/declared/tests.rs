use serde_json::json;
use spec_document::{Effective, Pointer};

use super::{Declared, Verdict};

/// The verdict of the schema `A` of a document with these schemas, in a letter: undeclared, unfit or fit.
fn verdict(schemas: &str, pointer: &str, value: Option<serde_json::Value>) -> char {
    let text = format!("openapi: 3.1.1\ncomponents:\n  schemas: {schemas}\n");
    let document = Effective::from_text("case", "case.yaml", &text).unwrap_or_else(|report| panic!("{report}"));
    let root = document.root.to_json();
    let pointer = Pointer::parse(pointer).expect("a pointer");
    let place = Pointer::parse("/components/schemas/A").expect("a pointer");
    match Declared::new(&document, &root, &pointer).any(&[place], value.as_ref()) {
        Verdict::Undeclared => 'u',
        Verdict::Unfit(_) => 'n',
        Verdict::Fit => 'y',
    }
}

const SHAPES: &str = r##"{
    A: { allOf: [{ $ref: "#/components/schemas/B" }, { properties: { own: { type: string, enum: [x, y] } } }] },
    B: { oneOf: [{ properties: { own: { type: string }, b: { enum: [1, 2] } } }, { properties: { b: { enum: [3] } } }],
         properties: { list: { type: array, items: { $ref: "#/components/schemas/B" } }, no: false,
                       map: { additionalProperties: { type: integer } }, any: {}, open: { additionalProperties: true },
                       pair: { prefixItems: [{ type: integer }] } } }
}"##;

#[test]
fn what_is_declared_is_found_through_whatever_stands_around_it() {
    for (pointer, expected) in [
        ("", 'y'),
        ("/own", 'y'),
        ("/b", 'y'),
        ("/list/0/list/7/b", 'y'),
        ("/map/whatever", 'y'),
        ("/any", 'y'),
        ("/pair/0", 'y'),
        ("/pair/1", 'u'),
        ("/list/00", 'u'),
        ("/list/b", 'u'),
        ("/list/-", 'u'),
        ("/any/more", 'u'),
        ("/open/more", 'u'),
        ("/no", 'u'),
        ("/c", 'u'),
        ("/map/whatever/more", 'u'),
    ] {
        assert_eq!(verdict(SHAPES, pointer, None), expected, "{pointer}");
    }
}

#[test]
fn a_value_has_to_fit_every_member_of_all_of_and_one_branch() {
    for (pointer, value, expected) in [
        ("/own", json!("x"), 'y'),
        ("/own", json!("z"), 'n'),
        ("/b", json!(2), 'y'),
        ("/b", json!(3), 'y'),
        ("/b", json!(4), 'n'),
        ("/map/k", json!("1"), 'n'),
        ("/any", json!([]), 'y'),
    ] {
        assert_eq!(verdict(SHAPES, pointer, Some(value.clone())), expected, "{pointer} {value}");
    }
}

#[test]
fn a_schema_of_itself_and_a_shared_branch_end() {
    let itself = r##"{ A: { allOf: [{ $ref: "#/components/schemas/A" }, { properties: { a: { type: string } } }] } }"##;
    assert_eq!(verdict(itself, "/a", None), 'y');
    assert_eq!(verdict(itself, "/b", None), 'u');
    let twice = |name: usize| {
        format!(
            "S{name}: {{ anyOf: [{{ $ref: \"#/components/schemas/S{0}\" }}, {{ $ref: \"#/components/schemas/S{0}\" }}] }}",
            name + 1
        )
    };
    let many: Vec<String> = (0..60).map(twice).collect();
    let laughs = format!(
        "{{ A: {{ $ref: \"#/components/schemas/S0\" }}, {}, S60: {{ properties: {{ a: {{}} }} }} }}",
        many.join(", ")
    );
    assert_eq!(verdict(&laughs, "/a", None), 'y');
    assert_eq!(verdict(&laughs, "/b", None), 'u');
}
