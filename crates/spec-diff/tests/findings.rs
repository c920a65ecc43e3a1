//! What is found for one change each, as a reviewer reads it.

use std::fmt::Write as _;

use spec_diff::{Certainty, Finding, compare};
use spec_document::Effective;

/// A document around what a case is about.
fn document(name: &str, text: &str) -> Effective {
    let text = format!("openapi: 3.1.1\ninfo: {{ title: Case, version: '1' }}\n{text}");
    Effective::from_text_alone("case", name, &text).unwrap_or_else(|report| panic!("{report}"))
}

fn findings(base: &str, revision: &str) -> Vec<Finding> {
    let today = "2026-06-01".parse().expect("a day");
    compare(&document("base.yaml", base), &document("revision.yaml", revision), today)
}

fn shown(findings: &[Finding]) -> String {
    let mut text = String::new();
    for finding in findings {
        let at = |place: &Option<spec_diff::Place>| {
            place.as_ref().map_or_else(|| "-".to_owned(), |place| format!("{}:{}", place.line, place.column))
        };
        let known = match &finding.certainty {
            Certainty::Stated => String::new(),
            Certainty::Shown => format!(" [{}]", finding.example.as_ref().expect("what was shown")),
            Certainty::CannotTell(why) => format!(" [cannot tell: {why}]"),
        };
        let _ = writeln!(text, "    {} {}: {}{known}", finding.severity, finding.id, finding.sentence);
        for occurrence in &finding.occurrences {
            let _ = writeln!(text, "        {occurrence} ({} -> {})", at(&finding.base), at(&finding.revision));
        }
    }
    if text.is_empty() { "    nothing\n".to_owned() } else { text }
}

/// A case with an operation: what it says before and after.
fn operation(before: &str, after: &str) -> (String, String) {
    let wrap = |text: &str| format!("paths: {{ '/a/{{id}}': {{ post: {text} }} }}");
    (wrap(before), wrap(after))
}

/// A case with the schema of a request body.
fn request(before: &str, after: &str) -> (String, String) {
    let wrap = |text: &str| format!("{{ requestBody: {{ content: {{ application/json: {{ schema: {text} }} }} }} }}");
    operation(&wrap(before), &wrap(after))
}

/// A case with the schema of an answer.
fn answer(before: &str, after: &str) -> (String, String) {
    let wrap = |text: &str| {
        format!("{{ responses: {{ '200': {{ content: {{ application/json: {{ schema: {text} }} }} }} }} }}")
    };
    operation(&wrap(before), &wrap(after))
}

fn snapshot(name: &str, cases: &[(&str, (String, String))]) {
    let rules = include_str!("../../../docs/diff-rules.md");
    let mut text = String::new();
    for (_, (base, revision)) in cases {
        for finding in findings(base, revision) {
            let of_schemas = finding.id.split_once('-').map(|(_, what)| format!("`*-{what}`")).unwrap_or_default();
            let is_there = rules.contains(&format!("`{}`", finding.id)) || rules.contains(&of_schemas);
            assert!(is_there, "docs/diff-rules.md does not say what `{}` is", finding.id);
        }
    }
    for (what, (base, revision)) in cases {
        let _ =
            writeln!(text, "{what}\n{}  back:\n{}", shown(&findings(base, revision)), shown(&findings(revision, base)));
    }
    let mut settings = insta::Settings::clone_current();
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!(name, text));
}

#[test]
fn schemas_of_requests_and_answers() {
    let object = |properties: &str, more: &str| format!("{{ type: object, properties: {{ {properties} }}{more} }}");
    let a = "a: { type: string }";
    let both = "a: { type: string }, b: { type: integer }";
    let pairs = [
        ("a type", "{ type: integer }".to_owned(), "{ type: string }".to_owned()),
        ("a wider type", "{ type: integer }".into(), "{ type: number }".into()),
        ("null", "{ type: string }".into(), "{ type: [string, 'null'] }".into()),
        ("a listed value", "{ enum: [x, y] }".into(), "{ enum: [x, y, z] }".into()),
        ("a list", "{ type: string }".into(), "{ type: string, enum: [x] }".into()),
        ("a minimum", "{ type: integer, minimum: 1 }".into(), "{ type: integer, minimum: 5 }".into()),
        ("a length", "{ type: string }".into(), "{ type: string, maxLength: 3 }".into()),
        ("a pattern", "{ type: string, pattern: '^a' }".into(), "{ type: string, pattern: '^b' }".into()),
        ("a format", "{ type: string }".into(), "{ type: string, format: uuid }".into()),
        ("int64", "{ type: integer, format: int32 }".into(), "{ type: integer, format: int64 }".into()),
        (
            "an item",
            "{ type: array, items: { type: string } }".into(),
            "{ type: array, items: { type: integer } }".into(),
        ),
        ("a number of items", "{ type: array }".into(), "{ type: array, minItems: 1 }".into()),
        ("an optional property", object(a, ""), object(both, "")),
        ("a required property", object(a, ""), object(both, ", required: [b]")),
        ("required", object(both, ", required: [a]"), object(both, ", required: [a, b]")),
        ("no others", object(a, ""), object(a, ", additionalProperties: false")),
        (
            "a property of the closed",
            object(a, ", additionalProperties: false"),
            object(both, ", additionalProperties: false"),
        ),
        (
            "a map",
            "{ type: object, additionalProperties: { type: string } }".into(),
            "{ type: object, additionalProperties: { type: integer } }".into(),
        ),
        ("a free form", "{ type: object }".into(), object(a, "")),
        (
            "readOnly",
            object(both, ", required: [b]"),
            object("a: { type: string }, b: { type: integer, readOnly: true }", ", required: [b]"),
        ),
        ("a branch", "{ anyOf: [{ type: string }] }".into(), "{ anyOf: [{ type: string }, { type: integer }] }".into()),
        (
            "a branch that fits twice",
            "{ oneOf: [{ type: integer }] }".into(),
            "{ oneOf: [{ type: integer }, { type: number, minimum: 0 }] }".into(),
        ),
        ("not", "{ type: string }".into(), "{ type: string, not: { const: x } }".into()),
        (
            "a keyword that is not judged",
            "{ type: array }".into(),
            "{ type: array, contains: { type: string } }".into(),
        ),
    ];
    let cases: Vec<(&str, (String, String))> =
        pairs.iter().map(|(what, old, new)| (*what, request(old, new))).collect();
    snapshot("request", &cases);
    let cases: Vec<(&str, (String, String))> = pairs.iter().map(|(what, old, new)| (*what, answer(old, new))).collect();
    snapshot("answer", &cases);
}

#[test]
fn what_stands_around_schemas() {
    let parameter = |text: &str| format!("{{ parameters: [{text}] }}");
    let body = |text: &str| format!("{{ requestBody: {{ {text} }} }}");
    let responses = |text: &str| format!("{{ responses: {{ {text} }} }}");
    let json = "content: { application/json: { schema: { type: string } } }";
    snapshot(
        "around",
        &[
            ("an operation", operation("{}", "{}, get: {}")),
            ("an operationId and tags", operation("{ operationId: a, tags: [x] }", "{ operationId: b, tags: [y, x] }")),
            ("deprecated", operation("{}", "{ deprecated: true, x-sunset: 2027-01-01 }")),
            (
                "an earlier sunset",
                operation("{ deprecated: true, x-sunset: 2027-01-01 }", "{ deprecated: true, x-sunset: 2026-12-01 }"),
            ),
            (
                "removed after its sunset",
                operation("{ deprecated: true, x-sunset: 2026-01-01 }, get: {}", "{}, get: {}").swap_post(),
            ),
            (
                "removed before its sunset",
                operation("{ deprecated: true, x-sunset: 2027-01-01 }, get: {}", "{}, get: {}").swap_post(),
            ),
            ("a parameter", operation("{}", &parameter("{ in: query, name: q, schema: { type: string } }"))),
            ("a required parameter", operation("{}", &parameter("{ in: query, name: q, required: true, schema: {} }"))),
            (
                "required",
                operation(&parameter("{ in: query, name: q }"), &parameter("{ in: query, name: q, required: true }")),
            ),
            ("moved", operation(&parameter("{ in: query, name: q }"), &parameter("{ in: header, name: q }"))),
            (
                "a default",
                operation(
                    &parameter("{ in: query, name: q, schema: { type: integer, default: 1 } }"),
                    &parameter("{ in: query, name: q, schema: { type: integer, default: 2 } }"),
                ),
            ),
            (
                "a style",
                operation(
                    &parameter("{ in: query, name: q, schema: { type: array } }"),
                    &parameter("{ in: query, name: q, explode: false, schema: { type: array } }"),
                ),
            ),
            (
                "a style of no array",
                operation(
                    &parameter("{ in: query, name: q, schema: { type: string } }"),
                    &parameter("{ in: query, name: q, explode: false, schema: { type: string } }"),
                ),
            ),
            (
                "another name in the path",
                (
                    "paths: { '/a/{id}': { get: { parameters: [{ in: path, name: id, required: true }] } } }"
                        .to_owned(),
                    "paths: { '/a/{key}': { get: { parameters: [{ in: path, name: key, required: true }] } } }"
                        .to_owned(),
                ),
            ),
            ("a body", operation("{}", &body(json))),
            ("a required body", operation("{}", &body(&format!("required: true, {json}")))),
            ("required", operation(&body(json), &body(&format!("required: true, {json}")))),
            (
                "a media type",
                operation(
                    &body("content: { application/json: {} }"),
                    &body("content: { application/json: {}, text/csv: {} }"),
                ),
            ),
            ("a range", operation(&body("content: { text/csv: {} }"), &body("content: { 'text/*': {} }"))),
            ("a success", operation(&responses("'200': {}"), &responses("'200': {}, '202': {}"))),
            ("an error", operation(&responses("'200': {}"), &responses("'200': {}, '404': {}"))),
            (
                "a range of statuses",
                operation(&responses(&format!("'200': {{ {json} }}")), &responses(&format!("2XX: {{ {json} }}"))),
            ),
            ("a body of an answer", operation(&responses("'200': {}"), &responses(&format!("'200': {{ {json} }}")))),
            (
                "headers",
                operation(
                    &responses("'200': { headers: { X-A: { required: true, schema: { type: string } } } }"),
                    &responses("'200': { headers: { x-a: { schema: { type: integer } }, X-B: {} } }"),
                ),
            ),
            (
                "a link",
                operation(
                    &responses("'200': { links: { next: { operationId: a } } }"),
                    &responses("'200': { links: { next: { operationId: b } } }"),
                ),
            ),
            (
                "a callback",
                operation("{ callbacks: { done: { '{$url}': { post: {} } } } }", "{ callbacks: { done: {} } }"),
            ),
            ("prose", operation("{ summary: a, description: b }", "{ summary: c, description: d }")),
        ],
    );
}

/// The second operation in place of the first.
trait SwapPost {
    fn swap_post(self) -> Self;
}

impl SwapPost for (String, String) {
    fn swap_post(self) -> Self {
        (self.0, self.1.replace("post: {}, ", ""))
    }
}

#[test]
fn security_and_servers() {
    let with = |text: &str| format!("{text}\npaths: {{ /a: {{ get: {{}} }} }}");
    let schemes = "components: { securitySchemes: { key: { type: apiKey, in: header, name: X }, token: { type: http, scheme: bearer } } }";
    let secured = |security: &str| with(&format!("security: {security}\n{schemes}"));
    snapshot(
        "security",
        &[
            ("a credential", (secured("[]"), secured("[{ key: [] }]"))),
            ("an alternative", (secured("[{ key: [] }]"), secured("[{ key: [] }, { token: [] }]"))),
            ("both", (secured("[{ key: [] }]"), secured("[{ key: [], token: [] }]"))),
            ("a scope", (secured("[{ token: [a] }]"), secured("[{ token: [a, b] }]"))),
            (
                "a scheme",
                (secured("[{ key: [] }]"), secured("[{ key: [] }]").replace("name: X", "name: Y")),
            ),
            (
                "a server",
                (with("servers: [{ url: https://a.example }]"), with("servers: [{ url: https://b.example }]")),
            ),
            (
                "a variable",
                (
                    with("servers: [{ url: 'https://{r}.example', variables: { r: { default: a, enum: [a, b] } } }]"),
                    with("servers: [{ url: 'https://{r}.example', variables: { r: { default: b, enum: [b, c] } } }]"),
                ),
            ),
            (
                "a webhook",
                (
                    "webhooks: { w: { post: { requestBody: { content: { application/json: { schema: { type: integer } } } } } } }".to_owned(),
                    "webhooks: { w: { post: { requestBody: { content: { application/json: { schema: { type: string } } } } } }, v: { post: {} } }".to_owned(),
                ),
            ),
        ],
    );
}

#[test]
fn what_the_facade_can_do() {
    let cancel = |text: &str| {
        "{ x-cancellation: { timing: [{ value: now, effect: A. }], reason: { accepted: false }, \
         comment: { accepted: true, maxLength: 9 }, actor: { accepted: true }, undo: { possible: false }, \
         repetition: { rule: after-read }, statuses: { '200': { certainty: done, proof: { pointer: /a } } }, \
         confirm: { strength: strong } } }"
            .replace("value: now, effect: A.", text)
    };
    let plain = cancel("value: now, effect: A.");
    let edited = |from: &str, to: &str| operation(&plain, &plain.replace(from, to));
    snapshot(
        "abilities",
        &[
            ("all of it", operation("{}", &plain)),
            ("a timing", operation(&plain, &cancel("value: at-time, effect: A."))),
            ("an effect", operation(&plain, &cancel("value: now, effect: B."))),
            ("a reason", edited("reason: { accepted: false }", "reason: { accepted: true, required: true }")),
            ("a length", edited("maxLength: 9", "maxLength: 3")),
            ("an actor", edited("actor: { accepted: true }", "actor: { accepted: true, required: true }")),
            ("undo", edited("possible: false", "possible: true, operationId: x")),
            ("a rule", edited("after-read", "by-key")),
            ("a certainty", edited("certainty: done", "certainty: maybe-done")),
            ("a proof", edited("pointer: /a", "pointer: /b")),
            ("a strength", edited("strong", "weak")),
        ],
    );
}

#[test]
fn one_cause_is_one_finding_with_many_places() {
    let document = |kind: &str| {
        let operation =
            "{ content: { application/json: { schema: { type: array, items: { $ref: '#/components/schemas/A' } } } } }";
        let paths: Vec<String> = (0..3)
            .map(|n| {
                format!(
                    "  /p{n}: {{ get: {{ responses: {{ '200': {operation} }} }}, put: {{ requestBody: {operation} }} }}"
                )
            })
            .collect();
        format!(
            "components: {{ schemas: {{ A: {{ type: object, required: [a], properties: {{ a: {{ type: {kind} }} }} }} }} }}\npaths:\n{}",
            paths.join("\n")
        )
    };
    let found = findings(&document("integer"), &document("string"));
    let places: Vec<(&str, usize, &str)> =
        found.iter().map(|it| (it.id.as_str(), it.occurrences.len(), it.occurrences[0].value.as_str())).collect();
    assert_eq!(places, [("answer-type-widened", 3, "[].a"), ("request-type-narrowed", 3, "[].a")]);
}

#[test]
fn a_fingerprint_survives_what_is_edited_elsewhere() {
    let (base, revision) = request("{ type: integer }", "{ type: string }");
    let before = findings(&base, &revision);
    let moved = |text: &str| format!("servers: []\n# a comment\ntags: []\n{text}");
    let after = findings(&moved(&base), &moved(&revision));
    assert_eq!(before[0].fingerprint, after[0].fingerprint);
    assert_ne!(before[0].revision, after[0].revision);
    let other = findings(
        &request("{ type: integer }", "{ type: boolean }").0,
        &request("{ type: integer }", "{ type: boolean }").1,
    );
    assert_ne!(before[0].fingerprint, other[0].fingerprint);
}
