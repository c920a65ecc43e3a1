//! Every public item of a client crate as a line.

use std::collections::BTreeMap;

use syn::punctuated::Punctuated;
use syn::{Attribute, Fields, FnArg, ImplItem, Item, ReturnType, Signature, Type, UseTree, Visibility};

/// One thing that a caller can name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// What a caller relies on, as text: a signature, a type.
    pub text: String,
    /// Whether it stands in something to which a part can be added without breaking a caller.
    pub in_open: bool,
    /// Whether it is a part of something else: a field or a variant.
    pub is_part: bool,
}

/// The public API of a crate: entries by their path, such as `types::Subscription.status`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Listing {
    /// The entries.
    pub entries: BTreeMap<String, Entry>,
    module: String,
}

impl Listing {
    /// Reads the source files of a crate: the name below `src/` and the text of each. A private module is left out by the crate's
    /// `lib.rs`, which has to be among them.
    ///
    /// # Errors
    ///
    /// The file that is no Rust, and why.
    pub fn read<'t>(files: impl IntoIterator<Item = (&'t str, &'t str)>) -> Result<Self, String> {
        let mut parsed = BTreeMap::new();
        for (name, text) in files {
            let file = syn::parse_file(text).map_err(|error| format!("src/{name} is no Rust: {error}"))?;
            parsed.insert(name.trim_end_matches(".rs").to_owned(), file.items);
        }
        let public: Vec<String> = parsed
            .get("lib")
            .into_iter()
            .flatten()
            .filter_map(|item| match item {
                Item::Mod(it) if is_public(&it.vis) => Some(it.ident.to_string()),
                // What is exported from a private module is reached through the crate's root.
                Item::Use(it) if is_public(&it.vis) => first(&it.tree),
                _ => None,
            })
            .collect();
        let mut listing = Self::default();
        for (name, items) in &parsed {
            if name == "lib" || public.contains(name) {
                listing.module = if name == "lib" { String::new() } else { format!("{name}::") };
                for item in items {
                    listing.item(item)?;
                }
            }
        }
        Ok(listing)
    }

    fn add(&mut self, path: &str, text: impl Into<String>, in_open: bool, is_part: bool) {
        let entry = Entry { text: text.into(), in_open, is_part };
        self.entries.insert(format!("{}{path}", self.module), entry);
    }

    fn item(&mut self, item: &Item) -> Result<(), String> {
        match item {
            Item::Mod(it) if is_public(&it.vis) => self.add(&it.ident.to_string(), "module", false, false),
            Item::Use(it) if is_public(&it.vis) => self.exports("", &it.tree),
            Item::Struct(it) if is_public(&it.vis) => {
                let name = it.ident.to_string();
                let open = is_open(&it.attrs);
                self.add(&name, format!("struct{}{}", generics(&it.generics), tuple(&it.fields)), false, false);
                self.derives(&name, &it.attrs);
                self.closed(&name, open);
                self.fields(&name, &it.fields, true, open);
            }
            Item::Enum(it) if is_public(&it.vis) => self.enumeration(it, is_open(&it.attrs)),
            Item::Macro(it) if it.mac.path.segments.last().is_some_and(|last| last.ident == "open_enum") => {
                let inner: syn::ItemEnum =
                    it.mac.parse_body().map_err(|error| format!("`open_enum!` holds no enum: {error}"))?;
                self.enumeration(&inner, true);
            }
            Item::Type(it) if is_public(&it.vis) => {
                self.add(&it.ident.to_string(), format!("type = {}", ty(&it.ty)), false, false);
            }
            Item::Const(it) if is_public(&it.vis) => {
                self.add(&it.ident.to_string(), format!("const: {}", ty(&it.ty)), false, false);
            }
            Item::Fn(it) if is_public(&it.vis) => self.add(&it.sig.ident.to_string(), signature(&it.sig), false, false),
            Item::Trait(it) if is_public(&it.vis) => self.add(&it.ident.to_string(), "trait", false, false),
            Item::Impl(it) => self.implementation(it),
            _ => {}
        }
        Ok(())
    }

    fn enumeration(&mut self, it: &syn::ItemEnum, open: bool) {
        let name = it.ident.to_string();
        self.add(&name, format!("enum{}", generics(&it.generics)), false, false);
        self.derives(&name, &it.attrs);
        self.closed(&name, open);
        for variant in &it.variants {
            let path = format!("{name}::{}", variant.ident);
            self.add(&path, format!("variant{}", tuple(&variant.fields)), open, true);
            self.fields(&path, &variant.fields, false, false);
        }
    }

    /// That parts can be added is something that a caller relies on in one way only: it may come, and may not go.
    fn closed(&mut self, name: &str, open: bool) {
        if !open {
            self.add(&format!("{name} can be matched and built whole"), "", false, false);
        }
    }

    fn derives(&mut self, name: &str, attributes: &[Attribute]) {
        for attribute in attributes.iter().filter(|it| it.path().is_ident("derive")) {
            let derived = attribute.parse_args_with(Punctuated::<syn::Path, syn::Token![,]>::parse_terminated);
            for derived in derived.iter().flatten() {
                self.add(&format!("impl {} for {name}", path(derived)), "", false, false);
            }
        }
    }

    fn exports(&mut self, before: &str, tree: &UseTree) {
        match tree {
            UseTree::Path(it) => self.exports(&format!("{before}{}::", it.ident), &it.tree),
            UseTree::Group(it) => it.items.iter().for_each(|tree| self.exports(before, tree)),
            UseTree::Name(it) => self.add(&it.ident.to_string(), format!("use {before}{}", it.ident), false, false),
            UseTree::Rename(it) => self.add(&it.rename.to_string(), format!("use {before}{}", it.ident), false, false),
            UseTree::Glob(_) => self.add(&format!("{before}*"), "use", false, false),
        }
    }

    /// The named fields; those of a variant are public without saying so.
    fn fields(&mut self, of: &str, fields: &Fields, say: bool, open: bool) {
        let Fields::Named(named) = fields else { return };
        for field in named.named.iter().filter(|field| !say || is_public(&field.vis)) {
            let name = field.ident.as_ref().map(ToString::to_string).unwrap_or_default();
            self.add(&format!("{of}.{name}"), ty(&field.ty), open, true);
        }
    }

    fn implementation(&mut self, it: &syn::ItemImpl) {
        let target = ty(&it.self_ty);
        if let Some((_, of, _)) = &it.trait_ {
            return self.add(&format!("impl {} for {target}", path(of)), "", false, false);
        }
        let name = target.split('<').next().unwrap_or_default().to_owned();
        for item in &it.items {
            match item {
                ImplItem::Fn(it) if is_public(&it.vis) => {
                    self.add(&format!("{name}::{}", it.sig.ident), signature(&it.sig), false, false);
                }
                ImplItem::Const(it) if is_public(&it.vis) => {
                    self.add(&format!("{name}::{}", it.ident), format!("const: {}", ty(&it.ty)), false, false);
                }
                _ => {}
            }
        }
    }
}

/// The module that a `pub use` of a part of this crate begins with.
fn first(tree: &UseTree) -> Option<String> {
    match tree {
        UseTree::Path(it) if it.ident == "crate" || it.ident == "self" => first(&it.tree),
        UseTree::Path(it) => Some(it.ident.to_string()),
        _ => None,
    }
}

fn is_public(visibility: &Visibility) -> bool {
    matches!(visibility, Visibility::Public(_))
}

fn is_open(attributes: &[Attribute]) -> bool {
    attributes.iter().any(|attribute| attribute.path().is_ident("non_exhaustive"))
}

fn signature(it: &Signature) -> String {
    let arguments: Vec<String> = it
        .inputs
        .iter()
        .map(|argument| match argument {
            FnArg::Receiver(it) if it.reference.is_none() => "self".to_owned(),
            FnArg::Receiver(it) => format!("&{}self", if it.mutability.is_some() { "mut " } else { "" }),
            // The names of arguments bind no caller.
            FnArg::Typed(it) => ty(&it.ty),
        })
        .collect();
    let asynchronous = if it.asyncness.is_some() { "async " } else { "" };
    let output = match &it.output {
        ReturnType::Default => String::new(),
        ReturnType::Type(_, output) => format!(" -> {}", ty(output)),
    };
    format!("{asynchronous}fn{}({}){output}", generics(&it.generics), arguments.join(", "))
}

fn tuple(fields: &Fields) -> String {
    let Fields::Unnamed(unnamed) = fields else { return String::new() };
    let types: Vec<String> = unnamed.unnamed.iter().map(|field| ty(&field.ty)).collect();
    format!("({})", types.join(", "))
}

fn generics(it: &syn::Generics) -> String {
    if it.params.is_empty() { String::new() } else { tokens(it) }
}

/// A type as it is read: of a path only what a reader needs.
fn ty(it: &Type) -> String {
    match it {
        Type::Path(it) if it.qself.is_none() => path(&it.path),
        other => tokens(other),
    }
}

fn path(it: &syn::Path) -> String {
    let skipped = match it.segments.first().map(|first| first.ident.to_string()).unwrap_or_default().as_str() {
        "std" | "core" | "alloc" | "serde" | "schemars" => it.segments.len() - 1,
        "crate" if it.segments.iter().nth(1).is_some_and(|second| second.ident == "types") => 2,
        _ => 0,
    };
    let names = it.segments.iter().skip(skipped).map(|segment| {
        let syn::PathArguments::AngleBracketed(list) = &segment.arguments else { return segment.ident.to_string() };
        let arguments = list.args.iter().map(|argument| match argument {
            syn::GenericArgument::Type(it) => ty(it),
            other => tokens(other),
        });
        format!("{}<{}>", segment.ident, arguments.collect::<Vec<_>>().join(", "))
    });
    names.collect::<Vec<_>>().join("::")
}

/// The tokens of something, without the spaces that printing them puts around punctuation.
fn tokens(it: &impl quote::ToTokens) -> String {
    let text = it.to_token_stream().to_string();
    text.replace(" :: ", "::")
        .replace(":: ", "::")
        .replace(" < ", "<")
        .replace(" > ", "> ")
        .replace(" >", ">")
        .replace("& ", "&")
        .replace(" ,", ",")
}

#[cfg(test)]
mod tests {
    use super::Listing;

    #[test]
    fn private_modules_and_items_are_left_out() {
        let listing = Listing::read([
            ("lib.rs", "pub mod types; mod hidden; mod client; pub use crate::client::Client; pub use other::Thing;"),
            ("types.rs", "#[derive(Clone)] #[non_exhaustive] pub struct A { pub b: ::std::option::Option<String>, c: u8 } struct P;"),
            ("hidden.rs", "pub struct Hidden;"),
            ("client.rs", "pub struct Client { x: u8 } impl Client { pub async fn go(&self, name: &str) -> Result<u8, E> { Ok(0) } fn no() {} }"),
        ])
        .unwrap();
        let lines: Vec<String> =
            listing.entries.iter().map(|(path, entry)| format!("{path}: {}", entry.text)).collect();
        assert_eq!(
            lines,
            [
                "Client: use crate::client::Client",
                "Thing: use other::Thing",
                "client::Client: struct",
                "client::Client can be matched and built whole: ",
                "client::Client::go: async fn(&self, &str) -> Result<u8, E>",
                "types: module",
                "types::A: struct",
                "types::A.b: Option<String>",
                "types::impl Clone for A: ",
            ]
        );
        assert!(Listing::read([("lib.rs", "pub struct {")]).unwrap_err().starts_with("src/lib.rs is no Rust: "));
    }
}
