//! Components without a shape of their own: a name for another type, or a type around it where a name would contain itself.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use spec_contract::{Contract, NamedSchema};

use super::{Uses, documentation};
use crate::emit::constraints::held_check;
use crate::emit::rust_type::core_type;

/// `pub type` for a component.
pub fn alias(named: &NamedSchema) -> TokenStream {
    let ident = format_ident!("{}", named.name);
    let docs = documentation::of_type(&named.schema);
    let ty = core_type(&named.schema, &TokenStream::new());
    quote! { #docs pub type #ident = #ty; }
}

/// A struct around the type, for a component that contains itself with no type between.
pub fn endless(named: &NamedSchema, contract: &Contract, uses: Uses) -> TokenStream {
    let ident = format_ident!("{}", named.name);
    let docs = documentation::of_type(&named.schema);
    let derives = super::schemars(TokenStream::new());
    let ty = core_type(&named.schema, &TokenStream::new());
    let check = uses.is_checked.then(|| held_check(&named.schema, contract)).flatten();
    let check = check.map(|check| quote! { impl #ident { #check } });
    quote! {
        #docs
        #[derive(Clone, Debug, PartialEq)]
        #derives
        pub struct #ident(pub #ty);

        impl ::std::ops::Deref for #ident {
            type Target = #ty;

            fn deref(&self) -> &Self::Target {
                &self.0
            }
        }

        impl ::std::convert::From<#ty> for #ident {
            fn from(value: #ty) -> Self {
                Self(value)
            }
        }

        impl<'de> ::serde::Deserialize<'de> for #ident {
            fn deserialize<D: ::serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                ::serde::Deserialize::deserialize(deserializer).map(Self)
            }
        }

        impl ::serde::Serialize for #ident {
            fn serialize<S: ::serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                self.0.serialize(serializer)
            }
        }

        #check
    }
}
