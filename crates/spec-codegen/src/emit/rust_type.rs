//! The Rust type of a schema whose objects, enums and unions have names.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use spec_contract::{Additional, Kind, Schema};

use crate::lower::{SECRET, TIMESTAMP};

/// The type of a value, null included where it is allowed. `types` is the path before the name of a type of `types.rs`.
pub fn rust_type(schema: &Schema, types: &TokenStream) -> TokenStream {
    let ty = core_type(schema, types);
    if schema.nullable && !matches!(schema.kind, Kind::Any | Kind::Never) {
        quote! { Option<#ty> }
    } else {
        ty
    }
}

/// The type of a value that is not null.
pub fn core_type(schema: &Schema, types: &TokenStream) -> TokenStream {
    match &schema.kind {
        Kind::Reference(name) if name == TIMESTAMP => quote! { ::cancelkit_runtime::Timestamp },
        Kind::Reference(name) if name == SECRET => quote! { ::cancelkit_runtime::SecretText },
        Kind::Reference(name) => {
            let ident = format_ident!("{name}");
            quote! { #types #ident }
        }
        Kind::Boolean => quote! { bool },
        Kind::Integer(Some(format)) if format == "int32" => quote! { i32 },
        Kind::Integer(_) => quote! { i64 },
        Kind::Number(_) => quote! { f64 },
        Kind::String(_) => quote! { String },
        Kind::Array(items) => {
            let items = rust_type(items, types);
            quote! { Vec<#items> }
        }
        Kind::Object { additional: Additional::Schema(values), .. } => {
            let values = rust_type(values, types);
            quote! { ::std::collections::BTreeMap<String, #values> }
        }
        Kind::Object { .. } => quote! { ::serde_json::Map<String, ::serde_json::Value> },
        Kind::Any | Kind::Never | Kind::Enumeration(_) | Kind::OneOf(_) | Kind::AnyOf(_) | Kind::AllOf(_) => {
            quote! { ::serde_json::Value }
        }
    }
}
