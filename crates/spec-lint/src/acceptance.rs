//! `x-lint-accept`: findings that somebody has looked at and leaves, with a reason.

use std::collections::HashMap;

use spec_document::{Diagnostic, Effective, Node, Object, Pointer, Span, nearest};

use crate::finding::{Finding, Findings, quoted};
use crate::rule::{ACCEPTANCE_UNUSED, RULES};

/// The extension's name.
const NAME: &str = "x-lint-accept";

/// Keywords whose values are data, and those whose members are names.
const DATA: [&str; 5] = ["example", "default", "enum", "const", "value"];
const NAMES: [&str; 7] =
    ["properties", "patternProperties", "schemas", "parameters", "headers", "$defs", "definitions"];

/// One entry of an `x-lint-accept`.
struct Acceptance {
    rule: String,
    reason: String,
    span: Span,
    used: bool,
}

/// Parts the accepted findings from the open ones. The acceptance that is nearest above a finding counts. One that accepts nothing
/// is a finding itself, which nothing can accept.
pub(crate) fn apply(document: &Effective, findings: Vec<Finding>) -> Findings {
    let mut collected = Collected::default();
    collected.node(&document.root, &mut Vec::new());
    let Collected { mut by_place, malformed } = collected;
    let mut sorted = Findings::default();
    for finding in findings {
        match accepted(&mut by_place, &finding) {
            Some(reason) => sorted.accepted.push((finding, reason)),
            None => sorted.open.push(finding),
        }
    }
    let mut idle: Vec<(Pointer, Diagnostic)> = malformed;
    for (place, acceptances) in by_place {
        for unused in acceptances.into_iter().filter(|acceptance| !acceptance.used) {
            idle.push((place.clone(), say_unused(&unused)));
        }
    }
    idle.sort_by_key(|(_, diagnostic)| diagnostic.primary.as_ref().map(|label| label.span));
    sorted.open.extend(idle.into_iter().map(|(place, diagnostic)| Finding {
        rule: ACCEPTANCE_UNUSED,
        place,
        diagnostic,
        change: None,
    }));
    sorted
}

fn accepted(by_place: &mut HashMap<Pointer, Vec<Acceptance>>, finding: &Finding) -> Option<String> {
    if by_place.is_empty() {
        return None;
    }
    let mut here = Some(finding.place.clone());
    while let Some(place) = here {
        let acceptances = by_place.get_mut(&place).into_iter().flatten();
        if let Some(acceptance) = acceptances.into_iter().find(|acceptance| acceptance.rule == finding.rule) {
            acceptance.used = true;
            return Some(acceptance.reason.clone());
        }
        here = place.parent();
    }
    None
}

fn say_unused(unused: &Acceptance) -> Diagnostic {
    let rule = quoted(&unused.rule);
    if RULES.iter().any(|rule| rule.id == unused.rule) {
        return Diagnostic::warning(ACCEPTANCE_UNUSED, format!("nothing here breaks the rule {rule}"))
            .at(unused.span, "accepts nothing")
            .help("Delete it: what it accepted is mended or has moved.");
    }
    let said =
        Diagnostic::warning(ACCEPTANCE_UNUSED, format!("no rule is called {rule}")).at(unused.span, "accepts nothing");
    match nearest(&unused.rule, RULES.iter().map(|rule| rule.id)) {
        Some(near) => said.help(format!("Did you mean `{near}`?")),
        None => said.help("The rules are listed in docs/linting.md."),
    }
}

#[derive(Default)]
struct Collected {
    by_place: HashMap<Pointer, Vec<Acceptance>>,
    malformed: Vec<(Pointer, Diagnostic)>,
}

impl Collected {
    /// Looks everywhere but into data, so that none is ignored in silence, wherever it stands.
    fn node(&mut self, node: &Node, path: &mut Vec<String>) {
        for (index, element) in node.as_array().into_iter().flatten().enumerate() {
            if matches!(element.kind(), "object" | "array") {
                path.push(index.to_string());
                self.node(element, path);
                path.pop();
            }
        }
        for member in node.as_object().into_iter().flat_map(Object::iter) {
            let key = member.key.as_str();
            if key == NAME && member.value.as_array().is_some() {
                self.list(&member.value, &path.iter().cloned().collect());
            } else if key == NAME && path.last().is_none_or(|last| last != "properties") {
                self.malformed(&path.iter().cloned().collect(), member.key_span);
            }
            let keyword = path.last().is_none_or(|last| !NAMES.contains(&last.as_str()));
            let data = key.starts_with("x-") || keyword && DATA.contains(&key);
            if !data && matches!(member.value.kind(), "object" | "array") {
                path.push(member.key.clone());
                self.node(&member.value, path);
                path.pop();
            }
        }
    }

    fn list(&mut self, list: &Node, place: &Pointer) {
        for entry in list.as_array().into_iter().flatten() {
            let text = |key: &str| entry.get(key).and_then(Node::as_str).filter(|text| !text.trim().is_empty());
            match (text("rule"), text("reason")) {
                (Some(rule), Some(reason)) => {
                    let span = entry.get("rule").map_or(entry.span, |rule| rule.span);
                    let acceptance = Acceptance { rule: rule.to_owned(), reason: reason.to_owned(), span, used: false };
                    self.by_place.entry(place.clone()).or_default().push(acceptance);
                }
                _ => self.malformed(place, entry.span),
            }
        }
    }

    fn malformed(&mut self, place: &Pointer, span: Span) {
        let said = Diagnostic::warning(ACCEPTANCE_UNUSED, "an acceptance names a rule and gives a reason")
            .at(span, "accepts nothing")
            .help("Write a list with one entry for each rule: `- {rule: …, reason: …}`.");
        self.malformed.push((place.clone(), said));
    }
}
