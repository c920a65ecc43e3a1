//! The generated types against the schemas they come from, judged by an independent validator.
//!
//! Every valid example is read and comes back as it was. Every mutant that the validator refuses is refused by the type,
//! except by [`relaxation`]; every mutant that the validator takes is taken and comes back as it was, except by [`NARROWER`].

use std::collections::{BTreeMap, BTreeSet};

use jsonschema::error::ValidationErrorKind;
use jsonschema::{ValidationError, Validator};
use serde_json::Value;
use spec_codegen::Provider;
use spec_contract::{Additional, Kind, Schema, examples, json_schema};
use workspace_tests::documents::{PROVIDERS, provider};
use workspace_tests::mutants::{mutants, same, without};
use workspace_tests::types::{RustType, types};

/// Component schemas of which no example is anywhere in the document, each with the reason.
const WITHOUT_EXAMPLE: [(&str, &str); 1] =
    [("stax-bill Discount", "the samples have null in its place, and nothing says what it has inside")];

/// What a type refuses although its schema takes it, by what was done to the value. JSON Schema has one kind of number, of
/// any size, and a whole one is an integer however it is written; the types have `i64`.
const NARROWER: [(&str, &str); 2] = [
    ("with a fraction of zero", "narrower: an integer written as 7.0 is refused"),
    ("beyond 64 bits with a sign", "narrower: an integer that an i64 cannot hold is refused"),
];

/// Why a type takes what its schema refuses: the deliberate relaxations, and no others.
fn relaxation(error: &ValidationError<'_>, whole: &Value, validator: &Validator) -> Option<&'static str> {
    if error.instance().is_null() && !matches!(error.kind(), ValidationErrorKind::AnyOf { .. }) {
        // A member that may be left out: without it the value is valid.
        let left_out = without(whole, &error.instance_path().to_string())?;
        return validator.is_valid(&left_out).then_some("null for a member that may be left out is read as left out");
    }
    match error.kind() {
        ValidationErrorKind::Enum { .. } => {
            error.instance().is_string().then_some("an enum keeps a text that the document does not list")
        }
        ValidationErrorKind::MinLength { .. }
        | ValidationErrorKind::MaxLength { .. }
        | ValidationErrorKind::Pattern { .. }
        | ValidationErrorKind::Minimum { .. }
        | ValidationErrorKind::Maximum { .. }
        | ValidationErrorKind::MinItems { .. }
        | ValidationErrorKind::MaxItems { .. } => {
            Some("a bound is checked before a request is sent; an answer that breaks it is still read")
        }
        ValidationErrorKind::AnyOf { context } | ValidationErrorKind::OneOfNotValid { context } => {
            context.iter().find_map(|errors| {
                let reasons: Option<Vec<_>> = errors.iter().map(|it| relaxation(it, whole, validator)).collect();
                reasons?.first().copied()
            })
        }
        _ => None,
    }
}

/// A component schema, its Rust type, and values that are examples of it wherever the document has them.
struct Subject {
    name: String,
    rust: RustType,
    validator: Validator,
    values: Vec<Value>,
}

fn subjects(provider_name: &str) -> Vec<Subject> {
    let provider = provider(provider_name);
    let root = provider.document.root.to_json();
    let types = types(provider_name);
    let mut found = Found { provider: &provider, root: &root, values: BTreeMap::new() };
    for example in examples(&provider.contract) {
        found.value(example.schema, example.value);
    }
    for named in &provider.contract.schemas {
        let reference = Schema::of(Kind::Reference(named.name.clone()), named.schema.place.clone());
        named.schema.examples.iter().for_each(|value| found.value(&reference, value));
    }
    let subject = |named: &spec_contract::NamedSchema| Subject {
        name: format!("{provider_name} {}", named.name),
        rust: rust_type(&types, &named.name),
        validator: validator(&root, &named.schema),
        values: found.values.get(&named.name).cloned().unwrap_or_default(),
    };
    provider.contract.schemas.iter().map(subject).collect()
}

/// The Rust type of a component: the same letters, whatever their case and what is between them.
fn rust_type(types: &[RustType], component: &str) -> RustType {
    let letters = |text: &str| text.to_lowercase().replace(|c: char| !c.is_ascii_alphanumeric(), "");
    let found: Vec<&RustType> = types.iter().filter(|it| letters(it.name) == letters(component)).collect();
    match found.as_slice() {
        [only] => **only,
        several => panic!("{component} has {} types in tests/support/types.rs", several.len()),
    }
}

fn validator(root: &Value, schema: &Schema) -> Validator {
    let schema = json_schema(root, &schema.place.pointer);
    jsonschema::validator_for(&schema).unwrap_or_else(|error| panic!("{error}"))
}

/// Values by the component that they are an example of, inner ones too.
struct Found<'a> {
    provider: &'a Provider,
    root: &'a Value,
    values: BTreeMap<String, Vec<Value>>,
}

impl Found<'_> {
    fn value(&mut self, schema: &Schema, value: &Value) {
        if value.is_null() {
            return;
        }
        match &schema.kind {
            Kind::Reference(name) => {
                let known = self.values.entry(name.clone()).or_default();
                if !known.contains(value) {
                    known.push(value.clone());
                }
                let provider = self.provider;
                if let Some(target) = provider.contract.schema(name) {
                    self.value(target, value);
                }
            }
            Kind::Array(items) => value.as_array().into_iter().flatten().for_each(|item| self.value(items, item)),
            Kind::Object { properties, additional } => {
                for (name, inner) in value.as_object().into_iter().flatten() {
                    match (properties.iter().find(|it| it.name == *name), additional) {
                        (Some(property), _) => self.value(&property.schema, inner),
                        (None, Additional::Schema(schema)) => self.value(schema, inner),
                        (None, _) => {}
                    }
                }
            }
            Kind::AllOf(members) => members.iter().for_each(|member| self.value(member, value)),
            Kind::OneOf(members) | Kind::AnyOf(members) => {
                let fits = |member: &&Schema| validator(self.root, member).is_valid(value);
                if let Some(member) = members.iter().find(fits) {
                    self.value(member, value);
                }
            }
            _ => {}
        }
    }
}

#[test]
fn every_component_schema_has_a_type_and_an_example() {
    let mut without: BTreeSet<String> = BTreeSet::new();
    for provider in PROVIDERS {
        without.extend(subjects(provider).into_iter().filter(|it| it.values.is_empty()).map(|it| it.name));
    }
    let listed: BTreeSet<String> = WITHOUT_EXAMPLE.iter().map(|(name, _)| (*name).to_owned()).collect();
    assert_eq!(without, listed);
}

#[test]
fn every_body_and_every_answer_is_a_component_or_a_list_of_one() {
    fn named(schema: &Schema) -> bool {
        match &schema.kind {
            Kind::Reference(_) => true,
            Kind::Array(items) => named(items),
            _ => false,
        }
    }
    for name in PROVIDERS {
        for operation in &provider(name).contract.operations {
            let sent = operation.body.iter().flat_map(|body| &body.media);
            let answered = operation.responses.iter().flat_map(|response| &response.media);
            for media in sent.chain(answered) {
                let place = &media.place.pointer;
                assert!(media.schema.as_ref().is_some_and(named), "{name}: the types of {place} are not tested here");
            }
        }
    }
}

#[test]
fn every_valid_example_is_read_and_comes_back_as_it_was() {
    let (mut count, mut wrong) = (0_usize, Vec::new());
    for subject in PROVIDERS.into_iter().flat_map(subjects) {
        for value in &subject.values {
            count += 1;
            assert!(subject.validator.is_valid(value), "{} is no valid example: {value}", subject.name);
            wrong.extend(through(&subject, value).map(|what| format!("{}: {what}: {value}", subject.name)));
        }
    }
    println!("{count} examples");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// What is wrong with a valid value's way through the type.
fn through(subject: &Subject, value: &Value) -> Option<String> {
    match (subject.rust.through)(value) {
        Ok(back) if same(value, &back) => None,
        Ok(back) => Some(format!("comes back as {back}")),
        Err(error) => Some(format!("is refused ({error})")),
    }
}

#[test]
fn a_mutant_is_refused_by_the_type_as_by_the_schema() {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    let mut wrong = Vec::new();
    for subject in PROVIDERS.into_iter().flat_map(subjects) {
        for mutant in subject.values.iter().flat_map(mutants) {
            let errors: Vec<ValidationError<'_>> = subject.validator.iter_errors(&mutant.value).collect();
            let verdict = if errors.is_empty() && mutant.value.is_null() {
                Ok("null of a nullable component: not the type's matter, but that of whoever refers to it")
            } else if errors.is_empty() {
                match through(&subject, &mutant.value) {
                    None => Ok("valid: taken, and back as it was"),
                    Some(what) => {
                        let known = NARROWER.iter().find(|(change, _)| mutant.title.ends_with(change));
                        known.map(|(_, reason)| *reason).ok_or(what)
                    }
                }
            } else if (subject.rust.through)(&mutant.value).is_err() {
                Ok("invalid: refused")
            } else {
                let relaxed = errors.iter().map(|it| relaxation(it, &mutant.value, &subject.validator));
                let reasons: Option<Vec<_>> = relaxed.collect();
                reasons
                    .and_then(|reasons| reasons.first().copied())
                    .ok_or_else(|| format!("is taken, although {}", errors[0]))
            };
            match verdict {
                Ok(kind) => *counts.entry(kind).or_default() += 1,
                Err(what) => wrong.push(format!("{} {}: {what}", subject.name, mutant.title)),
            }
        }
    }
    for (kind, count) in &counts {
        println!("{count:6} {kind}");
    }
    for (_, reason) in NARROWER {
        assert!(counts.contains_key(reason), "no longer so, delete it from the table: {reason}");
    }
    assert!(wrong.is_empty(), "{} mutants:\n{}", wrong.len(), wrong.join("\n"));
}
