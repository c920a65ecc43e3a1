//! A value that is one of several types.

use std::collections::BTreeSet;

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use spec_contract::{Contract, Kind, NamedSchema, Schema};

use super::{Uses, documentation};
use crate::emit::constraints::union_check;
use crate::emit::recursion::Recursion;
use crate::emit::rust_type::{core_type, rust_type};
use crate::lower::{SECRET, TIMESTAMP};
use crate::names::Taken;

/// The enum of a union and how it is read and written.
pub fn union(
    named: &NamedSchema,
    members: &[Schema],
    contract: &Contract,
    recursion: &Recursion,
    uses: Uses,
) -> TokenStream {
    let ident = format_ident!("{}", named.name);
    let docs = documentation::of_type(&named.schema);
    let derives = super::schemars(quote! { , schemars(untagged) });
    let mut taken = Taken::default();
    let variants: Vec<syn::Ident> =
        members.iter().map(|member| format_ident!("{}", taken.claim(variant_name(member)))).collect();
    let unlisted = format_ident!("{}", taken.claim("Unlisted".to_owned()));
    let none = TokenStream::new();
    let declared = members.iter().zip(&variants).map(|(member, variant)| {
        let about = core_type(member, &none).to_string().replace(' ', "").replace("::std::collections::", "");
        let about = format!(" `{about}`");
        let ty = rust_type(member, &none);
        let ty = if recursion.is_boxed(&named.name, member) {
            quote! { Box<#ty> }
        } else {
            ty
        };
        quote! { #[doc = #about] #variant(#ty) }
    });
    let tags = tags(&named.schema, members);
    let read = match &tags {
        Some((property, tags)) => {
            let arms = tags.iter().zip(&variants).map(|(tags, variant)| {
                quote! { Some(#(#tags)|*) => value.variant(Self::#variant) }
            });
            quote! {
                match value.tag(#property).as_deref() {
                    #(#arms,)*
                    _ => value.unlisted().map(Self::#unlisted),
                }
            }
        }
        None => quote! { value.choice() #(.or(Self::#variants))* .decide() },
    };
    let other = tags.as_ref().map(|(property, _)| {
        let about = format!(" What `{property}` names and the document does not list, as it came.");
        quote! { #[doc = #about] #unlisted(::serde_json::Value), }
    });
    let written_other = tags.is_some().then(|| quote! { Self::#unlisted(value) => value.serialize(serializer), });
    let check = uses.is_checked.then(|| union_check(members, &variants, tags.is_some(), contract)).flatten();
    let check = check.map(|check| quote! { impl #ident { #check } });
    quote! {
        #docs
        #[derive(Clone, Debug, PartialEq)]
        #derives
        #[non_exhaustive]
        pub enum #ident {
            #(#declared,)*
            #other
        }

        impl<'de> ::serde::Deserialize<'de> for #ident {
            fn deserialize<D: ::serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let value = ::cancelkit_runtime::union::Undecided::read(deserializer)?;
                #read
            }
        }

        impl ::serde::Serialize for #ident {
            fn serialize<S: ::serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                match self {
                    #(Self::#variants(value) => value.serialize(serializer),)*
                    #written_other
                }
            }
        }

        #check
    }
}

/// The member that tells the variants apart, and the texts by which each goes; `None` where that is not said of every variant.
fn tags<'s>(schema: &'s Schema, members: &[Schema]) -> Option<(&'s str, Vec<Vec<&'s str>>)> {
    let discriminator = schema.discriminator.as_ref()?;
    let mut seen = BTreeSet::new();
    let mut tags = Vec::new();
    for member in members {
        let Kind::Reference(name) = &member.kind else { return None };
        let mapped = discriminator.mapping.iter().filter(|(_, target)| target == name);
        let texts: Vec<&str> = mapped.map(|(text, _)| text.as_str()).filter(|text| seen.insert(*text)).collect();
        if texts.is_empty() || member.nullable {
            return None;
        }
        tags.push(texts);
    }
    Some((&discriminator.property, tags))
}

/// What a variant is called: its type's name, or the word of JSON Schema for it.
fn variant_name(member: &Schema) -> String {
    match &member.kind {
        Kind::Reference(name) if name == TIMESTAMP => "Timestamp",
        Kind::Reference(name) if name == SECRET => "Secret",
        Kind::Reference(name) => name,
        Kind::Boolean => "Boolean",
        Kind::Integer(_) => "Integer",
        Kind::Number(_) => "Number",
        Kind::String(_) => "String",
        Kind::Array(_) => "Array",
        Kind::Object { .. } => "Object",
        _ => "Any",
    }
    .to_owned()
}
