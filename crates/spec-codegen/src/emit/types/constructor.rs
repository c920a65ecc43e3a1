//! What makes a value that is sent: a constructor with what is required, a setter for each of the others.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::structure::{Member, Presence};
use crate::names::Taken;

/// Whether a type is handed over by value as it is, so that a literal can be written.
fn is_scalar(ty: &TokenStream) -> bool {
    matches!(ty.to_string().as_str(), "i64" | "i32" | "f64" | "bool")
}

/// What a function takes for a type, and the value that it makes of it.
fn taken_as(field: &syn::Ident, ty: &TokenStream) -> (TokenStream, TokenStream) {
    if is_scalar(ty) {
        (quote! { #ty }, quote! { #field })
    } else {
        (quote! { impl ::std::convert::Into<#ty> }, quote! { #field.into() })
    }
}

/// The constructor and the setters of a struct.
pub fn constructor(ident: &syn::Ident, members: &[Member<'_>], rest: &syn::Ident) -> TokenStream {
    let mut arguments = Vec::new();
    let mut values = Vec::new();
    let mut setters = TokenStream::new();
    let mut taken = Taken::default();
    for member in members {
        let (field, ty) = (&member.field, &member.ty);
        if matches!(member.presence, Presence::Required | Presence::RequiredOrNull) {
            let (argument, value) = taken_as(field, &member.full_type());
            arguments.push(quote! { #field: #argument });
            values.push(quote! { #field: #value });
            continue;
        }
        values.push(quote! { #field: ::std::default::Default::default() });
        if member.property.schema.read_only {
            continue;
        }
        let setter = format_ident!("{}", taken.claim(format!("with_{}", field.to_string().trim_end_matches('_'))));
        let text = format!(" Sets `{}`.", member.property.name);
        let (argument, value) = match member.presence {
            Presence::OptionalOrNull => taken_as(field, &member.full_type()),
            _ => {
                let (argument, value) = taken_as(field, ty);
                (argument, quote! { Some(#value) })
            }
        };
        setters.extend(quote! {
            #[doc = #text]
            #[must_use]
            pub fn #setter(mut self, #field: #argument) -> Self {
                self.#field = #value;
                self
            }
        });
    }
    let only_required = if arguments.is_empty() { " With nothing set." } else { " With what the document requires." };
    // Default makes `new()` without arguments what clippy expects of it.
    let default = arguments.is_empty().then(|| {
        quote! {
            impl ::std::default::Default for #ident {
                fn default() -> Self {
                    Self::new()
                }
            }
        }
    });
    quote! {
        impl #ident {
            #[doc = #only_required]
            #[must_use]
            pub fn new(#(#arguments),*) -> Self {
                Self { #(#values,)* #rest: ::std::default::Default::default() }
            }
            #setters
        }
        #default
    }
}
