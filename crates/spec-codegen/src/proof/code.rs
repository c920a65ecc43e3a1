//! What the emitted files say, read back from their text.

use std::collections::{BTreeMap, BTreeSet};

use syn::visit::{self, Visit};
use syn::{Expr, Item, Lit, Type};

use super::calls::{self, Request};
use super::credentials::Credentials;
use super::headers::{self, HeaderField};
use super::types::Types;
use crate::read::{WrittenRequest, written_requests};

/// A type, as far as the wire is concerned.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ty {
    /// `String`
    Text,
    /// `i64`, `i32`
    Integer,
    /// `f64`
    Number,
    /// `bool`
    Boolean,
    /// The runtime's `Timestamp`.
    Timestamp,
    /// The runtime's `SecretText`.
    Secret,
    /// `serde_json::Value`
    Any,
    /// `()`
    Nothing,
    /// The runtime's `Bytes`.
    Bytes,
    /// `Vec<T>`
    List(Box<Ty>),
    /// A map from names to `T`.
    Map(Box<Ty>),
    /// `Option<T>`
    Optional(Box<Ty>),
    /// The runtime's `Field<T>`.
    Field(Box<Ty>),
    /// A type of `types.rs`.
    Named(String),
}

impl Ty {
    /// Reads a Rust type.
    pub fn of(ty: &Type) -> Self {
        let Type::Path(path) = ty else {
            return match ty {
                Type::Reference(reference) => Self::of(&reference.elem),
                _ => Self::Nothing,
            };
        };
        let Some(last) = path.path.segments.last() else { return Self::Nothing };
        let mut inner = match &last.arguments {
            syn::PathArguments::AngleBracketed(arguments) => arguments
                .args
                .iter()
                .filter_map(|argument| match argument {
                    syn::GenericArgument::Type(ty) => Some(Self::of(ty)),
                    _ => None,
                })
                .collect::<Vec<_>>(),
            _ => Vec::new(),
        };
        let last_inner = |inner: &mut Vec<Self>| Box::new(inner.pop().unwrap_or(Self::Nothing));
        // A document may have a schema of any name: only whose type it is tells `Timestamp` from `::cancelkit_runtime::Timestamp`.
        let first = path.path.segments.first().map(|first| first.ident.to_string()).unwrap_or_default();
        match (first.as_str(), last.ident.to_string().as_str()) {
            ("cancelkit_runtime", "Timestamp") => Self::Timestamp,
            ("cancelkit_runtime", "SecretText") => Self::Secret,
            ("cancelkit_runtime", "Bytes") => Self::Bytes,
            ("cancelkit_runtime", "Field") => Self::Field(last_inner(&mut inner)),
            ("serde_json", "Value") => Self::Any,
            ("serde_json", "Map") | ("std", "BTreeMap") => Self::Map(last_inner(&mut inner)),
            (_, "String" | "str") => Self::Text,
            (_, "i64" | "i32") => Self::Integer,
            (_, "f64") => Self::Number,
            (_, "bool") => Self::Boolean,
            (_, "Vec") => Self::List(last_inner(&mut inner)),
            (_, "Option") => Self::Optional(last_inner(&mut inner)),
            (_, "Box") => *last_inner(&mut inner),
            (_, name) => Self::Named(name.to_owned()),
        }
    }
}

/// How a documented status is read.
#[derive(Debug)]
pub struct Arm {
    /// The types that the body is read as, each with the media types that it is accepted under.
    pub bodies: Vec<(Vec<String>, Ty)>,
    /// The struct of its headers.
    pub headers: Option<String>,
}

/// A bound that the code checks: the type or request, the field, the method of `Constraints`, and the bound itself.
pub type Bound = (String, String, String, String);

/// What the emitted files say.
#[derive(Debug, Default)]
pub struct Code {
    /// The types.
    pub types: Types,
    /// The requests.
    pub requests: Vec<WrittenRequest>,
    /// For each outcome, how each status is read: the pattern as text, `404`, `400..=499` or `_`.
    pub arms: BTreeMap<String, BTreeMap<String, Arm>>,
    /// For each struct of headers, its fields by the names that they are read from, in lower case.
    pub headers: BTreeMap<String, BTreeMap<String, HeaderField>>,
    /// How each request is called and read.
    pub operations: BTreeMap<String, Request>,
    /// How each credential is sent.
    pub credentials: Credentials,
    /// The bounds that are checked before sending.
    pub bounds: BTreeSet<Bound>,
    /// For each request, the credentials that it takes.
    pub accepted: BTreeMap<String, BTreeSet<String>>,
    /// The URLs in `Server::url`.
    pub server_urls: Vec<String>,
}

impl Code {
    /// Reads the files of a crate. What cannot be read is missing, and so a difference.
    pub fn read(files: &BTreeMap<String, String>) -> Self {
        let items = |name: &str| -> Vec<Item> {
            files.get(name).and_then(|text| syn::parse_file(text).ok()).map(|file| file.items).unwrap_or_default()
        };
        let mut code = Self { requests: written_requests(&items("src/requests.rs")), ..Self::default() };
        let types = items("src/types.rs");
        code.types = Types::read(&types);
        for item in &types {
            if let Item::Impl(block) = item
                && block.trait_.is_none()
            {
                let mut reader = BoundReader { owner: self_name(block), ..BoundReader::default() };
                reader.visit_item_impl(block);
                code.bounds.extend(reader.bounds);
            }
        }
        for item in items("src/outcomes.rs") {
            if let Item::Impl(block) = &item
                && block.trait_.is_none()
            {
                let mut reader = ArmReader::default();
                reader.visit_item_impl(block);
                code.arms.insert(self_name(block), reader.arms);
            }
        }
        code.headers = headers::structs(&items("src/headers.rs"));
        let operations = items("src/operations.rs");
        code.operations = calls::requests(&operations);
        for item in &operations {
            if let Item::Impl(block) = item {
                let mut reader = BoundReader { owner: self_name(block), ..BoundReader::default() };
                reader.visit_item_impl(block);
                code.bounds.extend(reader.bounds);
                if let Some(accepted) = reader.accepted {
                    code.accepted.insert(reader.owner, accepted);
                }
            }
        }
        let client = items("src/client.rs");
        code.credentials = Credentials::of(&client);
        for item in &client {
            if let Item::Impl(block) = item
                && self_name(block) == "Server"
            {
                let mut reader = Literals::default();
                reader.visit_item_impl(block);
                code.server_urls = reader.found;
            }
        }
        code
    }
}

pub(super) fn self_name(block: &syn::ItemImpl) -> String {
    match &*block.self_ty {
        Type::Path(path) => path.path.segments.last().map(|last| last.ident.to_string()).unwrap_or_default(),
        _ => String::new(),
    }
}

pub(super) fn docs_of(attributes: &[syn::Attribute]) -> String {
    let lines = attributes.iter().filter_map(|attribute| match &attribute.meta {
        syn::Meta::NameValue(pair) if pair.path.is_ident("doc") => match &pair.value {
            Expr::Lit(literal) => match &literal.lit {
                Lit::Str(text) => Some(text.value()),
                _ => None,
            },
            _ => None,
        },
        _ => None,
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// Every text literal.
#[derive(Default)]
pub(super) struct Literals {
    pub(super) found: Vec<String>,
}

impl Visit<'_> for Literals {
    fn visit_lit_str(&mut self, node: &syn::LitStr) {
        self.found.push(node.value());
    }

    fn visit_macro(&mut self, node: &syn::Macro) {
        if let Ok(text) = node.parse_body::<syn::LitStr>() {
            self.found.push(text.value());
        }
    }
}

/// Reads the arms of `decode`.
#[derive(Default)]
struct ArmReader {
    arms: BTreeMap<String, Arm>,
}

impl Visit<'_> for ArmReader {
    fn visit_impl_item_fn(&mut self, node: &syn::ImplItemFn) {
        if node.sig.ident == "decode" {
            visit::visit_impl_item_fn(self, node);
        }
    }

    fn visit_arm(&mut self, node: &syn::Arm) {
        let pattern = &node.pat;
        let pattern = quote::quote!(#pattern).to_string().replace(' ', "");
        let mut inside = DecodeReader::default();
        inside.visit_expr(&node.body);
        // An arm inside another one chooses by the media type, not by the status.
        if !inside.bodies.is_empty() {
            self.arms.insert(pattern, Arm { bodies: inside.bodies, headers: inside.headers });
        }
    }
}

#[derive(Default)]
struct DecodeReader {
    bodies: Vec<(Vec<String>, Ty)>,
    headers: Option<String>,
}

impl Visit<'_> for DecodeReader {
    fn visit_expr_call(&mut self, node: &syn::ExprCall) {
        if let Expr::Path(path) = &*node.func {
            let segments: Vec<String> = path.path.segments.iter().map(|segment| segment.ident.to_string()).collect();
            let segments: Vec<&str> = segments.iter().map(String::as_str).collect();
            match segments.as_slice() {
                ["decode", read] => {
                    let ty = match (*read, path.path.segments.last().map(|last| &last.arguments)) {
                        ("empty", _) => Some(Ty::Nothing),
                        ("bytes", _) => Some(Ty::Bytes),
                        ("text", _) => Some(Ty::Text),
                        ("json", Some(syn::PathArguments::AngleBracketed(arguments))) => {
                            arguments.args.iter().find_map(|argument| match argument {
                                syn::GenericArgument::Type(ty) => Some(Ty::of(ty)),
                                _ => None,
                            })
                        }
                        _ => None,
                    };
                    let mut literals = Literals::default();
                    node.args.iter().for_each(|argument| literals.visit_expr(argument));
                    self.bodies.extend(ty.map(|ty| (literals.found, ty)));
                }
                ["headers", name, "read"] => self.headers = Some((*name).to_owned()),
                _ => {}
            }
        }
        visit::visit_expr_call(self, node);
    }
}

/// Reads what a request or a type checks before it is sent, and what credentials it takes.
#[derive(Default)]
struct BoundReader {
    owner: String,
    bounds: Vec<Bound>,
    accepted: Option<BTreeSet<String>>,
}

impl Visit<'_> for BoundReader {
    fn visit_expr_method_call(&mut self, node: &syn::ExprMethodCall) {
        let method = node.method.to_string();
        let is_rules = matches!(&*node.receiver, Expr::Path(path) if path.path.is_ident("rules"));
        if is_rules && let Some(field) = node.args.first() {
            let bound = node.args.last().map(bound_text).unwrap_or_default();
            self.bounds.push((self.owner.clone(), field_literal(field), method.clone(), bound));
        }
        if method == "credentials_for" {
            let mut literals = Literals::default();
            node.args.iter().for_each(|argument| literals.visit_expr(argument));
            self.accepted = Some(literals.found.into_iter().collect());
        }
        visit::visit_expr_method_call(self, node);
    }
}

/// A bound as the document writes it: digits without a type, or a pattern.
fn bound_text(expression: &Expr) -> String {
    match expression {
        Expr::Lit(literal) => match &literal.lit {
            Lit::Int(number) => number.base10_digits().to_owned(),
            Lit::Float(number) => number.base10_digits().to_owned(),
            Lit::Str(text) => text.value(),
            _ => String::new(),
        },
        Expr::Unary(negative) => format!("-{}", bound_text(&negative.expr)),
        _ => String::new(),
    }
}

/// The last text literal of an expression for a field's name.
fn field_literal(expression: &Expr) -> String {
    struct Last(String);
    impl Visit<'_> for Last {
        fn visit_lit_str(&mut self, node: &syn::LitStr) {
            self.0 = node.value();
        }

        fn visit_macro(&mut self, node: &syn::Macro) {
            type Arguments = syn::punctuated::Punctuated<Expr, syn::Token![,]>;
            if let Ok(arguments) = node.parse_body_with(Arguments::parse_terminated) {
                arguments.iter().skip(1).for_each(|argument| self.visit_expr(argument));
            }
        }
    }
    let mut last = Last(String::new());
    last.visit_expr(expression);
    last.0
}
