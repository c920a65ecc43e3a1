//! Typed headers: what `headers.rs` reads, compared with the headers of answers.

use std::collections::{BTreeMap, BTreeSet};

use spec_contract::{Header, Kind};
use syn::visit::{self, Visit};
use syn::{Expr, Item, Member};

use super::Proof;
use super::code::{Literals, Ty, docs_of, self_name};

/// A field of a struct of headers.
#[derive(Clone, Debug)]
pub struct HeaderField {
    /// Its type.
    pub ty: Ty,
    /// Its documentation.
    pub docs: String,
}

/// The structs of headers: their fields by the names that they are read from, in lower case.
pub fn structs(items: &[Item]) -> BTreeMap<String, BTreeMap<String, HeaderField>> {
    let mut declared: BTreeMap<String, BTreeMap<String, HeaderField>> = BTreeMap::new();
    for item in items {
        let Item::Struct(item) = item else { continue };
        let fields = item.fields.iter().filter_map(|field| {
            let read = HeaderField { ty: Ty::of(&field.ty), docs: docs_of(&field.attrs) };
            field.ident.as_ref().map(|name| (name.to_string(), read))
        });
        declared.insert(item.ident.to_string(), fields.collect());
    }
    let mut found = BTreeMap::new();
    for item in items {
        let Item::Impl(block) = item else { continue };
        let Some(fields) = declared.get(&self_name(block)) else { continue };
        let mut reader = Reader::default();
        reader.visit_item_impl(block);
        let read = reader.read.into_iter().filter_map(|(name, field)| Some((name, fields.get(&field)?.clone())));
        found.insert(self_name(block), read.collect());
    }
    found
}

/// The name that each field is read from.
#[derive(Default)]
struct Reader {
    read: Vec<(String, String)>,
}

impl Visit<'_> for Reader {
    fn visit_field_value(&mut self, node: &syn::FieldValue) {
        let mut literals = Literals::default();
        literals.visit_expr(&node.expr);
        let reads = matches!(&node.expr, Expr::Call(call) if matches!(&*call.func, Expr::Path(path)
            if path.path.segments.last().is_some_and(|last| last.ident == "header")));
        if let (true, Member::Named(field), [name]) = (reads, &node.member, literals.found.as_slice()) {
            self.read.push((name.clone(), field.to_string()));
        }
        visit::visit_field_value(self, node);
    }
}

impl Proof<'_> {
    /// A header against the fields of the struct that reads it.
    pub(super) fn header(&mut self, header: &Header, fields: Option<&BTreeMap<String, HeaderField>>) {
        let Some(field) = fields.and_then(|fields| fields.get(&header.name.to_ascii_lowercase())) else {
            self.lost(&header.place, format!("the header `{}` is not read", header.name));
            return;
        };
        // Any header can be missing.
        let Ty::Optional(ty) = &field.ty else {
            self.lost(&header.place, format!("the header `{}` cannot be missing", header.name));
            return;
        };
        let mut schema = self.contract.resolve(&header.schema).clone();
        schema.nullable = false;
        match &schema.kind {
            Kind::Any | Kind::Never if **ty == Ty::Text => {}
            Kind::Array(_) | Kind::Object { .. } | Kind::OneOf(_) | Kind::AnyOf(_) | Kind::AllOf(_) => {
                self.lost(&header.place, format!("the header `{}` is no single value", header.name));
            }
            // A value of another kind than text is written as what it is.
            Kind::Enumeration(values) if !values.iter().all(serde_json::Value::is_string) => {
                self.lost(
                    &schema.place.clone(),
                    format!("the header `{}` lists values that are no texts", header.name),
                );
            }
            _ => self.value(&schema, ty, &mut BTreeSet::new()),
        }
        self.default(&header.schema, &field.docs, &format!("the header `{}`", header.name));
    }
}
