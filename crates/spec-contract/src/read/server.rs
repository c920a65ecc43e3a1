//! Servers and their variables.

use spec_document::Diagnostic;

use super::parameter::template_names;
use super::{At, Reader, keys};
use crate::model::{Server, ServerVariable};

impl<'a> Reader<'a> {
    pub(super) fn servers(&mut self, root: &At<'a>) -> Vec<Server> {
        let Some(at) = root.get("servers") else { return Vec::new() };
        if !self.is_array(&at, "`servers`") {
            return Vec::new();
        }
        at.items().into_iter().filter_map(|server| self.server(&server)).collect()
    }

    fn server(&mut self, at: &At<'a>) -> Option<Server> {
        if !self.is_object(at, "a server") {
            return None;
        }
        self.check_keys(at, "a server", keys::SERVER);
        let url = self.required(at, "a server", "url")?;
        let text = url.node.as_str()?.to_owned();
        let mut variables = Vec::new();
        for (name, variable) in at.get("variables").map(|variables| variables.members()).unwrap_or_default() {
            self.check_keys(&variable, "a server variable", keys::SERVER_VARIABLE);
            let default = self.required(&variable, "a server variable", "default");
            variables.push(ServerVariable {
                name: name.to_owned(),
                default: default.and_then(|value| value.node.as_str().map(str::to_owned)).unwrap_or_default(),
                values: variable
                    .get("enum")
                    .map(|values| values.items())
                    .unwrap_or_default()
                    .iter()
                    .filter_map(|value| value.node.as_str().map(str::to_owned))
                    .collect(),
                description: variable.text("description"),
            });
        }
        for name in template_names(&text) {
            if !variables.iter().any(|variable| variable.name == name) {
                self.report(
                    Diagnostic::warning("server-variable", format!("the server's variable `{name}` is not declared"))
                        .at(url.node.span, format!("`{{{name}}}` has no entry under `variables`"))
                        .help(format!("Add `variables.{name}` with a `default`.")),
                );
            }
        }
        Some(Server {
            name: at.text("x-name"),
            url: text,
            description: at.text("description"),
            variables,
            place: at.place(),
        })
    }
}
