//! Operations against requests, outcomes and credentials.

use std::collections::BTreeSet;

use spec_contract::{
    Body, Envelope, Location, Operation, Parameter, Place, Response, SecuritySchemeKind, Status, is_json,
};

use super::Proof;
use super::calls::{Call, Passed, Request};
use super::code::Ty;
use crate::names::{method_name, type_name};
use crate::read::{Wire, WrittenRequest};

impl Proof<'_> {
    pub(super) fn operation(&mut self, operation: &Operation) {
        let method = method_name(&operation.id);
        // The code may put another HTTP method in the place of the one that it was built with.
        let replaced =
            self.code.operations.get(&type_name(&operation.id)).and_then(|request| request.http_method.as_deref());
        let requests: Vec<&WrittenRequest> = self
            .code
            .requests
            .iter()
            .filter(|request| request.id == method || request.id.starts_with(&format!("{method}_as_")))
            .filter(|request| replaced.unwrap_or(&request.method) == operation.method.key())
            .filter(|request| same_path(&request.path, &operation.path))
            .collect();
        if requests.is_empty() {
            self.lost(&operation.place, format!("no request sends `{} {}`", operation.method, operation.path));
            return;
        }
        for parameter in &operation.parameters {
            self.parameter(parameter, operation, &requests);
        }
        self.body(operation, &requests);
        self.envelope(operation, &requests);
        for response in &operation.responses {
            self.response(operation, response);
        }
        self.security(operation);
    }

    fn parameter(&mut self, parameter: &Parameter, operation: &Operation, requests: &[&WrittenRequest]) {
        if self.own_parameter(parameter, operation) {
            self.bounds(&parameter.schema, &type_name(&operation.id), &parameter.name);
            return self.parameter_default(parameter, operation, requests);
        }
        let mut bare = parameter.schema.clone();
        // Null has no form outside of a body: it is left out instead.
        bare.nullable = false;
        for request in requests {
            let found = request.arguments.iter().find(|it| is_sent(parameter, operation, it.wire.as_ref()));
            match found {
                None => self.lost(
                    &parameter.place,
                    format!(
                        "`{}` does not send the {} parameter `{}`",
                        request.id,
                        parameter.location.key(),
                        parameter.name
                    ),
                ),
                Some(argument) => {
                    let ty = &argument.ty;
                    let optional = quote::quote!(#ty).to_string().starts_with("Option");
                    if optional == parameter.required {
                        self.lost(
                            &parameter.place,
                            format!("`{}` has it the wrong way whether it is required", request.id),
                        );
                    }
                    let ty = match Ty::of(ty) {
                        Ty::Optional(inner) if optional => *inner,
                        ty => ty,
                    };
                    self.value(&bare, &ty, &mut BTreeSet::new());
                }
            }
        }
        self.bounds(&parameter.schema, &type_name(&operation.id), &parameter.name);
        self.parameter_default(parameter, operation, requests);
    }

    /// Compares a parameter that the runtime writes. Says whether there is one.
    fn own_parameter(&mut self, parameter: &Parameter, operation: &Operation) -> bool {
        let code = self.code;
        let Some(request) = code.operations.get(&type_name(&operation.id)) else { return false };
        let location = parameter.location.key();
        let Some(own) = request.own.iter().find(|it| it.location == location && it.name == parameter.name) else {
            return false;
        };
        let style = match &parameter.content {
            Some(_) => "Json".to_owned(),
            None => type_name(&parameter.style),
        };
        let mut flags = vec![parameter.explode];
        if parameter.location == Location::Query {
            flags.push(parameter.allow_reserved);
        }
        if own.style != style || own.flags != flags {
            self.lost(&parameter.place, format!("`{}` is not written in the style `{style}`", parameter.name));
        }
        let mut bare = parameter.schema.clone();
        bare.nullable = false;
        match (request.fields.get(&own.field), parameter.required) {
            (Some(Ty::Optional(ty)), false) => self.value(&bare, ty, &mut BTreeSet::new()),
            (Some(ty), true) => self.value(&bare, ty, &mut BTreeSet::new()),
            _ => self.lost(&parameter.place, "a parameter is held the wrong way whether it is required"),
        }
        true
    }

    /// The default of a parameter stands at its setter, or at the method that takes it.
    fn parameter_default(&mut self, parameter: &Parameter, operation: &Operation, requests: &[&WrittenRequest]) {
        // Which of the two methods is called decides what asks for an envelope.
        let asks = |envelope: &Envelope| parameter.location == Location::Query && envelope.parameter == parameter.name;
        if parameter.schema.default.is_none() || operation.envelope.as_ref().is_some_and(asks) {
            return;
        }
        let code = self.code;
        let called = code.operations.get(&type_name(&operation.id));
        let own = |called: &'_ Request| {
            let own = called.own.iter().find(|it| it.location == parameter.location.key() && it.name == parameter.name);
            own.map(|own| own.field.clone())
        };
        let field = called.and_then(own).or_else(|| {
            called.and_then(|called| {
                called.calls.iter().find_map(|call| {
                    let written = requests.iter().find(|written| written.id == call.request)?;
                    let index =
                        written.arguments.iter().position(|it| is_sent(parameter, operation, it.wire.as_ref()))?;
                    match call.arguments.get(index)? {
                        Passed::Field(field) => Some(field.clone()),
                        _ => None,
                    }
                })
            })
        });
        let docs = match (called, field) {
            (Some(called), Some(field)) if parameter.required => {
                let item = format!("- `{field}`: Default: ");
                called.docs.lines().find(|line| line.trim_start().starts_with(&item)).unwrap_or_default()
            }
            (Some(called), Some(field)) => called.setters.get(&field).map_or("", String::as_str),
            _ => "",
        };
        self.default(&parameter.schema, docs, &format!("the parameter `{}`", parameter.name));
    }

    fn body(&mut self, operation: &Operation, requests: &[&WrittenRequest]) {
        let with_body = requests
            .iter()
            .filter(|request| request.arguments.iter().any(|argument| matches!(argument.wire, Some(Wire::Body(_)))))
            .count();
        match &operation.body {
            None if with_body > 0 => self.lost(&operation.place, "a body is sent that the document does not describe"),
            None => {}
            Some(body) => {
                self.body_types(operation, body, requests);
                if with_body != body.media.len() {
                    self.lost(&body.place, format!("{with_body} of {} media types can be sent", body.media.len()));
                }
                if body.required == (with_body != requests.len()) {
                    self.lost(&body.place, "whether the body is required is not expressed");
                }
            }
        }
    }

    /// Each media type is sent under its own name; one that is JSON or a form, from a value of its schema's type.
    fn body_types(&mut self, operation: &Operation, body: &Body, requests: &[&WrittenRequest]) {
        let code = self.code;
        let calls = code.operations.get(&type_name(&operation.id)).map_or(&[] as &[Call], |it| it.calls.as_slice());
        // What is sent: the media type that the request will carry, what writes the body, and the body's type.
        let sent: Vec<(&str, &str, Ty)> = calls
            .iter()
            .filter_map(|call| {
                let request = requests.iter().find(|request| request.id == call.request)?;
                let named = call.content_type.as_deref().or(request.content_type.as_deref())?;
                request.arguments.iter().find_map(|argument| match &argument.wire {
                    Some(Wire::Body(writes)) => Some((named, writes.as_str(), Ty::of(&argument.ty))),
                    _ => None,
                })
            })
            .collect();
        for media in &body.media {
            let named: Vec<_> = sent.iter().filter(|(named, ..)| *named == media.media_type).collect();
            if named.is_empty() {
                self.lost(&media.place, format!("no request says that its body is `{}`", media.media_type));
                continue;
            }
            let form = is_form(&media.media_type);
            let Some(schema) = media.schema.as_ref().filter(|_| form || is_json(&media.media_type)) else { continue };
            let writes = if form { "form_urlencoded" } else { "json" };
            let differences = named.iter().filter(|(_, by, _)| *by == writes).map(|(_, _, ty)| {
                let mut trial =
                    Proof { names: self.names.clone(), sent: self.sent.clone(), found: Vec::new(), ..*self };
                trial.value(schema, ty, &mut BTreeSet::new());
                trial.found
            });
            match differences.min_by_key(Vec::len) {
                Some(differences) => self.found.extend(differences),
                None => self.lost(&media.place, format!("no request sends a `{}` of this schema", media.media_type)),
            }
        }
    }

    fn response(&mut self, operation: &Operation, response: &Response) {
        let outcome = format!("{}Outcome", type_name(&operation.id));
        let pattern = match response.status {
            Status::Code(code) => format!("{code}"),
            Status::Range(digit) => format!("{digit}00..={digit}99"),
            Status::Default => "_".to_owned(),
        };
        // Literals carry their type: `404u16`.
        let arms = self.code.arms.get(&outcome);
        let arm = arms.and_then(|arms| arms.iter().find(|(written, _)| written.replace("u16", "") == pattern));
        let Some((_, arm)) = arm else {
            self.lost(&response.place, format!("`{outcome}` does not read {}", response.status));
            return;
        };
        for header in &response.headers {
            self.header(header, arm.headers.as_ref().and_then(|headers| self.code.headers.get(headers)));
        }
        if response.media.is_empty() && arm.bodies.iter().any(|(_, ty)| *ty != Ty::Nothing) {
            self.lost(&response.place, "a body is read that the document does not describe");
        }
        for media in &response.media {
            let Some((_, ty)) = arm.bodies.iter().find(|(media_types, _)| media_types.contains(&media.media_type))
            else {
                self.lost(&media.place, format!("`{}` is not read", media.media_type));
                continue;
            };
            match &media.schema {
                Some(schema) if is_json(&media.media_type) => self.value(schema, ty, &mut BTreeSet::new()),
                _ => {}
            }
        }
    }

    fn security(&mut self, operation: &Operation) {
        let anonymous = operation.security.iter().any(|requirement| requirement.schemes.is_empty());
        let mut promised = BTreeSet::new();
        for requirement in operation.security.iter().filter(|_| !anonymous) {
            let mut names = Vec::new();
            let mut together = Vec::new();
            let mut is_sent = true;
            for (name, _) in &requirement.schemes {
                match self.contract.security_schemes.iter().find(|scheme| scheme.name == *name) {
                    Some(scheme) if matches!(scheme.kind, SecuritySchemeKind::Other(_)) => {
                        self.lost(&scheme.place.clone(), format!("the security scheme `{name}` cannot be sent"));
                        is_sent = false;
                    }
                    Some(scheme) => together.push(scheme),
                    None => {
                        let place =
                            Place { pointer: operation.place.pointer.child("security"), span: operation.place.span };
                        self.lost(&place, format!("no security scheme is called `{name}`"));
                        is_sent = false;
                    }
                }
                names.push(type_name(name));
            }
            if is_sent {
                if !together.is_empty() {
                    self.credential(&together);
                }
                promised.insert(names.join("And"));
            }
        }
        if self.code.accepted.get(&type_name(&operation.id)) != Some(&promised) {
            self.lost(&operation.place, "the request takes other credentials");
        }
    }
}

/// Whether an argument that goes there is that parameter.
fn is_sent(parameter: &Parameter, operation: &Operation, wire: Option<&Wire>) -> bool {
    match (wire, parameter.location) {
        (Some(Wire::Path(index)), Location::Path) => {
            operation.path.split('{').nth(index + 1).and_then(|rest| rest.split('}').next()) == Some(&parameter.name)
        }
        (Some(Wire::Query(name)), Location::Query) => *name == parameter.name,
        (Some(Wire::Header(name)), Location::Header) => name.eq_ignore_ascii_case(&parameter.name),
        _ => false,
    }
}

fn same_path(written: &str, template: &str) -> bool {
    let constant = |part: &str| part.split_once('}').map_or_else(|| part.to_owned(), |(_, rest)| rest.to_owned());
    let parts = |path: &str| path.split('{').map(constant).collect::<Vec<_>>();
    // What stands behind `#` tells two operations apart and is never sent.
    parts(written) == parts(template.split('#').next().unwrap_or_default())
}

fn is_form(media_type: &str) -> bool {
    media_type.starts_with("application/x-www-form-urlencoded")
}
