//! Reading what progenitor wrote.

mod requests;

use syn::{Item, ItemMod};

pub use requests::{Argument, Wire, WrittenRequest, written_requests};

/// progenitor's output, taken apart.
pub struct Written {
    /// The client that builds requests, and its methods.
    pub requests: Vec<Item>,
    /// The types.
    pub types: Vec<Item>,
}

/// Takes progenitor's output apart.
///
/// # Errors
///
/// What syn says when it is not Rust.
pub fn written(code: &str) -> Result<Written, String> {
    let file =
        syn::parse_file(code).map_err(|error| format!("progenitor wrote something that is not Rust: {error}"))?;
    let mut written = Written { requests: Vec::new(), types: Vec::new() };
    for item in file.items {
        match item {
            Item::Mod(ItemMod { ident, content: Some((_, items)), .. }) if ident == "types" => written.types = items,
            Item::Mod(ItemMod { ident, .. }) if ident == "prelude" => {}
            Item::Use(_) => {}
            // Its constructor that connects by itself ends in `unwrap`; the one that takes a client stays.
            Item::Impl(mut block) if block.trait_.is_none() => {
                block.items.retain(|item| !matches!(item, syn::ImplItem::Fn(function) if function.sig.ident == "new"));
                for item in &mut block.items {
                    if let syn::ImplItem::Fn(function) = item {
                        function.attrs.retain(|attribute| !attribute.path().is_ident("doc"));
                    }
                }
                written.requests.push(Item::Impl(block));
            }
            Item::Struct(mut item) => {
                item.attrs.retain(|attribute| !attribute.path().is_ident("doc"));
                written.requests.push(Item::Struct(item));
            }
            other => written.requests.push(other),
        }
    }
    Ok(written)
}
