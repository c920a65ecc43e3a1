//! What the body of a documented answer is read as.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use spec_contract::{Kind, Media, Operation, Response, Schema, is_json};

use super::rust_type::rust_type;
use crate::lower::{short_name, status_name};
use crate::names::{Taken, type_name};

/// The body of an answer.
pub enum AnswerBody<'a> {
    /// There is none.
    Empty,
    /// All media types are read as one type.
    One(Form<'a>),
    /// The media type decides.
    Several(Vec<Form<'a>>),
}

/// Media types that are read as one type.
pub struct Form<'a> {
    /// As the document spells them.
    pub media_types: Vec<&'a str>,
    read_as: ReadAs<'a>,
}

#[derive(Clone, Copy)]
enum ReadAs<'a> {
    Json(&'a Schema),
    Text,
    Bytes,
}

impl<'a> AnswerBody<'a> {
    /// The body of a documented answer.
    pub fn of(response: &'a Response) -> Self {
        let mut forms: Vec<Form<'a>> = Vec::new();
        for media in &response.media {
            let read_as = ReadAs::of(media);
            match forms.iter_mut().find(|form| form.read_as.is_same(read_as)) {
                Some(form) => form.media_types.push(&media.media_type),
                None => forms.push(Form { media_types: vec![&media.media_type], read_as }),
            }
        }
        match (forms.len(), forms.pop()) {
            (_, None) => Self::Empty,
            (1, Some(only)) => Self::One(only),
            (_, Some(last)) => {
                forms.push(last);
                Self::Several(forms)
            }
        }
    }

    /// The Rust type, in `outcomes.rs`.
    pub fn ty(&self, operation: &Operation, response: &Response) -> TokenStream {
        match self {
            Self::Empty => quote! { () },
            Self::One(form) => form.ty(),
            Self::Several(_) => {
                let ident = enum_name(operation, response);
                quote! { #ident }
            }
        }
    }

    /// The expression that reads it from `answer`.
    pub fn read(&self, operation: &Operation, response: &Response) -> TokenStream {
        match self {
            Self::Empty => quote! { decode::empty(&answer)? },
            Self::One(form) => form.read(),
            Self::Several(forms) => {
                let ident = enum_name(operation, response);
                let groups = forms.iter().map(|form| {
                    let media_types = &form.media_types;
                    quote! { &[#(#media_types),*] }
                });
                let last = forms.len() - 1;
                let arms = forms.iter().zip(variants(forms)).enumerate().map(|(number, (form, variant))| {
                    let read = form.read();
                    // The number is one of these; the last takes the rest.
                    let pattern = if number == last {
                        quote! { _ }
                    } else {
                        quote! { #number }
                    };
                    quote! { #pattern => #ident::#variant(#read) }
                });
                quote! { match decode::choose(&answer, &[#(#groups),*])? { #(#arms),* } }
            }
        }
    }

    /// The enum, where the media type decides.
    pub fn declared(&self, operation: &Operation, response: &Response) -> Option<TokenStream> {
        let Self::Several(forms) = self else { return None };
        let ident = enum_name(operation, response);
        let about = format!(" The body of {} of `{}`, by its media type.", response.status, operation.id);
        let declared = forms.iter().zip(variants(forms)).map(|(form, variant)| {
            let about = format!(" `{}`", form.media_types.join("`, `"));
            let ty = form.ty();
            quote! { #[doc = #about] #variant(#ty) }
        });
        Some(quote! {
            #[doc = #about]
            #[derive(Clone, Debug, PartialEq)]
            #[non_exhaustive]
            pub enum #ident { #(#declared),* }
        })
    }
}

impl Form<'_> {
    fn ty(&self) -> TokenStream {
        match self.read_as {
            ReadAs::Json(schema) => rust_type(schema, &quote! { types:: }),
            ReadAs::Text => quote! { String },
            ReadAs::Bytes => quote! { ::cancelkit_runtime::Bytes },
        }
    }

    fn read(&self) -> TokenStream {
        let media_types = &self.media_types;
        match self.read_as {
            ReadAs::Json(_) => {
                let ty = self.ty();
                quote! { decode::json::<#ty>(&answer, &[#(#media_types),*])? }
            }
            ReadAs::Text => quote! { decode::text(&answer, &[#(#media_types),*])? },
            ReadAs::Bytes => quote! { decode::bytes(&answer, &[#(#media_types),*])? },
        }
    }
}

impl<'a> ReadAs<'a> {
    fn of(media: &'a Media) -> Self {
        match &media.schema {
            Some(schema) if is_json(&media.media_type) => Self::Json(schema),
            _ if media.media_type.trim_start().to_ascii_lowercase().starts_with("text/")
                && !media.media_type.contains('*') =>
            {
                Self::Text
            }
            _ => Self::Bytes,
        }
    }

    fn is_same(self, other: Self) -> bool {
        match (self, other) {
            (Self::Text, Self::Text) | (Self::Bytes, Self::Bytes) => true,
            (Self::Json(one), Self::Json(other)) => match (&one.kind, &other.kind) {
                (Kind::Reference(first), Kind::Reference(second)) => first == second && one.nullable == other.nullable,
                _ => one.place.pointer == other.place.pointer,
            },
            _ => false,
        }
    }
}

fn enum_name(operation: &Operation, response: &Response) -> syn::Ident {
    format_ident!("{}{}Body", type_name(&operation.id), status_name(response.status))
}

/// The variants: what they are read as, or the media type where several are JSON.
fn variants(forms: &[Form<'_>]) -> Vec<syn::Ident> {
    let mut taken = Taken::default();
    let name = |form: &Form<'_>| match form.read_as {
        ReadAs::Json(_) => type_name(short_name(form.media_types.first().copied().unwrap_or_default())),
        ReadAs::Text => "Text".to_owned(),
        ReadAs::Bytes => "Bytes".to_owned(),
    };
    forms.iter().map(|form| format_ident!("{}", taken.claim(name(form)))).collect()
}
