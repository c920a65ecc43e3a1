//! How a request is built: checked, written by progenitor's code, and dressed.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use spec_contract::{Location, Parameter};
use syn::Type;

use super::Call;
use super::held::HeldKind;
use crate::emit::constraints::{checked, rules};
use crate::lower::{BodyForm, Encoding, LoweredRequest, sends, written_method};
use crate::read::{Argument, Wire};

impl Call<'_> {
    pub(super) fn request(&self) -> TokenStream {
        let checks = self.checks();
        let built = self.built();
        let accept = self.accept();
        let own = self.own();
        let method = self.method_of_its_own();
        quote! {
            fn request(&self) -> Result<reqwest::Request, NotSent> {
                #checks
                let capture = Capture::default();
                let requests = self.client.requests(&capture);
                let (mut request, content_type) = #built;
                RequestParts::new().accept(&[#(#accept),*]).content_type(content_type).apply(&mut request)?;
                #method
                #own
                Ok(request)
            }
        }
    }

    /// The HTTP method, where progenitor wrote another one.
    fn method_of_its_own(&self) -> Option<TokenStream> {
        let method = self.operation.method;
        (written_method(method) != method).then(|| {
            let method = format_ident!("{}", method.to_string());
            quote! { *request.method_mut() = reqwest::Method::#method; }
        })
    }

    fn checks(&self) -> TokenStream {
        let contract = self.contract();
        let mut code = TokenStream::new();
        for held in self.held.iter().filter(|held| held.parameter.location == Location::Path) {
            let (field, name) = (&held.field, &held.parameter.name);
            match held.kind {
                HeldKind::Text => code.extend(quote! { path_segment(#name, &self.#field)?; }),
                HeldKind::Reference => code.extend(quote! { path_segment(#name, &self.#field.to_string())?; }),
                // The runtime checks what it writes.
                HeldKind::Scalar | HeldKind::Own => {}
            }
        }
        let mut bounds = TokenStream::new();
        for held in &self.held {
            if self.is_fixed(held.parameter) || !checked(&held.parameter.schema, contract) {
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

    /// The parameters that the runtime writes, but for those in the path, which progenitor takes as text.
    fn own(&self) -> TokenStream {
        let mut code = TokenStream::new();
        for held in self.held.iter().filter(|held| held.kind == HeldKind::Own && !self.is_fixed(held.parameter)) {
            let (name, style, explode) = on_wire_as(held.parameter);
            let reserved = held.parameter.allow_reserved;
            let field = &held.field;
            let (value, open) = if held.parameter.required {
                (quote! { &self.#field }, None)
            } else {
                (quote! { value }, Some(quote! { if let Some(value) = &self.#field }))
            };
            let call = match held.parameter.location {
                Location::Path => continue,
                Location::Query => {
                    quote! { parameter::query(&mut request, #name, #style, (#explode, #reserved), #value)?; }
                }
                Location::Header => quote! { parameter::header(&mut request, #name, #style, #explode, #value)?; },
                Location::Cookie => quote! { parameter::cookie(&mut request, #name, #style, #explode, #value)?; },
            };
            code.extend(match open {
                Some(open) => quote! { #open { #call } },
                None => call,
            });
        }
        code
    }

    /// What is passed for an argument of progenitor's method.
    fn pass(&self, argument: &Argument, request: &LoweredRequest) -> TokenStream {
        if let Some(Wire::Body(_)) = &argument.wire {
            return match request.body.as_ref().map(|form| form.encoding) {
                Some(Encoding::Json | Encoding::Form) if matches!(argument.ty, Type::Reference(_)) => quote! { body },
                Some(Encoding::Json | Encoding::Form) => quote! { *body },
                _ => quote! { body.clone() },
            };
        }
        let Some(held) =
            self.held.iter().find(|held| sends(held.parameter, argument.wire.as_ref(), &self.operation.path))
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
            (HeldKind::Text, true) => quote! { self.#field.as_str() },
            (HeldKind::Text, false) => quote! { self.#field.as_deref() },
            (HeldKind::Own, _) => {
                let (name, style, explode) = on_wire_as(held.parameter);
                quote! { parameter::path(#name, #style, #explode, &self.#field)?.as_str() }
            }
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
}

/// A parameter's name, style and whether it is exploded, as the runtime takes them.
fn on_wire_as(parameter: &Parameter) -> (&str, TokenStream, bool) {
    let style = match parameter.style.as_str() {
        _ if parameter.content.is_some() => "Json",
        "label" => "Label",
        "matrix" => "Matrix",
        "form" => "Form",
        "spaceDelimited" => "SpaceDelimited",
        "pipeDelimited" => "PipeDelimited",
        "deepObject" => "DeepObject",
        _ => "Simple",
    };
    let style = format_ident!("{style}");
    (&parameter.name, quote! { parameter::Style::#style }, parameter.explode)
}

fn replaces_content_type(form: &BodyForm) -> bool {
    !matches!(
        form.media_type.as_str(),
        "application/json" | "application/x-www-form-urlencoded" | "text/plain" | "application/octet-stream"
    )
}
