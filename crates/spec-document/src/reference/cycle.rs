//! References that only lead to references, in a circle: nobody can ever say what they mean.

use std::collections::HashMap;

use super::Reference;
use crate::Pointer;
use crate::diagnostic::{Diagnostic, Mistakes, quoted};

/// How many places of one circle are shown.
const SHOWN: usize = 8;

pub(super) fn check(edges: &[Reference], mistakes: &mut Mistakes) {
    let by_from: HashMap<&Pointer, usize> = edges.iter().enumerate().map(|(at, edge)| (&edge.from, at)).collect();
    let next: Vec<Option<usize>> = edges.iter().map(|edge| by_from.get(&edge.target).copied()).collect();
    // The walk that saw an edge first, counted from 1. Each edge is left once, so all walks together are one pass.
    let mut seen_by = vec![0; edges.len()];
    for start in 0..edges.len() {
        let walk = start + 1;
        let mut here = Some(start);
        while let Some(at) = here {
            if seen_by[at] == walk {
                mistakes.push(report(edges, &next, at));
                break;
            }
            if seen_by[at] != 0 {
                break;
            }
            seen_by[at] = walk;
            here = next[at];
        }
    }
}

fn report(edges: &[Reference], next: &[Option<usize>], first: usize) -> Diagnostic {
    let circle: Vec<usize> = std::iter::successors(next[first], |at| next[*at]).take_while(|at| *at != first).collect();
    let title = format!("the reference {} leads back to itself", quoted(&edges[first].text));
    let label = if circle.is_empty() { "this is its own target" } else { "this leads to the next" };
    let mut diagnostic = Diagnostic::error("reference-cycle", title).at(edges[first].span, label);
    for at in circle.iter().take(SHOWN) {
        diagnostic = diagnostic.also(edges[*at].span, "and this");
    }
    diagnostic.help("let one of them be what is meant, instead of a reference")
}
