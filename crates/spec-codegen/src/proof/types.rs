//! What `types.rs` says: its types, and what their code reads and writes.

use std::collections::BTreeMap;

use syn::visit::{self, Visit};
use syn::{Expr, Fields, Item, ItemImpl, Lit, Member};

use super::code::{Ty, docs_of, self_name};

/// The types of a crate.
#[derive(Debug, Default)]
pub struct Types {
    /// The types, by name.
    pub declared: BTreeMap<String, Declared>,
    /// The documentation of each type.
    pub docs: BTreeMap<String, String>,
    /// The documentation of each field, by type and name on the wire.
    pub field_docs: BTreeMap<(String, String), String>,
}

/// A type of `types.rs`.
#[derive(Debug)]
pub enum Declared {
    /// A struct: its fields by their names on the wire, and whether it keeps undeclared members.
    Struct {
        /// Name on the wire, the method that reads and writes it, and type.
        fields: BTreeMap<String, (String, Ty)>,
        /// Whether what is left over is read into a field and written from it.
        keeps_others: bool,
    },
    /// A union.
    Union {
        /// The types of its variants.
        variants: Vec<Ty>,
        /// The member that tells them apart, if one does, and each text with the number of its variant.
        tags: Option<(String, Vec<(String, usize)>)>,
    },
    /// A name for another type.
    Alias(Ty),
    /// An open enum: its values.
    Enum(Vec<String>),
}

impl Types {
    /// Reads the items of `types.rs`. What is not both read and written under one name is missing, and so a difference.
    pub fn read(items: &[Item]) -> Self {
        let mut found = Self::default();
        let mut code = BTreeMap::<String, Access>::new();
        for item in items {
            if let Item::Impl(block) = item
                && let Some((_, path, _)) = &block.trait_
            {
                let access = code.entry(self_name(block)).or_default();
                match path.segments.last().map(|last| last.ident.to_string()).as_deref() {
                    Some("Deserialize") => access.read = Reading::of(block),
                    Some("Serialize") => access.written = Writing::of(block),
                    _ => {}
                }
            }
        }
        for item in items {
            found.item(item, &code);
        }
        found
    }

    fn item(&mut self, item: &Item, code: &BTreeMap<String, Access>) {
        let (name, docs, declared) = match item {
            // A type around another one.
            Item::Struct(syn::ItemStruct { ident, attrs, fields: Fields::Unnamed(fields), .. }) => {
                let [only] = fields.unnamed.iter().collect::<Vec<_>>()[..] else { return };
                (ident.to_string(), docs_of(attrs), Declared::Alias(Ty::of(&only.ty)))
            }
            Item::Struct(item) => {
                let name = item.ident.to_string();
                let Fields::Named(fields) = &item.fields else { return };
                let Some(access) = code.get(&name) else { return };
                let mut known = BTreeMap::new();
                for field in &fields.named {
                    let ident = field.ident.as_ref().map(ToString::to_string).unwrap_or_default();
                    let Some((wire, kind)) = access.read.members.get(&ident) else { continue };
                    let ty = Ty::of(&field.ty);
                    if access.written.members.get(wire) == Some(&(ident, kind.clone())) {
                        self.field_docs.insert((name.clone(), wire.clone()), docs_of(&field.attrs));
                        known.insert(wire.clone(), (kind.clone(), ty));
                    }
                }
                let keeps_others = access.read.rest.is_some() && access.read.rest == access.written.rest;
                (name, docs_of(&item.attrs), Declared::Struct { fields: known, keeps_others })
            }
            Item::Enum(item) => {
                let name = item.ident.to_string();
                let variants: Vec<String> = item.variants.iter().map(|variant| variant.ident.to_string()).collect();
                let Some(Access { read, .. }) = code.get(&name) else { return };
                let mut types: Vec<Ty> = item
                    .variants
                    .iter()
                    .map(|variant| variant.fields.iter().next().map_or(Ty::Nothing, |field| Ty::of(&field.ty)))
                    .collect();
                let tags = match &read.tag {
                    Some(tag) => {
                        // The last one keeps what is not listed.
                        types.pop();
                        let number = |name: &String| variants.iter().position(|variant| variant == name);
                        let tags =
                            read.tags.iter().filter_map(|(text, variant)| Some((text.clone(), number(variant)?)));
                        Some((tag.clone(), tags.collect()))
                    }
                    // Tried in the order of the document, each of them.
                    None if read.variants == variants => None,
                    None => return,
                };
                (name, docs_of(&item.attrs), Declared::Union { variants: types, tags })
            }
            Item::Type(item) => (item.ident.to_string(), docs_of(&item.attrs), Declared::Alias(Ty::of(&item.ty))),
            Item::Macro(item) if item.mac.path.segments.last().is_some_and(|last| last.ident == "open_enum") => {
                let Ok(open) = item.mac.parse_body::<OpenEnum>() else { return };
                (open.name, open.docs, Declared::Enum(open.values))
            }
            _ => return,
        };
        self.docs.insert(name.clone(), docs);
        self.declared.insert(name, declared);
    }
}

/// How a type is read and written.
#[derive(Debug, Default)]
struct Access {
    read: Reading,
    written: Writing,
}

/// What `deserialize` does.
#[derive(Debug, Default)]
struct Reading {
    /// For each field the name on the wire and the method.
    members: BTreeMap<String, (String, String)>,
    /// The field of what is left over.
    rest: Option<String>,
    /// The variants that are tried, in order.
    variants: Vec<String>,
    /// The member that tells variants apart, and each text with its variant.
    tag: Option<String>,
    tags: Vec<(String, String)>,
}

impl Reading {
    fn of(block: &ItemImpl) -> Self {
        let mut reading = Self::default();
        reading.visit_item_impl(block);
        reading.variants.reverse();
        reading
    }
}

impl Visit<'_> for Reading {
    fn visit_field_value(&mut self, node: &syn::FieldValue) {
        if let (Member::Named(field), Expr::Try(tried)) = (&node.member, &node.expr)
            && let Expr::MethodCall(call) = &*tried.expr
        {
            let method = call.method.to_string();
            match call.args.first().and_then(text) {
                Some(wire) => {
                    self.members.insert(field.to_string(), (wire, method));
                }
                None if method == "rest" || method == "map" => self.rest = Some(field.to_string()),
                None => {}
            }
        }
    }

    fn visit_arm(&mut self, node: &syn::Arm) {
        let mut literals = super::code::Literals::default();
        literals.visit_pat(&node.pat);
        // A long arm stands in braces.
        let body = match &*node.body {
            Expr::Block(block) => match block.block.stmts.as_slice() {
                [syn::Stmt::Expr(only, None)] => only,
                _ => &node.body,
            },
            body => body,
        };
        if let Expr::MethodCall(call) = body
            && call.method == "variant"
            && let Some(Expr::Path(path)) = call.args.first()
            && let Some(last) = path.path.segments.last()
        {
            self.tags.extend(literals.found.into_iter().map(|text| (text, last.ident.to_string())));
        }
        visit::visit_arm(self, node);
    }

    fn visit_expr_method_call(&mut self, node: &syn::ExprMethodCall) {
        // The outermost call is the last one.
        if node.method == "or"
            && let Some(Expr::Path(path)) = node.args.first()
            && let Some(last) = path.path.segments.last()
        {
            self.variants.push(last.ident.to_string());
        }
        if node.method == "tag" {
            self.tag = node.args.first().and_then(text);
        }
        visit::visit_expr_method_call(self, node);
    }
}

/// What `serialize` does.
#[derive(Debug, Default)]
struct Writing {
    /// For each name on the wire the field and the method.
    members: BTreeMap<String, (String, String)>,
    /// The field of what is left over.
    rest: Option<String>,
}

impl Writing {
    fn of(block: &ItemImpl) -> Self {
        let mut writing = Self::default();
        writing.visit_item_impl(block);
        writing
    }
}

impl Visit<'_> for Writing {
    fn visit_expr_method_call(&mut self, node: &syn::ExprMethodCall) {
        let method = node.method.to_string();
        match (node.args.first().and_then(text), node.args.last().and_then(field)) {
            (Some(wire), Some(field)) => {
                self.members.insert(wire, (field, method));
            }
            (None, Some(field)) if method == "end" => self.rest = Some(field),
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

/// The field in `&self.field` or `&*self.field`.
fn field(expression: &Expr) -> Option<String> {
    match expression {
        Expr::Reference(reference) => field(&reference.expr),
        Expr::Unary(unary) => field(&unary.expr),
        Expr::Field(access) => match &access.member {
            Member::Named(name) => Some(name.to_string()),
            Member::Unnamed(_) => None,
        },
        _ => None,
    }
}

/// The body of `open_enum!`.
struct OpenEnum {
    name: String,
    docs: String,
    values: Vec<String>,
}

impl syn::parse::Parse for OpenEnum {
    fn parse(input: syn::parse::ParseStream<'_>) -> syn::Result<Self> {
        let item: syn::ItemEnum = input.parse()?;
        let values = item.variants.iter().filter_map(|variant| match &variant.discriminant {
            Some((_, Expr::Lit(literal))) => match &literal.lit {
                Lit::Str(text) => Some(text.value()),
                _ => None,
            },
            _ => None,
        });
        Ok(Self { name: item.ident.to_string(), docs: docs_of(&item.attrs), values: values.collect() })
    }
}
