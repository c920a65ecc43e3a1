//! One method of the client for each operation: it takes what is required and returns a request that takes the rest.

mod build;
mod docs;
mod held;
mod send;

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use spec_contract::{Contract, Envelope, Location, Operation, Parameter};

use super::Source;
use crate::docs::{docs, prose};
use crate::lower::{BodyForm, LoweredRequest};
use crate::names::{Taken, method_name, setter_name, type_name};
use crate::read::WrittenRequest;
use held::{Held, HeldBody, argument, held, held_body};

/// `src/operations.rs`
pub fn operations(source: &Source<'_>) -> Result<String, String> {
    let mut methods = TokenStream::new();
    let mut requests = TokenStream::new();
    for (index, operation) in source.lowered.contract.operations.iter().enumerate() {
        // One that cannot be called stands in the ledger.
        if !source.lowered.requests.iter().any(|request| request.index == index) {
            continue;
        }
        for envelope in std::iter::once(None).chain(operation.envelope.iter().map(Some)) {
            let call = Call::new(source, index, operation, envelope)?;
            methods.extend(call.method());
            requests.extend(call.code());
        }
    }
    // One block for all methods: the compiler compares every two blocks of a type.
    let code = quote! {
        impl Client {
            #methods
        }
        #requests
    };
    const RUNTIME: &[&str] = &[
        "CallError",
        "Capture",
        "Constraints",
        "NotSent",
        "Preview",
        "RequestParts",
        "build_now",
        "decode",
        "parameter",
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
        let setters = self.setters();
        let request = self.request();
        let send = self.send();
        let ident = &self.ident;
        quote! {
            #body_enum

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
            let field = &held.field;
            if !held.parameter.required {
                fields.extend(quote! { #field: None, });
                continue;
            }
            let (argument, value) = argument(held);
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

    fn setters(&self) -> TokenStream {
        let mut taken = Taken::default();
        let mut code = TokenStream::new();
        for held in self.held.iter().filter(|held| !held.parameter.required && !self.is_fixed(held.parameter)) {
            let setter = format_ident!("{}", taken.claim(setter_name(&held.parameter.name)));
            let field = &held.field;
            let (argument, value) = argument(held);
            let mut lines = vec![held.parameter.description.as_deref().map_or_else(
                || format!("Sets the {} parameter `{}`.", held.parameter.location.key(), held.parameter.name),
                prose,
            )];
            if let Some(default) = &held.parameter.schema.default {
                lines.push(crate::docs::default(default));
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
}
