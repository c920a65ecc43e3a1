//! Reading what progenitor wrote.

mod requests;

use syn::{Item, ItemMod};

pub use requests::{Argument, Wire, WrittenRequest, written_requests};

/// The client in progenitor's output that builds requests, and its methods.
///
/// # Errors
///
/// What syn says when it is not Rust.
pub fn written(code: &str) -> Result<Vec<Item>, String> {
    let file =
        syn::parse_file(code).map_err(|error| format!("progenitor wrote something that is not Rust: {error}"))?;
    let mut requests = Vec::new();
    for item in file.items {
        match item {
            // Its types are written by the emitter.
            Item::Mod(ItemMod { ident, .. }) if ident == "prelude" || ident == "types" => {}
            Item::Use(_) => {}
            // Its constructor that connects by itself ends in `unwrap`; the one that takes a client stays.
            Item::Impl(mut block) if block.trait_.is_none() => {
                block.items.retain(|item| !matches!(item, syn::ImplItem::Fn(function) if function.sig.ident == "new"));
                for item in &mut block.items {
                    if let syn::ImplItem::Fn(function) = item {
                        function.attrs.retain(|attribute| !attribute.path().is_ident("doc"));
                    }
                }
                requests.push(Item::Impl(block));
            }
            Item::Struct(mut item) => {
                item.attrs.retain(|attribute| !attribute.path().is_ident("doc"));
                requests.push(Item::Struct(item));
            }
            other => requests.push(other),
        }
    }
    Ok(requests)
}
