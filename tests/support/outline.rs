//! A contract as a text that a reviewer reads: what is sent and answered, and the shape of every schema.

use std::fmt::Write as _;

use serde_json::Value;
use spec_contract::{
    Additional, Cancellation, Contract, Kind, Media, Operation, Property, Response, Schema, SecuritySchemeKind, summary,
};

/// The servers, the credentials, and each operation with all that it takes and answers.
#[must_use]
pub fn operations(contract: &Contract) -> String {
    let mut out = format!("{} {}\n\n", contract.title, contract.version);
    for server in &contract.servers {
        line(&mut out, 0, format!("server {} {}", server.name.as_deref().unwrap_or("(unnamed)"), server.url));
        for variable in &server.variables {
            let values = if variable.values.is_empty() { "anything".to_owned() } else { variable.values.join(" | ") };
            line(&mut out, 1, format!("{{{}}} = {}, one of {values}", variable.name, variable.default));
        }
    }
    for scheme in &contract.security_schemes {
        line(&mut out, 0, format!("credential {}: {}", scheme.name, credential(&scheme.kind)));
    }
    let _ = write!(out, "\n{}", summary(contract));
    for it in &contract.operations {
        out.push('\n');
        operation(&mut out, it);
    }
    out
}

fn credential(kind: &SecuritySchemeKind) -> String {
    match kind {
        SecuritySchemeKind::HeaderKey { header, prefix } => format!("header {header}: {prefix}…"),
        SecuritySchemeKind::QueryKey { parameter } => format!("query {parameter}=…"),
        SecuritySchemeKind::Bearer => "bearer".to_owned(),
        SecuritySchemeKind::Basic => "basic".to_owned(),
        SecuritySchemeKind::Other(other) => format!("other: {other}"),
    }
}

fn operation(out: &mut String, it: &Operation) {
    let deprecated = if it.deprecated { " (deprecated)" } else { "" };
    line(out, 0, format!("{}: {} {}{deprecated}", it.id, it.method, it.path));
    line(out, 1, format!("credentials: {}", security(it)));
    for parameter in &it.parameters {
        let style = match (parameter.style.as_str(), parameter.explode) {
            ("simple", false) | ("form", true) => String::new(),
            (style, explode) => format!(", {style}{}", if explode { ", exploded" } else { "" }),
        };
        let content = parameter.content.as_ref().map(|media| format!(", as {media}")).unwrap_or_default();
        let deprecated = if parameter.deprecated { ", deprecated" } else { "" };
        let head = format!("{} {}: ", parameter.location.key(), parameter.name);
        let tail = format!(" ({}{style}{content}{deprecated})", required(parameter.required));
        schema(out, 1, &head, &parameter.schema, &tail);
    }
    if let Some(body) = &it.body {
        line(out, 1, format!("body ({})", required(body.required)));
        body.media.iter().for_each(|it| media(out, it));
    }
    it.responses.iter().for_each(|it| response(out, it));
    if let Some(envelope) = &it.envelope {
        let (id, asked, schema) = (&envelope.operation_id, &envelope.parameter, &envelope.schema);
        line(out, 1, format!("enveloped as {schema} by {asked}: {id}"));
        line(out, 2, format!("code {}, headers {}, body {}", envelope.code, envelope.headers, envelope.body));
    }
    if let Some(it) = &it.cancellation {
        cancellation(out, it);
    }
}

fn security(operation: &Operation) -> String {
    let ways: Vec<String> = operation
        .security
        .iter()
        .map(|way| match way.schemes.as_slice() {
            [] => "none".to_owned(),
            schemes => schemes
                .iter()
                .map(|(name, scopes)| if scopes.is_empty() { name.clone() } else { format!("{name} {scopes:?}") })
                .collect::<Vec<_>>()
                .join(" and "),
        })
        .collect();
    if ways.is_empty() { "none".to_owned() } else { ways.join(" or ") }
}

fn response(out: &mut String, it: &Response) {
    let component = it.component.as_ref().map(|name| format!(" ({name})")).unwrap_or_default();
    let nothing = if it.media.is_empty() { ": no body" } else { "" };
    line(out, 1, format!("answer {}{component}{nothing}", it.status));
    for header in &it.headers {
        let head = format!("header {}: ", header.name);
        schema(out, 2, &head, &header.schema, &format!(" ({})", required(header.required)));
    }
    it.media.iter().for_each(|it| media(out, it));
}

fn media(out: &mut String, it: &Media) {
    let head = format!("{}: ", it.media_type);
    let tail = match it.examples.len() {
        0 => String::new(),
        1 => " (1 example)".to_owned(),
        more => format!(" ({more} examples)"),
    };
    match &it.schema {
        Some(of) => schema(out, 2, &head, of, &tail),
        None => line(out, 2, format!("{head}no schema{tail}")),
    }
}

fn cancellation(out: &mut String, it: &Cancellation) {
    line(out, 1, "cancels");
    line(out, 2, format!("timing: {}", words(it.timing.iter().map(|one| one.value))));
    line(out, 2, format!("money: {}", words(it.money.iter().map(|one| one.value))));
    for (name, choice) in [("reason", &it.reason), ("actor", &it.actor)] {
        let taken = if choice.accepted { required(choice.required) } else { "not taken" };
        let values = if choice.values.is_empty() { String::new() } else { format!(": {}", choice.values.join(", ")) };
        line(out, 2, format!("{name}: {taken}{values}"));
    }
    let most = it.comment.max_length.map(|most| format!(", at most {most}")).unwrap_or_default();
    line(out, 2, format!("comment: {}{most}", if it.comment.accepted { "optional" } else { "not taken" }));
    line(out, 2, format!("undo: {}", it.undo.operation_id.as_deref().unwrap_or("not possible")));
    let repetition = &it.repetition;
    let (read, settle) = (repetition.operation_id.as_deref().unwrap_or("-"), repetition.settle_seconds);
    let settle = settle.map(|seconds| format!(", settled after {seconds} s")).unwrap_or_default();
    line(out, 2, format!("repetition: {} ({read}{settle})", word(repetition.rule)));
    for (status, meaning) in &it.statuses {
        let proof = meaning.proof.as_ref().map(|proof| {
            let values = if proof.one_of.is_empty() { "anything".to_owned() } else { texts(&proof.one_of) };
            format!(" if {} is {values}", proof.pointer)
        });
        line(out, 2, format!("{status}: {}{}", word(meaning.certainty), proof.unwrap_or_default()));
    }
    line(out, 2, format!("confirmed by {} ({})", it.confirm.operation_id, word(it.confirm.strength)));
}

fn words<T: std::fmt::Debug>(values: impl Iterator<Item = T>) -> String {
    values.map(word).collect::<Vec<_>>().join(", ")
}

/// `LeaveCharges` as `leave charges`.
fn word(value: impl std::fmt::Debug) -> String {
    let mut text = String::new();
    for letter in format!("{value:?}").chars() {
        if letter.is_uppercase() && !text.is_empty() {
            text.push(' ');
        }
        text.extend(letter.to_lowercase());
    }
    text
}

/// Every component schema as a tree.
#[must_use]
pub fn schemas(contract: &Contract) -> String {
    let mut out = String::new();
    for named in &contract.schemas {
        schema(&mut out, 0, &format!("{}: ", named.name), &named.schema, "");
        out.push('\n');
    }
    out
}

/// One line for a schema, and below it what is inside.
fn schema(out: &mut String, depth: usize, head: &str, it: &Schema, tail: &str) {
    let facts = facts(it);
    line(out, depth, format!("{head}{}{facts}{tail}", shape(it)));
    inside(out, depth + 1, it);
}

fn shape(it: &Schema) -> String {
    let with = |name: &str, format: &Option<String>| match format {
        Some(format) => format!("{name} {format}"),
        None => name.to_owned(),
    };
    let text = match &it.kind {
        Kind::Any => "anything".to_owned(),
        Kind::Never => if it.nullable { "null" } else { "nothing" }.to_owned(),
        Kind::Reference(name) => name.clone(),
        Kind::Boolean => "boolean".to_owned(),
        Kind::Integer(format) => with("integer", format),
        Kind::Number(format) => with("number", format),
        Kind::String(format) => with("string", format),
        Kind::Enumeration(_) => "enum".to_owned(),
        Kind::Array(items) => format!("list of {}{}", shape(items), facts(items)),
        Kind::Object { additional, .. } => match additional {
            Additional::Open => "object".to_owned(),
            Additional::Closed => "closed object".to_owned(),
            Additional::Schema(values) => format!("map of {}{}", shape(values), facts(values)),
        },
        Kind::OneOf(_) => "one of".to_owned(),
        Kind::AnyOf(_) => "any of".to_owned(),
        Kind::AllOf(_) => "all of".to_owned(),
    };
    if it.nullable && !matches!(it.kind, Kind::Never) { format!("{text} or null") } else { text }
}

fn facts(it: &Schema) -> String {
    let bounds = &it.constraints;
    let count = |name: &str, bound: Option<u64>| bound.map(|bound| format!("{name} {bound}"));
    let number = |name: &str, bound: &Option<serde_json::Number>| bound.as_ref().map(|bound| format!("{name} {bound}"));
    let flag = |name: &str, set: bool| set.then(|| name.to_owned());
    let mut facts: Vec<String> = [
        count("minLength", bounds.min_length),
        count("maxLength", bounds.max_length),
        bounds.pattern.as_ref().map(|pattern| format!("pattern {pattern}")),
        number("minimum", &bounds.minimum),
        number("maximum", &bounds.maximum),
        count("minItems", bounds.min_items),
        count("maxItems", bounds.max_items),
        it.default.as_ref().map(|default| format!("default {default}")),
        flag("read-only", it.read_only),
        flag("write-only", it.write_only),
        flag("deprecated", it.deprecated),
    ]
    .into_iter()
    .flatten()
    .collect();
    facts.extend(it.other.iter().map(|(keyword, value)| format!("{keyword} {value}")));
    if facts.is_empty() { String::new() } else { format!(" [{}]", facts.join(", ")) }
}

fn inside(out: &mut String, depth: usize, it: &Schema) {
    match &it.kind {
        Kind::Enumeration(values) => values.iter().for_each(|value| line(out, depth, format!("= {value}"))),
        Kind::Object { properties, additional } => {
            properties.iter().for_each(|it| property(out, depth, it));
            if let Additional::Schema(values) = additional {
                inside(out, depth, values);
            }
        }
        Kind::Array(items) => inside(out, depth, items),
        Kind::OneOf(members) | Kind::AnyOf(members) | Kind::AllOf(members) => {
            members.iter().for_each(|member| schema(out, depth, "- ", member, ""));
        }
        _ => {}
    }
}

fn property(out: &mut String, depth: usize, it: &Property) {
    let mark = if it.required { "" } else { "?" };
    schema(out, depth, &format!("{}{mark}: ", it.name), &it.schema, "");
}

fn required(is: bool) -> &'static str {
    if is { "required" } else { "optional" }
}

fn texts(values: &[Value]) -> String {
    values.iter().map(Value::to_string).collect::<Vec<_>>().join(" or ")
}

fn line(out: &mut String, depth: usize, text: impl AsRef<str>) {
    let _ = writeln!(out, "{:indent$}{}", "", text.as_ref(), indent = depth * 2);
}
