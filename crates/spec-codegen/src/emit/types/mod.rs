//! The types: a struct for each object, an open enum for each list of strings, a union for each choice, a name for the rest.
//!
//! They are written here and not by progenitor, whose fields do not tell apart what is absent, null and empty, whose unions take the
//! first variant that happens to parse, and whose derived code is most of what compiling a client costs.

mod alias;
mod constructor;
mod documentation;
mod open_enum;
mod structure;
mod union;

use proc_macro2::TokenStream;
use quote::quote;
use spec_contract::Kind;

use super::Source;
use super::constraints::{held, sent};
use super::recursion::{Recursion, is_endless};

pub use structure::{Member, Presence};

/// What becomes of a type's values.
#[derive(Clone, Copy)]
struct Uses {
    /// Whether a caller makes them.
    is_sent: bool,
    /// Whether a request checks their bounds.
    is_checked: bool,
}

/// `src/types.rs`. Names of the runtime are written out: a document may have a schema of any name.
pub fn types(source: &Source<'_>) -> Result<String, String> {
    let contract = &source.lowered.contract;
    let (sent, held) = (sent(contract), held(source.lowered));
    let recursion = Recursion::of(contract);
    let mut code = TokenStream::new();
    for named in &contract.schemas {
        let uses = Uses { is_sent: sent.contains(&named.name), is_checked: held.contains(&named.name) };
        code.extend(match &named.schema.kind {
            // Written below, since the formatter leaves a macro alone.
            Kind::Enumeration(_) => continue,
            Kind::Object { properties, .. } if !properties.is_empty() => {
                structure::structure(named, contract, &recursion, uses)
            }
            Kind::OneOf(members) | Kind::AnyOf(members) => union::union(named, members, contract, &recursion, uses),
            _ if is_endless(&named.name, contract) => alias::endless(named, contract, uses),
            _ => alias::alias(named),
        });
    }
    let mut text = source.rust(
        "//! The types of requests and answers.\n//!\n//! Every object keeps the members that the document does not declare; every enum keeps a value that it does not\n//! list.",
        TokenStream::new(),
    )?;
    for open in &source.lowered.enums {
        text.push('\n');
        text.push_str(&open_enum::open_enum(open));
    }
    text.push('\n');
    text.push_str(&super::format(code)?);
    Ok(text)
}

/// Derives that only the feature `schemars` turns on.
fn schemars(attributes: TokenStream) -> TokenStream {
    quote! { #[cfg_attr(feature = "schemars", derive(::schemars::JsonSchema) #attributes)] }
}
