//! Applies the actions of an overlay, one after the other.

use std::collections::{BTreeMap, HashSet};

use serde_json::Value as Json;

use super::form::{Action, Change, Overlay};
use super::{merge, target};
use crate::diagnostic::{Diagnostic, Mistakes, with_article};
use crate::{Node, Pointer, Span, Value, limit};

/// Applies an overlay. When anything is reported the tree is of no use.
pub(crate) fn apply(root: &mut Node, overlay: &Overlay, mistakes: &mut Mistakes) {
    let json = root.to_json();
    let nodes = root.count();
    let mut work = Work { root, json, nodes, searched: 0 };
    for action in &overlay.actions {
        // Once searching has cost too much, the actions that are left could only say the same.
        if mistakes.full() || work.searched > SEARCHED {
            break;
        }
        if let Err(mistake) = work.act(action) {
            mistakes.push(mistake);
        }
    }
}

struct Work<'a> {
    root: &'a mut Node,
    /// The tree without positions, to query. It is mended where an action changed the tree, not made anew: an overlay may
    /// have hundreds of small actions on a large document.
    json: Json,
    nodes: usize,
    /// The nodes that targets have looked at.
    searched: usize,
}

/// Nodes that the targets of one overlay may look at together; a filter takes about a quarter of a microsecond for each.
const SEARCHED: usize = 6_000_000;

impl Work<'_> {
    fn act(&mut self, action: &Action) -> Result<(), Diagnostic> {
        let span = action.target_span;
        if action.target.searches {
            self.searched = self.searched.saturating_add(self.nodes);
            if self.searched > SEARCHED {
                let title = "the targets of the overlay search the document too often";
                return Err(Diagnostic::error("overlay-target", title)
                    .at(span, "this is one too many")
                    .help("name what is meant instead of searching for it with `..`, `*` or `?`"));
            }
        }
        let Some(places) = action.target.matches(self.root, &self.json) else {
            let title = format!("the target matches more than {} places", target::MATCHES);
            return Err(Diagnostic::error("overlay-target", title).at(span, ""));
        };
        if places.is_empty() {
            return Err(Diagnostic::error("overlay-no-match", "the target matches nothing")
                .at(span, "nothing in the document is here")
                .help(
                    "the document may have changed: mend the target, or delete the action if it is no longer needed",
                ));
        }
        match &action.change {
            Change::Remove(remove) => self.remove(&places, span, *remove),
            Change::Update(update) => self.update(&places, update, span),
        }
    }

    fn update(&mut self, places: &[Pointer], update: &Node, span: Span) -> Result<(), Diagnostic> {
        self.check_size(places, update, span)?;
        let mut changed = false;
        for place in places {
            let Some(node) = self.root.at_mut(place) else {
                continue;
            };
            if !matches!(node.value, Value::Object(_) | Value::Array(_)) {
                let title = format!(
                    "only objects and arrays can be updated, and the target matches {}",
                    with_article(node.kind())
                );
                return Err(Diagnostic::error("overlay-kind", title)
                    .at(span, "this target")
                    .also(node.span, "matches this value")
                    .help("aim at the object that has the value as a member"));
            }
            changed |= merge::into_match(node, update)?;
        }
        if !changed {
            return Err(Diagnostic::error("overlay-no-effect", "the update has no effect")
                .at(update.span, "everything here is in the document already")
                .also(span, "at this target")
                .help("delete the action"));
        }
        self.mend(places.iter());
        Ok(())
    }

    /// Refuses an update that would take the tree over its limits. It is counted as if everything in it were new.
    fn check_size(&mut self, places: &[Pointer], update: &Node, span: Span) -> Result<(), Diagnostic> {
        self.nodes = self.nodes.saturating_add(update.count().saturating_mul(places.len()));
        let height = update.height() + 1;
        let deepest = places.iter().map(|place| place.tokens().len() + height).max().unwrap_or(0);
        if self.nodes > limit::NODES {
            let title = format!("the overlay brings the document to more than {} values", limit::NODES);
            Err(Diagnostic::error("too-many-values", title).at(span, "at this target"))
        } else if deepest > limit::DEPTH {
            let title = format!("the overlay nests the document more than {} levels deep", limit::DEPTH);
            Err(Diagnostic::error("too-deep", title).at(span, "at this target"))
        } else {
            Ok(())
        }
    }

    fn remove(&mut self, places: &[Pointer], span: Span, remove: Span) -> Result<(), Diagnostic> {
        let mut by_parent: BTreeMap<Pointer, HashSet<&str>> = BTreeMap::new();
        for place in places {
            let (Some(parent), Some(last)) = (place.parent(), place.last()) else {
                return Err(Diagnostic::error("overlay-kind", "the whole document cannot be removed")
                    .at(span, "this target is the document")
                    .also(remove, ""));
            };
            by_parent.entry(parent).or_default().insert(last);
        }
        // From the inside out, so that no removal moves what another one points to.
        let mut parents: Vec<_> = by_parent.into_iter().collect();
        parents.sort_by_key(|(parent, _)| std::cmp::Reverse(parent.tokens().len()));
        for (parent, names) in &parents {
            match self.root.at_mut(parent).map(|node| &mut node.value) {
                Some(Value::Object(object)) => object.retain(|member| !names.contains(member.key.as_str())),
                Some(Value::Array(elements)) => {
                    let mut index = 0_usize;
                    elements.retain(|_| {
                        index += 1;
                        !names.contains((index - 1).to_string().as_str())
                    });
                }
                _ => {}
            }
        }
        // From the outside in, so that what was removed is not looked for.
        self.mend(parents.iter().rev().map(|(parent, _)| parent));
        Ok(())
    }

    /// Makes the plain tree equal again where the tree was changed.
    fn mend<'p>(&mut self, places: impl Iterator<Item = &'p Pointer>) {
        for place in places {
            let (Some(node), Some(json)) = (self.root.at(place), json_at(&mut self.json, place)) else {
                continue;
            };
            *json = node.to_json();
        }
    }
}

fn json_at<'a>(json: &'a mut Json, place: &Pointer) -> Option<&'a mut Json> {
    place.tokens().try_fold(json, |json, token| match json {
        Json::Object(members) => members.get_mut(token),
        Json::Array(elements) => elements.get_mut(token.parse::<usize>().ok()?),
        _ => None,
    })
}
