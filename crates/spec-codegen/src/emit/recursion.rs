//! Which types contain themselves, so that a field has to be boxed.

use std::collections::{BTreeMap, BTreeSet};

use spec_contract::{Additional, Contract, Kind, Schema};

/// The groups of types that contain one another directly: not by a list or a map, which are on the heap anyway.
#[derive(Debug, Default)]
pub struct Recursion {
    /// The number of a type's group. Types of two groups do not contain each other both ways.
    group: BTreeMap<String, usize>,
    /// How many types a group has, or whether its only one contains itself.
    recursive: Vec<bool>,
}

impl Recursion {
    /// Looks through the components of a contract.
    #[must_use]
    pub fn of(contract: &Contract) -> Self {
        let index: BTreeMap<&str, usize> =
            contract.schemas.iter().enumerate().map(|(number, named)| (named.name.as_str(), number)).collect();
        let edges: Vec<Vec<usize>> = contract
            .schemas
            .iter()
            .map(|named| direct(&named.schema).filter_map(|name| index.get(name).copied()).collect())
            .collect();
        let (groups, count) = strongly_connected(&edges);
        let mut size = vec![0_usize; count];
        for group in &groups {
            size[*group] += 1;
        }
        let mut recursive: Vec<bool> = size.iter().map(|size| *size > 1).collect();
        for (from, targets) in edges.iter().enumerate() {
            if targets.contains(&from) {
                recursive[groups[from]] = true;
            }
        }
        let group = contract.schemas.iter().zip(groups).map(|(named, group)| (named.name.clone(), group)).collect();
        Self { group, recursive }
    }

    /// Whether what stands directly in the type `owner` under this schema contains `owner` again.
    #[must_use]
    pub fn is_boxed(&self, owner: &str, schema: &Schema) -> bool {
        let Kind::Reference(target) = &schema.kind else { return false };
        match (self.group.get(owner), self.group.get(target)) {
            (Some(one), Some(other)) => one == other && self.recursive[*one],
            _ => false,
        }
    }
}

/// Whether a component that is no type of its own comes back to itself through lists, maps and others of that kind alone. Rust has no such
/// names, and so it has to be a type.
pub fn is_endless(name: &str, contract: &Contract) -> bool {
    fn named<'s>(schema: &'s Schema, found: &mut Vec<&'s str>) {
        match &schema.kind {
            Kind::Reference(name) => found.push(name),
            Kind::Array(items) => named(items, found),
            Kind::Object { properties, additional: Additional::Schema(values) } if properties.is_empty() => {
                named(values, found);
            }
            _ => {}
        }
    }
    let mut open = vec![name];
    let mut seen = BTreeSet::new();
    while let Some(next) = open.pop() {
        let Some(target) = contract.schema(next) else { continue };
        let mut found = Vec::new();
        named(target, &mut found);
        if found.contains(&name) {
            return true;
        }
        open.extend(found.into_iter().filter(|found| seen.insert(*found)));
    }
    false
}

/// The types that a type holds without a list or a map between.
fn direct(schema: &Schema) -> impl Iterator<Item = &str> {
    let inside: Vec<&Schema> = match &schema.kind {
        Kind::Object { properties, .. } => properties.iter().map(|property| &property.schema).collect(),
        Kind::OneOf(members) | Kind::AnyOf(members) => members.iter().collect(),
        Kind::Reference(_) => vec![schema],
        _ => Vec::new(),
    };
    inside.into_iter().filter_map(|schema| match &schema.kind {
        Kind::Reference(name) => Some(name.as_str()),
        _ => None,
    })
}

/// The group of each node and how many groups there are (Tarjan's algorithm, with a stack of its own: documents nest deep).
fn strongly_connected(edges: &[Vec<usize>]) -> (Vec<usize>, usize) {
    const NONE: usize = usize::MAX;
    let mut order = vec![NONE; edges.len()];
    let mut low = vec![0; edges.len()];
    let mut group = vec![NONE; edges.len()];
    let (mut next, mut groups) = (0, 0);
    let mut open = Vec::new();
    for root in 0..edges.len() {
        if order[root] != NONE {
            continue;
        }
        let mut calls = vec![(root, 0)];
        while let Some((node, edge)) = calls.pop() {
            if edge == 0 {
                order[node] = next;
                low[node] = next;
                next += 1;
                open.push(node);
            }
            match edges[node].get(edge) {
                Some(&target) => {
                    calls.push((node, edge + 1));
                    if order[target] == NONE {
                        calls.push((target, 0));
                    } else if group[target] == NONE {
                        low[node] = low[node].min(order[target]);
                    }
                }
                None => {
                    if low[node] == order[node] {
                        while let Some(member) = open.pop() {
                            group[member] = groups;
                            if member == node {
                                break;
                            }
                        }
                        groups += 1;
                    }
                    if let Some((parent, _)) = calls.last() {
                        low[*parent] = low[*parent].min(low[node]);
                    }
                }
            }
        }
    }
    (group, groups)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::schemas;

    fn boxed(text: &str, owner: &str, property: &str) -> bool {
        let contract = schemas(text);
        let Some(Kind::Object { properties, .. }) = contract.schema(owner).map(|schema| &schema.kind) else {
            panic!("an object");
        };
        let schema = &properties.iter().find(|known| known.name == property).expect("a property").schema;
        Recursion::of(&contract).is_boxed(owner, schema)
    }

    #[test]
    fn a_name_for_another_type_that_contains_itself_is_endless() {
        let contract = schemas(
            "Tree: {type: object, additionalProperties: {$ref: '#/components/schemas/Forest'}}\n\
            Forest: {type: array, items: {$ref: '#/components/schemas/Tree'}}\n\
            Garden: {type: array, items: {$ref: '#/components/schemas/Tree'}}\n\
            Node: {type: object, properties: {next: {$ref: '#/components/schemas/Nodes'}}}\n\
            Nodes: {type: array, items: {$ref: '#/components/schemas/Node'}}",
        );
        let endless = |name| is_endless(name, &contract);
        assert!(endless("Tree") && endless("Forest"));
        assert!(!endless("Garden") && !endless("Node") && !endless("Nodes"));
    }

    #[test]
    fn only_what_leads_back_is_boxed() {
        let text = "A: {type: object, properties: {b: {$ref: '#/components/schemas/B'}, c: {$ref: '#/components/schemas/C'}}}\n\
            B: {type: object, properties: {a: {$ref: '#/components/schemas/Alias'}, l: {type: array, items: {$ref: '#/components/schemas/B'}}}}\n\
            Alias: {$ref: '#/components/schemas/A'}\n\
            C: {type: object, properties: {x: {type: string}}}\n\
            D: {type: object, properties: {d: {$ref: '#/components/schemas/D'}, a: {$ref: '#/components/schemas/A'}}}";
        assert!(boxed(text, "A", "b"));
        assert!(boxed(text, "B", "a"));
        assert!(!boxed(text, "B", "l"));
        assert!(!boxed(text, "A", "c"));
        assert!(boxed(text, "D", "d"));
        assert!(!boxed(text, "D", "a"));
    }
}
