//! Operations against requests, outcomes and credentials.

use std::collections::BTreeSet;

use spec_contract::{Body, Kind, Location, Operation, Parameter, Response, SecuritySchemeKind, Status, is_json};

use super::Proof;
use super::code::Ty;
use crate::names::{method_name, type_name};
use crate::read::{Wire, WrittenRequest};

impl Proof<'_> {
    pub(super) fn operation(&mut self, operation: &Operation) {
        let method = method_name(&operation.id);
        let requests: Vec<&WrittenRequest> = self
            .code
            .requests
            .iter()
            .filter(|request| request.id == method || request.id.starts_with(&format!("{method}_as_")))
            .filter(|request| request.method == operation.method.key() && same_path(&request.path, &operation.path))
            .collect();
        if requests.is_empty() {
            self.lost(&operation.place, format!("no request sends `{} {}`", operation.method, operation.path));
            return;
        }
        for parameter in &operation.parameters {
            self.parameter(parameter, operation, &requests);
        }
        self.body(operation, &requests);
        for response in &operation.responses {
            self.response(operation, response);
        }
        self.security(operation);
    }

    fn parameter(&mut self, parameter: &Parameter, operation: &Operation, requests: &[&WrittenRequest]) {
        for request in requests {
            let found = request.arguments.iter().find(|argument| match (&argument.wire, parameter.location) {
                (Some(Wire::Path(index)), Location::Path) => {
                    operation.path.split('{').nth(index + 1).and_then(|rest| rest.split('}').next())
                        == Some(&parameter.name)
                }
                (Some(Wire::Query(name)), Location::Query) => *name == parameter.name,
                (Some(Wire::Header(name)), Location::Header) => name.eq_ignore_ascii_case(&parameter.name),
                _ => false,
            });
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
                    // A list that is joined into one text is text here: the setter takes the items.
                    let joined = matches!(self.contract.resolve(&parameter.schema).kind, Kind::Array(_))
                        && !(parameter.location == Location::Query && parameter.explode);
                    if !(joined && ty == Ty::Text) {
                        self.value(&parameter.schema, &ty, &mut BTreeSet::new());
                    }
                }
            }
        }
        self.bounds(&parameter.schema, &type_name(&operation.id), &parameter.name);
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
                self.body_types(body, requests);
                if with_body != body.media.len() {
                    self.lost(&body.place, format!("{with_body} of {} media types can be sent", body.media.len()));
                }
                if body.required == (with_body != requests.len()) {
                    self.lost(&body.place, "whether the body is required is not expressed");
                }
            }
        }
    }

    /// A media type that is JSON or a form is sent from a value of its schema's type.
    fn body_types(&mut self, body: &Body, requests: &[&WrittenRequest]) {
        for media in body.media.iter().filter(|media| is_json(&media.media_type) || is_form(&media.media_type)) {
            let Some(schema) = &media.schema else { continue };
            let writes = if is_form(&media.media_type) { "form_urlencoded" } else { "json" };
            let sent: Vec<Ty> = requests
                .iter()
                .flat_map(|request| &request.arguments)
                .filter(|argument| argument.wire == Some(Wire::Body(writes.to_owned())))
                .map(|argument| Ty::of(&argument.ty))
                .collect();
            // Several JSON media types may have schemas of their own: one of the requests has to fit.
            let fits = sent.iter().any(|ty| {
                let mut trial =
                    Proof { contract: self.contract, code: self.code, sent: self.sent.clone(), found: Vec::new() };
                trial.value(schema, ty, &mut BTreeSet::new());
                trial.found.is_empty()
            });
            if !fits {
                self.lost(&media.place, format!("no request sends a `{}` of this schema", media.media_type));
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
            let name = header.name.to_ascii_lowercase();
            let read = arm.headers.as_ref().and_then(|headers| self.code.headers.get(headers));
            if !read.is_some_and(|read| read.contains(&name)) {
                self.lost(&header.place, format!("the header `{}` is not read", header.name));
            }
        }
        if response.media.is_empty() && arm.body != Ty::Nothing {
            self.lost(&response.place, "a body is read that the document does not describe");
        }
        for media in &response.media {
            if !arm.media_types.contains(&media.media_type) {
                self.lost(&media.place, format!("`{}` is not read", media.media_type));
            }
            match &media.schema {
                Some(schema) if is_json(&media.media_type) => {
                    let (schema, ty) = (schema.clone(), arm.body.clone());
                    self.value(&schema, &ty, &mut BTreeSet::new());
                }
                _ => {}
            }
        }
    }

    fn security(&mut self, operation: &Operation) {
        let anonymous = operation.security.iter().any(|requirement| requirement.schemes.is_empty());
        let mut promised = BTreeSet::new();
        for requirement in operation.security.iter().filter(|_| !anonymous) {
            let mut names = Vec::new();
            for (name, _) in &requirement.schemes {
                let scheme = self.contract.security_schemes.iter().find(|scheme| scheme.name == *name);
                if let Some(scheme) = scheme
                    && matches!(scheme.kind, SecuritySchemeKind::Other(_))
                {
                    self.lost(&scheme.place.clone(), format!("the security scheme `{name}` cannot be sent"));
                }
                names.push(type_name(name));
            }
            promised.insert(names.join("And"));
        }
        if self.code.accepted.get(&type_name(&operation.id)) != Some(&promised) {
            self.lost(&operation.place, "the request takes other credentials");
        }
    }
}

fn same_path(written: &str, template: &str) -> bool {
    let constant = |part: &str| part.split_once('}').map_or_else(|| part.to_owned(), |(_, rest)| rest.to_owned());
    let parts = |path: &str| path.split('{').map(constant).collect::<Vec<_>>();
    parts(written) == parts(template)
}

fn is_form(media_type: &str) -> bool {
    media_type.starts_with("application/x-www-form-urlencoded")
}
