//! Components that no operation reaches.

use std::collections::{BTreeSet, HashMap, HashSet};

use spec_document::{Member, Node, Object, Pointer, Value};

use super::Rule;
use crate::finding::{Found, quoted};
use crate::fix::Change;
use crate::outline::Outline;

pub(super) const RULE: Rule = Rule {
    id: "component-unused",
    reason: "It becomes code that nobody calls, and the next reader believes that it matters.",
    fixable: true,
    check,
};

fn check(outline: &Outline<'_>, found: &mut Found) {
    for place in unused(outline) {
        let (Some(section), Some(name)) = (place.tokens().nth(1).map(str::to_owned), place.last()) else { continue };
        let parent = place.parent().unwrap_or_default();
        let member = outline.document.root.at(&parent).and_then(Node::as_object).and_then(|object| object.member(name));
        let Some(member) = member else { continue };
        let said = found
            .warn(format!("nothing uses {} of `components.{section}`", quoted(name)), member.key_span, "unused")
            .help("Delete it, as `--fix` does, or refer to it.");
        found.push_fixable(place.clone(), said, Change::Remove { member: place });
    }
}

/// A component: its section and its name.
type Component<'a> = (&'a str, &'a str);

/// The components that cannot be reached from what is not a component.
///
/// A document without operations is a library, whose users are elsewhere: nothing of it is unused. Any text that looks like a
/// reference counts as one, wherever it stands, and so does any text in a discriminator or a security requirement that names a
/// component: to keep too much does no harm.
fn unused(outline: &Outline<'_>) -> Vec<Pointer> {
    let root = &outline.document.root;
    let Some(components) = root.get("components").and_then(Node::as_object) else { return Vec::new() };
    let some = |key: &str| root.get(key).and_then(Node::as_object).is_some_and(|it| !it.is_empty());
    if !some("paths") && !some("webhooks") {
        return Vec::new();
    }
    let mut uses: HashMap<Component<'_>, BTreeSet<Component<'_>>> = HashMap::new();
    let mut reached: HashSet<Component<'_>> = HashSet::new();
    let mut pending: Vec<Component<'_>> = Vec::new();
    let world = World { outline, components };
    for member in root.as_object().into_iter().flat_map(Object::iter).filter(|member| member.key != "components") {
        world.used_by(member, &mut |used| pending.push(used));
    }
    for (section, name, node) in world.all() {
        let mut own = BTreeSet::new();
        world.uses(node, &mut |used| {
            own.insert(used);
        });
        // What builds on a base with a discriminator is meant by it, though nothing else refers to it.
        for base in node.get("allOf").and_then(Node::as_array).into_iter().flatten() {
            let discriminates = outline.followed(base).is_some_and(|base| base.get("discriminator").is_some());
            if let Some(base) = base.get("$ref").and_then(Node::as_str).and_then(|text| world.component(text))
                && discriminates
            {
                uses.entry(base).or_default().insert((section, name));
            }
        }
        uses.entry((section, name)).or_default().extend(own);
        // Named in ways that are not followed here.
        if node.get("$dynamicAnchor").is_some() || node.get("$id").is_some() || section.starts_with("x-") {
            pending.push((section, name));
        }
    }
    while let Some(component) = pending.pop() {
        if reached.insert(component) {
            pending.extend(uses.get(&component).into_iter().flatten());
        }
    }
    world
        .all()
        .filter(|(section, name, _)| !reached.contains(&(*section, *name)))
        .map(|(section, name, _)| Pointer::root().child("components").child(section).child(name))
        .collect()
}

struct World<'o, 'a> {
    outline: &'o Outline<'a>,
    components: &'a Object,
}

impl<'a> World<'_, 'a> {
    fn all(&self) -> impl Iterator<Item = Component3<'a>> {
        self.components.iter().flat_map(|section| {
            let members = section.value.as_object().into_iter().flat_map(Object::iter);
            members
                .filter(|member| !member.key.starts_with("x-"))
                .map(|member| (section.key.as_str(), member.key.as_str(), &member.value))
        })
    }

    fn component(&self, reference: &str) -> Option<Component<'a>> {
        let (pointer, _) = self.outline.document.resolve(reference)?;
        let mut tokens = pointer.tokens();
        if tokens.next() != Some("components") {
            return None;
        }
        self.named(tokens.next()?, tokens.next()?)
    }

    fn named(&self, section: &str, name: &str) -> Option<Component<'a>> {
        let section = self.components.member(section)?;
        let member = section.value.as_object()?.member(name)?;
        Some((section.key.as_str(), member.key.as_str()))
    }

    /// What a part of the document uses, extensions and data included.
    fn uses(&self, node: &'a Node, used: &mut impl FnMut(Component<'a>)) {
        match &node.value {
            Value::String(text) if text.starts_with('#') => {
                if let Some(component) = self.component(text) {
                    used(component);
                }
            }
            Value::Array(elements) => elements.iter().for_each(|element| self.uses(element, used)),
            Value::Object(members) => members.iter().for_each(|member| self.used_by(member, used)),
            _ => {}
        }
    }

    fn used_by(&self, member: &'a Member, used: &mut impl FnMut(Component<'a>)) {
        match member.key.as_str() {
            "mapping" => self.mapped(&member.value, used),
            "security" => self.required(&member.value, used),
            _ => {}
        }
        self.uses(&member.value, used);
    }

    /// A discriminator's mapping may name schemas without a reference.
    fn mapped(&self, mapping: &'a Node, used: &mut impl FnMut(Component<'a>)) {
        for member in mapping.as_object().into_iter().flat_map(Object::iter) {
            if let Some(component) = member.value.as_str().and_then(|name| self.named("schemas", name)) {
                used(component);
            }
        }
    }

    fn required(&self, security: &'a Node, used: &mut impl FnMut(Component<'a>)) {
        for requirement in security.as_array().into_iter().flatten() {
            for member in requirement.as_object().into_iter().flat_map(Object::iter) {
                if let Some(component) = self.named("securitySchemes", &member.key) {
                    used(component);
                }
            }
        }
    }
}

/// A component with what it is.
type Component3<'a> = (&'a str, &'a str, &'a Node);
