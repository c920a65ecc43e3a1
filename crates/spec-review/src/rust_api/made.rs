//! What a crate's own macro declares, read from what the macro is given: nothing is expanded here.

use proc_macro2::{Delimiter, TokenStream, TokenTree};

/// An item that a macro is given to declare.
#[derive(Debug)]
pub(super) struct Made {
    pub(super) name: String,
    pub(super) is_public: bool,
    /// All that the macro is given, without documentation.
    pub(super) text: String,
    /// Of an enum the variants, each with what stands behind it.
    pub(super) variants: Option<Vec<(String, String)>>,
}

/// The item in an invocation, if there is one: `words! { pub enum Name as "name" { One = "one" } }`.
pub(super) fn made(it: &syn::ItemMacro) -> Option<Made> {
    // A definition of a macro is no use of one.
    if it.ident.is_some() {
        return None;
    }
    let tokens = without_docs(it.mac.tokens.clone());
    let at = tokens.iter().position(|token| matches!(token, TokenTree::Ident(it) if is_keyword(&it.to_string())))?;
    let TokenTree::Ident(name) = tokens.get(at + 1)? else { return None };
    let is_public = at > 0 && matches!(&tokens[at - 1], TokenTree::Ident(it) if it == "pub");
    let is_enum = matches!(&tokens[at], TokenTree::Ident(it) if it == "enum");
    let body = tokens.iter().skip(at).find_map(|token| match token {
        TokenTree::Group(group) if group.delimiter() == Delimiter::Brace => Some(group.stream()),
        _ => None,
    });
    let variants = body.filter(|_| is_enum).map(variants);
    Some(Made { name: name.to_string(), is_public, text: text(&tokens), variants })
}

/// All that a macro is given, without documentation.
pub(super) fn given(it: &syn::ItemMacro) -> String {
    text(&without_docs(it.mac.tokens.clone()))
}

fn is_keyword(word: &str) -> bool {
    matches!(word, "enum" | "struct" | "union" | "type" | "trait" | "fn" | "const" | "static")
}

fn variants(body: TokenStream) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let tokens: Vec<TokenTree> = body.into_iter().collect();
    for part in tokens.split(|token| matches!(token, TokenTree::Punct(it) if it.as_char() == ',')) {
        if let Some(at) = part.iter().position(|token| matches!(token, TokenTree::Ident(_))) {
            found.push((part[at].to_string(), text(&part[at + 1..])));
        }
    }
    found
}

/// The tokens without `#[doc = "…"]`, which is what a comment of documentation is to a macro.
fn without_docs(tokens: TokenStream) -> Vec<TokenTree> {
    let mut kept: Vec<TokenTree> = Vec::new();
    for token in tokens {
        if let TokenTree::Group(group) = &token {
            let is_doc = matches!(group.stream().into_iter().next(), Some(TokenTree::Ident(it)) if it == "doc");
            let after_sign = matches!(kept.last(), Some(TokenTree::Punct(it)) if it.as_char() == '#');
            if is_doc && after_sign && group.delimiter() == Delimiter::Bracket {
                kept.pop();
                continue;
            }
            let inner = without_docs(group.stream()).into_iter().collect();
            kept.push(TokenTree::Group(proc_macro2::Group::new(group.delimiter(), inner)));
            continue;
        }
        kept.push(token);
    }
    kept
}

fn text(tokens: &[TokenTree]) -> String {
    tokens.iter().cloned().collect::<TokenStream>().to_string()
}
