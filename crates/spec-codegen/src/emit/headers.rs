//! The headers that the document describes for an answer, as structs.

use std::collections::BTreeMap;

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use spec_contract::{Contract, Header, Kind, Operation, Response};

use super::Source;
use crate::docs::{docs, prose};
use crate::lower::status_name;
use crate::names::{Taken, field_name, type_name};

/// The name of the struct for a response's headers; `None` where the document describes none.
pub fn struct_name(operation: &Operation, response: &Response) -> Option<String> {
    if response.headers.is_empty() {
        return None;
    }
    Some(match &response.component {
        // A shared response has one struct, whatever operations use it.
        Some(component) => format!("{}Headers", type_name(component)),
        None => format!("{}{}Headers", type_name(&operation.id), status_name(response.status)),
    })
}

/// `src/headers.rs`
pub fn headers(source: &Source<'_>) -> Result<String, String> {
    let contract = &source.lowered.contract;
    let mut structs: BTreeMap<String, TokenStream> = BTreeMap::new();
    for operation in &contract.operations {
        for response in &operation.responses {
            if let Some(name) = struct_name(operation, response) {
                structs.entry(name.clone()).or_insert_with(|| of_response(&name, response, contract));
            }
        }
    }
    let code = structs.values();
    source.rust(
        "//! The headers that the document describes for each answer.\n//!\n//! A header that is missing or cannot be read is `None`; all of them, as they came, are in\n//! [`Answered::headers`](crate::Answered::headers).",
        quote! { #(#code)* },
    )
}

fn of_response(name: &str, response: &Response, contract: &Contract) -> TokenStream {
    let ident = format_ident!("{name}");
    let mut taken = Taken::default();
    let mut fields = TokenStream::new();
    let mut values = TokenStream::new();
    for header in &response.headers {
        let field = format_ident!("{}", taken.claim(field_name(&header.name)));
        let ty = header_type(header, contract);
        let about = header.description.as_deref().map(prose);
        let default = header.schema.default.as_ref().map(crate::docs::default);
        let docs = docs([format!("`{}`", header.name)].into_iter().chain(about).chain(default));
        let wire = header.name.to_ascii_lowercase();
        fields.extend(quote! { #docs pub #field: Option<#ty>, });
        values.extend(quote! { #field: ::cancelkit_runtime::decode::header(headers, #wire), });
    }
    let about = format!(" The headers of an answer: {}", prose(&response.description).replace('\n', " "));
    quote! {
        #[doc = #about]
        #[derive(Clone, Debug, PartialEq)]
        #[non_exhaustive]
        pub struct #ident {
            #fields
        }

        impl #ident {
            pub(crate) fn read(headers: &::cancelkit_runtime::HeaderMap) -> Self {
                Self { #values }
            }
        }
    }
}

fn header_type(header: &Header, contract: &Contract) -> TokenStream {
    let mut named = None;
    let mut schema = &header.schema;
    // A chain longer than there are components is a cycle.
    for _ in 0..=contract.schemas.len() {
        let Kind::Reference(name) = &schema.kind else { break };
        named = Some(name.as_str());
        let Some(target) = contract.schema(name) else { break };
        schema = target;
    }
    match (&schema.kind, named) {
        (Kind::Reference(_), Some(crate::lower::TIMESTAMP)) => quote! { ::cancelkit_runtime::Timestamp },
        (Kind::Reference(_), Some(crate::lower::SECRET)) => quote! { ::cancelkit_runtime::SecretText },
        (Kind::Enumeration(_), Some(name)) => {
            let ident = format_ident!("{name}");
            quote! { crate::types::#ident }
        }
        (Kind::Integer(_), _) => quote! { i64 },
        (Kind::Number(_), _) => quote! { f64 },
        (Kind::Boolean, _) => quote! { bool },
        _ => quote! { String },
    }
}
