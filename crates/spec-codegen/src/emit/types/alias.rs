//! Components without a shape of their own: a name for another type.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use spec_contract::NamedSchema;

use super::documentation;
use crate::emit::rust_type::core_type;

/// `pub type` for a component.
pub fn alias(named: &NamedSchema) -> TokenStream {
    let ident = format_ident!("{}", named.name);
    let docs = documentation::of_type(&named.schema);
    let ty = core_type(&named.schema, &TokenStream::new());
    quote! { #docs pub type #ident = #ty; }
}
