use std::sync::{Arc, Mutex};

use http::{HeaderMap, StatusCode};
use serde_json::{Value, json};

use super::{AnswerSchemas, Drift, DriftKind, Watch};
use crate::{Answer, Truncation};

/// What no drift may ever show.
const CANARY: &str = "canary.value.never.shown";

const PLACE: &str = "/paths/~1things/get/responses/200/content/application~1json/schema";

/// The schemas of a document with one answer of this schema.
fn schemas(schema: Value, components: Value) -> AnswerSchemas {
    let document = json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "answers": { "get": { "place": "/paths/~1things/get/responses", "statuses": {
            "200": { "place": "/paths/~1things/get/responses/200", "content": {
                "application/json": { "place": PLACE, "schema": schema }
            } },
            "204": { "place": "/paths/~1things/get/responses/204", "content": {} },
            "4XX": { "place": "/paths/~1things/get/responses/4XX", "content": {} },
        } } },
        "components": { "schemas": components },
    });
    AnswerSchemas::of(document.to_string())
}

fn answer(status: u16, content_type: Option<&str>, body: impl Into<bytes::Bytes>) -> Answer {
    let mut headers = HeaderMap::new();
    if let Some(value) = content_type {
        headers.insert("content-type", value.parse().unwrap());
    }
    Answer::new(StatusCode::from_u16(status).unwrap(), headers, body, None)
}

/// Kind, pointer, place, and what was expected.
fn drifts(schema: Value, components: Value, body: &Value) -> Vec<(DriftKind, String, String, String)> {
    let found = schemas(schema, components).drifts("get", &answer(200, Some("application/json"), body.to_string()));
    let shown = format!("{found:?} {}", found.iter().map(ToString::to_string).collect::<String>());
    assert!(!shown.contains(CANARY), "{shown}");
    found.into_iter().map(|drift| (drift.kind, drift.pointer, drift.place, drift.expected)).collect()
}

fn of_inline(schema: Value, body: Value) -> Vec<(DriftKind, String, String, String)> {
    drifts(schema, json!({}), &body)
}

fn told(kind: DriftKind, pointer: &str, place: &str, expected: &str) -> (DriftKind, String, String, String) {
    (kind, pointer.to_owned(), place.to_owned(), expected.to_owned())
}

#[test]
fn a_violation_is_told_with_both_places_and_without_the_value() {
    let components = json!({ "Thing": { "type": "object", "required": ["id"], "properties": {
        "id": { "type": "integer" }, "name": { "type": "string", "maxLength": 5 }
    } } });
    let schema = json!({ "type": "array", "items": { "$ref": "#/components/schemas/Thing" } });
    let body = json!([{ "id": 1, "name": "short" }, { "id": CANARY, "name": CANARY }, { "name": "x" }]);
    let mut found = drifts(schema, components, &body);
    found.sort();
    assert_eq!(
        found,
        [
            told(DriftKind::Violation, "/1/id", "/components/schemas/Thing/properties/id/type", "type integer"),
            told(DriftKind::Violation, "/1/name", "/components/schemas/Thing/properties/name/maxLength", "maxLength 5"),
            told(DriftKind::Violation, "/2", "/components/schemas/Thing/required", "the member `id`"),
        ]
    );
}

#[test]
fn an_undeclared_member_is_no_violation_however_closed_the_schema_is() {
    for additional in [json!({}), json!({ "additionalProperties": false }), json!({ "unevaluatedProperties": false })] {
        let mut schema = json!({ "type": "object", "properties": { "a": {} } });
        schema.as_object_mut().unwrap().extend(additional.as_object().cloned().unwrap());
        let found = of_inline(schema, json!({ "a": 1, "b": { "inner": CANARY } }));
        assert_eq!(found, [told(DriftKind::UnknownField, "/b", PLACE, "no member of this name")]);
    }
}

#[test]
fn what_is_declared_by_a_schema_of_all_members_or_not_at_all_is_known() {
    for schema in [
        json!({ "properties": { "a": {} }, "additionalProperties": { "type": "integer" } }),
        json!({ "properties": { "a": {} }, "additionalProperties": true }),
        json!({ "properties": { "a": {} }, "patternProperties": { "^b": {} } }),
        json!({ "type": "object" }),
        json!({}),
        json!({ "properties": { "a": {} }, "allOf": [{ "properties": { "b": {} } }] }),
        json!({ "properties": { "a": {} }, "anyOf": [{ "properties": { "b": {} } }, { "required": ["a"] }] }),
        json!({ "$ref": "#/components/schemas/nowhere" }),
    ] {
        assert_eq!(of_inline(schema.clone(), json!({ "a": 1, "b": 2 })), [], "{schema}");
    }
}

#[test]
fn members_of_each_part_of_all_of_are_known_even_where_each_is_closed() {
    let components = json!({
        "Base": { "properties": { "id": {} }, "additionalProperties": false },
        "Extra": { "properties": { "more": {} }, "additionalProperties": false },
    });
    let schema =
        json!({ "allOf": [{ "$ref": "#/components/schemas/Base" }, { "$ref": "#/components/schemas/Extra" }] });
    let found = drifts(schema, components, &json!({ "id": 1, "more": 2, "new": CANARY }));
    assert_eq!(found, [told(DriftKind::UnknownField, "/new", "/components/schemas/Base", "no member of this name")]);
}

#[test]
fn a_member_of_a_branch_that_does_not_apply_is_unknown() {
    let schema = json!({ "oneOf": [
        { "type": "object", "required": ["kind"], "properties": { "kind": { "const": "card" }, "pan": {} } },
        { "type": "object", "required": ["kind"], "properties": { "kind": { "const": "bank" }, "iban": {} } },
    ] });
    assert_eq!(of_inline(schema.clone(), json!({ "kind": "bank", "iban": 1 })), []);
    let found = of_inline(schema, json!({ "kind": "bank", "pan": 1 }));
    assert_eq!(found, [told(DriftKind::UnknownField, "/pan", &format!("{PLACE}/oneOf/1"), "no member of this name")]);
}

#[test]
fn a_value_that_an_enum_does_not_list_is_told_as_such() {
    let schema = json!({ "properties": { "state": { "type": "string", "enum": ["active", "ended"] } } });
    let place = format!("{PLACE}/properties/state/enum");
    let found = of_inline(schema.clone(), json!({ "state": "paused" }));
    assert_eq!(found, [told(DriftKind::UnknownValue, "/state", &place, "one of active, ended")]);
    let whole = schemas(schema.clone(), json!({})).drifts("get", &answer(200, None, r#"{"state":"paused"}"#));
    assert_eq!(whole.first().and_then(|drift| drift.found.as_deref()), Some("paused"));
    // What is no word is not repeated.
    assert_eq!(of_inline(schema.clone(), json!({ "state": CANARY })).len(), 1);
    // Another type is a violation, told once.
    let found = of_inline(schema, json!({ "state": 5 }));
    assert_eq!(found, [told(DriftKind::Violation, "/state", &format!("{PLACE}/properties/state/type"), "type string")]);
}

#[test]
fn nullable_schemas_are_told_by_their_places_in_the_document() {
    let nullable = |schema: Value| json!({ "$comment": "nullable", "anyOf": [schema, { "type": "null" }] });
    let schema = json!({ "properties": { "state": nullable(json!({ "type": "string", "enum": ["on"] })) } });
    assert_eq!(of_inline(schema.clone(), json!({ "state": null })), []);
    let found = of_inline(schema.clone(), json!({ "state": "off" }));
    assert_eq!(
        found,
        [told(DriftKind::UnknownValue, "/state", &format!("{PLACE}/properties/state/enum"), "one of on")]
    );
    let found = of_inline(schema, json!({ "state": [CANARY] }));
    assert_eq!(found, [told(DriftKind::Violation, "/state", &format!("{PLACE}/properties/state/type"), "type string")]);
    // Members of a nullable object are looked for inside.
    let schema = nullable(json!({ "type": "object", "properties": { "a": { "type": "integer" } } }));
    let found = of_inline(schema, json!({ "a": CANARY, "b": 1 }));
    assert_eq!(
        found,
        [
            told(DriftKind::Violation, "/a", &format!("{PLACE}/properties/a/type"), "type integer"),
            told(DriftKind::UnknownField, "/b", PLACE, "no member of this name"),
        ]
    );
}

#[test]
fn a_union_is_told_by_the_branch_that_comes_closest() {
    let schema = json!({ "oneOf": [
        { "type": "object", "required": ["kind", "pan"], "properties": { "kind": { "enum": ["card"] }, "pan": { "type": "string" } } },
        { "type": "object", "required": ["kind"], "properties": { "kind": { "enum": ["bank"] }, "iban": { "type": "string" } } },
        { "type": "string" },
    ] });
    let found = of_inline(schema.clone(), json!({ "kind": "bank", "iban": 1 }));
    let place = format!("{PLACE}/oneOf/1/properties/iban/type");
    assert_eq!(found, [told(DriftKind::Violation, "/iban", &place, "type string")]);
    // Another type altogether: no branch is meant.
    let found = of_inline(schema.clone(), json!([CANARY]));
    assert_eq!(found, [told(DriftKind::Violation, "", &format!("{PLACE}/oneOf"), "oneOf of 3 schemas")]);
    // A tag that is new.
    let found = of_inline(schema, json!({ "kind": "wallet", "pan": "1" }));
    assert_eq!(
        found.iter().map(|found| (found.0, found.1.as_str())).collect::<Vec<_>>(),
        [(DriftKind::UnknownValue, "/kind")]
    );
}

#[test]
fn write_only_members_are_not_required_of_an_answer_and_do_not_belong_there() {
    let components = json!({ "Secret": { "type": "string", "writeOnly": true } });
    let schema = json!({ "required": ["pin", "password"], "properties": {
        "pin": { "type": "string", "writeOnly": true }, "password": { "$ref": "#/components/schemas/Secret" }
    } });
    assert_eq!(drifts(schema.clone(), components.clone(), &json!({})), []);
    let found = drifts(schema, components, &json!({ "pin": CANARY, "password": CANARY }));
    let expected = "it is write-only: no answer has it";
    assert_eq!(
        found,
        [
            told(DriftKind::Violation, "/password", "/components/schemas/Secret/writeOnly", expected),
            told(DriftKind::Violation, "/pin", &format!("{PLACE}/properties/pin/writeOnly"), expected),
        ]
    );
}

#[test]
fn keys_of_maps_and_values_are_never_shown() {
    let schema = json!({ "properties": { "by": { "type": "object", "additionalProperties": { "type": "integer" } } } });
    let found = of_inline(schema, json!({ "by": { CANARY: CANARY } }));
    let place = format!("{PLACE}/properties/by/additionalProperties/type");
    assert_eq!(found, [told(DriftKind::Violation, "/by/*", &place, "type integer")]);
}

#[test]
fn an_unknown_name_that_looks_like_data_is_not_shown() {
    let schemas = schemas(json!({ "properties": { "a": {} } }), json!({}));
    let shown = |name: &str| {
        let found = schemas.drifts("get", &answer(200, None, json!({ name: 1 }).to_string()));
        let [drift] = found.as_slice() else { panic!("{found:?}") };
        (drift.pointer.clone(), drift.found.clone())
    };
    for name in
        ["ada@example.com", "4111111111111111", "Ada Lovelace", "7f9c24e5-2b1a-4d7e-9a53-1f0c8f3e6d11", "é", "a\nb"]
    {
        assert_eq!(shown(name), ("/*".to_owned(), None), "{name}");
    }
    for name in ["new_field", "@type", "$schema", "address2", "x:y", "2fa", "date_2026"] {
        assert_eq!(shown(name), (format!("/{name}"), Some(name.to_owned())));
    }
    // Many of them are one drift.
    let found = schemas.drifts("get", &answer(200, None, r#"{"a@b.c":1,"d@e.f":2}"#));
    assert_eq!(found.len(), 1);
}

#[test]
fn statuses_and_media_types_are_judged() {
    let schemas = schemas(json!({ "type": "object" }), json!({}));
    let kinds = |answer: &Answer| -> Vec<(DriftKind, String, Option<String>)> {
        let found = schemas.drifts("get", answer);
        assert!(!format!("{found:?}").contains(CANARY));
        found.into_iter().map(|drift| (drift.kind, drift.expected, drift.found)).collect()
    };
    let json = Some("application/json");
    assert_eq!(
        kinds(&answer(500, json, CANARY)),
        [(DriftKind::UndocumentedStatus, "one of 200, 204, 4XX".to_owned(), None)]
    );
    assert_eq!(
        kinds(&answer(200, Some("text/html; a=canary.value.never.shown"), CANARY)),
        [(DriftKind::UndocumentedMediaType, "one of application/json".to_owned(), Some("text/html".to_owned()))]
    );
    for body in ["", "<html>", "{"] {
        assert_eq!(kinds(&answer(200, json, body)), [(DriftKind::NotJson, "JSON".to_owned(), None)], "{body}");
    }
    assert_eq!(kinds(&answer(204, None, CANARY)), [(DriftKind::UndocumentedMediaType, "no body".to_owned(), None)]);
    for fine in [
        answer(200, Some("application/vnd.api+json"), "{}"),
        answer(200, None, "\u{feff}{}"),
        answer(204, None, " "),
        answer(404, Some("text/html"), "<html>"),
    ] {
        assert_eq!(kinds(&fine), [], "{fine:?}");
    }
}

#[test]
fn an_answer_that_is_cut_or_huge_or_of_no_known_operation_is_not_judged() {
    let schemas = schemas(json!({ "type": "string" }), json!({}));
    let cut = Answer::new(StatusCode::OK, HeaderMap::new(), "1", Some(Truncation::OverLimit));
    assert_eq!(schemas.drifts("get", &cut), []);
    assert_eq!(schemas.drifts("get", &answer(200, None, " ".repeat(2 * 1024 * 1024) + "1")), []);
    assert_eq!(schemas.drifts("other", &answer(200, None, "1")), []);
    assert_eq!(AnswerSchemas::new("no JSON", &[]).drifts("get", &answer(200, None, "1")), []);
}

#[test]
fn the_drifts_of_one_answer_are_bounded_and_those_of_one_list_are_told_once() {
    let properties: serde_json::Map<String, Value> =
        (0..200).map(|index| (format!("p{index}"), json!({ "type": "integer" }))).collect();
    let item = json!({ "properties": properties });
    let wrong: serde_json::Map<String, Value> =
        (0..200).flat_map(|index| [(format!("p{index}"), json!("x")), (format!("new{index}"), json!(1))]).collect();
    assert_eq!(of_inline(item.clone(), Value::Object(wrong)).len(), 32);
    let list = json!({ "items": item });
    let items = vec![json!({ "p0": "x", "new": 1 }); 1000];
    let found = of_inline(list, Value::Array(items));
    assert_eq!(found.iter().map(|found| found.1.as_str()).collect::<Vec<_>>(), ["/0/p0", "/0/new"]);
}

#[test]
fn a_schema_that_contains_itself_ends() {
    let components = json!({ "Tree": { "properties": { "left": { "$ref": "#/components/schemas/Tree" } },
        "anyOf": [{ "$ref": "#/components/schemas/Tree" }, { "$ref": "#/components/schemas/Tree" }] } });
    let body = (0..30).fold(json!({ "odd": 1 }), |inner, _| json!({ "left": inner }));
    let start = std::time::Instant::now();
    let _ = drifts(json!({ "$ref": "#/components/schemas/Tree" }), components, &body);
    assert!(start.elapsed() < std::time::Duration::from_secs(5), "{:?}", start.elapsed());
}

#[test]
fn a_union_that_contains_itself_ends_soon() {
    // Each branch tries what is below: without a bound on the depth the work would double at each level.
    let branch = |extra: &str| json!({ "type": "object", "properties": { "left": { "$ref": "#/components/schemas/Tree" } }, "required": [extra] });
    let components = json!({ "Tree": { "anyOf": [branch("a"), branch("b"), { "type": "string" }] } });
    for depth in [10, 60] {
        let body = (0..depth).fold(json!(1), |inner, _| json!({ "left": inner, "a": 1, "b": 1 }));
        let start = std::time::Instant::now();
        let _ = drifts(json!({ "$ref": "#/components/schemas/Tree" }), components.clone(), &body);
        assert!(start.elapsed() < std::time::Duration::from_secs(5), "{depth}: {:?}", start.elapsed());
    }
}

/// How long it takes to judge a body of many levels.
fn time_of(components: Value, body: &Value) -> std::time::Duration {
    let schemas = schemas(json!({ "$ref": "#/components/schemas/Tree" }), components);
    let start = std::time::Instant::now();
    let _ = schemas.drifts("get", &answer(200, Some("application/json"), body.to_string()));
    start.elapsed()
}

#[test]
fn a_schema_that_reaches_itself_in_many_ways_ends_soon() {
    let to = || json!({ "$ref": "#/components/schemas/Tree" });
    let left = |extra: Value| {
        let mut schema = json!({ "properties": { "left": to() } });
        schema.as_object_mut().unwrap().extend(extra.as_object().cloned().unwrap());
        schema
    };
    let branches: Vec<Value> = (0..12).map(|index| left(json!({ "required": [format!("r{index}")] }))).collect();
    for (name, tree) in [
        ("all of two", json!({ "allOf": [left(json!({})), left(json!({}))] })),
        ("beside", json!({ "properties": { "left": to() }, "allOf": [left(json!({}))] })),
        ("patterns", json!({ "patternProperties": { "^l": to(), "t$": to() } })),
        ("if", json!({ "if": left(json!({})), "then": left(json!({})), "else": left(json!({})) })),
        ("not", json!({ "properties": { "left": to() }, "not": left(json!({ "required": ["none"] })) })),
        ("many branches", json!({ "anyOf": branches })),
    ] {
        for depth in [12, 40] {
            let body = (0..depth).fold(json!({ "left": 1 }), |inner, _| json!({ "left": inner }));
            let time = time_of(json!({ "Tree": tree.clone() }), &body);
            assert!(time < std::time::Duration::from_secs(3), "{name} {depth}: {time:?}");
        }
    }
}

#[test]
fn what_was_not_judged_to_its_end_is_said_to_be_so() {
    let tree = json!({ "allOf": [{ "items": { "$ref": "#/components/schemas/Tree" } }, { "items": { "$ref": "#/components/schemas/Tree" } }] });
    let schemas = schemas(json!({ "$ref": "#/components/schemas/Tree" }), json!({ "Tree": tree }));
    let whole = |body: Value| schemas.judge("get", &answer(200, Some("application/json"), body.to_string())).whole;
    let nested = |depth| (0..depth).fold(json!(1), |inner, _| json!([inner]));
    assert!(whole(nested(5)));
    assert!(!whole(nested(40)), "too many looks");
    assert!(!whole(nested(70)), "too deep");
    assert!(!whole(Value::Array(vec![json!(1); 100_001])), "too many values");
    assert!(!schemas.judge("nobody", &answer(200, None, "1")).whole);
}

#[test]
fn a_schema_that_is_itself_is_not_followed_for_ever() {
    let to = || json!({ "$ref": "#/components/schemas/Tree" });
    for tree in
        [to(), json!({ "allOf": [to()] }), json!({ "anyOf": [to(), { "type": "object" }] }), json!({ "not": to() })]
    {
        let _ = time_of(json!({ "Tree": tree }), &json!({ "a": 1 }));
    }
}

#[test]
fn the_branches_of_a_large_document_are_made_ready_soon() {
    let mut components: serde_json::Map<String, Value> = (0..5_000)
        .map(|index| {
            (
                format!("Other{index}"),
                json!({ "type": "object", "properties": { "a": { "type": "string", "maxLength": index } } }),
            )
        })
        .collect();
    let branches: Vec<Value> =
        (0..40).map(|index| json!({ "type": "object", "required": [format!("r{index}")] })).collect();
    components.insert("Tree".to_owned(), json!({ "anyOf": branches }));
    let time = time_of(Value::Object(components), &json!({ "r39": 1 }));
    assert!(time < std::time::Duration::from_secs(1), "{time:?}");
}

#[test]
fn many_items_that_fit_no_branch_end_soon() {
    let branch = |index: usize| json!({ "type": "object", "required": [format!("r{index}")], "properties": { "a": { "pattern": "^(x+x+)+y$" } } });
    let tree = json!({ "items": { "oneOf": (0..12).map(branch).collect::<Vec<_>>() } });
    let body = Value::Array(vec![json!({ "a": "xxxxxxxxxxxxxxxxxxxxxxxxxxxx" }); 25_000]);
    let time = time_of(json!({ "Tree": tree }), &body);
    assert!(time < std::time::Duration::from_secs(3), "{time:?}");
}

#[test]
fn each_new_word_of_a_list_is_told() {
    let schema = json!({ "items": { "enum": ["a"] } });
    let schemas = schemas(schema, json!({}));
    let found = schemas.drifts("get", &answer(200, None, r#"["a","b","c","b"]"#));
    let found: Vec<&str> = found.iter().filter_map(|drift| drift.found.as_deref()).collect();
    assert_eq!(found, ["b", "c"]);
}

#[test]
fn nothing_that_an_observer_does_reaches_the_call() {
    let schemas = schemas(json!({ "type": "string" }), json!({}));
    let heard = Arc::new(Mutex::new(Vec::new()));
    let into = Arc::clone(&heard);
    let watch = Watch::new(move |drift: &Drift| {
        into.lock().unwrap().push(drift.kind);
        panic!("an observer that fails");
    });
    watch.clone().answer(&schemas, "get", &answer(200, None, "1"));
    Watch::default().answer(&schemas, "get", &answer(200, None, "1"));
    assert_eq!(*heard.lock().unwrap(), [DriftKind::Violation]);
    assert_eq!(format!("{watch:?}"), "Watch(observer)");
}
