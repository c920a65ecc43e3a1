//! The public Rust API of each client crate as a listing, so that a review shows what a change does to callers.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::PathBuf;

use syn::punctuated::Punctuated;
use syn::{Attribute, Fields, FnArg, ImplItem, Item, ReturnType, Signature, Type, UseTree, Visibility};
use workspace_tests::documents::{PROVIDERS, client_crate, text};
use workspace_tests::types;

/// The files that hold public items; `requests.rs` is private, and `answer_schemas.json` is for observers.
const FILES: [&str; 6] = ["lib.rs", "client.rs", "headers.rs", "operations.rs", "outcomes.rs", "types.rs"];

#[test]
fn the_public_api_of_each_client() {
    for provider in PROVIDERS {
        let mut listing = Listing::default();
        for file in FILES {
            let _ = writeln!(listing.out, "{}src/{file}", if listing.out.is_empty() { "" } else { "\n" });
            items(provider, file).iter().for_each(|item| listing.item(item));
        }
        let mut settings = insta::Settings::clone_current();
        settings.set_snapshot_path(PathBuf::from("snapshots/api"));
        settings.set_prepend_module_to_snapshot(false);
        settings.set_omit_expression(true);
        settings.bind(|| insta::assert_snapshot!(provider, listing.out));
    }
}

#[test]
fn every_source_file_of_a_client_is_listed_or_known_to_be_private() {
    for provider in PROVIDERS {
        let files: BTreeSet<String> = std::fs::read_dir(client_crate(provider).join("src"))
            .expect("src/")
            .map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned())
            .collect();
        let known = FILES.into_iter().chain(["answer_schemas.json", "requests.rs"]).map(str::to_owned).collect();
        assert_eq!(files, known, "{provider}");
        assert!(text(&client_crate(provider).join("src/lib.rs")).contains("\nmod requests;"), "{provider}");
    }
}

#[test]
fn every_public_type_is_in_the_list_of_types() {
    for provider in PROVIDERS {
        let listed: BTreeSet<String> = types::types(provider).iter().map(|it| it.name.to_owned()).collect();
        let mut found = BTreeSet::new();
        for item in items(provider, "types.rs") {
            match item {
                Item::Struct(item) => found.insert(item.ident.to_string()),
                Item::Enum(item) => found.insert(item.ident.to_string()),
                Item::Type(item) => found.insert(item.ident.to_string()),
                _ => continue,
            };
        }
        assert_eq!(found, listed, "{provider}: mend the list in tests/support/types.rs");
    }
}

/// The items of a file, the enums inside `open_enum!` taken out of it.
fn items(provider: &str, file: &str) -> Vec<Item> {
    let path = client_crate(provider).join("src").join(file);
    let file = syn::parse_file(&text(&path)).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    file.items
        .into_iter()
        .map(|item| match item {
            Item::Macro(it) if it.mac.path.segments.last().is_some_and(|last| last.ident == "open_enum") => {
                let mut item: syn::ItemEnum = it.mac.parse_body().expect("an enum inside `open_enum!`");
                item.attrs.push(syn::parse_quote!(#[open_enum]));
                item.variants.push(syn::parse_quote!(Unknown(String)));
                Item::Enum(item)
            }
            other => other,
        })
        .collect()
}

#[derive(Default)]
struct Listing {
    out: String,
}

impl Listing {
    fn line(&mut self, text: &str) {
        self.out.push_str("  ");
        self.out.push_str(text);
        self.out.push('\n');
    }

    fn item(&mut self, item: &Item) {
        match item {
            Item::Mod(it) if public(&it.vis) => self.line(&format!("mod {}", it.ident)),
            Item::Use(it) if public(&it.vis) => self.reexports("", &it.tree),
            Item::Struct(it) if public(&it.vis) => {
                let name = format!("struct {}{}", it.ident, generics(&it.generics));
                self.line(&format!("{name}{}{}", tuple(&it.fields), about(&it.attrs)));
                self.fields(&it.fields, true);
            }
            Item::Enum(it) if public(&it.vis) => {
                self.line(&format!("enum {}{}{}", it.ident, generics(&it.generics), about(&it.attrs)));
                for variant in &it.variants {
                    let value = variant.discriminant.as_ref().map(|(_, value)| match value {
                        syn::Expr::Lit(syn::ExprLit { lit: syn::Lit::Str(text), .. }) => {
                            format!(" = {:?}", text.value())
                        }
                        _ => " = …".to_owned(),
                    });
                    self.line(&format!("  {}{}{}", variant.ident, tuple(&variant.fields), value.unwrap_or_default()));
                    self.fields(&variant.fields, false);
                }
            }
            Item::Type(it) if public(&it.vis) => self.line(&format!("type {} = {}", it.ident, ty(&it.ty))),
            Item::Const(it) if public(&it.vis) => self.line(&format!("const {}: {}", it.ident, ty(&it.ty))),
            Item::Fn(it) if public(&it.vis) => self.line(&signature("", &it.sig)),
            Item::Impl(it) => self.implementation(it),
            Item::Trait(it) if public(&it.vis) => self.line(&format!("trait {}", it.ident)),
            Item::Macro(it) => panic!("a macro that the listing does not expand: {}", path(&it.mac.path)),
            _ => {}
        }
    }

    fn reexports(&mut self, before: &str, tree: &UseTree) {
        match tree {
            UseTree::Path(it) => self.reexports(&format!("{before}{}::", it.ident), &it.tree),
            UseTree::Group(it) => it.items.iter().for_each(|tree| self.reexports(before, tree)),
            UseTree::Name(it) => self.line(&format!("use {before}{}", it.ident)),
            UseTree::Rename(it) => self.line(&format!("use {before}{} as {}", it.ident, it.rename)),
            UseTree::Glob(_) => self.line(&format!("use {before}*")),
        }
    }

    /// The named fields; those of a variant are public without saying so.
    fn fields(&mut self, fields: &Fields, say: bool) {
        let Fields::Named(named) = fields else { return };
        for field in named.named.iter().filter(|field| !say || public(&field.vis)) {
            let name = field.ident.as_ref().map(ToString::to_string).unwrap_or_default();
            self.line(&format!("  {name}: {}", ty(&field.ty)));
        }
    }

    fn implementation(&mut self, it: &syn::ItemImpl) {
        let target = ty(&it.self_ty);
        if let Some((_, of, _)) = &it.trait_ {
            return self.line(&format!("impl {} for {target}", path(of)));
        }
        let name = target.split('<').next().unwrap_or_default().to_owned();
        for item in &it.items {
            match item {
                ImplItem::Fn(it) if public(&it.vis) => self.line(&signature(&format!("{name}::"), &it.sig)),
                ImplItem::Const(it) if public(&it.vis) => {
                    self.line(&format!("const {name}::{}: {}", it.ident, ty(&it.ty)));
                }
                _ => {}
            }
        }
    }
}

fn public(visibility: &Visibility) -> bool {
    matches!(visibility, Visibility::Public(_))
}

/// What else a caller relies on: derived traits, and whether members can be added.
fn about(attributes: &[Attribute]) -> String {
    let mut words = Vec::new();
    for attribute in attributes {
        if attribute.path().is_ident("non_exhaustive") || attribute.path().is_ident("open_enum") {
            words.push(path(attribute.path()));
        }
        if attribute.path().is_ident("derive") {
            let derived = attribute.parse_args_with(Punctuated::<syn::Path, syn::Token![,]>::parse_terminated);
            words.extend(derived.expect("paths").iter().map(path));
        }
    }
    if words.is_empty() { String::new() } else { format!("  [{}]", words.join(", ")) }
}

fn signature(before: &str, it: &Signature) -> String {
    let arguments: Vec<String> = it
        .inputs
        .iter()
        .map(|argument| match argument {
            FnArg::Receiver(it) if it.reference.is_none() => "self".to_owned(),
            FnArg::Receiver(it) => format!("&{}self", if it.mutability.is_some() { "mut " } else { "" }),
            FnArg::Typed(it) => match &*it.pat {
                syn::Pat::Ident(name) => format!("{}: {}", name.ident, ty(&it.ty)),
                _ => ty(&it.ty),
            },
        })
        .collect();
    let asynchronous = if it.asyncness.is_some() { "async " } else { "" };
    let output = match &it.output {
        ReturnType::Default => String::new(),
        ReturnType::Type(_, output) => format!(" -> {}", ty(output)),
    };
    format!("{asynchronous}fn {before}{}{}({}){output}", it.ident, generics(&it.generics), arguments.join(", "))
}

fn tuple(fields: &Fields) -> String {
    let Fields::Unnamed(unnamed) = fields else { return String::new() };
    let types: Vec<String> = unnamed.unnamed.iter().map(|field| ty(&field.ty)).collect();
    format!("({})", types.join(", "))
}

fn generics(it: &syn::Generics) -> String {
    let names: Vec<String> = it
        .params
        .iter()
        .map(|parameter| match parameter {
            syn::GenericParam::Lifetime(it) => format!("'{}", it.lifetime.ident),
            syn::GenericParam::Type(it) => it.ident.to_string(),
            syn::GenericParam::Const(it) => it.ident.to_string(),
        })
        .collect();
    if names.is_empty() { String::new() } else { format!("<{}>", names.join(", ")) }
}

fn ty(it: &Type) -> String {
    match it {
        Type::Path(it) => path(&it.path),
        Type::Reference(it) => {
            let lifetime = it.lifetime.as_ref().map(|lifetime| format!("'{} ", lifetime.ident)).unwrap_or_default();
            format!("&{lifetime}{}{}", if it.mutability.is_some() { "mut " } else { "" }, ty(&it.elem))
        }
        Type::Tuple(it) => format!("({})", it.elems.iter().map(ty).collect::<Vec<_>>().join(", ")),
        Type::Slice(it) => format!("[{}]", ty(&it.elem)),
        Type::ImplTrait(it) => format!("impl {}", bounds(&it.bounds)),
        Type::TraitObject(it) => format!("dyn {}", bounds(&it.bounds)),
        other => panic!("a type that the listing does not know: {other:?}"),
    }
}

fn bounds(all: &Punctuated<syn::TypeParamBound, syn::Token![+]>) -> String {
    let each = all.iter().map(|bound| match bound {
        syn::TypeParamBound::Trait(it) => path(&it.path),
        syn::TypeParamBound::Lifetime(it) => format!("'{}", it.ident),
        other => panic!("a bound that the listing does not know: {other:?}"),
    });
    each.collect::<Vec<_>>().join(" + ")
}

/// A path as it is read: of the standard library and serde only the last name.
fn path(it: &syn::Path) -> String {
    let first = it.segments.first().map(|first| first.ident.to_string()).unwrap_or_default();
    let skipped = match first.as_str() {
        "std" | "core" | "alloc" | "serde" | "schemars" => it.segments.len() - 1,
        "crate" if it.segments.iter().nth(1).is_some_and(|second| second.ident == "types") => 2,
        _ => 0,
    };
    let names = it.segments.iter().skip(skipped).map(|segment| format!("{}{}", segment.ident, arguments(segment)));
    names.collect::<Vec<_>>().join("::")
}

fn arguments(segment: &syn::PathSegment) -> String {
    let syn::PathArguments::AngleBracketed(list) = &segment.arguments else { return String::new() };
    let each = list.args.iter().map(|argument| match argument {
        syn::GenericArgument::Lifetime(it) => format!("'{}", it.ident),
        syn::GenericArgument::Type(it) => ty(it),
        syn::GenericArgument::AssocType(it) => format!("{} = {}", it.ident, ty(&it.ty)),
        other => panic!("an argument that the listing does not know: {other:?}"),
    });
    format!("<{}>", each.collect::<Vec<_>>().join(", "))
}
