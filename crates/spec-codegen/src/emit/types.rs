//! The types: progenitor's structs and unions in their last shape, and the open enums.
//!
//! progenitor writes an optional field that may be null as one `Option`, drops empty lists when it writes, and leaves
//! structs open to be built by literal, so that one more field breaks a caller. Here each field says apart what is
//! absent, null and empty, and whatever is sent has a constructor.

use std::collections::BTreeSet;

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use spec_contract::{Additional, Contract, Kind, Property, Schema};
use syn::{Field, Fields, Item, ItemStruct, Meta, Type, parse_quote};

use super::Source;
use super::constraints::{check_method, in_words, is_nullable, sent};
use crate::docs::{doc_text, docs, prose};
use crate::lower::OpenEnum;
use crate::names::{Taken, field_name};

/// `src/types.rs`
pub fn types(source: &Source<'_>) -> Result<String, String> {
    let contract = &source.lowered.contract;
    let sent = sent(contract);
    let mut code = TokenStream::new();
    for item in &source.written.types {
        match item {
            // Errors of conversions that the open enums replaced.
            Item::Mod(module) if module.ident == "error" => {}
            Item::Struct(item) => code.extend(shaped(item, contract, &sent)),
            Item::Enum(item) => {
                let mut item = item.clone();
                let about = contract.schema(&item.ident.to_string());
                own_attributes(&mut item.attrs, about);
                item.attrs.push(parse_quote!(#[non_exhaustive]));
                for variant in &mut item.variants {
                    variant.attrs.retain(|attribute| !attribute.path().is_ident("doc"));
                    let text = format!(" A `{}`.", variant.ident);
                    variant.attrs.insert(0, parse_quote!(#[doc = #text]));
                }
                code.extend(quote! { #item });
            }
            Item::Impl(block) => {
                let mut block = block.clone();
                block.attrs.clear();
                code.extend(quote! { #block });
            }
            other => code.extend(quote! { #other }),
        }
    }
    let mut text = source.rust(
        "//! The types of requests and answers.\n//!\n//! Every object keeps the members that the document does not declare; every enum keeps a value that it does not\n//! list.",
        TokenStream::new(),
    )?;
    for open in &source.lowered.enums {
        text.push('\n');
        text.push_str(&open_enum(open));
    }
    text.push('\n');
    text.push_str(&super::format(code)?);
    Ok(text)
}

fn open_enum(open: &OpenEnum) -> String {
    let about = open.description.as_deref().map(prose);
    let docs = about.unwrap_or_else(|| format!("The values of `{}`.", open.name));
    let default = open.default.as_ref().map(crate::docs::default);
    let mut text = String::from("::cancelkit_runtime::open_enum! {\n");
    text.push_str(&doc_text("    ///", [Some(docs), default].into_iter().flatten()));
    text.push_str(&format!("    pub enum {} {{\n", open.name));
    for (variant, value) in &open.variants {
        text.push_str(&doc_text("        ///", [format!("`{}`", value.replace('`', "'").escape_debug())]));
        text.push_str(&format!("        {variant} = {value:?},\n"));
    }
    text.push_str("    }\n}\n");
    text
}

fn own_attributes(attributes: &mut Vec<syn::Attribute>, about: Option<&Schema>) {
    attributes.retain(|attribute| !attribute.path().is_ident("doc"));
    let description = about.and_then(|schema| schema.description.as_deref()).map(prose);
    let text = description.unwrap_or_else(|| "A part of a request or an answer.".to_owned());
    let default = about.and_then(|schema| schema.default.as_ref()).map(crate::docs::default);
    let docs: Vec<syn::Attribute> = {
        let lines = docs([Some(text), default].into_iter().flatten());
        let item: ItemStruct = parse_quote! { #lines struct X; };
        item.attrs
    };
    attributes.splice(0..0, docs);
    attributes.push(parse_quote!(#[cfg_attr(feature = "schemars", derive(::schemars::JsonSchema))]));
}

fn shaped(item: &ItemStruct, contract: &Contract, sent: &BTreeSet<String>) -> TokenStream {
    let mut item = item.clone();
    let name = item.ident.to_string();
    let about = contract.schema(&name);
    own_attributes(&mut item.attrs, about);
    let Some(Kind::Object { properties, additional }) = about.map(|schema| &schema.kind) else {
        return quote! { #item };
    };
    let Fields::Named(fields) = &mut item.fields else { return quote! { #item } };
    item.attrs.push(parse_quote!(#[non_exhaustive]));
    let mut taken = Taken::default();
    let mut shaped = Vec::new();
    let mut known: Vec<(Property, syn::Ident, Type)> = Vec::new();
    for property in properties {
        let Some(field) = fields.named.iter().find(|field| wire_name(field) == property.name) else { continue };
        let ident = format_ident!("{}", taken.claim(field_name(&property.name)));
        let ty = core(&field.ty);
        shaped.push(shaped_field(property, &ident, &ty, contract));
        known.push((property.clone(), ident, ty));
    }
    let rest = format_ident!("{}", taken.claim("additional_properties".to_owned()));
    if let Some(field) = fields.named.iter().find(|field| is_flattened(field)) {
        let ty = &field.ty;
        let (text, ty) = match additional {
            Additional::Schema(_) => {
                (" The members that the document does not name, each of one type.", quote! { #ty })
            }
            _ => (
                " The members that the document does not declare, as they came.",
                quote! { ::cancelkit_runtime::AdditionalProperties },
            ),
        };
        shaped.push(quote! { #[doc = #text] #[serde(flatten)] pub #rest: #ty });
    }
    let attributes = &item.attrs;
    let ident = &item.ident;
    let mut code = quote! {
        #(#attributes)*
        pub struct #ident {
            #(#shaped),*
        }
    };
    if sent.contains(&name) {
        code.extend(constructor(ident, &known, &rest, contract));
    }
    code
}

/// The type that a field has where a value is there: progenitor wraps what may be absent or null.
fn core(ty: &Type) -> Type {
    if let Type::Path(path) = ty
        && let Some(last) = path.path.segments.last()
        && last.ident == "Option"
        && let syn::PathArguments::AngleBracketed(arguments) = &last.arguments
        && let Some(syn::GenericArgument::Type(inner)) = arguments.args.first()
    {
        return inner.clone();
    }
    ty.clone()
}

fn wire_name(field: &Field) -> String {
    let mut name = field.ident.as_ref().map(ToString::to_string).unwrap_or_default();
    for attribute in &field.attrs {
        if attribute.path().is_ident("serde") {
            let _ = attribute.parse_nested_meta(|meta| {
                if meta.path.is_ident("rename") {
                    name = meta.value()?.parse::<syn::LitStr>()?.value();
                } else if meta.input.peek(syn::Token![=]) {
                    meta.value()?.parse::<syn::Expr>()?;
                }
                Ok(())
            });
        }
    }
    name
}

fn is_flattened(field: &Field) -> bool {
    field.attrs.iter().any(|attribute| match &attribute.meta {
        Meta::List(list) => list.path.is_ident("serde") && list.tokens.to_string() == "flatten",
        _ => false,
    })
}

fn shaped_field(property: &Property, ident: &syn::Ident, ty: &Type, contract: &Contract) -> TokenStream {
    let docs = docs(field_docs(property, contract));
    let rename = (ident != &property.name).then(|| {
        let wire = &property.name;
        quote! { rename = #wire, }
    });
    let any = matches!(contract.resolve(&property.schema).kind, Kind::Any);
    match (property.required, is_nullable(&property.schema, contract)) {
        (true, true) if !any => quote! {
            #docs
            #[serde(#rename deserialize_with = "::std::option::Option::deserialize")]
            pub #ident: ::std::option::Option<#ty>
        },
        (true, _) => {
            let serde = rename.map(|rename| quote! { #[serde(#rename)] });
            quote! { #docs #serde pub #ident: #ty }
        }
        (false, true) => quote! {
            #docs
            #[serde(#rename default, skip_serializing_if = "::cancelkit_runtime::Field::is_absent")]
            pub #ident: ::cancelkit_runtime::Field<#ty>
        },
        (false, false) => quote! {
            #docs
            #[serde(#rename default, skip_serializing_if = "::std::option::Option::is_none")]
            pub #ident: ::std::option::Option<#ty>
        },
    }
}

/// What a field means: its own description, or that of the component it refers to.
fn field_docs(property: &Property, contract: &Contract) -> Vec<String> {
    let schema = &property.schema;
    let own = schema.description.as_deref().map(prose);
    // The type's documentation says the rest.
    let of_type = || contract.resolve(schema).description.as_deref().map(|text| first_sentence(&prose(text)));
    let mut lines = vec![own.or_else(of_type).unwrap_or_else(|| format!("`{}`", property.name))];
    let mut facts = Vec::new();
    if schema.read_only {
        facts.push("Read-only: the provider sets it.".to_owned());
    }
    if schema.write_only {
        facts.push("Write-only: no answer carries it.".to_owned());
    }
    if schema.deprecated {
        facts.push("Deprecated.".to_owned());
    }
    if let Some(default) = &schema.default {
        facts.push(crate::docs::default(default));
    }
    if let Kind::String(Some(format)) = &schema.kind {
        facts.push(format!("Format: `{}`.", format.replace('`', "'")));
    }
    let bounds = in_words(schema);
    if !bounds.is_empty() && !schema.read_only {
        facts.push(format!("In a request: {}.", bounds.join(", ")));
    }
    if !facts.is_empty() {
        lines.push(facts.join(" "));
    }
    lines
}

fn first_sentence(text: &str) -> String {
    let paragraph = text.split("\n\n").next().unwrap_or_default();
    match paragraph.split_once(". ") {
        Some((sentence, _)) => format!("{sentence}."),
        None => paragraph.to_owned(),
    }
}

/// Whether a type is handed over by value as it is, so that a literal can be written.
pub fn is_scalar(ty: &Type) -> bool {
    matches!(quote!(#ty).to_string().as_str(), "i64" | "i32" | "f64" | "bool")
}

fn constructor(
    ident: &syn::Ident,
    known: &[(Property, syn::Ident, Type)],
    rest: &syn::Ident,
    contract: &Contract,
) -> TokenStream {
    let mut arguments = Vec::new();
    let mut values = Vec::new();
    let mut setters = TokenStream::new();
    let mut taken = Taken::default();
    for (property, field, ty) in known {
        let nullable = is_nullable(&property.schema, contract);
        let any = matches!(contract.resolve(&property.schema).kind, Kind::Any);
        if property.required {
            let full: Type = if nullable && !any { parse_quote!(::std::option::Option<#ty>) } else { ty.clone() };
            if is_scalar(&full) {
                arguments.push(quote! { #field: #full });
                values.push(quote! { #field });
            } else {
                arguments.push(quote! { #field: impl ::std::convert::Into<#full> });
                values.push(quote! { #field: #field.into() });
            }
            continue;
        }
        values.push(quote! { #field: ::std::default::Default::default() });
        if property.schema.read_only {
            continue;
        }
        let setter = format_ident!("{}", taken.claim(format!("with_{}", field.to_string().trim_end_matches('_'))));
        let text = format!(" Sets `{}`.", property.name);
        let (argument, value) = match (nullable, is_scalar(ty)) {
            (true, _) => {
                (quote! { impl ::std::convert::Into<::cancelkit_runtime::Field<#ty>> }, quote! { #field.into() })
            }
            (false, true) => (quote! { #ty }, quote! { ::std::option::Option::Some(#field) }),
            (false, false) => {
                (quote! { impl ::std::convert::Into<#ty> }, quote! { ::std::option::Option::Some(#field.into()) })
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
    let checked: Vec<(Property, syn::Ident)> =
        known.iter().map(|(property, field, _)| (property.clone(), field.clone())).collect();
    let check = check_method(&checked, contract);
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
            #check
        }
        #default
    }
}
