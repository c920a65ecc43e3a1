//! One method of the client for each operation: it takes what is required and returns a request that takes the rest.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use spec_contract::{Contract, Envelope, Kind, Location, Operation, Parameter};
use syn::Type;

use super::constraints::{checked, rules};
use super::outcomes::{body_type, outcome_name};
use super::{Source, client, example};
use crate::docs::{docs, item, prose};
use crate::lower::{BodyForm, Encoding, LoweredRequest, is_text, short_name};
use crate::names::{Taken, method_name, setter_name, type_name};
use crate::read::{Wire, WrittenRequest};

/// `src/operations.rs`
pub fn operations(source: &Source<'_>) -> Result<String, String> {
    let mut code = TokenStream::new();
    for (index, operation) in source.lowered.contract.operations.iter().enumerate() {
        // One that cannot be called stands in the ledger.
        if !source.lowered.requests.iter().any(|request| request.index == index) {
            continue;
        }
        code.extend(Call::new(source, index, operation, None)?.code());
        if let Some(envelope) = &operation.envelope {
            code.extend(Call::new(source, index, operation, Some(envelope))?.code());
        }
    }
    const RUNTIME: &[&str] = &[
        "CallError",
        "Capture",
        "Constraints",
        "NotSent",
        "Preview",
        "RequestParts",
        "build_now",
        "decode",
        "path_segment",
        "reqwest",
    ];
    let uses = super::uses(&code, RUNTIME);
    source.rust(
        "//! One request for each operation of the document.",
        quote! {
            #uses

            use crate::client::{Client, SENSITIVE};
            #[allow(unused_imports)]
            use crate::{outcomes, types};

            #code
        },
    )
}

/// A parameter as the request holds it.
struct Held<'a> {
    parameter: &'a Parameter,
    field: syn::Ident,
    /// The type without the reference or option around it.
    ty: TokenStream,
    kind: HeldKind,
}

#[derive(Clone, Copy, PartialEq)]
enum HeldKind {
    /// Text, which progenitor takes as `&str`.
    Text,
    /// A list that is joined into one text by that sign.
    Joined(&'static str),
    /// A value that is copied.
    Scalar,
    /// Anything else, which progenitor takes by reference.
    Reference,
}

/// The body as the request holds it.
struct HeldBody {
    ty: TokenStream,
    required: bool,
    /// The variants of the enum, where there is more than one media type.
    variants: Vec<(syn::Ident, TokenStream)>,
}

struct Call<'a> {
    source: &'a Source<'a>,
    operation: &'a Operation,
    envelope: Option<&'a Envelope>,
    requests: Vec<(&'a LoweredRequest, &'a WrittenRequest)>,
    held: Vec<Held<'a>>,
    body: Option<HeldBody>,
    ident: syn::Ident,
}

impl<'a> Call<'a> {
    fn new(
        source: &'a Source<'a>,
        index: usize,
        operation: &'a Operation,
        envelope: Option<&'a Envelope>,
    ) -> Result<Self, String> {
        let mut requests = Vec::new();
        for request in source.lowered.requests.iter().filter(|request| request.index == index) {
            let written = source.requests.iter().find(|written| written.id == request.id);
            let written = written.ok_or_else(|| format!("progenitor wrote no method `{}`", request.id))?;
            requests.push((request, written));
        }
        let id = envelope.map_or(&operation.id, |envelope| &envelope.operation_id);
        let held = held(source, operation, requests.first().map(|(_, written)| *written))?;
        Ok(Self {
            body: held_body(operation, &requests, &type_name(&operation.id)),
            ident: format_ident!("{}", type_name(id)),
            source,
            operation,
            envelope,
            requests,
            held,
        })
    }

    fn contract(&self) -> &'a Contract {
        &self.source.lowered.contract
    }

    /// Whether the caller does not set the parameter: it asks for the envelope, which is another method.
    fn is_fixed(&self, parameter: &Parameter) -> bool {
        let asks = |envelope: &Envelope| parameter.location == Location::Query && envelope.parameter == parameter.name;
        self.operation.envelope.as_ref().is_some_and(asks)
    }

    fn code(&self) -> TokenStream {
        let body_enum = if self.envelope.is_none() { self.body_enum() } else { TokenStream::new() };
        let structure = self.structure();
        let method = self.method();
        let setters = self.setters();
        let request = self.request();
        let send = self.send();
        let ident = &self.ident;
        quote! {
            #body_enum

            impl Client {
                #method
            }

            #structure

            impl #ident<'_> {
                #setters
                #request
                #send
            }
        }
    }

    fn body_enum(&self) -> TokenStream {
        let Some(body) = self.body.as_ref().filter(|body| body.variants.len() > 1) else { return TokenStream::new() };
        let ident = &body.ty;
        let about = format!(" The body of `{}`, in one of the media types that it may be sent in.", self.operation.id);
        let variants = body.variants.iter().zip(self.forms()).map(|((variant, ty), form)| {
            let about = format!(" As `{}`.", form.media_type);
            quote! { #[doc = #about] #variant(#ty) }
        });
        quote! {
            #[doc = #about]
            #[derive(Clone, Debug, PartialEq)]
            #[non_exhaustive]
            pub enum #ident {
                #(#variants),*
            }
        }
    }

    fn forms(&self) -> impl Iterator<Item = &'a BodyForm> + '_ {
        self.requests.iter().filter_map(|(request, _)| request.body.as_ref())
    }

    fn structure(&self) -> TokenStream {
        let ident = &self.ident;
        let about = docs([format!("A request of [`Client::{}`], not sent yet.", self.method_ident()), self.sends()]);
        let fields = self.held.iter().filter(|held| !self.is_fixed(held.parameter)).map(|held| {
            let (field, ty) = (&held.field, &held.ty);
            if held.parameter.required {
                quote! { #field: #ty }
            } else {
                quote! { #field: Option<#ty> }
            }
        });
        let body = self.body.as_ref().map(|body| {
            let ty = &body.ty;
            if body.required {
                quote! { body: #ty }
            } else {
                quote! { body: Option<#ty> }
            }
        });
        let fields = fields.chain(body);
        quote! {
            #about
            #[derive(Clone, Debug)]
            #[must_use = "nothing is sent before `send`"]
            pub struct #ident<'a> {
                client: &'a Client,
                #(#fields,)*
            }
        }
    }

    fn sends(&self) -> String {
        format!("Sends `{} {}`.", self.operation.method, self.operation.path)
    }

    fn method_ident(&self) -> syn::Ident {
        let id = self.envelope.map_or(&self.operation.id, |envelope| &envelope.operation_id);
        format_ident!("{}", method_name(id))
    }

    fn method(&self) -> TokenStream {
        let ident = &self.ident;
        let method = self.method_ident();
        let mut arguments = TokenStream::new();
        let mut fields = TokenStream::new();
        for held in self.held.iter().filter(|held| !self.is_fixed(held.parameter)) {
            let (field, ty) = (&held.field, &held.ty);
            if !held.parameter.required {
                fields.extend(quote! { #field: None, });
                continue;
            }
            let (argument, value) = argument(held.kind, field, ty);
            arguments.extend(quote! { #field: #argument, });
            fields.extend(quote! { #field: #value, });
        }
        if let Some(body) = &self.body {
            let ty = &body.ty;
            if body.required {
                arguments.extend(quote! { body: #ty, });
                fields.extend(quote! { body, });
            } else {
                fields.extend(quote! { body: None, });
            }
        }
        let docs = self.method_docs();
        let deprecated = self.operation.deprecated.then(|| quote! { #[deprecated = "the document deprecates it"] });
        quote! {
            #docs
            #deprecated
            pub fn #method(&self, #arguments) -> #ident<'_> {
                #ident { client: self, #fields }
            }
        }
    }

    fn method_docs(&self) -> TokenStream {
        let operation = self.operation;
        let mut lines = vec![operation.summary.as_deref().map_or_else(|| self.sends(), prose)];
        if let Some(envelope) = self.envelope {
            lines.push(format!(
                "Asks with `{}=true` for an envelope: the answer is HTTP 200 and carries the real status, headers and body, \
                 by which the outcome is read. An answer of another status is read as it is.",
                envelope.parameter
            ));
        }
        if let Some(description) = &operation.description {
            lines.push(prose(description));
        }
        lines.push(self.sends());
        let described: Vec<String> = self
            .held
            .iter()
            .filter(|held| held.parameter.required && !self.is_fixed(held.parameter))
            .map(|held| item(&held.field.to_string(), held.parameter.description.as_deref().unwrap_or_default()))
            .collect();
        if !described.is_empty() {
            lines.push(described.join("\n"));
        }
        lines.push("# Example".to_owned());
        lines.push(self.example());
        docs(lines)
    }

    fn example(&self) -> String {
        let library = self.source.library();
        let contract = self.contract();
        let mut arguments = Vec::new();
        for held in self.held.iter().filter(|held| held.parameter.required && !self.is_fixed(held.parameter)) {
            arguments.push(example::parameter(held.parameter, contract));
        }
        let mut setters = String::new();
        if let (Some(body), Some(operation_body)) = (&self.body, &self.operation.body) {
            let media = &operation_body.media[0];
            let value = match (&media.schema, media.examples.first()) {
                (Some(schema), Some((_, value, _))) => example::expression(schema, value, contract),
                (Some(_), None) => "serde_json::from_str(\"{}\")?".to_owned(),
                (None, _) => "Default::default()".to_owned(),
            };
            let value = match body.variants.first() {
                Some((variant, _)) if body.variants.len() > 1 => {
                    format!("{library}::operations::{}::{variant}({value})", body.ty)
                }
                _ => value,
            };
            if body.required {
                arguments.push(value);
            } else {
                setters = format!(".body({value})");
            }
        }
        format!(
            "```no_run\n# async fn example(client: &{library}::Client) -> Result<(), Box<dyn std::error::Error>> {{\n\
             use {library}::Answered;\n\
             # #[allow(unused_imports)]\n\
             use {library}::types;\n\n\
             let outcome = client.{}({}){setters}.send().await?;\n\
             println!(\"{{}}\", outcome.status());\n\
             # Ok(())\n# }}\n```",
            self.method_ident(),
            arguments.join(", "),
        )
    }

    fn setters(&self) -> TokenStream {
        let mut taken = Taken::default();
        let mut code = TokenStream::new();
        for held in self.held.iter().filter(|held| !held.parameter.required && !self.is_fixed(held.parameter)) {
            let setter = format_ident!("{}", taken.claim(setter_name(&held.parameter.name)));
            let (field, ty) = (&held.field, &held.ty);
            let (argument, value) = argument(held.kind, field, ty);
            let mut lines = vec![held.parameter.description.as_deref().map_or_else(
                || format!("Sets the {} parameter `{}`.", held.parameter.location.key(), held.parameter.name),
                prose,
            )];
            if let Some(default) = &held.parameter.schema.default {
                lines.push(format!("Default: `{default}`."));
            }
            let about = docs(lines);
            code.extend(quote! {
                #about
                pub fn #setter(mut self, #field: #argument) -> Self {
                    self.#field = Some(#value);
                    self
                }
            });
        }
        if let Some(body) = self.body.as_ref().filter(|body| !body.required) {
            let ty = &body.ty;
            let about = self.operation.body.as_ref().and_then(|body| body.description.as_deref()).map(prose);
            let about = docs([about.unwrap_or_else(|| "The body.".to_owned())]);
            code.extend(quote! {
                #about
                pub fn body(mut self, body: #ty) -> Self {
                    self.body = Some(body);
                    self
                }
            });
        }
        code
    }

    fn request(&self) -> TokenStream {
        let checks = self.checks();
        let built = self.built();
        let accept = self.accept();
        quote! {
            fn request(&self) -> Result<reqwest::Request, NotSent> {
                #checks
                let capture = Capture::default();
                let requests = self.client.requests(&capture);
                let (mut request, content_type) = #built;
                RequestParts::new().accept(&[#(#accept),*]).content_type(content_type).apply(&mut request)?;
                Ok(request)
            }
        }
    }

    fn checks(&self) -> TokenStream {
        let contract = self.contract();
        let mut code = TokenStream::new();
        for held in self.held.iter().filter(|held| held.parameter.location == Location::Path) {
            let (field, name) = (&held.field, &held.parameter.name);
            match held.kind {
                HeldKind::Text | HeldKind::Joined(_) => code.extend(quote! { path_segment(#name, &self.#field)?; }),
                HeldKind::Reference => code.extend(quote! { path_segment(#name, &self.#field.to_string())?; }),
                HeldKind::Scalar => {}
            }
        }
        let mut bounds = TokenStream::new();
        for held in &self.held {
            if self.is_fixed(held.parameter)
                || matches!(held.kind, HeldKind::Joined(_))
                || !checked(&held.parameter.schema, contract)
            {
                continue;
            }
            let (field, name) = (&held.field, &held.parameter.name);
            let inner = rules(&held.parameter.schema, contract, &quote! { value }, &quote! { #name });
            if inner.is_empty() {
                continue;
            }
            bounds.extend(if held.parameter.required {
                quote! { { let value = &self.#field; #inner } }
            } else {
                quote! { if let Some(value) = &self.#field { #inner } }
            });
        }
        bounds.extend(self.body_checks());
        if !bounds.is_empty() {
            code.extend(quote! {
                let mut bounds = Constraints::new();
                let rules = &mut bounds;
                #bounds
                bounds.finish()?;
            });
        }
        code
    }

    fn body_checks(&self) -> TokenStream {
        let (Some(body), Some(promised)) = (&self.body, &self.operation.body) else { return TokenStream::new() };
        let contract = self.contract();
        let several = body.variants.len() > 1;
        let mut code = TokenStream::new();
        for (form, (variant, _)) in self.forms().zip(&body.variants) {
            let Some(schema) = promised.media.get(form.index).and_then(|media| media.schema.as_ref()) else { continue };
            if !checked(schema, contract) || !matches!(form.encoding, Encoding::Json | Encoding::Form) {
                continue;
            }
            let inner = rules(schema, contract, &quote! { value }, &quote! { "" });
            let ty = &body.ty;
            let pattern = if several {
                quote! { #ty::#variant(value) }
            } else {
                quote! { value }
            };
            code.extend(match (body.required, several) {
                (true, false) => quote! { { let value = &self.body; #inner } },
                (true, true) => quote! { if let #pattern = &self.body { #inner } },
                (false, _) => quote! { if let Some(#pattern) = &self.body { #inner } },
            });
        }
        code
    }

    /// The expression of the built request and the `Content-Type` that replaces progenitor's.
    fn built(&self) -> TokenStream {
        let several = self.body.as_ref().is_some_and(|body| body.variants.len() > 1);
        let required = self.body.as_ref().is_some_and(|body| body.required);
        let mut variants = self.body.iter().flat_map(|body| &body.variants);
        let mut arms = TokenStream::new();
        let mut single = TokenStream::new();
        for (request, written) in &self.requests {
            let method = format_ident!("{}", written.id);
            let arguments = written.arguments.iter().map(|argument| self.pass(argument, request));
            let content_type = match &request.body {
                Some(form) if replaces_content_type(form) => {
                    let media_type = &form.media_type;
                    quote! { Some(#media_type) }
                }
                _ => quote! { None },
            };
            let call = quote! { (build_now(&capture, requests.#method(#(#arguments),*))?, #content_type) };
            let pattern = match &request.body {
                None => quote! { None },
                Some(_) => {
                    let variant = variants.next().map(|(variant, _)| variant);
                    let inner = match (several, variant, &self.body) {
                        (true, Some(variant), Some(body)) => {
                            let ty = &body.ty;
                            quote! { #ty::#variant(body) }
                        }
                        _ => quote! { body },
                    };
                    if required {
                        inner
                    } else {
                        quote! { Some(#inner) }
                    }
                }
            };
            if self.body.is_none() {
                return call;
            }
            single = quote! { { let body = &self.body; #call } };
            arms.extend(quote! { #pattern => #call, });
        }
        match self.requests.as_slice() {
            // One way to send it: nothing to choose.
            [_] => single,
            _ => quote! { match &self.body { #arms } },
        }
    }

    /// What is passed for an argument of progenitor's method.
    fn pass(&self, argument: &crate::read::Argument, request: &LoweredRequest) -> TokenStream {
        if let Some(Wire::Body(_)) = &argument.wire {
            return match request.body.as_ref().map(|form| form.encoding) {
                Some(Encoding::Json | Encoding::Form) if matches!(argument.ty, Type::Reference(_)) => quote! { body },
                Some(Encoding::Json | Encoding::Form) => quote! { *body },
                _ => quote! { body.clone() },
            };
        }
        let Some(held) = self.held.iter().find(|held| on_wire(held.parameter, &argument.wire, &self.operation.path))
        else {
            return quote! { None };
        };
        if self.is_fixed(held.parameter) {
            return if self.envelope.is_some() {
                quote! { Some(true) }
            } else {
                quote! { None }
            };
        }
        let field = &held.field;
        match (held.kind, held.parameter.required) {
            (HeldKind::Text | HeldKind::Joined(_), true) => quote! { self.#field.as_str() },
            (HeldKind::Text | HeldKind::Joined(_), false) => quote! { self.#field.as_deref() },
            (HeldKind::Scalar, _) => quote! { self.#field },
            (HeldKind::Reference, true) => quote! { &self.#field },
            (HeldKind::Reference, false) => quote! { self.#field.as_ref() },
        }
    }

    fn accept(&self) -> Vec<&str> {
        let mut found: Vec<&str> = Vec::new();
        let (good, bad): (Vec<_>, Vec<_>) =
            self.operation.responses.iter().partition(|response| response.status.is_success());
        for media in good.into_iter().chain(bad).flat_map(|response| &response.media) {
            if !found.contains(&media.media_type.as_str()) {
                found.push(&media.media_type);
            }
        }
        found
    }

    fn send(&self) -> TokenStream {
        let outcome = format_ident!("{}", outcome_name(self.operation));
        let optional = self.operation.security.iter().any(|requirement| requirement.schemes.is_empty());
        let accepted: Vec<String> = self
            .operation
            .security
            .iter()
            .filter(|_| !optional)
            .filter_map(|requirement| client::alternative(self.contract(), requirement))
            .map(|alternative| alternative.variant)
            .collect();
        let answered = match self.envelope {
            None => quote! { outcomes::#outcome::decode(answer) },
            Some(envelope) => {
                let schema = body_type(&spec_contract::Schema::of(
                    Kind::Reference(envelope.schema.clone()),
                    envelope.place.clone(),
                ));
                let (code, headers, body) = (&envelope.code, &envelope.headers, &envelope.body);
                quote! {
                    // Whatever stands between may answer without an envelope: then its own status counts.
                    if answer.status() != ::cancelkit_runtime::StatusCode::OK {
                        return outcomes::#outcome::decode(answer);
                    }
                    decode::json::<#schema>(&answer, &["application/json"])?;
                    outcomes::#outcome::decode(decode::envelope(&answer, #code, #headers, #body)?)
                }
            }
        };
        quote! {
            /// The request as it would be sent, credentials redacted. No I/O.
            ///
            /// # Errors
            ///
            /// A parameter or a body that cannot be sent.
            pub fn preview(&self) -> Result<Preview, NotSent> {
                Ok(Preview::of(&self.request()?, SENSITIVE, self.client.credential_header(&[#(#accepted),*])))
            }

            /// Sends it, once.
            ///
            /// # Errors
            ///
            /// [`CallError`], which says whether the request may have arrived. An error status that the document lists
            /// is no error here but an outcome.
            pub async fn send(self) -> Result<outcomes::#outcome, CallError> {
                let mut request = self.request()?;
                let credentials = self.client.credentials_for(&[#(#accepted),*])?;
                for credential in &credentials {
                    credential.apply(&mut request)?;
                }
                let answer = self.client.transport().send(request).await?;
                #answered
            }
        }
    }
}

/// What a method takes for a field, and the value it stores.
fn argument(kind: HeldKind, field: &syn::Ident, ty: &TokenStream) -> (TokenStream, TokenStream) {
    match kind {
        HeldKind::Text => (quote! { impl Into<String> }, quote! { #field.into() }),
        HeldKind::Joined(sign) => (
            quote! { impl IntoIterator<Item = impl ToString> },
            quote! { #field.into_iter().map(|item| item.to_string()).collect::<Vec<_>>().join(#sign) },
        ),
        HeldKind::Scalar => (quote! { #ty }, quote! { #field }),
        HeldKind::Reference => (quote! { impl Into<#ty> }, quote! { #field.into() }),
    }
}

fn replaces_content_type(form: &BodyForm) -> bool {
    !matches!(
        form.media_type.as_str(),
        "application/json" | "application/x-www-form-urlencoded" | "text/plain" | "application/octet-stream"
    )
}

fn on_wire(parameter: &Parameter, wire: &Option<Wire>, path: &str) -> bool {
    match (wire, parameter.location) {
        (Some(Wire::Path(index)), Location::Path) => {
            path.split('{').nth(index + 1).and_then(|rest| rest.split('}').next()) == Some(&parameter.name)
        }
        (Some(Wire::Query(name)), Location::Query) => *name == parameter.name,
        (Some(Wire::Header(name)), Location::Header) => name.eq_ignore_ascii_case(&parameter.name),
        _ => false,
    }
}

fn held<'a>(
    source: &Source<'_>,
    operation: &'a Operation,
    written: Option<&WrittenRequest>,
) -> Result<Vec<Held<'a>>, String> {
    let mut taken = Taken::default();
    // Names of the struct's own fields.
    taken.claim("client".to_owned());
    taken.claim("body".to_owned());
    let mut found = Vec::new();
    for parameter in operation.parameters.iter().filter(|parameter| parameter.location != Location::Cookie) {
        let argument = written
            .and_then(|written| written.arguments.iter().find(|it| on_wire(parameter, &it.wire, &operation.path)))
            .ok_or_else(|| {
                format!("progenitor does not send the parameter `{}` of `{}`", parameter.name, operation.id)
            })?;
        let (ty, kind) = held_type(&argument.ty, parameter.required);
        let kind = match (&source.lowered.contract.resolve(&parameter.schema).kind, is_text(source.lowered, parameter))
        {
            (Kind::Array(_), true) => HeldKind::Joined(match parameter.style.as_str() {
                "spaceDelimited" => " ",
                "pipeDelimited" => "|",
                _ => ",",
            }),
            _ => kind,
        };
        let field = format_ident!("{}", taken.claim(crate::names::field_name(&parameter.name)));
        found.push(Held { parameter, field, ty, kind });
    }
    Ok(found)
}

/// The owned type for progenitor's argument.
fn held_type(ty: &Type, required: bool) -> (TokenStream, HeldKind) {
    let inner = if required { ty.clone() } else { option_inner(ty).unwrap_or_else(|| ty.clone()) };
    match inner {
        Type::Reference(reference) => {
            let ty = &reference.elem;
            let text = quote! { #ty }.to_string();
            if text == "str" { (quote! { String }, HeldKind::Text) } else { (quote! { #ty }, HeldKind::Reference) }
        }
        ty => (quote! { #ty }, HeldKind::Scalar),
    }
}

fn option_inner(ty: &Type) -> Option<Type> {
    let Type::Path(path) = ty else { return None };
    let last = path.path.segments.last().filter(|last| last.ident == "Option")?;
    match &last.arguments {
        syn::PathArguments::AngleBracketed(arguments) => match arguments.args.first()? {
            syn::GenericArgument::Type(inner) => Some(inner.clone()),
            _ => None,
        },
        _ => None,
    }
}

fn held_body(operation: &Operation, requests: &[(&LoweredRequest, &WrittenRequest)], base: &str) -> Option<HeldBody> {
    let body = operation.body.as_ref()?;
    let mut taken = Taken::default();
    let mut variants = Vec::new();
    for form in requests.iter().filter_map(|(request, _)| request.body.as_ref()) {
        let schema = body.media.get(form.index).and_then(|media| media.schema.as_ref());
        let ty = match (form.encoding, schema) {
            (Encoding::Json | Encoding::Form, Some(schema)) => body_type(schema),
            (Encoding::Json | Encoding::Form, None) => quote! { ::serde_json::Value },
            (Encoding::Text, _) => quote! { String },
            (Encoding::Bytes, _) => quote! { ::cancelkit_runtime::Bytes },
        };
        variants.push((format_ident!("{}", taken.claim(type_name(short_name(&form.media_type)))), ty));
    }
    let ty = match variants.as_slice() {
        [(_, only)] => only.clone(),
        _ => {
            let ident = format_ident!("{base}Body");
            quote! { #ident }
        }
    };
    Some(HeldBody { ty, required: body.required, variants })
}
