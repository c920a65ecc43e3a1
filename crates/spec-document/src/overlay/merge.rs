//! What an update does to the value it meets.

use crate::diagnostic::{Diagnostic, with_article};
use crate::{Node, Value};

/// Merges an update into a value and says whether that changed anything.
///
/// Members of objects are merged one by one, elements are appended to arrays, everything else is replaced.
///
/// # Errors
///
/// Where an object or an array meets something else: the specification does not say what should come out, and to guess
/// could lose what was there. The node before the mistake is changed in part and must be thrown away.
fn merge(target: &mut Node, update: &Node) -> Result<bool, Diagnostic> {
    match (&mut target.value, &update.value) {
        (Value::Object(members), Value::Object(updates)) => {
            let mut changed = false;
            for member in updates {
                match members.get_mut(&member.key) {
                    Some(value) => changed |= merge(value, &member.value)?,
                    None => {
                        members.insert(member.clone());
                        changed = true;
                    }
                }
            }
            Ok(changed)
        }
        (Value::Array(elements), Value::Array(updates)) => {
            elements.extend_from_slice(updates);
            Ok(!updates.is_empty())
        }
        (Value::Object(_) | Value::Array(_), _) => {
            let title =
                format!("{} cannot be merged into {}", with_article(update.kind()), with_article(target.kind()));
            Err(Diagnostic::error("overlay-kind", title)
                .at(update.span, "this update")
                .also(target.span, "meets this value")
                .help("if the value should be replaced, remove it with an action before"))
        }
        _ => {
            let changed = !target.is_same_leaf(update);
            if changed {
                *target = update.clone();
            }
            Ok(changed)
        }
    }
}

/// Merges an update into what a target matched. To an array there it is one more element; only an array of elements is
/// taken as several.
pub(super) fn into_match(target: &mut Node, update: &Node) -> Result<bool, Diagnostic> {
    match &mut target.value {
        Value::Array(elements) if update.as_array().is_none() => {
            elements.push(update.clone());
            Ok(true)
        }
        _ => merge(target, update),
    }
}
