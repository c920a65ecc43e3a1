use insta::assert_snapshot;

use crate::{Effective, Pointer};

fn refused(text: &str) -> String {
    Effective::from_text("shop", "shop.yaml", text).map(|effective| effective.provider).unwrap_err().to_string()
}

fn loaded(text: &str) -> Effective {
    Effective::from_text("shop", "shop.yaml", text).unwrap_or_else(|report| panic!("{report}"))
}

fn froms(effective: &Effective) -> Vec<String> {
    effective.references().iter().map(|reference| reference.from.to_string()).collect()
}

#[test]
fn unresolved() {
    assert_snapshot!(refused(
        "
components:
  schemas:
    Customer: {type: object}
    Alias: {$ref: '#/components/schemas/Customer'}
    Near: {$ref: '#/components/schemas/Custmer/properties/id'}
    Far: {$ref: '#/components/responses/Gone'}
    Through: {$ref: '#/components/schemas/Alias/properties'}
    Word: {$ref: '#customer'}
    Root: {$ref: '#components/schemas/Customer'}
"
    ));
}

#[test]
fn external() {
    let text = "a:\n- $ref: other.yaml#/a\n- $ref: file:///etc/passwd\n- $ref: http://example.com/a.yaml\n- $ref: ''\n";
    assert_snapshot!(refused(text));
}

#[test]
fn not_a_string() {
    assert_snapshot!(refused("schema:\n  $ref: 1\n"));
}

#[test]
fn cycles() {
    assert_snapshot!(refused(
        "
components:
  schemas:
    A: {$ref: '#/components/schemas/B'}
    B: {$ref: '#/components/schemas/C'}
    C: {$ref: '#/components/schemas/A'}
    Self: {$ref: '#/components/schemas/Self'}
    Into: {$ref: '#/components/schemas/A'}
    Node: {properties: {next: {$ref: '#/components/schemas/Node'}}}
"
    ));
}

#[test]
fn a_document_that_is_no_object() {
    assert_snapshot!(refused("- 1\n"));
}

#[test]
fn long_chains_end() {
    let mut text = "s0: {type: string}\n".to_owned();
    for at in 1..20_000 {
        text.push_str(&format!("s{at}: {{$ref: '#/s{}'}}\n", at - 1));
    }
    assert_eq!(loaded(&text).references().len(), 19_999);
}

#[test]
fn data_is_no_reference() {
    let effective = loaded(
        "
x-top: {$ref: nowhere}
components:
  schemas:
    S:
      example: {$ref: nowhere}
      examples: [{$ref: nowhere}]
      default: {$ref: nowhere}
      enum: [{$ref: nowhere}]
      const: {$ref: nowhere}
      x-more: {$ref: nowhere}
      properties:
        $ref: {type: string}
  examples:
    E: {value: {$ref: nowhere}}
  links:
    L: {parameters: {$ref: nowhere}, requestBody: {$ref: nowhere}}
paths:
  x-paths: {$ref: nowhere}
  /a:
    get:
      responses:
        x-responses: {$ref: nowhere}
      callbacks:
        c: {x-c: {$ref: nowhere}}
",
    );
    assert!(effective.references().is_empty(), "{:?}", froms(&effective));
}

#[test]
fn names_that_look_like_data_are_none() {
    let effective = loaded(
        "
components:
  schemas:
    S:
      properties:
        example: {$ref: '#/components/schemas/T'}
        default: {$ref: '#/components/schemas/T'}
        enum: {$ref: '#/components/schemas/T'}
        x-name: {$ref: '#/components/schemas/T'}
        properties: {$ref: '#/components/schemas/T'}
        $ref: {$ref: '#/components/schemas/T'}
    T: {type: string}
    x-schema: {$ref: '#/components/schemas/T'}
  responses:
    x-response: {$ref: '#/components/responses/R'}
    R:
      headers: {x-rate: {$ref: '#/components/headers/H'}}
      content: {application/json: {examples: {e: {$ref: '#/components/examples/E'}}}}
      links: {l: {$ref: '#/components/links/L'}}
  headers: {H: {}}
  examples: {E: {}}
  links: {L: {}}
  callbacks: {C: {}}
paths:
  /a:
    get:
      callbacks: {c: {$ref: '#/components/callbacks/C'}}
      responses: {default: {$ref: '#/components/responses/R'}}
",
    );
    let found = froms(&effective);
    assert_eq!(found.len(), 13, "{found:#?}");
    let target = Pointer::parse("/components/schemas/T").unwrap();
    let to: Vec<_> = effective.references().to(&target).map(|reference| reference.from.to_string()).collect();
    assert_eq!(to.len(), 7);
    assert_eq!(to[0], "/components/schemas/S/properties/example");
    assert_eq!(effective.references().targets().count(), 6);
}

#[test]
fn references_are_decoded() {
    let effective = loaded(
        "
paths:
  /a b/{id}: {get: {}}
  '/100%': {}
schemas:
  Größe: {$anchor: size}
refs:
- $ref: '#/paths/~1a%20b~1%7Bid%7D/get'
- $ref: '#/paths/~1100%'
- $ref: '#/paths/~1100%25'
- $ref: '#/schemas/Gr%C3%B6%c3%9fe'
- $ref: '#/schemas/Größe'
- $ref: '#size'
- $ref: '#'
",
    );
    let targets: Vec<_> = effective.references().iter().map(|reference| reference.target.to_string()).collect();
    let size = "/schemas/Größe";
    assert_eq!(targets, ["/paths/~1a b~1{id}/get", "/paths/~1100%", "/paths/~1100%", size, size, size, ""]);
    assert_eq!(effective.resolve("#size").unwrap().0.to_string(), size);
    for nothing in ["", "size", "#/", "#/schemas/%FF", "#/refs/7", "#other", "a.yaml#/refs"] {
        assert!(effective.resolve(nothing).is_none(), "{nothing}");
    }
}
