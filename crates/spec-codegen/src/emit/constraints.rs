//! The document's bounds on what a caller gives, checked before anything is sent and never on an answer.

use std::collections::BTreeSet;

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use spec_contract::{Additional, Contract, Kind, Schema};

use super::recursion::is_endless;
use super::types::{Member, Presence};
use crate::lower::{Encoding, Lowered, SECRET, TIMESTAMP};

/// The components that a request can hold.
pub fn sent(contract: &Contract) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for operation in &contract.operations {
        for parameter in &operation.parameters {
            reach(&parameter.schema, contract, &mut found);
        }
        for media in operation.body.iter().flat_map(|body| &body.media) {
            media.schema.iter().for_each(|schema| reach(schema, contract, &mut found));
        }
    }
    found
}

fn reach(schema: &Schema, contract: &Contract, found: &mut BTreeSet<String>) {
    if let Kind::Reference(name) = &schema.kind
        && found.insert(name.clone())
        && let Some(target) = contract.schema(name)
    {
        reach(target, contract, found);
    }
    // What only answers carry is not sent.
    let children = schema.children().into_iter().filter(|child| !child.read_only);
    children.for_each(|child| reach(child, contract, found));
}

/// The components whose bounds a request checks: what is handed over as a value, and not as bytes that the caller has written.
pub fn held(lowered: &Lowered) -> BTreeSet<String> {
    let contract = &lowered.contract;
    let mut found = BTreeSet::new();
    for request in &lowered.requests {
        let operation = &contract.operations[request.index];
        operation.parameters.iter().for_each(|parameter| reach(&parameter.schema, contract, &mut found));
        let form = request.body.as_ref().filter(|form| matches!(form.encoding, Encoding::Json | Encoding::Form));
        let media = form.and_then(|form| operation.body.as_ref()?.media.get(form.index)?.schema.as_ref());
        media.into_iter().for_each(|schema| reach(schema, contract, &mut found));
    }
    found
}

/// Whether a value of the schema has anything to check, in itself or inside.
pub fn checked(schema: &Schema, contract: &Contract) -> bool {
    fn inside(schema: &Schema, contract: &Contract, seen: &mut BTreeSet<String>) -> bool {
        // Only what a rule is written for: a method that would check nothing is not written, and must not be called.
        if !schema.constraints.is_empty() && !own(schema, contract, &quote! { value }, &quote! { field }).is_empty() {
            return true;
        }
        match &schema.kind {
            Kind::Reference(name) => {
                seen.insert(name.clone()) && contract.schema(name).is_some_and(|target| inside(target, contract, seen))
            }
            Kind::Object { properties, additional } => {
                properties.iter().any(|property| !property.schema.read_only && inside(&property.schema, contract, seen))
                    || matches!(additional, Additional::Schema(schema) if inside(schema, contract, seen))
            }
            _ => schema.children().into_iter().any(|child| inside(child, contract, seen)),
        }
    }
    inside(schema, contract, &mut BTreeSet::new())
}

/// Statements that check a value. `value` is an expression of a reference to it, `field` one of its name as `&str`.
pub fn rules(schema: &Schema, contract: &Contract, value: &TokenStream, field: &TokenStream) -> TokenStream {
    let mut statements = own(schema, contract, value, field);
    match &schema.kind {
        Kind::Reference(name) => {
            let Some(target) = contract.schema(name) else { return statements };
            match &target.kind {
                // A type of its own, since no name for another type can contain itself.
                _ if is_endless(name, contract) => {
                    if checked(target, contract) {
                        statements.extend(quote! { #value.check(rules, #field); });
                    }
                }
                Kind::Object { properties, .. } if properties.is_empty() => {
                    statements.extend(rules(target, contract, value, field));
                }
                Kind::Object { .. } | Kind::OneOf(_) | Kind::AnyOf(_) => {
                    if checked(target, contract) {
                        statements.extend(quote! { #value.check(rules, #field); });
                    }
                }
                Kind::Enumeration(_) => statements.extend(own(target, contract, value, field)),
                // A name for another type.
                _ => statements.extend(rules(target, contract, value, field)),
            }
        }
        Kind::Array(items) if checked(items, contract) => {
            let inner = rules(items, contract, &quote! { item }, &quote! { &format!("{}/{index}", #field) });
            let inner = unless_null(items, inner);
            statements.extend(quote! {
                for (index, item) in #value.iter().enumerate() {
                    #inner
                }
            });
        }
        Kind::Object { additional: Additional::Schema(values), .. } if checked(values, contract) => {
            statements.extend(each_value(values, contract, value, field));
        }
        _ => {}
    }
    statements
}

/// Statements that check the values of a map.
fn each_value(values: &Schema, contract: &Contract, map: &TokenStream, field: &TokenStream) -> TokenStream {
    let inner = rules(values, contract, &quote! { item }, &quote! { &format!("{}/{name}", #field) });
    let inner = unless_null(values, inner);
    quote! {
        for (name, item) in #map.iter() {
            #inner
        }
    }
}

/// Rules for an `item` that may be null.
fn unless_null(schema: &Schema, inner: TokenStream) -> TokenStream {
    if schema.nullable && !inner.is_empty() {
        quote! { if let Some(item) = item { #inner } }
    } else {
        inner
    }
}

fn own(schema: &Schema, contract: &Contract, value: &TokenStream, field: &TokenStream) -> TokenStream {
    let bounds = &schema.constraints;
    let mut statements = TokenStream::new();
    let resolved = contract.resolve(schema);
    if let Some(text) = text_of(&resolved.kind, value) {
        if let Some(least) = bounds.min_length.map(usize_of) {
            statements.extend(quote! { rules.min_length(#field, #text, #least); });
        }
        if let Some(most) = bounds.max_length.map(usize_of) {
            statements.extend(quote! { rules.max_length(#field, #text, #most); });
        }
        if let Some(pattern) = &bounds.pattern {
            statements.extend(quote! { rules.pattern(#field, #text, #pattern); });
        }
    }
    match &resolved.kind {
        Kind::Integer(format) => {
            for (bound, method) in [(&bounds.minimum, "minimum"), (&bounds.maximum, "maximum")] {
                let Some(bound) = bound.as_ref().and_then(|bound| whole(bound, method == "minimum")) else { continue };
                let method = format_ident!("{method}");
                let bound = match format.as_deref() {
                    Some("int32") => {
                        let bound = i32::try_from(bound).unwrap_or(if bound < 0 { i32::MIN } else { i32::MAX });
                        quote! { #bound }
                    }
                    _ => quote! { #bound },
                };
                statements.extend(quote! { rules.#method(#field, *#value, #bound); });
            }
        }
        Kind::Number(_) => {
            for (bound, method) in [(&bounds.minimum, "minimum"), (&bounds.maximum, "maximum")] {
                let Some(bound) = bound.as_ref().and_then(serde_json::Number::as_f64) else { continue };
                let method = format_ident!("{method}");
                statements.extend(quote! { rules.#method(#field, *#value, #bound); });
            }
        }
        Kind::Array(_) => {
            if let Some(least) = bounds.min_items.map(usize_of) {
                statements.extend(quote! { rules.min_items(#field, #value.len(), #least); });
            }
            if let Some(most) = bounds.max_items.map(usize_of) {
                statements.extend(quote! { rules.max_items(#field, #value.len(), #most); });
            }
        }
        _ => {}
    }
    statements
}

/// The text of a value that is text, whatever its type.
fn text_of(kind: &Kind, value: &TokenStream) -> Option<TokenStream> {
    match kind {
        Kind::String(_) => Some(quote! { #value }),
        Kind::Enumeration(_) => Some(quote! { #value.as_str() }),
        Kind::Reference(name) if name == TIMESTAMP => Some(quote! { #value.as_str() }),
        Kind::Reference(name) if name == SECRET => Some(quote! { #value.expose() }),
        _ => None,
    }
}

/// A bound on integers: the nearest one that holds. What no `i64` reaches bounds nothing.
fn whole(bound: &serde_json::Number, upwards: bool) -> Option<i64> {
    bound.as_i64().or_else(|| {
        let bound = bound.as_f64().map(|bound| if upwards { bound.ceil() } else { bound.floor() })?;
        format!("{bound}").parse().ok()
    })
}

fn usize_of(count: u64) -> usize {
    usize::try_from(count).unwrap_or(usize::MAX)
}

/// The bounds in words, for the documentation.
pub fn in_words(schema: &Schema) -> Vec<String> {
    let bounds = &schema.constraints;
    let mut words = Vec::new();
    let mut say = |text: Option<String>| words.extend(text);
    say(bounds.min_length.map(|least| format!("at least {least} characters")));
    say(bounds.max_length.map(|most| format!("at most {most} characters")));
    say(bounds.pattern.as_ref().map(|pattern| format!("matches `{}`", pattern.replace('`', "'"))));
    say(bounds.minimum.as_ref().map(|least| format!("{least} or more")));
    say(bounds.maximum.as_ref().map(|most| format!("{most} or less")));
    say(bounds.min_items.map(|least| format!("at least {least} items")));
    say(bounds.max_items.map(|most| format!("at most {most} items")));
    words
}

/// The method that checks the value in a type that holds one.
pub fn held_check(schema: &Schema, contract: &Contract) -> Option<TokenStream> {
    if !checked(schema, contract) {
        return None;
    }
    let statements = rules(schema, contract, &quote! { value }, &quote! { at });
    Some(quote! {
        pub(crate) fn check(&self, rules: &mut ::cancelkit_runtime::Constraints, at: &str) {
            let value = &self.0;
            #statements
        }
    })
}

/// The method that checks a union's value, if any variant has bounds.
pub fn union_check(
    members: &[Schema],
    variants: &[syn::Ident],
    has_others: bool,
    contract: &Contract,
) -> Option<TokenStream> {
    let mut is_complete = !has_others;
    let mut arms = TokenStream::new();
    for (member, variant) in members.iter().zip(variants) {
        let inner = match checked(member, contract) {
            true => rules(member, contract, &quote! { item }, &quote! { at }),
            false => TokenStream::new(),
        };
        if inner.is_empty() {
            is_complete = false;
            continue;
        }
        let inner = unless_null(member, inner);
        arms.extend(quote! { Self::#variant(item) => { #inner } });
    }
    if arms.is_empty() {
        return None;
    }
    if !is_complete {
        arms.extend(quote! { _ => {} });
    }
    Some(quote! {
        pub(crate) fn check(&self, rules: &mut ::cancelkit_runtime::Constraints, at: &str) {
            match self { #arms }
        }
    })
}

/// The method that checks a struct's fields and the members of `rest`, if any of them has bounds.
pub fn check_method(
    members: &[Member<'_>],
    additional: &Additional,
    rest: &syn::Ident,
    contract: &Contract,
) -> Option<TokenStream> {
    let mut statements = TokenStream::new();
    for Member { property, field, presence, .. } in members {
        if property.schema.read_only || !checked(&property.schema, contract) {
            continue;
        }
        let pointer = format!("/{}", property.name.replace('~', "~0").replace('/', "~1"));
        let inner = rules(&property.schema, contract, &quote! { value }, &quote! { &format!("{at}{}", #pointer) });
        if inner.is_empty() {
            continue;
        }
        statements.extend(match presence {
            Presence::Required => quote! { { let value = &self.#field; #inner } },
            Presence::OptionalOrNull => quote! { if let Some(value) = self.#field.value() { #inner } },
            Presence::RequiredOrNull | Presence::Optional => quote! { if let Some(value) = &self.#field { #inner } },
        });
    }
    if let Additional::Schema(values) = additional
        && checked(values, contract)
    {
        statements.extend(each_value(values, contract, &quote! { self.#rest }, &quote! { at }));
    }
    if statements.is_empty() {
        return None;
    }
    Some(quote! {
        pub(crate) fn check(&self, rules: &mut ::cancelkit_runtime::Constraints, at: &str) {
            #statements
        }
    })
}

/// Whether null is a value of the property beside its type.
pub fn is_nullable(schema: &Schema, contract: &Contract) -> bool {
    schema.nullable || matches!(contract.resolve(schema).kind, Kind::Any)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::schemas;

    #[test]
    fn a_check_is_called_where_one_is_written_and_nowhere_else() {
        let contract = schemas(
            "Bounded: {type: object, properties: {n: {type: integer, minimum: 1}}}\n\
            Elsewhere: {type: object, properties: {n: {type: boolean, minLength: 1}}}\n\
            Map: {type: object, properties: {x: {type: boolean}}, additionalProperties: {type: string, minLength: 1}}",
        );
        let is_called = |name: &str| {
            let reference = Schema::of(Kind::Reference(name.to_owned()), contract.schemas[0].schema.place.clone());
            !rules(&reference, &contract, &quote! { value }, &quote! { at }).is_empty()
        };
        let is_written = |name: &str| {
            let Some(Kind::Object { additional, .. }) = contract.schema(name).map(|schema| &schema.kind) else {
                panic!("an object")
            };
            let rest = format_ident!("rest");
            check_method(&[], additional, &rest, &contract).is_some()
        };
        assert!(is_called("Bounded"));
        assert!(!is_called("Elsewhere"), "a bound of another type bounds nothing");
        assert!(is_called("Map") && is_written("Map") && !is_written("Elsewhere"));
    }

    #[test]
    fn a_union_checks_the_variants_that_have_bounds() {
        let contract = schemas(
            "X: {oneOf: [{type: string, maxLength: 3}, {type: boolean}]}\nY: {oneOf: [{type: string, maxLength: 3}, {type: integer, minimum: 3}]}",
        );
        let written = |name: &str, has_others| {
            let Some(Kind::OneOf(members)) = contract.schema(name).map(|schema| &schema.kind) else {
                panic!("a union")
            };
            let variants: Vec<_> = (0..members.len()).map(|number| format_ident!("V{number}")).collect();
            union_check(members, &variants, has_others, &contract).map(|check| check.to_string()).unwrap_or_default()
        };
        assert!(written("X", false).contains("_ =>"));
        assert!(!written("Y", false).contains("_ =>"), "no arm is without reach");
        assert!(written("Y", true).contains("_ =>"), "what the document does not list is a variant too");
    }

    #[test]
    fn the_rules_of_what_contains_itself_end() {
        let contract = schemas("Tree: {type: array, maxItems: 9, items: {$ref: '#/components/schemas/Tree'}}");
        let tree = contract.schema("Tree").expect("Tree");
        let check = held_check(tree, &contract).map(|check| check.to_string()).unwrap_or_default();
        assert!(check.contains("max_items") && check.contains("item . check"), "{check}");
    }
}
