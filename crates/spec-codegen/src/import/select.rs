//! Some operations of a document, with the components that they need.

use std::collections::BTreeSet;

use spec_contract::Method;
use spec_document::{Diagnostic, Document, Node, Object, Pointer, Report, Value, load_text, nearest};

/// What to keep: operations by `operationId`, by `tag:NAME`, or by path.
#[derive(Clone, Debug, Default)]
pub struct Selection(Vec<String>);

impl Selection {
    /// A selection of those words; empty keeps everything.
    #[must_use]
    pub fn new(words: Vec<String>) -> Self {
        Self(words)
    }

    fn keeps(&self, path: &str, operation: &Node) -> Vec<&str> {
        let id = operation.get("operationId").and_then(Node::as_str);
        let tags: Vec<&str> = items(operation.get("tags")).filter_map(Node::as_str).collect();
        let names = |word: &&String| match word.strip_prefix("tag:") {
            Some(tag) => tags.contains(&tag),
            None => id == Some(word.as_str()) || path == word.as_str(),
        };
        self.0.iter().filter(names).map(String::as_str).collect()
    }
}

/// The text of the document with only the selected operations and what they refer to. YAML keeps its comments and
/// layout; what cannot be cut that way, and JSON, is written as JSON.
///
/// # Errors
///
/// A word that selects nothing.
pub fn select(document: &Document, name: &str, text: &str, selection: &Selection) -> Result<String, Report> {
    if selection.0.is_empty() {
        return Ok(text.to_owned());
    }
    let mut used = BTreeSet::new();
    let mut removed = Vec::new();
    let paths = document.root.get("paths").and_then(Node::as_object);
    for item in paths.into_iter().flat_map(Object::iter) {
        let here = Pointer::root().child("paths").child(&item.key);
        let mut kept = 0;
        let mut dropped = Vec::new();
        for method in Method::ALL {
            let Some(operation) = item.value.get(method.key()) else { continue };
            let words = selection.keeps(&item.key, operation);
            if words.is_empty() {
                dropped.push(here.child(method.key()));
            } else {
                kept += 1;
                used.extend(words);
            }
        }
        if kept == 0 { removed.push(here) } else { removed.append(&mut dropped) }
    }
    let unused: Vec<Diagnostic> = selection
        .0
        .iter()
        .filter(|word| !used.contains(word.as_str()))
        .map(|word| nothing_selected(word, document))
        .collect();
    if !unused.is_empty() {
        return Err(Report::new(document.sources.clone(), unused));
    }
    let mut root = document.root.clone();
    removed.iter().for_each(|pointer| remove(&mut root, pointer));
    removed.extend(unneeded(&mut root));
    let cut = cut(text, &document.root, &removed);
    match load_text(name, &cut) {
        Ok(again) if again.root.to_json() == root.to_json() => Ok(cut),
        _ => {
            let mut json = serde_json::to_string_pretty(&root.to_json()).unwrap_or_default();
            json.push('\n');
            Ok(json)
        }
    }
}

fn nothing_selected(word: &str, document: &Document) -> Diagnostic {
    let mut known = Vec::new();
    for item in document.root.get("paths").and_then(Node::as_object).into_iter().flat_map(Object::iter) {
        known.push(item.key.clone());
        for method in Method::ALL {
            let Some(operation) = item.value.get(method.key()) else { continue };
            known.extend(operation.get("operationId").and_then(Node::as_str).map(str::to_owned));
            known.extend(items(operation.get("tags")).filter_map(Node::as_str).map(|tag| format!("tag:{tag}")));
        }
    }
    let help = match nearest(word, known.iter().map(String::as_str)) {
        Some(near) => format!("Did you mean `{near}`?"),
        None => "Name an `operationId`, a path, or a tag as `tag:NAME`.".to_owned(),
    };
    Diagnostic::error("select", format!("`{}` selects no operation", word.escape_debug())).help(help)
}

fn items(node: Option<&Node>) -> impl Iterator<Item = &Node> {
    node.and_then(Node::as_array).into_iter().flatten()
}

fn remove(root: &mut Node, pointer: &Pointer) {
    if let (Some(parent), Some(key)) = (pointer.parent(), pointer.last())
        && let Some(node) = root.at_mut(&parent)
        && let Value::Object(object) = &mut node.value
    {
        object.remove(key);
    }
}

/// Removes the components that nothing refers to any more, and says which they were.
fn unneeded(root: &mut Node) -> Vec<Pointer> {
    let mut needed: BTreeSet<Pointer> = BTreeSet::new();
    let mut pending: Vec<&Node> = vec![&*root];
    while let Some(node) = pending.pop() {
        pending.extend(node.as_array().into_iter().flatten());
        for member in node.as_object().into_iter().flat_map(Object::iter) {
            // Components are needed only where something refers to them.
            if member.key != "components" || !std::ptr::eq(node, &*root) {
                pending.push(&member.value);
            }
            // A discriminator's mapping names schemas as plain text.
            let target = member.value.as_str().and_then(|text| text.strip_prefix('#')).map(Pointer::parse);
            if let Some(Ok(target)) = target {
                let component = Pointer::from_iter(target.tokens().take(3).map(str::to_owned));
                if let Some(node) = root.at(&component)
                    && needed.insert(component)
                {
                    pending.push(node);
                }
            }
            if member.key == "security" {
                for requirement in items(Some(&member.value)) {
                    for scheme in requirement.as_object().into_iter().flat_map(Object::iter) {
                        needed.insert(Pointer::root().child("components").child("securitySchemes").child(&scheme.key));
                    }
                }
            }
        }
    }
    let mut removed = Vec::new();
    let components = Pointer::root().child("components");
    for kind in root.at(&components).and_then(Node::as_object).into_iter().flat_map(Object::iter) {
        let here = components.child(&kind.key);
        let all: Vec<Pointer> =
            kind.value.as_object().into_iter().flat_map(Object::iter).map(|member| here.child(&member.key)).collect();
        let unneeded: Vec<Pointer> = all.iter().filter(|pointer| !needed.contains(pointer)).cloned().collect();
        if !all.is_empty() && unneeded.len() == all.len() { removed.push(here) } else { removed.extend(unneeded) }
    }
    removed.iter().for_each(|pointer| remove(root, pointer));
    removed
}

/// The text without the lines of those members. Right for block YAML; the caller checks.
fn cut(text: &str, root: &Node, removed: &[Pointer]) -> String {
    let mut ranges = Vec::new();
    for pointer in removed {
        let (Some(parent), Some(key)) = (pointer.parent(), pointer.last()) else { continue };
        let Some(object) = root.at(&parent).and_then(Node::as_object) else { continue };
        let mut members = object.iter().skip_while(|member| member.key != key);
        let Some(member) = members.next() else { continue };
        let start = line_start(text, member.key_span.start);
        let end = match members.next() {
            Some(next) => line_start(text, next.key_span.start),
            None => text[member.value.span.end..].find('\n').map_or(text.len(), |at| member.value.span.end + at + 1),
        };
        ranges.push(start..end);
    }
    ranges.sort_by_key(|range| range.start);
    let mut kept = String::with_capacity(text.len());
    let mut from = 0;
    for range in ranges {
        if range.start > from {
            kept.push_str(&text[from..range.start]);
        }
        from = from.max(range.end);
    }
    kept.push_str(&text[from.min(text.len())..]);
    kept
}

fn line_start(text: &str, at: usize) -> usize {
    text[..at].rfind('\n').map_or(0, |newline| newline + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "openapi: 3.1.1
info: {title: t, version: '1'}
paths:
  # Kept.
  /a:
    get:
      operationId: getA
      tags: [one]
      responses:
        '200': {description: ok, content: {application/json: {schema: {$ref: '#/components/schemas/A'}}}}
    post:
      operationId: postA
      responses: {}
  /b:
    get:
      operationId: getB
      responses: {}
components:
  schemas:
    A: {type: array, items: {$ref: '#/components/schemas/B'}}
    B: {type: string}
    C: {type: string}
  parameters:
    P: {name: p, in: query, schema: {type: string}}
";

    fn selected(words: &[&str]) -> Result<String, Report> {
        let document = load_text("t.yaml", TEXT).expect("a document");
        select(&document, "t.yaml", TEXT, &Selection::new(words.iter().map(|&word| word.to_owned()).collect()))
    }

    #[test]
    fn a_word_that_selects_nothing_is_a_mistake_with_a_suggestion() {
        let report = selected(&["getAA"]).expect_err("nothing is called so").to_string();
        assert!(report.contains("`getAA` selects no operation"), "{report}");
        assert!(report.contains("Did you mean `getA`?"), "{report}");
    }

    #[test]
    fn an_operation_comes_with_what_it_needs_and_the_comments_stay() {
        for word in ["getA", "tag:one"] {
            let text = selected(&[word]).expect("a selection");
            assert!(text.contains("# Kept.") && text.contains("getA"), "{text}");
            for gone in ["postA", "/b", " C:", "parameters"] {
                assert!(!text.contains(gone), "{gone} in {text}");
            }
            assert!(text.contains(" B:"), "{text}");
        }
    }

    #[test]
    fn a_path_selects_all_its_operations() {
        let text = selected(&["/a"]).expect("a selection");
        assert!(text.contains("postA") && !text.contains("getB"), "{text}");
    }

    #[test]
    fn json_is_written_as_json() {
        let text = r##"{"openapi":"3.1.1","paths":{"/a":{"get":{"operationId":"getA"}},"/b":{"get":{"operationId":"getB"}}}}"##;
        let document = load_text("t.json", text).expect("a document");
        let selection = Selection::new(vec!["getB".to_owned()]);
        let selected = select(&document, "t.json", text, &selection).expect("a selection");
        let json: serde_json::Value = serde_json::from_str(&selected).expect("JSON");
        assert_eq!(json["paths"], serde_json::json!({"/b": {"get": {"operationId": "getB"}}}));
    }
}
