//! `x-lint-accept`.

use spec_document::Effective;
use spec_lint::{Findings, Setting, lint};

fn linted(text: &str) -> Findings {
    let document = Effective::from_text("acme", "acme.yaml", text).unwrap_or_else(|report| panic!("{report}"));
    lint(&document, Setting::Alone)
}

const DOCUMENT: &str = "
openapi: 3.1.1
paths: {}
components:
  # above
  schemas:
    Thing:
      type: object
      # here
      properties:
        example:
          type: array
          # below
";

fn with(place: &str, rule: &str) -> Findings {
    let mark = format!("# {place}");
    let at = DOCUMENT.find(&mark).expect("it is there");
    let indent = at - DOCUMENT[..at].rfind('\n').expect("a line") - 1;
    let entry = format!("x-lint-accept: [{{ rule: {rule}, reason: Made up for {place}. }}]\n{}", " ".repeat(indent));
    linted(&DOCUMENT.replace(&mark, &format!("{entry}{mark}")))
}

fn open(found: &Findings) -> Vec<&str> {
    found.open.iter().map(|it| it.rule).collect()
}

#[test]
fn it_counts_on_the_element_and_above_it_and_for_its_rule_alone() {
    let all = ["items-missing", "schema-undescribed", "property-undescribed"];
    assert_eq!(open(&linted(DOCUMENT)), all);
    for (place, rule) in [
        ("here", "schema-undescribed"),
        ("above", "schema-undescribed"),
        ("above", "items-missing"),
        ("below", "items-missing"),
        ("here", "property-undescribed"),
    ] {
        let found = with(place, rule);
        let others: Vec<&str> = all.iter().copied().filter(|it| *it != rule).collect();
        assert_eq!(open(&found), others, "{place} {rule}");
        let [(accepted, reason)] = found.accepted.as_slice() else { panic!("{found:?}") };
        assert_eq!((accepted.rule, reason.as_str()), (rule, format!("Made up for {place}.").as_str()));
    }
}

#[test]
fn it_does_not_count_beside_or_below() {
    let found = with("below", "schema-undescribed");
    assert_eq!(open(&found).last(), Some(&"acceptance-unused"));
    assert!(found.accepted.is_empty());
}

#[test]
fn the_nearest_counts_and_the_other_is_idle() {
    let found = linted(
        "
openapi: 3.1.1
x-lint-accept: [{ rule: schema-undescribed, reason: Far. }]
components:
  schemas:
    Thing:
      x-lint-accept: [{ rule: schema-undescribed, reason: Near. }]
",
    );
    assert_eq!(found.accepted.len(), 1);
    assert_eq!(found.accepted[0].1, "Near.");
    assert_eq!(open(&found), ["acceptance-unused"]);
}

#[test]
fn what_is_data_accepts_nothing_and_is_no_finding() {
    let found = linted(
        "
openapi: 3.1.1
components:
  schemas:
    Thing:
      description: A thing.
      example: { inner: { x-lint-accept: [{ rule: schema-undescribed, reason: Data. }] } }
      properties:
        x-lint-accept: { type: string, description: A property of that name. }
",
    );
    assert!(found.open.is_empty() && found.accepted.is_empty(), "{found:?}");
}

#[test]
fn nothing_accepts_an_idle_acceptance() {
    let found = linted("openapi: 3.1.1\nx-lint-accept: [{ rule: acceptance-unused, reason: Be quiet. }]\n");
    assert_eq!(open(&found), ["acceptance-unused"]);
}
