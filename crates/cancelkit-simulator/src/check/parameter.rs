//! Parameters in the path, the query and the headers.

use serde_json::{Map, Value};
use spec_contract::{Kind, Location, Parameter};

use super::{mistakes, value};
use crate::document::Formats;
use crate::received::Incoming;
use crate::route::Route;
use crate::violation::{Problem, ViolationKind};

/// The path parameters.
pub(super) fn path(route: &Route, problems: &mut Vec<Problem>) -> Map<String, Value> {
    let mut found = Map::new();
    for parameter in declared(route, Location::Path) {
        let given = route.path.iter().find(|(name, _)| *name == parameter.name);
        if let Some((_, text)) = given {
            let value = read(route, parameter, &[text], ViolationKind::PathParameter, problems);
            found.insert(parameter.name.clone(), value);
        }
    }
    found
}

/// The query parameters. One that the document does not know is a mistake: a provider would pass over it in silence.
pub(super) fn query(route: &Route, query: &[(String, String)], problems: &mut Vec<Problem>) -> Map<String, Value> {
    let mut found = Map::new();
    for parameter in declared(route, Location::Query) {
        let given: Vec<&str> =
            query.iter().filter(|(name, _)| *name == parameter.name).map(|(_, value)| value.as_str()).collect();
        if !given.is_empty() {
            let value = read(route, parameter, &given, ViolationKind::QueryParameter, problems);
            found.insert(parameter.name.clone(), value);
        } else if parameter.required {
            problems.push(missing(parameter, ViolationKind::QueryParameter));
        }
    }
    for (name, _) in query {
        if !declared(route, Location::Query).any(|parameter| parameter.name == *name) {
            let detail = "the document has no such query parameter";
            problems.push(Problem::new(ViolationKind::UnknownQueryParameter, name, detail));
        }
    }
    found
}

/// The documented headers. Others are nobody's business.
pub(super) fn headers(route: &Route, incoming: &Incoming, problems: &mut Vec<Problem>) {
    for parameter in declared(route, Location::Header) {
        match incoming.header(&parameter.name) {
            Some(text) => {
                read(route, parameter, &[text], ViolationKind::HeaderParameter, problems);
            }
            None if parameter.required => problems.push(missing(parameter, ViolationKind::HeaderParameter)),
            None => {}
        }
    }
}

fn declared(route: &Route, location: Location) -> impl Iterator<Item = &'static Parameter> {
    let parameters = route.operation.parameters.iter();
    parameters.filter(move |parameter| parameter.location == location)
}

fn missing(parameter: &Parameter, kind: ViolationKind) -> Problem {
    Problem::new(kind, &parameter.name, "it is required")
}

/// Reads the texts that were given for a parameter; more than one is right for an exploded list only.
fn read(
    route: &Route,
    parameter: &Parameter,
    texts: &[&str],
    kind: ViolationKind,
    problems: &mut Vec<Problem>,
) -> Value {
    let contract = &route.document.contract;
    let exploded = match &contract.resolve(&parameter.schema).kind {
        Kind::Array(items) if parameter.explode => Some(items),
        _ => None,
    };
    let value = match (exploded, texts) {
        (Some(items), _) => texts.iter().map(|text| value::from_text(contract, items, text)).collect(),
        (None, [text]) => value::from_text(contract, &parameter.schema, text),
        (None, _) => {
            problems.push(Problem::new(kind, &parameter.name, "it is given more than once"));
            return Value::Null;
        }
    };
    match route.document.validator(&parameter.schema, Formats::Judged) {
        Ok(validator) => problems.extend(mistakes(&validator, &value, kind, &parameter.name)),
        Err(error) => problems.push(Problem::new(kind, &parameter.name, error)),
    }
    value
}
