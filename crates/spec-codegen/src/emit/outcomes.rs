//! The outcome of each operation: one variant for each documented status, and the decoder that chooses it.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use spec_contract::{Operation, Response, Status};

use super::Source;
use super::answer_body::AnswerBody;
use super::headers::struct_name;
use super::rust_type::rust_type;
use crate::docs::{docs, prose};
use crate::lower::status_name;
use crate::names::type_name;

/// The name of an operation's outcome.
pub fn outcome_name(operation: &Operation) -> String {
    format!("{}Outcome", type_name(&operation.id))
}

/// The Rust type of a schema at the top of a body.
pub fn body_type(schema: &spec_contract::Schema) -> TokenStream {
    rust_type(schema, &quote! { types:: })
}

/// `src/outcomes.rs`
pub fn outcomes(source: &Source<'_>) -> Result<String, String> {
    let outcomes = source.lowered.contract.operations.iter().map(outcome);
    source.rust(
        "//! The outcome of each operation: one variant for each status that the document lists.",
        quote! {
            use ::cancelkit_runtime::{Answer, Answered, CallError, Reply, decode};

            #[allow(unused_imports)]
            use crate::{headers, types};

            #(#outcomes)*
        },
    )
}

fn outcome(operation: &Operation) -> TokenStream {
    let ident = format_ident!("{}", outcome_name(operation));
    let mut variants = TokenStream::new();
    let mut arms = TokenStream::new();
    let mut answers = TokenStream::new();
    let mut bodies = TokenStream::new();
    let mut last = quote! { _ => Ok(Self::Undocumented(answer)) };
    for response in sorted(operation) {
        let variant = format_ident!("{}", status_name(response.status));
        let body = AnswerBody::of(response);
        let read_body = body.read(operation, response);
        bodies.extend(body.declared(operation, response));
        let body = body.ty(operation, response);
        let headers = struct_name(operation, response).map(|name| format_ident!("{name}"));
        let typed = headers.as_ref().map_or_else(|| quote! { () }, |name| quote! { headers::#name });
        let about = docs([format!("{}: {}", response.status, prose(&response.description))]);
        variants.extend(quote! { #about #variant(Reply<#body, #typed>), });
        let read_headers =
            headers.map_or_else(|| quote! { () }, |name| quote! { headers::#name::read(answer.headers()) });
        let arm = quote! {
            Ok(Self::#variant(Reply::new(#read_body, #read_headers, answer)))
        };
        match response.status {
            Status::Code(code) => arms.extend(quote! { #code => #arm, }),
            Status::Range(digit) => {
                let (from, to) = (u16::from(digit) * 100, u16::from(digit) * 100 + 99);
                arms.extend(quote! { #from..=#to => #arm, });
            }
            Status::Default => last = quote! { _ => #arm },
        }
        answers.extend(quote! { Self::#variant(reply) => reply.answer(), });
    }
    let into_body = into_body(operation);
    let about = format!(" What became of [`{}`](crate::operations::{}).", operation.id, type_name(&operation.id));
    quote! {
        #bodies

        #[doc = #about]
        ///
        /// An error status is an outcome too: match it, or ask for the body of a success.
        #[derive(Clone, Debug)]
        #[non_exhaustive]
        #[must_use = "an outcome can be an error status"]
        pub enum #ident {
            #variants
            /// A status that the document does not list. Nothing can be concluded from it alone.
            Undocumented(Answer),
        }

        impl #ident {
            /// Reads an answer by its status.
            ///
            /// # Errors
            ///
            /// [`CallError::Unreadable`] where the status is documented and the body does not match what the document
            /// says of it. The answer is kept in the error.
            pub fn decode(answer: Answer) -> Result<Self, CallError> {
                match answer.status().as_u16() {
                    #arms
                    #last,
                }
            }

            #into_body
        }

        impl Answered for #ident {
            fn answer(&self) -> &Answer {
                match self {
                    #answers
                    Self::Undocumented(answer) => answer,
                }
            }
        }
    }
}

/// Codes before ranges before the default, so that the most precise one decides.
fn sorted(operation: &Operation) -> Vec<&Response> {
    let mut responses: Vec<&Response> = operation.responses.iter().collect();
    responses.sort_by_key(|response| response.status);
    responses
}

/// A method for the body of a success, where all successes have one type.
fn into_body(operation: &Operation) -> Option<TokenStream> {
    let successes: Vec<&Response> = sorted(operation).into_iter().filter(|it| it.status.is_success()).collect();
    let body_of = |response: &Response| AnswerBody::of(response).ty(operation, response);
    let body = body_of(successes.first()?);
    if successes.iter().any(|it| body_of(it).to_string() != body.to_string()) {
        return None;
    }
    let arms = successes.iter().map(|response| {
        let variant = format_ident!("{}", status_name(response.status));
        quote! { Self::#variant(reply) => Ok(reply.body), }
    });
    Some(quote! {
        /// The body of a success.
        ///
        /// # Errors
        ///
        /// The outcome itself, where it is no documented success.
        pub fn into_body(self) -> Result<#body, Box<Self>> {
            match self {
                #(#arms)*
                other => Err(Box::new(other)),
            }
        }
    })
}
