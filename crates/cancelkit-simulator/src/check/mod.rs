//! Whether a request, or an answer, is what the document says.

mod accept;
mod answer;
mod body;
mod direction;
mod parameter;
mod value;

pub(crate) use answer::{answer, documented_media_type};

use jsonschema::error::ValidationErrorKind;
use jsonschema::{ValidationError, Validator};
use serde_json::{Map, Value};

use crate::received::Incoming;
use crate::route::Route;
use crate::violation::{Problem, ViolationKind};

/// What a request says, read by its document.
#[derive(Clone, Debug, Default)]
pub(crate) struct Arguments {
    pub(crate) path: Map<String, Value>,
    pub(crate) query: Map<String, Value>,
    pub(crate) body: Option<Value>,
}

/// Reads a request by its document; everything that does not fit is in the list.
pub(crate) fn request(route: &Route, incoming: &Incoming) -> (Arguments, Vec<Problem>) {
    let mut problems = Vec::new();
    let path = parameter::path(route, &mut problems);
    let query = parameter::query(route, &incoming.query, &mut problems);
    parameter::headers(route, incoming, &mut problems);
    accept::check(route, incoming, &mut problems);
    let body = body::read(route, incoming, &mut problems);
    (Arguments { path, query, body }, problems)
}

/// The mistakes of a value, each at its field.
fn mistakes(validator: &Validator, value: &Value, kind: ViolationKind, within: &str) -> Vec<Problem> {
    validator.iter_errors(value).map(|error| Problem::new(kind, field(&error, within), error.to_string())).collect()
}

/// Where a mistake is, in dot notation; a missing member is named itself.
fn field(error: &ValidationError<'_>, within: &str) -> String {
    let path = error.instance_path().to_string();
    let mut steps: Vec<String> =
        path.split('/').skip(1).map(|step| step.replace("~1", "/").replace("~0", "~")).collect();
    if let ValidationErrorKind::Required { property } = error.kind() {
        steps.extend(property.as_str().map(str::to_owned));
    }
    if !within.is_empty() {
        steps.insert(0, within.to_owned());
    }
    steps.join(".")
}
