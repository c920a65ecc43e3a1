//! Parameters and request bodies.

use serde_json::Value;
use spec_document::{Diagnostic, nearest};

use super::{At, Reader, keys};
use crate::model::{Body, Location, Media, Parameter};
use crate::place::Place;
use crate::schema::{Kind, Schema};

const LOCATIONS: &[&str] = &["path", "query", "header", "cookie"];

impl<'a> Reader<'a> {
    /// The parameters of an operation: those of its path item, overridden by its own of the same name and place.
    pub(super) fn parameters(&mut self, item: &At<'a>, operation: &At<'a>, path: &str) -> Vec<Parameter> {
        let mut found: Vec<Parameter> = Vec::new();
        for (own, holder) in [(false, item), (true, operation)] {
            let Some(list) = holder.get("parameters") else { continue };
            if !self.is_array(&list, "`parameters`") {
                continue;
            }
            for at in list.items() {
                let Some(parameter) = self.parameter(&at, path) else { continue };
                let same = |other: &Parameter| {
                    other.location == parameter.location
                        && (other.name == parameter.name
                            // Case does not tell headers apart.
                            || other.location == Location::Header && other.name.eq_ignore_ascii_case(&parameter.name))
                };
                match found.iter().position(same) {
                    Some(index)
                        if own && !found[index].place.pointer.to_string().starts_with(&list.pointer.to_string()) =>
                    {
                        found[index] = parameter;
                    }
                    Some(index) => {
                        let first = found[index].place.span;
                        self.report(
                            Diagnostic::warning(
                                "parameter-repeats",
                                format!("the parameter `{}` is declared twice", parameter.name),
                            )
                            .at(at.node.span, "declared again")
                            .also(first, "declared here")
                            .help("Delete one of them."),
                        );
                    }
                    None => found.push(parameter),
                }
            }
        }
        found
    }

    fn parameter(&mut self, at: &At<'a>, path: &str) -> Option<Parameter> {
        let (at, _) = self.followed(at)?;
        if !self.is_object(&at, "a parameter") {
            return None;
        }
        self.check_keys(&at, "a parameter", keys::PARAMETER);
        self.note_unread(&at, &["allowEmptyValue"]);
        let name = self.required(&at, "a parameter", "name")?.node.as_str()?.to_owned();
        let placed = self.required(&at, "a parameter", "in")?;
        let location = match placed.node.as_str().unwrap_or_default() {
            "path" => Location::Path,
            "query" => Location::Query,
            "header" => Location::Header,
            "cookie" => Location::Cookie,
            other => {
                let help = match nearest(other, LOCATIONS.iter().copied()) {
                    Some(near) => format!("Did you mean `{near}`?"),
                    None => format!("It is one of {}.", LOCATIONS.join(", ")),
                };
                self.report(
                    Diagnostic::warning("parameter-location", "a parameter cannot be sent there")
                        .at(placed.node.span, "not a place for a parameter")
                        .help(help),
                );
                return None;
            }
        };
        if location == Location::Path && !self.path_parameter(&at, &name, path) {
            return None;
        }
        let content = at.get("content").and_then(|content| content.members().into_iter().next());
        let schema = match (at.get("schema"), &content) {
            (Some(schema), _) => self.schema(&schema),
            (None, Some((_, media))) => match media.get("schema") {
                Some(schema) => self.schema(&schema),
                None => Schema::of(Kind::Any, at.place()),
            },
            (None, None) => {
                self.report(
                    Diagnostic::warning("parameter-schema", format!("the parameter `{name}` has no schema"))
                        .at(at.node.span, "`schema` or `content` is required here")
                        .help("Add a `schema` with the parameter's type."),
                );
                Schema::of(Kind::Any, at.place())
            }
        };
        let style = self.style(&at, location);
        let explode = at.get("explode").and_then(|value| value.node.as_bool()).unwrap_or(style == "form");
        let mut examples = self.examples(&at);
        if let Some((_, media)) = &content {
            examples.extend(self.examples(media));
        }
        let example = examples.first().map(|(_, value, _)| value).or_else(|| schema.examples.first()).cloned();
        Some(Parameter {
            required: at.flag("required") || location == Location::Path,
            content: content.map(|(media_type, _)| media_type.to_owned()),
            allow_reserved: at.flag("allowReserved"),
            description: at.text("description"),
            deprecated: at.flag("deprecated"),
            place: at.place(),
            name,
            location,
            schema,
            style,
            explode,
            example,
            examples,
        })
    }

    /// `style`, or the default of the place.
    fn style(&mut self, at: &At<'a>, location: Location) -> String {
        let known: &[&str] = match location {
            Location::Query => &["form", "spaceDelimited", "pipeDelimited", "deepObject"],
            Location::Path => &["simple", "label", "matrix"],
            Location::Header => &["simple"],
            Location::Cookie => &["form"],
        };
        let default = known.first().copied().unwrap_or_default();
        let Some(given) = at.get("style") else { return default.to_owned() };
        let text = given.node.as_str().unwrap_or_default();
        if known.contains(&text) {
            return text.to_owned();
        }
        self.report(
            Diagnostic::warning("parameter-style", format!("no {} parameter is written in this style", location.key()))
                .at(given.node.span, format!("it is taken as `{default}`"))
                .help(format!("It is one of {}.", known.join(", "))),
        );
        default.to_owned()
    }

    /// Checks a path parameter; says whether the path has a place for it.
    fn path_parameter(&mut self, at: &At<'a>, name: &str, path: &str) -> bool {
        if !at.flag("required") {
            self.report(
                Diagnostic::warning("path-parameter-optional", format!("the path parameter `{name}` is not required"))
                    .at(at.node.span, "a path parameter cannot be left out")
                    .help("Add `required: true`."),
            );
        }
        let named: Vec<&str> = template_names(path).collect();
        if !named.contains(&name) {
            let help = match nearest(name, named.iter().copied()) {
                Some(near) => format!("The path names `{{{near}}}`: use one name for both."),
                None => format!("Put `{{{name}}}` into the path, or delete the parameter."),
            };
            let span = at.get("name").map_or(at.node.span, |name| name.node.span);
            self.report(
                Diagnostic::warning("path-parameter-unused", format!("the path does not name the parameter `{name}`"))
                    .at(span, format!("`{path}` has no `{{{name}}}`: it is left out"))
                    .help(help),
            );
            return false;
        }
        true
    }

    pub(super) fn body(&mut self, operation: &At<'a>) -> Option<Body> {
        let at = operation.get("requestBody")?;
        let (at, _) = self.followed(&at)?;
        if !self.is_object(&at, "`requestBody`") {
            return None;
        }
        self.check_keys(&at, "a request body", keys::BODY);
        let content = self.required(&at, "a request body", "content")?;
        Some(Body {
            required: at.flag("required"),
            media: self.media(&content),
            description: at.text("description"),
            place: at.place(),
        })
    }

    pub(super) fn media(&mut self, content: &At<'a>) -> Vec<Media> {
        let Some((content, _)) = self.followed(content) else { return Vec::new() };
        if !self.is_object(&content, "`content`") {
            return Vec::new();
        }
        let mut found = Vec::new();
        for (media_type, at) in content.members() {
            let Some((at, _)) = self.followed(&at) else { continue };
            if !self.is_object(&at, "a media type") {
                continue;
            }
            self.check_keys(&at, "a media type", keys::MEDIA);
            self.note_unread(&at, &["encoding"]);
            let examples = self.examples(&at);
            let schema = at.get("schema").map(|schema| self.schema(&schema));
            found.push(Media { media_type: media_type.to_owned(), schema, examples, place: at.place() });
        }
        found
    }

    /// The examples of a parameter, a header or a media type: `example`, and each of `examples`.
    pub(super) fn examples(&self, at: &At<'a>) -> Vec<(String, Value, Place)> {
        let mut found = Vec::new();
        if let Some(value) = at.get("example") {
            found.push(("example".to_owned(), value.node.to_json(), value.place()));
        }
        for (name, example) in at.get("examples").map(|examples| examples.members()).unwrap_or_default() {
            let Some((example, _)) = self.followed(&example) else { continue };
            if let Some(value) = example.get("value") {
                found.push((name.to_owned(), value.node.to_json(), value.place()));
            }
        }
        found
    }
}

/// The names between braces in a path template.
pub(super) fn template_names(path: &str) -> impl Iterator<Item = &str> {
    path.split('{').skip(1).filter_map(|rest| rest.split_once('}').map(|(name, _)| name))
}
