//! An operation of which nothing says whether it needs a credential.

use spec_document::{Node, Object};

use super::Rule;
use crate::finding::Found;
use crate::outline::Outline;

pub(super) const RULE: Rule = Rule {
    id: "security-missing",
    reason: "Without `security` the client sends no credential, and the call fails for everybody.",
    fixable: false,
    check,
};

fn check(outline: &Outline<'_>, found: &mut Found) {
    let root = &outline.document.root;
    if root.get("security").is_some() {
        return;
    }
    let schemes = root.get("components").and_then(|components| components.get("securitySchemes"));
    let declared = schemes.and_then(Node::as_object).is_some_and(|schemes| !Object::is_empty(schemes));
    let mut missing =
        outline.operations().filter(|(operation, ..)| operation.node.get("security").is_none()).peekable();
    if !declared {
        // One finding for the document: it forgot authentication as a whole.
        if missing.peek().is_some() {
            let paths =
                root.as_object().and_then(|root| root.member("paths")).map_or(root.span, |paths| paths.key_span);
            let said = found.warn("the document says nothing of authentication", paths, "no `security` anywhere");
            let help = "Declare `components.securitySchemes` and `security`; `security: []` says that none is needed.";
            found.push(spec_document::Pointer::root(), said.help(help));
        }
        return;
    }
    for (operation, path, method) in missing {
        let title = format!("{} {path} does not say what authenticates it", method.to_ascii_uppercase());
        let said = found.warn(title, operation.span(), "no `security`, here or for the document");
        found.push(
            outline.pointer(operation),
            said.help("Add `security` here or at the top of the document; `security: []` says that none is needed."),
        );
    }
}
