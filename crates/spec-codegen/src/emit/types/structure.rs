//! An object: its fields, and how it is read and written.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use spec_contract::{Additional, Contract, Kind, NamedSchema, Property};
use syn::Ident;

use super::Uses;
use super::constructor::constructor;
use super::documentation;
use crate::emit::constraints::{check_method, is_nullable};
use crate::emit::recursion::Recursion;
use crate::emit::rust_type::core_type;
use crate::names::{Taken, field_name};

/// A declared property as a field.
pub struct Member<'a> {
    /// The property.
    pub property: &'a Property,
    /// The field's name.
    pub field: Ident,
    /// The type of a value that is there and not null.
    pub ty: TokenStream,
    /// What the field tells apart.
    pub presence: Presence,
}

/// What a field tells apart beside its values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Presence {
    /// Nothing: it is there.
    Required,
    /// Whether it is null.
    RequiredOrNull,
    /// Whether it is there.
    Optional,
    /// Whether it is there, and whether it is null.
    OptionalOrNull,
}

impl Member<'_> {
    /// The type of the field.
    pub fn full_type(&self) -> TokenStream {
        let ty = &self.ty;
        match self.presence {
            Presence::Required => quote! { #ty },
            Presence::RequiredOrNull | Presence::Optional => quote! { Option<#ty> },
            Presence::OptionalOrNull => quote! { ::cancelkit_runtime::Field<#ty> },
        }
    }

    /// The method that reads it and the one that writes it: they have one name.
    fn method(&self) -> Ident {
        format_ident!(
            "{}",
            match self.presence {
                Presence::Required | Presence::RequiredOrNull => "required",
                Presence::Optional => "optional",
                Presence::OptionalOrNull => "field",
            }
        )
    }

    fn declared(&self, contract: &Contract) -> TokenStream {
        let docs = documentation::of_field(self.property, contract);
        let (field, ty, wire) = (&self.field, self.full_type(), &self.property.name);
        let rename = (field != wire).then(|| quote! { rename = #wire });
        let required = (self.presence == Presence::RequiredOrNull).then(|| quote! { required });
        let schemars: Vec<TokenStream> = rename.into_iter().chain(required).collect();
        let schemars =
            (!schemars.is_empty()).then(|| quote! { #[cfg_attr(feature = "schemars", schemars(#(#schemars),*))] });
        quote! { #docs #schemars pub #field: #ty }
    }
}

/// The struct of an object that declares properties.
pub fn structure(named: &NamedSchema, contract: &Contract, recursion: &Recursion, uses: Uses) -> TokenStream {
    let Kind::Object { properties, additional } = &named.schema.kind else { return TokenStream::new() };
    let ident = format_ident!("{}", named.name);
    let docs = documentation::of_type(&named.schema);
    let derives = super::schemars(TokenStream::new());
    let mut taken = Taken::default();
    let members: Vec<Member<'_>> = properties
        .iter()
        .map(|property| {
            let ty = core_type(&property.schema, &TokenStream::new());
            let any = matches!(contract.resolve(&property.schema).kind, Kind::Any);
            Member {
                field: format_ident!("{}", taken.claim(field_name(&property.name))),
                ty: if recursion.is_boxed(&named.name, &property.schema) {
                    quote! { Box<#ty> }
                } else {
                    ty
                },
                presence: match (property.required, is_nullable(&property.schema, contract)) {
                    (true, true) if !any => Presence::RequiredOrNull,
                    (true, _) => Presence::Required,
                    (false, false) => Presence::Optional,
                    (false, true) => Presence::OptionalOrNull,
                },
                property,
            }
        })
        .collect();
    let rest = format_ident!("{}", taken.claim("additional_properties".to_owned()));
    let (about_rest, rest_type, read_rest, written_rest) = match additional {
        Additional::Schema(values) => {
            let values = crate::emit::rust_type::rust_type(values, &TokenStream::new());
            (
                " The members that the document does not name, each of one type.",
                quote! { ::std::collections::BTreeMap<String, #values> },
                quote! { members.map()? },
                quote! { &self.#rest },
            )
        }
        Additional::Open | Additional::Closed => (
            " The members that the document does not declare, as they came.",
            quote! { ::cancelkit_runtime::AdditionalProperties },
            quote! { members.rest()? },
            quote! { &*self.#rest },
        ),
    };
    let declared = members.iter().map(|member| member.declared(contract));
    let fields = members.iter().map(|member| &member.field);
    let read = members.iter().map(|member| {
        let (method, wire) = (member.method(), &member.property.name);
        quote! { members.#method(#wire)? }
    });
    let written = members.iter().map(|member| {
        let (method, wire, field) = (member.method(), &member.property.name, &member.field);
        quote! { writer.#method(#wire, &self.#field)?; }
    });
    let made = uses.is_sent.then(|| constructor(&ident, &members, &rest));
    let check = uses.is_checked.then(|| check_method(&members, additional, &rest, contract)).flatten();
    let check = check.map(|check| quote! { impl #ident { #check } });
    quote! {
        #docs
        #[derive(Clone, Debug, PartialEq)]
        #derives
        #[non_exhaustive]
        pub struct #ident {
            #(#declared,)*
            #[doc = #about_rest]
            #[cfg_attr(feature = "schemars", schemars(flatten))]
            pub #rest: #rest_type,
        }

        impl<'de> ::serde::Deserialize<'de> for #ident {
            fn deserialize<D: ::serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let mut members = ::cancelkit_runtime::object::Members::read(deserializer)?;
                Ok(Self { #(#fields: #read,)* #rest: #read_rest })
            }
        }

        impl ::serde::Serialize for #ident {
            fn serialize<S: ::serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                let mut writer = ::cancelkit_runtime::object::MemberWriter::begin(serializer)?;
                #(#written)*
                writer.end(#written_rest)
            }
        }

        #made
        #check
    }
}
