//! What a reader is shown of two documents, and what hostile ones cost.

use std::fmt::Write as _;

use spec_document::Effective;

use super::{Kind, WireBytes, wire_bytes};

fn document(text: &str) -> Effective {
    Effective::from_text_alone("acme", "acme.yaml", text).unwrap_or_else(|report| panic!("{report}"))
}

fn between(old: &str, new: &str) -> WireBytes {
    wire_bytes("acme", &document(old), &document(new))
}

/// Everything of a comparison as text.
fn text(wire: &WireBytes) -> String {
    let mut out = String::new();
    for exchange in &wire.exchanges {
        let _ = writeln!(out, "{} {}, {}: {}", exchange.method, exchange.path, exchange.title(), exchange.kind.word());
        for note in &exchange.notes {
            let _ = writeln!(out, "! {} {} by {}", note.sentence, note.example.pointer, note.by.pointer);
        }
        for about in exchange.same.iter().chain(&exchange.placeholders) {
            let _ = writeln!(out, "? {about}");
        }
        for line in &exchange.lines {
            let _ = writeln!(out, "{}{}", line.sign.mark(), line.text);
        }
    }
    out
}

/// A document with everything that a message is made of.
const SHOP: &str = r"
openapi: 3.1.1
info: { title: Shop, version: '1' }
servers:
  - url: https://{region}.example.com/v1/
    variables: { region: { default: eu } }
security:
  - Key: []
paths:
  /orders/{id}/{kind}:
    parameters:
      - { name: id, in: path, required: true, example: a/b, schema: { type: string } }
    put:
      parameters:
        - { name: kind, in: path, required: true, schema: { type: string } }
        - { name: tags, in: query, explode: false, schema: { type: array, examples: [[x, y z]] } }
        - { name: at, in: query, style: deepObject, example: { lat: 1, lon: 2 }, schema: { type: object } }
        - { name: note, in: query, schema: { type: string, default: none } }
        - { name: page, in: query, required: true, schema: { type: integer, default: 1 } }
        - { name: filter, in: query, content: { application/json: { example: { a: 1 } } } }
        - { name: X-Trace, in: header, example: t-1, schema: { type: string } }
        - { name: Accept, in: header, example: nothing, schema: { type: string } }
        - { name: session, in: cookie, example: s-1, schema: { type: string } }
      requestBody:
        required: true
        content:
          application/json:
            schema: { $ref: '#/components/schemas/Order' }
            examples:
              one: { value: { reason: bored, password: hunter2, count: 3 } }
              two: { value: { reason: moved, count: 4 } }
          application/x-www-form-urlencoded:
            example: { reason: 'a b&c', tags: [x, y], where: { lat: 1 }, api_key: k }
          multipart/form-data:
            example: { file: text, meta: { a: 1 } }
          text/plain:
            example: free text
      responses:
        '200':
          description: Done
          headers:
            ETag: { required: true, schema: { type: string } }
            X-Left: { example: 9, schema: { type: integer } }
          content:
            application/json:
              schema: { $ref: '#/components/schemas/Order' }
        4XX:
          description: Refused
          content: { application/problem+json: { example: { title: No } } }
        '204': { description: Nothing }
components:
  securitySchemes:
    Key: { type: apiKey, in: header, name: X-Key, x-value-prefix: 'Basic ' }
  schemas:
    Order:
      type: object
      required: [reason, count]
      properties:
        reason: { type: string, enum: [bored, moved] }
        count: { type: integer, example: 3 }
        password: { type: string, writeOnly: true }
        lines: { type: array, items: { type: object, properties: { sku: { type: string, example: s } } } }
";

/// All messages of a document, as those that are gone when its path is another.
#[test]
fn every_part_of_a_message_is_from_the_document() {
    let wire = between(SHOP, &SHOP.replace("/orders/{id}/{kind}:", "/new/{id}/{kind}:"));
    let mut gone = wire;
    gone.exchanges.retain(|exchange| exchange.kind == Kind::Gone);
    insta::assert_snapshot!("messages", text(&gone));
}

#[test]
fn a_server_cannot_grow_without_bound() {
    let server = format!(
        "servers: [{{ url: 'https://x/{}', variables: {{ a: {{ default: '{}' }} }} }}]",
        "{a}".repeat(1_300),
        "y".repeat(300_000)
    );
    let old = SHOP.replace(
        "servers:\n  - url: https://{region}.example.com/v1/\n    variables: { region: { default: eu } }",
        &server,
    );
    assert!(old.contains("yyyy"));
    let start = std::time::Instant::now();
    let _ = between(&old, &old.replace("free text", "other text"));
    assert!(start.elapsed() < std::time::Duration::from_millis(800), "{:?}", start.elapsed());
}

#[test]
fn a_key_of_a_security_scheme_is_secret_wherever_it_is_an_example() {
    let old = SHOP
        .replace("X-Trace, in: header, example: t-1", "X-Key, in: header, example: canary-1")
        .replace("count: 4 }", "count: 4, webhookSecret: canary-2, card_token: canary-3, note: ghs_canary4 }");
    assert_eq!(old.matches("canary").count(), 4);
    let shown = text(&between(&old, &old.replace("/orders/{id}/{kind}:", "/new/{id}/{kind}:")));
    assert!(!shown.contains("canary"), "{shown}");
}

#[test]
fn changes_are_shown_by_line_and_examples_are_judged() {
    let new = SHOP
        .replace("explode: false", "explode: true")
        .replace("enum: [bored, moved]", "enum: [bored, ended]")
        .replace("{ reason: moved, count: 4 }", "{ reason: ended, count: 4 }")
        .replace("name: X-Key", "name: X-Other-Key")
        .replace("example: { title: No }", "example: { title: Never }")
        .replace("        '204'", "        '202': { description: Later }\n        '204'");
    insta::assert_snapshot!("changed", text(&between(SHOP, &new)));
}

#[test]
fn an_old_request_that_lacks_what_is_required_now_is_said() {
    let old = "openapi: 3.1.1\npaths:\n  /a:\n    post:\n      responses: {'200': {content: {application/json: {example: 1, schema: {type: integer}}}}}\n";
    let new = "openapi: 3.1.1\npaths:\n  /a:\n    post:\n      parameters: [{name: q, in: query, required: true, schema: {type: string}}]\n      requestBody: {required: true, content: {text/plain: {example: x}}}\n      responses: {'200': {content: {application/json: {example: x, schema: {type: string}}, text/csv: {example: 'a,b'}}}}\n";
    insta::assert_snapshot!("required", text(&between(old, new)));
}

#[test]
fn an_example_that_was_never_valid_shows_nothing() {
    let old = SHOP.replace("reason: moved, count: 4", "reason: never, count: 4");
    let new = old.replace("enum: [bored, moved]", "enum: [bored]");
    assert_eq!(between(&old, &new).refused(), 0);
}

#[test]
fn a_document_is_itself_in_any_order_and_spelling() {
    let shuffled = SHOP
        .replace("{ reason: bored, password: hunter2, count: 3 }", "{ count: 3, reason: bored, password: hunter2 }")
        .replace("{id}/{kind}", "{id}/{sort}")
        .replace("name: kind", "name: sort")
        .replace("title: Shop", "title: Another")
        .replace("one: { value:", "first: { value:");
    for (old, new) in [(SHOP, SHOP), (SHOP, shuffled.as_str()), (shuffled.as_str(), SHOP)] {
        let wire = between(old, new);
        assert!(wire.is_empty(), "{}", text(&wire));
    }
    let json = document(SHOP).root.to_json();
    assert!(between(SHOP, &json.to_string()).is_empty());
}

#[test]
fn secrets_are_in_no_text() {
    let secret = SHOP
        .replace("count: 3 }", "count: 3, nested: [{ client_secret: hunter2 }], url: 'https://e.example?token=hunter2', raw: 'Bearer hunter2' }")
        .replace("free text", "password=hunter2&x=1")
        .replace("example: t-1", "example: 'a: 1, token: hunter2'")
        .replace("example: s-1", "example: s-2")
        .replace("reason: { type: string,", "pin: { type: string, format: password }\n        reason: { type: string,")
        .replace("count: 4 }", "count: 4, pin: hunter2 }");
    for (old, new) in [(SHOP, secret.as_str()), (secret.as_str(), SHOP), (SHOP, "openapi: 3.1.1\npaths: {}\n")] {
        let wire = between(old, new);
        let all = format!("{wire:?}");
        assert!(!all.contains("hunter2"), "{}", text(&wire));
        assert!(all.contains("[redacted]"));
    }
    // What refuses a secret does not say it.
    let strict =
        SHOP.replace("password: { type: string, writeOnly: true }", "password: { type: string, maxLength: 2 }");
    let wire = between(SHOP, &strict);
    assert_eq!(wire.refused(), 1, "{}", text(&wire));
    assert!(!format!("{wire:?}").contains("hunter2"));
}

#[test]
fn line_breaks_and_signs_make_no_line_of_their_own() {
    let new = SHOP
        .replace("example: t-1", r#"example: "t\r\nX-Admin: yes\u202e""#)
        .replace("example: 9", r#"example: "9\r\n\r\nbody""#)
        .replace("example: free text", r#"example: "free\u001b[2J text""#);
    let wire = between(SHOP, &new);
    for line in wire.exchanges.iter().flat_map(|exchange| &exchange.lines) {
        assert!(!line.text.starts_with("X-Admin") && !line.text.chars().any(char::is_control), "{line:?}");
    }
}

/// A document with one operation and this body.
fn of_body(media: &str) -> String {
    format!(
        "openapi: 3.1.1\npaths:\n  /a:\n    post:\n      requestBody:\n        content:\n          application/json: {media}\n      responses: {{}}\n"
    )
}

#[test]
fn hostile_documents_end_soon_and_small() {
    let long = "x".repeat(3_000_000);
    let many = |number: usize, value: &str| -> String {
        let named: Vec<String> = (0..number).map(|index| format!("e{index}: {{value: {value}{index}}}")).collect();
        of_body(&format!("{{examples: {{{}}}}}", named.join(", ")))
    };
    let wide: Vec<String> = (0..30_000).map(|index| format!("p{index}: {index}")).collect();
    let wide = wide.join(", ");
    let parameters = |value: &str| {
        let list: Vec<String> = (0..100)
            .map(|index| {
                let named: Vec<String> = (0..50).map(|it| format!("e{it}: {{value: {value}{it}}}")).collect();
                format!("{{name: p{index}, in: query, schema: {{}}, examples: {{{}}}}}", named.join(", "))
            })
            .collect();
        format!(
            "openapi: 3.1.1\npaths:\n  /a:\n    get:\n      parameters: [{}]\n      responses: {{}}\n",
            list.join(", ")
        )
    };
    // One example of 300 kB, in many operations.
    let shared = |value: &str| {
        let mut paths = String::new();
        for index in 0..1_500 {
            let _ = writeln!(
                paths,
                "  /a{index}: {{post: {{requestBody: {{content: {{text/plain: {{examples: {{e: {{$ref: '#/components/examples/E'}}}}}}}}}}, responses: {{}}}}}}"
            );
        }
        format!(
            "openapi: 3.1.1\npaths:\n{paths}components: {{examples: {{E: {{value: {value}{}}}}}}}\n",
            &long[..300_000]
        )
    };
    // Hundreds of statuses with hundreds of examples each, all of which change.
    let answers = |value: &str| {
        let mut statuses = String::new();
        for status in 200..300 {
            let named: Vec<String> = (0..60).map(|it| format!("e{it}: {{value: {value}{it}}}")).collect();
            let _ = writeln!(
                statuses,
                "        '{status}': {{content: {{text/plain: {{examples: {{{}}}}}}}}}",
                named.join(", ")
            );
        }
        format!("openapi: 3.1.1\npaths:\n  /a:\n    get:\n      responses:\n{statuses}")
    };
    let deep = |leaf: &str| of_body(&format!("{{example: {}{leaf}{}}}", "[".repeat(100), "]".repeat(100)));
    // A long name that stands before each of many items, and a long name of an example.
    let names = |value: &str| {
        let (name, items) = (&long[..1_000], "1, ".repeat(20_000));
        let form = format!("{{examples: {{{name}: {{value: {{{name}: [{items}{value}]}}}}}}}}");
        of_body(&form).replace("application/json", "application/x-www-form-urlencoded")
    };
    for (name, old, new) in [
        ("long", of_body(&format!("{{example: a{long}}}")), of_body(&format!("{{example: b{long}}}"))),
        ("wide", of_body(&format!("{{example: {{{wide}}}}}")), of_body(&format!("{{example: {{a: 1, {wide}}}}}"))),
        ("many", many(5_000, "a"), many(5_000, "b")),
        ("parameters", parameters("a"), parameters("b")),
        ("shared", shared("a"), shared("b")),
        ("deep", deep("1"), deep("2")),
        ("answers", answers("a"), answers("b")),
        ("names", names("a"), names("b")),
        ("paths", of_body("{example: 1}").replace("/a:", &format!("/{}:", &long[..1_000])), SHOP.to_owned()),
    ] {
        let (old, new) = (document(&old), document(&new));
        let start = std::time::Instant::now();
        let wire = wire_bytes("acme", &old, &new);
        assert!(start.elapsed().as_secs() < 60, "{name}: {:?}", start.elapsed());
        assert!(!wire.is_empty(), "{name}");
        let size: usize = wire.exchanges.iter().flat_map(|it| &it.lines).map(|line| line.text.len()).sum();
        assert!(size < 12 << 20 && wire.exchanges.len() <= super::change::MOST, "{name}: {size}");
        let same = wire_bytes("acme", &old, &old);
        assert!(same.exchanges.is_empty(), "{name}: {}", text(&same));
    }
}

#[test]
fn schemas_that_contain_themselves_end() {
    for schema in [
        "{allOf: [{$ref: '#/components/schemas/A'}]}",
        "{type: object, required: [a], properties: {a: {$ref: '#/components/schemas/A'}}}",
        "{type: array, items: {$ref: '#/components/schemas/A'}}",
        "{anyOf: [{$ref: '#/components/schemas/A'}, {type: string}]}",
        "{not: {$ref: '#/components/schemas/A'}}",
    ] {
        for example in ["", "example: {a: {a: 1}}, "] {
            let body = of_body(&format!("{{{example}schema: {{$ref: '#/components/schemas/A'}}}}"));
            let old = format!("{body}components: {{schemas: {{A: {schema}}}}}\n");
            let new = old.replace("/a:", "/b:").replace("a: 1", "a: 2");
            let _ = between(&old, &new);
            let wire = between(&old, &old);
            assert!(wire.is_empty(), "{schema}: {}", text(&wire));
        }
    }
}

#[test]
fn what_is_no_openapi_panics_nowhere() {
    for text in [
        "paths: 1",
        "paths: {/a: 1, /b: {get: 1}, /c: {get: {parameters: 1, responses: 1, requestBody: 1}}}",
        "servers: [1]\nsecurity: [1]\npaths: {'/a/{b}{': {get: {parameters: [{in: path, name: b}, {in: nowhere, name: x, example: 1}], responses: {x: 1, 2: {headers: {a: 1}, content: {a: 1}}}}}}",
        "security: [{A: []}]\ncomponents: {securitySchemes: {A: {type: http, scheme: ''}}}\npaths: {/a: {get: {requestBody: {content: {'': {schema: {required: 1, properties: 1, allOf: 1, items: {}}}}}}}}",
        "paths: {/a: {get: {parameters: [{in: query, name: x, style: 1, explode: 1, schema: 1, examples: {a: 1, b: {value: 1}}}]}}}",
    ] {
        let old = document(&format!("openapi: 3.1.1\n{text}\n"));
        let new = document("openapi: 3.1.1\npaths: {/a: {get: {responses: {}}}}\n");
        assert!(wire_bytes("acme", &old, &old).exchanges.is_empty(), "{text}");
        let _ = (wire_bytes("acme", &old, &new), wire_bytes("acme", &new, &old));
    }
}
