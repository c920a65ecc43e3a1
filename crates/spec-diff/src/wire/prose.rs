//! What only people read: it is counted, and no more is said of it.

use spec_document::Node;

use super::compare::{Comparison, Stated};
use crate::finding::{Occurrence, Severity};

/// Keys whose values no machine goes by.
const PROSE: [&str; 6] = ["description", "summary", "title", "externalDocs", "example", "examples"];

pub(super) fn compare(comparison: &mut Comparison<'_, '_>) {
    let (base, revision) = (&comparison.base.document.root, &comparison.revision.document.root);
    let mut changed = 0;
    let mut pending = vec![(base, revision, false)];
    while let Some((old, new, names)) = pending.pop() {
        match (old.as_object(), new.as_object()) {
            (Some(old), Some(new)) => {
                for member in old {
                    let Some(other) = new.get(&member.key) else { continue };
                    let key = member.key.as_str();
                    if !names && PROSE.contains(&key) {
                        changed += usize::from(member.value.to_json() != other.to_json());
                    } else {
                        let inside = !names
                            && matches!(key, "properties" | "patternProperties" | "$defs" | "schemas" | "headers");
                        pending.push((&member.value, other, inside));
                    }
                }
            }
            _ => {
                let pairs = old.as_array().unwrap_or_default().iter().zip(new.as_array().unwrap_or_default());
                pending.extend(pairs.map(|(old, new): (&Node, &Node)| (old, new, false)));
            }
        }
    }
    if changed > 0 {
        let texts = if changed == 1 { "One text".to_owned() } else { format!("{changed} texts") };
        comparison.state(Stated {
            id: "prose-changed",
            severity: Severity::Info,
            hurts: &[],
            sentence: format!("{texts} for people changed (descriptions, titles, examples): nothing on the wire."),
            base: None,
            revision: None,
            at: Occurrence { method: String::new(), path: String::new(), part: String::new(), value: String::new() },
        });
    }
}
