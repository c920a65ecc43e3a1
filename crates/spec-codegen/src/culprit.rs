//! What in a document is more than progenitor can take: found by running it on less and less.
//!
//! progenitor's messages name no place, and a panic names one of its own. So the operations are added one after the other,
//! by halves, until it fails; and where it fails without any operation, the component schemas.

use std::time::{Duration, Instant};

use serde_json::{Value, json};
use spec_contract::Contract;
use spec_document::{Diagnostic, Effective, Span};

use crate::generator::Job;
use crate::lower::{Lowered, path_key};
use crate::worker::{Failure, Worker};

/// How long the whole search may take.
const TIME: Duration = Duration::from_secs(120);
/// How long one run of it may take.
const TIME_OF_RUN: Duration = Duration::from_secs(30);
/// How many runs there may be: two halvings of more than any document has, and what confirms them.
const RUNS: usize = 48;

/// What to say of a document that progenitor failed at.
pub fn diagnostic(
    document: &Effective,
    contract: &Contract,
    lowered: &Lowered,
    culprit: Option<&Culprit>,
    failure: &Failure,
) -> Diagnostic {
    match culprit.and_then(|it| Some((it, it.named(document, contract, lowered)?))) {
        Some((culprit, (name, span))) => {
            Diagnostic::error("progenitor", format!("progenitor cannot take {name}: {}", failure.message))
                .at(span, culprit.label())
                .help("The lowered document is more than progenitor can take: simplify what is marked.")
        }
        None => Diagnostic::error("progenitor", failure.message.as_str())
            .at(document.root.span, "while generating from this document")
            .help("The lowered document is more than progenitor can take: simplify what it names."),
    }
}

/// What progenitor fails at.
#[derive(Debug, PartialEq, Eq)]
pub enum Culprit {
    /// The operation at that index, alone or only together with those before it.
    Operation(usize, Company),
    /// The component schema at that index, with those before it.
    Schema(usize),
}

/// Whether something fails by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Company {
    /// It does.
    Alone,
    /// It takes what comes before it too.
    WithOthers,
}

/// A part of a document: which operations, and how many of the component schemas.
#[derive(Clone, Debug)]
struct Part {
    operations: std::ops::Range<usize>,
    schemas: usize,
}

/// Finds what a job fails at; `None` where that cannot be told within the bounds, or where nothing of the document is to blame.
pub fn find(lowered: &Lowered, failure: &Failure, worker: &Worker) -> Option<Culprit> {
    let start = Instant::now();
    let document = crate::lower::document(lowered);
    let mut runs = 0;
    let fails = |part: &Part| {
        runs += 1;
        let left = TIME.checked_sub(start.elapsed()).filter(|_| runs <= RUNS)?;
        let job = Job::new(reduced(&document, lowered, part), lowered);
        match worker.run_within(&job, left.min(TIME_OF_RUN)) {
            Ok(_) => Some(false),
            // What only took too long says nothing, unless that is what went wrong.
            Err(ended) if ended.timed_out && !failure.timed_out => None,
            Err(_) => Some(true),
        }
    };
    search(lowered.contract.operations.len(), lowered.contract.schemas.len(), fails)
}

/// The search itself. `fails` says whether progenitor fails at a part, or that it cannot tell.
fn search(operations: usize, schemas: usize, mut fails: impl FnMut(&Part) -> Option<bool>) -> Option<Culprit> {
    if fails(&Part { operations: 0..0, schemas })? {
        // A failure without anything is none of the document's.
        if fails(&Part { operations: 0..0, schemas: 0 })? {
            return None;
        }
        let first = first_failing(schemas, |schemas| fails(&Part { operations: 0..0, schemas }))?;
        return Some(Culprit::Schema(first));
    }
    let first = first_failing(operations, |operations| fails(&Part { operations: 0..operations, schemas }))?;
    match fails(&Part { operations: first..first + 1, schemas })? {
        true => Some(Culprit::Operation(first, Company::Alone)),
        // The first has no others: it failed once and now it does not.
        false => (first > 0).then_some(Culprit::Operation(first, Company::WithOthers)),
    }
}

/// The index of what makes the first `n` fail, where none of them do not and all of them do.
fn first_failing(all: usize, mut fails: impl FnMut(usize) -> Option<bool>) -> Option<usize> {
    let (mut good, mut bad) = (0, all);
    while bad > good + 1 {
        let middle = good + (bad - good) / 2;
        if fails(middle)? {
            bad = middle;
        } else {
            good = middle;
        }
    }
    bad.checked_sub(1)
}

/// The lowered document with that part alone. A schema that is left out is anything at all, so that references to it hold.
fn reduced(document: &Value, lowered: &Lowered, part: &Part) -> Value {
    let mut document = document.clone();
    if let Some(paths) = document.get_mut("paths").and_then(Value::as_object_mut) {
        for request in lowered.requests.iter().filter(|request| !part.operations.contains(&request.index)) {
            paths.remove(&path_key(lowered, request));
        }
    }
    if let Some(schemas) = document.pointer_mut("/components/schemas").and_then(Value::as_object_mut) {
        for named in lowered.contract.schemas.iter().skip(part.schemas) {
            schemas.insert(named.name.clone(), json!({}));
        }
    }
    document
}

impl Culprit {
    /// The index of the operation, if it is one.
    pub fn operation(&self) -> Option<usize> {
        match self {
            Self::Operation(index, _) => Some(*index),
            Self::Schema(_) => None,
        }
    }

    /// Its name in words, and where the document names it.
    fn named(&self, document: &Effective, contract: &Contract, lowered: &Lowered) -> Option<(String, Span)> {
        match self {
            Self::Operation(index, _) => {
                let operation = contract.operations.get(*index)?;
                let id = document.root.at(&operation.place.pointer.child("operationId")).map(|node| node.span);
                let path = || {
                    let paths = document.root.get("paths").and_then(spec_document::Node::as_object)?;
                    paths.member(&operation.path).map(|member| member.key_span)
                };
                let span = id.or_else(path).unwrap_or(operation.place.span);
                Some((format!("the operation `{}` ({} {})", operation.id, operation.method, operation.path), span))
            }
            Self::Schema(index) => {
                let place = &lowered.contract.schemas.get(*index)?.schema.place;
                let holder = place.pointer.parent().and_then(|parent| document.root.at(&parent));
                let member = holder.and_then(spec_document::Node::as_object).zip(place.pointer.last());
                let span = member.and_then(|(object, key)| object.member(key)).map_or(place.span, |it| it.key_span);
                let tokens: Vec<&str> = place.pointer.tokens().collect();
                let words = match tokens.as_slice() {
                    ["components", "schemas", name] => format!("the schema `{name}`"),
                    _ => format!("the schema at {}", place.pointer),
                };
                Some((words, span))
            }
        }
    }

    /// What is known of it, for the label at its place.
    fn label(&self) -> &'static str {
        match self {
            Self::Operation(_, Company::Alone) => "this operation alone is enough",
            Self::Operation(_, Company::WithOthers) => "with this operation, and not with those before it alone",
            Self::Schema(_) => "with this schema, and not with those before it alone",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is found where `culprit` fails, and in how many runs.
    fn found(operations: usize, schemas: usize, culprit: impl Fn(&Part) -> Option<bool>) -> (Option<Culprit>, usize) {
        let mut runs = 0;
        let found = search(operations, schemas, |part| {
            runs += 1;
            culprit(part)
        });
        (found, runs)
    }

    #[test]
    fn one_operation_among_many_is_found_in_few_runs() {
        for culprit in [0, 1, 499, 500, 999] {
            let (found, runs) = found(1000, 7, |part| Some(part.operations.contains(&culprit)));
            assert_eq!(found, Some(Culprit::Operation(culprit, Company::Alone)));
            assert!(runs <= 12, "{runs} runs");
        }
    }

    #[test]
    fn of_two_that_fail_only_together_the_second_is_named_so() {
        let (found, _) = found(9, 0, |part| Some(part.operations.contains(&2) && part.operations.contains(&6)));
        assert_eq!(found, Some(Culprit::Operation(6, Company::WithOthers)));
    }

    #[test]
    fn a_schema_is_blamed_where_no_operation_is_needed() {
        for culprit in [0, 5, 9] {
            let (found, runs) = found(100, 10, |part| Some(part.schemas > culprit));
            assert_eq!(found, Some(Culprit::Schema(culprit)));
            assert!(runs <= 6, "{runs} runs");
        }
    }

    #[test]
    fn what_is_left_out_leaves_a_document_whose_references_hold() {
        let text = "openapi: 3.1.1
info: {title: t, version: '1'}
paths:
  /a:
    get: {operationId: getA, responses: {'200': {description: ok}}}
  /b:
    get: {responses: {'200': {description: ok}}}
components:
  schemas:
    A: {type: object, properties: {b: {$ref: '#/components/schemas/B'}, c: {type: object, properties: {d: {type: string}}}}}
    B: {type: string}
";
        let document = Effective::from_text("t", "t.yaml", text).unwrap_or_else(|report| panic!("{report}"));
        let contract = spec_contract::read(&document).unwrap_or_else(|report| panic!("{report}"));
        let lowered = crate::lower::lower(&contract);
        let whole = crate::lower::document(&lowered);
        let less = reduced(&whole, &lowered, &Part { operations: 1..2, schemas: 1 });
        let keys = |pointer: &str| -> Vec<String> {
            less.pointer(pointer).and_then(Value::as_object).map(|it| it.keys().cloned().collect()).unwrap_or_default()
        };
        assert_eq!(keys("/paths"), ["/b#get_b"]);
        assert_eq!(less.pointer("/components/schemas/B"), Some(&json!({})));
        assert_eq!(less.pointer("/components/schemas/A"), whole.pointer("/components/schemas/A"));
        let named = |culprit: Culprit| {
            let (words, span) = culprit.named(&document, &contract, &lowered).expect("a name");
            (words, text[span.start..span.end].to_owned())
        };
        let said = [
            named(Culprit::Operation(0, Company::Alone)),
            named(Culprit::Operation(1, Company::Alone)),
            named(Culprit::Schema(1)),
            named(Culprit::Schema(2)),
        ];
        let expected = [
            ("the operation `getA` (GET /a)", "getA"),
            ("the operation `getB` (GET /b)", "/b"),
            ("the schema `B`", "B"),
            ("the schema at /components/schemas/A/properties/c", "c"),
        ];
        assert_eq!(said, expected.map(|(words, text)| (words.to_owned(), text.to_owned())));
        assert!(Culprit::Schema(9).named(&document, &contract, &lowered).is_none());
    }

    #[test]
    fn nothing_is_blamed_for_what_fails_anyway_or_cannot_be_told() {
        assert_eq!(found(3, 3, |_| Some(true)), (None, 2));
        assert_eq!(found(3, 3, |_| None), (None, 1));
        assert_eq!(found(0, 0, |_| Some(false)).0, None);
        let mut again = 0;
        let once = |_: &Part| {
            again += 1;
            Some(again == 1)
        };
        assert_eq!(search(1, 0, once), None);
        // More than the bound of a run: the search ends at once.
        let slow = |part: &Part| (part.operations.len() < 3).then_some(false);
        assert_eq!(found(8, 0, slow).0, None);
    }
}
