//! The form of an overlay.

use super::target::Target;
use crate::diagnostic::{Diagnostic, Mistakes, quoted, with_article};
use crate::{Member, Node, Object, Span, nearest};

/// An overlay whose actions have the right form; those that have not were reported and left out.
pub(crate) struct Overlay {
    pub(super) actions: Vec<Action>,
}

/// One change.
pub(super) struct Action {
    pub(super) target: Target,
    pub(super) target_span: Span,
    pub(super) change: Change,
}

/// What an action does with what its target matches.
pub(super) enum Change {
    Remove(Span),
    Update(Node),
}

/// Actions of one overlay. Each costs a look at the document.
const ACTIONS: usize = 1000;

/// Reads an overlay.
pub(crate) fn read(root: &Node, mistakes: &mut Mistakes) -> Overlay {
    let mut reader = Reader { mistakes };
    Overlay { actions: reader.overlay(root).unwrap_or_default() }
}

struct Reader<'m> {
    mistakes: &'m mut Mistakes,
}

impl Reader<'_> {
    fn overlay(&mut self, root: &Node) -> Option<Vec<Action>> {
        let object = self.object(root, "an overlay")?;
        self.known(object, &["overlay", "info", "extends", "actions"], "an overlay");
        if let Some(version) = self.required(object, root, "overlay", "an overlay") {
            self.version(&version.value);
        }
        if let Some(info) = self.required(object, root, "info", "an overlay") {
            self.info(&info.value);
        }
        if let Some(extends) = object.get("extends") {
            self.string(extends, "`extends`");
        }
        let actions = &self.required(object, root, "actions", "an overlay")?.value;
        let Some(elements) = actions.as_array() else {
            self.wrong(actions, "`actions`", "an array");
            return None;
        };
        if elements.is_empty() {
            self.mistakes.push(
                Diagnostic::error("overlay-form", "an overlay has at least one action")
                    .at(actions.span, "there is none")
                    .help("add an action or delete the overlay"),
            );
        }
        if let Some(extra) = elements.get(ACTIONS) {
            let title = format!("an overlay has at most {ACTIONS} actions");
            self.mistakes.push(Diagnostic::error("overlay-form", title).at(extra.span, "this is one too many"));
        }
        Some(elements.iter().take(ACTIONS).filter_map(|action| self.action(action)).collect())
    }

    fn version(&mut self, node: &Node) {
        let Some(version) = self.string(node, "`overlay`") else {
            return;
        };
        let patch = version.strip_prefix("1.0.").unwrap_or_default();
        if patch.is_empty() || !patch.bytes().all(|byte| byte.is_ascii_digit()) {
            let title = format!("overlays of version {} are not supported", quoted(version));
            let mistake = Diagnostic::error("overlay-version", title).at(node.span, "");
            self.mistakes.push(mistake.help("write it as an overlay of version 1.0.0"));
        }
    }

    fn info(&mut self, node: &Node) {
        let Some(info) = self.object(node, "`info`") else {
            return;
        };
        self.known(info, &["title", "version"], "`info`");
        for key in ["title", "version"] {
            if let Some(member) = self.required(info, node, key, "`info`") {
                self.string(&member.value, &quoted(key));
            }
        }
    }

    fn action(&mut self, node: &Node) -> Option<Action> {
        let action = self.object(node, "an action")?;
        self.known(action, &["target", "description", "update", "remove"], "an action");
        self.reason(action, node);
        let target_node = &self.required(action, node, "target", "an action")?.value;
        let text = self.string(target_node, "`target`")?;
        let target = match Target::parse(text, target_node.span) {
            Ok(target) => target,
            Err(mistake) => {
                self.mistakes.push(mistake);
                return None;
            }
        };
        let change = self.change(action, node)?;
        Some(Action { target, target_span: target_node.span, change })
    }

    /// An action without a reason cannot be judged by whoever reads it next.
    fn reason(&mut self, action: &Object, node: &Node) {
        let title = "an action says in its `description` why it is there";
        match action.get("description") {
            None => self.mistakes.push(Diagnostic::error("overlay-reason", title).at(node.span, "this one does not")),
            Some(description) => {
                if self.string(description, "`description`").is_some_and(|reason| reason.trim().is_empty()) {
                    let mistake = Diagnostic::error("overlay-reason", title);
                    self.mistakes.push(mistake.at(description.span, "this says nothing"));
                }
            }
        }
    }

    /// `remove: true` wins over an update, as the specification says.
    fn change(&mut self, action: &Object, node: &Node) -> Option<Change> {
        let update = action.get("update");
        if let Some(remove) = action.member("remove") {
            match remove.value.as_bool() {
                Some(true) => return Some(Change::Remove(remove.value.span)),
                Some(false) => {}
                None => {
                    self.wrong(&remove.value, "`remove`", "a boolean");
                    return None;
                }
            }
        }
        if update.is_none() {
            self.mistakes.push(
                Diagnostic::error("overlay-no-effect", "the action has no effect")
                    .at(node.span, "it has neither an `update` nor `remove: true`"),
            );
        }
        update.cloned().map(Change::Update)
    }

    fn object<'a>(&mut self, node: &'a Node, what: &str) -> Option<&'a Object> {
        let object = node.as_object();
        if object.is_none() {
            self.wrong(node, what, "an object");
        }
        object
    }

    fn string<'a>(&mut self, node: &'a Node, what: &str) -> Option<&'a str> {
        let text = node.as_str();
        if text.is_none() {
            self.wrong(node, what, "a string");
        }
        text
    }

    fn wrong(&mut self, node: &Node, what: &str, wanted: &str) {
        let title = format!("{what} is {wanted}, not {}", with_article(node.kind()));
        self.mistakes.push(Diagnostic::error("overlay-form", title).at(node.span, ""));
    }

    fn required<'a>(&mut self, object: &'a Object, node: &Node, key: &str, what: &str) -> Option<&'a Member> {
        let member = object.member(key);
        if member.is_none() {
            let title = format!("{what} has to have {}", quoted(key));
            self.mistakes.push(Diagnostic::error("overlay-form", title).at(node.span, "it is missing here"));
        }
        member
    }

    fn known(&mut self, object: &Object, keys: &[&str], what: &str) {
        for member in object {
            if keys.contains(&member.key.as_str()) || member.key.starts_with("x-") {
                continue;
            }
            let title = format!("{what} has no {}", quoted(&member.key));
            let mistake = Diagnostic::error("overlay-unknown-key", title).at(member.key_span, "");
            self.mistakes.push(match nearest(&member.key, keys.iter().copied()) {
                Some(key) => mistake.help(format!("did you mean `{key}`?")),
                None => mistake.help(format!("it has {}; extensions begin with `x-`", keys.join(", "))),
            });
        }
    }
}
