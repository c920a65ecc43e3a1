//! Every public item of a crate as a line.

use std::collections::{BTreeMap, BTreeSet};

use syn::punctuated::Punctuated;
use syn::{Attribute, Fields, FnArg, ImplItem, Item, ReturnType, Signature, TraitItem, Type};

use super::made::{given, made};
use super::modules::{Import, Modules, ident, is_public, join, open_enum};

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

/// The public API of a crate: entries by the path that a caller writes, such as `types::Subscription.status`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Listing {
    /// The entries.
    pub entries: BTreeMap<String, Entry>,
    module: String,
}

/// An item that callers reach: the module that it is written in and its name there, and the names that they have for it.
type Reached = BTreeMap<(String, String), Vec<(String, String)>>;

/// What to go through on the way to every public item.
struct Walk<'m> {
    modules: &'m Modules,
    reached: Reached,
    seen: BTreeSet<(String, String)>,
    /// The modules on the way to the present one.
    inside: Vec<String>,
}

/// Public names of modules at most: exports can multiply them.
const MOST: usize = 10_000;

impl Listing {
    /// Reads the source files of a crate: the name below `src/` and the text of each, `lib.rs` among them. What is exported from a
    /// private module has the name that it is exported by, so that it can move without a change of the API.
    ///
    /// # Errors
    ///
    /// The file that is no Rust, and why.
    pub fn read<'t>(files: impl IntoIterator<Item = (&'t str, &'t str)>) -> Result<Self, String> {
        let mut modules = Modules::default();
        for (name, text) in files {
            let file = syn::parse_file(text).map_err(|error| format!("src/{name} is no Rust: {error}"))?;
            modules.add(name, file.items);
        }
        let mut listing = Self::default();
        let mut walk = Walk { modules: &modules, reached: Reached::new(), seen: BTreeSet::new(), inside: Vec::new() };
        listing.module("", "", &mut walk);
        listing.implementations(&modules, &walk.reached);
        listing.macros(&modules);
        listing.module = String::new();
        Ok(listing)
    }

    /// Whether it names something of another crate, by the name that this has in code.
    #[must_use]
    pub fn names(&self, library: &str) -> bool {
        let begins = |text: &str| {
            text.match_indices(library).any(|(start, _)| {
                let part = |character: char| character.is_alphanumeric() || character == '_';
                !text[..start].ends_with(part) && !text[start + library.len()..].starts_with(part)
            })
        };
        self.entries.values().any(|entry| begins(&entry.text))
    }

    /// Lists a public module, whose items callers have by the path `public`.
    fn module(&mut self, module: &str, public: &str, walk: &mut Walk<'_>) {
        // A module can export itself, under ever longer names.
        if walk.inside.iter().any(|it| it == module)
            || walk.seen.len() >= MOST
            || !walk.seen.insert((module.to_owned(), public.to_owned()))
        {
            return;
        }
        walk.inside.push(module.to_owned());
        for item in walk.modules.items(module) {
            match item {
                Item::Mod(it) if is_public(&it.vis) => {
                    let name = it.ident.to_string();
                    self.inside(public);
                    self.add(&name, "module", false, false);
                    self.module(&join(module, &name), &join(public, &name), walk);
                }
                _ => {
                    if let Some(name) = ident(item).filter(|_| is_public_item(item)) {
                        self.found(module, item, &name, public, walk);
                    }
                }
            }
        }
        for import in walk.modules.imports(module).into_iter().filter(|import| import.is_public) {
            self.export(module, &import, public, walk);
        }
        walk.inside.pop();
    }

    fn export(&mut self, module: &str, import: &Import, public: &str, walk: &mut Walk<'_>) {
        let path = import.path.join("::");
        let leads = walk.modules.resolve(module, &import.path);
        match (leads, &import.name) {
            (Some((of, rest)), None) if rest.is_empty() => self.module(&of, public, walk),
            (Some((of, rest)), Some(name)) if rest.is_empty() => {
                self.inside(public);
                self.add(name, "module", false, false);
                self.module(&of, &join(public, name), walk);
            }
            (Some((of, rest)), Some(name))
                if rest.len() == 1 && self.follow(&of, &rest[0], (public, name), walk, &mut BTreeSet::new()) => {}
            (leads, Some(name)) => {
                self.inside(public);
                let given = leads.map(|(of, _)| walk.modules.given(&of)).unwrap_or_default();
                self.add(name, format!("use {path} {given}").trim_end(), false, false);
            }
            (_, None) => {
                self.inside(public);
                self.add(&format!("{path}::*"), "use", false, false);
            }
        }
    }

    /// Lists what a name in a module stands for, wherever that is written. Says whether it was found in this crate.
    fn follow(
        &mut self,
        module: &str,
        name: &str,
        (public, as_name): (&str, &str),
        walk: &mut Walk<'_>,
        seen: &mut BTreeSet<(String, String)>,
    ) -> bool {
        if !seen.insert((module.to_owned(), name.to_owned())) {
            return false;
        }
        let mut found = false;
        for item in walk.modules.items(module).iter().filter(|item| ident(item).as_deref() == Some(name)) {
            self.found(module, item, as_name, public, walk);
            found = true;
        }
        for import in walk.modules.imports(module) {
            let is_it = import.name.as_deref() == Some(name);
            let path = import.path.iter().cloned();
            let path =
                if import.name.is_none() { path.chain([name.to_owned()]).collect() } else { path.collect::<Vec<_>>() };
            if found || !(is_it || import.name.is_none()) {
                continue;
            }
            match walk.modules.resolve(module, &path) {
                Some((of, rest)) if rest.len() == 1 => {
                    found = self.follow(&of, &rest[0], (public, as_name), walk, seen);
                }
                None if is_it => {
                    self.inside(public);
                    self.add(as_name, format!("use {}", import.path.join("::")), false, false);
                    found = true;
                }
                _ => {}
            }
        }
        found
    }

    fn found(&mut self, module: &str, item: &Item, name: &str, public: &str, walk: &mut Walk<'_>) {
        let names = walk.reached.entry((module.to_owned(), ident(item).unwrap_or_default())).or_default();
        let known = (public.to_owned(), name.to_owned());
        if !names.contains(&known) {
            names.push(known);
        }
        self.inside(public);
        if let Item::Macro(it) = item
            && open_enum(it).is_none()
        {
            return self.made(it, name, walk.modules);
        }
        self.item(item, name);
    }

    /// Implementations count wherever they are written, under each name of what they are for. Those of a private trait do not.
    fn implementations(&mut self, modules: &Modules, reached: &Reached) {
        for (module, items) in modules.iter() {
            for item in items {
                let Item::Impl(it) = item else { continue };
                let hidden = it.trait_.as_ref().and_then(|(_, of, _)| of.segments.last()).is_some_and(|last| {
                    let name = last.ident.to_string();
                    modules.is_written(&name) && !reached.keys().any(|(_, of)| *of == name)
                });
                let Some(target) = target(&it.self_ty).filter(|_| !hidden) else { continue };
                let exact = (module.to_owned(), target.clone());
                let written = modules.defines(module, &target);
                let names: Vec<&(String, String)> = reached
                    .iter()
                    .filter(|(key, _)| if written { **key == exact } else { key.1 == target })
                    .flat_map(|(_, names)| names)
                    .collect();
                for (public, name) in &names {
                    self.inside(public);
                    self.implementation(it, &target, name);
                }
                if names.is_empty() && it.trait_.is_some() && !modules.is_written(&target) {
                    self.inside("");
                    self.implementation(it, &target, &target);
                }
            }
        }
    }

    /// An exported macro is one of the crate's root, wherever it is written.
    fn macros(&mut self, modules: &Modules) {
        self.inside("");
        for item in modules.iter().flat_map(|(_, items)| items) {
            let Item::Macro(it) = item else { continue };
            let by = it.mac.path.segments.last().map(|last| last.ident.to_string()).unwrap_or_default();
            if made(it).is_none() && modules.definition(&by).is_some_and(|definition| definition.contains("impl")) {
                self.add(&format!("{by}! {}", given(it)), "", false, false);
            }
            if let Some(name) =
                it.ident.as_ref().filter(|_| it.attrs.iter().any(|it| it.path().is_ident("macro_export")))
            {
                self.add(&format!("{name}!"), "macro", false, false);
            }
        }
    }

    fn inside(&mut self, public: &str) {
        self.module = if public.is_empty() { String::new() } else { format!("{public}::") };
    }

    fn add(&mut self, path: &str, text: impl Into<String>, in_open: bool, is_part: bool) {
        let entry = Entry { text: text.into(), in_open, is_part };
        self.entries.insert(format!("{}{path}", self.module), entry);
    }

    fn item(&mut self, item: &Item, name: &str) {
        match item {
            Item::Struct(it) => {
                let open = is_open(&it.attrs);
                self.add(name, format!("struct{}{}", generics(&it.generics), tuple(&it.fields)), false, false);
                self.derives(name, &it.attrs);
                self.closed(name, open);
                self.fields(name, &it.fields, true, open);
            }
            Item::Enum(it) => self.enumeration(it, name, is_open(&it.attrs)),
            Item::Macro(it) => {
                if let Some(inner) = open_enum(it) {
                    self.enumeration(&inner, name, true);
                }
            }
            Item::Type(it) => self.add(name, format!("type{} = {}", generics(&it.generics), ty(&it.ty)), false, false),
            Item::Const(it) => self.add(name, format!("const: {}", ty(&it.ty)), false, false),
            Item::Static(it) => self.add(name, format!("static: {}", ty(&it.ty)), false, false),
            Item::Fn(it) => self.add(name, signature(&it.sig), false, false),
            Item::Trait(it) => self.interface(it, name),
            Item::Union(it) => self.add(name, format!("union{}", generics(&it.generics)), false, false),
            _ => {}
        }
    }

    /// What a macro of the crate declares. Of an enum the variants are told apart; anything else is the same as long as the macro is given the
    /// same. What it makes of that is not known: another definition may be another API.
    fn made(&mut self, it: &syn::ItemMacro, name: &str, modules: &Modules) {
        let Some(made) = made(it) else { return };
        let by = it.mac.path.segments.last().map(|last| last.ident.to_string()).unwrap_or_default();
        let definition = modules.definition(&by).unwrap_or_default();
        let open = definition.contains("non_exhaustive");
        let public = std::mem::take(&mut self.module);
        self.add(&format!("{by}! as it is defined"), spec_diff::digest(&[&definition]), false, false);
        self.module = public;
        match made.variants {
            Some(variants) => {
                self.add(name, format!("enum by {by}!"), false, false);
                self.closed(name, open);
                for (variant, behind) in variants {
                    self.add(&format!("{name}::{variant}"), format!("variant {behind}").trim_end(), open, true);
                }
            }
            None => self.add(name, format!("{by}! {}", made.text), false, false),
        }
    }

    /// What is new in a trait breaks who implements it, unless the trait brings it along.
    fn interface(&mut self, it: &syn::ItemTrait, name: &str) {
        let bounds = if it.supertraits.is_empty() { String::new() } else { format!(": {}", tokens(&it.supertraits)) };
        self.add(name, format!("trait{}{bounds}", generics(&it.generics)), false, false);
        for item in &it.items {
            match item {
                TraitItem::Fn(it) => {
                    self.add(&format!("{name}::{}", it.sig.ident), signature(&it.sig), it.default.is_some(), true);
                }
                TraitItem::Type(it) => {
                    self.add(&format!("{name}::{}", it.ident), format!("type{}", generics(&it.generics)), false, true);
                }
                TraitItem::Const(it) => {
                    let text = format!("const: {}", ty(&it.ty));
                    self.add(&format!("{name}::{}", it.ident), text, it.default.is_some(), true);
                }
                _ => {}
            }
        }
    }

    fn enumeration(&mut self, it: &syn::ItemEnum, name: &str, open: bool) {
        self.add(name, format!("enum{}", generics(&it.generics)), false, false);
        self.derives(name, &it.attrs);
        self.closed(name, open);
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

    /// The named fields; those of a variant are public without saying so.
    fn fields(&mut self, of: &str, fields: &Fields, say: bool, open: bool) {
        let Fields::Named(named) = fields else { return };
        for field in named.named.iter().filter(|field| !say || is_public(&field.vis)) {
            let name = field.ident.as_ref().map(ToString::to_string).unwrap_or_default();
            self.add(&format!("{of}.{name}"), ty(&field.ty), open, true);
        }
    }

    fn implementation(&mut self, it: &syn::ItemImpl, target: &str, name: &str) {
        if let Some((_, of, _)) = &it.trait_ {
            let whole = ty(&it.self_ty).replacen(target, name, 1);
            // The trait by its name alone: who writes `fmt::Display` and who writes `Display` mean the same.
            let of = of.segments.last().map(|last| path(&last.clone().into())).unwrap_or_default();
            return self.add(&format!("impl {of} for {whole}"), "", false, false);
        }
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

/// The name of the type that an implementation is for. One for every type has none.
fn target(it: &Type) -> Option<String> {
    match it {
        Type::Path(it) => it.path.segments.last().map(|last| last.ident.to_string()),
        Type::Reference(it) => target(&it.elem),
        _ => None,
    }
}

fn is_public_item(item: &Item) -> bool {
    match item {
        Item::Struct(it) => is_public(&it.vis),
        Item::Enum(it) => is_public(&it.vis),
        Item::Union(it) => is_public(&it.vis),
        Item::Type(it) => is_public(&it.vis),
        Item::Const(it) => is_public(&it.vis),
        Item::Static(it) => is_public(&it.vis),
        Item::Fn(it) => is_public(&it.vis),
        Item::Trait(it) => is_public(&it.vis),
        Item::Macro(it) => match open_enum(it) {
            Some(inner) => is_public(&inner.vis),
            None => made(it).is_some_and(|made| made.is_public),
        },
        _ => false,
    }
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
        .replace("< ", "<")
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
                "Client: struct",
                "Client can be matched and built whole: ",
                "Client::go: async fn(&self, &str) -> Result<u8, E>",
                "Thing: use other::Thing",
                "types: module",
                "types::A: struct",
                "types::A.b: Option<String>",
                "types::impl Clone for A: ",
            ]
        );
        assert!(Listing::read([("lib.rs", "pub struct {")]).unwrap_err().starts_with("src/lib.rs is no Rust: "));
    }

    fn lines(files: &[(&str, &str)]) -> Vec<String> {
        let listing = Listing::read(files.iter().copied()).unwrap();
        listing.entries.iter().map(|(path, entry)| format!("{path}: {}", entry.text)).collect()
    }

    #[test]
    fn what_is_exported_can_move() {
        let before = lines(&[
            ("lib.rs", "mod a; pub use crate::a::{A, T};"),
            (
                "a.rs",
                "pub struct A(u8); pub struct Unseen; pub trait T { fn t(&self); } impl T for A { fn t(&self) {} }",
            ),
        ]);
        let after = lines(&[
            ("lib.rs", "mod b; mod show; pub use b::{A, T};"),
            ("b/mod.rs", "mod c; pub use self::c::A; pub trait T { fn t(&self); }"),
            ("b/c.rs", "pub struct A(u8);"),
            ("show.rs", "trait Hidden {} use crate::A; impl crate::T for A { fn t(&self) {} } impl Hidden for A {}"),
        ]);
        assert_eq!(before, after);
    }

    #[test]
    fn modules_in_modules_and_other_crates_are_reached() {
        let files = [
            ("lib.rs", "pub mod a; mod open; pub use open::*; pub mod clients { pub use cancelkit_acme as acme; }"),
            ("a/mod.rs", "pub mod b; #[macro_export] macro_rules! m { () => {} }"),
            ("a/b.rs", "pub fn f() {} pub(crate) fn g() {}"),
            (
                "open.rs",
                "pub const C: u8 = 1; mod inner { pub struct I; } pub use self::inner::I as J; impl From<J> for String {}",
            ),
        ];
        let found = lines(&files);
        for line in [
            "a::b::f: fn()",
            "C: const: u8",
            "J: struct",
            "clients::acme: use cancelkit_acme",
            "m!: macro",
            "impl From<J> for String: ",
        ] {
            assert!(found.iter().any(|it| it == line), "{line}: {found:#?}");
        }
        assert!(!found.iter().any(|line| line.contains("::g") || line.starts_with("I")), "{found:#?}");
        let listing = Listing::read(files).unwrap();
        assert!(listing.names("cancelkit_acme") && !listing.names("cancelkit") && !listing.names("acme_x"));
    }

    #[test]
    fn what_the_crates_own_macros_declare_is_read_from_what_they_are_given() {
        let files = |variants: &str, from: &str| {
            let lib = "mod words; mod one; pub use one::One;".to_owned();
            let words = "macro_rules! words { () => { #[non_exhaustive] } } macro_rules! into { ($x:ty) => { impl From<$x> for One {} } }";
            let one = format!(
                "crate::words! {{ /// Docs.\n pub enum One as \"one\" {{ /// More.\n {variants} }} }} into!({from});"
            );
            let files = [("lib.rs", lib), ("words.rs", words.to_owned()), ("one.rs", one)];
            lines(&files.iter().map(|(name, text)| (*name, text.as_str())).collect::<Vec<_>>())
        };
        let found = files("A = \"a\", B = \"b\"", "u8");
        let shown: Vec<&String> = found.iter().filter(|line| !line.starts_with("words! as it is defined: ")).collect();
        assert_eq!(shown, ["One: enum by words!", "One::A: variant = \"a\"", "One::B: variant = \"b\"", "into! u8: "]);
        assert_eq!(found.len(), 5);
        assert_ne!(found, files("A = \"a\"", "u8"));
        assert_ne!(found, files("A = \"a\", B = \"c\"", "u8"));
        assert_ne!(found, files("A = \"a\", B = \"b\"", "u16"));
        assert_eq!(found, files("/// Other docs.\n A = \"a\", B = \"b\"", "u8"));
    }

    #[test]
    fn imports_in_a_circle_end() {
        let found = lines(&[
            ("lib.rs", "mod a; mod b; pub use a::X; pub use a::*;"),
            ("a.rs", "pub use crate::b::*;"),
            ("b.rs", "pub use crate::a::*;"),
        ]);
        assert_eq!(found, ["X: use a::X"]);
    }

    #[test]
    fn a_module_that_exports_itself_ends() {
        let found = lines(&[("lib.rs", "pub mod a { pub use super::a as b; pub use super::a as c; pub struct S; }")]);
        assert!(found.iter().any(|line| line == "a::S: struct") && found.len() < 10, "{found:?}");
    }

    #[test]
    fn what_a_trait_asks_anew_breaks() {
        let entry = |text: &str, path: &str| {
            let listing = Listing::read([("lib.rs", text)]).unwrap();
            listing.entries.get(path).map(|entry| (entry.is_part, entry.in_open))
        };
        let text = "pub trait T { fn asked(&self); fn brought(&self) {} }";
        assert_eq!((entry(text, "T::asked"), entry(text, "T::brought")), (Some((true, false)), Some((true, true))));
    }
}
