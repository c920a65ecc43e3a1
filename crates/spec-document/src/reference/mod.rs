//! References: every `$ref` edge of a document, checked and indexed by its target.

mod cycle;
mod resolve;
mod walk;

use std::collections::BTreeMap;

use crate::diagnostic::Mistakes;
use crate::{Node, Pointer, Span};

pub(crate) use resolve::Resolver;

/// One `$ref`.
#[derive(Clone, Debug)]
pub struct Reference {
    /// The object that has the member `$ref`.
    pub from: Pointer,
    /// Where the text of the reference stands.
    pub span: Span,
    /// The text of the reference, such as `#/components/schemas/User`.
    pub text: String,
    /// What it leads to; the node is there.
    pub target: Pointer,
}

/// Every `$ref` of a document. Data is not searched: what stands in `example`, `default`, `enum`, `const` and extensions
/// means nothing, even when a member of it is named `$ref`, and so do the names of properties.
#[derive(Clone, Debug, Default)]
pub struct References {
    edges: Vec<Reference>,
    by_target: BTreeMap<Pointer, Vec<usize>>,
}

impl References {
    /// The references in the order of the document.
    pub fn iter(&self) -> impl Iterator<Item = &Reference> {
        self.edges.iter()
    }

    /// How many references there are.
    pub fn len(&self) -> usize {
        self.edges.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.edges.is_empty()
    }

    /// The references that lead to exactly this place, in the order of the document.
    pub fn to(&self, target: &Pointer) -> impl Iterator<Item = &Reference> {
        self.by_target.get(target).into_iter().flatten().filter_map(|at| self.edges.get(*at))
    }

    /// The places that references lead to, in the order of their names.
    pub fn targets(&self) -> impl Iterator<Item = &Pointer> {
        self.by_target.keys()
    }

    fn new(edges: Vec<Reference>) -> References {
        let mut by_target: BTreeMap<Pointer, Vec<usize>> = BTreeMap::new();
        for (at, edge) in edges.iter().enumerate() {
            match by_target.get_mut(&edge.target) {
                Some(places) => places.push(at),
                None => {
                    by_target.insert(edge.target.clone(), vec![at]);
                }
            }
        }
        References { edges, by_target }
    }
}

/// Finds and checks the references of a tree.
pub(crate) fn collect(root: &Node, mistakes: &mut Mistakes) -> (References, Resolver) {
    let found = walk::walk(root, mistakes);
    let resolver = Resolver::new(found.anchors);
    let mut edges = Vec::with_capacity(found.references.len());
    for unresolved in found.references {
        if mistakes.full() {
            break;
        }
        match resolver.check(root, &unresolved) {
            Ok(target) => {
                let walk::Found { from, span, text } = unresolved;
                edges.push(Reference { from, span, text, target });
            }
            Err(mistake) => mistakes.push(mistake),
        }
    }
    cycle::check(&edges, mistakes);
    (References::new(edges), resolver)
}

#[cfg(test)]
mod tests;
