//! What a validator says, as drift.

use jsonschema::ValidationError;
use jsonschema::error::ValidationErrorKind;
use serde_json::Value;

use super::DriftKind;
use super::schemas::{Schemas, is_nullable};

/// Something that a validator found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Found {
    pub(super) kind: DriftKind,
    /// Where in the answer.
    pub(super) path: Vec<String>,
    /// Which keyword says so: a pointer into the schemas.
    pub(super) keyword: String,
    /// The member that is missing.
    pub(super) missing: Option<String>,
}

/// What errors of one schema come to. Of unions the branch is followed that the value comes closest to.
///
/// Members that are not allowed are left out: in the open world they are unknown ones, which [`super::undeclared`] finds.
pub(super) fn classify(schemas: &Schemas, errors: &[ValidationError<'_>]) -> Vec<Found> {
    errors.iter().flat_map(|error| one(schemas, error, errors)).collect()
}

fn one(schemas: &Schemas, error: &ValidationError<'_>, beside: &[ValidationError<'_>]) -> Vec<Found> {
    let path = tokens(error.instance_path().as_str());
    let keyword = error.schema_path().as_str().to_owned();
    let found = |kind| vec![Found { kind, path: path.clone(), keyword: keyword.clone(), missing: None }];
    match error.kind() {
        ValidationErrorKind::AdditionalProperties { .. } | ValidationErrorKind::UnevaluatedProperties { .. } => {
            Vec::new()
        }
        ValidationErrorKind::Required { property } => {
            let missing = property.as_str().map(str::to_owned);
            vec![Found { kind: DriftKind::Violation, path, keyword, missing }]
        }
        ValidationErrorKind::Enum { options } => {
            let listed = options.as_array().map(Vec::as_slice).unwrap_or_default();
            if listed.iter().any(|option| kind(option) == kind(error.instance())) {
                return found(DriftKind::UnknownValue);
            }
            // A value of another type is told once, by its type.
            let mistyped = |other: &ValidationError<'_>| {
                matches!(other.kind(), ValidationErrorKind::Type { .. })
                    && other.instance_path().as_str() == error.instance_path().as_str()
            };
            if beside.iter().any(mistyped) { Vec::new() } else { found(DriftKind::Violation) }
        }
        ValidationErrorKind::Constant { expected_value } if kind(expected_value) == kind(error.instance()) => {
            found(DriftKind::UnknownValue)
        }
        ValidationErrorKind::AnyOf { context } | ValidationErrorKind::OneOfNotValid { context } => {
            let union = keyword.rsplit_once('/').map_or("", |(union, _)| union);
            let nullable = context.first().filter(|_| schemas.at(union).is_some_and(is_nullable));
            match nullable {
                Some(errors) => classify(schemas, errors),
                None => closest(schemas, error, context).unwrap_or_else(|| found(DriftKind::Violation)),
            }
        }
        _ => found(DriftKind::Violation),
    }
}

/// What the branch says that a value comes closest to; `None` where that is not plain.
fn closest(
    schemas: &Schemas,
    union: &ValidationError<'_>,
    context: &[Vec<ValidationError<'static>>],
) -> Option<Vec<Found>> {
    let here = union.instance_path().as_str();
    // Another type altogether is farthest, another tag comes next, and then it is how much does not fit.
    let distance = |errors: &Vec<ValidationError<'static>>| {
        let count = |wanted: fn(&ValidationErrorKind) -> bool| errors.iter().filter(|it| wanted(it.kind())).count();
        let other_type = errors.iter().any(|error| {
            matches!(error.kind(), ValidationErrorKind::Type { .. }) && error.instance_path().as_str() == here
        });
        (other_type, count(is_tag), count(is_counted))
    };
    let least = context.iter().map(distance).min()?;
    let mut nearest = context.iter().filter(|errors| distance(errors) == least).map(|errors| classify(schemas, errors));
    let first = nearest.next()?;
    let others: Vec<Vec<Found>> = nearest.collect();
    if others.is_empty() {
        return Some(first);
    }
    // Several are equally near. Where all of them lack nothing but the same value in their enums, it is the value.
    let value = |found: &Vec<Found>| match found.as_slice() {
        [one] if one.kind == DriftKind::UnknownValue => Some(one.path.clone()),
        _ => None,
    };
    let path = value(&first)?;
    others.iter().all(|found| value(found).as_ref() == Some(&path)).then_some(first)
}

/// Whether it is about a value that tells branches apart.
fn is_tag(kind: &ValidationErrorKind) -> bool {
    match kind {
        ValidationErrorKind::Constant { .. } => true,
        ValidationErrorKind::Enum { options } => options.as_array().is_some_and(|listed| listed.len() == 1),
        _ => false,
    }
}

fn is_counted(kind: &ValidationErrorKind) -> bool {
    !matches!(
        kind,
        ValidationErrorKind::AdditionalProperties { .. } | ValidationErrorKind::UnevaluatedProperties { .. }
    )
}

fn kind(value: &Value) -> u8 {
    match value {
        Value::Null => 0,
        Value::Bool(_) => 1,
        Value::Number(_) => 2,
        Value::String(_) => 3,
        Value::Array(_) => 4,
        Value::Object(_) => 5,
    }
}

/// The tokens of a JSON Pointer.
fn tokens(pointer: &str) -> Vec<String> {
    pointer.split('/').skip(1).map(|token| token.replace("~1", "/").replace("~0", "~")).collect()
}
