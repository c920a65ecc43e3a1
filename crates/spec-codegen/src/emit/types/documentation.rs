//! What is said of a type and of its fields.

use proc_macro2::TokenStream;
use spec_contract::{Contract, Kind, Property, Schema};

use crate::docs::{docs, prose};
use crate::emit::constraints::in_words;

/// The documentation of a type.
pub fn of_type(about: &Schema) -> TokenStream {
    let text = about.description.as_deref().map_or_else(|| "A part of a request or an answer.".to_owned(), prose);
    docs([Some(text), about.default.as_ref().map(crate::docs::default)].into_iter().flatten())
}

/// What a field means: its own description, or that of the component it refers to.
pub fn of_field(property: &Property, contract: &Contract) -> TokenStream {
    let schema = &property.schema;
    let own = schema.description.as_deref().map(prose);
    // The type's documentation says the rest.
    let of_type = || contract.resolve(schema).description.as_deref().map(|text| first_sentence(&prose(text)));
    let mut lines = vec![own.or_else(of_type).unwrap_or_else(|| format!("`{}`", property.name))];
    let mut facts = Vec::new();
    if schema.read_only {
        facts.push("Read-only: the provider sets it.".to_owned());
    }
    if schema.write_only {
        facts.push("Write-only: no answer carries it.".to_owned());
    }
    if schema.deprecated {
        facts.push("Deprecated.".to_owned());
    }
    if let Some(default) = &schema.default {
        facts.push(crate::docs::default(default));
    }
    if let Kind::String(Some(format)) = &schema.kind {
        facts.push(format!("Format: `{}`.", format.replace('`', "'")));
    }
    let bounds = in_words(schema);
    if !bounds.is_empty() && !schema.read_only {
        facts.push(format!("In a request: {}.", bounds.join(", ")));
    }
    if !facts.is_empty() {
        lines.push(facts.join(" "));
    }
    docs(lines)
}

fn first_sentence(text: &str) -> String {
    let paragraph = text.split("\n\n").next().unwrap_or_default();
    match paragraph.split_once(". ") {
        Some((sentence, _)) => format!("{sentence}."),
        None => paragraph.to_owned(),
    }
}
