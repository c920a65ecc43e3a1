//! How a request is built: checked, written by progenitor's code, and dressed.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use spec_contract::Location;
use syn::Type;

use super::Call;
use super::held::{HeldKind, on_wire};
use crate::emit::constraints::{checked, rules};
use crate::lower::{BodyForm, Encoding, LoweredRequest};
use crate::read::{Argument, Wire};

impl Call<'_> {
    pub(super) fn request(&self) -> TokenStream {
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
    fn pass(&self, argument: &Argument, request: &LoweredRequest) -> TokenStream {
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
}

fn replaces_content_type(form: &BodyForm) -> bool {
    !matches!(
        form.media_type.as_str(),
        "application/json" | "application/x-www-form-urlencoded" | "text/plain" | "application/octet-stream"
    )
}
