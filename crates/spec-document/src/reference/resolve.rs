//! Follows references within the document.

use std::collections::HashMap;

use super::walk::Found;
use crate::diagnostic::{Diagnostic, quoted};
use crate::{Node, Pointer, nearest};

/// Knows the names that references may use besides pointers.
#[derive(Clone, Debug, Default)]
pub(crate) struct Resolver {
    anchors: HashMap<String, Pointer>,
}

impl Resolver {
    pub(super) fn new(anchors: HashMap<String, Pointer>) -> Resolver {
        Resolver { anchors }
    }

    /// Where the text of a reference leads to, if that is a place in the document.
    pub(crate) fn resolve<'a>(&self, root: &'a Node, reference: &str) -> Option<(Pointer, &'a Node)> {
        let pointer = self.pointer(reference)?;
        let node = root.at(&pointer)?;
        Some((pointer, node))
    }

    /// The pointer that a reference means, whether or not something is there.
    fn pointer(&self, reference: &str) -> Option<Pointer> {
        let fragment = percent_decoded(reference.strip_prefix('#')?)?;
        match self.anchors.get(&fragment) {
            Some(pointer) => Some(pointer.clone()),
            None => Pointer::parse(&fragment).ok(),
        }
    }

    /// The target of a reference that was found in the document.
    pub(super) fn check(&self, root: &Node, found: &Found) -> Result<Pointer, Diagnostic> {
        let text = &found.text;
        if !text.starts_with('#') {
            let title = format!("the reference {} leads out of the document", quoted(text));
            return Err(Diagnostic::error("external-reference", title).at(found.span, "").help(
                "only references within the document are supported here: bring the target in under `components`",
            ));
        }
        if let Some((pointer, _)) = self.resolve(root, text) {
            return Ok(pointer);
        }
        let title = format!("the reference {} leads to nothing", quoted(text));
        let mistake = Diagnostic::error("unresolved-reference", title);
        let Some(pointer) = self.pointer(text) else {
            let mistake = mistake.at(found.span, "neither a JSON Pointer nor an `$anchor` of this document");
            return Err(match nearest(&text[1..], self.anchors.keys().map(String::as_str)) {
                Some(anchor) => mistake.help(format!("did you mean `#{anchor}`?")),
                None => mistake,
            });
        };
        Err(explain(root, &pointer, found, mistake))
    }
}

/// Says how far a pointer led, and what it may have meant.
fn explain(root: &Node, pointer: &Pointer, found: &Found, mistake: Diagnostic) -> Diagnostic {
    let mut node = root;
    let mut there = Pointer::root();
    for token in pointer.tokens() {
        if let Some(next) = node.step(token) {
            node = next;
            there = there.child(token);
            continue;
        }
        let place = if there.is_root() { "the document".to_owned() } else { quoted(&format!("#{there}")) };
        let mistake = mistake.at(found.span, format!("there is no {} in {place}", quoted(token)));
        let names = node.as_object().into_iter().flatten().map(|member| member.key.as_str());
        if let Some(name) = nearest(token, names) {
            let better = there.child(name);
            let rest = pointer.tokens().skip(better.tokens().len());
            let better: Pointer = better.tokens().chain(rest).map(str::to_owned).collect();
            return mistake.help(format!("did you mean `#{better}`?"));
        }
        if node.get("$ref").is_some() {
            return mistake.help(format!("{place} is itself a reference, and a pointer does not lead through it"));
        }
        return mistake;
    }
    mistake.at(found.span, "")
}

/// The fragment without its escapes; nothing when they make no text. A `%` that begins no escape stands for itself, as
/// generators write it so.
fn percent_decoded(text: &str) -> Option<String> {
    if !text.contains('%') {
        return Some(text.to_owned());
    }
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        let escaped = match after {
            [high, low, ..] if *first == b'%' => hex(*high).zip(hex(*low)),
            _ => None,
        };
        match escaped {
            Some((high, low)) => {
                bytes.push(high << 4 | low);
                rest = &after[2..];
            }
            None => {
                bytes.push(*first);
                rest = after;
            }
        }
    }
    String::from_utf8(bytes).ok()
}

fn hex(digit: u8) -> Option<u8> {
    let value = char::from(digit).to_digit(16)?;
    u8::try_from(value).ok()
}
