//! The requests that progenitor wrote: what each method takes and where it puts it on the wire.
//!
//! Read from the code itself, not from what was asked for, so that the calls fit and the proof proves something.

use syn::visit::{self, Visit};
use syn::{Expr, FnArg, ImplItem, Item, Lit, Pat, Type};

/// A method that builds a request.
#[derive(Debug)]
pub struct WrittenRequest {
    /// Its name.
    pub id: String,
    /// The HTTP method, in lower case.
    pub method: String,
    /// The URL after the base: constant parts and `{}`, the fragment taken off.
    pub path: String,
    /// The media type that it says its body is in.
    pub content_type: Option<String>,
    /// Its arguments, in order, `self` left out.
    pub arguments: Vec<Argument>,
}

/// An argument of a method that builds a request.
#[derive(Debug)]
pub struct Argument {
    /// Its type.
    pub ty: Type,
    /// Where it goes.
    pub wire: Option<Wire>,
}

/// Where an argument goes on the wire.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wire {
    /// Into the path, as the nth parameter from the left.
    Path(usize),
    /// Into the query, under that name.
    Query(String),
    /// Into that header.
    Header(String),
    /// The body, written by that method of the request builder.
    Body(String),
}

/// The methods of progenitor's client that build requests.
#[must_use]
pub fn written_requests(items: &[Item]) -> Vec<WrittenRequest> {
    let mut found = Vec::new();
    for item in items {
        let Item::Impl(block) = item else { continue };
        for item in &block.items {
            if let ImplItem::Fn(function) = item
                && function.sig.asyncness.is_some()
            {
                let mut reader = Reader::default();
                reader.visit_block(&function.block);
                let arguments = function.sig.inputs.iter().filter_map(|input| match input {
                    FnArg::Typed(typed) => match &*typed.pat {
                        Pat::Ident(ident) => Some((ident.ident.to_string(), (*typed.ty).clone())),
                        _ => None,
                    },
                    FnArg::Receiver(_) => None,
                });
                let arguments = arguments
                    .map(|(name, ty)| Argument {
                        wire: reader.wires.iter().find(|(ident, _)| *ident == name).map(|(_, wire)| wire.clone()),
                        ty,
                    })
                    .collect();
                found.push(WrittenRequest {
                    id: function.sig.ident.to_string(),
                    method: reader.method,
                    path: reader.path,
                    content_type: reader.content_type,
                    arguments,
                });
            }
        }
    }
    found
}

#[derive(Default)]
struct Reader {
    path: String,
    method: String,
    content_type: Option<String>,
    wires: Vec<(String, Wire)>,
    /// The argument that `value` stands for in an `if let`.
    unwrapped: Option<String>,
}

impl Visit<'_> for Reader {
    fn visit_macro(&mut self, node: &syn::Macro) {
        let Ok(arguments) = node.parse_body_with(syn::punctuated::Punctuated::<Expr, syn::Token![,]>::parse_terminated)
        else {
            return;
        };
        if !node.path.is_ident("format") {
            return;
        }
        let mut arguments = arguments.iter();
        let Some(format) = arguments.next().and_then(text) else { return };
        let path = format.strip_prefix("{}").unwrap_or(&format);
        self.path = path.split('#').next().unwrap_or_default().to_owned();
        for (index, argument) in arguments.skip(1).enumerate() {
            if let Some(name) = innermost(argument) {
                self.wires.push((name, Wire::Path(index)));
            }
        }
    }

    fn visit_expr_if(&mut self, node: &syn::ExprIf) {
        if let Expr::Let(condition) = &*node.cond {
            self.unwrapped = innermost(&condition.expr);
        }
        visit::visit_expr_if(self, node);
        self.unwrapped = None;
    }

    fn visit_expr_method_call(&mut self, node: &syn::ExprMethodCall) {
        let method = node.method.to_string();
        let mut arguments = node.args.iter();
        match (method.as_str(), arguments.next(), arguments.next()) {
            ("query", Some(Expr::Reference(reference)), None) => {
                if let Expr::Call(call) = &*reference.expr
                    && let (Some(name), Some(value)) = (call.args.first().and_then(text), call.args.last())
                    && let Some(ident) = innermost(value)
                {
                    self.wires.push((ident, Wire::Query(name)));
                }
            }
            ("append", Some(name), Some(value)) => {
                if let (Some(name), Some(ident)) = (text(name), innermost(value)) {
                    let ident = if ident == "value" { self.unwrapped.clone().unwrap_or(ident) } else { ident };
                    self.wires.push((ident, Wire::Header(name)));
                }
            }
            ("header", Some(name), Some(value)) if is_content_type(name) => self.content_type = text_inside(value),
            ("json" | "form_urlencoded" | "body", Some(value), None) => {
                match method.as_str() {
                    "json" => self.content_type = Some("application/json".to_owned()),
                    "form_urlencoded" => self.content_type = Some("application/x-www-form-urlencoded".to_owned()),
                    _ => {}
                }
                if let Some(ident) = innermost(value) {
                    self.wires.push((ident, Wire::Body(method)));
                }
            }
            ("get" | "put" | "post" | "delete" | "options" | "head" | "patch" | "trace", Some(_), None) => {
                self.method = method;
            }
            _ => {}
        }
        visit::visit_expr_method_call(self, node);
    }
}

fn text(expression: &Expr) -> Option<String> {
    match expression {
        Expr::Lit(literal) => match &literal.lit {
            Lit::Str(text) => Some(text.value()),
            _ => None,
        },
        _ => None,
    }
}

/// Whether an expression names reqwest's constant for `Content-Type`.
fn is_content_type(expression: &Expr) -> bool {
    matches!(expression, Expr::Path(path) if path.path.segments.last().is_some_and(|last| last.ident == "CONTENT_TYPE"))
}

/// The text in the call that makes a header's value of it.
fn text_inside(expression: &Expr) -> Option<String> {
    match expression {
        Expr::Call(call) => call.args.first().and_then(text),
        _ => None,
    }
}

/// The variable that an expression is built from: `id` in `encode_path(&id.to_string())`.
fn innermost(expression: &Expr) -> Option<String> {
    match expression {
        Expr::Path(path) => path.path.get_ident().map(ToString::to_string),
        Expr::Reference(reference) => innermost(&reference.expr),
        Expr::Call(call) => call.args.first().and_then(innermost),
        Expr::MethodCall(call) => innermost(&call.receiver),
        Expr::Try(tried) => innermost(&tried.expr),
        Expr::Paren(inner) => innermost(&inner.expr),
        _ => None,
    }
}
