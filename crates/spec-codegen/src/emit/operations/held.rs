//! What a request holds: its parameters and its body, in owned types that follow from progenitor's arguments.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use spec_contract::{Kind, Operation, Parameter};
use syn::Type;

use crate::emit::Source;
use crate::emit::outcomes::body_type;
use crate::emit::rust_type::{core_type, rust_type};
use crate::lower::{Encoding, LoweredRequest, is_own, sends, short_name};
use crate::names::{Taken, field_name, type_name};
use crate::read::WrittenRequest;

/// A parameter as the request holds it.
pub(super) struct Held<'a> {
    pub(super) parameter: &'a Parameter,
    pub(super) field: syn::Ident,
    /// The type without the reference or option around it.
    pub(super) ty: TokenStream,
    pub(super) kind: HeldKind,
}

#[derive(Clone, Copy, PartialEq)]
pub(super) enum HeldKind {
    /// Text, which progenitor takes as `&str`.
    Text,
    /// What the runtime writes.
    Own,
    /// A value that is copied.
    Scalar,
    /// Anything else, which progenitor takes by reference.
    Reference,
}

/// The body as the request holds it.
pub(super) struct HeldBody {
    pub(super) ty: TokenStream,
    pub(super) required: bool,
    /// The variants of the enum, where there is more than one media type.
    pub(super) variants: Vec<(syn::Ident, TokenStream)>,
}

/// What a method takes for a field, and the value it stores.
pub(super) fn argument(held: &Held<'_>) -> (TokenStream, TokenStream) {
    let (field, ty) = (&held.field, &held.ty);
    match held.kind {
        HeldKind::Text => (quote! { impl Into<String> }, quote! { #field.into() }),
        HeldKind::Scalar => (quote! { #ty }, quote! { #field }),
        HeldKind::Reference | HeldKind::Own => match &held.parameter.schema.kind {
            // Whatever holds what becomes its items, so that texts can be listed as they are.
            Kind::Array(items) => {
                let item = rust_type(items, &quote! { types:: });
                (
                    quote! { impl IntoIterator<Item = impl Into<#item>> },
                    quote! { #field.into_iter().map(Into::into).collect() },
                )
            }
            _ => (quote! { impl Into<#ty> }, quote! { #field.into() }),
        },
    }
}

pub(super) fn held<'a>(
    source: &Source<'_>,
    operation: &'a Operation,
    written: Option<&WrittenRequest>,
) -> Result<Vec<Held<'a>>, String> {
    let mut taken = Taken::default();
    // Names of the struct's own fields.
    taken.claim("client".to_owned());
    taken.claim("body".to_owned());
    let mut found = Vec::new();
    let contract = &source.lowered.contract;
    for parameter in &operation.parameters {
        let field = format_ident!("{}", taken.claim(field_name(&parameter.name)));
        if is_own(contract, operation, parameter) {
            let ty = core_type(&parameter.schema, &quote! { types:: });
            found.push(Held { parameter, field, ty, kind: HeldKind::Own });
            continue;
        }
        let argument = written
            .and_then(|written| written.arguments.iter().find(|it| sends(parameter, it.wire.as_ref(), &operation.path)))
            .ok_or_else(|| {
                format!("progenitor does not send the parameter `{}` of `{}`", parameter.name, operation.id)
            })?;
        let (ty, kind) = held_type(&argument.ty, parameter.required);
        found.push(Held { parameter, field, ty, kind });
    }
    Ok(found)
}

/// The owned type for progenitor's argument.
pub(super) fn held_type(ty: &Type, required: bool) -> (TokenStream, HeldKind) {
    let inner = if required { ty.clone() } else { option_inner(ty).unwrap_or_else(|| ty.clone()) };
    match inner {
        Type::Reference(reference) => {
            let ty = &reference.elem;
            let text = quote! { #ty }.to_string();
            if text == "str" { (quote! { String }, HeldKind::Text) } else { (quote! { #ty }, HeldKind::Reference) }
        }
        ty => (quote! { #ty }, HeldKind::Scalar),
    }
}

pub(super) fn option_inner(ty: &Type) -> Option<Type> {
    let Type::Path(path) = ty else { return None };
    let last = path.path.segments.last().filter(|last| last.ident == "Option")?;
    match &last.arguments {
        syn::PathArguments::AngleBracketed(arguments) => match arguments.args.first()? {
            syn::GenericArgument::Type(inner) => Some(inner.clone()),
            _ => None,
        },
        _ => None,
    }
}

pub(super) fn held_body(
    operation: &Operation,
    requests: &[(&LoweredRequest, &WrittenRequest)],
    base: &str,
) -> Option<HeldBody> {
    let body = operation.body.as_ref()?;
    let mut taken = Taken::default();
    let mut variants = Vec::new();
    for form in requests.iter().filter_map(|(request, _)| request.body.as_ref()) {
        let schema = body.media.get(form.index).and_then(|media| media.schema.as_ref());
        let ty = match (form.encoding, schema) {
            (Encoding::Json | Encoding::Form, Some(schema)) => body_type(schema),
            (Encoding::Json | Encoding::Form, None) => quote! { ::serde_json::Value },
            (Encoding::Text, _) => quote! { String },
            (Encoding::Bytes, _) => quote! { ::cancelkit_runtime::Bytes },
        };
        variants.push((format_ident!("{}", taken.claim(type_name(short_name(&form.media_type)))), ty));
    }
    let ty = match variants.as_slice() {
        [(_, only)] => only.clone(),
        _ => {
            let ident = format_ident!("{base}Body");
            quote! { #ident }
        }
    };
    Some(HeldBody { ty, required: body.required, variants })
}
