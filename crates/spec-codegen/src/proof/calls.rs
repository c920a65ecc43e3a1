//! What `operations.rs` says: how each request calls what builds it, and what becomes of its answer.

use std::collections::BTreeMap;

use syn::visit::{self, Visit};
use syn::{Expr, ImplItem, Item, ItemImpl, Lit, Member, Type};

use super::code::{Literals, Ty, docs_of, self_name};

/// A request of `operations.rs`.
#[derive(Debug, Default)]
pub struct Request {
    /// The method of the client that begins it, and that method's documentation.
    pub method: String,
    /// The same method's documentation.
    pub docs: String,
    /// The documentation of each setter, by the field that it sets.
    pub setters: BTreeMap<String, String>,
    /// Its fields.
    pub fields: BTreeMap<String, Ty>,
    /// The parameters that the runtime writes.
    pub own: Vec<OwnParameter>,
    /// The HTTP method that is put in the place of the one it was built with, in lower case.
    pub http_method: Option<String>,
    /// The ways to build it.
    pub calls: Vec<Call>,
    /// The outcomes that its answer is read as.
    pub outcomes: Vec<String>,
    /// How its answer is taken out of an envelope.
    pub unwrapped: Option<Unwrapped>,
}

/// A call of a function of the runtime's `parameter`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnParameter {
    /// The function: where it is sent.
    pub location: String,
    /// Its name on the wire.
    pub name: String,
    /// The variant of `Style`.
    pub style: String,
    /// Whether it is exploded, and whether its reserved characters stay.
    pub flags: Vec<bool>,
    /// The field that holds it.
    pub field: String,
}

/// A call of a method of `requests.rs`.
#[derive(Debug)]
pub struct Call {
    /// The method.
    pub request: String,
    /// What is passed.
    pub arguments: Vec<Passed>,
    /// The media type that replaces the one of the method.
    pub content_type: Option<String>,
}

/// What is passed for an argument.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Passed {
    /// The field of the request.
    Field(String),
    /// `Some(true)`
    True,
    /// `None`
    Nothing,
    /// Anything else: the body.
    Other,
}

/// How an answer is taken out of an envelope.
#[derive(Debug, Default)]
pub struct Unwrapped {
    /// The type that the envelope is checked by.
    pub schema: Option<Ty>,
    /// The JSON Pointers: to the status, the headers and the body.
    pub pointers: Vec<String>,
}

/// Reads the requests, by the name of their struct.
pub fn requests(items: &[Item]) -> BTreeMap<String, Request> {
    let mut found: BTreeMap<String, Request> = BTreeMap::new();
    for item in items {
        if let Item::Struct(item) = item {
            let fields = item
                .fields
                .iter()
                .filter_map(|field| field.ident.as_ref().map(|ident| (ident.to_string(), Ty::of(&field.ty))));
            found.entry(item.ident.to_string()).or_default().fields = fields.collect();
        }
        let Item::Impl(block) = item else { continue };
        if self_name(block) == "Client" {
            methods(block, &mut found);
            continue;
        }
        let request = found.entry(self_name(block)).or_default();
        for item in &block.items {
            let ImplItem::Fn(function) = item else { continue };
            match function.sig.ident.to_string().as_str() {
                "request" => {
                    let mut reader = CallReader::default();
                    reader.visit_block(&function.block);
                    // A media type that is never put on the request is none.
                    if !reader.applied {
                        reader.calls.iter_mut().for_each(|call| call.content_type = None);
                    }
                    request.calls = reader.calls;
                    request.http_method = reader.http_method;
                    let mut reader = OwnReader::default();
                    reader.visit_block(&function.block);
                    request.own = reader.found;
                }
                "send" => {
                    let mut reader = AnswerReader::default();
                    reader.visit_block(&function.block);
                    request.outcomes = reader.outcomes;
                    request.unwrapped = reader.unwrapped;
                }
                _ => {
                    let mut reader = FieldReader::default();
                    reader.visit_block(&function.block);
                    request.setters.extend(reader.assigned.map(|field| (field, docs_of(&function.attrs))));
                }
            }
        }
    }
    found
}

/// The methods of the client, by the request that each returns.
fn methods(block: &ItemImpl, found: &mut BTreeMap<String, Request>) {
    for item in &block.items {
        if let ImplItem::Fn(function) = item
            && let syn::ReturnType::Type(_, ty) = &function.sig.output
            && let Type::Path(path) = &**ty
            && let Some(last) = path.path.segments.last()
        {
            let request = found.entry(last.ident.to_string()).or_default();
            request.method = function.sig.ident.to_string();
            request.docs = docs_of(&function.attrs);
        }
    }
}

#[derive(Default)]
struct CallReader {
    calls: Vec<Call>,
    /// Whether the media type beside each call is put on the request.
    applied: bool,
    /// The HTTP method that is put on the request.
    http_method: Option<String>,
}

impl Visit<'_> for CallReader {
    fn visit_expr_tuple(&mut self, node: &syn::ExprTuple) {
        let mut inner = BuiltReader::default();
        node.elems.iter().take(1).for_each(|built| inner.visit_expr(built));
        let mut literals = Literals::default();
        node.elems.iter().skip(1).for_each(|content_type| literals.visit_expr(content_type));
        if let Some((request, arguments)) = inner.built {
            self.calls.push(Call { request, arguments, content_type: literals.found.into_iter().next() });
        }
    }

    fn visit_expr_assign(&mut self, node: &syn::ExprAssign) {
        if let Expr::Unary(target) = &*node.left
            && let Expr::MethodCall(call) = &*target.expr
            && call.method == "method_mut"
            && let Expr::Path(path) = &*node.right
        {
            self.http_method = path.path.segments.last().map(|last| last.ident.to_string().to_ascii_lowercase());
        }
        visit::visit_expr_assign(self, node);
    }

    fn visit_expr_method_call(&mut self, node: &syn::ExprMethodCall) {
        let is_variable = |argument: &Expr| matches!(argument, Expr::Path(path) if path.path.is_ident("content_type"));
        self.applied |= node.method == "content_type" && node.args.first().is_some_and(is_variable);
        visit::visit_expr_method_call(self, node);
    }
}

/// Finds the parameters that the runtime writes.
#[derive(Default)]
struct OwnReader {
    found: Vec<OwnParameter>,
    /// The field that `value` stands for in an `if let`.
    unwrapped: Option<String>,
}

impl Visit<'_> for OwnReader {
    fn visit_expr_if(&mut self, node: &syn::ExprIf) {
        if let Expr::Let(condition) = &*node.cond {
            let mut reader = FieldReader::default();
            reader.visit_expr(&condition.expr);
            self.unwrapped = reader.read;
        }
        visit::visit_expr_if(self, node);
        self.unwrapped = None;
    }

    fn visit_expr_call(&mut self, node: &syn::ExprCall) {
        if let Expr::Path(path) = &*node.func
            && let [module, function] = path.path.segments.iter().collect::<Vec<_>>().as_slice()
            && module.ident == "parameter"
        {
            let mut inside = OwnArguments::default();
            node.args.iter().for_each(|argument| inside.visit_expr(argument));
            self.found.push(OwnParameter {
                location: function.ident.to_string(),
                name: inside.name,
                style: inside.style,
                flags: inside.flags,
                field: inside.field.or_else(|| self.unwrapped.clone()).unwrap_or_default(),
            });
        }
        visit::visit_expr_call(self, node);
    }
}

#[derive(Default)]
struct OwnArguments {
    name: String,
    style: String,
    flags: Vec<bool>,
    field: Option<String>,
}

impl Visit<'_> for OwnArguments {
    fn visit_lit_str(&mut self, node: &syn::LitStr) {
        self.name = node.value();
    }

    fn visit_lit_bool(&mut self, node: &syn::LitBool) {
        self.flags.push(node.value);
    }

    fn visit_expr_path(&mut self, node: &syn::ExprPath) {
        let segments: Vec<String> = node.path.segments.iter().map(|segment| segment.ident.to_string()).collect();
        if let [module, kind, style] = segments.as_slice()
            && module == "parameter"
            && kind == "Style"
        {
            self.style.clone_from(style);
        }
    }

    fn visit_expr_field(&mut self, node: &syn::ExprField) {
        self.field = field(node).or_else(|| self.field.take());
    }
}

#[derive(Default)]
struct BuiltReader {
    built: Option<(String, Vec<Passed>)>,
}

impl Visit<'_> for BuiltReader {
    fn visit_expr_method_call(&mut self, node: &syn::ExprMethodCall) {
        if matches!(&*node.receiver, Expr::Path(path) if path.path.is_ident("requests")) {
            self.built = Some((node.method.to_string(), node.args.iter().map(passed).collect()));
        }
        visit::visit_expr_method_call(self, node);
    }
}

fn passed(argument: &Expr) -> Passed {
    match argument {
        Expr::Path(path) if path.path.is_ident("None") => return Passed::Nothing,
        Expr::Call(call) if matches!(&*call.func, Expr::Path(path) if path.path.is_ident("Some")) => {
            if let Some(Expr::Lit(literal)) = call.args.first()
                && matches!(&literal.lit, Lit::Bool(value) if value.value)
            {
                return Passed::True;
            }
        }
        _ => {}
    }
    let mut reader = FieldReader::default();
    reader.visit_expr(argument);
    reader.read.map_or(Passed::Other, Passed::Field)
}

/// Finds the field of `self` that is read, or set.
#[derive(Default)]
struct FieldReader {
    read: Option<String>,
    assigned: Option<String>,
}

impl Visit<'_> for FieldReader {
    fn visit_expr_field(&mut self, node: &syn::ExprField) {
        self.read = field(node).or_else(|| self.read.take());
    }

    fn visit_expr_assign(&mut self, node: &syn::ExprAssign) {
        if let Expr::Field(target) = &*node.left {
            self.assigned = field(target).or_else(|| self.assigned.take());
        }
    }
}

fn field(node: &syn::ExprField) -> Option<String> {
    match (&*node.base, &node.member) {
        (Expr::Path(path), Member::Named(name)) if path.path.is_ident("self") => Some(name.to_string()),
        _ => None,
    }
}

#[derive(Default)]
struct AnswerReader {
    outcomes: Vec<String>,
    unwrapped: Option<Unwrapped>,
}

impl Visit<'_> for AnswerReader {
    fn visit_expr_call(&mut self, node: &syn::ExprCall) {
        if let Expr::Path(path) = &*node.func {
            let segments: Vec<String> = path.path.segments.iter().map(|segment| segment.ident.to_string()).collect();
            let segments: Vec<&str> = segments.iter().map(String::as_str).collect();
            match segments.as_slice() {
                ["outcomes", outcome, "decode"] => self.outcomes.push((*outcome).to_owned()),
                ["decode", "json"] => {
                    if let Some(syn::PathArguments::AngleBracketed(arguments)) =
                        path.path.segments.last().map(|last| &last.arguments)
                        && let Some(syn::GenericArgument::Type(ty)) = arguments.args.first()
                    {
                        self.unwrapped.get_or_insert_default().schema = Some(Ty::of(ty));
                    }
                }
                ["decode", "envelope"] => {
                    let mut literals = Literals::default();
                    node.args.iter().for_each(|argument| literals.visit_expr(argument));
                    self.unwrapped.get_or_insert_default().pointers = literals.found;
                }
                _ => {}
            }
        }
        visit::visit_expr_call(self, node);
    }
}
