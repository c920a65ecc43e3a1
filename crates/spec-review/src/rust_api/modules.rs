//! The modules of a crate, and where a name in one of them leads.

use std::collections::{BTreeMap, BTreeSet};

use syn::{Attribute, Item, UseTree, Visibility};

use super::made::{given, made};

/// The items of every module by its path, such as `provider::acme`; the crate's root is empty. What only tests see is left out.
#[derive(Debug, Default)]
pub(super) struct Modules {
    found: BTreeMap<String, Vec<Item>>,
    /// The names of items, with the modules that they are written in.
    written: BTreeMap<String, BTreeSet<String>>,
}

/// What a `use` brings into a module: the whole path of it, and the name that it has there, or nothing for `*`.
#[derive(Clone, Debug)]
pub(super) struct Import {
    pub(super) path: Vec<String>,
    pub(super) name: Option<String>,
    pub(super) is_public: bool,
}

impl Modules {
    /// Takes in the file of this name below `src/`.
    pub(super) fn add(&mut self, file: &str, items: Vec<Item>) {
        let path = file.trim_end_matches(".rs");
        let path = if path == "lib" { "" } else { path.trim_end_matches("/mod") };
        self.module(path.replace('/', "::"), items);
    }

    /// Modules that stand in the file of another become modules like those with a file of their own.
    fn module(&mut self, path: String, items: Vec<Item>) {
        let mut own = Vec::new();
        for mut item in items.into_iter().filter(|item| !is_for_tests(item)) {
            if let Item::Mod(it) = &mut item
                && let Some((_, inner)) = it.content.take()
            {
                self.module(join(&path, &it.ident.to_string()), inner);
            }
            if let Some(name) = ident(&item) {
                self.written.entry(name).or_default().insert(path.clone());
            }
            own.push(item);
        }
        self.found.entry(path).or_default().extend(own);
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = (&str, &[Item])> {
        self.found.iter().map(|(path, items)| (path.as_str(), items.as_slice()))
    }

    pub(super) fn items(&self, module: &str) -> &[Item] {
        self.found.get(module).map(Vec::as_slice).unwrap_or_default()
    }

    pub(super) fn has(&self, module: &str) -> bool {
        self.found.contains_key(module)
    }

    /// Everything that a module takes from elsewhere.
    pub(super) fn imports(&self, module: &str) -> Vec<Import> {
        let mut found = Vec::new();
        for item in self.items(module) {
            if let Item::Use(it) = item {
                leaves(&it.tree, &mut Vec::new(), is_public(&it.vis), &mut found);
            }
        }
        found
    }

    /// The module of this crate that a path begins in, seen from `module`, and what is left of it: nothing left names the module itself.
    /// A path that leads to another crate leads nowhere here.
    pub(super) fn resolve(&self, module: &str, path: &[String]) -> Option<(String, Vec<String>)> {
        let mut at = module.to_owned();
        let mut rest = path;
        match path.first().map(String::as_str) {
            Some("crate") => (at, rest) = (String::new(), &path[1..]),
            Some("self") => rest = &path[1..],
            Some("super") => {
                while rest.first().is_some_and(|word| word == "super") {
                    at = at.rsplit_once("::").map(|(up, _)| up.to_owned()).unwrap_or_default();
                    rest = &rest[1..];
                }
            }
            Some(first) if self.has(&join(module, first)) || (path.len() == 1 && self.defines(module, first)) => {}
            _ => return None,
        }
        while let Some(next) = rest.first().map(|first| join(&at, first)).filter(|next| self.has(next)) {
            at = next;
            rest = &rest[1..];
        }
        Some((at, rest.to_vec()))
    }

    /// All that the macros are given that a module uses: one may declare what is found nowhere else.
    pub(super) fn given(&self, module: &str) -> String {
        let uses = self.items(module).iter().filter_map(|item| match item {
            Item::Macro(it) if it.ident.is_none() => Some(given(it)),
            _ => None,
        });
        uses.collect::<Vec<_>>().join(" ")
    }

    /// The definition of a macro of this crate.
    pub(super) fn definition(&self, name: &str) -> Option<String> {
        self.found.values().flatten().find_map(|item| match item {
            Item::Macro(it) if it.ident.as_ref().is_some_and(|ident| ident == name) => Some(given(it)),
            _ => None,
        })
    }

    /// Whether an item of that name is written in a module.
    pub(super) fn defines(&self, module: &str, name: &str) -> bool {
        self.written.get(name).is_some_and(|modules| modules.contains(module))
    }

    /// Whether an item of that name is written anywhere in the crate.
    pub(super) fn is_written(&self, name: &str) -> bool {
        self.written.contains_key(name)
    }
}

pub(super) fn join(module: &str, name: &str) -> String {
    if module.is_empty() { name.to_owned() } else { format!("{module}::{name}") }
}

pub(super) fn is_public(visibility: &Visibility) -> bool {
    matches!(visibility, Visibility::Public(_))
}

/// The name of an item that callers can have one by.
pub(super) fn ident(item: &Item) -> Option<String> {
    let ident = match item {
        Item::Struct(it) => &it.ident,
        Item::Enum(it) => &it.ident,
        Item::Union(it) => &it.ident,
        Item::Type(it) => &it.ident,
        Item::Const(it) => &it.ident,
        Item::Static(it) => &it.ident,
        Item::Fn(it) => &it.sig.ident,
        Item::Trait(it) => &it.ident,
        Item::Macro(it) => return open_enum(it).map(|it| it.ident.to_string()).or_else(|| Some(made(it)?.name)),
        _ => return None,
    };
    Some(ident.to_string())
}

/// The enum in an `open_enum!`.
pub(super) fn open_enum(it: &syn::ItemMacro) -> Option<syn::ItemEnum> {
    let named = it.mac.path.segments.last().is_some_and(|last| last.ident == "open_enum");
    if named { it.mac.parse_body().ok() } else { None }
}

fn is_for_tests(item: &Item) -> bool {
    let attributes: &[Attribute] = match item {
        Item::Mod(it) => &it.attrs,
        Item::Use(it) => &it.attrs,
        Item::Fn(it) => &it.attrs,
        Item::Impl(it) => &it.attrs,
        _ => return false,
    };
    attributes.iter().any(|it| {
        it.path().is_ident("cfg") && it.parse_args::<syn::Path>().is_ok_and(|condition| condition.is_ident("test"))
    })
}

fn leaves(tree: &UseTree, before: &mut Vec<String>, is_public: bool, found: &mut Vec<Import>) {
    let mut add = |last: Option<String>, name: Option<String>| {
        let mut path = before.clone();
        // `a::{self}` is `a`.
        path.extend(last.filter(|last| last != "self" || before.is_empty()));
        let name = if name.as_deref() == Some("self") { path.last().cloned() } else { name };
        found.push(Import { path, name, is_public });
    };
    match tree {
        UseTree::Path(it) => {
            before.push(it.ident.to_string());
            leaves(&it.tree, before, is_public, found);
            before.pop();
        }
        UseTree::Group(it) => it.items.iter().for_each(|tree| leaves(tree, before, is_public, found)),
        UseTree::Name(it) => add(Some(it.ident.to_string()), Some(it.ident.to_string())),
        UseTree::Rename(it) => add(Some(it.ident.to_string()), Some(it.rename.to_string())),
        UseTree::Glob(_) => add(None, None),
    }
}

#[cfg(test)]
mod tests {
    use super::Modules;

    fn modules() -> Modules {
        let mut modules = Modules::default();
        for (name, text) in [
            ("lib.rs", "mod a; mod inline { pub mod deep { pub struct D; } } #[cfg(test)] mod tests { pub struct T; }"),
            ("a/mod.rs", "pub mod b; pub struct A;"),
            ("a/b.rs", "pub struct B;"),
        ] {
            modules.add(name, syn::parse_file(text).unwrap().items);
        }
        modules
    }

    #[test]
    fn a_path_leads_to_a_module_or_out_of_the_crate() {
        let modules = modules();
        let resolve = |module: &str, path: &str| {
            let path: Vec<String> = path.split("::").map(str::to_owned).collect();
            modules.resolve(module, &path).map(|(module, rest)| format!("{module}|{}", rest.join("::")))
        };
        assert_eq!(resolve("", "a::b::B").as_deref(), Some("a::b|B"));
        assert_eq!(resolve("", "crate::a::A").as_deref(), Some("a|A"));
        assert_eq!(resolve("a", "self::b").as_deref(), Some("a::b|"));
        assert_eq!(resolve("a::b", "super::A").as_deref(), Some("a|A"));
        assert_eq!(resolve("", "inline::deep::D").as_deref(), Some("inline::deep|D"));
        assert_eq!(resolve("", "other::Thing"), None);
        assert_eq!(resolve("a", "a::A"), None, "not from here");
        assert!(!modules.has("tests"));
    }
}
