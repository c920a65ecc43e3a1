//! Credentials: what `client.rs` sends for each, compared with the security schemes.

use std::collections::BTreeMap;

use spec_contract::{SecurityScheme, SecuritySchemeKind};
use syn::visit::{self, Visit};
use syn::{Expr, Item, Pat};

use super::Proof;
use super::code::{Literals, self_name};
use crate::names::type_name;

/// How a secret is sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Sent {
    /// In a header, in lower case, behind a prefix.
    Header(String, String),
    /// In that query parameter.
    Query(String),
}

/// The variants of `Credentials`.
#[derive(Debug, Default)]
pub struct Credentials {
    /// How the secrets of each are sent, in their order.
    sent: BTreeMap<String, Vec<Sent>>,
    /// The header that a preview shows for each.
    shown: BTreeMap<String, Sent>,
}

impl Credentials {
    /// Reads them.
    pub fn of(items: &[Item]) -> Self {
        let mut found = Self::default();
        for item in items {
            let Item::Impl(block) = item else { continue };
            if self_name(block) == "Credentials" {
                found.visit_item_impl(block);
            }
        }
        found
    }
}

impl Visit<'_> for Credentials {
    fn visit_impl_item_fn(&mut self, node: &syn::ImplItemFn) {
        if node.sig.ident == "parts" || node.sig.ident == "header" {
            visit::visit_impl_item_fn(self, node);
        }
    }

    fn visit_arm(&mut self, node: &syn::Arm) {
        match &node.pat {
            Pat::TupleStruct(pattern) => {
                let secrets: Vec<String> = pattern
                    .elems
                    .iter()
                    .map(|secret| match secret {
                        Pat::Ident(ident) => ident.ident.to_string(),
                        _ => String::new(),
                    })
                    .collect();
                let mut reader = SentReader::default();
                reader.visit_expr(&node.body);
                // Each secret where it belongs: two that change places are two that are sent wrongly.
                let in_order = reader.secrets == secrets;
                if let Some(variant) = pattern.path.segments.last().filter(|_| in_order) {
                    self.sent.insert(variant.ident.to_string(), reader.sent);
                }
            }
            Pat::Lit(pattern) => {
                let mut name = Literals::default();
                name.visit_expr_lit(pattern);
                let mut shown = Literals::default();
                shown.visit_expr(&node.body);
                if let ([name], [header, prefix]) = (name.found.as_slice(), shown.found.as_slice()) {
                    self.shown.insert(name.clone(), Sent::Header(header.to_ascii_lowercase(), prefix.clone()));
                }
            }
            _ => {}
        }
    }
}

#[derive(Default)]
struct SentReader {
    sent: Vec<Sent>,
    secrets: Vec<String>,
}

impl Visit<'_> for SentReader {
    fn visit_macro(&mut self, node: &syn::Macro) {
        type Items = syn::punctuated::Punctuated<Expr, syn::Token![,]>;
        if let Ok(items) = node.parse_body_with(Items::parse_terminated) {
            items.iter().for_each(|item| self.visit_expr(item));
        }
    }

    fn visit_expr_call(&mut self, node: &syn::ExprCall) {
        let Expr::Path(path) = &*node.func else { return };
        let segments: Vec<String> = path.path.segments.iter().map(|segment| segment.ident.to_string()).collect();
        let segments: Vec<&str> = segments.iter().map(String::as_str).collect();
        let mut literals = Literals::default();
        node.args.iter().for_each(|argument| literals.visit_expr(argument));
        let sent = match (segments.as_slice(), literals.found.as_slice()) {
            (["Credential", "bearer"], []) => bearer(),
            (["Credential", "header"], [name, prefix]) => Sent::Header(name.to_ascii_lowercase(), prefix.clone()),
            (["Credential", "query"], [name]) => Sent::Query(name.clone()),
            _ => return,
        };
        self.sent.push(sent);
        if let Some(Expr::MethodCall(secret)) = node.args.last()
            && let Expr::Path(secret) = &*secret.receiver
        {
            self.secrets.extend(secret.path.get_ident().map(ToString::to_string));
        }
    }
}

fn bearer() -> Sent {
    Sent::Header("authorization".to_owned(), "Bearer ".to_owned())
}

/// What a scheme asks for.
fn promised(scheme: &SecurityScheme) -> Option<Sent> {
    match &scheme.kind {
        SecuritySchemeKind::HeaderKey { header, prefix } => {
            Some(Sent::Header(header.to_ascii_lowercase(), prefix.clone()))
        }
        SecuritySchemeKind::QueryKey { parameter } => Some(Sent::Query(parameter.clone())),
        SecuritySchemeKind::Bearer => Some(bearer()),
        SecuritySchemeKind::Basic => Some(Sent::Header("authorization".to_owned(), "Basic ".to_owned())),
        SecuritySchemeKind::Other(_) => None,
    }
}

impl Proof<'_> {
    /// The schemes of a requirement, sent together.
    pub(super) fn credential(&mut self, schemes: &[&SecurityScheme]) {
        // What cannot be sent is reported as that.
        let Some(promised) = schemes.iter().map(|scheme| promised(scheme)).collect::<Option<Vec<Sent>>>() else {
            return;
        };
        let variant = schemes.iter().map(|scheme| type_name(&scheme.name)).collect::<Vec<_>>().join("And");
        let code = self.code;
        let sent = code.credentials.sent.get(&variant).map_or(&[] as &[Sent], Vec::as_slice);
        for (index, (scheme, promised)) in schemes.iter().zip(&promised).enumerate() {
            if sent.get(index) != Some(promised) {
                self.lost(&scheme.place, format!("`{variant}` does not send `{}` as {promised:?}", scheme.name));
            }
        }
        if sent.len() > promised.len()
            && let Some(scheme) = schemes.first()
        {
            self.lost(&scheme.place, format!("`{variant}` sends more than its schemes"));
        }
        let first = promised.iter().zip(schemes).find(|(sent, _)| matches!(sent, Sent::Header(..)));
        if let Some((sent, scheme)) = first
            && code.credentials.shown.get(&variant) != Some(sent)
        {
            self.lost(&scheme.place, format!("a preview does not show where `{}` is sent", scheme.name));
        }
    }
}
