//! Rust names for the names of a document: deterministic, and unique within their scope.

use std::collections::{BTreeMap, BTreeSet};

use heck::{ToSnakeCase, ToUpperCamelCase};
use spec_contract::Contract;

/// Words that no identifier may be, and method names that the emitted client has for itself.
const KEYWORDS: &[&str] = &[
    "as", "async", "await", "box", "break", "const", "continue", "crate", "do", "dyn", "else", "enum", "extern",
    "final", "fn", "for", "gen", "if", "impl", "in", "let", "loop", "macro", "match", "mod", "move", "mut", "override",
    "priv", "pub", "ref", "return", "self", "static", "struct", "super", "trait", "true", "false", "try", "type",
    "typeof", "unsafe", "unsized", "use", "virtual", "where", "while", "yield", "abstract", "become",
];
const METHODS: &[&str] = &[
    "api_version",
    "base_url",
    "baseurl",
    "body",
    "builder",
    "clone",
    "client",
    "credentials",
    "error",
    "exec",
    "fmt",
    "inner",
    "new",
    "new_with_client",
    "post",
    "pre",
    "preview",
    "request",
    "send",
    "server",
    "with_credentials",
];
const TYPES: &[&str] = &["Self", "Box", "Client", "Option", "Result", "String", "Vec"];

/// The name of a type: `purchases_show_response` becomes `PurchasesShowResponse`.
pub fn type_name(text: &str) -> String {
    let name = letters(text).to_upper_camel_case();
    let name =
        if name.starts_with(|c: char| c.is_ascii_digit()) || name.is_empty() { format!("X{name}") } else { name };
    if TYPES.contains(&name.as_str()) { format!("{name}Value") } else { name }
}

/// The name of a variant: `at-next-renewal` becomes `AtNextRenewal`.
pub fn variant_name(text: &str) -> String {
    match type_name(text).as_str() {
        // The variant that keeps a value the document does not list.
        "Unknown" => "UnknownValue".to_owned(),
        name => name.to_owned(),
    }
}

/// The name of a field, an argument or a module: `page[size]` becomes `page_size`.
pub fn field_name(text: &str) -> String {
    let name = letters(text).to_snake_case();
    let name = match name.chars().next() {
        None => "x".to_owned(),
        Some(first) if first.is_ascii_digit() => format!("x_{name}"),
        Some(_) => name,
    };
    if KEYWORDS.contains(&name.as_str()) { format!("{name}_") } else { name }
}

/// The name of a method of a client or a request: a field's name that none of their own methods has.
pub fn method_name(text: &str) -> String {
    let name = field_name(text);
    if METHODS.contains(&name.as_str()) { format!("{name}_operation") } else { name }
}

/// The name of a setter: a field's name that no method of a request has.
pub fn setter_name(text: &str) -> String {
    let name = field_name(text);
    if matches!(name.as_str(), "send" | "preview" | "request" | "body" | "client" | "clone") {
        format!("{name}_parameter")
    } else {
        name
    }
}

/// Only what an identifier may hold, the rest as word boundaries.
fn letters(text: &str) -> String {
    text.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { ' ' }).collect()
}

/// The Rust name of each component of a contract, by its own name.
///
/// What already is a Rust name keeps it, whatever else would have it too; then the order of the document decides.
pub fn type_names(contract: &Contract) -> BTreeMap<String, String> {
    let mut taken = Taken::default();
    let mut names = BTreeMap::new();
    let wanted = |name: &str| match name.strip_prefix('#') {
        Some(pointer) => type_name(&words_of(pointer)),
        None => type_name(name),
    };
    for exact in [true, false] {
        for named in &contract.schemas {
            let name = wanted(&named.name);
            if (name == named.name) == exact {
                names.insert(named.name.clone(), taken.claim(name));
            }
        }
    }
    names
}

/// What a pointer says beside the structure of OpenAPI: `/components/schemas/Order/properties/lines/items` is `Order lines item`.
fn words_of(pointer: &str) -> String {
    const STRUCTURE: &[&str] = &[
        "components",
        "schemas",
        "$defs",
        "definitions",
        "properties",
        "paths",
        "responses",
        "parameters",
        "headers",
        "requestBodies",
        "content",
        "schema",
        "allOf",
        "oneOf",
        "anyOf",
        "application/json",
    ];
    let tokens = pointer.split('/').map(|token| token.replace("~1", "/").replace("~0", "~"));
    let words = tokens.filter(|token| !STRUCTURE.contains(&token.as_str())).map(|token| match token.as_str() {
        "items" => "item".to_owned(),
        "additionalProperties" => "value".to_owned(),
        "requestBody" => "body".to_owned(),
        _ => token,
    });
    words.collect::<Vec<_>>().join(" ")
}

/// Names that are taken, so that each is given once.
#[derive(Debug, Default)]
pub struct Taken(BTreeSet<String>);

impl Taken {
    /// The name itself where it is free, or with the smallest number that makes it so.
    pub fn claim(&mut self, name: String) -> String {
        if self.0.insert(name.clone()) {
            return name;
        }
        let mut number = 2_u32;
        loop {
            let numbered = format!("{name}{number}");
            if self.0.insert(numbered.clone()) {
                return numbered;
            }
            number += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_rust_names() {
        assert_eq!(type_name("purchases_show_response"), "PurchasesShowResponse");
        assert_eq!(type_name("2fa"), "X2fa");
        assert_eq!(type_name("Self"), "SelfValue");
        assert_eq!(type_name("::"), "X");
        assert_eq!(field_name("page[size]"), "page_size");
        assert_eq!(field_name("type"), "type_");
        assert_eq!(field_name("cancel-all"), "cancel_all");
        assert_eq!(method_name("new"), "new_operation");
        assert_eq!(variant_name("unknown"), "UnknownValue");
    }

    #[test]
    fn a_taken_name_gets_a_number() {
        let mut taken = Taken::default();
        assert_eq!(taken.claim("A".into()), "A");
        assert_eq!(taken.claim("A".into()), "A2");
        assert_eq!(taken.claim("A".into()), "A3");
    }
}
