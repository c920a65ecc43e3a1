//! Mending a text: small edits, made only where the document that comes out is the one that was meant.

mod change;
mod edit;

use std::collections::BTreeMap;

use spec_document::{Effective, Node, Object, Pointer, Report, Value};

use crate::finding::Finding;
pub(crate) use change::Change;

/// What became of the findings that were to be mended.
#[derive(Clone, Debug, Default)]
pub struct Fixed {
    /// The new text of the document; none where nothing is to be changed.
    pub text: Option<String>,
    /// What is mended in it.
    pub done: Vec<Finding>,
    /// What a person has to mend, and why: findings that are not mechanical are not among them.
    pub left: Vec<(Finding, &'static str)>,
}

/// How often a text is read again to find the edits that do not work.
const READINGS: usize = 64;

/// Makes the edits that mend these findings, in the text of the document and never in its overlay.
///
/// `reload` reads a new text of the document as the old one was read, with the same overlay. Only edits after which the effective
/// document differs in exactly what was meant are kept.
pub fn fix(document: &Effective, findings: Vec<Finding>, reload: &dyn Fn(&str) -> Result<Effective, Report>) -> Fixed {
    let mut fixed = Fixed::default();
    let findings: Vec<Finding> = findings.into_iter().filter(Finding::is_fixable).collect();
    let mut work = Work { document, reload, readings: READINGS };
    let mut units = Vec::new();
    for unit in plan(document, &findings) {
        match edit::edits(document, &unit.change) {
            Ok(edits) => units.push((unit, edits)),
            Err(why) => fixed.left.extend(unit.findings.iter().map(|at| (findings[*at].clone(), why))),
        }
    }
    let (kept, dropped) = work.kept(units);
    fixed.text = edit::applied(work.text(), kept.iter().flat_map(|(_, edits)| edits)).filter(|_| !kept.is_empty());
    fixed.done = kept.iter().flat_map(|(unit, _)| &unit.findings).map(|at| findings[*at].clone()).collect();
    let why = "the edit would change more than it should: an alias or the overlay depends on this";
    fixed.left.extend(dropped.iter().flat_map(|(unit, _)| &unit.findings).map(|at| (findings[*at].clone(), why)));
    fixed
}

/// A change and the findings that it mends, by their places in the list.
struct Unit {
    change: Change,
    findings: Vec<usize>,
}

type Prepared = (Unit, Vec<edit::Edit>);

/// Removals from one object are made together, since each decides where the comma of the next one goes, and a section of
/// `components` of which nothing is left goes as a whole. What lies in something that is removed needs no change of its own.
fn plan(document: &Effective, findings: &[Finding]) -> Vec<Unit> {
    let mut removed: BTreeMap<Pointer, Vec<usize>> = BTreeMap::new();
    for (at, finding) in findings.iter().enumerate() {
        if let Some(Change::Remove { member }) = &finding.change {
            removed.entry(member.clone()).or_default().push(at);
        }
    }
    // Sections first, then `components` itself.
    for depth in [2, 1] {
        let mut whole: BTreeMap<Pointer, Vec<usize>> = BTreeMap::new();
        for member in removed.keys() {
            let Some(parent) = member.parent().filter(|parent| parent.tokens().len() == depth) else { continue };
            if parent.tokens().next() != Some("components") || whole.contains_key(&parent) {
                continue;
            }
            let members = document.root.at(&parent).and_then(Node::as_object);
            if members.is_some_and(|it| it.iter().all(|one| removed.contains_key(&parent.child(&one.key)))) {
                whole.insert(parent, Vec::new());
            }
        }
        for (parent, mut ats) in whole {
            let inside: Vec<Pointer> =
                removed.keys().filter(|it| it.parent().as_ref() == Some(&parent)).cloned().collect();
            ats.extend(inside.iter().filter_map(|member| removed.remove(member)).flatten());
            removed.insert(parent, ats);
        }
    }
    let mut by_object: BTreeMap<Pointer, (Vec<String>, Vec<usize>)> = BTreeMap::new();
    let moot = |place: &Pointer| ancestors(place).find(|above| removed.contains_key(above));
    let mut units = Vec::new();
    let mut with: BTreeMap<Pointer, Vec<usize>> = BTreeMap::new();
    for (at, finding) in findings.iter().enumerate() {
        let place = match &finding.change {
            Some(Change::Insert { object, .. }) => object,
            Some(Change::Nullable { schema }) => schema,
            _ => continue,
        };
        match moot(place) {
            Some(above) => with.entry(above).or_default().push(at),
            None => units.push(Unit { change: finding.change.clone().unwrap_or_default(), findings: vec![at] }),
        }
    }
    for (member, ats) in &removed {
        let (Some(parent), Some(name)) = (member.parent(), member.last()) else { continue };
        if let Some(above) = moot(&parent) {
            with.entry(above).or_default().extend(ats);
            continue;
        }
        let (names, all) = by_object.entry(parent).or_default();
        names.push(name.to_owned());
        all.extend(ats);
    }
    for (object, (keys, mut ats)) in by_object {
        for key in &keys {
            ats.extend(with.remove(&object.child(key)).into_iter().flatten());
        }
        units.push(Unit { change: Change::RemoveAll { object, keys }, findings: ats });
    }
    units
}

/// A place and all places above it.
fn ancestors(place: &Pointer) -> impl Iterator<Item = Pointer> {
    std::iter::successors(Some(place.clone()), Pointer::parent)
}

struct Work<'a> {
    document: &'a Effective,
    reload: &'a dyn Fn(&str) -> Result<Effective, Report>,
    readings: usize,
}

impl Work<'_> {
    fn text(&self) -> &str {
        &self.document.sources.get(self.document.root.span.source).text
    }

    /// Parts the changes that work together from those that do not.
    fn kept(&mut self, units: Vec<Prepared>) -> (Vec<Prepared>, Vec<Prepared>) {
        let mut kept: Vec<Prepared> = Vec::new();
        let mut dropped = Vec::new();
        let mut pending = vec![units];
        while let Some(mut some) = pending.pop() {
            let count = some.len();
            if count == 0 {
                continue;
            }
            let before = kept.len();
            kept.append(&mut some);
            if self.readings > 0 && self.works(&kept) {
                continue;
            }
            let mut some = kept.split_off(before);
            if count == 1 || self.readings == 0 {
                dropped.append(&mut some);
            } else {
                let rest = some.split_off(count / 2);
                pending.push(rest);
                pending.push(some);
            }
        }
        (kept, dropped)
    }

    fn works(&mut self, units: &[Prepared]) -> bool {
        self.readings -= 1;
        let Some(text) = edit::applied(self.text(), units.iter().flat_map(|(_, edits)| edits)) else { return false };
        let Ok(reloaded) = (self.reload)(&text) else { return false };
        let mut meant = self.document.root.clone();
        units.iter().all(|(unit, _)| unit.change.apply(&mut meant)) && same(&meant, &reloaded.root)
    }
}

/// Whether two trees say the same, in the same order.
fn same(one: &Node, other: &Node) -> bool {
    match (&one.value, &other.value) {
        (Value::Array(one), Value::Array(other)) => {
            one.len() == other.len() && one.iter().zip(other).all(|(one, other)| same(one, other))
        }
        (Value::Object(one), Value::Object(other)) => {
            let pairs = || Object::iter(one).zip(other);
            one.len() == other.len()
                && pairs().all(|(one, other)| one.key == other.key && same(&one.value, &other.value))
        }
        _ => one.is_same_leaf(other),
    }
}
